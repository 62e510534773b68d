"""The register: everybody and everything that the stories speak of, by kind."""

from collections.abc import Iterator
from dataclasses import dataclass

from backstory import addresses
from backstory.language import dictionary_order
from backstory.pages.edition import Edition, View, contents
from backstory.pages.parts import DataFile, Face, face, tally
from backstory.record import KINDS, Actor


@dataclass(frozen=True)
class RegisterEntry:
    """An actor in the register."""

    face: Face
    description: str
    counts: str


@dataclass(frozen=True)
class RegisterGroup:
    """The actors of one kind."""

    id: str
    title: str
    entries: tuple[RegisterEntry, ...]


@dataclass(frozen=True, kw_only=True)
class ActorsView(View):
    """The register of actors."""

    summary: str
    groups: tuple[RegisterGroup, ...]
    files: tuple[DataFile, ...]


def plan_actors(edition: Edition) -> Iterator[ActorsView]:
    """The page of all actors."""
    language, actors = edition.language, edition.newsroom.actors
    titles = {
        "person": language.gettext("People"),
        "group": language.gettext("Groups"),
        "organization": language.gettext("Organisations"),
        "government": language.gettext("Governments and offices"),
        "media": language.gettext("Media"),
        "place": language.gettext("Places"),
    }
    groups = []
    for kind in KINDS:
        members = sorted(
            (it for it in actors if it.kind == kind), key=lambda it: (dictionary_order(it.name), it.id)
        )
        if members:
            groups.append(RegisterGroup(kind, titles[kind], tuple(_entry(it, edition) for it in members)))
    yield ActorsView(
        address=addresses.ACTORS,
        template="actors.html",
        title=language.gettext("People, organisations, places"),
        description=language.gettext("Everybody and everything that the stories speak of."),
        section=addresses.ACTORS,
        contents=contents(*((it.id, it.title, True) for it in groups)),
        summary=language.count("%(num)s entry", "%(num)s entries", len(actors)),
        groups=tuple(groups),
        files=(DataFile(addresses.ACTORS_TABLE, language.gettext("All of these as a table")),),
    )


def _entry(actor: Actor, edition: Edition) -> RegisterEntry:
    newsroom, language = edition.newsroom, edition.language
    stories = newsroom.stories_with(actor)
    counts = (
        tally(newsroom.quotes_by(actor), language),
        language.count("%(num)s story", "%(num)s stories", len(stories)) if stories else "",
    )
    return RegisterEntry(face(actor, language), actor.description, " · ".join(it for it in counts if it))
