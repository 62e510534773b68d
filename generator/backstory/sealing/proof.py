"""Proves the quotes of a story against the texts at hand."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Literal, TypeAlias

from msgspec import Struct

from backstory.record import Quote, Reference
from backstory.schema.lock import LockShape, SealedSourceShape, SealShape
from backstory.seals import ARTICLE, source_key
from backstory.text import Normalised, normalise
from backstory.wording import Found, Wording, find_words, seal_of


class SourceAtHand(Struct, frozen=True, dict=True):
    """A source's text, and the name of the file it is from."""

    name: str
    text: str

    @cached_property
    def comparable(self) -> Normalised:
        """The text in normal form, with the way back to the text."""
        return normalise(self.text)

    @cached_property
    def wording(self) -> Wording:
        """The text as a row of words."""
        return Wording(self.comparable.text.strip())


Sources: TypeAlias = Mapping[str, SourceAtHand]  # by what a lock calls them


class Proven(Struct, frozen=True):
    """A quote that was found: how, where, and in which source."""

    quote: Quote
    state: Literal["verbatim", "edited", "translated"]
    source: str
    found: Found


class Missing(Struct, frozen=True):
    """A quote whose source was at hand, and does not have it."""

    quote: Quote
    source: str


class Sealing(Struct, frozen=True):
    """What came of proving the quotes of one story, each list as the story has them.

    `kept` are proven already, against a text that is not at hand now; `unasked` were never proven.
    """

    lock: LockShape
    proven: tuple[Proven, ...] = ()
    missing: tuple[Missing, ...] = ()
    kept: tuple[Quote, ...] = ()
    unasked: tuple[Quote, ...] = ()


def needs_proof(quote: Quote) -> bool:
    """Whether it claims to be somebody's own words, and no build compares it with its source anyway."""
    return quote.is_verbatim and not (quote.story.is_republished and quote.is_from_source_article)


def key_of(quote: Quote) -> str | None:
    """What a lock calls the source of a quote; None where it has none."""
    return source_key(quote.source, is_article=quote.is_from_source_article)


def key_of_original(quote: Quote) -> str | None:
    """What a lock calls the source of a quote's original words."""
    if quote.original and quote.original.source:
        return source_key(quote.original.source, is_article=False)
    return key_of(quote) if quote.original else None


def seal_story(quotes: Iterable[Quote], sources: Sources, before: LockShape | None) -> Sealing:
    """Prove each of the quotes whose source is among `sources`; the others keep the seals they have."""
    proven, missing, kept, unasked = [], [], [], []
    for quote in filter(needs_proof, quotes):
        match _prove(quote, sources):
            case Proven() as it:
                proven.append(it)
            case Missing() as it:
                missing.append(it)
            case _ if quote.seal:
                kept.append(quote)
            case _:
                unasked.append(quote)
    lock = _lock(proven, missing, kept, sources, before)
    return Sealing(lock, tuple(proven), tuple(missing), tuple(kept), tuple(unasked))


def _prove(quote: Quote, sources: Sources) -> Proven | Missing | None:
    """The words first, then the original's; None where neither's source is at hand."""
    asked = None
    if (key := key_of(quote)) and key in sources:
        if found := find_words(sources[key].wording, quote.text):
            return Proven(quote, "verbatim" if found.is_whole else "edited", key, found)
        asked = key
    if quote.original and (key := key_of_original(quote)) and key in sources:
        if found := find_words(sources[key].wording, quote.original.text):
            return Proven(quote, "translated", key, found)
        asked = key
    return Missing(quote, asked) if asked else None


def _lock(
    proven: list[Proven],
    missing: list[Missing],
    kept: list[Quote],
    sources: Sources,
    before: LockShape | None,
) -> LockShape:
    quotes, used = {}, {}
    for it in proven:
        quotes[it.quote.id] = _seal(it.quote, it.state, it.source, it.found)
        used[it.source] = _source(it.quote, it.state, sources[it.source])
    for absent in missing:
        quotes[absent.quote.id] = _seal(absent.quote, "not_found", absent.source, None)
        used.setdefault(absent.source, _source(absent.quote, "not_found", sources[absent.source]))
    for quote in kept:
        assert before is not None
        seal = next(before.quotes[it] for it in (quote.id, *quote.formerly) if it in before.quotes)
        quotes[quote.id] = seal
        used.setdefault(seal.source, before.sources[seal.source])
    by_name = sorted(used.items(), key=lambda item: (item[0] != ARTICLE, item[0]))
    return LockShape(version="1", sources=dict(by_name), quotes=dict(sorted(quotes.items())))


def _seal(
    quote: Quote,
    state: Literal["verbatim", "edited", "translated", "not_found"],
    source: str,
    found: Found | None,
) -> SealShape:
    original = seal_of(quote.original.text) if quote.original and state == "translated" else None
    return SealShape.model_construct(
        state=state,
        source=source,
        sha256=seal_of(quote.text),
        original=original,
        at=found.places if found else (),
    )


def _source(quote: Quote, state: str, at_hand: SourceAtHand) -> SealedSourceShape:
    said: Reference | None = quote.source
    if state == "translated" and quote.original and quote.original.source:
        said = quote.original.source
    return SealedSourceShape.model_construct(
        url=said.url if said else None,
        title=said.title if said else None,
        sha256=at_hand.wording.fingerprint,
        words=at_hand.wording.count,
    )
