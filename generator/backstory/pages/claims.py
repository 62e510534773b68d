"""The claim ledger: what was said to be so, grouped by what became of it."""

from collections.abc import Iterator, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from backstory import addresses
from backstory.formats import Format
from backstory.pages.divided import MOST, ListView, Part, by_date, division_of_section, part_pages
from backstory.pages.edition import Edition, Outline, contents, data_files
from backstory.pages.filters import Filter, filter_of, shown_of, useful
from backstory.pages.ledger import ClaimRow, claim_row
from backstory.pages.parts import DataFile, Link
from backstory.record import SETTLED, Claim


class ClaimGroup(Struct, frozen=True):
    """Claims that stand alike."""

    id: str
    title: str
    claims: tuple[ClaimRow, ...]


class ClaimsView(ListView, frozen=True, kw_only=True):
    """The claim ledger, or a part of it."""

    groups: tuple[ClaimGroup, ...]
    filters: tuple[Filter, ...]
    shown_of: str
    files: tuple[DataFile, ...]


def plan_claims(edition: Edition) -> Iterator[Outline]:
    """The page of all claims: open ones first, then disputed, then settled; a long list in parts."""
    language = edition.language
    title = language.gettext("Claims")
    claims = sorted(edition.newsroom.claims, key=lambda it: it.status_date.sort_key(), reverse=True)
    parts = by_date(claims, lambda it: it.status_date.start, addresses.CLAIMS, language)
    yield Outline(addresses.CLAIMS, title, partial(_section, edition, title, claims, parts), tuple(claims))
    yield from part_pages(parts, Link(title, addresses.CLAIMS), partial(_list, edition), language)


def _section(
    edition: Edition, title: str, claims: Sequence[Claim], parts: Sequence[Part[Claim]]
) -> ClaimsView:
    language = edition.language
    shown = claims[:MOST] if parts else claims
    return replace(
        _list(edition, title, shown),
        summary=language.count("%(num)s claim", "%(num)s claims", len(claims)),
        division=division_of_section(parts, len(shown), language) if parts else None,
        files=data_files(
            edition,
            Format.API,
            DataFile(addresses.CLAIMS_TABLE, language.gettext("All of these as a table")),
        ),
    )


def _list(edition: Edition, title: str, claims: Sequence[Claim]) -> ClaimsView:
    """These claims, those first of which there was news last."""
    language = edition.language
    groups = (
        ("open", language.gettext("Open"), {"open", "unverified"}),
        ("disputed", language.gettext("Disputed"), {"disputed"}),
        ("settled", language.gettext("Settled"), SETTLED),
    )
    shown = tuple(
        ClaimGroup(name, words, rows)
        for name, words, statuses in groups
        if (rows := tuple(claim_row(it, edition) for it in claims if it.status in statuses))
    )
    return ClaimsView(
        address=addresses.CLAIMS,
        template="claims.html",
        title=title,
        description=language.gettext("What was said to be so, and what became of it."),
        section=addresses.CLAIMS,
        contents=contents(*((it.id, it.title, True) for it in shown)),
        summary=language.count("%(num)s claim", "%(num)s claims", len(claims)),
        groups=shown,
        filters=_filters([it for group in shown for it in group.claims], edition),
        shown_of=shown_of(language),
        files=(),
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
