"""Generated pages within MkDocs: it knows where they are; they are joined with shells after its own pages."""

import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils.templates import script_tag_filter, url_filter

from backstory.compiler import Page
from backstory.engines.page_files import source_uri
from backstory.engines.search import add_entries
from backstory.engines.shells import HEAD, Face, Links, Marks, Shell, ShellEnvironment, Texts, Unforeseen

log = logging.getLogger("mkdocs.plugins.backstory")

# What other plugins may do to each page. Where one does, MkDocs renders all pages itself.
_PAGE_EVENTS = ("pre_page", "page_read_source", "page_markdown", "page_content", "page_context", "post_page")
_SEARCHES = ("search", "material/search")
_MATERIALS_SEARCH = "material.plugins.search.plugin"
# What a template may show of a page, and what is the same on all pages of a section.
_TEXTS = ("title", "content", "url", "canonical_url", "abs_url", "edit_url")
_SAME = (
    *("parent", "ancestors", "children", "previous_page", "next_page", "active", "update_date"),
    *("is_homepage", "is_page", "is_section", "is_link", "is_top_level"),
)
_MANY_SHELLS = 16  # beyond, nearly each page would need its own
_FEW = 3  # pages that are not worth a shell
_SAMPLE = 256  # every so many pages, one is held against its full rendering


class CompiledFile(File):
    """A generated page, which links lead to; MkDocs renders it only where it `is_rendered`."""

    is_rendered = True

    @classmethod
    def of(cls, page: Page, config: MkDocsConfig, inclusion: InclusionLevel) -> "CompiledFile":
        """The file that a page pretends to be."""
        file = cls.generated(config, source_uri(page.address), content="", inclusion=inclusion)
        assert isinstance(file, cls)
        file.dest_uri = f"{page.address.lstrip('/')}index.html"
        return file

    def is_documentation_page(self) -> bool:
        """Whether MkDocs renders it."""
        return self.is_rendered

    def is_media_file(self) -> bool:
        """Never: there is nothing to copy."""
        return False

    def copy_file(self, dirty: bool = False) -> None:  # noqa: FBT001, FBT002 - MkDocs's signature
        """Copy nothing."""


class CompiledPage(MkDocsPage):
    """A page whose content is there already."""

    def fill(self, page: Page, meta: dict[str, Any], changed: str, above: str) -> None:
        """Take on all that MkDocs's stages would give the page."""
        self.markdown = ""
        self.update_date = changed
        self.meta = meta
        self.toc = contents_of(page)
        self.content = above + page.html

    @cached_property
    def present_anchor_ids(self) -> set[str]:  # type: ignore[override]
        """What links with a fragment are held against."""
        return set(re.findall(r' id="([^"]+)"', self.content or ""))


def contents_of(page: Page) -> TableOfContents:
    """What the page lists as its contents."""
    return TableOfContents([AnchorLink(it.title, it.id, 2) for it in page.contents])


def who_looks_at_pages(config: MkDocsConfig) -> str | None:
    """Another plugin that wants to see each page on its way; a search is known, and sees them anyway."""
    for event in _PAGE_EVENTS:
        for method in config.plugins.events[event]:
            name = _plugin_of(method, config)
            if name != "backstory" and not (event == "page_context" and name in _SEARCHES):
                return f"{name} (on_{event})"
    return None


def _plugin_of(method: Any, config: MkDocsConfig) -> str:
    owner = getattr(method, "__self__", None)
    known = (name for name, plugin in config.plugins.items() if plugin is owner)
    return next(known, getattr(method, "__module__", "a hook"))


def let_search(pages: Sequence[MkDocsPage], config: MkDocsConfig, nav: Navigation) -> None:
    """Let the search see each page."""
    for method in config.plugins.events["page_context"]:
        if _plugin_of(method, config) in _SEARCHES:
            index = getattr(getattr(method, "__self__", None), "search_index", None)
            if index is not None and type(index).__module__ == _MATERIALS_SEARCH:
                add_entries(index, pages)
            else:
                for page in pages:
                    method({}, page=page, config=config, nav=nav)


