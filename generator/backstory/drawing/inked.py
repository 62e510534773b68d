"""Lines of text as they are inked: a letter is drawn once in a face and size, and put in place after that."""

from functools import lru_cache
from itertools import accumulate, repeat

from msgspec import Struct
from PIL import Image, ImageDraw

from backstory.drawing.type import Face, font, until


class Inked(Struct, frozen=True, eq=False):
    """How dark each pixel is, 0 to 255, and where the box of them lies from where it is put."""

    left: int
    top: int
    right: int
    bottom: int
    pixels: Image.Image


@lru_cache(maxsize=64)  # what many pictures show: the site's name, how a quote was checked, who speaks
def inked_line(drawn: str, face: Face, size: int) -> Inked | None:
    """A line, its characters from left to right as they are drawn; None where it has nothing but spaces."""
    # There are not many pairs of letters, and half as many pairs on a line as letters.
    return _put_together(drawn, 2, face, size)


@lru_cache(maxsize=4096)
def _piece(letters: str, face: Face, size: int) -> Inked | None:
    return _put_together(letters, 1, face, size) if len(letters) > 1 else _letter(letters, face, size)


def _put_together(drawn: str, each: int, face: Face, size: int) -> Inked | None:
    """The letters side by side, from pieces of so many."""
    starts = [0, *accumulate(map(round, map(until, drawn, drawn[1:], repeat(face), repeat(size))))]
    placed = [
        (starts[place], inked)
        for place in range(0, len(drawn), each)
        if (inked := _piece(drawn[place : place + each], face, size))
    ]
    if not placed:
        return None
    left, top = min(start + it.left for start, it in placed), min(it.top for _, it in placed)
    right, bottom = max(start + it.right for start, it in placed), max(it.bottom for _, it in placed)
    pixels = Image.new("L", (right - left, bottom - top), 0)
    on = ImageDraw.Draw(pixels)
    for start, it in placed:
        on.bitmap((start + it.left - left, it.top - top), it.pixels, 255)
    return Inked(left, top, right, bottom, pixels)


def _letter(letter: str, face: Face, size: int) -> Inked | None:
    in_face = font(face, size)
    left, top, right, bottom = (round(it) for it in in_face.getbbox(letter, anchor="ls"))
    if left == right or top == bottom:
        return None
    pixels = Image.new("L", (right - left, bottom - top), 0)
    ImageDraw.Draw(pixels).text((-left, -top), letter, 255, in_face, anchor="ls")
    return Inked(left, top, right, bottom, pixels)
