"""A topic: its stories as an arc, who is in them, what is known, what happened when."""

from collections.abc import Iterator

from backstory import addresses
from backstory.pages.edition import Edition, View, contents
from backstory.pages.feeds import feeds_of
from backstory.pages.home import Bar, most_quoted
from backstory.pages.ledger import ClaimRow, TimelinePoint, claim_row, timeline
from backstory.pages.statement import Statement, statement
from backstory.pages.stories import StoryCard, story_card
from backstory.pages.timeline import unique_events
from backstory.record import Topic


class TopicView(View, frozen=True, kw_only=True):
    """A topic's page."""

    name: str
    words: str
    is_series: bool
    stories: tuple[StoryCard, ...]
    most_quoted: tuple[Bar, ...]
    claims: tuple[ClaimRow, ...]
    about: tuple[Statement, ...]
    timeline: tuple[TimelinePoint, ...]


def plan_topic_pages(topic: Topic, edition: Edition) -> Iterator[TopicView]:
    """The page of a topic."""
    newsroom, language = edition.newsroom, edition.language
    _ = language.gettext
    stories = newsroom.stories_on(topic)
    quotes = [it for story in stories for it in newsroom.quotes_in(story) if it.is_verbatim]
    claims = tuple(claim_row(it, edition) for story in stories for it in newsroom.claims_in(story))
    points = timeline(unique_events(newsroom.events_on(topic)), language)
    about = newsroom.quotes_about(topic)
    yield TopicView(
        address=addresses.of_topic(topic),
        template="topic.html",
        title=topic.name,
        description=topic.description or topic.name,
        section=addresses.STORIES,
        label=_("Topic"),
        subject=topic,
        feeds=feeds_of(topic, edition),
        contents=contents(
            ("stories", _("Stories"), bool(stories)),
            ("most", _("Most quoted"), bool(quotes)),
            ("claims", _("What is known, what is open"), bool(claims)),
            ("about", _("Said about it"), bool(about)),
            ("timeline", _("Timeline"), bool(points)),
        ),
        name=topic.name,
        words=topic.description,
        is_series=topic.series,
        stories=tuple(story_card(it, edition) for it in stories),
        most_quoted=most_quoted(quotes, edition),
        claims=claims,
        about=tuple(statement(it, edition) for it in about),
        timeline=points,
    )
