"""How quotes were checked: each state in words, what it means, and how many quotes are in it."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from backstory import addresses
from backstory.language import Language
from backstory.record import Quote

_IN_ORDER = ("verbatim", "edited", "translated", "untested", "paraphrase", "unverified", "absent")
_MATCHING = frozenset({"verbatim", "edited", "translated"})


class Check(Struct, frozen=True):
    """A state of being checked. `remark` is the label in the middle of a sentence, `mark` the icon.

    `address` leads to what it means.
    """

    state: str
    label: str
    remark: str
    meaning: str
    mark: str
    matches: bool
    address: str


class Checked(Struct, frozen=True):
    """How many quotes are in a state; `shown` leads to them."""

    check: Check
    number: int
    shown: str


def check_of(quote: Quote, language: Language) -> Check:
    """How a quote was checked."""
    return _check(_state(quote), language)


def checked(quotes: Iterable[Quote], language: Language) -> tuple[Checked, ...]:
    """How many of the quotes are in each state that any is in; the proven first."""
    numbers = Counter(_state(it) for it in quotes)
    return tuple(
        Checked(_check(it, language), numbers[it], f"{addresses.QUOTES}?checked={it}")
        for it in _IN_ORDER
        if numbers[it]
    )


def _state(quote: Quote) -> str:
    if quote.seal and not quote.seal.is_proof:
        return "absent"
    if quote.verification == "translated" and not quote.seal:
        return "untested"
    return quote.verification


@lru_cache(maxsize=64)
def _check(state: str, language: Language) -> Check:
    label, remark, meaning = _words(state, language)
    matches = state in _MATCHING
    mark = "seal" if matches else "disputed" if state in {"untested", "absent"} else "open"
    return Check(state, label, remark, meaning, mark, matches, f"{addresses.QUOTES}#checked-{state}")


def _words(state: str, language: Language) -> tuple[str, str, str]:
    _, pgettext = language.gettext, language.pgettext
    return {
        "verbatim": (
            _("Matches the source"),
            pgettext("in a sentence", "matches the source"),
            _(
                "A program has found these words in the source, exactly so. "
                "If one of them changes, the site is not built."
            ),
        ),
        "edited": (
            _("Matches the source, gap marked"),
            pgettext("in a sentence", "matches the source, gap marked"),
            _(
                "A program has found these words in the source, in this order. "
                "At … and in [ ] we left something out or put it in."
            ),
        ),
        "translated": (
            _("Translated, original matches the source"),
            pgettext("in a sentence", "translated, original matches the source"),
            _("The words are a translation. A program has found the original in the source, exactly so."),
        ),
        "untested": (
            _("Translated, not checked"),
            pgettext("in a sentence", "translated, not checked"),
            _("The words are a translation, and the original has not been compared with its source."),
        ),
        "paraphrase": (
            _("Reported in other words"),
            pgettext("in a sentence", "reported in other words"),
            _("The source tells what was said, in its own words. They are not the speaker’s."),
        ),
        "unverified": (
            _("Not checked"),
            pgettext("in a sentence", "not checked"),
            _("No program has compared these words with their source: its text was not at hand."),
        ),
        "absent": (
            _("Not in the source"),
            pgettext("in a sentence", "not in the source"),
            _("A program has looked for these words in the source, and it does not have them so."),
        ),
    }[state]
