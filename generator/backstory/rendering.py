"""From a view to HTML. All markup is made by autoescaping templates; links become relative to their page.

A link begins with a mark until its page is done. So what stands on many pages, such as a statement, is
rendered once, whatever page it is for; then the mark becomes the way from the page to the site's root.
"""

import re
from collections.abc import Callable
from functools import lru_cache, partial
from html import escape, unescape

from markupsafe import Markup

from backstory import addresses
from backstory.language import Language
from backstory.pages.edition import Embed, View
from backstory.pages.redirects import Redirect
from backstory.prose import render_markdown
from backstory.templating import Templates

_LINK = re.compile(r'<a href="([^"]*)"')
_TAG = re.compile(r"<[^>]*>")
_BLOCK = re.compile(r"<(p|ul|ol|table|pre|blockquote|h\d)\b")
_ROOT = "\x02"  # the mark of a link that begins at the site's root: a character that no text can have
_MOST_REPEATED = 2_000  # of each macro; some 500 bytes each
_MOST_NEARBY = 400  # of what stands on the pages of one story; some 2 kB each


class Renderer:
    """Renders views in one language. Links are relative to their page, or begin with `root`."""

    def __init__(self, language: Language, root: str | None = None) -> None:
        self._root = root
        self._templates = Templates(
            language,
            {
                "href": _href,
                "prose": partial(_prose, language),
                "inline": partial(_inline, language),
                "dir": partial(_dir, language),
                "once": self.once,
                "once_nearby": partial(self.once, most=_MOST_NEARBY),
                "alike": self.alike,
                "embed_code": self.once(self.embed_code),
            },
        )

    def render(self, view: View | Embed) -> str:
        """The page's content: what goes inside the theme's content element; the whole page of an embed."""
        html = self._templates.get_template(view.template).render(page=view)
        return self._with_links(html, view.address)

    def embed_code(self, embed: Embed) -> str:
        """What another site puts into its page."""
        template = self._templates.get_template("embed/code.html")
        return template.render(it=embed, loader=addresses.EMBED_LOADER).strip()

    def render_redirect(self, redirect: Redirect, site_url: str | None) -> str:
        """The whole document at an old address; it needs no script."""
        target = addresses.relative(redirect.target, redirect.address)
        return self._templates.get_template("redirect.html").render(
            redirect=redirect,
            target=target,
            canonical=addresses.absolute(redirect.target, site_url) if site_url else target,
        )

    def once(self, macro: Callable[..., str], most: int = _MOST_REPEATED) -> Callable[..., str]:
        """The macro, which makes of one and the same thing only once what stands on many pages.

        It keeps what it made of so many things, at `most`.
        """
        repeated: dict[object, tuple[object, str]] = {}

        def known(it: object, *more: object, **said: object) -> str:
            key = (id(it), more, *said.items()) if more or said else id(it)
            found = repeated.get(key)
            if found is None:
                if len(repeated) >= most:
                    repeated.clear()
                # The thing is kept, or another could get its id.
                found = repeated[key] = it, macro(it, *more, **said)
            return found[1]

        return known

    def alike(self, macro: Callable[..., str]) -> Callable[..., str]:
        """The macro, which makes of equal things only once what stands on many pages: for small ones."""
        return lru_cache(_MOST_REPEATED, typed=True)(macro)

    def _with_links(self, html: str, page: str) -> str:
        """The page with its links as `addresses.relative` and `rooted` have them."""
        own = _ROOT + page[1:]
        html = html.replace(f'"{own}#', '"#')
        if self._root is not None:
            return html.replace(_ROOT, self._root.rstrip("/") + "/")
        html = html.replace(f'"{own}"', '"./"')
        folders = page[1:].split("/")[:-1]
        for steps in range(len(folders) + 1):
            above = "".join(f"{it}/" for it in folders[: len(folders) - steps])
            html = html.replace(_ROOT + above, "../" * steps)
        return html


def _href(address: str) -> str:
    """An address on this site with the mark in front; others as they are."""
    return _ROOT + address[1:] if address.startswith("/") else address


def _dir(language: Language, text: str) -> Markup:
    """The attribute of an element whose text runs against the page; nothing for all others."""
    direction = language.direction_of(text)
    return Markup(f' dir="{direction}"') if direction else Markup()  # noqa: S704 - ltr or rtl


def _prose(language: Language, text: str, base: str = "") -> Markup:
    """Sanitised HTML of a Markdown text, its links made as those of the page. `base` is where #… is."""

    def link(match: re.Match[str]) -> str:
        address = unescape(match.group(1))
        if re.match(r"https?:", address):
            return f'<a href="{match.group(1)}" rel="external"'
        full = base + address if address.startswith("#") else address
        return f'<a href="{escape(_href(full))}"'

    html = _LINK.sub(link, render_markdown(text))
    direction = _dir(language, _TAG.sub("", html))
    if direction:
        html = _BLOCK.sub(rf"<\1{direction}", html)
    return Markup(html)  # noqa: S704 - nh3 has cleaned it


def _inline(language: Language, text: str, base: str = "") -> Markup:
    """The same for a text of one paragraph, without the paragraph around it."""
    html = _prose(language, text, base).strip()
    inner = re.sub(r"^<p( dir=\"\w+\")?>", "", html).removesuffix("</p>")
    if "<p" in inner:
        return Markup(html)  # noqa: S704 - as above
    direction = _dir(language, _TAG.sub("", inner))
    return Markup(f"<span{direction}>{inner}</span>" if direction else inner)  # noqa: S704 - as above
