"""What a reader's browser may run and load on the pages of a site: the header that says so.

https://www.w3.org/TR/CSP3/
"""

import base64
import hashlib
import re
from collections.abc import Collection, Iterable
from pathlib import Path
from urllib.parse import urlsplit

from backstory.engines.site_files import entries_in

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_SOURCE = re.compile(r"""\bsrc\s*=\s*["']?([^\s"'>]+)""", re.IGNORECASE)
_STYLE_SHEET = re.compile(
    r"""<link\b(?=[^>]*\bstylesheet\b)[^>]*\bhref\s*=\s*["']?([^\s"'>]+)""", re.IGNORECASE
)
_TYPE = re.compile(r"""\btype\s*=\s*["']?([^\s"'>]+)""", re.IGNORECASE)
# Where a page lies decides this much of the theme's script, and no more of it.
_WAY_TO_THE_ROOT = re.compile(r'new URL\("[./]*",')
_RUN = {"", "module", "text/javascript", "application/javascript"}
_FONTS = {"https://fonts.googleapis.com": "https://fonts.gstatic.com"}


def write_headers(built: Path, joined: Collection[str] = (), *, runs_wasm: bool = False) -> None:
    """Write the policy of a built site beside its pages, unless the site brings one of its own.

    `joined` are the files of pages that were made alike: those of one folder have the same scripts.
    `runs_wasm` is for a search that is WebAssembly.
    """
    frame = built / "404.html"
    if frame.is_file() and not (built / "_headers").exists():
        alike = {(it.split("/")[0], it.count("/")): it for it in joined}
        like_another = {*joined} - {*alike.values()}
        names = (it for it, _ in entries_in(built) if it.endswith(".html") and it not in like_another)
        pages = ((built / it).read_text(encoding="utf-8") for it in names)
        policy = content_policy(frame.read_text(encoding="utf-8"), pages, runs_wasm=runs_wasm)
        for name, data in headers_files(policy).items():
            (built / name).write_bytes(data)


def content_policy(frame: str, pages: Iterable[str], *, runs_wasm: bool = False) -> str:
    """The Content-Security-Policy of a site, from the HTML of its `pages`.

    `frame` is the page that the theme makes without any content (404.html). Only scripts that stand on it,
    too, may run: what content might bring onto a page is allowed nothing.
    """
    of_theme = {_form(it) for it in _inline_scripts(frame)}
    scripts = {it for page in pages for it in _inline_scripts(page) if _form(it) in of_theme}
    styles = _origins(_STYLE_SHEET.findall(frame))
    allowed = {
        "default-src": ["'self'"],
        "script-src": [
            "'self'",
            *(["'wasm-unsafe-eval'"] if runs_wasm else []),
            *sorted(map(_hash, scripts)),
            *_origins(_sources(frame)),
        ],
        "style-src": ["'self'", *styles],
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'", *(_FONTS[it] for it in styles if it in _FONTS)],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in allowed.items())


def headers_files(policy: str) -> dict[str, bytes]:
    """The policy with its companions, as each kind of server reads them, by file name.

    `_headers` is for Netlify, Cloudflare Pages and others; the others are to be included in the
    configuration of nginx (https://nginx.org/en/docs/http/ngx_http_headers_module.html) and of Caddy
    (https://caddyserver.com/docs/caddyfile/directives/header).
    """
    headers = {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
    }
    forms = {
        "_headers": ("/*", "  {}: {}"),
        "_headers.nginx": (_TO_INCLUDE, 'add_header {} "{}" always;'),
        "_headers.caddy": (_TO_INCLUDE, 'header {} "{}"'),
    }
    return {
        name: "".join(f"{it}\n" for it in (first, *(form.format(*it) for it in headers.items()))).encode()
        for name, (first, form) in forms.items()
    }


_TO_INCLUDE = "# To be included where the site is served, and read again after each build: see the guide."


def _inline_scripts(html: str) -> list[str]:
    return [
        text
        for attributes, text in _SCRIPT.findall(html)
        if not _SOURCE.search(attributes) and _kind(attributes) in _RUN
    ]


def _kind(attributes: str) -> str:
    kind = _TYPE.search(attributes)
    return kind[1].lower() if kind else ""


def _sources(html: str) -> list[str]:
    found = (_SOURCE.search(attributes) for attributes, _ in _SCRIPT.findall(html))
    return [it[1] for it in found if it]


def _form(script: str) -> str:
    return _WAY_TO_THE_ROOT.sub('new URL("",', script)


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _origins(addresses: Iterable[str]) -> list[str]:
    """The other sites among addresses: mkdocs.yml and the theme named them."""
    parts = map(urlsplit, addresses)
    return sorted({f"{it.scheme or 'https'}://{it.netloc}" for it in parts if it.netloc})
