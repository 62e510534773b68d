"""What proving the quotes of one story came to: the lock to write, and what is to be told."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from backstory.diagnostics import Code, Diagnostic, Severity, in_order, shown
from backstory.guard import left_out
from backstory.newsroom import Newsroom
from backstory.record import Story
from backstory.resolve import Resolution
from backstory.sealing.lock_file import lock_file
from backstory.sealing.missing import tell_missing
from backstory.sealing.proof import (
    Sealing,
    SourceAtHand,
    Sources,
    key_of,
    key_of_original,
    needs_proof,
    seal_story,
)
from backstory.seals import ARTICLE
from backstory.wording import Wording


class Verdict(Struct, frozen=True):
    """The outcome for one story. `lock` is the text of its quotes.lock; None where it needs none."""

    story: Story
    sealing: Sealing
    lock: str | None
    diagnostics: tuple[Diagnostic, ...]


def sources_of(story: Story, newsroom: Newsroom) -> tuple[str, ...]:
    """What a lock calls the sources of a story's quotes, the article first."""
    quotes = filter(needs_proof, newsroom.quotes_in(story))
    keys = {key for it in quotes for key in (key_of(it), key_of_original(it)) if key}
    return tuple(sorted(keys, key=lambda it: (it != ARTICLE, it)))


def judge_story(
    story: Story, at_hand: Sources, everything: Iterable[SourceAtHand], resolution: Resolution
) -> Verdict:
    """Prove the quotes of a story against the texts at hand.

    `everything` are all texts at hand, of other stories too: where a quote is not in its source, it may be
    in one of them.
    """
    before = resolution.locks.get(story.id)
    sealing = seal_story(resolution.newsroom.quotes_in(story), at_hand, before)
    others = _elsewhere(story, everything, resolution.newsroom)
    told = [tell_missing(it, at_hand[it.source], others, resolution) for it in sealing.missing]
    told += _cut_short(sealing, at_hand, resolution)
    lock = lock_file(sealing.lock) if sealing.lock.quotes or before else None
    return Verdict(story, sealing, lock, in_order(told))


def _elsewhere(story: Story, texts: Iterable[SourceAtHand], newsroom: Newsroom) -> dict[str, Wording]:
    """All that a quote may be from, by name: texts at hand, and the articles that this site republishes."""
    articles = (it for it in newsroom.stories if it.is_republished and it is not story)
    return {it.name: it.wording for it in texts} | {
        f"the story `{it.id}`": Wording(it.article.comparable.text) for it in articles
    }


def _cut_short(sealing: Sealing, at_hand: Sources, resolution: Resolution) -> Iterator[Diagnostic]:
    for it in sealing.proven:
        text, is_partial = at_hand[it.source].wording.normal, it.quote.kind == "partial"
        for one in left_out(text, it.found.places, is_partial=is_partial):
            fact = f"The quote `{it.quote.id}` leaves out “{one.word}”: “{shown(one.stretch)}”."
            remedy, place = "Quote more, if it turns the sense.", resolution.place(it.quote, "text")
            yield Diagnostic(Code.QUOTE_CUT_SHORT, place, fact, remedy, Severity.NOTE)
