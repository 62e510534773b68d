"""Where renamed things were: each old address leads on to the new one, for people and for programs."""

from collections.abc import Iterator

from msgspec import Struct

from backstory import addresses
from backstory.formats import Format
from backstory.newsroom import Newsroom
from backstory.pages.edition import Edition
from backstory.record import Quote


class Redirect(Struct, frozen=True):
    """An old address on this site, where its page is now, and how that is called."""

    address: str
    target: str
    title: str


class MovedData(Struct, frozen=True):
    """An old address in the API, the kind and the former id of what was there, and what it is now."""

    kind: str
    old: str
    new: str
    target: str

    @property
    def address(self) -> str:
        """Where its data was."""
        return addresses.of_data(self.kind, self.old)


def plan_redirects(edition: Edition) -> Iterator[Redirect]:
    """Every old address of an actor, a topic, a story, a quote."""
    newsroom = edition.newsroom
    for actor in newsroom.actors:
        yield from _redirects(addresses.ACTORS, actor.formerly, addresses.of_actor(actor), actor.name)
    for topic in newsroom.topics:
        yield from _redirects("/topics/", topic.formerly, addresses.of_topic(topic), topic.name)
    for story in newsroom.stories:
        yield from _redirects(addresses.STORIES, story.formerly, addresses.of_story(story), story.headline)
    for quote in newsroom.quotes:
        yield from _redirects_to_quote(quote, addresses.QUOTES, addresses.of_quote(quote))
    if edition.publishes(Format.EMBEDS):
        yield from _redirects_of_embeds(newsroom)


def _redirects_of_embeds(newsroom: Newsroom) -> Iterator[Redirect]:
    """Frames on other sites keep showing what they showed."""
    for actor in newsroom.actors:
        yield from _redirects("/embed/actors/", actor.formerly, addresses.embed_of_actor(actor), actor.name)
    for story in newsroom.stories:
        if newsroom.events_in(story):
            target = addresses.embed_of_timeline(story)
            yield from _redirects("/embed/timelines/", story.formerly, target, story.headline)
    for claim in newsroom.claims:
        target = addresses.embed_of_claim(claim)
        for old in claim.story.formerly:
            yield Redirect(f"/embed/claims/{old}/{claim.id}/", target, claim.story.headline)
    for quote in newsroom.quotes:
        yield from _redirects_to_quote(quote, "/embed/quotes/", addresses.embed_of_quote(quote))


def plan_moved_data(edition: Edition) -> Iterator[MovedData]:
    """Every old address of the data of an actor or a story."""
    for actor in edition.newsroom.actors:
        for old in actor.formerly:
            yield MovedData("actors", old, actor.id, addresses.of_actor(actor))
    for story in edition.newsroom.stories:
        for old in story.formerly:
            yield MovedData("stories", old, story.id, addresses.of_story(story))


def _redirects(folder: str, formerly: tuple[str, ...], target: str, title: str) -> Iterator[Redirect]:
    for old in formerly:
        yield Redirect(f"{folder}{old}/", target, title)


def _redirects_to_quote(quote: Quote, folder: str, target: str) -> Iterator[Redirect]:
    """A quote has moved when it was renamed, and when its story was."""
    story = quote.story
    yield from _redirects(f"{folder}{story.id}/", quote.formerly, target, story.headline)
    for old in story.formerly:
        ids = (quote.id, *quote.formerly)
        yield from _redirects(f"{folder}{old}/", ids, target, story.headline)
