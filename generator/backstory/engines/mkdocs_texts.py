"""What a page says of itself, for MkDocs's templates: they take each text for HTML, and escape nothing."""

from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup, escape
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

from backstory.engines.page_files import front_matter
from backstory.press import Page as CompiledPage
from backstory.safe_html import safe_page


def texts_of(page: CompiledPage, site_url: str | None) -> dict[str, Any]:
    """The front matter of a generated page; its JSON has no character that HTML knows."""
    meta = front_matter(page, site_url)
    linked_data = {"linked_data": meta["linked_data"]} if "linked_data" in meta else {}
    return as_html(meta) | linked_data


def as_html(meta: Mapping[str, Any]) -> dict[str, Any]:
    """What a page says of itself, escaped once, whether a template escapes it again or not."""
    return {name: _escaped(it) for name, it in meta.items()}


def _escaped(value: Any) -> Any:
    match value:
        case str():
            return escape(value)
        case list():
            return [_escaped(it) for it in value]
        case dict():
            return {name: _escaped(it) for name, it in value.items()}
    return value


def make_safe(page: Page, html: str) -> str:
    """The HTML of an ordinary page that may be shown; its title and its contents are made so, too."""
    page.title = _safe(page.title or "")
    _make_headings_safe(page.toc)
    return safe_page(html)


def _make_headings_safe(headings: Iterable[AnchorLink]) -> None:
    for it in headings:
        it.title = _safe(it.title)
        _make_headings_safe(it.children)


def _safe(html: str) -> Markup:
    return Markup(safe_page(html))  # noqa: S704  # nothing is left in it that could run
