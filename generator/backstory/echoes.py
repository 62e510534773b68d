"""The same words more than once: quotes that repeat one another, whoever says them and in whichever story.

Two quotes are alike when the shorter one's words, nearly all of them and in order, are in the longer one.
Only pairs that share rows of words are looked at closely, so that time grows with an archive and no faster.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from rapidfuzz.distance import LCSseq

from backstory.record import Quote

_WORD = re.compile(r"\w+")

_FEW = 5  # fewer words than these are anybody's
_ROW = 3  # words in a row that two quotes must share to be looked at
_COMMON = 40  # a row in more quotes than these is an idiom
_ALIKE = 0.75  # of the shorter one's words are in the longer one, in order
_IN_ROWS = 0.4  # of the shorter one's rows are in the longer one


class Echoes:
    """The echoes among quotes. What is found is found when it is asked for, and kept."""

    def __init__(self, quotes: Iterable[Quote]) -> None:
        self._numbers = _Numbers()  # of words: an archive has few, and says them often
        self._said: dict[Quote, tuple[int, ...]] = {}
        self._first: dict[int, Quote] = {}  # a quote with a row of words
        self._further: dict[int, tuple[Quote, ...]] = {}  # the others with it, if there are any
        self._known: dict[Quote, tuple[Quote, ...]] = {}
        for it in quotes:
            self._add(it)

    def of(self, quote: Quote) -> tuple[Quote, ...]:
        """The quotes with the words of this one, oldest first.

        Two of one story and one speaker are no echo: the story tells both.
        """
        if quote not in self._known:
            found = (other for other, rows in self._near(quote).items() if self._repeats(quote, other, rows))
            self._known[quote] = tuple(sorted(found, key=lambda it: (it.sort_key(), it.id)))
        return self._known[quote]

    def settle(self) -> None:
        """Find all of them, and let go what they are found by: for who asks of no other quotes."""
        for it in self._said:
            self.of(it)
        self._numbers, self._said, self._first, self._further = _Numbers(), {}, {}, {}

    def renewed(self, quotes: Iterable[Quote]) -> "Echoes":
        """Those among other quotes, most of which are the same objects: quicker than from the start."""
        now = dict.fromkeys(quotes)
        if 2 * sum(it in now for it in self._said) < len(self._said):
            return Echoes(now)
        new = Echoes(())
        new._numbers = _Numbers(self._numbers)
        new._said, new._first, new._further = self._said.copy(), self._first.copy(), self._further.copy()
        for it in [*self._said]:
            if it not in now:
                new._remove(it)
        for it in now:
            if it not in new._said:
                new._add(it)
        return new

    def _add(self, quote: Quote) -> None:
        words = self._words(quote) if quote.is_verbatim else ()
        if len(words) < _FEW:
            return
        self._said[quote] = words
        rows = _rows(words)
        known = rows & self._first.keys()
        for row in known:
            self._further[row] = (*self._further.get(row, ()), quote)
        self._first.update(dict.fromkeys(rows - known, quote))

    def _remove(self, quote: Quote) -> None:
        for row in _rows(self._said.pop(quote)):
            others = tuple(it for it in self._with_row(row) if it is not quote)
            self._first.pop(row)
            self._further.pop(row, None)
            if others:
                self._first[row] = others[0]
            if others[1:]:
                self._further[row] = others[1:]

    def _words(self, quote: Quote) -> tuple[int, ...]:
        return tuple(map(self._numbers.__getitem__, _WORD.findall(quote.text.casefold())))

    def _with_row(self, row: int) -> tuple[Quote, ...]:
        return (self._first[row], *self._further.get(row, ()))

    def _near(self, quote: Quote) -> Counter[Quote]:
        """The quotes that share rows of words with this one, and how many."""
        near: Counter[Quote] = Counter()
        for row in _rows(self._said.get(quote, ())) & self._further.keys():
            holders = self._with_row(row)
            if len(holders) <= _COMMON:
                near.update(holders)
        del near[quote]
        return near

    def _repeats(self, one: Quote, other: Quote, rows: int) -> bool:
        if one.story is other.story and one.speaker is other.speaker:
            return False
        return _are_alike(self._said[one], self._said[other], rows)


class _Numbers(dict[str, int]):
    """Numbers for words, in the order in which they are first asked for."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


def _rows(words: Sequence[int]) -> set[int]:
    """The rows of words in it, each as one number: that two have the same is next to impossible."""
    return set(map(hash, zip(*(words[at:] for at in range(_ROW)), strict=False)))


def _are_alike(one: Sequence[int], other: Sequence[int], shared_rows: int) -> bool:
    shorter = min(len(one), len(other))
    in_rows = shared_rows / (shorter - _ROW + 1)
    return in_rows >= _IN_ROWS and LCSseq.similarity(one, other) / shorter >= _ALIKE
