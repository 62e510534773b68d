"""What a page says of itself, for MkDocs's templates: they take each text for HTML, and escape nothing."""

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from markupsafe import Markup, escape
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink

from backstory.diagnostics import shown
from backstory.engines.page_files import front_matter
from backstory.press import Page as CompiledPage
from backstory.safe_html import safe_page


def texts_of(page: CompiledPage, site_url: str | None) -> dict[str, Any]:
    """The front matter of a generated page; its JSON has no character that HTML knows."""
    meta = front_matter(page, site_url)
    linked_data = {"linked_data": meta["linked_data"]} if "linked_data" in meta else {}
    return as_html(meta) | linked_data


# What MkDocs and Material take from the front matter of a page without asking what it is.
_KINDS: Mapping[str, tuple[type, ...]] = {
    "hide": (list, str),
    "search": (dict,),
    "tags": (list, str),
    "template": (str,),
    "icon": (str,),
    "status": (str,),
}


def usable(meta: Mapping[str, Any], folders: Iterable[str]) -> tuple[dict[str, Any], list[str]]:
    """The front matter of an ordinary page without what the theme could not show, and why not.

    `folders` are those of the theme: templates and icons must be in one of them.
    """
    kept, problems = dict(meta), []
    for name, kinds in _KINDS.items():
        value = kept.get(name)
        if value is None:
            kept.pop(name, None)
        elif not isinstance(value, kinds):
            problems.append(
                f"`{name}` in the front matter is no {_NAMES_OF_KINDS[kinds[0]]}, and is not read."
            )
            del kept[name]
    for name, form in (("template", "{}"), ("icon", ".icons/{}.svg")):
        if name in kept and not _is_in(form.format(kept[name]), folders):
            problems.append(f"The theme has no {name} `{shown(kept.pop(name))}`.")
    return kept, problems


_NAMES_OF_KINDS: Mapping[type, str] = {list: "list", dict: "map", str: "text"}


def _is_in(name: str, folders: Iterable[str]) -> bool:
    parts = PurePosixPath(name).parts
    is_inside = ".." not in parts and not name.startswith("/") and "\\" not in name and "\0" not in name
    return is_inside and len(name) < _LONGEST_NAME and any(Path(it, name).is_file() for it in folders)


_LONGEST_NAME = 200


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
    page.title = _safe(str(page.title or ""))  # a year is a title, too
    _make_headings_safe(page.toc)
    return safe_page(html)


def _make_headings_safe(headings: Iterable[AnchorLink]) -> None:
    for it in headings:
        it.title = _safe(it.title)
        _make_headings_safe(it.children)


def _safe(html: str) -> Markup:
    return Markup(safe_page(html))  # noqa: S704  # nothing is left in it that could run
