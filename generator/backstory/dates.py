"""Dates as news has them: a day, a month, a year, "about then", a span of days. EDTF in, order out."""

import re
from calendar import monthrange
from datetime import date
from enum import StrEnum
from functools import lru_cache
from time import struct_time
from typing import Any

from msgspec import Struct


class Precision(StrEnum):
    """How closely a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    INTERVAL = "interval"
    OTHER = "other"


class When(Struct, frozen=True):
    """A date that may be known only roughly.

    `text` is the EDTF as written; `start` and `end` are the first and last day it can mean.
    """

    text: str
    start: date
    end: date
    precision: Precision
    uncertain: bool = False

    @property
    def is_exact(self) -> bool:
        """Whether it is one known day."""
        return self.precision is Precision.DAY and not self.uncertain

    def sort_key(self) -> tuple[date, date, str]:
        """Order: by first possible day, the closer known first."""
        return self.start, self.end, self.text


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_LONGEST = 64
# Times of day, white space, and open intervals, for which the parser would invent an end ten years away.
_NOT_OURS = re.compile(r"[T\s]|\A/|/\Z")
_DOUBTS = re.compile(r"[?~%]")


@lru_cache(maxsize=4096)
def parse_date(text: str) -> When:
    """Read an EDTF date.

    Raises ValueError, with the reason if there is more to say, where it is none, or has no first and last
    day within the years 1 to 9999.
    """
    if len(text) > _LONGEST or _NOT_OURS.search(text):
        raise ValueError
    try:
        if _DAY.fullmatch(text):
            day = date.fromisoformat(text)
            return When(text, day, day, Precision.DAY)
        if _YEAR.fullmatch(text):
            return When(text, date(int(text), 1, 1), date(int(text), 12, 31), Precision.YEAR)
        if _MONTH.fullmatch(text):
            first = date.fromisoformat(f"{text}-01")
            last = first.replace(day=monthrange(first.year, first.month)[1])
            return When(text, first, last, Precision.MONTH)
        parsed = _parsed(text)
        start, end = _as_date(parsed.lower_strict()), _as_date(parsed.upper_strict())
    except (AttributeError, TypeError, OverflowError, ValueError) as problem:
        raise ValueError from problem
    if start > end:
        reason = "it ends before it begins"
        raise ValueError(reason)
    bare = _DOUBTS.sub("", text)
    return When(text, start, end, _precision(bare), uncertain=bare != text)


_YEAR_FIRST = re.compile(r"(\d{4})[-./](\d{1,2})(?:[-./](\d{1,2}))?([T ].*)?", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})", re.ASCII)
_IN_WORDS = re.compile(
    r"(?:(?P<day>\d{1,2})\.? )?(?P<month>[A-Za-z]{3,9})\.?(?: (?P<day_behind>\d{1,2}))?,? (?P<year>\d{4})",
    re.ASCII,
)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


def date_meant(text: str) -> tuple[str | None, bool]:
    """The date that a text gives in another form, and whether that is certain.

    Certain are 2031-3-4, 2031/03/04, 4 March 2031 and March 2031; not so 4.3.2031, which not everybody
    reads alike, and 2031-03-04T06:00Z, which says more.
    """
    year, month, day, is_certain = "", "", "", True
    if parts := _YEAR_FIRST.fullmatch(text):
        year, month, day = parts[1], parts[2], parts[3] or ""
        is_certain = not parts[4]
    elif parts := _DAY_FIRST.fullmatch(text):
        day, month, year = parts.groups()
        is_certain = False
    elif parts := _IN_WORDS.fullmatch(text):
        word = parts["month"].lower()
        month = next((str(it) for it, name in enumerate(_MONTHS, start=1) if name.startswith(word)), "00")
        year, day = parts["year"], parts["day"] or parts["day_behind"] or ""
        is_certain = not (parts["day"] and parts["day_behind"])
    try:
        return parse_date("-".join(it.zfill(2) for it in (year, month, day) if it)).text, is_certain
    except ValueError:
        return None, False


def _parsed(text: str) -> Any:
    """What the parser of EDTF makes of a date. Raises ValueError where that is nothing."""
    # It takes long to be imported, and few dates need it.
    from edtf import EDTFParseException, parse_edtf  # noqa: PLC0415

    try:
        return parse_edtf(text)
    except EDTFParseException as problem:
        raise ValueError from problem


def _as_date(moment: object) -> date:
    if not isinstance(moment, struct_time):
        message = "an end is open"
        raise TypeError(message)
    return date(moment.tm_year, moment.tm_mon, moment.tm_mday)


def _precision(bare: str) -> Precision:
    for pattern, precision in ((_DAY, Precision.DAY), (_MONTH, Precision.MONTH), (_YEAR, Precision.YEAR)):
        if pattern.fullmatch(bare):
            return precision
    return Precision.INTERVAL if "/" in bare else Precision.OTHER
