"""A text as a row of words: what is left of it when typography and punctuation count for nothing.

Quotations are proven, and sealed, word for word. A comma more, another dash or other quotation marks are the
typesetter's; a word more, less or other is somebody else's. What carries meaning without being a word (the $,
the %, a minus before a number) counts as one. So do the marks of a declared gap and of an edit.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from hashlib import sha256

from msgspec import Struct

from backstory.text import (
    OMISSION,
    TextSpan,
    follow_one_another,
    is_mark,
    normal_form,
    quotation_pieces,
    unspaced_in,
    with_letters_restored,
)

_TOKEN = re.compile(r"(?P<run>[^\W_]+)|(?P<minus>(?<![^\W_])-(?=\d))|(?P<sign>[^\w\s])")
_MEANT = frozenset("%‰&@#§")  # punctuation by the letter of Unicode, words to a reader
_MARKS_OF_EDITS = re.compile(r"(?P<gap>" + OMISSION + r")|(?P<bracket>[\[\]])")
# A hyphen at the end of a line, or of a part of a word ("pre- and post-war"): the word may go on behind it.
_BREAK = "\x1e"
_BROKEN = re.compile(r"(?<=[^\W\d_])- (?=[^\W\d_])")


class Word(Struct, frozen=True):
    """A word, and where it stands in the normalised text."""

    text: str
    start: int
    end: int


def words_of(normal: str) -> Iterator[Word]:
    """The words of a text in normal form; of scripts that put no spaces between words, each character."""
    for token in _TOKEN.finditer(normal):
        if token["run"]:
            yield from _runs(normal, token.start(), _end_of_marks(normal, token.end()))
        elif token["minus"] or _is_meant(token[0]):
            yield Word(token[0], token.start(), token.end())


def _is_meant(sign: str) -> bool:
    """Whether a sign says something: currencies, mathematics, emoji; not accents that stand alone."""
    return sign in _MEANT or unicodedata.category(sign) in {"Sc", "Sm", "So"}


def _end_of_marks(normal: str, end: int) -> int:
    """Behind the accents and vowel signs that could not be composed with their letter."""
    while end < len(normal) and is_mark(normal[end]):
        end += 1
    return end


def _runs(normal: str, start: int, end: int) -> Iterator[Word]:
    at = start
    for index in unspaced_in(normal, start, end):
        if at < index:
            yield Word(normal[at:index], at, index)
        yield Word(normal[index], index, index + 1)
        at = index + 1
    if at < end:
        yield Word(normal[at:end], at, end)


class Wording(Struct, frozen=True, dict=True):
    """A text that words are looked up in; places are offsets in its normal form."""

    normal: str

    @cached_property
    def _words(self) -> list[Word]:
        return list(words_of(self.normal))

    @cached_property
    def _row(self) -> str:
        """The words with a space around each, or the sign that a word may go on behind the end of a line."""
        breaks = {it.end() for it in _BROKEN.finditer(self.normal)}
        return "".join((_BREAK if it.start in breaks else " ") + it.text for it in self._words) + " "

    @cached_property
    def _starts(self) -> list[int]:
        """Where in the row each word begins."""
        starts, at = [], 0
        for it in self._words:
            starts.append(at + 1)
            at += len(it.text) + 1
        return starts

    @property
    def count(self) -> int:
        """How many words there are."""
        return len(self._words)

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 of the text in normal form, in UTF-8."""
        return sha256(self.normal.encode()).hexdigest()

    def find(self, words: str) -> list[TextSpan]:
        """Each place at which `words` stand one after another, whole."""
        needle = [it.text for it in words_of(normal_form(words))]
        if not needle:
            return []
        return [self._place(it.start(), it.end()) for it in self._occurrences(needle)]

    def _occurrences(self, needle: list[str]) -> Iterator[re.Match[str]]:
        if _BREAK in self._row:
            inner = [f"{_BREAK}?".join(map(re.escape, it)) for it in needle]
            pattern = f"[ {_BREAK}]".join(inner)
        else:
            pattern = " ".join(map(re.escape, needle))
        # The signs around it are looked at, not taken: a word can end one place and begin the next.
        return re.finditer(f"(?<=[ {_BREAK}])(?:{pattern})(?=[ {_BREAK}])", self._row)

    def _place(self, start: int, end: int) -> TextSpan:
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end) - 1
        return TextSpan(self._words[first].start, self._words[last].end)

    def words_at(self, place: TextSpan) -> str:
        """What stands at a place, in normal form."""
        return self.normal[place.start : place.end]


def wording_of(text: str) -> Wording:
    """The wording of a text as it was written."""
    return Wording(normal_form(text))


class Found(Struct, frozen=True):
    """Where a quotation stands, piece by piece; whether it is the text's words and nothing else."""

    places: tuple[TextSpan, ...]
    is_whole: bool


def find_words(wording: Wording, quotation: str) -> Found | None:
    """The first place of a quotation, word for word; with gaps or edits, its pieces in order."""
    for variant in with_letters_restored(quotation):
        pieces = quotation_pieces(variant)
        ways = follow_one_another(pieces, [wording.find(it.text) for it in pieces]) if pieces else []
        if ways:
            return Found(ways[0], _is_whole(wording, ways[0], quotation))
    return None


def _is_whole(wording: Wording, places: tuple[TextSpan, ...], quotation: str) -> bool:
    """Whether the text itself has all gaps and brackets of the quotation, and nothing where they are."""
    said, start, end = list(_sealed(quotation)), places[0].start, places[-1].end
    if not _MARKS_OF_EDITS.search(quotation) or normal_form(quotation) in wording.normal:
        return True
    trails, leads = said[-1] == "…", said[0] == "…"
    inner = said[leads : len(said) - trails]
    return (
        inner == list(_sealed(wording.normal[start:end]))
        and (not leads or wording.normal[:start].rstrip().endswith("..."))
        and (not trails or wording.normal[end:].lstrip().startswith("..."))
    )


def seal_of(quotation: str) -> str:
    """The SHA-256 of a quotation's words, gaps and edits: the same for whatever only looks different."""
    return sha256(sealed_words(quotation).encode()).hexdigest()


def sealed_words(quotation: str) -> str:
    """What is sealed of a quotation: its words, gaps and edits, with a space between each two."""
    return " ".join(_sealed(quotation))


def _sealed(quotation: str) -> Iterator[str]:
    normal = normal_form(quotation)
    at = 0
    for mark in (*_MARKS_OF_EDITS.finditer(normal), None):
        yield from (it.text for it in words_of(normal[at : mark.start() if mark else None]))
        if mark:
            yield "…" if mark["gap"] else mark["bracket"]
            at = mark.end()
