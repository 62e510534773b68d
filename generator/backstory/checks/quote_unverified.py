"""Direct quotes that nobody has compared with their source."""

from collections.abc import Iterator

from backstory.checks.rule import Finding
from backstory.resolve import Resolution


def unverified_quotes(resolution: Resolution) -> Iterator[Finding]:
    """A quote in the speaker's own words was not compared with its source.

    Off, unless a site asks for it: `quote/unverified: error` publishes no direct quote that is not proven.

    Bad:
        # stories/toll/story.yml
        quotes:
          too-late:
            speaker: ilse-varga
            text: The wall comes late
            kind: direct
            date: 2031-03-04

    Good:
        # stories/toll/story.yml
        quotes:
          too-late:
            speaker: ilse-varga
            text: The wall would come late.
            kind: indirect
            date: 2031-03-04
    """
    for quote in resolution.newsroom.quotes:
        if quote.is_verbatim and quote.verification == "unverified":
            fact = f"The words of the quote `{quote.id}` were not compared with their source."
            remedy = f"Prove it: `backstory verify {quote.story.id} --source-text FILE`."
            yield Finding(resolution.place(quote), fact, remedy)
