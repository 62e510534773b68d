"""What of the content folder may be read and published at all: ordinary files in it, of a bounded size."""

import os
import re
import stat
import unicodedata
from collections.abc import Container, Iterator
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from backstory.diagnostics import Code

_MEGABYTE = 1_000_000
# A browser runs what is in these when it is led to them, though no page of the site has it.
_RUN_BY_BROWSERS = frozenset(
    {".html", ".htm", ".shtml", ".xhtml", ".xht", ".xml", ".xsl", ".xslt", ".svg", ".svgz", ".mht", ".mhtml"}
    | {".atom", ".rss", ".rdf", ".mml", ".xsd", ".xspf", ".wsdl", ".xbl", ".xul"}
    | {".js", ".mjs", ".cjs", ".css", ".swf", ".wasm", ".hta", ".htc"}
)
# A server that has the language runs these, also where another ending follows: `x.php.jpg`.
_RUN_BY_SERVERS = re.compile(
    r"\.(?:php\d?|phtml|phar|phps|pht|aspx?|ashx|jspx?|cfm|cgi|fcgi|shtml)(?=\.|$)", re.IGNORECASE
)
_READ_BY_SERVERS = frozenset(
    {"_headers", "_headers.nginx", "_headers.caddy", "_redirects", "_worker.js", "web.config", "cname"}
)
_LINK = "This is a symbolic link: it can lead anywhere."


class OutOfBounds(Struct, frozen=True):
    """A file or folder that may not be there, and why."""

    path: Path
    code: Code
    fact: str
    remedy: str


def out_of_bounds(folder: Path, names: Container[str], named: Container[str]) -> Iterator[OutOfBounds]:
    """All in the content folder that is no file or folder, leads elsewhere, or would be run.

    `names` are those of our folders, `named` the paths that mkdocs.yml vouches for.
    """
    left = [(str(folder), "")]
    while left:
        place, path = left.pop()
        folders, files = _entries(place)
        for entry in folders:
            if entry.is_symlink():
                yield _link(Path(entry.path))
            elif not path and _is_taken_for(Path(entry.path), names):
                fact = f"Some systems take this folder for `{_plainly(entry.name)}`, and others do not."
                remedy = f"Rename it to {_plainly(entry.name)}."
                yield OutOfBounds(Path(entry.path), Code.FILE_UNKNOWN, fact, remedy)
        for entry in files:
            if entry.is_symlink():
                yield _link(Path(entry.path))
            elif not entry.is_file(follow_symlinks=False) and (found := _unordinary(Path(entry.path))):
                yield found
            elif _is_run(entry.name) and path + entry.name not in named:
                yield _run(Path(entry.path))
        left += [(it.path, f"{path}{it.name}/") for it in reversed(folders) if not it.is_symlink()]


def _entries(folder: str) -> tuple[list[os.DirEntry[str]], list[os.DirEntry[str]]]:
    """The folders in a folder, and all else in it, by name; nothing of one that cannot be read."""
    try:
        with os.scandir(folder) as entries:
            seen = sorted((it for it in entries if not it.name.startswith(".")), key=lambda it: it.name)
    except OSError:
        return [], []
    folders = [it for it in seen if it.is_dir()]
    return folders, [it for it in seen if not it.is_dir()]


def too_large(path: str, size: int, largest: int) -> OutOfBounds | None:
    """Why a text of so many bytes is not read, where it has more than `largest` megabytes."""
    if size <= largest * _MEGABYTE:
        return None
    fact = f"This file has {size / _MEGABYTE:,.1f} megabytes; {largest} are read."
    remedy = "Is it the right file? If so, set `largest_file` in mkdocs.yml to its megabytes."
    return OutOfBounds(Path(path), Code.FILE_UNREADABLE, fact, remedy)


def too_long(path: str, markdown: str, most: int) -> OutOfBounds | None:
    """Why a text in Markdown is not read, where it has more than so many paragraphs."""
    # Two line ends part them: most texts need no closer look.
    if markdown.count("\n") < 2 * (most - 1) or (number := len(_GAP.findall(markdown.strip())) + 1) <= most:
        return None
    fact = f"This text has {number:,} paragraphs; {most:,} are read."
    remedy = (
        "Is it the right file? If so, tell it as several stories, or set `most_paragraphs` in mkdocs.yml."
    )
    return OutOfBounds(Path(path), Code.FILE_UNREADABLE, fact, remedy)


_GAP = re.compile(r"\n[ \t\r]*+\n\s*+")


def _unordinary(path: Path) -> OutOfBounds | None:
    try:
        mode = path.lstat().st_mode
    except OSError:
        return None  # it went away: who reads it will say so
    if stat.S_ISREG(mode):
        return None
    return OutOfBounds(path, Code.FILE_UNREADABLE, "This is no ordinary file.", "Remove it.")


def _link(path: Path) -> OutOfBounds:
    return OutOfBounds(path, Code.FILE_UNKNOWN, _LINK, "Put what it leads to in its place.")


@lru_cache(maxsize=64)  # in each folder of a story are the same names
def _is_run(name: str) -> bool:
    plain = _plainly(name)
    is_run = Path(plain).suffix in _RUN_BY_BROWSERS or _RUN_BY_SERVERS.search(plain) is not None
    return is_run or plain in _READ_BY_SERVERS


def _run(path: Path) -> OutOfBounds:
    if path.suffix.lower().startswith(".svg"):
        fact = "An SVG can have scripts in it, and is not published."
        remedy = "Save the picture as PNG or WebP; a logo may be an SVG if mkdocs.yml names it."
    elif _plainly(path.name) in _READ_BY_SERVERS:
        fact, remedy = "This file steers the server.", "Put it into the folder of `theme.custom_dir`."
    elif _RUN_BY_SERVERS.search(_plainly(path.name)):
        fact, remedy = "A server may run what is in this file: it is no content.", "Remove it."
    else:
        fact = "A browser would run what is in this file: it is no content."
        remedy = (
            "Put it into the folder of `theme.custom_dir`, or name it under `extra_javascript` in mkdocs.yml."
        )
    return OutOfBounds(path, Code.FILE_ACTIVE, fact, remedy)


def _is_taken_for(path: Path, names: Container[str]) -> bool:
    return path.name not in names and _plainly(path.name) in names and any(path.iterdir())


def _plainly(name: str) -> str:
    """A name as systems that know no capital letters take it."""
    return unicodedata.normalize("NFKC", name).casefold().rstrip(". ")
