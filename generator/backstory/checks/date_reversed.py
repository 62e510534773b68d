"""Pairs of dates of which the later comes first."""

from collections.abc import Iterator

from backstory.checks.rule import Finding
from backstory.resolve import Resolution


def reversed_dates(resolution: Resolution) -> Iterator[Finding]:
    """A post was given up before it was taken, or a story brought up to date before it came out.

    Bad:
        # actors/ilse-varga.yml
        name: Ilse Varga
        kind: person
        description: Mayor of Port Alder.
        roles:
          - {role: Mayor, from: 2027-05, to: 2025-04}

    Good:
        # actors/ilse-varga.yml
        name: Ilse Varga
        kind: person
        description: Mayor of Port Alder.
        roles:
          - {role: Mayor, from: 2027-05, to: 2031-04}
    """
    for actor in resolution.newsroom.actors:
        for index, role in enumerate(actor.roles):
            if role.since and role.until and role.until.end < role.since.start:
                fact = f"The post ends ({role.until.text}) before it begins ({role.since.text})."
                yield Finding(resolution.place(actor, "roles", index, "to"), fact, "Correct one of the two.")
    for story in resolution.newsroom.stories:
        if story.updated and story.updated.end < story.published.start:
            fact = f"The story was updated before it was published, on {story.published.text}."
            yield Finding(resolution.place(story, "updated"), fact, "Correct one of the two.")
