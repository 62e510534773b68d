"""Long lists in parts: the section's page shows some of them, and further pages all, by date or by letter.

A list that a phone opens at once stays whole. Parts have addresses that do not change when the list grows.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import groupby
from typing import Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from backstory.dates import parse_date
from backstory.language import Language, dictionary_order
from backstory.pages.edition import Outline, View
from backstory.pages.parts import Link, day

MOST = 200  # entries of one page, some 300 kB; a day that has more is one page all the same
_UNDATED = "undated"
_PERIODS = (4, 7, 10)  # letters of 2031-03-04 that say the year, the month, the day

Thing = TypeVar("Thing")
ListT = TypeVar("ListT", bound="ListView")


class Part(Struct, Generic[Thing], frozen=True):
    """A part of a list: its address, what it is called, and what is in it."""

    address: str
    name: str
    things: tuple[Thing, ...]


class PartLink(Struct, frozen=True):
    """Where a part is, and how many entries it has."""

    link: Link
    number: int


class Division(Struct, frozen=True):
    """What readers of one part are told of the whole: how much of it they see, and where the rest is.

    `parts` are all of them, on the section's page; a part leads to those `beside` it and to the section.
    """

    shown: str
    parts: tuple[PartLink, ...] = ()
    beside: tuple[Link, ...] = ()


class ListView(View, frozen=True, kw_only=True):
    """A page that lists things of one kind; `division` is None where it has them all."""

    summary: str
    division: Division | None = None
    is_list: bool = True


def by_date(
    things: Sequence[Thing], date_of: Callable[[Thing], date | None], folder: str, language: Language
) -> list[Part[Thing]]:
    """The parts of a long list by year, newest first; a long year by month, or day. None of a short list.

    `folder` is what the parts' addresses begin with.
    """
    if len(things) <= MOST:
        return []
    dated = [(when.isoformat(), it) for it in things if (when := date_of(it))]
    dated.sort(key=lambda it: it[0], reverse=True)
    parts = list(_by(_PERIODS, dated, folder, language))
    if undated := tuple(it for it in things if date_of(it) is None):
        parts.append(Part(f"{folder}{_UNDATED}/", language.gettext("Date not given"), undated))
    return parts


def _by(
    periods: Sequence[int], dated: list[tuple[str, Thing]], folder: str, language: Language
) -> Iterator[Part[Thing]]:
    """Parts by the first of the periods, those that are too long by the next."""
    letters, *shorter = periods
    for key, group in groupby(dated, key=lambda it: it[0][:letters]):
        members = list(group)
        if len(members) > MOST and shorter:
            yield from _by(shorter, members, folder, language)
        else:
            name = day(parse_date(key), language).text
            yield Part(f"{folder}{key}/", name, tuple(it for _, it in members))


def by_letter(things: Sequence[Thing], name_of: Callable[[Thing], str], folder: str) -> list[Part[Thing]]:
    """The parts of a long list by the first letters of names, in their order. None of a short list."""
    if len(things) <= MOST:
        return []
    ordered = sorted(things, key=lambda it: dictionary_order(name_of(it)))
    groups = groupby(ordered, key=lambda it: _letter(name_of(it)))
    return [
        Part(f"{folder}{it if it.isascii() else f'u{ord(it):x}'}/", it.upper(), tuple(members))
        for it, members in groups
    ]


def division_of_section(parts: Iterable[Part[Thing]], shown: int, language: Language) -> Division:
    """What the section's page says, which shows so many."""
    links = tuple(PartLink(Link(it.name, it.address), len(it.things)) for it in parts)
    total = sum(it.number for it in links)
    return Division(_so_many(shown, total, language), parts=links)


def part_pages(
    parts: Sequence[Part[Thing]],
    section: Link,
    list_: Callable[[str, Sequence[Thing]], ListT],
    language: Language,
) -> Iterator[Outline]:
    """The pages of the parts. `list_` plans the page of some of the things, with a title."""
    total = sum(len(it.things) for it in parts)
    links = [Link(it.name, it.address) for it in parts]
    for place, part in enumerate(parts):
        beside = (section, *links[max(place - 1, 0) : place], *links[place + 1 : place + 2])
        division = Division(_so_many(len(part.things), total, language), beside=beside)
        title = language.labelled(section.label, part.name)
        yield Outline(
            part.address, title, partial(_part_page, part, title, division, list_), (*part.things, division)
        )


def _part_page(
    part: Part[Thing],
    title: str,
    division: Division,
    list_: Callable[[str, Sequence[Thing]], ListT],
) -> ListT:
    return replace(list_(title, part.things), address=part.address, division=division)


def _letter(name: str) -> str:
    """The letter that a name stands under; what begins with none stands under 0."""
    first = dictionary_order(name)[:1]
    return first if first.isalpha() else "0"


def _so_many(shown: int, total: int, language: Language) -> str:
    return language.gettext("%(shown)s of %(total)s shown") % {
        "shown": language.number(shown),
        "total": language.number(total),
    }
