"""What a quotation leaves out that turns its sense: a “not” in its gap, an “if” before or behind it."""

import re
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from backstory.text import CLOSING_MARKS, OPENING_MARKS, TextSpan, normal_form, sentences

_WORD = re.compile(r"\w+(?:'\w+)*")
# Of the languages that our interface speaks, and Russian; without what is harmless in another of them.
_NEGATIONS = frozenset(
    _WORD.findall("""
        not no never none nobody nothing neither nor cannot without hardly
        nicht kein keine keinen keinem keiner keines nie niemals niemand nichts ohne weder
        pas jamais rien aucun aucune sans
        не ні ніколи ніхто нічого без нет никогда никто ничего
        لا لم لن ليس ليست دون بدون
    """)
)
_CONDITIONS = frozenset(
    _WORD.findall("""
        if unless provided except until
        wenn falls sofern außer
        si sauf
        якщо крім если кроме
        إذا إن إلا
    """)
)
_NEAR = 6  # a negation so many words before the quotation can still govern it
_REACH = 600  # characters in which a sentence is looked for


class LeftOut(Struct, frozen=True):
    """A word that turns the sense, and the stretch of the text that the quotation leaves out with it."""

    word: str
    stretch: str


def left_out(text: str, places: tuple[TextSpan, ...], *, is_partial: bool) -> Iterator[LeftOut]:
    """What the pieces of a quotation at `places` in `text` leave out that turns their sense.

    A partial quotation does not claim to be the whole sentence: only its gaps count.
    """
    for one, other in pairwise(places):
        yield from _first(text[one.end : other.start], _in_gap(text, one, other))
    if is_partial or not places:
        return
    before, behind = _before(text, places[0].start), _behind(text, places[-1].end)
    first = _words(before)[:1]
    if first and first[0] in _CONDITIONS:
        yield LeftOut(first[0], before)
    elif negations := [it for it in _words(before)[-_NEAR:] if _is_negation(it)]:
        yield LeftOut(negations[-1], before)
    yield from _first(behind, _turning(_words(behind)[:2]))


def _first(stretch: str, words: list[str]) -> Iterator[LeftOut]:
    if words:
        yield LeftOut(words[0], " ".join(stretch.split()))


def _in_gap(text: str, one: TextSpan, other: TextSpan) -> list[str]:
    """The words that turn the sense in a gap, of the two sentences that the pieces are from."""
    gap = text[one.end : other.start]
    inside = [gap[it.start : it.end] for it in sentences(gap)]
    near = " ".join(dict.fromkeys([*inside[:1], *inside[-1:]]))
    return _turning(_words(near))


def _turning(words: list[str]) -> list[str]:
    return [it for it in words if it in _CONDITIONS or _is_negation(it)]


def _before(text: str, start: int) -> str:
    """The sentence up to a place; nothing where the speaker's words begin there."""
    stretch = text[max(0, start - _REACH) : start].rpartition("\n\n")[2]
    if not stretch.strip() or stretch[-1] in OPENING_MARKS:
        return ""
    return stretch[sentences(f"{stretch}X")[-1].start :].strip()


def _behind(text: str, end: int) -> str:
    """The sentence from a place on; nothing where the speaker's words end there, or the sentence does."""
    stretch = text[end : end + _REACH].partition("\n\n")[0]
    if re.match(rf"[,.!?;:…]*[{re.escape(CLOSING_MARKS)}]|\s*[.!?…]", stretch):
        return ""
    first = next(iter(sentences(stretch)), TextSpan(0, 0))
    return stretch[: first.end].strip()


def _words(text: str) -> list[str]:
    return _WORD.findall(normal_form(text).lower())


def _is_negation(word: str) -> bool:
    return word in _NEGATIONS or word.endswith("n't")
