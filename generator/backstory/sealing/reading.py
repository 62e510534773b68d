"""The text of a source that an editor has at hand: plain text, HTML or PDF, as a reader would see it."""

import re
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import nh3

# What a newsroom has of an article is far below this; above it somebody gave the wrong file.
_LARGEST = 64 * 1024 * 1024

_NAMES = re.compile(r"\w+")
_BLOCKS = frozenset(
    _NAMES.findall("""
        address article aside blockquote body br caption dd details div dl dt figcaption figure footer
        h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td th thead tr ul
    """)
)
_INLINE = frozenset(
    _NAMES.findall("""
        a abbr b bdi bdo cite code del dfn em i ins kbd mark q s samp small span strong sub sup time u var wbr
    """)
)
# Their words are not the page's: scripts, styles, what is shown only without scripts, the lists of forms.
_UNREAD = frozenset(_NAMES.findall("head math noscript script select style svg template textarea title"))
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_BEGINS_AS_HTML = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)


class UnreadableSourceError(Exception):
    """A source that no text can be taken from; says why, in a sentence for editors."""


def read_source(path: Path) -> str:
    """The text of a file: HTML and PDF are known by what they begin with, or by the file's name.

    Raises UnreadableSourceError.
    """
    try:
        if path.stat().st_size > _LARGEST:
            message = f"{path} is larger than {_LARGEST // 1024 // 1024} MB."
            raise UnreadableSourceError(message)
        data = path.read_bytes()
    except OSError as problem:
        message = f"{path} cannot be read: {problem.strerror}."
        raise UnreadableSourceError(message) from problem
    if data.startswith(b"%PDF-"):
        text = _text_of_pdf(path, data)
    elif _BEGINS_AS_HTML.match(data) or path.suffix.lower() in {".html", ".htm", ".xhtml"}:
        text = _text_of_html(_decoded(data, _CHARSET.search(data[:4096])))
    else:
        text = _decoded(data)
    if not text.strip():
        message = f"There is no text in {path}."
        if data.startswith(b"%PDF-"):
            message += " Its pages are pictures: give the text, or a PDF with recognised text."
        raise UnreadableSourceError(message)
    return text


def _decoded(data: bytes, charset: re.Match[bytes] | None = None) -> str:
    """The text in UTF-8 or UTF-16, or in the encoding that a page names; else as old Windows wrote it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", charset[1].decode("ascii") if charset else "cp1252"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", "replace")


def _text_of_html(html: str) -> str:
    cleaned = nh3.clean(
        html,
        tags=set(_BLOCKS | _INLINE),
        attributes={},
        clean_content_tags=set(_UNREAD),
        link_rel=None,
        strip_comments=True,
    )
    words = _Words()
    words.feed(cleaned)
    words.close()
    return "".join(words.pieces)


class _Words(HTMLParser):
    """The words of sanitised HTML; each block begins on a line of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        self._break(tag)

    def _break(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def _text_of_pdf(path: Path, data: bytes) -> str:
    # Loaded only where a PDF is read: it is larger than all of ours.
    from pypdf import PdfReader  # noqa: PLC0415

    try:
        reader = PdfReader(BytesIO(data))
        is_open = not reader.is_encrypted or bool(reader.decrypt(""))
        if is_open:
            return "\n".join(page.extract_text() for page in reader.pages)
    except Exception as problem:  # a damaged file fails anywhere in pypdf, with errors of any kind
        message = f"{path} is no PDF that can be read: {problem}."
        raise UnreadableSourceError(message) from problem
    message = f"{path} is locked with a password."
    raise UnreadableSourceError(message)
