"""Dates as news has them: a day, a month, a year, "about then", a span of days. EDTF in, order out."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from time import struct_time

from edtf import EDTFParseException, parse_edtf


class Precision(StrEnum):
    """How closely a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    INTERVAL = "interval"
    OTHER = "other"


@dataclass(frozen=True)
class When:
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


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
_YEAR = re.compile(r"\d{4}")
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
        parsed = parse_edtf(text)
        start, end = _as_date(parsed.lower_strict()), _as_date(parsed.upper_strict())
    except (EDTFParseException, AttributeError, TypeError, OverflowError, ValueError) as problem:
        raise ValueError from problem
    if start > end:
        reason = "it ends before it begins"
        raise ValueError(reason)
    bare = _DOUBTS.sub("", text)
    return When(text, start, end, _precision(bare), uncertain=bare != text)


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
