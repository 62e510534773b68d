"""A picture of 1200 × 630 pixels in few colours: shapes and text, in ramps from a ground to an ink."""

import io
from collections.abc import Callable
from functools import cache
from itertools import chain, pairwise
from typing import Literal

from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from backstory.drawing.letters import runs_right_to_left, visual
from backstory.drawing.type import Block, Face, font, width
from backstory.pages.pictures import HEIGHT, WIDTH

_STEPS = 16  # between a ground and an ink: smooth edges, and a palette that a PNG file can hold
_FINER = 4  # shapes are drawn so many times larger, and made smaller
_ZLIB_LEVEL = 4

# The colours of the light scheme in assets/backstory.css.
_COLOURS = {
    "paper": "f6f5f1",
    "ink": "1c1d21",
    "ink-2": "565b64",
    "rule": "d3d1ca",
    "person": "2d4687",
    "person-bg": "dde5f5",
    "org": "1d5b4c",
    "org-bg": "d5ebe2",
    "place": "7d4a0c",
    "place-bg": "f4e3c9",
    "confirmed": "17693a",
    "quote": "b3820a",
}
Ink = Literal["ink", "ink-2", "rule", "person", "org", "place", "confirmed", "quote"]
Tint = Literal["person", "org", "place"]
_RAMPS = (
    *(("paper", it) for it in _COLOURS if it != "paper"),
    *((f"{it}-bg", it) for it in ("person", "org", "place")),
)
Shape = Literal["circle", "square", "drop"]
Mark = Literal["seal", "open", "disputed"]


