"""The marks by which a reader's browser knows what it has shown before, and what is new: `correction 1f0c5a`.

A mark says what kind of thing it is, and is made from what the thing is, not from how it reads: a mended typo
is nothing new. What has no id is known by its date and words.
"""

import hashlib
import json

from backstory.language import Language
from backstory.pages.edition import Edition
from backstory.record import Claim, DatedText, Event, LogEntry, Note, Quote, Redaction, Story

_LETTERS = 6


def mark_of(thing: Quote | Claim | Event | Note | Redaction) -> str:
    """The mark of something in a story; what was taken down is a change of it."""
    match thing:
        case Quote():
            return _mark("quote", _first_id(thing))
        case Claim():
            return _mark("claim", thing.id)
        case Event():
            return _mark("event", thing.id)
        case Note():
            return _mark("note", thing.exact, thing.title)
        case Redaction():
            return _mark("change", thing.kind, thing.id or str(thing.index), thing.reason)


def mark_of_entry(entry: LogEntry, claim: Claim) -> str:
    """The mark of what became known of a claim."""
    return _mark("entry", claim.id, entry.date.text, entry.status, entry.text)


def mark_of_dated(kind: str, entry: DatedText) -> str:
    """The mark of a correction or change."""
    return _mark(kind, entry.date.text, entry.text)


def mark_of_story(story: Story, edition: Edition) -> str:
    """Two fingerprints: by which a browser knows the story, and of all that is in it now."""
    name = _fingerprint(edition.site_url or edition.site_name, _first_id(story))
    return f"{name} {_fingerprint(*sorted(_marks_in(story, edition)))}"


def counts_of_new(language: Language) -> str:
    """How many things of each kind are new, in words; as JSON by kind and by CLDR's names of plural forms."""
    counts = {
        "correction": language.plural_forms("%(num)s correction", "%(num)s corrections"),
        "change": language.plural_forms("%(num)s change", "%(num)s changes"),
        "claim": language.plural_forms("%(num)s claim", "%(num)s claims"),
        "entry": language.plural_forms("%(num)s update on a claim", "%(num)s updates on claims"),
        "quote": language.plural_forms("%(num)s statement", "%(num)s statements"),
        "event": language.plural_forms("%(num)s event", "%(num)s events"),
        "note": language.plural_forms("%(num)s context note", "%(num)s context notes"),
    }
    return json.dumps(counts, ensure_ascii=False)


def _marks_in(story: Story, edition: Edition) -> set[str]:
    newsroom = edition.newsroom
    claims = newsroom.claims_in(story)
    marks = {mark_of(it) for it in newsroom.quotes_in(story)} | {mark_of(it) for it in claims}
    marks |= {mark_of_entry(entry, it) for it in claims for entry in it.log}
    marks |= {mark_of(it) for it in newsroom.events_in(story)}
    marks |= {mark_of(it) for it in newsroom.notes_in(story)}
    marks |= {mark_of_dated("correction", it) for it in story.corrections}
    marks |= {mark_of_dated("change", it) for it in story.changes}
    return marks | {mark_of(it) for it in newsroom.redactions_in(story)}


def _first_id(thing: Quote | Story) -> str:
    """The id under which it was first published: another one makes nothing new."""
    return (*thing.formerly, thing.id)[0]


def _mark(kind: str, *names: str) -> str:
    return f"{kind} {_fingerprint(*names)}"


def _fingerprint(*names: str) -> str:
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:_LETTERS]
