"""What was looked up in a newsroom while something was made: with the same answers, the same would be made.

A look-up is a text, such as `quotes_by Actor ada-okoye`, and can be asked again of another newsroom.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property, lru_cache
from typing import Any, cast

from backstory.newsroom import Newsroom
from backstory.record import Actor, Claim, Quote, Story, Topic


class Lookups:
    """Notes look-ups, each once."""

    def __init__(self) -> None:
        self._noted: dict[str, None] = {}

    def note(self, lookups: Iterable[str]) -> None:
        """Note these, too."""
        for it in lookups:
            self._noted[it] = None

    @contextmanager
    def noting(self) -> Iterator[dict[str, None]]:
        """What is noted in here alone; it counts for what is around it, too."""
        around, self._noted = self._noted, {}
        try:
            yield self._noted
        finally:
            around.update(self._noted)
            self._noted = around


def watched(newsroom: Newsroom, lookups: Lookups) -> Newsroom:
    """The newsroom, with each look-up noted."""
    return cast("Newsroom", _Watched(newsroom, lookups))


class _Watched:
    """Stands in for a newsroom. What its own methods look up in it needs no note: their answer tells."""

    def __init__(self, newsroom: Newsroom, lookups: Lookups) -> None:
        self._newsroom, self._lookups = newsroom, lookups

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._newsroom, name)
        if not callable(found):
            self._lookups.note((name,))
            return found

        def look_up(thing: object) -> Any:
            self._lookups.note((f"{name} {name_of(thing)}",))
            return found(thing)

        self.__dict__[name] = look_up
        return look_up


@lru_cache(maxsize=8192)
def name_of(thing: object) -> str:
    """What look-ups call a thing of the newsroom. Raises TypeError for what nobody can look up."""
    match thing:
        case Actor() | Topic() | Story():
            return f"{type(thing).__name__} {thing.id}"
        case Quote() | Claim():
            return f"{type(thing).__name__} {thing.story.id} {thing.id}"
        case None:
            return "None"
    message = f"nothing is looked up by a {type(thing).__name__}"
    raise TypeError(message)


class Answers:
    """Asks a newsroom what was looked up in another."""

    def __init__(self, newsroom: Newsroom) -> None:
        self._newsroom = newsroom

    def to(self, lookup: str) -> Any:
        """The answer. Raises KeyError where what it is about is not there any more."""
        name, _, thing = lookup.partition(" ")
        if name not in _PUBLIC:
            raise KeyError(lookup)
        found = getattr(self._newsroom, name)
        if not thing:
            return found
        ask: Callable[[object], Any] = found
        return ask(self._things[thing])

    @cached_property
    def _things(self) -> dict[str, object]:
        room = self._newsroom
        things = (None, *room.actors, *room.topics, *room.stories, *room.quotes, *room.claims)
        return {name_of(it): it for it in things}


_PUBLIC = frozenset(it for it in (*vars(Newsroom), *Newsroom.__struct_fields__) if not it.startswith("_"))
