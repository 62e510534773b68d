"""Text and places in it: the floor that everything else stands on. Standard library only."""

import math
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import TypeAlias

from msgspec import Struct


class Span(Struct, frozen=True, order=True):
    """A stretch of a file. Lines and columns count from 1, in characters; the end is exclusive."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int


class SourceText(Struct, frozen=True, dict=True):
    """A file's text, with the path that an editor knows it by."""

    path: str
    text: str

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", self.text))]

    def line(self, number: int) -> str:
        """Line `number` (from 1) without its line end; empty past the end of the file."""
        if not 1 <= number <= len(self._line_starts):
            return ""
        start = self._line_starts[number - 1]
        end = self._line_starts[number] if number < len(self._line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def span(self, start: int, end: int) -> Span:
        """The span of the characters from offset `start` up to offset `end`."""
        line, column = self._position(start)
        end_line, end_column = self._position(max(start, end))
        return Span(self.path, line, column, end_line, end_column)

    def offset(self, line: int, column: int) -> int:
        """How many characters stand before a place; the reverse of `span`."""
        return self._line_starts[line - 1] + column - 1

    def words(self, span: Span) -> str:
        """What stands at a span of this text."""
        return self.text[self.offset(span.line, span.column) : self.offset(span.end_line, span.end_column)]

    def find(self, words: str, within: Span) -> Span:
        """The first place of `words` in a span of this text; the whole span where they are not in it."""
        start = self.offset(within.line, within.column)
        end = self.offset(within.end_line, within.end_column)
        at = self.text.find(words, start, end) if words else -1
        return self.span(at, at + len(words)) if at >= 0 else within

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1


Sources: TypeAlias = Mapping[str, SourceText]  # by the path that diagnostics name


class TextSpan(Struct, frozen=True, order=True):
    """A stretch of an article's text: character offsets from 0, the end exclusive."""

    start: int
    end: int

    def overlaps(self, other: "TextSpan") -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def within(self, other: "TextSpan") -> bool:
        """Whether all of this span lies in `other`."""
        return other.start <= self.start and self.end <= other.end


OPENING_MARKS = "\"'“”„‟‘‚‛«‹「『"
CLOSING_MARKS = "\"'“”„‟‘’‛»›」』"

_ALIKE = str.maketrans(
    dict.fromkeys("‘’‚‛‹›ʼ`´′", "'")
    | dict.fromkeys("“”„‟«»″「」『』", '"')
    | dict.fromkeys("‐‑‒–—―−﹣", "-")
    # Nobody sees them: soft hyphens, breaking points, marks of direction, variants of emoji.
    | dict.fromkeys(
        "\u00ad\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufe0e\ufe0f\ufeff"
    )
)
_PLAIN_MARK = re.compile("[`‘’“”–—]")
# Words that are compared as they are, but for line ends, marks and dashes, each of them one character for
# one. Accents that stand behind their letter must be composed together with it: what may follow is none.
_PLAIN = "!-~‘’“”–—"
_PLAIN_RUN = re.compile(rf"[{_PLAIN}]+(?:[ \n][{_PLAIN}]+)*(?=[{_PLAIN}\s]|\Z)")
# Words of any script, some at a time: most are composed as they are compared.
_SOME_WORDS = re.compile(r"\S+(?:[ \n]\S+){0,31}")
_WORD = re.compile(r"\S+")
_MAY_DIFFER = re.compile(f"[{re.escape(''.join(map(chr, _ALIKE.keys() - set(map(ord, '`‘’“”–—')))))}]")
_SPACE_RUN = re.compile(r"\s+")


# Scripts that put no spaces between words, and Korean, whose particles are written onto the name.
_UNSPACED_SCRIPTS = (
    r"\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff"
    r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
)
_UNSPACED = re.compile(f"[{_UNSPACED_SCRIPTS}]")
# A run of letters and digits of other scripts: where whole words match, these are whole, too.
_WHOLE_WORD = re.compile(rf"[^\W_{_UNSPACED_SCRIPTS}]+")


_LONG = 20_000  # characters; an article has some five thousand


class Normalised(Struct, frozen=True, dict=True):
    """A text as it is compared: NFKC, one kind of quotation mark and dash, single spaces.

    It is made of stretches: where each begins here, where its original begins and ends. One that is as long
    as its original is that, character by character; all characters of another stand for all of it.
    """

    text: str
    stretches: Sequence[tuple[int, int, int]]

    def original(self, start: int, end: int) -> TextSpan:
        """Where the characters from `start` up to `end` (not empty) stand in the original."""
        return TextSpan(self._of(start)[0], self._of(end - 1)[1])

    def _of(self, offset: int) -> tuple[int, int]:
        index = bisect_right(self.stretches, (offset, math.inf, 0)) - 1
        at, start, end = self.stretches[index]
        following = self.stretches[index + 1][0] if index + 1 < len(self.stretches) else len(self.text)
        if following - at != end - start:
            return start, end
        return start + offset - at, start + offset - at + 1

    def may_have(self, needle: str) -> bool:
        """Whether `needle` (normalised) can stand here as whole words: quick, for where many are sought."""
        if len(self.text) < _LONG:
            return True  # looking for it takes no longer
        return self._words.issuperset(_WHOLE_WORD.findall(needle))

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(_WHOLE_WORD.findall(self.text))

    def occurrences(self, needle: str) -> Iterator[int]:
        """Each offset at which `needle` (normalised, not empty) stands, overlapping ones too."""
        at = self.text.find(needle)
        while at >= 0:
            yield at
            at = self.text.find(needle, at + 1)


def normalise(text: str) -> Normalised:
    """Read `text` as it is compared, remembering where each character came from."""
    out: list[str] = []
    stretches: list[tuple[int, int, int]] = []
    length = 0
    for start, end, piece in _pieces(text):
        if piece:
            out.append(piece)
            stretches.append((length, start, end))
            length += len(piece)
    return Normalised("".join(out), stretches)


def _pieces(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each stretch of a text begins and ends, and what it is compared as."""
    at = tried = broken = 0  # up to there, neither words nor one word are what they are compared as
    while at < len(text):
        if run := _PLAIN_RUN.match(text, at):
            end, piece = run.end(), _as_compared(run.group())
        elif run := _SPACE_RUN.match(text, at):
            end, piece = run.end(), " "
        elif at >= tried and (run := _SOME_WORDS.match(text, at)):
            tried = run.end()
            if not _is_composed(run.group()):
                continue
            end, piece = tried, _as_compared(run.group())
        elif at >= broken and (run := _WORD.match(text, at)):
            broken = run.end()
            if not _is_composed(run.group()):
                continue
            end, piece = broken, _as_compared(run.group())
        else:
            end = _cluster_end(text, at)
            piece = _cluster_as_compared(text[at:end])
        yield at, end, piece
        at = end


@lru_cache(maxsize=1 << 12)
def _cluster_as_compared(cluster: str) -> str:
    return _SPACE_RUN.sub(" ", unicodedata.normalize("NFKC", cluster.translate(_ALIKE)).translate(_ALIKE))


def _is_composed(words: str) -> bool:
    """Whether words of any script are compared as they are, but for marks and dashes."""
    return not _MAY_DIFFER.search(words) and unicodedata.is_normalized("NFKC", words)


def _as_compared(words: str) -> str:
    # `translate` would look up each letter of a long text for the few marks in it.
    return _PLAIN_MARK.sub(lambda it: it[0].translate(_ALIKE), words.replace("\n", " "))


@lru_cache(maxsize=1 << 10)
def normal_form(text: str) -> str:
    """The text of `normalise`, without white space at either end."""
    if _is_as_compared(text):
        return " ".join(text.split())
    return normalise(text).text.strip()


def _is_as_compared(text: str) -> bool:
    """Whether no character but white space is compared as another."""
    return text.isascii() and "`" not in text


def _cluster_end(text: str, start: int) -> int:
    end = start + 1
    while end < len(text) and (is_mark(text[end]) or "\u1160" <= text[end] <= "\u11ff"):
        end += 1
    return end


def is_unspaced(character: str) -> bool:
    """Whether the character's script puts no spaces where a word ends."""
    return _UNSPACED.match(character) is not None


def unspaced_in(text: str, start: int, end: int) -> Iterator[int]:
    """Where between two places a character of a script stands that puts no spaces where a word ends."""
    return (it.start() for it in _UNSPACED.finditer(text, start, end))


def is_mark(character: str) -> bool:
    """Whether the character belongs to the one before it: an accent, a vowel sign."""
    return unicodedata.category(character).startswith("M")


# Three dots, bare or in brackets: something is left out.
OMISSION = r"\[\s*(?:…|\.\.\.)\s*\]|\(\s*(?:…|\.\.\.)\s*\)|…|\.{3,}"
_GAP = re.compile(rf"\s*(?:(?P<omission>{OMISSION})|\[[^\[\]]*\])\s*")
_EDITED_LETTER = re.compile(r"(?<!\w)\[(\w)\](?=\w)")


class Piece(Struct, frozen=True):
    """A piece of a quotation. Behind an omission anything may come before it, behind an edit a few words."""

    text: str
    follows_omission: bool


def quotation_pieces(quotation: str) -> tuple[Piece, ...]:
    """The pieces of a quotation between its declared gaps (…, ..., […], (…)) and its edits ([the toll])."""
    pieces: list[Piece] = []
    start, omission = 0, False
    for gap in (*_GAP.finditer(quotation), None):
        piece = quotation[start : gap.start() if gap else None].strip()
        if any(it.isalnum() for it in normal_form(piece)):  # 🈀 is a word, too: it is compared as one
            pieces.append(Piece(piece, omission))
            omission = False
        if gap:
            start, omission = gap.end(), omission or gap["omission"] is not None
    return tuple(pieces)


# How far apart the words on both sides of an edit may stand: "[the wall]" stands for a few words.
_WIDEST_EDIT = 100
# Of pieces that stand everywhere, no more is tried: there are more ways than anybody could choose from.
_MOST_TRIED = 200_000


def follow_one_another(pieces: tuple[Piece, ...], places: list[list[TextSpan]]) -> list[tuple[TextSpan, ...]]:
    """Each way in which the pieces of a quotation stand in order, given the `places` of each in a text."""
    chains: dict[tuple[TextSpan, ...], tuple[TextSpan, ...]] = {}
    for first in places[0][: max(_MOST_TRIED // len(pieces), 2)]:
        chain = [first]
        for piece, candidates in zip(pieces[1:], places[1:], strict=True):
            end = chain[-1].end
            index = bisect_left(candidates, end, key=lambda it: it.start)
            reach = math.inf if piece.follows_omission else end + _WIDEST_EDIT
            if index == len(candidates) or candidates[index].start > reach:
                break
            chain.append(candidates[index])
        else:
            # "He [Trump] will go": of two ways that go on alike behind an edit, the closer is meant.
            behind_edit = len(pieces) > 1 and not pieces[1].follows_omission
            chains[tuple(chain[behind_edit:])] = tuple(chain)
    return list(chains.values())


def with_letters_restored(quotation: str) -> tuple[str, ...]:
    """What [T]he can stand for: The and the. The quotation itself where no such letter is in it."""
    as_written = _EDITED_LETTER.sub(r"\1", quotation)
    other_case = _EDITED_LETTER.sub(lambda it: it[1].swapcase(), quotation)
    return tuple(dict.fromkeys((as_written, other_case)))


@lru_cache(maxsize=1 << 13)
def word_count(text: str) -> int:
    """How many words `text` has: runs of letters and digits, with what joins them."""
    return len(re.findall(r"\w+(?:[’'\-]\w+)*", text))


# An ending mark, then marks that close, then white space and something that can begin a sentence.
_SENTENCE_END = re.compile(r"(?<=[.!?…。！？])[\"'”’»)\]]*\s+(?=[\"'“‘«(\[]*[^\Wa-z_])")
_NO_END = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gen|Gov|Lt|Col|Sgt|St|Jr|Sr|No|vs|etc|approx|dpt"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)|\b[^\W\d_]|\b(?:[^\W\d_]\.)+[^\W\d_])\.$"
)


def sentences(text: str) -> list[TextSpan]:
    """The sentences of one paragraph, by punctuation; abbreviations and initials end none."""
    spans: list[TextSpan] = []
    start = 0
    for end in _SENTENCE_END.finditer(text):
        last_word = text.rfind(" ", start, end.start()) + 1
        if _NO_END.search(text, max(start, last_word), end.start()):
            continue
        spans.append(TextSpan(start, start + len(text[start : end.end()].rstrip())))
        start = end.end()
    if text[start:].strip():
        spans.append(TextSpan(start, start + len(text[start:].rstrip())))
    return spans
