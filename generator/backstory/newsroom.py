"""The resolved graph: every id is an object, every link has its reverse.

The objects of `record.py` point forward only; the `Newsroom` answers the way back: the quotes of a story,
by a speaker, about somebody.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property
from operator import attrgetter
from typing import TypeVar

from msgspec import Struct, field

from backstory.echoes import Echoes
from backstory.record import (
    Actor,
    Appearance,
    Claim,
    Event,
    Mention,
    Note,
    Quote,
    Redaction,
    Related,
    Reliance,
    Rendering,
    Said,
    Story,
    Topic,
)

Thing = TypeVar("Thing")


def _by_one(things: Iterable[Thing], key: Callable[[Thing], object]) -> dict[object, tuple[Thing, ...]]:
    """Things by the one that each belongs to."""
    groups: defaultdict[object, list[Thing]] = defaultdict(list)
    for thing in things:
        groups[key(thing)].append(thing)
    return {name: tuple(members) for name, members in groups.items()}


def _grouped(
    things: Iterable[Thing], key: Callable[[Thing], Iterable[object]]
) -> dict[object, tuple[Thing, ...]]:
    """Things by all that each belongs to."""
    groups: defaultdict[object, list[Thing]] = defaultdict(list)
    for thing in things:
        for name in dict.fromkeys(key(thing)):
            groups[name].append(thing)
    return {name: tuple(members) for name, members in groups.items()}


class Newsroom(Struct, frozen=True, dict=True):
    """All that is published, each list in its own order; look-ups answer what leads where."""

    actors: tuple[Actor, ...] = ()
    topics: tuple[Topic, ...] = ()
    stories: tuple[Story, ...] = ()  # oldest first
    quotes: tuple[Quote, ...] = ()  # by story, then as listed
    claims: tuple[Claim, ...] = ()
    reliances: tuple[Reliance, ...] = ()
    events: tuple[Event, ...] = ()
    notes: tuple[Note, ...] = ()
    mentions: tuple[Mention, ...] = ()
    appearances: tuple[Appearance, ...] = ()
    related: dict[str, tuple[Related, ...]] = field(default_factory=dict)
    redactions: tuple[Redaction, ...] = ()  # what was taken down, and the quotes of withdrawn stories

    def quotes_in(self, story: Story) -> tuple[Quote, ...]:
        """As the story lists them."""
        return self._quotes_by_story.get(story, ())

    def quotes_by(self, actor: Actor) -> tuple[Quote, ...]:
        """What they said, oldest first."""
        return self._quotes_by_speaker.get(actor, ())

    def said_by(self, actor: Actor) -> Said:
        """How much that is."""
        return Said.of(self.quotes_by(actor))

    def neighbours_of(self, quote: Quote) -> tuple[Quote | None, Quote | None]:
        """What its speaker said before it, and after it."""
        said = self.quotes_by(quote.speaker)
        place = said.index(quote)
        return said[place - 1] if place else None, said[place + 1] if place + 1 < len(said) else None

    def quotes_about(self, subject: Actor | Topic) -> tuple[Quote, ...]:
        """What was said about them, oldest first."""
        return self._quotes_by_subject.get(subject, ())

    def quotes_to(self, actor: Actor) -> tuple[Quote, ...]:
        """What was said to them, oldest first."""
        return self._quotes_by_audience.get(actor, ())

    def quotes_carried_by(self, actor: Actor) -> tuple[Quote, ...]:
        """The quotes that an outlet relayed, beyond those of its own article that a story is based on."""
        return self._quotes_by_carrier.get(actor, ())

    def renderings_by(self, actor: Actor) -> tuple[tuple[Quote, Rendering], ...]:
        """The quotes that an outlet carried in words of its own, and these words."""
        return self._renderings_by_publisher.get(actor, ())

    def echoes_of(self, quote: Quote) -> tuple[Quote, ...]:
        """The quotes elsewhere that have its words, or nearly, oldest first."""
        return self._echoes.of(quote)

    def claims_in(self, story: Story) -> tuple[Claim, ...]:
        """As the story lists them."""
        return self._claims_by_story.get(story, ())

    def claims_by(self, actor: Actor) -> tuple[Claim, ...]:
        """By story, oldest first."""
        return self._claims_by_speaker.get(actor, ())

    def claims_moved_by(self, story: Story) -> tuple[Claim, ...]:
        """The claims of other stories whose log names this story."""
        return self._claims_by_log.get(story, ())

    def reliances_of(self, story: Story) -> tuple[Reliance, ...]:
        """The claims of other stories that a story leans on, as listed."""
        return self._reliances_by_story.get(story, ())

    def reliances_on(self, claim: Claim) -> tuple[Reliance, ...]:
        """The stories that lean on a claim, oldest first."""
        return self._reliances_by_claim.get(claim, ())

    def claims_made_in(self, quote: Quote) -> tuple[Claim, ...]:
        """The claims that a quote makes, as far as they are written down."""
        return tuple(it for it in self.claims_in(quote.story) if it.quote == quote.id)

    def events_in(self, story: Story) -> tuple[Event, ...]:
        """The story's timeline, in order of date."""
        return self._events_by_story.get(story, ())

    def events_on(self, topic: Topic) -> tuple[Event, ...]:
        """Those of its stories, in order of date."""
        return self._events_by_topic.get(topic, ())

    def events_with(self, actor: Actor) -> tuple[Event, ...]:
        """The events that name an actor, or happened there, in order of date."""
        return self._events_by_actor.get(actor, ())

    def notes_in(self, story: Story) -> tuple[Note, ...]:
        """In the order of the text."""
        return self._notes_by_story.get(story, ())

    def mentions_in(self, story: Story) -> tuple[Mention, ...]:
        """In the order of the text."""
        return self._mentions_by_story.get(story, ())

    def mentions_of(self, actor: Actor) -> tuple[Mention, ...]:
        """By story, oldest first, then in the order of the text."""
        return self._mentions_by_actor.get(actor, ())

    def appearances_in(self, story: Story) -> tuple[Appearance, ...]:
        """Who is in it, in order of appearance in the text, then as listed."""
        return self._appearances_by_story.get(story, ())

    def redactions_in(self, story: Story) -> tuple[Redaction, ...]:
        """What was taken down of a story, as listed; all its quotes, where it was withdrawn."""
        return self._redactions_by_story.get(story, ())

    def related_to(self, story: Story) -> tuple[Related, ...]:
        """Its further reading, as listed."""
        return self.related.get(story.id, ())

    @cached_property
    def is_empty(self) -> bool:
        """Whether there is no story."""
        return not self.stories

    @cached_property
    def newest_day(self) -> dt.date | None:
        """The last day on which a story came out."""
        return max((it.published.start for it in self.stories), default=None)

    def last_change(self, story: Story) -> dt.date:
        """The newest of all dates on which readers could see something new in the story."""
        return self._last_changes[story]

    @cached_property
    def _last_changes(self) -> dict[Story, dt.date]:
        return {it: self._newest_date_in(it) for it in self.stories}

    def _newest_date_in(self, story: Story) -> dt.date:
        dates = [story.published, story.updated, *(it.date for it in (*story.corrections, *story.changes))]
        dates += [it.date for claim in self.claims_in(story) for it in claim.log]
        return max(it.start for it in dates if it)

    def last_change_of(self, subject: Actor | Quote | Story | Topic | None) -> dt.date | None:
        """The same of whatever a page is about: of the stories in it. `None` is the whole site."""
        match subject:
            case Story():
                return self.last_change(subject)
            case Quote():
                return self.last_change(subject.story)
            case Actor():
                stories = self.stories_with(subject)
            case Topic():
                stories = self.stories_on(subject)
            case _:
                stories = self.stories
        return max((self.last_change(it) for it in stories), default=None)

    def stories_with(self, actor: Actor) -> tuple[Story, ...]:
        """Oldest first."""
        return tuple(it.story for it in self._appearances_by_actor.get(actor, ()))

    def number_of_stories_with(self, actor: Actor) -> int:
        """How many they are."""
        return len(self._appearances_by_actor.get(actor, ()))

    def parts_of_series(self, story: Story) -> tuple[tuple[int, int], ...]:
        """Which part it is of each series that it is in, and of how many."""
        series = (self.stories_on(it) for it in story.topics if it.series)
        return tuple((parts.index(story) + 1, len(parts)) for parts in series)

    def stories_on(self, topic: Topic) -> tuple[Story, ...]:
        """Oldest first: for a series, its parts in order."""
        return self._stories_by_topic.get(topic, ())

    def stories_pointing_to(self, story: Story) -> tuple[Story, ...]:
        """The other stories whose notes, events, claims or reading lists lead to this one."""
        return self._stories_by_target.get(story, ())

    @cached_property
    def _quotes_by_story(self) -> dict[object, tuple[Quote, ...]]:
        return _by_one(self.quotes, attrgetter("story"))

    @cached_property
    def _by_date(self) -> list[Quote]:
        return sorted(self.quotes, key=Quote.sort_key)

    @cached_property
    def _echoes(self) -> Echoes:
        return Echoes(self.quotes)

    def settle(self) -> None:
        """Find out what takes much memory to be found out: for who makes no other newsroom of this one."""
        self._echoes.settle()

    def take_over(self, before: "Newsroom") -> None:
        """Take over what was found out about an earlier newsroom, of which most is here, too."""
        if "_echoes" in vars(before):
            vars(self)["_echoes"] = before._echoes.renewed(self.quotes)  # noqa: SLF001 - one of its own kind

    @cached_property
    def _quotes_by_speaker(self) -> dict[object, tuple[Quote, ...]]:
        return _by_one(self._by_date, attrgetter("speaker"))

    @cached_property
    def _quotes_by_subject(self) -> dict[object, tuple[Quote, ...]]:
        return _grouped(self._by_date, lambda it: it.about)

    @cached_property
    def _quotes_by_audience(self) -> dict[object, tuple[Quote, ...]]:
        return _grouped(self._by_date, lambda it: it.audience)

    @cached_property
    def _quotes_by_carrier(self) -> dict[object, tuple[Quote, ...]]:
        def carriers(quote: Quote) -> list[object]:
            source = None if quote.is_from_source_article else quote.source
            return [source.publisher if source else None, quote.via]

        return _grouped(self._by_date, carriers)

    @cached_property
    def _renderings_by_publisher(self) -> dict[object, tuple[tuple[Quote, Rendering], ...]]:
        renderings = [(quote, it) for quote in self._by_date for it in quote.renderings]
        return _grouped(renderings, lambda it: [it[1].publisher])

    @cached_property
    def _claims_by_story(self) -> dict[object, tuple[Claim, ...]]:
        return _by_one(self.claims, attrgetter("story"))

    @cached_property
    def _claims_by_speaker(self) -> dict[object, tuple[Claim, ...]]:
        return _by_one(self.claims, attrgetter("said_by"))

    @cached_property
    def _claims_by_log(self) -> dict[object, tuple[Claim, ...]]:
        return _grouped(
            self.claims, lambda it: [entry.story for entry in it.log if entry.story is not it.story]
        )

    @cached_property
    def _reliances_by_story(self) -> dict[object, tuple[Reliance, ...]]:
        return _by_one(self.reliances, attrgetter("story"))

    @cached_property
    def _reliances_by_claim(self) -> dict[object, tuple[Reliance, ...]]:
        return _by_one(self.reliances, attrgetter("claim"))

    @cached_property
    def _events_by_story(self) -> dict[object, tuple[Event, ...]]:
        return _by_one(self.events, attrgetter("story"))

    @cached_property
    def _events_by_topic(self) -> dict[object, tuple[Event, ...]]:
        return _grouped(self.events, lambda it: it.story.topics)

    @cached_property
    def _events_by_actor(self) -> dict[object, tuple[Event, ...]]:
        return _grouped(self.events, lambda it: [*it.actors, it.place])

    @cached_property
    def _notes_by_story(self) -> dict[object, tuple[Note, ...]]:
        return _by_one(self.notes, attrgetter("story"))

    @cached_property
    def _redactions_by_story(self) -> dict[object, tuple[Redaction, ...]]:
        return _by_one(self.redactions, attrgetter("story"))

    @cached_property
    def _mentions_by_story(self) -> dict[object, tuple[Mention, ...]]:
        return _by_one(self.mentions, attrgetter("story"))

    @cached_property
    def _mentions_by_actor(self) -> dict[object, tuple[Mention, ...]]:
        return _by_one(self.mentions, attrgetter("actor"))

    @cached_property
    def _appearances_by_story(self) -> dict[object, tuple[Appearance, ...]]:
        return _by_one(self.appearances, attrgetter("story"))

    @cached_property
    def _appearances_by_actor(self) -> dict[object, tuple[Appearance, ...]]:
        return _by_one(self.appearances, attrgetter("actor"))

    @cached_property
    def _stories_by_topic(self) -> dict[object, tuple[Story, ...]]:
        return _grouped(self.stories, lambda it: it.topics)

    @cached_property
    def _stories_by_target(self) -> dict[object, tuple[Story, ...]]:
        def targets(story: Story) -> list[object]:
            return [
                target
                for target in (
                    *(it.told_in for it in self.events_in(story)),
                    *(it.told_in for it in self.notes_in(story)),
                    *(entry.story for claim in self.claims_in(story) for entry in claim.log),
                    *(it.story for it in self.related.get(story.id, ())),
                )
                if target is not story
            ]

        return _grouped(self.stories, targets)
