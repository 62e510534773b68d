"""The small things that many pages show: faces, dates, links, sources, counts."""

import re
from datetime import date
from functools import lru_cache

from msgspec import Struct

from backstory import addresses
from backstory.dates import Precision, When
from backstory.language import Language
from backstory.record import Actor, Party, Reference, Said, Story, Topic

_SHAPES = {"person": "person", "group": "group", "place": "place"}
_SMALL_WORDS = {"the", "of", "and", "for", "de", "der", "von", "van", "bin", "al", "la", "le"}


class Face(Struct, frozen=True):
    """An actor as a name with a monogram; `shape` says the kind without colour."""

    id: str
    name: str
    short_name: str
    address: str
    letters: str
    shape: str
    kind: str


class Day(Struct, frozen=True):
    """A date: for machines, for readers, and what must be said of how exact it is."""

    iso: str
    text: str
    short: str
    note: str = ""


class Link(Struct, frozen=True):
    """Words that lead somewhere; without an address, plain words."""

    label: str
    address: str | None = None
    archived: str | None = None

    @property
    def is_external(self) -> bool:
        """Whether it leads off this site."""
        return bool(self.address) and not self.address.startswith(("/", "#"))  # type: ignore[union-attr]


class DataFile(Struct, frozen=True):
    """A file for programs, and what is in it."""

    address: str
    holds: str

    @property
    def name(self) -> str:
        """What the file is called."""
        return self.address.rsplit("/", 1)[-1]


def monogram(actor: Actor) -> str:
    """Two letters for a name, unless the editor gave some."""
    if actor.monogram:
        return actor.monogram
    words: list[str] = [
        word for word in re.findall(r"[^\W_]+", actor.name) if word.lower() not in _SMALL_WORDS
    ]
    if len(words) > 2 and words[0].isupper():  # noqa: PLR2004 - "US State Department" is SD
        words = words[1:]
    if not words:
        return actor.name[:2].upper()
    if len(words) == 1:
        return words[0][:2].upper()
    return (words[0][0] + words[-1][0]).upper()


@lru_cache(maxsize=16384)
def face(actor: Actor, language: Language) -> Face:
    """The actor's face."""
    kinds = {
        "person": language.gettext("Person"),
        "organization": language.gettext("Organisation"),
        "government": language.gettext("Government"),
        "media": language.pgettext("one of them", "Media"),
        "place": language.gettext("Place"),
        "group": language.gettext("Group"),
    }
    shape = _SHAPES.get(actor.kind, "org")
    address = addresses.of_actor(actor)
    return Face(actor.id, actor.name, actor.short_name, address, monogram(actor), shape, kinds[actor.kind])


@lru_cache(maxsize=8192)
def day(when: When, language: Language, *, planned: bool = False) -> Day:
    """The date as pages show it."""
    closed = {Precision.DAY, Precision.MONTH, Precision.YEAR}
    iso = when.text.rstrip("?~%") if when.precision in closed else when.start.isoformat()
    note = language.how_exact(when, planned=planned)
    return Day(iso, language.day(when), language.short_day(when), note)


def role_on(actor: Actor, language: Language, *days: date) -> str:
    """The post held on the first of these days on which one is known, in words; empty where none is."""
    role = next((role for day in days if (role := actor.role_on(day))), None)
    if role is None:
        return ""
    of = role.of.short_name if isinstance(role.of, Actor) else role.of
    return language.series((role.title, of)) if of else role.title


@lru_cache(maxsize=8192)
def story_link(story: Story) -> Link:
    """The story under its short headline."""
    return Link(story.short_headline, addresses.of_story(story))


@lru_cache(maxsize=16384)
def party_link(party: Party | Topic) -> Link:
    """An actor or topic as a link, plain words as they are."""
    match party:
        case Actor():
            return Link(party.short_name, addresses.of_actor(party))
        case Topic():
            return Link(party.name, addresses.of_topic(party))
        case _:
            return Link(party)


@lru_cache(maxsize=8192)
def source_link(source: Reference | None, language: Language) -> Link:
    """A source as readers see it; what is not known is said."""
    if source is None:
        return Link(language.gettext("source not given"))
    label = source.label or language.gettext("source")
    if source.date and not source.title:
        label = language.series((label, language.short_day(source.date)))
    return Link(label, source.url, source.archived)


def tally(said: Said, language: Language) -> str:
    """What somebody said, counted: 2 quotes, 1 reported, no comment."""
    counted = [
        language.count("%(num)s quote", "%(num)s quotes", said.own) if said.own else "",
        language.count("%(num)s reported", "%(num)s reported", said.reported) if said.reported else "",
        language.count("no comment", "%(num)s times no comment", said.refused) if said.refused else "",
    ]
    return language.series(it for it in counted if it)


def reading_minutes(story: Story) -> int:
    """How long the text takes at 220 words a minute, at least one."""
    return max(1, round(story.words / 220))
