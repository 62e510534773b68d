"""The same words more than once: quotes that repeat one another, whoever says them and in whichever story.

Two quotes are alike when the shorter one's words, nearly all of them and in order, are in the longer one.
Only pairs that share rows of words are looked at closely, so that time grows with an archive and no faster.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from rapidfuzz.distance import LCSseq

from backstory.record import Quote

_WORD = re.compile(r"\w+")

_FEW = 5  # fewer words than these are anybody's
_ROW = 3  # words in a row that two quotes must share to be looked at
_COMMON = 40  # a row in more quotes than these is an idiom
_ALIKE = 0.75  # of the shorter one's words are in the longer one, in order
_IN_ROWS = 0.4  # of the shorter one's rows are in the longer one


def find_echoes(quotes: Iterable[Quote]) -> dict[object, tuple[Quote, ...]]:
    """For each quote that has any, the quotes with its words, oldest first.

    Two of one story and one speaker are no echo: the story tells both.
    """
    numbers: dict[str, int] = {}
    said = {it: words for it in quotes if it.is_verbatim and len(words := _words(it, numbers)) >= _FEW}
    echoes: defaultdict[object, list[Quote]] = defaultdict(list)
    for (one, other), rows in sorted(_pairs(said, len(numbers)).items(), key=lambda it: _order(it[0])):
        if one.story is other.story and one.speaker is other.speaker:
            continue
        if _are_alike(said[one], said[other], rows):
            echoes[one].append(other)
            echoes[other].append(one)
    return {it: tuple(sorted(found, key=Quote.sort_key)) for it, found in echoes.items()}


def _words(quote: Quote, numbers: dict[str, int]) -> tuple[int, ...]:
    """The words of a quote, each as its number: an archive has few words, and says them often."""
    return tuple(numbers.setdefault(it, len(numbers)) for it in _WORD.findall(quote.text.casefold()))


def _rows(words: Sequence[int], total: int) -> set[int]:
    """The rows of words in it, each as one number. `total` is how many words there are."""
    following = zip(*(words[at:] for at in range(_ROW)), strict=False)
    return {(one * total + two) * total + three for one, two, three in following}


def _pairs(said: Mapping[Quote, tuple[int, ...]], total: int) -> Counter[tuple[Quote, Quote]]:
    """The pairs of quotes that share rows of words, and how many."""
    first: dict[int, Quote] = {}
    further: defaultdict[int, list[Quote]] = defaultdict(list)
    for quote, words in said.items():
        rows = _rows(words, total)
        known = rows & first.keys()
        for row in known:
            further[row].append(quote)
        first.update(dict.fromkeys(rows - known, quote))
    pairs: Counter[tuple[Quote, Quote]] = Counter()
    for row, others in further.items():
        if len(others) < _COMMON:
            pairs.update(combinations((first[row], *others), 2))
    return pairs


def _order(pair: tuple[Quote, Quote]) -> tuple[str, ...]:
    return tuple(part for it in pair for part in (it.story.id, it.id))


def _are_alike(one: Sequence[int], other: Sequence[int], shared_rows: int) -> bool:
    shorter = min(len(one), len(other))
    in_rows = shared_rows / (shorter - _ROW + 1)
    return in_rows >= _IN_ROWS and LCSseq.similarity(one, other) / shorter >= _ALIKE
