"""One utterance as several outlets carried it, with the words that differ marked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from backstory import addresses
from backstory.language import Language
from backstory.pages.parts import Link, source_link
from backstory.record import Actor, Quote, Rendering
from backstory.text import normal_form


@dataclass(frozen=True)
class Stretch:
    """Some words, and whether the versions differ in them."""

    words: str
    differs: bool


@dataclass(frozen=True)
class Wording:
    """One version of the utterance."""

    outlet: Link
    stretches: tuple[Stretch, ...]
    language: str | None


@dataclass(frozen=True)
class Wordings:
    """All versions of one utterance, the story's own first."""

    quote: str
    speaker: str
    title: str
    versions: tuple[Wording, ...]
    original: Wording | None
    note: str


def wordings_of(quote: Quote, language: Language) -> Wordings:
    """The versions of a quote side by side. Versions in another language are shown, not compared."""
    own = source_link(quote.source, language)
    if not own.address:
        own = Link(language.gettext("The source article"), f"{addresses.of_story(quote.story)}#source")
    alike = [it for it in quote.renderings if it.language is None]
    foreign = [it for it in quote.renderings if it.language is not None]
    compared = compare([quote.text, *(it.text for it in alike)])
    versions = [Wording(own, compared[0], None)]
    versions += [
        Wording(_outlet(it), stretches, None) for it, stretches in zip(alike, compared[1:], strict=True)
    ]
    versions += [_as_it_is(_outlet(it), it.text, it.language) for it in foreign]
    original = None
    if quote.original:
        source = quote.original.source
        link = source_link(source, language) if source else Link(language.gettext("The original"))
        original = _as_it_is(link, quote.original.text, quote.original.language)
    return Wordings(
        quote=quote.id,
        speaker=quote.speaker.short_name,
        title=language.count("%(num)s wording", "%(num)s wordings", len(versions)),
        versions=tuple(versions),
        original=original,
        note=quote.renderings_note or "",
    )


def _as_it_is(outlet: Link, words: str, code: str | None) -> Wording:
    return Wording(outlet, (Stretch(words, differs=False),), code)


def _outlet(rendering: Rendering) -> Link:
    publisher = rendering.publisher
    return Link(publisher.name if isinstance(publisher, Actor) else publisher, rendering.url)


def compare(versions: Sequence[str]) -> list[tuple[Stretch, ...]]:
    """Each version cut into words that all versions share, in order, and words in which they differ."""
    tokens = [re.findall(r"\S+", version) for version in versions]
    keys = [[normal_form(token).strip(".,;:!?\"'").lower() for token in version] for version in tokens]
    common = keys[0]
    for other in keys[1:]:
        common = _shared(common, other)
    return [_stretches(*version, common) for version in zip(tokens, keys, strict=True)]


def _shared(one: list[str], other: list[str]) -> list[str]:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return [word for block in matcher.get_matching_blocks() for word in one[block.a : block.a + block.size]]


def _stretches(tokens: list[str], keys: list[str], common: list[str]) -> tuple[Stretch, ...]:
    matcher = SequenceMatcher(None, keys, common, autojunk=False)
    shared = {
        index for block in matcher.get_matching_blocks() for index in range(block.a, block.a + block.size)
    }
    stretches: list[Stretch] = []
    for index, token in enumerate(tokens):
        differs = index not in shared
        if stretches and stretches[-1].differs == differs:
            stretches[-1] = Stretch(f"{stretches[-1].words} {token}", differs)
        else:
            stretches.append(Stretch(token, differs))
    return tuple(stretches)
