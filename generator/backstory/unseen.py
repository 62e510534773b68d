"""Characters that nobody sees, and that make a text another one than it looks."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

from backstory.diagnostics import Code, Diagnostic, Severity
from backstory.text import SourceText

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MARKS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_TURNS = frozenset("\u202a\u202b\u202d\u202e")
_ISOLATES = frozenset("\u2066\u2067\u2068")
_END_OF_TURN = "\u202c"
_MOST = 20  # the rest of a file is the same mistake


def unseen(source: SourceText) -> Iterator[Diagnostic]:
    """The control characters of a Markdown file, and the marks of direction that are left open in a line.

    Of control characters in YAML, its syntax says enough.
    """
    if source.path.endswith(".md"):
        for match in islice(_CONTROL.finditer(source.text), _MOST):
            fact = f"Here stands the control character {_name(match[0])}, which no text needs."
            place = source.span(*match.span())
            yield Diagnostic(Code.FILE_UNREADABLE, place, fact, "Remove it.")
    if not source.text.isascii() and _MARKS.search(source.text):
        for at in islice(_left_open(source.text), _MOST):
            fact = f"Here stands {_name(source.text[at])}: the order of what follows looks different."
            remedy = "Remove it; or, in a text of two directions, close it in the same line."
            yield Diagnostic(Code.FILE_TURNED_TEXT, source.span(at, at + 1), fact, remedy, Severity.WARNING)


def _left_open(text: str) -> Iterator[int]:
    """Where a mark turns the direction, and nothing ends it in its line."""
    start = 0
    for line in text.splitlines(keepends=True):
        turns: list[int] = []
        isolates: list[int] = []
        for mark in _MARKS.finditer(line):
            if mark[0] in _TURNS:
                turns.append(mark.start())
            elif mark[0] in _ISOLATES:
                isolates.append(mark.start())
            else:
                is_open = turns if mark[0] == _END_OF_TURN else isolates
                del is_open[-1:]
        yield from (start + at for at in sorted(turns + isolates))
        start += len(line)


def _name(sign: str) -> str:
    name = unicodedata.name(sign, "").lower()
    return f"U+{ord(sign):04X}" + (f" ({name})" if name else "")
