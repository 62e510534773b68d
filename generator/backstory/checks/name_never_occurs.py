"""Names that a story gives to an actor, and its text does not have."""

from collections.abc import Iterator

from backstory.anchor import find, parse_selector
from backstory.checks.rule import Finding
from backstory.diagnostics import shown
from backstory.resolve import Resolution


def names_that_never_occur(resolution: Resolution) -> Iterator[Finding]:
    """An extra name that the story gives to an actor is not in its text, so that it links nothing.

    Capitals count: `the mayor` does not find “The mayor”.

    Bad:
        # stories/toll/story.yml
        actors:
          ilse-varga: [the major]
        # stories/toll/article.md
        Ilse Varga met Tomas Reyk. Then the mayor left.

    Good:
        # stories/toll/story.yml
        actors:
          ilse-varga: [the mayor]
        # stories/toll/article.md
        Ilse Varga met Tomas Reyk. Then the mayor left.
    """
    for story in resolution.newsroom.stories:
        for actor, names in resolution.names_in(story).items():
            for index, name in enumerate(names):
                if "<" not in name and not find(story.article, parse_selector(name)):
                    fact = f"“{shown(name)}” is not in the text."
                    remedy = "Write it as the text does, or take it out."
                    yield Finding(resolution.place(story, "actors", actor, "names", index), fact, remedy)