class Canvas:
    """Lays down shapes and text. Places count in pixels from the side where lines begin, and from the top."""

    def __init__(self, *, rtl: bool) -> None:
        self._rtl = rtl
        self._layers: dict[tuple[str, str], Image.Image] = {}

    def text(  # noqa: PLR0913 - where, what and how
        self, text: str, at: tuple[int, int], face: Face, size: int, ink: Ink, *, from_end: bool = False
    ) -> None:
        """A line of text on its baseline; `from_end` counts from the other side."""
        drawn = visual(text, rtl=runs_right_to_left(text))
        self._line(drawn, at, (face, size), self._layer("paper", ink), from_end=from_end)

    def block(self, block: Block, at: tuple[int, int], ink: Ink, *, hanging: str = "") -> None:
        """Lines of text below a top edge; an opening mark `hanging` stands outside."""
        start, top = at
        baseline = top + round((block.leading + block.size * 0.66) / 2)
        layer = self._layer("paper", ink)
        for number, line in enumerate(block.lines):
            outside = round(width(hanging, block.face, block.size)) if number == 0 and hanging else 0
            place = (start - outside, baseline + number * block.leading)
            self._line(line, place, (block.face, block.size), layer)

    def monogram(self, letters: str, shape: str, at: tuple[int, int], size: int) -> None:
        """Letters in the shape that tells what kind of actor it is."""
        outline, tint = _KINDS[shape]
        start, top = at
        left = WIDTH - start - size if self._rtl else start
        self._layer("paper", f"{tint}-bg").paste(_outline(outline, size), (left, top))
        middle = (left + size // 2, top + round(size * 0.5 + size * 0.36 * 0.37))
        letters_font = font("sans-bold", round(size * 0.36))
        drawn = ImageDraw.Draw(self._layer(f"{tint}-bg", tint))
        drawn.text(middle, visual(letters, rtl=runs_right_to_left(letters)), 255, letters_font, anchor="ms")

    def mark(self, mark: str, at: tuple[int, int], size: int, ink: Ink) -> None:
        """One of the marks that say how a quote was checked."""
        start, top = at
        left = WIDTH - start - size if self._rtl else start
        self._layer("paper", ink).paste(_mark(mark, size), (left, top))

    def rule(self, top: int, start: int, end: int) -> None:
        """A thin line across."""
        ImageDraw.Draw(self._layer("paper", "rule")).rectangle((start, top, WIDTH - end - 1, top + 1), 255)

    def png(self, words: str) -> bytes:
        """The picture as a file, the words that it shows in it as text, for all that reads and searches."""
        image = Image.new("L", (WIDTH, HEIGHT), 0)
        for ramp, layer in self._layers.items():
            if box := layer.getbbox():
                inked = layer.crop(box)
                image.paste(inked.point(_levels(_RAMPS.index(ramp))), box, inked.point(_some()))
        image.putpalette(_palette())
        info = PngInfo()
        info.add_itxt("Description", words)
        file = io.BytesIO()
        image.save(file, "PNG", compress_level=_ZLIB_LEVEL, pnginfo=info)
        return file.getvalue()

    def _layer(self, ground: str, ink: str) -> Image.Image:
        if (ground, ink) not in self._layers:
            self._layers[ground, ink] = Image.new("L", (WIDTH, HEIGHT), 0)
        return self._layers[ground, ink]

    def _line(
        self,
        drawn: str,
        at: tuple[int, int],
        kind: tuple[Face, int],
        layer: Image.Image,
        *,
        from_end: bool = False,
    ) -> None:
        start, baseline = at
        at_right = self._rtl is not from_end
        place = (WIDTH - start if at_right else start, baseline)
        ImageDraw.Draw(layer).text(place, drawn, 255, font(*kind), anchor="rs" if at_right else "ls")


_KINDS: dict[str, tuple[Shape, Tint]] = {
    "person": ("circle", "person"),
    "group": ("square", "person"),
    "org": ("square", "org"),
    "place": ("drop", "place"),
}


@cache
def _palette() -> bytes:
    colours = {name: bytes.fromhex(it) for name, it in _COLOURS.items()}
    return bytes(
        round(colours[ground][part] + (colours[ink][part] - colours[ground][part]) * step / (_STEPS - 1))
        for ground, ink in _RAMPS
        for step in range(_STEPS)
        for part in range(3)
    )


@cache
def _levels(ramp: int) -> list[int]:
    return [ramp * _STEPS + round(it * (_STEPS - 1) / 255) for it in range(256)]


@cache
def _some() -> list[int]:
    return [255 if it * (_STEPS - 1) / 255 >= 0.5 else 0 for it in range(256)]  # noqa: PLR2004 - rounds to a step


def _drawn_finer(size: int, draw: Callable[[ImageDraw.ImageDraw, int], None]) -> Image.Image:
    large = Image.new("L", (size * _FINER, size * _FINER), 0)
    draw(ImageDraw.Draw(large), size * _FINER)
    return large.resize((size, size), Image.Resampling.BOX)


@cache
def _outline(shape: Shape, size: int) -> Image.Image:
    def draw(on: ImageDraw.ImageDraw, side: int) -> None:
        all_of_it = (0, 0, side - 1, side - 1)
        match shape:
            case "square":
                on.rounded_rectangle(all_of_it, side * 0.22, 255)
            case "circle" | "drop":
                on.ellipse(all_of_it, 255)
        if shape == "drop":
            on.rounded_rectangle((0, side // 2, side // 2, side - 1), side * 0.08, 255)

    return _drawn_finer(size, draw)


# The paths of templates/sprite.html, on a field of 16 × 16.
_SEAL = (
    (8, 0.8), (9.7, 2.3), (11.9, 1.9), (12.7, 4), (14.8, 4.8), (14.4, 7), (15.2, 8), (14.4, 9), (14.8, 11.2),
    (12.7, 12), (11.9, 14.1), (9.7, 13.7), (8, 15.2), (6.3, 13.7), (4.1, 14.1), (3.3, 12), (1.2, 11.2),
    (1.6, 9), (0.8, 8), (1.6, 7), (1.2, 4.8), (3.3, 4), (4.1, 1.9), (6.3, 2.3),
)  # fmt: skip
_CHECK = ((5, 8.2), (7.1, 10.3), (11, 6))
_ARROWS = (
    ((2.5, 5.5), (11.5, 5.5)),
    ((9, 2.5), (11.8, 5.5), (9, 8.5)),
    ((13.5, 10.5), (4.5, 10.5)),
    ((7, 7.5), (4.2, 10.5), (7, 13.5)),
)


@cache
def _mark(mark: str, size: int) -> Image.Image:
    def draw(on: ImageDraw.ImageDraw, side: int) -> None:
        unit = side / 16
        stroke = round(1.7 * unit)

        def line(points: tuple[tuple[float, float], ...], ink: int) -> None:
            for one, other in pairwise(points):
                on.line([it * unit for it in chain(one, other)], ink, stroke)

        match mark:
            case "seal":
                on.polygon([(x * unit, y * unit) for x, y in _SEAL], 255)
                line(_CHECK, 0)
            case "disputed":
                for arrow in _ARROWS:
                    line(arrow, 255)
            case _:
                on.ellipse((2.75 * unit, 2.75 * unit, 13.25 * unit, 13.25 * unit), outline=255, width=stroke)

    return _drawn_finer(size, draw)
