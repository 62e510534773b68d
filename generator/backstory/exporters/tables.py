"""The data as tables: quotes one a line (NDJSON), and quotes, actors and claims as CSV (RFC 4180, UTF-8)."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
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


def export_tables(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """`api/quotes.ndjson`, `api/quotes.csv`, `api/actors.csv`, `api/claims.csv`; rows in the site's order."""
    newsroom, api = edition.newsroom, Api(edition)
    lines = (json.dumps(api.quote_of_story(it), ensure_ascii=False) + "\n" for it in newsroom.quotes)
    yield "api/quotes.ndjson", "".join(lines).encode()
    yield "api/quotes.csv", _table(_QUOTE, (_quote(it, api) for it in newsroom.quotes))
    yield "api/actors.csv", _table(_ACTOR, (_actor(api.actor(it)) for it in newsroom.actors))
    claims = (
        api.claim_of_story(it)
        | {
            "said_by_name": it.said_by.name,
            "status_date": it.status_date.text,
            "evidence": [source.url or source.label for source in it.evidence],
        }
        for it in newsroom.claims
    )
    yield "api/claims.csv", _table(_CLAIM, claims)


def _quote(quote: Quote, api: Api) -> dict[str, Any]:
    said = api.quote_of_story(quote)
    source, original = said["source"] or {}, said["original"] or {}
    return (
        said
        | {"speaker_name": quote.speaker.name}
        | {f"source_{key}": value for key, value in source.items()}
        | {f"original_{key}": value for key, value in original.items()}
    )


def _actor(said: dict[str, Any]) -> dict[str, Any]:
    return said | {"quotes": len(said["quotes"])}


def _table(columns: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> bytes:
    file = io.StringIO(newline="")
    write = csv.writer(file, lineterminator="\r\n")
    write.writerow(columns)
    write.writerows([_cell(row.get(name)) for name in columns] for row in rows)
    return file.getvalue().encode()


def _cell(value: Any) -> str:
    """What stands in a cell: of a list, its members with `; ` between; of what is not known, nothing."""
    if value is None:
        return ""
    text = "; ".join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
