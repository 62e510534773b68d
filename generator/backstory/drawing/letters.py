"""Text as it is drawn: Arabic letters joined, right-to-left runs put in order, every character with a glyph.

Pillow leaves this to libraries that only some machines have, and whose versions differ. The fonts here hold
the joined letters as characters of their own (Unicode's presentation forms), so Python's own tables are
enough, and a picture is the same everywhere. The order of letters is that of Unicode's algorithm (UAX #9),
without embeddings.
"""

import re
import unicodedata
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path

_COVERAGE = Path(__file__).parent / "fonts" / "coverage.txt"
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_POINTS = ("ARABIC", "HEBREW", "VARIATION SELECTOR")
_PICTOGRAMS = re.compile("[\u2190-\u21ff\u2300-\u23ff\u2460-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]+")
_LAM, _TATWEEL, _NON_JOINER = "\u0644", "\u0640", "\u200c"
_BREAKING = re.compile(r"[^\S\u00a0\u202f]+")  # white space at which a line may end
# Scripts and marks that run from left to right, one letter beside another; most texts have nothing else.
_SIMPLE = re.compile("[\x00-\u058f\u10a0-\u10ff\u1e00-\u1fff\u2010-\u2027\u202f-\u205e\u20a0-\u20cf]*")
_FORMS = ("<isolated>", "<final>", "<initial>", "<medial>")


def plain(text: str) -> str:
    """The text composed, on one line, without controls and vowel points, which readers do not need.

    Pictograms have no glyphs; a gap sign stands for them, so that nobody is quoted as having written none.
    """
    if text.isascii():
        return _BREAKING.sub(" ", text).strip()
    composed = unicodedata.normalize("NFC", text).replace("\u00ad", "")
    kept = "".join(it for it in composed if it == _NON_JOINER or not _is_left_out(it))
    return _BREAKING.sub(" ", _PICTOGRAMS.sub("…", kept)).strip()


def _is_left_out(character: str) -> bool:
    category = unicodedata.category(character)
    is_point = category == "Mn" and unicodedata.name(character, "").startswith(_POINTS)
    return is_point or category == "Cf"


def is_drawable(text: str) -> bool:
    """Whether the fonts have a glyph for everything in it."""
    return _covered().issuperset(visual(plain(text)))


@cache
def _covered() -> frozenset[str]:
    ends = (line.split("-") for line in _COVERAGE.read_text(encoding="ascii").split())
    return frozenset(chr(it) for first, last in ends for it in range(int(first, 16), int(last, 16) + 1))


def runs_right_to_left(text: str) -> bool:
    """Whether most of its letters run from right to left."""
    if _SIMPLE.fullmatch(text):
        return False
    towards = [unicodedata.bidirectional(it) for it in text]
    return towards.count("R") + towards.count("AL") > towards.count("L")


@lru_cache(maxsize=4096)
def visual(line: str, *, rtl: bool = False) -> str:
    """The characters of a line from left to right, as they are drawn. `rtl` is the direction of its text."""
    if not rtl and _SIMPLE.fullmatch(line):
        return line
    joined = _joined(line)
    levels = _levels(joined, int(rtl))
    order = list(range(len(joined)))
    for level in range(max(levels, default=0), 0, -1):
        order = _turned(order, [levels[it] >= level for it in order])
    return "".join(joined[it].translate(_MIRRORED) if levels[it] % 2 else joined[it] for it in order)


def _turned(order: list[int], in_run: list[bool]) -> list[int]:
    """Every run turned round."""
    turned: list[int] = []
    for is_run, members in groupby(zip(in_run, order, strict=True), key=lambda it: it[0]):
        run = [it for _, it in members]
        turned += reversed(run) if is_run else run
    return turned


# ---- Arabic letters


@cache
def _shapes() -> dict[str, dict[str, str]]:
    """The joined shapes of each Arabic letter, and of lam with alef: form -> character."""
    shapes: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFC00), *range(0xFE70, 0xFEFD)):
        form, *letters = unicodedata.decomposition(chr(code)).split() or [""]
        base = "".join(chr(int(it, 16)) for it in letters)
        if form in _FORMS and (len(base) == 1 or base.startswith(_LAM)):
            shapes.setdefault(base, {})[form] = chr(code)
    return shapes


def _joined(text: str) -> str:
    """The letters in the shapes that they have beside one another."""
    letters = _with_ligatures(text)
    before, after = ["", *letters[:-1]], [*letters[1:], ""]
    drawn = (_shape(*it) for it in zip(before, letters, after, strict=True))
    return "".join(drawn).replace(_NON_JOINER, "")


def _with_ligatures(text: str) -> list[str]:
    """The letters, a lam and the alef after it as one."""
    letters: list[str] = []
    for letter in text:
        if letters and letters[-1] + letter in _shapes():
            letters[-1] += letter
        else:
            letters.append(letter)
    return letters


def _shape(before: str, letter: str, after: str) -> str:
    shapes = _shapes().get(letter, {})
    is_joined = "<final>" in shapes and _reaches_on(before)
    joins = "<initial>" in shapes and _reaches_back(after)
    form = _FORMS[is_joined + 2 * joins]
    return shapes.get(form, letter)


def _reaches_on(letter: str) -> bool:
    return letter == _TATWEEL or "<initial>" in _shapes().get(letter, {})


def _reaches_back(letter: str) -> bool:
    return letter == _TATWEEL or "<final>" in _shapes().get(letter, {})


# ---- the order of letters


def _levels(text: str, base: int) -> list[int]:
    """The level of each character: odd ones run from right to left."""
    kinds = _resolved(_with_numbers([unicodedata.bidirectional(it) for it in text], base), base)
    return [_level(kind, base) for kind in kinds]


def _level(kind: str, base: int) -> int:
    match kind:
        case "L":
            return base + base % 2
        case "R":
            return 1
        case _:
            return 2  # numbers run from left to right, within what runs from right to left


def _with_numbers(kinds: list[str], base: int) -> list[str]:
    """Rules W2 to W7: signs that belong to numbers are numbers, numbers after Latin letters are such."""
    strong, resolved = "R" if base else "L", list[str]()
    for place, kind in enumerate(kinds):
        if kind in {"L", "R", "AL"}:
            strong = kind
        before, after = resolved[-1] if resolved else "", kinds[place + 1] if place + 1 < len(kinds) else ""
        is_number_sign = (kind in {"CS", "ES"} and before in {"EN", "AN"} and after in {"EN", "AN"}) or (
            kind == "ET" and (before == "EN" or after == "EN")
        )
        if kind == "EN" and strong == "AL":
            kind = "AN"  # noqa: PLW2901 - the rule says so
        elif is_number_sign:
            kind = before if before in {"EN", "AN"} else "EN"  # noqa: PLW2901 - as above
        resolved.append("R" if kind == "AL" else "L" if kind == "EN" and strong == "L" else kind)
    return resolved


def _resolved(kinds: list[str], base: int) -> list[str]:
    """Rules N1 and N2: what has no direction takes that of both sides, or else that of the text."""
    own = "R" if base else "L"
    resolved: list[str] = []
    runs = [
        (is_set, list(run)) for is_set, run in groupby(kinds, key=lambda it: it in {"L", "R", "EN", "AN"})
    ]
    for place, (is_set, run) in enumerate(runs):
        if is_set:
            resolved += run
            continue
        before = resolved[-1] if resolved else own
        after = runs[place + 1][1][0] if place + 1 < len(runs) else own
        sides = {"L" if it == "L" else "R" for it in (before, after)}
        resolved += [sides.pop() if len(sides) == 1 else own] * len(run)
    return resolved