class Joiner:
    """Writes the generated pages that MkDocs does not render, each as MkDocs would."""

    def __init__(
        self, config: MkDocsConfig, environment: Environment, nav: Navigation, files: Sequence[File]
    ) -> None:
        self._config, self._environment, self._nav, self._files = config, environment, nav, files

    def write(self, pages: Iterable[MkDocsPage]) -> None:
        """Write the pages, alike ones together."""
        kinds: dict[object, list[MkDocsPage]] = defaultdict(list)
        for page in pages:
            kinds[_kind(page)].append(page)
        for kind in kinds.values():
            try:
                for page, html in self._joined(kind) if len(kind) > _FEW else self._rendered(kind):
                    _write(page, html)
            except Unforeseen as reason:
                log.info("%d pages like %s are rendered one by one: %s", len(kind), kind[0].url, reason)
                for page, html in self._rendered(kind):
                    _write(page, html)

    def _rendered(self, pages: Iterable[MkDocsPage]) -> Iterator[tuple[MkDocsPage, str]]:
        return ((it, self._in_full(it)) for it in pages)

    def _joined(self, kind: Sequence[MkDocsPage]) -> Iterator[tuple[MkDocsPage, str]]:
        """Pages of one kind with their HTML. A new shell and a sample are held against the full rendering."""
        context = self._context(kind[0])
        head = self._environment.get_template(HEAD)
        shells: list[Shell] = []
        for number, page in enumerate(kind):
            texts = {**_texts(page), "head": head.render({**context, "page": page})}
            shell = next((it for it in shells if it.fits(texts)), None)
            is_sample = shell is None or number % _SAMPLE == 0
            if shell is None:
                shell = self._shell(page, texts, context)
                shells.append(shell)
            if len(shells) > _MANY_SHELLS:
                reason = "the templates ask for words of each"
                raise Unforeseen(reason)
            html = shell.join(texts)
            if shell.leads_to(page.url):
                html = self._in_full(page)
            elif is_sample and html != self._in_full(page):
                reason = f"{page.url} would differ"
                raise Unforeseen(reason)
            yield page, html

    def _shell(self, page: MkDocsPage, texts: Texts, context: Mapping[str, Any]) -> Shell:
        marks = Marks(texts)
        page.active = True
        try:
            return self._shells.shell(
                page.meta["template"],
                {**context, "page": _face(page, marks)},
                marks,
                self._links(page, context),
            )
        finally:
            page.active = False

    def _links(self, page: MkDocsPage, context: Mapping[str, Any]) -> Links:
        """The links of any page beside this one: MkDocs makes them relative to the page."""
        filters = self._environment.filters
        if (filters["url"], filters["script_tag"]) != (url_filter, script_tag_filter):
            reason = "another plugin makes the links of the templates"
            raise Unforeseen(reason)
        folder, *others = page.url.rstrip("/").split("/")
        beside: Any = {
            "page": SimpleNamespace(url="/".join([folder, *("\ue002" for _ in others), ""])),
            "base_url": context["base_url"],
        }
        return Links(partial(url_filter, beside), partial(script_tag_filter, beside))

    @cached_property
    def _shells(self) -> ShellEnvironment:
        return ShellEnvironment(self._environment)

    def _in_full(self, page: MkDocsPage) -> str:
        page.active = True
        try:
            html: str = self._environment.get_template(page.meta["template"]).render(self._context(page))
        finally:
            page.active = False
        return html

    def _context(self, page: MkDocsPage) -> dict[str, Any]:
        return {**get_context(self._nav, self._files, self._config, page)}


def _kind(page: MkDocsPage) -> object:
    """What pages must have in common to fit the same shells: where they are, and which texts they have."""
    first, *others = page.url.rstrip("/").split("/")
    plain = {name: None if _is_text(it) or _is_many(it) else it for name, it in page.meta.items()}
    return (
        first,
        len(others),
        id(page.parent),
        page.meta["template"],
        tuple(_texts(page)),
        tuple(plain.items()),
    )


def _texts(page: MkDocsPage) -> dict[str, str]:
    """All texts of a page that a template may show, by names that are the same on pages alike."""
    texts = {name: it for name in _TEXTS if _is_text(it := getattr(page, name))}
    texts |= {f"meta.{name}": it for name, it in page.meta.items() if _is_text(it)}
    for number, it in enumerate(page.toc):
        texts |= {f"toc.{number}.title": it.title, f"toc.{number}.id": it.id, f"toc.{number}.url": it.url}
    return texts


def _face(page: MkDocsPage, marks: Marks) -> Face:
    """The page with marks for its texts."""
    texts = {name: marks[name] if _is_text(it := getattr(page, name)) else it for name in _TEXTS}
    known = {name: marks[f"meta.{name}"] if _is_text(it) else it for name, it in page.meta.items()}
    plain = {name: it for name, it in known.items() if not _is_many(it)}
    meta = Face(plain, {*dir(dict), *known} - {*plain})
    same = {name: getattr(page, name) for name in _SAME}
    toc = TableOfContents([_entry(number, it, marks) for number, it in enumerate(page.toc)])
    attributes = {**texts, **same, "meta": meta, "toc": toc}
    return Face(attributes, {*dir(page)} - {*attributes})


def _entry(number: int, entry: AnchorLink, marks: Marks) -> Any:
    names = ("title", "id", "url")
    attributes = {name: marks[f"toc.{number}.{name}"] for name in names}
    return Face({**attributes, "level": entry.level, "children": []}, ())


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_many(value: object) -> bool:
    return isinstance(value, dict | list | tuple)


def _write(page: MkDocsPage, html: str) -> None:
    path = Path(page.file.abs_dest_path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(html.encode(errors="xmlcharrefreplace"))
