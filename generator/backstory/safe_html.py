"""The HTML of ordinary pages, without what could run, load from elsewhere, or pose as a part of the theme."""

import re

import nh3

# What Markdown and its extensions make (notes, tabs, task lists, icons), and what editors write by hand.
_TAGS = nh3.ALLOWED_TAGS | {
    *(
        "section",
        "main",
        "button",
        "input",
        "label",
        "picture",
        "source",
        "video",
        "audio",
        "track",
        "caption",
    ),
    *(
        "svg",
        "g",
        "path",
        "circle",
        "rect",
        "line",
        "polyline",
        "polygon",
        "ellipse",
        "title",
        "desc",
        "defs",
    ),
}
_ANYWHERE = {"class", "id", "title", "lang", "dir", "role", "tabindex", "hidden", "width", "height", "align"}
_DRAWN = {
    *("viewBox", "fill", "stroke", "stroke-width", "d", "points", "transform"),
    *("cx", "cy", "r", "x", "y", "x1", "x2", "y1", "y2", "rx", "ry"),
}
_ATTRIBUTES = {
    "*": _ANYWHERE,
    "a": {"href", "download", "rel", "target", "name"},
    "img": {"src", "alt", "loading"},
    "video": {"src", "controls", "poster", "muted", "loop", "preload"},
    "audio": {"src", "controls", "muted", "loop", "preload"},
    "source": {"src", "type", "media"},
    "track": {"src", "kind", "srclang", "label", "default"},
    "input": {"type", "checked", "disabled", "name", "value"},
    "label": {"for"},
    "button": {"type"},
    "details": {"open", "name"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
    "td": {"colspan", "rowspan", "style"},
    "th": {"colspan", "rowspan", "scope", "style"},
    "time": {"datetime"},
    "q": {"cite"},
    "blockquote": {"cite"},
    "svg": _DRAWN,
    "g": _DRAWN,
    "path": _DRAWN,
    "circle": _DRAWN,
    "rect": _DRAWN,
    "line": _DRAWN,
    "polyline": _DRAWN,
    "polygon": _DRAWN,
    "ellipse": _DRAWN,
}
_LOADED = {"src", "poster"}
_NAMES = {"id", "for", "name"}
# The theme finds its own parts by names that begin so; those of its tabs and of numbered code stand in pages.
_OF_THE_THEME = re.compile(r"__(?!tabbed_|codelineno-|span-)")
_ELSEWHERE = re.compile(r"[\x00-\x20]*(?:[^/?#]*:|[\\/]{2})")
_KINDS_OF_INPUT = {"checkbox", "radio"}


def safe_page(html: str) -> str:
    """The HTML of a page that editors wrote: no script, no style but a column's, nothing from elsewhere."""
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_kept,
        generic_attribute_prefixes={"aria-", "data-"},
        filter_style_properties={"text-align"},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
        strip_comments=True,
    )


def _kept(tag: str, name: str, value: str) -> str | None:
    if name in _LOADED and _ELSEWHERE.match(value):
        return None
    if name in _NAMES and _OF_THE_THEME.match(value):
        return None
    if name.startswith("data-md-") or (tag == "input" and name == "type" and value not in _KINDS_OF_INPUT):
        return None
    return value
