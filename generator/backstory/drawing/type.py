"""Setting text: the size at which it fits, its lines, and where it is cut when it is too long."""

import math
from bisect import bisect_left
from collections.abc import Callable
from functools import lru_cache
from itertools import repeat
from pathlib import Path
from typing import Literal

from msgspec import Struct
from PIL import ImageFont

from backstory.drawing.letters import runs_right_to_left, visual

_FONTS = Path(__file__).parent / "fonts"
_GAP = "\u00a0…"
_ENDINGS = (".", "!", "?", "。", "؟", ".”", "!”", "?”")
# A cut goes back to the end of a sentence when so much of the text is still there.
_ENOUGH = 0.6

Face = Literal["serif-regular", "serif-bold", "sans-regular", "sans-bold"]


@lru_cache(maxsize=64)
def font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    """A face in a size, in pixels. The basic layout: the same on every machine."""
    return ImageFont.truetype(_FONTS / f"{face}.ttf", size, layout_engine=ImageFont.Layout.BASIC)


class Style(Struct, frozen=True):
    """A face, the sizes that it may be set in, the largest first, and the leading as a share of the size."""

    face: Face
    sizes: tuple[int, ...]
    leading: float = 1.3

    def lead(self, size: int) -> int:
        """From one baseline to the next, in pixels."""
        return round(size * self.leading)


class Block(Struct, frozen=True):
    """Text set in lines, each as it is drawn from left to right."""

    face: Face
    size: int
    leading: int
    lines: tuple[str, ...]
    rtl: bool

    @property
    def height(self) -> int:
        """From the top of the first line to the bottom of the last."""
        return self.leading * len(self.lines)


@lru_cache(maxsize=16384)
def width(text: str, face: Face, size: int) -> float:
    """How wide a line of text is, once it is drawn."""
    return width_of_drawn(visual(text, rtl=runs_right_to_left(text)), face, size)


def width_of_drawn(drawn: str, face: Face, size: int) -> float:
    """How wide a line is, its characters as they are drawn.

    FreeType would give the same, and load each letter for it; here it is asked once for two neighbours.
    """
    return sum(map(until, drawn, [*drawn[1:], ""], repeat(face), repeat(size)))


@lru_cache(maxsize=16384)
def until(letter: str, following: str, face: Face, size: int) -> float:
    """How far it is from where a letter begins to where the following one does, or to its end."""
    asked = font(face, size).getlength
    return asked(letter + following) - (asked(following) if following else 0)


_MOST = 4_000  # characters; a picture has room for some hundreds


def set_text(  # noqa: PLR0913 - what a box is
    text: str, style: Style, *, wide: int, high: int, opening: str = "", closing: str = ""
) -> Block:
    """The text in the largest size in which it fits a box; at the smallest size it is cut to what fits."""

    def fits(words: list[str], size: int) -> bool:
        return len(_lines(words, style.face, size, wide)) * style.lead(size) <= high

    text = text[:_MOST]
    words = (opening + text + closing).split(" ") if text else []
    fitting = bisect_left(style.sizes, 1, key=lambda it: fits(words, it))
    size = style.sizes[min(fitting, len(style.sizes) - 1)]
    if words and fitting == len(style.sizes):
        words = _cut(text, (opening, closing), lambda it: fits(it, size))
    rtl = runs_right_to_left(text)
    lines = tuple(visual(it, rtl=rtl) for it in _balanced(words, style.face, size, wide))
    return Block(style.face, size, style.lead(size), lines, rtl)


def one_line(text: str, face: Face, size: int, wide: int) -> str:
    """The text cut at a word, if need be, so that it fits on a line."""
    text = text[:_MOST]
    if width(text, face, size) <= wide:
        return text
    words = text.split(" ")
    while len(words) > 1 and width(" ".join(words) + _GAP, face, size) > wide:
        words.pop()
    rest = " ".join(words)
    while len(rest) > 1 and width(rest + _GAP, face, size) > wide:
        rest = rest[:-1]
    return rest.rstrip(",;:–— ") + _GAP


def _lines(words: list[str], face: Face, size: int, wide: int) -> list[str]:
    """Words in lines; a word that is wider than the box is broken."""
    space = width(" ", face, size)
    lines: list[str] = []
    room = 0.0
    for word in words:
        needs = width(word, face, size)
        if lines and needs + space <= room:
            lines[-1] += f" {word}"
            room -= needs + space
        else:
            *full, last = _broken(word, face, size, wide) if needs > wide else [word]
            lines += [*full, last]
            room = wide - width(last, face, size)
    return lines


def _broken(word: str, face: Face, size: int, wide: int) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(pieces[-1] + letter, face, size) > wide:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _balanced(words: list[str], face: Face, size: int, wide: int) -> list[str]:
    """The words in as few lines as can be, of lengths as alike as can be: no last line of one word."""
    lines = _lines(words, face, size, wide)
    low = max([wide // 2, *(math.ceil(width(it, face, size)) for it in words)])
    high = wide
    while len(lines) > 1 and high - low > wide // 100:
        middle = (low + high) // 2
        narrow = _lines(words, face, size, middle)
        if len(narrow) <= len(lines):
            lines, high = narrow, middle
        else:
            low = middle
    return lines


def _cut(text: str, marks: tuple[str, str], fits: Callable[[list[str]], bool]) -> list[str]:
    """As many words as fit, up to the end of a sentence where that leaves enough of them."""

    def cut_at(place: int) -> list[str]:
        return f"{marks[0]}{text[:place].rstrip(',;:–— ')}{_GAP}{marks[1]}".split(" ")

    places = [place for place, letter in enumerate(text) if letter == " "]
    if not places or not fits(cut_at(places[0])):
        places = list(range(1, len(text)))  # one word that is longer than all lines
    last = places[bisect_left(places, 1, key=lambda it: not fits(cut_at(it))) - 1]
    ends = [it for it in places if last * _ENOUGH <= it <= last and text[:it].endswith(_ENDINGS)]
    return cut_at(ends[-1] if ends else last)
