"""The same words elsewhere: who said them, when, in which story, and in which words they differ."""

from msgspec import Struct
from msgspec.structs import replace

from backstory.language import Language
from backstory.pages.edition import Edition
from backstory.pages.statement import Statement, statement
from backstory.pages.wordings import Stretch, compare, in_marks
from backstory.record import Quote


class Echo(Struct, frozen=True):
    """A quote with the words of another: the two in words, and what it says itself, stretch by stretch."""

    remark: str
    stretches: tuple[Stretch, ...]
    statement: Statement


def echoes(quote: Quote, edition: Edition) -> tuple[Echo, ...]:
    """The quotes elsewhere that have the words of this one, oldest first."""
    return tuple(_echo(quote, it, edition) for it in edition.newsroom.echoes_of(quote))


def _echo(quote: Quote, other: Quote, edition: Edition) -> Echo:
    _, theirs = compare([quote.text, other.text])
    line = replace(statement(other, edition), echoes="")  # that it is said elsewhere too is seen here
    return Echo(_remark(quote, other, edition.language), in_marks(theirs), line)


def _remark(quote: Quote, other: Quote, language: Language) -> str:
    """How the two stand to each other: by whom, and before, after or on the same day."""
    if other.speaker is not quote.speaker:
        return language.gettext("By somebody else")
    if not (quote.date and other.date):
        return language.gettext("Said also")
    if other.date.end < quote.date.start:
        return language.gettext("Said before")
    if other.date.start > quote.date.end:
        return language.gettext("Said again")
    return language.gettext("Told in another story")
