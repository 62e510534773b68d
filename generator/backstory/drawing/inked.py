"""Lines of text as they are inked: a letter is drawn once in a face and size, and put in place after that."""

from functools import lru_cache

from msgspec import Struct
from PIL import Image, ImageDraw

from backstory.drawing.type import Face, font, until


class Inked(Struct, frozen=True):
    """How dark each pixel is, 0 to 255, and where the first of them stands from the start of the baseline."""

    left: int
    top: int
    pixels: Image.Image


@lru_cache(maxsize=64)  # what many pictures show: the site's name, how a quote was checked, who speaks
def inked_line(drawn: str, face: Face, size: int) -> Inked | None:
    """A line, its characters from left to right as they are drawn; None where it has nothing but spaces."""
    placed: list[tuple[int, Inked]] = []
    start = 0
    for letter, following in zip(drawn, [*drawn[1:], ""], strict=True):
        if inked := _letter(letter, face, size):
            placed.append((start + inked.left, inked))
        start += round(until(letter, following, face, size))
    if not placed:
        return None
    left, top = min(it for it, _ in placed), min(it.top for _, it in placed)
    right = max(at + it.pixels.width for at, it in placed)
    bottom = max(it.top + it.pixels.height for _, it in placed)
    line = Image.new("L", (right - left, bottom - top), 0)
    on = ImageDraw.Draw(line)
    for at, inked in placed:
        on.bitmap((at - left, inked.top - top), inked.pixels, 255)
    return Inked(left, top, line)


@lru_cache(maxsize=8192)
def _letter(letter: str, face: Face, size: int) -> Inked | None:
    in_face = font(face, size)
    left, top, right, bottom = (round(it) for it in in_face.getbbox(letter, anchor="ls"))
    if left == right or top == bottom:
        return None
    pixels = Image.new("L", (right - left, bottom - top), 0)
    ImageDraw.Draw(pixels).text((-left, -top), letter, 255, in_face, anchor="ls")
    return Inked(left, top, pixels)
