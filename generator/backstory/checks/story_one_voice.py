"""Stories in which one voice drowns out the others."""

from collections import Counter
from collections.abc import Iterator

from backstory.checks.rule import Finding
from backstory.record import Actor
from backstory.resolve import Resolution
from backstory.text import word_count

_FEWEST_QUOTES = 3
_MOST = 0.8


def one_voice(resolution: Resolution) -> Iterator[Finding]:
    """More than four fifths of the quoted words of a story are one speaker's, or all of them.

    Stories with fewer than three quotes are let be.

    Bad:
        # stories/toll/story.yml
        quotes:
          wall:
            speaker: ilse-varga
            text: The wall must come.
            kind: indirect
            date: 2031-03-04
          flood:
            speaker: ilse-varga
            text: The flood will not wait.
            kind: indirect
            date: 2031-03-04
          money:
            speaker: ilse-varga
            text: There is no other money.
            kind: indirect
            date: 2031-03-04

    Good:
        # stories/toll/story.yml
        quotes:
          wall:
            speaker: ilse-varga
            text: The wall must come.
            kind: indirect
            date: 2031-03-04
          flood:
            speaker: ilse-varga
            text: The flood will not wait.
            kind: indirect
            date: 2031-03-04
          tenth:
            speaker: tomas-reyk
            text: The toll takes a tenth of the catch.
            kind: indirect
            date: 2031-03-04
    """
    for story in resolution.newsroom.stories:
        words: Counter[Actor] = Counter()
        quotes = [it for it in resolution.newsroom.quotes_in(story) if it.text]
        for quote in quotes:
            words[quote.speaker] += word_count(quote.text)
        if len(quotes) < _FEWEST_QUOTES:
            continue
        [(loudest, most)] = words.most_common(1)
        if most > _MOST * words.total():
            fact = f"{loudest.name} has {100 * most // words.total()} of each 100 words quoted in this story."
            remedy = "Hear the others too; or say in the text why only one speaks."
            yield Finding(resolution.place(story, "quotes"), fact, remedy)
