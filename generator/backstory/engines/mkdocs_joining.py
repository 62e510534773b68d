"""Joins generated pages with shells of Material's templates: each is as MkDocs would have rendered it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from types import SimpleNamespace
from typing import Any
from zlib import crc32

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils.templates import script_tag_filter, url_filter
from msgspec import Struct, field

from backstory.engines.shells import HEAD, Face, Links, Marks, Shell, ShellEnvironment, Texts, Unforeseen
from backstory.programs import Programs

# What a template may show of a page, and what is the same on all pages of a section.
_TEXTS = ("title", "content", "url", "canonical_url", "abs_url", "edit_url", "update_date")
_SAME = (
    *("parent", "ancestors", "children", "previous_page", "next_page", "active"),
    *("is_homepage", "is_page", "is_section", "is_link", "is_top_level"),
)
_MANY_SHELLS = 16  # beyond, nearly each page would need its own
_SAMPLE = 256  # of so many pages, one is held against its full rendering: the same one, whoever makes it


class Misfit(Exception):  # noqa: N818  # it says what was found, and ends nothing but the joining
    """A shell that seemed to fit does not: no page can be trusted to it."""


class _Kind(Struct):
    """Pages that the same shells may fit, or why they have none.

    `context` is what templates see around each of them, since they lie equally deep.
    """

    shells: list[Shell] = field(default_factory=list)
    context: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""


class Joiner:
    """Makes the pages that MkDocs does not render, each as MkDocs would.

    `programs` keeps the templates compiled, from one build of a preview to the next. `notices` say of which
    pages all are rendered in full, and why; `in_full` makes that all pages.
    """

    def __init__(
        self,
        config: MkDocsConfig,
        environment: Environment,
        nav: Navigation,
        files: Sequence[File],
        programs: Programs | None = None,
    ) -> None:
        self._config, self._environment, self._nav, self._files = config, environment, nav, files
        self._programs = programs
        self._kinds: defaultdict[object, _Kind] = defaultdict(_Kind)
        self.notices: list[str] = []
        self.in_full = False

    def html_of(self, page: MkDocsPage) -> str:
        """The whole page. Raises Misfit where pages that were joined before are not what they should be."""
        texts = _texts(page)
        kind = self._kinds[_kind(page, texts)]
        if not self.in_full and not kind.reason:
            try:
                return self._joined(page, texts, kind)
            except Unforeseen as reason:
                kind.reason = str(reason)
                folder = f"{page.url.split('/')[0]}/…"
                self.notices.append(f"Pages like {folder} are rendered one by one: {reason}")
        return self.in_full_of(page)

    def _joined(self, page: MkDocsPage, own: Texts, kind: _Kind) -> str:
        """The page in a shell. A new shell and a sample of pages are held against the full rendering."""
        kind.context = kind.context or self._context(page)
        context = {**kind.context, "page": page}
        texts = {**own, "head": self._head.render(context)}
        shell = next((it for it in kind.shells if it.fits(texts)), None)
        is_new = shell is None
        if shell is None:
            shell = self._shell(page, texts, context)
        if shell.leads_to(page.url):
            html = self.in_full_of(page)
        else:
            html = shell.join(texts)
            if (is_new or crc32(page.url.encode()) % _SAMPLE == 0) and html != self.in_full_of(page):
                reason = f"{page.url} would differ"
                raise Unforeseen(reason) if is_new else Misfit(reason)
        if is_new:
            kind.shells.append(shell)
            if len(kind.shells) > _MANY_SHELLS:
                reason = "the templates ask for words of each"
                raise Unforeseen(reason)
        return html

    @cached_property
    def _head(self) -> Any:
        return self._environment.get_template(HEAD)

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
        return ShellEnvironment(self._environment, self._programs)

    def in_full_of(self, page: MkDocsPage) -> str:
        """The whole page, as MkDocs renders it."""
        page.active = True
        try:
            html: str = self._environment.get_template(page.meta["template"]).render(self._context(page))
        finally:
            page.active = False
        return html

    def _context(self, page: MkDocsPage) -> dict[str, Any]:
        return {**get_context(self._nav, self._files, self._config, page)}


def _kind(page: MkDocsPage, texts: Texts) -> object:
    """What pages must have in common to fit the same shells: where they are, and which texts they have."""
    first, *others = page.url.rstrip("/").split("/")
    plain = {name: None if _is_text(it) or _is_many(it) else it for name, it in page.meta.items()}
    return (
        first,
        len(others),
        id(page.parent),
        page.meta["template"],
        tuple(texts),
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
