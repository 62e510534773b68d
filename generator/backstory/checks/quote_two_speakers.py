"""One utterance, two speakers."""

from collections.abc import Iterator

from backstory.checks.rule import Finding
from backstory.diagnostics import Related, shown
from backstory.record import Quote
from backstory.resolve import Resolution


def quotes_of_two_speakers(resolution: Resolution) -> Iterator[Finding]:
    """Two people say nearly the same words on the same day: one of them may not have said them.

    Words that somebody repeats days later are their own; so are a joint statement's.

    Bad:
        # stories/toll/story.yml
        actors:
          ilse-varga: {}
          tomas-reyk: {}
        quotes:
          the-wall:
            speaker: ilse-varga
            text: We can build the wall now
            kind: direct
            date: 2031-03-04
          the-wall-again:
            speaker: tomas-reyk
            text: We can build the wall now, or never
            kind: direct
            date: 2031-03-04
            in_text: false

    Good:
        # stories/toll/story.yml
        actors:
          ilse-varga: {}
        quotes:
          the-wall:
            speaker: ilse-varga
            text: We can build the wall now
            kind: direct
            date: 2031-03-04
    """
    newsroom = resolution.newsroom
    told: set[frozenset[Quote]] = set()
    for quote in newsroom.quotes:
        for other in newsroom.echoes_of(quote):
            pair = frozenset((quote, other))
            if other.speaker is quote.speaker or pair in told or not _may_be_one(quote, other):
                continue
            told.add(pair)
            fact = f"{other.speaker.name} says nearly the same on that day: “{shown(other.text)}”."
            remedy = "Find out who said it. If both did, `# ok: quote/two-speakers` behind the line."
            related = (Related(resolution.place(other, "speaker"), "the other speaker"),)
            yield Finding(resolution.place(quote, "speaker"), fact, remedy, related)


def _may_be_one(quote: Quote, other: Quote) -> bool:
    """Whether both may have been said on one day."""
    if not (quote.date and other.date):
        return True
    return quote.date.start <= other.date.end and other.date.start <= quote.date.end
