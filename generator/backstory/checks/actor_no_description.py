"""Actors of whom nothing is said."""

from collections.abc import Iterator

from backstory.checks.rule import Finding
from backstory.resolve import Resolution


def actors_without_description(resolution: Resolution) -> Iterator[Finding]:
    """The actor has no `description`: their card says a name, and nothing that a newcomer doesn't know.

    Bad:
        # actors/ilse-varga.yml
        name: Ilse Varga
        kind: person

    Good:
        # actors/ilse-varga.yml
        name: Ilse Varga
        kind: person
        description: Mayor of Port Alder since 2027.
    """
    for actor in resolution.newsroom.actors:
        if not actor.description:
            remedy = "Add `description:` with a sentence or two: it is what their card says."
            yield Finding(resolution.place(actor), f"{actor.name} has no description.", remedy)
