"""All stories, newest first; and a story as a card, wherever one is listed."""

from collections.abc import Iterator
from dataclasses import dataclass

from backstory import addresses
from backstory.language import Language
from backstory.newsroom import Newsroom
from backstory.pages.edition import Edition, View, contents
from backstory.pages.feeds import feeds_of_site
from backstory.pages.marks import mark_of_story
from backstory.pages.parts import Day, Face, Link, day, face, party_link, reading_minutes
from backstory.record import Story


@dataclass(frozen=True)
class StoryCard:
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
    for topic in story.topics:
        if topic.series:
            parts = newsroom.stories_on(topic)
            number, total = parts.index(story) + 1, len(parts)
            return language.gettext("Part %(number)s of %(total)s") % {"number": number, "total": total}
    return ""


@dataclass(frozen=True, kw_only=True)
class StoriesView(View):
    """The list of stories, by year."""

    years: tuple[tuple[int, tuple[StoryCard, ...]], ...]
    summary: str


def plan_stories(edition: Edition) -> Iterator[StoriesView]:
    """The page of all stories."""
    language = edition.language
    newest_first = tuple(reversed(edition.newsroom.stories))
    years = dict.fromkeys(it.published.start.year for it in newest_first)
    total = language.count("%(num)s story", "%(num)s stories", len(newest_first))
    yield StoriesView(
        address=addresses.STORIES,
        template="stories.html",
        title=language.gettext("Stories"),
        description=language.gettext("Every story, annotated, newest first."),
        section=addresses.STORIES,
        feeds=feeds_of_site(edition),
        contents=contents(*((f"y{year}", str(year), True) for year in years)),
        years=tuple(
            (year, tuple(story_card(it, edition) for it in newest_first if it.published.start.year == year))
            for year in years
        ),
        summary=total,
    )
