"""The social pictures: where everything stands in each kind."""

from functools import singledispatch

from backstory.drawing.canvas import Canvas, Ink
from backstory.drawing.letters import is_drawable, plain
from backstory.drawing.type import Face, Style, one_line, set_text, width
from backstory.pages.edition import Picture
from backstory.pages.parts import Face as ActorFace
from backstory.pages.pictures import WIDTH, ActorPicture, QuotePicture, StoryPicture

_MARGIN = 80
_WIDE = WIDTH - 2 * _MARGIN
_KICKER, _RULE, _FOOT = 92, 534, 584  # baselines, and the top of the thin line
_SMALL = 26

_WORDS = Style("serif-regular", (68, 62, 56, 50, 46, 42, 38, 35))
_HEADLINE = Style("serif-bold", (76, 70, 64, 58, 52, 47), 1.14)
_NAME = Style("serif-bold", (72, 64, 56, 48, 42), 1.14)
_TEXT = Style("serif-regular", (31,), 1.36)
_TEXT_HIGH = 3 * 42  # three lines of it


def draw(picture: Picture) -> bytes:
    """The picture as a PNG file."""
    canvas = Canvas(rtl=picture.rtl)
    _draw(picture, canvas)
    return canvas.png("\n".join(it for it in (*picture.shown, picture.site_name) if it))


@singledispatch
def _draw(picture: Picture, canvas: Canvas) -> None:
    raise NotImplementedError


@_draw.register
def _draw_quote(picture: QuotePicture, canvas: Canvas) -> None:
    """Words in the middle, their speaker below, how they were checked at the foot."""
    _kicker(picture.kind, picture.day, canvas)
    top, high = 122, 290
    if words := _drawn(picture.words):
        opening, closing = picture.marks
        block = set_text(words, _WORDS, wide=_WIDE, high=high, opening=opening, closing=closing)
        ink: Ink = "ink" if opening else "ink-2"
        # A mark hangs outside only at the side where the lines begin.
        hanging = opening if block.rtl == picture.rtl else ""
        canvas.block(block, (_MARGIN, top + (high - block.height) // 2), ink, hanging=hanging)
    else:  # in a script that the fonts do not have
        canvas.text(picture.marks[0] or "…", (_MARGIN, top + 250), "serif-bold", 300, "quote")
    _face(picture.speaker, (_MARGIN, 430), 76, canvas)
    start, wide = _MARGIN + 100, _WIDE - 100
    has_role = bool(_line(picture.role, (start, 499), "sans-regular", _SMALL, wide, canvas, ink="ink-2"))
    _line(picture.speaker.name, (start, 463 if has_role else 479), "sans-bold", 32, wide, canvas)
    room = _foot(picture, canvas)
    ink = "confirmed" if picture.matches else "ink-2"
    canvas.mark(picture.mark, (_MARGIN, _FOOT - 25), 30, ink)
    sealed = _line(picture.seal, (_MARGIN + 42, _FOOT), "sans-regular", _SMALL, room - 42, canvas, ink=ink)
    place = _MARGIN + 42 + sealed
    if source := _drawn(picture.source):
        canvas.text("·", (place + 10, _FOOT), "sans-regular", _SMALL, "ink-2")
        _line(source, (place + 28, _FOOT), "sans-regular", _SMALL, room - 28 - place, canvas, ink="ink-2")


@_draw.register
def _draw_actor(picture: ActorPicture, canvas: Canvas) -> None:
    """A large monogram, and beside it who this is."""
    _kicker(picture.face.kind, "", canvas)
    _face(picture.face, (_MARGIN, 184), 200, canvas)
    start = _MARGIN + 252
    wide = WIDTH - _MARGIN - start
    name = set_text(_drawn(picture.face.name) or "…", _NAME, wide=wide, high=170)
    words = set_text(_drawn(picture.words), _TEXT, wide=wide, high=_TEXT_HIGH)
    gap = 20 if words.lines else 0
    top = 284 - (name.height + gap + words.height) // 2
    canvas.block(name, (start, top), "ink")
    canvas.block(words, (start, top + name.height + gap), "ink-2")
    room = _foot(picture, canvas)
    _line(picture.counts, (_MARGIN, _FOOT), "sans-regular", _SMALL, room, canvas, ink="ink-2")


@_draw.register
def _draw_story(picture: StoryPicture, canvas: Canvas) -> None:
    """The headline, what it is about, and the faces of those who speak."""
    _kicker(picture.topic, picture.day, canvas)
    high = 322 if picture.speakers else 390
    for_headline = high - _TEXT_HIGH + 20 if picture.summary else high
    headline = set_text(_drawn(picture.headline) or "…", _HEADLINE, wide=_WIDE, high=for_headline)
    room = min(high - headline.height - 20, _TEXT_HIGH)
    summary = set_text(_drawn(picture.summary), _TEXT, wide=_WIDE, high=room)
    gap = 20 if summary.lines else 0
    top = 122 + max(0, high - headline.height - gap - summary.height) // 2
    canvas.block(headline, (_MARGIN, top), "ink")
    canvas.block(summary, (_MARGIN, top + headline.height + gap), "ink-2")
    for number, face in enumerate(picture.speakers):
        _face(face, (_MARGIN + number * 72, 450), 58, canvas)
    room = _foot(picture, canvas)
    _line(picture.counts, (_MARGIN, _FOOT), "sans-regular", _SMALL, room, canvas, ink="ink-2")


def _drawn(text: str) -> str:
    """The text as it can be drawn; empty where the fonts do not have all of it."""
    return plain(text) if is_drawable(text) else ""


def _kicker(at_start: str, at_end: str, canvas: Canvas) -> None:
    day = _drawn(at_end)
    if day:
        canvas.text(day, (_MARGIN, _KICKER), "sans-regular", _SMALL, "ink-2", from_end=True)
    wide = _WIDE - round(width(day, "sans-regular", _SMALL)) - 40
    _line(at_start, (_MARGIN, _KICKER), "sans-bold", _SMALL, wide, canvas, ink="ink-2")


def _foot(picture: Picture, canvas: Canvas) -> int:
    """The thin line and the site's name at its end; gives how much room is left before it."""
    canvas.rule(_RULE, _MARGIN, _MARGIN)
    name = one_line(_drawn(picture.site_name), "sans-bold", _SMALL, _WIDE // 2)
    canvas.text(name, (_MARGIN, _FOOT), "sans-bold", _SMALL, "ink", from_end=True)
    return _WIDE - round(width(name, "sans-bold", _SMALL)) - 40


def _face(face: ActorFace, at: tuple[int, int], size: int, canvas: Canvas) -> None:
    canvas.monogram(_drawn(face.letters), face.shape, at, size)


def _line(  # noqa: PLR0913, PLR0917 - what a line is
    text: str,
    at: tuple[int, int],
    face: Face,
    size: int,
    wide: int,
    canvas: Canvas,
    *,
    ink: Ink = "ink",
) -> int:
    """Text on one line, cut if need be; gives how wide it came out."""
    if not (drawn := _drawn(text)):
        return 0
    shown = one_line(drawn, face, size, wide)
    canvas.text(shown, at, face, size, ink)
    return round(width(shown, face, size))
