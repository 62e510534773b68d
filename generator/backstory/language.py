"""The interface's own words, dates, numbers and quotation marks, in the language of the site."""

import gettext
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from msgspec import Struct

from backstory.dates import Precision, When

# Counting so far meets each form of a plural in each language.
_ALL_PLURALS = 112
_CATALOGUES = Path(__file__).parent / "locale"
# English without a country is written as most of the world's newsrooms write it: 7 August 2025.
_DEFAULT_COUNTRY = {"en": "en_GB"}
# Ukrainian and Russian dates end in "р." and "г.", for "year". News leaves it out, and its full stop, too.
_YEAR_SIGN = re.compile(r"\s(?:рр?|гг?)\.")


class Language(Struct, frozen=True, dict=True):
    """A language by its code, as in Material's `theme.language`: en, de, pt-BR."""

    code: str = "en"

    @cached_property
    def _names(self) -> tuple[str, str]:
        """The code as locales write it, and the language alone: pt_BR, pt."""
        name = self.code.replace("-", "_")
        return name, name.partition("_")[0]

    @cached_property
    def locale(self) -> Locale:
        """The nearest locale that dates and lists can be written in."""
        for name in self._names:
            try:
                return Locale.parse(_DEFAULT_COUNTRY.get(name, name))
            except (UnknownLocaleError, ValueError):
                continue
        return Locale.parse("en_GB")

    @cached_property
    def direction(self) -> str:
        """Which way it is written: `ltr` or `rtl`."""
        return self.locale.text_direction

    @property
    def tag(self) -> str:
        """The locale as browsers write it: en-GB."""
        return str(self.locale).replace("_", "-")

    @cached_property
    def _catalogue(self) -> gettext.NullTranslations:
        return gettext.translation("backstory", str(_CATALOGUES), self._names, fallback=True)

    @property
    def catalogues(self) -> tuple[bytes, ...]:
        """The files that its messages are from."""
        found = gettext.find("backstory", str(_CATALOGUES), self._names, all=True)
        return tuple(Path(it).read_bytes() for it in found)

    def gettext(self, message: str) -> str:
        """The message in this language."""
        return self._catalogue.gettext(message)

    def pgettext(self, context: str, message: str) -> str:
        """The message where English has one word for several things; the context says which."""
        return self._catalogue.pgettext(context, message)

    def ngettext(self, one: str, many: str, number: int) -> str:
        """The message for that number of things, with `%(num)s` still to be filled in."""
        return self._catalogue.ngettext(one, many, number)

    def count(self, one: str, many: str, number: int) -> str:
        """The message for that number of things, with the number filled in."""
        return self.ngettext(one, many, number) % {"num": self.number(number)}

    def plural_forms(self, one: str, many: str) -> Mapping[str, str]:
        """Each form of the message by CLDR's name of it (one, few, many …), with `%(num)s` still in it."""
        return _plural_forms(self, one, many)

    def number(self, number: int) -> str:
        """A whole number, grouped as the language groups it."""
        return _written_number(self, number)

    def day(self, when: When) -> str:
        """A date as a reader reads it: 7 August 2025, August 2025, 11–17 Aug 2025."""
        return self._date(when, form="long")

    def short_day(self, when: When) -> str:
        """A date for small print: 7 Aug 2025."""
        return self._date(when, form="medium")

    def _date(self, when: When, *, form: Literal["long", "medium"]) -> str:
        return _written_date(self, when, form)

    def full_date(self, when: When, *, form: Literal["long", "medium"]) -> str:
        """A date as its locale has it, with a sign for the year where there is one."""
        match when.precision:
            case Precision.DAY if form == "long":
                return str(format_date(when.start, "long", locale=self.locale))
            case Precision.DAY:
                # Not the format "medium": it is all figures in German and Arabic.
                return str(format_skeleton("yMMMd", when.start, locale=self.locale))
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

    def series(self, things: Iterable[str]) -> str:
        """Things that follow one another with commas, no “and”: in small print, in citations."""
        return self.comma.join(self.isolated(it) for it in things)

    @cached_property
    def comma(self) -> str:
        """The comma between two things, and its space."""
        return self.pgettext("between two things", ", ")

    def labelled(self, label: str, words: str) -> str:
        """Words after what they are or whose they are: Putin: “far off”."""
        return self.gettext("%(label)s: %(words)s") % {
            "label": self.isolated(label),
            "words": self.isolated(words),
        }

    def percent(self, share: float) -> str:
        """A share between 0 and 1 in whole per cent."""
        return _written_share(self, round(share * 100))

    def quoted(self, words: str) -> str:
        """Words in quotation marks: real characters, so that copying keeps them."""
        return f"{self.opening_mark}{words.strip()}{self.closing_mark}"

    @cached_property
    def opening_mark(self) -> str:
        """What opens a quotation."""
        return _MARKS.get(self.locale.language, "“”")[0]

    @cached_property
    def closing_mark(self) -> str:
        """What closes a quotation."""
        return _MARKS.get(self.locale.language, "“”")[1]

    def direction_of(self, text: str) -> str:
        """`ltr` or `rtl` for a text that runs against the page, by most of its letters; else empty."""
        if self.direction == "ltr" and not _RIGHT_TO_LEFT.search(text):
            return ""
        left_to_right, right_to_left = _letters(text)
        if left_to_right == right_to_left:
            return ""
        direction = "ltr" if left_to_right > right_to_left else "rtl"
        return "" if direction == self.direction else direction

    def isolated(self, text: str) -> str:
        """A part of a line whose letters run against the page, so that what follows keeps its place."""
        if self.direction == "ltr" and not _RIGHT_TO_LEFT.search(text):
            return text
        left_to_right, right_to_left = _letters(text)
        against = left_to_right if self.direction == "rtl" else right_to_left
        return f"\u2068{text}\u2069" if against else text


