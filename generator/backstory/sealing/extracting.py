"""The words of HTML and PDF, taken out by a process of its own, whose time and room have bounds.

It reads the file on standard input and writes the words, or why there are none, on standard output.
"""

import logging
import re
import subprocess
import sys
from contextlib import suppress
from html.parser import HTMLParser
from io import BytesIO
from typing import Literal, TypeAlias

import nh3

Kind: TypeAlias = Literal["html", "pdf"]

LONGEST = 4_000_000  # characters; a thick novel has one million
_PATIENCE = {"html": 10, "pdf": 30}  # seconds
_ROOM = 1024 * 1024 * 1024  # bytes
_NO_WORDS = 3  # the exit code with which it says why
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


class NoWordsError(Exception):
    """Why no words can be taken out, as the end of a sentence that begins with the file's name."""


def words_in(data: bytes, kind: Kind) -> str:
    """The words of a file, which is UTF-8 where it is HTML. Raises NoWordsError."""
    # -P: no folder that somebody else fills is looked in for what is imported.
    command = [sys.executable, "-P", __file__, kind]
    try:
        done = subprocess.run(command, input=data, capture_output=True, check=False, timeout=_PATIENCE[kind])  # noqa: S603
    except subprocess.TimeoutExpired as problem:
        message = f"cannot be read within {_PATIENCE[kind]} seconds. Give its text alone."
        raise NoWordsError(message) from problem
    text = done.stdout.decode("utf-8", "replace")
    if done.returncode == _NO_WORDS:
        raise NoWordsError(text)
    if done.returncode:
        message = "cannot be read: it is damaged, or unfolds to far more than a text. Give its text alone."
        raise NoWordsError(message)
    return text


def main() -> None:
    """Take the words out of what is on standard input."""
    with suppress(ImportError, ValueError, OSError):  # not every system has bounds, or lets us set them
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_AS, (_ROOM, _ROOM))
        resource.setrlimit(resource.RLIMIT_CPU, (_PATIENCE[sys.argv[1]],) * 2)
    logging.disable()  # of damage, pypdf says much
    data = sys.stdin.buffer.read()
    try:
        text = _text_of_pdf(data) if sys.argv[1] == "pdf" else _text_of_html(data.decode())
    except NoWordsError as problem:
        sys.stdout.buffer.write(str(problem).encode("utf-8", "replace"))
        sys.exit(_NO_WORDS)
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))


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


def _text_of_pdf(data: bytes) -> str:
    # Loaded only where a PDF is read: it is larger than all of ours.
    from pypdf import PdfReader  # noqa: PLC0415

    pages: list[str] = []
    length = 0
    try:
        reader = PdfReader(BytesIO(data))
        is_open = not reader.is_encrypted or bool(reader.decrypt(""))
        for page in reader.pages if is_open else ():
            pages.append(page.extract_text())
            length += len(pages[-1])
            if length > LONGEST:
                break  # it is told where all texts are measured
    except Exception as problem:  # a damaged file fails anywhere in pypdf, with errors of any kind
        message = f"is no PDF that can be read: {problem}."
        raise NoWordsError(message) from problem
    if not is_open:
        message = "is locked with a password."
        raise NoWordsError(message)
    return "\n".join(pages)


if __name__ == "__main__":
    main()
