"""One utterance as several outlets carried it, with the words that differ marked."""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from backstory import addresses
from backstory.language import Language
from backstory.pages.parts import Link, party_link, source_link
from backstory.record import Actor, Quote, Rendering
from backstory.text import normal_form


class Stretch(Struct, frozen=True):
    """Some words; whether the versions differ in them; whether the quotation opens or closes with them."""

    words: str
    differs: bool
    opens: bool = False
    closes: bool = False


class Wording(Struct, frozen=True):
    """One version of the utterance. `remark` says which it is: the site's own, the original."""

    outlet: Link
    remark: str
    stretches: tuple[Stretch, ...]
    language: str | None


class Wordings(Struct, frozen=True):
    """All versions of one utterance.

    `versions` are the story's own, which is the reference, and those in its language; `others` are in other
    languages, the original first.

    `columns` are the widths of a grid in which the stretches stand under each other; empty where they cannot.
    """

    quote: str
    speaker: str
    title: str
    words: str
    versions: tuple[Wording, ...]
    columns: str
    others: tuple[Wording, ...]
    note: str


def wordings_of(quote: Quote, language: Language) -> Wordings:
    """The versions of a quote side by side, each compared with those in its own language."""
    own = source_link(quote.source, language)
    if quote.source and quote.source.publisher:
        own = Link(party_link(quote.source.publisher).label, quote.source.url)
    if not own.address:
        box = f"{addresses.of_story(quote.story)}#source" if quote.story.based_on else None
        own = Link(language.gettext("The source article"), box)
    reference = _Version(own, quote.text, None, language.gettext("Quoted here"))
    carried = [_Version(_outlet(it), it.text, it.language) for it in quote.renderings]
    alike = [reference, *(it for it in carried if it.language is None)]
    foreign = [it for it in carried if it.language is not None]
    if quote.original:
        source = quote.original.source
        link = source_link(source, language) if source else Link(language.gettext("The original"))
        remark = language.gettext("In the original language") if source else ""
        foreign.insert(0, _Version(link, quote.original.text, quote.original.language, remark))
    versions = _compared(alike)
    return Wordings(
        quote=quote.id,
        speaker=quote.speaker.short_name,
        title=language.count("%(num)s wording", "%(num)s wordings", len(versions)),
        words=quote.text,
        versions=versions,
        columns=_columns([it.stretches for it in versions]),
        others=tuple(it for group in _by_language(foreign) for it in _compared(group)),
        note=quote.renderings_note or "",
    )


class _Version(Struct, frozen=True):
    outlet: Link
    words: str
    language: str | None
    remark: str = ""


def _by_language(versions: Iterable[_Version]) -> Iterable[list[_Version]]:
    """Versions that can be compared with one another; languages in the order that they come up in."""
    groups: dict[str | None, list[_Version]] = {}
    for it in versions:
        groups.setdefault(it.language, []).append(it)
    return groups.values()


def _compared(versions: Sequence[_Version]) -> tuple[Wording, ...]:
    """Versions in one language, with what differs between them."""
    compared = compare([it.words for it in versions])
    return tuple(
        Wording(it.outlet, it.remark, in_marks(stretches), it.language)
        for it, stretches in zip(versions, compared, strict=True)
    )


def in_marks(stretches: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """The stretches, with the first and the last that have words carrying the quotation marks."""
    filled = [index for index, it in enumerate(stretches) if it.words]
    if not filled:
        return stretches
    return tuple(
        replace(it, opens=index == filled[0], closes=index == filled[-1])
        for index, it in enumerate(stretches)
    )


def _outlet(rendering: Rendering) -> Link:
    publisher = rendering.publisher
    return Link(publisher.name if isinstance(publisher, Actor) else publisher, rendering.url)


def compare(versions: Sequence[str]) -> list[tuple[Stretch, ...]]:
    """Each version cut into stretches that stand under each other: words that all share, words that differ.

    All versions get the same number of stretches; one that has nothing at a place has an empty stretch there.
    """
    tokens = [re.findall(r"\S+", version) for version in versions]
    keys = [[normal_form(token).strip(".,;:!?\"'").lower() for token in version] for version in tokens]
    common = keys[0]
    for other in keys[1:]:
        common = _shared(common, other)
    gaps = [_gaps(*version, common) for version in zip(tokens, keys, strict=True)]
    shared = [_shared_tokens(*version, common) for version in zip(tokens, keys, strict=True)]
    return [_stretches(mine, between, gaps) for mine, between in zip(shared, gaps, strict=True)]


def _shared(one: list[str], other: list[str]) -> list[str]:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return [word for block in matcher.get_matching_blocks() for word in one[block.a : block.a + block.size]]


def _positions(keys: list[str], common: list[str]) -> list[int]:
    """Where each shared word stands in a version: `common` is in it, in order."""
    positions, at = [], 0
    for word in common:
        at = keys.index(word, at)
        positions.append(at)
        at += 1
    return positions


def _shared_tokens(tokens: list[str], keys: list[str], common: list[str]) -> list[str]:
    return [tokens[it] for it in _positions(keys, common)]


def _gaps(tokens: list[str], keys: list[str], common: list[str]) -> list[str]:
    """The words before each shared word, and after the last."""
    edges = [-1, *_positions(keys, common), len(tokens)]
    return [" ".join(tokens[before + 1 : after]) for before, after in pairwise(edges)]


def _stretches(shared: list[str], mine: list[str], all_gaps: list[list[str]]) -> tuple[Stretch, ...]:
    stretches: list[Stretch] = []
    for index, words in enumerate(mine):
        if any(gaps[index] for gaps in all_gaps):
            stretches.append(Stretch(words, differs=True))
        if index < len(shared):
            if stretches and not stretches[-1].differs:
                stretches[-1] = Stretch(f"{stretches[-1].words} {shared[index]}", differs=False)
            else:
                stretches.append(Stretch(shared[index], differs=False))
    return tuple(stretches)


# With more stretches that differ, columns get too narrow to read: each version then is a sentence of its own.
_MOST_COLUMNS_THAT_DIFFER = 2


def _columns(versions: Sequence[tuple[Stretch, ...]]) -> str:
    """The grid's columns, each as wide as its longest stretch asks for; empty for sentences of their own."""
    if len(versions) < 2 or sum(it.differs for it in versions[0]) > _MOST_COLUMNS_THAT_DIFFER:  # noqa: PLR2004
        return ""
    widths = (max(len(version[index].words) for version in versions) for index in range(len(versions[0])))
    return " ".join(f"minmax(0, {max(width, 8) ** 0.5:.2f}fr)" for width in widths)
