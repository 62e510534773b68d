"""What a process resolved the last time: taken over where nothing that it was made from has changed.

A story is made from its own files and from what it asks of others: the actors, topics and stories that it
names. Beyond that, only ids and addresses count; with other ones, everything is resolved anew.
"""

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from backstory.diagnostics import Code, Diagnostic
from backstory.folder import Content, StoryFiles
from backstory.newsroom import Newsroom
from backstory.record import Actor, Story, Topic
from backstory.references import Text, Use
from backstory.resolve_story import StoryThings
from backstory.schema.lock import LockShape
from backstory.source import Document
from backstory.text import SourceText

Named = tuple[str, str]  # kind and id
# What is said with these codes may depend on any other story: their words are looked for everywhere.
_OF_ALL = frozenset({Code.LINK_BROKEN, Code.QUOTE_NOT_VERBATIM})
_STORY_OF_LINK = re.compile(r"/(?:stories|quotes)/([^/]+)/")


class Trace(Struct):
    """What resolving a story left behind: what was said of it, and where it names something."""

    found: list[Diagnostic] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)

    @property
    def asked(self) -> frozenset[Named]:
        """Everything that it asked for."""
        stories = (_STORY_OF_LINK.match(address) for _, address in self.links)
        return frozenset(
            {(it.kind, it.id) for it in self.uses} | {("story", it[1]) for it in stories if it is not None}
        )

    @property
    def is_of_its_own(self) -> bool:
        """Whether what was said depends on nothing but what was asked for."""
        return all(it.code not in _OF_ALL for it in self.found)


class Facts(Struct, frozen=True):
    """What others may ask of a story."""

    story: Story
    document: Document
    names: Mapping[str, tuple[str, ...]]
    quote_ids: frozenset[str] | None
    claim_ids: frozenset[str]
    places: frozenset[str]
    is_held: bool
    lock: LockShape | None


class Remembered(Struct, frozen=True):
    """A story as it was resolved."""

    files: StoryFiles
    facts: Facts
    things: StoryThings
    trace: Trace
    asked: frozenset[Named]


class Memory(Struct, frozen=True):
    """Everything that was resolved. `surroundings` are the ids, addresses and settings that it was with.

    `files` are what was read of each file, by path, with the text that it was read from; `newsroom` is what
    came of it all.
    """

    surroundings: object = None
    files: Mapping[str, tuple[SourceText, object]] = field(default_factory=dict)
    actors: Mapping[str, tuple[object, Actor]] = field(default_factory=dict)
    topics: Mapping[str, tuple[object, Topic]] = field(default_factory=dict)
    stories: Mapping[str, Remembered] = field(default_factory=dict)
    newsroom: Newsroom | None = None

    def with_surroundings(self, surroundings: object) -> "Memory":
        """What still counts with these."""
        return self if surroundings == self.surroundings else Memory(surroundings, self.files)

    def unchanged(self, content: Content, changed: Iterable[Named]) -> dict[str, Remembered]:
        """The stories that would be resolved to the same, where these actors and topics have changed."""
        others = {name: it for name, it in content.stories.items() if not self._has_same_files(name, it)}
        new = {*changed, *(("story", it) for it in others)}
        kept = {name: it for name, it in self.stories.items() if name not in others}
        while gone := {name for name, it in kept.items() if not it.asked.isdisjoint(new)}:
            new = {("story", it) for it in gone}
            kept = {name: it for name, it in kept.items() if name not in gone}
        return kept

    def _has_same_files(self, name: str, files: StoryFiles) -> bool:
        return name in self.stories and self.stories[name].files == files


def surroundings_of(content: Content, *settings: object) -> object:
    """What everything is resolved with: which ids there are, and which addresses."""
    ids = (frozenset(it) for it in (content.actors, content.topics, content.stories))
    return (*ids, content.pages, frozenset(content.images.items()), *settings)


def changes(before: Mapping[str, tuple[object, object]], now: Mapping[str, object]) -> set[str]:
    """The ids of things that have come, gone, or become others."""
    came = {name for name, it in now.items() if name not in before or before[name][1] is not it}
    return came | (before.keys() - now.keys())
