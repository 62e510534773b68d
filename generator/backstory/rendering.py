"""From a view to HTML. All markup is made by autoescaping templates; links become relative to their page.

A link begins with a mark until its page is done. So what stands on many pages, such as a statement, is
rendered once, whatever page it is for; then the mark becomes the way from the page to the site's root.
"""

import re
from collections.abc import Callable, MutableMapping
from functools import lru_cache, partial
from html import escape, unescape
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, Template, nodes
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
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
_ROOT = "\x02"  # the mark of a link that begins at the site's root: a character that no text can have
_MOST_REPEATED = 50_000  # some 500 bytes each


class Renderer:
    """Renders views in one language. Links are relative to their page, or begin with `root`."""

    def __init__(self, language: Language, root: str | None = None) -> None:
        self._root = root
        self._repeated: dict[object, tuple[object, str]] = {}
        self._environment = _Environment(language, self)

    def render(self, view: View | Embed) -> str:
        """The page's content: what goes inside the theme's content element; the whole page of an embed."""
        html = self._environment.get_template(view.template).render(page=view)
        return self._with_links(html, view.address)

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
        )

    def once(self, macro: Callable[..., str]) -> Callable[..., str]:
        """The macro, which makes of one and the same thing only once what stands on many pages."""
        repeated = self._repeated

        def known(it: object, *more: object, **said: object) -> str:
            key = (macro, id(it), more, *said.items())
            if key not in repeated:
                if len(repeated) >= _MOST_REPEATED:
                    repeated.clear()
                # The thing is kept, or another could get its id.
                repeated[key] = it, macro(it, *more, **said)
            return repeated[key][1]

        return known

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


class _Words(NodeTransformer):
    """Puts the interface's words into the templates when they are compiled, not on each page."""

    def __init__(self, words: dict[str, Callable[..., str]]) -> None:
        self._words = words

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja's name
        self.generic_visit(node)
        if isinstance(node.node, nodes.Name) and node.node.name in self._words:
            said = [it.value for it in node.args if isinstance(it, nodes.Const)]
            if len(said) == len(node.args):
                return nodes.Const(self._words[node.node.name](*said), lineno=node.lineno)
        return node


class _Context(Context):
    """Calls what templates call, without asking first whether it wants to know the context: nothing does."""

    def call(
        self,
        thing: Callable[..., Any],
        *said: Any,
        _loop_vars: object = None,
        _block_vars: object = None,
        **named: Any,
    ) -> Any:
        """What the thing gives."""
        return thing(*said, **named)


def _escaped(value: Any) -> str:
    """What `markupsafe.escape` gives, as a plain text: it is only put together with others."""
    if hasattr(value, "__html__"):
        return str(value.__html__())
    text = str(value).replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")
    return text.replace("'", "&#39;").replace('"', "&#34;")


class _Template(Template):
    """A template that shows its values in a third of the time."""

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],  # noqa: A002 - Jinja's name
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        """The template of a program."""
        template = super().from_code(environment, code, globals, uptodate)
        template.root_render_func.__globals__["escape"] = _escaped
        return template


class _Environment(Environment):
    """The templates in one language, with what they may call."""

    context_class = _Context
    template_class = _Template
    # Templates see objects with attributes, and nothing else; Jinja would look for more.
    getattr = staticmethod(getattr)  # type: ignore[assignment]  # it says what it lacks in its own way

    def __init__(self, language: Language, renderer: Renderer) -> None:
        super().__init__(
            loader=FileSystemLoader(_TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=_compiled(language),
        )
        self._words = _Words({"_": language.gettext, "pgettext": language.pgettext})
        self.tests["kind"] = _is_kind
        self.globals |= {
            "href": _href,
            "prose": partial(_prose, language),
            "inline": partial(_inline, language),
            "dir": partial(_dir, language),
            "once": renderer.once,
            "embed_code": renderer.once(renderer.embed_code),
            "language": language,
            "_": language.gettext,
            "pgettext": language.pgettext,
            "ngettext": language.ngettext,
        }

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        template: nodes.Template = self._words.visit(super()._parse(source, name, filename))
        return template


class _Compiled(BytecodeCache):
    """The templates of one language as programs, for as long as this process runs."""

    def __init__(self) -> None:
        self._programs: dict[str, CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take the program of a template, if there is one."""
        bucket.code = self._programs.get(bucket.key)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the program of a template."""
        self._programs[bucket.key] = bucket.code


@lru_cache(maxsize=8)
def _compiled(_: Language) -> BytecodeCache:
    return _Compiled()


def _is_kind(node: Any, name: str) -> bool:
    return bool(node.is_a == name)
