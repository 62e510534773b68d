"""The interface's own words, dates, numbers and quotation marks, in the language of the site."""

import gettext
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_skeleton
from babel.lists import format_list
from babel.numbers import format_percent

from backstory.dates import Precision, When

_CATALOGUES = Path(__file__).parent / "locale"
# English without a country is written as most of the world's newsrooms write it: 7 August 2025.
_DEFAULT_COUNTRY = {"en": "en_GB"}


@dataclass(frozen=True)
class Language:
    """A language by its code, as in Material's `theme.language`: en, de, pt-BR."""

    code: str = "en"

    @cached_property
    def locale(self) -> Locale:
        """The nearest locale that dates and lists can be written in."""
        name = self.code.replace("-", "_")
        try:
            return Locale.parse(_DEFAULT_COUNTRY.get(name, name))
        except (UnknownLocaleError, ValueError):
            return Locale.parse("en_GB")

    @cached_property
    def _catalogue(self) -> gettext.NullTranslations:
        codes = [self.code.replace("-", "_"), self.code[:2]]
        return gettext.translation("backstory", str(_CATALOGUES), codes, fallback=True)

    def gettext(self, message: str) -> str:
        """The message in this language."""
        return self._catalogue.gettext(message)

    def ngettext(self, one: str, many: str, number: int) -> str:
        """The message for that number of things, with `%(num)s` still to be filled in."""
        return self._catalogue.ngettext(one, many, number)

    def count(self, one: str, many: str, number: int) -> str:
        """The message for that number of things, with the number filled in."""
        return self.ngettext(one, many, number) % {"num": number}

    def day(self, when: When) -> str:
        """A date as a reader reads it: 7 August 2025, August 2025, 11–17 Aug 2025."""
        return self._date(when, form="long")

    def short_day(self, when: When) -> str:
        """A date for small print: 7 Aug 2025."""
        return self._date(when, form="medium")

    def _date(self, when: When, *, form: Literal["long", "medium"]) -> str:
        match when.precision:
            case Precision.DAY:
                return str(format_date(when.start, form, locale=self.locale))
            case Precision.MONTH:
                return str(
                    format_skeleton("yMMMM" if form == "long" else "yMMM", when.start, locale=self.locale)
                )
            case Precision.YEAR:
                return str(when.start.year)
            case Precision.INTERVAL:
                return str(format_interval(when.start, when.end, _span_skeleton(when), locale=self.locale))
            case _:
                return self._other(when)

    def _other(self, when: When) -> str:
        year, _, season = when.text.rstrip("?~%").partition("-")
        seasons = {
            "21": self.gettext("spring %(year)s"),
            "22": self.gettext("summer %(year)s"),
            "23": self.gettext("autumn %(year)s"),
            "24": self.gettext("winter %(year)s"),
        }
        if season in seasons and year.isdigit():
            return seasons[season] % {"year": year}
        return str(format_interval(when.start, when.end, "yMMMM", locale=self.locale))

    def how_exact(self, when: When, *, planned: bool = False) -> str:
        """What must be said of a date that is no known day; empty for one that is."""
        if planned:
            return self.gettext("planned") if when.is_exact else self.gettext("planned, not exact")
        if when.uncertain:
            return self.gettext("uncertain")
        return {
            Precision.DAY: "",
            Precision.MONTH: self.gettext("month only"),
            Precision.YEAR: self.gettext("year only"),
            Precision.INTERVAL: "",
            Precision.OTHER: self.gettext("about then"),
        }[when.precision]

    def listed(self, things: Iterable[str]) -> str:
        """Things joined as in a sentence: a, b and c."""
        return str(format_list(list(things), locale=self.locale))

    def percent(self, share: float) -> str:
        """A share between 0 and 1 in whole per cent."""
        return str(format_percent(share, locale=self.locale))

    def quoted(self, words: str) -> str:
        """Words in quotation marks: real characters, so that copying keeps them."""
        return f"{self.opening_mark}{words.strip()}{self.closing_mark}"

    @property
    def opening_mark(self) -> str:
        """What opens a quotation."""
        return _MARKS.get(self.locale.language, "“”")[0]

    @property
    def closing_mark(self) -> str:
        """What closes a quotation."""
        return _MARKS.get(self.locale.language, "“”")[1]


def _span_skeleton(when: When) -> str:
    """How closely both ends of a span are known: by day, month or year."""
    ends = [len(end.rstrip("?~%")) for end in when.text.split("/")]
    return {4: "y", 7: "yMMMM"}.get(min(ends), "yMMMd")


_MARKS = {
    "de": "„“",
    "uk": "«»",
    "fr": ("«\u202f", "\u202f»"),
    "ar": "«»",
    "ru": "«»",
    "es": "«»",
    "it": "«»",
}
