"""Home: the story to begin with, the arc it belongs to, all stories, who speaks most, what was said last."""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import pairwise

from msgspec import Struct

from backstory import addresses
from backstory.formats import Format
from backstory.newsroom import Newsroom
from backstory.pages.edition import Edition, Outline, View, data_files
from backstory.pages.feeds import feeds_of_site
from backstory.pages.parts import DataFile, Day, Face, Link, day, face, story_link
from backstory.pages.statement import Statement, statement
from backstory.pages.stories import StoryCard, story_card
from backstory.record import Quote, Story, Topic

_FACES, _MOST_QUOTED, _LATEST = 6, 5, 4
_MOST_STORIES, _MOST_ARCS = 60, 12


class ArcPoint(Struct, frozen=True):
    """A story as a dot on the line of its series; `skips` says that more than a year follows without one."""

    link: Link
    day: Day
    skips: bool


class Arc(Struct, frozen=True):
    """A series as a line of dots."""

    topic: Link
    description: str
    points: tuple[ArcPoint, ...]


class Bar(Struct, frozen=True):
    """Somebody, and a number next to the largest one: `share` is between 0 and 1."""

    face: Face
    number: str
    share: str


class HomeView(View, frozen=True, kw_only=True):
    """The home page."""

    lead: StoryCard | None
    lead_faces: tuple[Face, ...]
    pull: Statement | None
    arcs: tuple[Arc, ...]
    stories: tuple[StoryCard, ...]
    most_quoted: tuple[Bar, ...]
    latest: tuple[Statement, ...]
    quote_total: str
    files: tuple[DataFile, ...]


def plan_home(edition: Edition) -> Iterator[Outline]:
    """The home page."""
    yield Outline(addresses.HOME, edition.site_name, partial(_home, edition))


def _home(edition: Edition) -> HomeView:
    newsroom, language = edition.newsroom, edition.language
    shown = [it for it in newsroom.stories if not it.is_withdrawn]
    lead = next((it for it in reversed(shown) if it.featured), shown[-1] if shown else None)
    own_words = [it for it in newsroom.quotes if it.is_verbatim]
    card = story_card(lead, edition) if lead else None
    pull = _pull_quote(lead, edition) if lead else None
    latest = sorted(own_words, key=Quote.sort_key)[::-1][:_LATEST]
    return HomeView(
        address=addresses.HOME,
        template="home.html",
        title=edition.site_name,
        description=lead.summary if lead else language.gettext("Stories, annotated."),
        section=addresses.HOME,
        is_list=True,
        feeds=feeds_of_site(edition),
        lead=card,
        lead_faces=card.speakers[:_FACES] if card else (),
        pull=statement(pull, edition) if pull else None,
        arcs=tuple(_arc(it, edition) for it in _series(newsroom)[:_MOST_ARCS]),
        stories=tuple(
            story_card(it, edition) for it in [it for it in reversed(shown) if it is not lead][:_MOST_STORIES]
        ),
        most_quoted=most_quoted(own_words, edition),
        latest=tuple(statement(it, edition) for it in latest),
        quote_total=language.count("One statement", "All %(num)s statements", len(newsroom.quotes)),
        files=data_files(
            edition,
            Format.API,
            DataFile(addresses.INDEX_DATA, language.gettext("All stories, people and topics")),
            DataFile(addresses.OPENAPI, language.gettext("What else there is as data")),
        ),
    )


def _series(newsroom: Newsroom) -> list[Topic]:
    """The series that go on; of many, those first that had a part last."""
    found = [it for it in newsroom.topics if it.series and len(newsroom.stories_on(it)) > 1]
    if len(found) > _MOST_ARCS:
        found.sort(key=lambda it: newsroom.stories_on(it)[-1].sort_key(), reverse=True)
    return found


def _pull_quote(story: Story, edition: Edition) -> Quote | None:
    """The quote to set large: somebody's own words, best the ones that several outlets carried."""
    quotes = [it for it in edition.newsroom.quotes_in(story) if it.is_verbatim]
    return max(quotes, key=lambda it: (len(it.renderings), it.kind == "direct"), default=None)


def _arc(topic: Topic, edition: Edition) -> Arc:
    stories = edition.newsroom.stories_on(topic)
    years = [it.published.start.year for it in stories]
    skips = [after - year > 1 for year, after in pairwise(years)] + [False]
    points = tuple(
        ArcPoint(story_link(story), day(story.published, edition.language), skip)
        for story, skip in zip(stories, skips, strict=True)
    )
    return Arc(Link(topic.name, addresses.of_topic(topic)), topic.description, points)


def most_quoted(quotes: list[Quote], edition: Edition) -> tuple[Bar, ...]:
    """Who is quoted most, by number, then by name."""
    counted = Counter(it.speaker for it in quotes)
    ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0].name))[:_MOST_QUOTED]
    if not ranked:
        return ()
    most = ranked[0][1]
    language = edition.language
    return tuple(
        Bar(
            face(actor, language),
            language.count("%(num)s quote", "%(num)s quotes", number),
            f"{number / most:.2f}",
        )
        for actor, number in ranked
    )
