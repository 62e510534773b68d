"""All stories, newest first; and a story as a card, wherever one is listed."""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from backstory import addresses
from backstory.language import Language
from backstory.newsroom import Newsroom
from backstory.pages.divided import MOST, ListView, Part, by_date, division_of_section, part_pages
from backstory.pages.edition import Edition, Outline, contents, planned_once
from backstory.pages.feeds import feeds_of_site
from backstory.pages.marks import mark_of_story
from backstory.pages.parts import Day, Face, Link, day, face, party_link, reading_minutes
from backstory.record import Story


class StoryCard(Struct, frozen=True):
    """A story in a list: what it is about and how much is in it.

    By its `mark` a reader's browser knows it again, and whether something in it is new.
    """

    mark: str
    address: str
    headline: str
    short_headline: str
    summary: str
    published: Day
    counts: tuple[str, ...]
    topic: Link | None
    part: str
    speakers: tuple[Face, ...]
    is_draft: bool
    is_developing: bool
    is_withdrawn: bool


@planned_once
def story_card(story: Story, edition: Edition) -> StoryCard:
    """The card of a story."""
    newsroom, language = edition.newsroom, edition.language
    quotes = [it for it in newsroom.quotes_in(story) if it.is_verbatim]
    claims = newsroom.claims_in(story)
    minutes = reading_minutes(story)
    counts: tuple[str, ...] = (
        language.count("%(num)s min read", "%(num)s min read", minutes),
        language.count("%(num)s quote", "%(num)s quotes", len(quotes)) if quotes else "",
        language.count("%(num)s claim", "%(num)s claims", len(claims)) if claims else "",
        language.gettext("full text") if story.is_republished else "",
    )
    speakers = dict.fromkeys(it.speaker for it in quotes if it.speaker.kind == "person")
    return StoryCard(
        mark=mark_of_story(story, edition),
        address=addresses.of_story(story),
        headline=story.headline,
        short_headline=story.short_headline,
        summary="" if story.is_withdrawn else story.summary,
        published=day(story.published, language),
        counts=() if story.is_withdrawn else tuple(it for it in counts if it),
        topic=party_link(story.topics[0]) if story.topics else None,
        part=part_of_series(story, newsroom, language),
        speakers=tuple(face(it, language) for it in speakers),
        is_draft=story.status == "draft",
        is_developing=story.developing,
        is_withdrawn=story.is_withdrawn,
    )


def part_of_series(story: Story, newsroom: Newsroom, language: Language) -> str:
    """Say “Part 3 of 5”, by the first of its topics that is a series; nothing otherwise."""
    for number, total in newsroom.parts_of_series(story)[:1]:
        return language.gettext("Part %(number)s of %(total)s") % {"number": number, "total": total}
    return ""


class StoriesView(ListView, frozen=True, kw_only=True):
    """The list of stories, by year, or a part of it."""

    years: tuple[tuple[int, tuple[StoryCard, ...]], ...]


def plan_stories(edition: Edition) -> Iterator[Outline]:
    """The page of all stories, newest first; a long list in parts."""
    language = edition.language
    title, stories = language.gettext("Stories"), edition.newsroom.stories[::-1]
    # No story has an address of two parts.
    parts = by_date(stories, lambda it: it.published.start, f"{addresses.STORIES}by/", language)
    yield Outline(addresses.STORIES, title, partial(_section, edition, title, stories, parts), tuple(stories))
    yield from part_pages(parts, Link(title, addresses.STORIES), partial(_list, edition), language)


def _section(
    edition: Edition, title: str, stories: Sequence[Story], parts: Sequence[Part[Story]]
) -> StoriesView:
    language = edition.language
    shown = stories[:MOST] if parts else stories
    return replace(
        _list(edition, title, shown),
        feeds=feeds_of_site(edition),
        summary=language.count("%(num)s story", "%(num)s stories", len(stories)),
        division=division_of_section(parts, len(shown), language) if parts else None,
    )


def _list(edition: Edition, title: str, stories: Sequence[Story]) -> StoriesView:
    """These stories, newest first."""
    language = edition.language
    by_year = groupby(stories, key=lambda it: it.published.start.year)
    years = tuple((year, tuple(story_card(it, edition) for it in members)) for year, members in by_year)
    return StoriesView(
        address=addresses.STORIES,
        template="stories.html",
        title=title,
        description=language.gettext("Every story, annotated, newest first."),
        section=addresses.STORIES,
        contents=contents(*((f"y{year}", str(year), True) for year, _ in years)),
        years=years,
        summary=language.count("%(num)s story", "%(num)s stories", len(stories)),
    )
