"""The register: everybody and everything that the stories speak of, by kind."""

from collections.abc import Iterator, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from backstory import addresses
from backstory.formats import Format
from backstory.language import dictionary_order
from backstory.pages.divided import MOST, ListView, Part, by_letter, division_of_section, part_pages
from backstory.pages.edition import Edition, Outline, contents, data_files
from backstory.pages.parts import DataFile, Face, Link, face, tally
from backstory.record import KINDS, Actor


class RegisterEntry(Struct, frozen=True):
    """An actor in the register."""

    face: Face
    description: str
    counts: str


class RegisterGroup(Struct, frozen=True):
    """The actors of one kind."""

    id: str
    title: str
    entries: tuple[RegisterEntry, ...]


class ActorsView(ListView, frozen=True, kw_only=True):
    """The register of actors, or a part of it."""

    groups: tuple[RegisterGroup, ...]
    files: tuple[DataFile, ...]


def plan_actors(edition: Edition) -> Iterator[Outline]:
    """The page of all actors; of a large register those in most stories, and all by their first letters."""
    language = edition.language
    title, actors = language.gettext("People, organisations, places"), edition.newsroom.actors
    # No actor has an address of two parts.
    parts = by_letter(actors, lambda it: it.name, f"{addresses.ACTORS}by/")
    yield Outline(addresses.ACTORS, title, partial(_section, edition, title, actors, parts), tuple(actors))
    yield from part_pages(parts, Link(title, addresses.ACTORS), partial(_list, edition), language)


def _section(
    edition: Edition, title: str, actors: Sequence[Actor], parts: Sequence[Part[Actor]]
) -> ActorsView:
    language, newsroom = edition.language, edition.newsroom
    by_stories = sorted(actors, key=lambda it: (-newsroom.number_of_stories_with(it), it.id))
    shown = by_stories[:MOST] if parts else actors
    return replace(
        _list(edition, title, shown),
        summary=language.count("%(num)s entry", "%(num)s entries", len(actors)),
        division=division_of_section(parts, len(shown), language) if parts else None,
        files=data_files(
            edition,
            Format.API,
            DataFile(addresses.ACTORS_TABLE, language.gettext("All of these as a table")),
        ),
    )


def _list(edition: Edition, title: str, actors: Sequence[Actor]) -> ActorsView:
    """These actors by kind, in order of their names."""
    language = edition.language
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
    return ActorsView(
        address=addresses.ACTORS,
        template="actors.html",
        title=title,
        description=language.gettext("Everybody and everything that the stories speak of."),
        section=addresses.ACTORS,
        contents=contents(*((it.id, it.title, True) for it in groups)),
        summary=language.count("%(num)s entry", "%(num)s entries", len(actors)),
        groups=tuple(groups),
        files=(),
    )


def _entry(actor: Actor, edition: Edition) -> RegisterEntry:
    newsroom, language = edition.newsroom, edition.language
    stories = newsroom.number_of_stories_with(actor)
    counts = (
        tally(newsroom.said_by(actor), language),
        language.count("%(num)s story", "%(num)s stories", stories) if stories else "",
    )
    return RegisterEntry(face(actor, language), actor.description, " · ".join(it for it in counts if it))
