"""A picture of 1200 × 630 pixels in few colours: shapes and text, in ramps from a ground to an ink."""

from collections.abc import Callable
from functools import cache, lru_cache
from itertools import chain, pairwise
from typing import Literal, TypeAlias

from PIL import Image, ImageChops, ImageDraw

from backstory.drawing.inked import Inked, inked_line
from backstory.drawing.letters import runs_right_to_left, visual
from backstory.drawing.png import png_file
from backstory.drawing.type import Block, Face, width, width_of_drawn
from backstory.pages.pictures import HEIGHT, WIDTH

_STEPS = 8  # between a ground and an ink: smooth edges, and a palette that a PNG file can hold
_FINER = 4  # shapes are drawn so many times larger, and made smaller

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
Ramp: TypeAlias = tuple[str, str]  # from a ground to an ink
Box: TypeAlias = tuple[int, int, int, int]  # from the left and from the top: where it begins, where it ends


class Canvas:
    """Lays down shapes and text. Places count in pixels from the side where lines begin, and from the top."""

    def __init__(self, *, rtl: bool) -> None:
        self._rtl = rtl
        self._image = Image.new("L", (WIDTH, HEIGHT), 0)
        self._taken: list[tuple[Box, Ramp]] = []

    def text(  # noqa: PLR0913 - where, what and how
        self, text: str, at: tuple[int, int], face: Face, size: int, ink: Ink, *, from_end: bool = False
    ) -> None:
        """A line of text on its baseline; `from_end` counts from the other side."""
        drawn = visual(text, rtl=runs_right_to_left(text))
        self._line(drawn, at, (face, size), ink, from_end=from_end)

    def block(self, block: Block, at: tuple[int, int], ink: Ink, *, hanging: str = "") -> None:
        """Lines of text below a top edge; an opening mark `hanging` stands outside."""
        start, top = at
        baseline = top + round((block.leading + block.size * 0.66) / 2)
        for number, line in enumerate(block.lines):
            outside = round(width(hanging, block.face, block.size)) if number == 0 and hanging else 0
            place = (start - outside, baseline + number * block.leading)
            self._line(line, place, (block.face, block.size), ink)

    def monogram(self, letters: str, shape: str, at: tuple[int, int], size: int) -> None:
        """Letters in the shape that tells what kind of actor it is."""
        outline, tint = _KINDS[shape]
        start, top = at
        left = WIDTH - start - size if self._rtl else start
        ground = f"{tint}-bg"
        self._lay(_outline(outline, size), (left, top), ("paper", ground))
        drawn = visual(letters, rtl=runs_right_to_left(letters))
        kind: tuple[Face, int] = ("sans-bold", round(size * 0.36))
        half = (round(width_of_drawn(drawn, *kind)) + 1) // 2
        baseline = top + round(size * 0.5 + size * 0.36 * 0.37)
        self._inked(drawn, (left + size // 2 - half, baseline), kind, (ground, tint))

    def mark(self, mark: str, at: tuple[int, int], size: int, ink: Ink) -> None:
        """One of the marks that say how a quote was checked."""
        start, top = at
        left = WIDTH - start - size if self._rtl else start
        self._lay(_mark(mark, size), (left, top), ("paper", ink))

    def rule(self, top: int, start: int, end: int) -> None:
        """A thin line across."""
        box, ramp = (start, top, WIDTH - end, top + 2), ("paper", "rule")
        self._image.paste(_levels(ramp)[-1], box)
        self._taken.append((box, ramp))

    def png(self, words: str) -> bytes:
        """The picture as a file, the words that it shows in it as text, for all that reads and searches."""
        return png_file(self._image, _palette(), words)

    def _line(
        self, drawn: str, at: tuple[int, int], kind: tuple[Face, int], ink: Ink, *, from_end: bool = False
    ) -> None:
        start, baseline = at
        left = WIDTH - start - round(width_of_drawn(drawn, *kind)) if self._rtl is not from_end else start
        self._inked(drawn, (left, baseline), kind, ("paper", ink))

    def _inked(self, drawn: str, at: tuple[int, int], kind: tuple[Face, int], ramp: Ramp) -> None:
        if line := inked_line(drawn, *kind):
            self._lay(line, at, ramp)

    def _lay(self, inked: Inked, at: tuple[int, int], ramp: Ramp) -> None:
        start, baseline = at
        box = (start + inked.left, baseline + inked.top, start + inked.right, baseline + inked.bottom)
        below = {ink for taken, ink in self._taken if _overlap(box, taken)}
        colours = _coloured(inked, ramp)
        if below == {ramp}:  # within a ramp, the higher number is the darker one
            self._image.paste(ImageChops.lighter(self._image.crop(box), colours), box)
        else:
            # Where nothing lies, nothing has to be let through; that takes a third of the time.
            is_free = not below and ramp[0] == "paper"
            self._image.paste(colours, box, None if is_free else _mask_of(inked))
        self._taken.append((box, ramp))


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
def _levels(ramp: Ramp) -> bytes:
    """The palette's number for each darkness of an ink on its ground; paper's where nothing is inked."""
    first = _RAMPS.index(ramp) * _STEPS
    steps = [_step(it) for it in range(256)]
    return bytes(first + it if it else 0 for it in steps)


@lru_cache(maxsize=64)  # as many lines are kept
def _coloured(inked: Inked, ramp: Ramp) -> Image.Image:
    return _translated(inked.pixels, _levels(ramp))


def _mask_of(inked: Inked) -> Image.Image:
    """What is as dark as the first step or more hides what is below it."""
    return _translated(inked.pixels, _some())


@cache
def _some() -> bytes:
    return bytes(255 if _step(it) else 0 for it in range(256))


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _step(darkness: int) -> int:
    return round(darkness * (_STEPS - 1) / 255)


def _translated(image: Image.Image, table: bytes) -> Image.Image:
    # Pillow's own way, `point`, takes longer to read a table than this does for a whole line of text.
    return Image.frombuffer("L", image.size, image.tobytes().translate(table), "raw", "L", 0, 1)


def _drawn_finer(size: int, draw: Callable[[ImageDraw.ImageDraw, int], None]) -> Inked:
    large = Image.new("L", (size * _FINER, size * _FINER), 0)
    draw(ImageDraw.Draw(large), size * _FINER)
    return Inked(0, 0, size, size, large.resize((size, size), Image.Resampling.BOX))


@cache
def _outline(shape: Shape, size: int) -> Inked:
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
def _mark(mark: str, size: int) -> Inked:
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
