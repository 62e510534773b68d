"""What is told of a quote that its source does not have: the nearest words, and where the words are else."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher

from backstory.anchor import nearest_passage
from backstory.diagnostics import Code, Diagnostic, Related, shown
from backstory.elsewhere import same_words_by_others, told_of_others
from backstory.record import Quote
from backstory.resolve import Resolution
from backstory.sealing.proof import Missing, SourceAtHand
from backstory.text import normal_form, word_count
from backstory.wording import Wording, find_words, words_of

_ALIKE = 60  # below that, the nearest words have nothing to do with the quote
_FEW = 4  # fewer words than these are anybody's
_MOST_DIFFERENCES = 3


def tell_missing(
    missing: Missing, at_hand: SourceAtHand, others: Mapping[str, Wording], resolution: Resolution
) -> Diagnostic:
    """The diagnostic of a quote that is not in its source. `others` are the other texts at hand, by name."""
    quote = missing.quote
    fact = f"The words of `{quote.id}` are not in {at_hand.name}."
    by_others = told_of_others(quote.text, quote.speaker, resolution.newsroom)
    advice = [*_elsewhere(quote, others), *by_others, *_nearest(quote, at_hand)]
    remedy = " ".join(advice) or "Quote what the source has, or name the source that the words are from."
    related = tuple(
        Related(resolution.place(it, "text"), f"`{it.speaker.id}` says so here")
        for it in same_words_by_others(quote.text, quote.speaker, resolution.newsroom)
    )
    return Diagnostic(
        Code.QUOTE_NOT_IN_SOURCE, resolution.place(quote, "text"), fact, remedy, related=related
    )


def _elsewhere(quote: Quote, others: Mapping[str, Wording]) -> Iterator[str]:
    if word_count(quote.text) < _FEW:
        return
    names = [name for name, wording in others.items() if find_words(wording, quote.text)]
    if names:
        yield f"They are in {' and in '.join(names)}: is that the source?"


def _nearest(quote: Quote, at_hand: SourceAtHand) -> Iterator[str]:
    near, score = nearest_passage(at_hand.text, at_hand.comparable, quote.text)
    if not near or score < _ALIKE:
        return
    yield f"The nearest words there are “{shown(near)}”."
    differences = list(_differences(quote.text, near))
    if differences and len(differences) <= _MOST_DIFFERENCES:
        yield f"They differ in {'; '.join(differences)}."


def _differences(mine: str, theirs: str) -> Iterator[str]:
    """Each stretch in which two wordings differ: “fewer” here, “more” there."""
    here, there = ([it.text for it in words_of(normal_form(text))] for text in (mine, theirs))
    for tag, start, end, start_there, end_there in SequenceMatcher(
        None, here, there, autojunk=False
    ).get_opcodes():
        if tag != "equal":
            yield f"{_named(here[start:end])} here, {_named(there[start_there:end_there])} there"


def _named(words: Iterable[str]) -> str:
    joined = " ".join(words)
    return f"“{joined}”" if joined else "nothing"
