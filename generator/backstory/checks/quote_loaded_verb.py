"""Verbs that judge what they report."""

import re
from collections.abc import Iterator
from functools import lru_cache

from backstory.checks.rule import Finding
from backstory.resolve import Resolution

_DOUBTS = "doubts it"
_TRUE = "takes it for true"
_MOCKS = "says what to think of the speaker"
# English verbs, as style books warn of them, and what each says beyond "said".
_LOADED = {
    **dict.fromkeys(("claimed", "alleged", "purported", "maintained", "insisted", "contended"), _DOUBTS),
    **dict.fromkeys(("admitted", "conceded", "confessed", "acknowledged", "revealed", "exposed"), _TRUE),
    **dict.fromkeys(("noted", "pointed out", "refuted", "disclosed", "conceded"), _TRUE),
    **dict.fromkeys(("boasted", "bragged", "crowed", "gushed", "gloated", "quipped"), _MOCKS),
    **dict.fromkeys(("ranted", "raged", "blasted", "slammed", "lashed out", "scoffed", "sneered"), _MOCKS),
    **dict.fromkeys(("whined", "complained", "snapped", "barked", "thundered", "fumed"), _MOCKS),
}


def loaded_verbs(resolution: Resolution) -> Iterator[Finding]:
    """The `verb` of a quote judges its words: *admitted* takes them for true, *claimed* doubts them.

    `said`, `told`, `asked`, `wrote`, `announced`, `answered` and `denied` only report. The rule knows English
    verbs.

    Bad:
        # stories/toll/story.yml
        quotes:
          too-late:
            speaker: ilse-varga
            verb: admitted
            text: The wall comes late
            kind: direct
            date: 2031-03-04

    Good:
        # stories/toll/story.yml
        quotes:
          too-late:
            speaker: ilse-varga
            verb: said
            text: The wall comes late
            kind: direct
            date: 2031-03-04
    """
    for quote in resolution.newsroom.quotes:
        if verb := _loaded(quote.verb):
            fact = f"“{verb}” {_LOADED[verb]}."
            remedy = "Write `said`, unless the word is exactly what happened."
            yield Finding(resolution.place(quote, "verb"), fact, remedy)


@lru_cache(maxsize=1024)
def _loaded(words: str) -> str | None:
    plain = " ".join(words.casefold().split())
    return next((it for it in _LOADED if re.search(rf"\b{it}\b", plain)), None)
