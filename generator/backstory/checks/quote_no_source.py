"""Quotes that nobody can look up."""

from collections.abc import Iterator

from backstory.checks.rule import Finding
from backstory.resolve import Resolution


def quotes_without_source(resolution: Resolution) -> Iterator[Finding]:
    """Neither the quote nor its story says where the words can be looked up.

    Bad:
        # stories/toll/story.yml
        quotes:
          build-the-wall:
            speaker: ilse-varga
            text: We can build the wall now
            kind: direct
            date: 2031-03-04

    Good:
        # stories/toll/story.yml
        based_on: {title: Council votes, url: "https://gazette.example/toll"}
        quotes:
          build-the-wall:
            speaker: ilse-varga
            text: We can build the wall now
            kind: direct
            date: 2031-03-04
    """
    for quote in resolution.newsroom.quotes:
        if quote.story.is_republished and quote.is_from_source_article:
            continue  # the words stand on the page itself
        if quote.source is None or not quote.source.label:
            remedy = "Add `source: https://…` here, or `based_on:` to the story."
            yield Finding(resolution.place(quote), f"The quote `{quote.id}` has no source.", remedy)
