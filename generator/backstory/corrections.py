"""What was published and is changed: readers are owed a correction."""

from collections.abc import Iterator

from msgspec import Struct

from backstory.diagnostics import Code, Diagnostic, Severity, shown
from backstory.newsroom import Newsroom
from backstory.record import Actor, Claim, LogEntry, Quote, Story
from backstory.resolve import Resolution
from backstory.text import Span
from backstory.wording import seal_of


class Earlier(Struct, frozen=True):
    """The newsroom as it was, and what that version is called."""

    version: str
    newsroom: Newsroom


def missing_corrections(now: Resolution, earlier: Earlier) -> Iterator[Diagnostic]:
    """A warning for each headline, quote and claim that was another, and is not corrected."""
    stories = {old: it for it in now.newsroom.stories for old in (*it.formerly, it.id)}
    for before in earlier.newsroom.stories:
        story = stories.get(before.id)
        if story is None or story.is_withdrawn or before.is_withdrawn or _is_corrected(before, story):
            continue
        for place, fact in _Changes(now, earlier.newsroom, before, story).all():
            remedy = "Say what was wrong: `corrections: [{date: …, text: …}]`."
            said = f"{fact} since {earlier.version}, and no correction says so."
            yield Diagnostic(Code.CORRECTION_MISSING, place, said, remedy, Severity.WARNING)


def _is_corrected(before: Story, story: Story) -> bool:
    """Whether there is a correction that there was not."""
    return bool(
        {(it.date, it.text) for it in story.corrections} - {(it.date, it.text) for it in before.corrections}
    )


class _Changes(Struct, frozen=True):
    """What became another of one story."""

    resolution: Resolution
    earlier: Newsroom
    before: Story
    story: Story

    def all(self) -> Iterator[tuple[Span, str]]:
        if self.story.headline != self.before.headline:
            place = self.resolution.place(self.story, "headline")
            yield place, f"The headline was “{shown(self.before.headline)}”; it has changed"
        yield from self._of_quotes()
        yield from self._of_claims()

    def _place_of(self, field: str) -> Span:
        document = self.resolution.documents["story", self.story.id]
        return document.key_span((field,) if (field,) in document.keys else ("headline",))

    def _of_quotes(self) -> Iterator[tuple[Span, str]]:
        newsroom = self.resolution.newsroom
        quotes = {old: it for it in newsroom.quotes_in(self.story) for old in (*it.formerly, it.id)}
        gone = {it.id for it in newsroom.redactions if it.story is self.story}
        for before in self.earlier.quotes_in(self.before):
            quote = quotes.get(before.id)
            if quote:
                yield from self._of_quote(before, quote)
            elif before.id not in gone:
                fact = f"The quote `{before.id}` (“{shown(before.text)}”) was here; it has gone"
                yield self._place_of("quotes"), fact

    def _of_quote(self, before: Quote, quote: Quote) -> Iterator[tuple[Span, str]]:
        if seal_of(before.text) != seal_of(quote.text):
            fact = f"The quote `{quote.id}` was “{shown(before.text)}”; its words have changed"
            yield self.resolution.place(quote, "text"), fact
        if not _is_same(before.speaker, quote.speaker):
            fact = f"The quote `{quote.id}` was ascribed to {before.speaker.name}; its speaker has changed"
            yield self.resolution.place(quote, "speaker"), fact
        if before.date and (quote.date is None or before.date.text != quote.date.text):
            fact = f"The quote `{quote.id}` was of {before.date.text}; its date has changed"
            yield self.resolution.place(quote, "date"), fact

    def _of_claims(self) -> Iterator[tuple[Span, str]]:
        newsroom = self.resolution.newsroom
        claims = {it.id: it for it in newsroom.claims_in(self.story)}
        gone = {it.id for it in newsroom.redactions if it.story is self.story}
        for before in self.earlier.claims_in(self.before):
            claim = claims.get(before.id)
            if claim:
                yield from self._of_claim(before, claim)
            elif before.id not in gone:
                fact = f"The claim `{before.id}` (“{shown(before.text)}”) was here; it has gone"
                yield self._place_of("claims"), fact

    def _of_claim(self, before: Claim, claim: Claim) -> Iterator[tuple[Span, str]]:
        if before.text != claim.text:
            fact = f"The claim `{claim.id}` was “{shown(before.text)}”; its words have changed"
            yield self.resolution.place(claim, "text"), fact
        if before.first_status != claim.first_status:
            fact = f"The claim `{claim.id}` was `{before.first_status}`; its first status has changed"
            yield self.resolution.place(claim, "status"), fact
        if not _goes_on(before.log, claim.log):
            fact = f"The log of the claim `{claim.id}` is only ever added to; an entry of it has changed"
            yield self.resolution.place(claim, "log"), fact


def _is_same(before: Actor, actor: Actor) -> bool:
    return before.id == actor.id or before.id in actor.formerly


def _goes_on(before: tuple[LogEntry, ...], log: tuple[LogEntry, ...]) -> bool:
    return [_said(it) for it in before] == [_said(it) for it in log[: len(before)]]


def _said(entry: LogEntry) -> tuple[str, str, str]:
    return entry.date.text, entry.status, entry.text
