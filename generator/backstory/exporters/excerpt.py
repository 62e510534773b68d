"""The part of the newsroom that a few stories tell of, for the export of one story or one topic."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from backstory.newsroom import Newsroom
from backstory.record import Actor, Party, Quote, Reference, Story, Topic


def excerpt(newsroom: Newsroom, stories: Iterable[Story]) -> Newsroom:
    """These stories with all that is in them, and everybody whom they name."""
    kept = frozenset(stories)
    part = replace(
        newsroom,
        stories=tuple(it for it in newsroom.stories if it in kept),
        quotes=tuple(it for it in newsroom.quotes if it.story in kept),
        claims=tuple(it for it in newsroom.claims if it.story in kept),
        events=tuple(it for it in newsroom.events if it.story in kept),
        notes=tuple(it for it in newsroom.notes if it.story in kept),
        mentions=tuple(it for it in newsroom.mentions if it.story in kept),
        appearances=tuple(it for it in newsroom.appearances if it.story in kept),
    )
    named = _with_their_posts(it for it in _parties(part) if isinstance(it, Actor))
    topics = {it for story in part.stories for it in story.topics}
    return replace(
        part,
        actors=tuple(it for it in newsroom.actors if it in named),
        topics=tuple(it for it in newsroom.topics if it in topics),
    )


def _parties(part: Newsroom) -> Iterator[Party | Topic | None]:
    yield from (it.actor for it in part.appearances)
    yield from (it.actor for it in part.mentions)
    for story in part.stories:
        yield _publisher(story.based_on)
    for quote in part.quotes:
        yield from _parties_of(quote)
    for claim in part.claims:
        yield claim.said_by
    for event in part.events:
        yield from (*event.actors, event.place)


def _parties_of(quote: Quote) -> Iterator[Party | Topic | None]:
    yield from (quote.speaker, *quote.audience, *quote.about, quote.venue, quote.via)
    yield _publisher(quote.source)
    yield from (it.publisher for it in quote.renderings)


def _publisher(reference: Reference | None) -> Party | None:
    return reference.publisher if reference else None


def _with_their_posts(actors: Iterable[Actor]) -> set[Actor]:
    """The actors, and whatever they hold posts in, and so on."""
    named: set[Actor] = set()
    waiting = list(actors)
    while waiting:
        actor = waiting.pop()
        if actor not in named:
            named.add(actor)
            waiting += [it.of for it in actor.roles if isinstance(it.of, Actor)]
    return named
