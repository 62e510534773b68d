"""Quotations that leave out a “not” or an “if”."""

from collections.abc import Iterator

from backstory.checks.rule import Finding
from backstory.diagnostics import shown
from backstory.guard import left_out
from backstory.resolve import Resolution


def quotes_cut_short(resolution: Resolution) -> Iterator[Finding]:
    """What a quote leaves out may turn its sense: a “not” in its gap, an “if” before or behind it.

    Read in republished texts, where the words around a quote are known. `backstory verify` tells the same of
    quotes from a source's text.

    Bad:
        # stories/toll/article.md
        We will build the wall, though not this year, from the toll.

        # stories/toll/story.yml
        text: republished
        license: CC-BY-4.0
        actors: {}
        quotes:
          the-wall:
            speaker: ilse-varga
            text: We will build the wall … from the toll
            kind: direct
            date: 2031-03-04

    Good:
        # stories/toll/article.md
        We will build the wall, though not this year, from the toll.

        # stories/toll/story.yml
        text: republished
        license: CC-BY-4.0
        actors: {}
        quotes:
          the-wall:
            speaker: ilse-varga
            text: We will build the wall, though not this year, from the toll.
            kind: direct
            date: 2031-03-04
    """
    for quote in resolution.newsroom.quotes:
        if not (quote.story.is_republished and quote.is_from_source_article and quote.is_verbatim):
            continue
        for it in left_out(quote.story.article.text, quote.places, is_partial=quote.kind == "partial"):
            fact = f"The quote `{quote.id}` leaves out “{it.word}”: “{shown(it.stretch)}”."
            remedy = "Quote more, if it turns the sense. Else `# ok: quote/cut-short` behind the line."
            yield Finding(resolution.place(quote, "text"), fact, remedy)