# A site says the same numbers, days and names on thousands of pages.
@lru_cache(maxsize=4096)
def _written_number(language: Language, number: int) -> str:
    return str(format_decimal(number, locale=language.locale))


@lru_cache(maxsize=101)
def _written_share(language: Language, hundredths: int) -> str:
    return str(format_percent(hundredths / 100, locale=language.locale))


@lru_cache(maxsize=8192)
def _written_date(language: Language, when: When, form: Literal["long", "medium"]) -> str:
    return _YEAR_SIGN.sub("", language.full_date(when, form=form))


@lru_cache(maxsize=64)
def _plural_forms(language: Language, one: str, many: str) -> Mapping[str, str]:
    form_of = language.locale.plural_form
    return {form_of(it): language.ngettext(one, many, it) for it in reversed(range(_ALL_PLURALS))}


def _letters(text: str) -> tuple[int, int]:
    """How many letters run from left to right, and how many from right to left.

    Where none runs from right to left, it is enough to say that there are others.
    """
    if not _RIGHT_TO_LEFT.search(text):
        return any(unicodedata.bidirectional(it) == "L" for it in text), 0
    towards = [unicodedata.bidirectional(it) for it in text]
    return towards.count("L"), towards.count("R") + towards.count("AL")


# All that Unicode has for scripts that run so, and more.
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


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

# Cyrillic letters that Unicode has not put where Ukrainian has them: г ґ, е є, и і ї й.
_AFTER = "\uffff"
_PLACES = str.maketrans(
    {"ґ": f"г{_AFTER}", "є": f"е{_AFTER}", "і": f"и{_AFTER}", "ї": f"и{_AFTER * 2}", "й": f"и{_AFTER * 3}"}
)


def dictionary_order(text: str) -> str:
    """What names are put in order by: capitals and accents count for nothing, É stands with E."""
    if text.isascii():
        return text.lower()
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_PLACES))
    return "".join(it for it in letters if not unicodedata.combining(it))
