"""Built pages as trees, and what tests ask of them."""
# ruff: noqa: SIM905 - a list of words, one a line, would fill a page

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(eq=False)
class Element:
    """An element, its parent and what is in it: elements and words."""

    tag: str
    attributes: dict[str, str]
    parent: "Element | None" = None
    children: list["Element | str"] = field(default_factory=list)

    def __str__(self):
        attributes = "".join(f' {name}="{value}"' for name, value in self.attributes.items())
        return f"<{self.tag}{attributes}>"

    def __getitem__(self, name):
        return self.attributes.get(name, "")

    @property
    def elements(self) -> list["Element"]:
        return [it for it in self.children if isinstance(it, Element)]

    def walk(self) -> Iterator["Element"]:
        """The element itself and all below it, in the order of the page."""
        yield self
        for child in self.elements:
            yield from child.walk()

    def ancestors(self) -> Iterator["Element"]:
        above = self.parent
        while above:
            yield above
            above = above.parent

    def all(self, *tags, of="", **attributes) -> list["Element"]:
        """The elements below with one of these tags, this class and these attributes."""
        return [
            it
            for it in self.walk()
            if (not tags or it.tag in tags)
            and (not of or of in it["class"].split())
            and all(it.attributes.get(name) == value for name, value in attributes.items())
        ]

    @property
    def words(self) -> str:
        """All text below, white space squeezed."""
        return " ".join("".join(self._texts(hidden=True)).split())

    @property
    def name(self) -> str:
        """What a screen reader calls it, as far as the element itself says."""
        return self["aria-label"] or " ".join("".join(self._texts(hidden=False)).split()) or self["title"]

    def _texts(self, *, hidden) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag == "img":
                yield child["alt"]
            elif child.tag not in {"script", "style"} and (hidden or child["aria-hidden"] != "true"):
                yield from child._texts(hidden=hidden)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self.here = Element("#document", {})
        self.problems: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self.here = self.here.elements[-1]

    def handle_startendtag(self, tag, attrs):
        names = [name for name, _ in attrs]
        self.problems += [f"{name} twice in <{tag}>" for name in {it for it in names if names.count(it) > 1}]
        element = Element(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.children.append(element)

    def handle_endtag(self, tag):
        if tag != self.here.tag:
            self.problems.append(f"</{tag}> where {self.here} is open, line {self.getpos()[0]}")
        while self.here.parent and self.here.tag != tag:
            self.here = self.here.parent
        self.here = self.here.parent or self.here

    def handle_data(self, data):
        self.here.children.append(data)


@dataclass
class Page:
    """A built page by its address."""

    address: str
    root: Element
    problems: list[str]

    @cached_property
    def elements(self) -> list[Element]:
        return list(self.root.walk())

    @cached_property
    def ids(self) -> dict[str, Element]:
        return {it["id"]: it for it in self.elements if it["id"]}

    @cached_property
    def content(self) -> Element:
        """What stands between header and footer."""
        return (self.root.all(of="md-content") or self.root.all("main"))[0]

    @property
    def is_embed(self) -> bool:
        """Whether it is for frames on other sites: outside the search, the map and the navigation."""
        return self.address.startswith("/embed/")

    def links(self, within=None) -> set[str]:
        """Where the links lead, as addresses on the site with their fragments."""
        return {
            self.resolve(it["href"]) for it in (within or self.root).walk() if it.tag == "a" and it["href"]
        }

    def resolve(self, reference: str) -> str:
        """A reference on this page as an address on the site; what leads elsewhere stays as it is."""
        here = "https://example.org" + self.address
        there = urljoin(here, reference)
        return (
            there.removeprefix("https://example.org") if there.startswith("https://example.org/") else there
        )


def parse(address: str, text: str) -> Page:
    """The page of an address, or what the compiler makes of it."""
    parser = _Parser()
    parser.feed(text)
    parser.close()
    return Page(address, parser.root, parser.problems)


class Site:
    """A folder with a built site."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pages = {page.address: page for page in map(self._page, sorted(folder.rglob("*.html")))}

    def __getitem__(self, address: str) -> Page:
        return self.pages[address]

    def _page(self, path: Path) -> Page:
        address = "/" + path.relative_to(self.folder).as_posix().removesuffix("index.html")
        return parse(address, path.read_text(encoding="utf-8"))

    def misses(self, address: str) -> str:
        """Why an address on the site leads nowhere; empty where it leads somewhere."""
        parts = urlsplit(address)
        page = self.pages.get(parts.path.removesuffix("index.html"))
        if page is None:
            file = self.folder / unquote(parts.path).lstrip("/")
            return "" if file.is_file() else "no such file"
        return "" if unquote(parts.fragment) in {"", *page.ids} else "no such place on the page"
