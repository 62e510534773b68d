"""From a view to HTML. All markup is made by autoescaping templates; links become relative to their page."""

import re
from functools import lru_cache
from html import escape, unescape
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from backstory import addresses
from backstory.language import Language
from backstory.pages.edition import Embed, View
from backstory.pages.redirects import Redirect
from backstory.prose import render_markdown

_TEMPLATES = Path(__file__).parent / "templates"
_LINK = re.compile(r'<a href="([^"]*)"')
_TAG = re.compile(r"<[^>]*>")
_BLOCK = re.compile(r"<(p|ul|ol|table|pre|blockquote|h\d)\b")


class Renderer:
    """Renders views in one language. Links are relative to their page, or begin with `root`."""

    def __init__(self, language: Language, root: str | None = None) -> None:
        self._environment = _environment()
        self._language = language
        self._root = root
        self._links: list[str] = []  # what the page leads to, so far
        self._repeated: dict[object, tuple[object, Markup, frozenset[str]]] = {}
        self._folder = ""  # of the pages that share what is repeated

    def render(self, view: View | Embed) -> str:
        """The page's content: what goes inside the theme's content element; the whole page of an embed."""
        template = self._environment.get_template(view.template)
        self._links.clear()
        return template.render(
            page=view,
            once=lambda macro, it, **said: self._once(macro, it, said, view.address),
            href=lambda address: self._link(address, view.address),
            prose=lambda text, base="": self._prose(text, view.address, base or view.address),
            inline=lambda text, base="": self._inline(text, view.address, base or view.address),
            language=self._language,
            _=self._language.gettext,
            pgettext=self._language.pgettext,
            ngettext=self._language.ngettext,
            dir=self._dir,
            embed_code=self.embed_code,
        )

    def embed_code(self, embed: Embed) -> str:
        """What another site puts into its page."""
        template = self._environment.get_template("embed/code.html")
        return template.render(it=embed, loader=addresses.EMBED_LOADER).strip()

    def render_redirect(self, redirect: Redirect, site_url: str | None) -> str:
        """The whole document at an old address; it needs no script."""
        target = addresses.relative(redirect.target, redirect.address)
        return self._environment.get_template("redirect.html").render(
            redirect=redirect,
            target=target,
            canonical=addresses.absolute(redirect.target, site_url) if site_url else target,
            language=self._language,
            _=self._language.gettext,
        )

    def _once(self, macro: Any, it: object, said: dict[str, object], page: str) -> Markup:
        """What a macro makes of a view that stands on many pages of a folder: it is rendered for one of them.

        Relative links are the same on all but the page that they lead to, where they are shorter. The macro
        must know nothing of the page.
        """
        folder = page.rstrip("/").rpartition("/")[0]
        if folder != self._folder:
            self._folder = folder
            self._repeated.clear()
        key = (macro.name, id(it), *said.items())
        if key in self._repeated:
            _, html, links = self._repeated[key]
            if not any(link.startswith(page) for link in links):
                return html
        before = len(self._links)
        html = Markup(macro(it, **said))  # noqa: S704 - what a template made
        links = frozenset(self._links[before:])
        if not any(link.startswith(page) for link in links):
            self._repeated[key] = it, html, links  # the view is kept, or another could get its id
        return html

    def _link(self, target: str, page: str) -> str:
        self._links.append(target)
        if self._root is None:
            return addresses.relative(target, page)
        return addresses.rooted(target, page, self._root)

    def _dir(self, text: str) -> Markup:
        """The attribute of an element whose text runs against the page; nothing for all others."""
        direction = self._language.direction_of(text)
        return Markup(f' dir="{direction}"') if direction else Markup()  # noqa: S704 - ltr or rtl

    def _prose(self, text: str, page: str, base: str) -> Markup:
        """Sanitised HTML of a Markdown text, its links made as those of the page. `base` is where #… is."""

        def link(match: re.Match[str]) -> str:
            address = unescape(match.group(1))
            if re.match(r"https?:", address):
                return f'<a href="{match.group(1)}" rel="external"'
            full = base + address if address.startswith("#") else address
            return f'<a href="{escape(self._link(full, page))}"'

        html = _LINK.sub(link, render_markdown(text))
        direction = self._dir(_TAG.sub("", html))
        if direction:
            html = _BLOCK.sub(rf"<\1{direction}", html)
        return Markup(html)  # noqa: S704 - nh3 has cleaned it

    def _inline(self, text: str, page: str, base: str) -> Markup:
        """The same for a text of one paragraph, without the paragraph around it."""
        html = self._prose(text, page, base).strip()
        inner = re.sub(r"^<p( dir=\"\w+\")?>", "", html).removesuffix("</p>")
        if "<p" in inner:
            return Markup(html)  # noqa: S704 - as above
        direction = self._dir(_TAG.sub("", inner))
        return Markup(f"<span{direction}>{inner}</span>" if direction else inner)  # noqa: S704 - as above


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.tests["kind"] = _is_kind
    return environment


def _is_kind(node: Any, name: str) -> bool:
    return bool(node.is_a == name)
