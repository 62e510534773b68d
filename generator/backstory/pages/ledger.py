"""Claims and events as rows: what was said to be so and what became of it; what happened when."""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from backstory import addresses
from backstory.dates import Precision
from backstory.language import Language
from backstory.pages.edition import Edition, planned_once
from backstory.pages.marks import mark_of, mark_of_entry
from backstory.pages.parts import Day, Face, Link, day, face, party_link, source_link, story_link
from backstory.record import Claim, Event, Reference, Reliance, Story

_MARKS = {
    "open": "hourglass",
    "confirmed": "check",
    "unverified": "unverified",
    "disputed": "disputed",
    "false": "cross",
    "did_not_happen": "none",
    "outdated": "overtaken",
    "retracted": "back",
}
# Without an event for so many years, a timeline shows a gap.
_GAP_YEARS = 2


class Chip(Struct, frozen=True):
    """A claim's status in a word, with its mark."""

    status: str
    label: str
    mark: str


class LedgerEntry(Struct, frozen=True):
    """What became known of a claim on a day."""

    mark: str
    day: Day
    chip: Chip
    text: str
    links: tuple[Link, ...]


class Relying(Struct, frozen=True):
    """A story that leans on a claim; when it was reviewed, where the claim's status has changed since it."""

    story: Link
    reviewed: Day | None


class ClaimRow(Struct, frozen=True):
    """A claim, its status now, and its history, oldest entry first."""

    id: str
    mark: str
    chip: Chip
    first_chip: Chip
    has_moved: bool
    since: Day
    text: str
    said_by: Face
    said_on: Day
    why: str
    evidence: tuple[Link, ...]
    log: tuple[LedgerEntry, ...]
    relying: tuple[Relying, ...]
    story: Link
    topics: tuple[str, ...]
    base: str
    address: str
    place: str | None
    quote: str | None


def status_word(status: str, language: Language) -> str:
    """The status in words."""
    return {
        "open": language.gettext("Open"),
        "confirmed": language.gettext("Confirmed"),
        "unverified": language.gettext("Unverified"),
        "disputed": language.gettext("Disputed"),
        "false": language.gettext("False"),
        "did_not_happen": language.gettext("Did not happen"),
        "outdated": language.gettext("Overtaken by events"),
        "retracted": language.gettext("Retracted"),
    }[status]


def chip(status: str, language: Language) -> Chip:
    """The chip of a status."""
    return Chip(status, status_word(status, language), _MARKS[status])


@planned_once
def claim_row(claim: Claim, edition: Edition) -> ClaimRow:
    """The row of a claim."""
    language = edition.language
    quote = f"#quote-{claim.quote}" if claim.quote else None
    return ClaimRow(
        id=claim.id,
        mark=mark_of(claim),
        chip=chip(claim.status, language),
        first_chip=chip(claim.first_status, language),
        has_moved=bool(claim.log),
        since=day(claim.status_date, language),
        text=claim.text,
        said_by=face(claim.said_by, language),
        said_on=day(claim.story.published, language),
        why=claim.why or "",
        evidence=_links(claim.evidence, language),
        log=tuple(
            LedgerEntry(
                mark_of_entry(it, claim),
                day(it.date, language),
                chip(it.status, language),
                it.text,
                ((story_link(it.story),) if it.story else ()) + _links(it.evidence, language),
            )
            for it in claim.log
        ),
        relying=_relying(edition.newsroom.reliances_on(claim), language),
        story=story_link(claim.story),
        topics=tuple(it.id for it in claim.story.topics),
        base=addresses.of_story(claim.story),
        address=addresses.of_claim(claim),
        place=f"#{addresses.place_of_claim(claim)}" if claim.place else None,
        quote=f"{addresses.of_story(claim.story)}{quote}" if quote else None,
    )


def row_beside(claim: Claim, story: Story, edition: Edition) -> ClaimRow:
    """The same on the page of a story that leans on the claim, which need not be named there."""
    others = (it for it in edition.newsroom.reliances_on(claim) if it.story is not story)
    return replace(claim_row(claim, edition), relying=_relying(others, edition.language))


def _relying(reliances: Iterable[Reliance], language: Language) -> tuple[Relying, ...]:
    return tuple(
        Relying(story_link(it.story), day(it.reviewed, language) if it.reviewed and it.changes else None)
        for it in reliances
    )


def _links(references: Iterable[Reference], language: Language) -> tuple[Link, ...]:
    return tuple(source_link(it, language) for it in references)


class TimelinePoint(Struct, frozen=True):
    """An event on a timeline. `gap` says how many years without events lie before it, or is empty.

    `is_this_story` is the first event of the day of the story being read: the one that carries the tag.
    """

    id: str
    mark: str
    day: Day
    shape: str
    title: str
    actors: tuple[Link, ...]
    place: Link | None
    source: Link | None
    links: tuple[Link, ...]
    gap: str
    is_this_story: bool


def timeline(
    events: Iterable[Event], language: Language, *, this: Story | None = None, gaps: bool = True
) -> tuple[TimelinePoint, ...]:
    """Events in order of date, with the long gaps between them. `this` is the story being read."""
    points: list[TimelinePoint] = []
    before: Event | None = None
    is_tagged = False
    for event in events:
        years = (event.date.start - before.date.end).days // 365 if before and gaps else 0
        gap = (
            language.count("%(num)s year later", "%(num)s years later", years) if years >= _GAP_YEARS else ""
        )
        points.append(_point(event, language, gap, this, is_tagged=is_tagged))
        is_tagged |= points[-1].is_this_story
        before = event
    return tuple(points)


def _point(
    event: Event, language: Language, gap: str, this: Story | None, *, is_tagged: bool
) -> TimelinePoint:
    told_in = [it for it in (event.told_in, None if this else event.story) if it and it is not this]
    is_now = this is not None and event.date.is_exact and event.date.start == this.published.start
    is_now = is_now and not event.planned and event.told_in is None
    place = event.place if event.place not in event.actors else None
    is_span = event.date.precision is Precision.INTERVAL
    shape = "plan" if event.planned or is_span else "day" if event.date.is_exact else "approx"
    return TimelinePoint(
        id=event.id,
        mark=mark_of(event),
        day=day(event.date, language, planned=event.planned),
        shape="this" if is_now else shape,
        title=event.title,
        actors=tuple(party_link(it) for it in event.actors),
        place=party_link(place) if place else None,
        source=source_link(event.source, language) if event.source else None,
        links=tuple(story_link(it) for it in dict.fromkeys(told_in)),
        gap=gap,
        is_this_story=is_now and not is_tagged,
    )
