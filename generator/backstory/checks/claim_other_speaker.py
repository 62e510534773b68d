"""Claims that are ascribed to somebody else than the quote that makes them."""

from collections.abc import Iterator

from backstory.checks.rule import Finding
from backstory.diagnostics import Related
from backstory.record import Actor
from backstory.resolve import Resolution


def claims_of_another_speaker(resolution: Resolution) -> Iterator[Finding]:
    """The claim is `said_by` one, and the quote that makes it was said by another: one of the two is wrong.

    Somebody with a post in an organization may speak for it.

    Bad:
        # stories/toll/story.yml
        quotes:
          tenth:
            speaker: tomas-reyk
            text: It takes a tenth of the catch.
            kind: indirect
            date: 2031-03-04
        claims:
          tenth:
            text: The toll takes a tenth.
            said_by: ilse-varga
            status: unverified
            quote: tenth

    Good:
        # stories/toll/story.yml
        quotes:
          tenth:
            speaker: tomas-reyk
            text: It takes a tenth of the catch.
            kind: indirect
            date: 2031-03-04
        claims:
          tenth:
            text: The toll takes a tenth.
            said_by: tomas-reyk
            status: unverified
            quote: tenth
    """
    quotes = {(it.story, it.id): it for it in resolution.newsroom.quotes}
    for claim in resolution.newsroom.claims:
        quote = quotes.get((claim.story, claim.quote)) if claim.quote else None
        if quote and quote.speaker is not claim.said_by and not _speaks_for(quote.speaker, claim.said_by):
            fact = f"{quote.speaker.name} is the speaker of `{quote.id}`, not {claim.said_by.name}."
            remedy = f"Say `said_by: {quote.speaker.id}`, or name the quote that makes the claim."
            related = (Related(resolution.place(quote, "speaker"), "the quote's speaker"),)
            yield Finding(resolution.place(claim, "said_by"), fact, remedy, related)


def _speaks_for(speaker: Actor, other: Actor) -> bool:
    return any(role.of is other for role in speaker.roles)
