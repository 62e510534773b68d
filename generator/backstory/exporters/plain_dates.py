"""Dates for formats that know days, months and years, and nothing between or about them."""

import re

from backstory.dates import When

_DOUBTS = re.compile(r"[?~%]")
_PLAIN = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d{2})?)?")


def begin_of(when: When) -> str:
    """The day, month or year in which it begins."""
    return _plain(when.text.partition("/")[0]) or when.start.isoformat()


def end_of(when: When) -> str:
    """The day, month or year in which it ends; without an interval, the one in which it begins."""
    first, _, last = when.text.partition("/")
    return _plain(last or first) or when.end.isoformat()


def certain_days(when: When) -> tuple[str | None, str | None]:
    """The same two where the date says just that; None of what is about then, or on either of two days."""
    first, _, last = when.text.partition("/")
    if _plain(first) != first or (last and _plain(last) != last):
        return None, None
    return first, last or None


def _plain(text: str) -> str | None:
    bare = _DOUBTS.sub("", text)
    return bare if _PLAIN.fullmatch(bare) else None
