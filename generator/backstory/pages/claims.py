"""The claim ledger: what was said to be so, grouped by what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from backstory import addresses
from backstory.pages.edition import Edition, View, contents
from backstory.pages.filters import Filter, filter_of, shown_of, useful
from backstory.pages.ledger import ClaimRow, claim_row
from backstory.pages.parts import DataFile
from backstory.record import SETTLED


@dataclass(frozen=True)
class ClaimGroup:
    """Claims that stand alike."""

    id: str
    title: str
    claims: tuple[ClaimRow, ...]


@dataclass(frozen=True, kw_only=True)
class ClaimsView(View):
    """The claim ledger."""

    summary: str
    groups: tuple[ClaimGroup, ...]
    filters: tuple[Filter, ...]
    shown_of: str
    files: tuple[DataFile, ...]


def plan_claims(edition: Edition) -> Iterator[ClaimsView]:
    """The page of all claims: open ones first, then disputed, then settled; newest news first."""
    language, claims = edition.language, edition.newsroom.claims
    newest_first = sorted(claims, key=lambda it: it.status_date.sort_key(), reverse=True)
    groups = (
        ("open", language.gettext("Open"), {"open", "unverified"}),
        ("disputed", language.gettext("Disputed"), {"disputed"}),
        ("settled", language.gettext("Settled"), SETTLED),
    )
    shown = tuple(
        ClaimGroup(name, title, rows)
        for name, title, statuses in groups
        if (rows := tuple(claim_row(it, edition) for it in newest_first if it.status in statuses))
    )
    yield ClaimsView(
        address=addresses.CLAIMS,
        template="claims.html",
        title=language.gettext("Claims"),
        description=language.gettext("What was said to be so, and what became of it."),
        section=addresses.CLAIMS,
        contents=contents(*((it.id, it.title, True) for it in shown)),
        summary=language.count("%(num)s claim", "%(num)s claims", len(claims)),
        groups=shown,
        filters=_filters([it for group in shown for it in group.claims], edition),
        shown_of=shown_of(language),
        files=(DataFile(addresses.CLAIMS_TABLE, language.gettext("All of these as a table")),),
    )


def _filters(rows: list[ClaimRow], edition: Edition) -> tuple[Filter, ...]:
    _ = edition.language.gettext
    topics = {it.id: it.name for it in edition.newsroom.topics}
    return useful(
        (
            filter_of("status", _("Status"), ((it.chip.status, it.chip.label) for it in rows)),
            filter_of("speaker", _("Said by"), ((it.said_by.id, it.said_by.name) for it in rows)),
            filter_of("topic", _("Topic"), ((name, topics[name]) for it in rows for name in it.topics)),
        )
    )
