"""Actors that are probably one and the same."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

from backstory.checks.rule import Finding
from backstory.diagnostics import Related
from backstory.record import Actor
from backstory.resolve import Resolution

# Shorter names differ by one letter and mean two people: Ann and Anna.
_LONG = 8


def look_alikes(resolution: Resolution) -> Iterator[Finding]:
    """Two actors look like one: they have one name, names that differ by a letter, or one address elsewhere.

    Half of what is known of somebody is then on either page. `backstory merge actor` joins the two. Accents,
    capitals and the order of the words make no difference between names; one letter makes none in long ones.

    Bad:
        # actors/ilse-varga.yml
        name: Ilse Varga
        kind: person
        description: Mayor of Port Alder since 2027.
        # actors/varga-ilse.yml
        name: Varga, Ilse
        kind: person
        description: The mayor.

    Good:
        # actors/ilse-varga.yml
        name: Ilse Varga
        kind: person
        description: Mayor of Port Alder since 2027.
        aliases: ["Varga, Ilse"]
    """
    same: defaultdict[object, list[Actor]] = defaultdict(list)
    for actor in resolution.newsroom.actors:
        for sign in dict.fromkeys(_signs(actor)):
            same[sign].append(actor)
    told: set[tuple[str, str]] = set()
    for first, *others in same.values():
        for other in others:
            if (first.id, other.id) not in told:
                told.add((first.id, other.id))
                yield _finding(resolution, first, other)


def _signs(actor: Actor) -> Iterable[object]:
    """What two actors that are one would have in common."""
    yield from actor.same_as
    words = sorted("".join(it if it.isalnum() else " " for it in _plain(actor.name)).split())
    name = " ".join(words)
    yield actor.kind, name
    if len(name) >= _LONG and not any(it.isdigit() for it in name):
        # Names that differ by one letter have one text in common when each loses a letter.
        yield from ((actor.kind, name[:at] + name[at + 1 :]) for at in range(len(name)))


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name)
    return "".join(it for it in letters if not unicodedata.combining(it)).casefold()


def _finding(resolution: Resolution, first: Actor, other: Actor) -> Finding:
    fact = f"{other.name} (`{other.id}`) and {first.name} (`{first.id}`) look like one actor."
    remedy = f"If they are: `backstory merge actor {other.id} {first.id}`."
    return Finding(
        resolution.place(other), fact, remedy, (Related(resolution.place(first), "the other one"),)
    )
