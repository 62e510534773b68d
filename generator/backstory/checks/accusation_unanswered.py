"""Accusations without the answer of those who are accused."""

import re
from collections.abc import Iterator

from backstory.checks.rule import Finding
from backstory.record import Actor, Quote
from backstory.resolve import Resolution

# English words that accuse; the beginning of a word is enough.
_ACCUSES = re.compile(
    r"\b(?:accus|blam(?:e|ing)|l(?:ie[ds]|iar|ying)\b|fraud|crim(?:e|inal)|corrupt|guilt|st(?:eal|ole|olen)\b"
    r"|theft|cheat|murder|violat|illegal|unlawful|abus|brib|betray|sabotag|deceiv|mislead|misled"
    r"|cover(?:ed)?[- ]up)",
    re.IGNORECASE,
)
_CAN_ANSWER = {"person", "organization", "government", "media", "group"}


def unanswered_accusations(resolution: Resolution) -> Iterator[Finding]:
    """Somebody is accused in a quote, and the story has no word of theirs.

    An accusation is a quote `about` somebody that has an accusing word in its text or its verb; the rule
    knows English words. Ask them; `kind: no_comment` and `kind: no_response` record that you did.

    Bad:
        # stories/toll/story.yml
        quotes:
          figures:
            speaker: tomas-reyk
            text: The mayor lied about the figures
            kind: direct
            date: 2031-03-04
            about: [ilse-varga]

    Good:
        # stories/toll/story.yml
        quotes:
          figures:
            speaker: tomas-reyk
            text: The mayor lied about the figures
            kind: direct
            date: 2031-03-04
            about: [ilse-varga]
          no-answer:
            speaker: ilse-varga
            kind: no_comment
            date: 2031-03-05
    """
    spoke = {(it.story, it.speaker) for it in resolution.newsroom.quotes}
    for quote in resolution.newsroom.quotes:
        for index, accused in enumerate(quote.about):
            is_unheard = _is_somebody_else(accused, quote) and (quote.story, accused) not in spoke
            if is_unheard and _ACCUSES.search(f"{quote.verb} {quote.text}"):
                fact = f"{_name(accused)} is accused here, and has no word in the story."
                remedy = (
                    "Quote their answer, or record that they gave none: `kind: no_comment`, `no_response`."
                )
                yield Finding(resolution.place(quote, "about", index), fact, remedy)


def _is_somebody_else(accused: object, quote: Quote) -> bool:
    return isinstance(accused, Actor) and accused.kind in _CAN_ANSWER and accused is not quote.speaker


def _name(accused: object) -> str:
    return accused.name if isinstance(accused, Actor) else str(accused)
