"""Actors that nothing refers to."""

from collections.abc import Iterator

from backstory.checks.rule import Finding
from backstory.resolve import Resolution


def unused_actors(resolution: Resolution) -> Iterator[Finding]:
    """Nothing refers to the actor: no story lists them, and no quote, claim, event or post names them.

    Their page is published all the same, and says nothing. A link in a text counts as a use.

    Bad:
        # actors/odile-varga.yml
        name: Odile Varga
        kind: person
        description: She lands herring at Port Alder.

    Good:
        # actors/odile-varga.yml
        name: Odile Varga
        kind: person
        description: She lands herring at Port Alder.
        # stories/toll/story.yml
        actors:
          ilse-varga: []
          tomas-reyk: []
          odile-varga: [The fisher]
        # stories/toll/article.md
        Ilse Varga and Tomas Reyk listened. The fisher did not.
    """
    used = {it.id for it in resolution.uses if it.kind == "actor"} | resolution.linked_actors
    for actor in resolution.newsroom.actors:
        if actor.id not in used:
            fact = f"Nothing refers to {actor.name}."
            remedy = f"List `{actor.id}` in the `actors:` of a story that names them, or remove this file."
            yield Finding(resolution.place(actor), fact, remedy)
