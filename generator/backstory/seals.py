"""What a story's lock says of its quotes, and whether it still holds."""

from msgspec import Struct, field

from backstory.diagnostics import Code, Diagnostic, Related, Severity
from backstory.entries import take_out
from backstory.record import Original, Reference, Seal
from backstory.schema.lock import LockShape, SealShape
from backstory.source import Document
from backstory.text import Span
from backstory.wording import seal_of

ARTICLE = "article"  # in a lock, the source that a story is based on


def source_key(source: Reference | None, *, is_article: bool) -> str | None:
    """What a lock calls the source of a quote; None where there is none."""
    if is_article:
        return ARTICLE
    return (source.url or source.label or None) if source else None


class Sealed(Struct, frozen=True):
    """A quote as it is now: what a seal must fit. `place` is where its words stand."""

    id: str
    formerly: tuple[str, ...]
    words: str
    original: Original | None
    source: Reference | None
    place: Span


class Seals(Struct):
    """The seals of one story; what no longer holds is added to `found`."""

    story: str
    document: Document
    shape: LockShape
    found: list[Diagnostic]
    _used: set[str] = field(default_factory=set)

    def of(self, quote: Sealed) -> Seal | None:
        """The seal of a quote; None where it has none, or another one than it needs."""
        name = next((it for it in (quote.id, *quote.formerly) if it in self.shape.quotes), None)
        if name is None:
            return None
        self._used.add(name)
        seal = self.shape.quotes[name]
        if fact := self._breach(seal, quote):
            again = f"`backstory verify {self.story} --source-text FILE`"
            remedy = f"Put it back as it was, or prove it anew: {again}."
            related = (Related(self.document.key_span(("quotes", name)), "sealed here"),)
            self.found.append(Diagnostic(Code.QUOTE_SEAL_BROKEN, quote.place, fact, remedy, related=related))
            return None
        if seal.state == "not_found":
            fact = f"The words of `{quote.id}` were looked for in their source, and are not there."
            remedy = "Quote what the source has, or name the source that they are from; then `verify` again."
            self.found.append(
                Diagnostic(Code.QUOTE_NOT_IN_SOURCE, quote.place, fact, remedy, Severity.WARNING)
            )
        source = self.shape.sources[seal.source]
        return Seal(seal.state, source.sha256, source.words, seal.at)

    def _breach(self, seal: SealShape, quote: Sealed) -> str:
        """Why a seal does not fit; nothing where it does."""
        if seal.sha256 != seal_of(quote.words):
            return f"The words of `{quote.id}` are not those that were sealed."
        if seal.state == "translated" and (
            quote.original is None or seal.original != seal_of(quote.original.text)
        ):
            return f"The original of `{quote.id}` is not the one that was sealed."
        if seal.source not in self.shape.sources:
            return f"The lock does not say which text the seal of `{quote.id}` was proven against."
        then = self.shape.sources[seal.source]
        now = quote.original.source if seal.state == "translated" and quote.original else None
        now = now or quote.source
        if then.url != (now.url if now else None):
            return (
                f"`{quote.id}` was sealed against {then.url or 'a text without an address'}, not this source."
            )
        return ""

    def report_unused(self) -> None:
        """Report the seals of quotes that the story has no more."""
        for name in self.shape.quotes:
            if name not in self._used:
                fact = f"The lock has a seal for `{name}`, and the story no such quotation."
                remedy = "`backstory check --fix` takes the seal away."
                edit = take_out(self.document, ("quotes", name))
                fix = (edit,) if edit else ()
                place = self.document.key_span(("quotes", name))
                self.found.append(
                    Diagnostic(Code.QUOTE_SEAL_UNUSED, place, fact, remedy, Severity.WARNING, fix=fix)
                )
