"""The text of a source that an editor has at hand: plain text, HTML or PDF, as a reader would see it."""

import re
import stat
from pathlib import Path

from backstory.sealing.extracting import LONGEST, Kind, NoWordsError, words_in

# What a newsroom has of an article is far below this; above it somebody gave the wrong file.
_LARGEST = 64 * 1024 * 1024

# Python knows more encodings than browsers, and some of them make of bytes what no text has.
_OF_PAGES = re.compile(
    r"(?:x-)?(?:iso-?8859|latin-?\d|windows-?\d|cp\d|koi8|mac|big5|gb|euc|shift|s?jis|ks|tis|ibm)",
    re.IGNORECASE,
)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_BEGINS_AS_HTML = re.compile(
    rb"\s*+(?:(?><!--.*?-->)\s*+)*+<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)


class UnreadableSourceError(Exception):
    """A source that no text can be taken from; says why, in a sentence for editors."""


def read_source(path: Path) -> str:
    """The text of a file: HTML and PDF are known by what they begin with, or by the file's name.

    Raises UnreadableSourceError.
    """
    data = _bytes_of(path)
    if data.startswith(b"%PDF-"):
        text = _words(path, data, "pdf")
    elif _BEGINS_AS_HTML.match(data) or path.suffix.lower() in {".html", ".htm", ".xhtml"}:
        html = _decoded(data, _CHARSET.search(data[:4096]))
        text = _words(path, html.encode("utf-8", "replace"), "html")
    else:
        text = _decoded(data)
    if len(text) > LONGEST:
        message = f"{path} has more than {LONGEST:,} characters. Give the part that is quoted."
        raise UnreadableSourceError(message)
    if not text.strip():
        message = f"There is no text in {path}."
        if data.startswith(b"%PDF-"):
            message += " Its pages are pictures: give the text, or a PDF with recognised text."
        raise UnreadableSourceError(message)
    return text


def _bytes_of(path: Path) -> bytes:
    try:
        mode = path.stat().st_mode
        if stat.S_ISBLK(mode) or stat.S_ISCHR(mode):  # a pipe may be what a shell made of `<(…)`
            message = f"{path} is no ordinary file."
            raise UnreadableSourceError(message)
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as problem:
        message = f"{path} cannot be read: {problem.strerror}."
        raise UnreadableSourceError(message) from problem
    if len(data) > _LARGEST:
        message = f"{path} is larger than {_LARGEST // 1024 // 1024} MB."
        raise UnreadableSourceError(message)
    return data


def _words(path: Path, data: bytes, kind: Kind) -> str:
    try:
        return words_in(data, kind)
    except NoWordsError as problem:
        message = f"{path} {problem}"
        raise UnreadableSourceError(message) from problem


def _decoded(data: bytes, charset: re.Match[bytes] | None = None) -> str:
    """The text in UTF-8 or UTF-16, or in the encoding that a page names; else as old Windows wrote it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    named = charset[1].decode("ascii") if charset else ""
    for encoding in ("utf-8-sig", named if _OF_PAGES.match(named) else "cp1252"):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", "replace")
