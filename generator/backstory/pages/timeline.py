"""The timeline of the whole site. An event that several stories tell stands there once."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from backstory import addresses
from backstory.pages.divided import MOST, ListView, Part, by_date, division_of_section, part_pages
from backstory.pages.edition import Edition, Outline, contents
from backstory.pages.ledger import TimelinePoint, timeline
from backstory.pages.parts import Link
from backstory.record import Event
from backstory.text import normal_form


class TimelineYear(Struct, frozen=True):
    """The events of one year."""

    year: int
    points: tuple[TimelinePoint, ...]


class TimelineView(ListView, frozen=True, kw_only=True):
    """The timeline page, or a part of it."""

    years: tuple[TimelineYear, ...]


def plan_timeline(edition: Edition) -> Iterator[Outline]:
    """The page of all events, or of the last ones; a long list in parts."""
    language = edition.language
    title = language.gettext("Timeline")
    events = unique_events(edition.newsroom.events)
    parts = by_date(events, lambda it: it.date.start, addresses.TIMELINE, language)
    yield Outline(addresses.TIMELINE, title, partial(_section, edition, title, events, parts), tuple(events))
    yield from part_pages(parts, Link(title, addresses.TIMELINE), partial(_list, edition), language)


def _section(
    edition: Edition, title: str, events: Sequence[Event], parts: Sequence[Part[Event]]
) -> TimelineView:
    language = edition.language
    shown = events[-MOST:] if parts else events
    return replace(
        _list(edition, title, shown),
        summary=language.count("%(num)s event", "%(num)s events", len(events)),
        division=division_of_section(parts, len(shown), language) if parts else None,
    )


def _list(edition: Edition, title: str, events: Sequence[Event]) -> TimelineView:
    """These events, in order of date."""
    language = edition.language
    events = sorted(events, key=lambda it: it.date.sort_key())
    points = timeline(events, language, gaps=False)  # the years are headings
    by_year: dict[int, list[TimelinePoint]] = {}
    for event, point in zip(events, points, strict=True):
        by_year.setdefault(event.date.start.year, []).append(point)
    return TimelineView(
        address=addresses.TIMELINE,
        template="timeline.html",
        title=title,
        description=language.gettext("Everything that happened, across all stories, in order of date."),
        section=addresses.TIMELINE,
        contents=contents(*((f"y{year}", str(year), True) for year in by_year)),
        summary=language.count("%(num)s event", "%(num)s events", len(events)),
        years=tuple(TimelineYear(year, tuple(members)) for year, members in by_year.items()),
    )


def unique_events(events: Iterable[Event]) -> list[Event]:
    """Events in order; of those with the same date and words, the first.

    Where a story tells a day itself, its own entry is kept, and others' that point to it are not.
    """
    kept: dict[tuple[str, str], Event] = {}
    for event in events:
        kept.setdefault((event.date.text, normal_form(event.title).casefold().rstrip(".")), event)
    own = {(it.story, it.date.text) for it in kept.values() if it.told_in is None}
    return [it for it in kept.values() if (it.told_in, it.date.text) not in own]
