"""The data as tables: quotes one a line (NDJSON), and quotes, actors and claims as CSV (RFC 4180, UTF-8)."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from backstory.exporters.json_api import Api
from backstory.pages.edition import Edition
from backstory.record import Quote

# A spreadsheet takes a cell that begins so for a formula, and would run it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

_QUOTE = (
    *("story", "id", "url", "speaker", "speaker_name", "text", "kind", "verb", "date"),
    *("audience", "medium", "venue", "about", "via"),
    *("source_url", "source_title", "source_date", "source_publisher", "verification"),
    *("original_text", "original_language"),
)
_ACTOR = ("id", "url", "name", "kind", "description", "aliases", "same_as", "stories", "quotes", "mentions")
_CLAIM = (
    *("story", "id", "url", "text", "said_by", "said_by_name", "status", "current_status"),
    *("status_date", "why", "quote", "evidence", "relied_on_by"),
)


def export_quote_tables(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """`api/quotes.ndjson` and `api/quotes.csv`; rows in the site's order."""
    api, table = Api(edition), _Table(_QUOTE)
    lines = []
    for quote in edition.newsroom.quotes:
        said = api.quote_of_story(quote)
        lines.append(json.dumps(said, ensure_ascii=False) + "\n")
        table.add(_quote(quote, said))
    yield "api/quotes.ndjson", "".join(lines).encode()
    yield "api/quotes.csv", table.file()


def export_actor_table(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """`api/actors.csv`."""
    newsroom, api, table = edition.newsroom, Api(edition), _Table(_ACTOR)
    for it in newsroom.actors:
        counts = {"quotes": len(newsroom.quotes_by(it)), "mentions": len(newsroom.mentions_of(it))}
        table.add(api.profile(it) | {"stories": [story.id for story in newsroom.stories_with(it)]} | counts)
    yield "api/actors.csv", table.file()


def export_claim_table(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """`api/claims.csv`."""
    api, table = Api(edition), _Table(_CLAIM)
    for it in edition.newsroom.claims:
        more = {
            "said_by_name": it.said_by.name,
            "status_date": it.status_date.text,
            "evidence": [source.url or source.label for source in it.evidence],
        }
        table.add(api.claim_of_story(it) | more)
    yield "api/claims.csv", table.file()


def _quote(quote: Quote, said: dict[str, Any]) -> dict[str, Any]:
    source, original = said["source"] or {}, said["original"] or {}
    return (
        said
        | {"speaker_name": quote.speaker.name}
        | {f"source_{key}": value for key, value in source.items()}
        | {f"original_{key}": value for key, value in original.items()}
    )


class _Table:
    """A table that rows are added to."""

    def __init__(self, columns: tuple[str, ...]) -> None:
        self._columns, self._text = columns, io.StringIO(newline="")
        self._csv = csv.writer(self._text, lineterminator="\r\n")
        self._csv.writerow(columns)

    def add(self, row: Mapping[str, Any]) -> None:
        """Add what is in the columns; a row may have more."""
        self._csv.writerow([_cell(row.get(name)) for name in self._columns])

    def file(self) -> bytes:
        """The table as a file."""
        return self._text.getvalue().encode()


def _cell(value: Any) -> str:
    """What stands in a cell: of a list, its members with `; ` between; of what is not known, nothing."""
    if value is None:
        return ""
    text = "; ".join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
