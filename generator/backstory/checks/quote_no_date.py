"""Quotes that were said nobody knows when."""

from collections.abc import Iterator

from backstory.checks.rule import Finding
from backstory.resolve import Resolution


def quotes_without_date(resolution: Resolution) -> Iterator[Finding]:
    """The quote has no `date`: it is then shown under the day of the story, which may be a later one.

    The day also says which post the speaker held. `2031-03`, `2031` and `2031-03-04?` will do.

    Bad:
        # stories/toll/story.yml
        quotes:
          build-the-wall:
            speaker: ilse-varga
            text: We can build the wall now
            kind: direct

    Good:
        # stories/toll/story.yml
        quotes:
          build-the-wall:
            speaker: ilse-varga
            text: We can build the wall now
            kind: direct
            date: 2031-03-04
    """
    for quote in resolution.newsroom.quotes:
        if quote.date is None:
            remedy = "Add `date:` with the day on which it was said, as closely as it is known."
            yield Finding(resolution.place(quote), f"The quote `{quote.id}` has no date.", remedy)
