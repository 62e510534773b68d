"""The OpenAPI 3.1 description of the data's addresses, at `api/openapi.json`: all are static files."""

from collections.abc import Iterator
from typing import Any

from backstory.exporters.json_api import VERSION, json_file
from backstory.formats import Format
from backstory.pages.edition import Edition
from backstory.pages.feeds import has_feeds

_PARAMETERS = {
    "story": "The id of a story, as the index has it, or a former one",
    "actor": "The id of an actor, as the index has it, or a former one",
    "topic": "The id of a topic, as the index has it",
}
_JSON, _CSV, _NDJSON = "application/json", "text/csv", "application/x-ndjson"
_ATOM, _FEED = "application/atom+xml", "application/feed+json"

# Address, what is there, its media type, and the names of its schemas.
_PATHS = (
    ("/api/index.json", "All stories, actors and topics", _JSON, ("index",)),
    ("/api/stories/{story}.json", "A story, or where it is now", _JSON, ("story", "moved")),
    ("/api/actors/{actor}.json", "An actor, or where it is now", _JSON, ("actor", "moved")),
    ("/api/quotes.ndjson", "All quotes, one a line", _NDJSON, ("quote",)),
    ("/api/quotes.csv", "All quotes as a table", _CSV, ()),
    ("/api/actors.csv", "All actors as a table", _CSV, ()),
    ("/api/claims.csv", "All claims as a table", _CSV, ()),
)
_ANNOTATIONS = (
    ("/stories/{story}/annotations.jsonld", "A story’s Web Annotations", "application/ld+json", ()),
    ("/stories/{story}/article.txt", "A story’s text, which they count in", "text/plain", ()),
)
_EVIDENCE = (("/stories/{story}/evidence.zip", "What a story was made from", "application/zip", ()),)
_FEEDS = (
    ("/feed.xml", "All stories as Atom", _ATOM, ()),
    ("/feed.json", "All stories as a JSON Feed", _FEED, ()),
    ("/corrections.xml", "Corrections as Atom", _ATOM, ()),
    ("/corrections.json", "Corrections as a JSON Feed", _FEED, ()),
    ("/topics/{topic}/feed.xml", "The stories on a topic as Atom", _ATOM, ()),
    ("/topics/{topic}/feed.json", "The stories on a topic as a JSON Feed", _FEED, ()),
    ("/actors/{actor}/feed.xml", "The stories with an actor as Atom", _ATOM, ()),
    ("/actors/{actor}/feed.json", "The stories with an actor as a JSON Feed", _FEED, ()),
)


def export_openapi(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """What can be asked for, and which schema answers it. Without the site's address, its root is meant."""
    annotations = _ANNOTATIONS if edition.publishes(Format.ANNOTATIONS) else ()
    evidence = _EVIDENCE if edition.publishes(Format.EVIDENCE) else ()
    paths = (*_PATHS, *annotations, *evidence, *(_FEEDS if has_feeds(edition) else ()))
    description = {
        "openapi": "3.1.0",
        "info": {
            "title": edition.site_name,
            "version": str(VERSION),
            "description": "Static files. Fields are added, never renamed.",
        },
        "servers": [{"url": (edition.site_url or "/").rstrip("/") or "/"}],
        "paths": {path: {"get": _operation(path, *said)} for path, *said in paths},
    }
    yield "api/openapi.json", json_file(description)


def _operation(path: str, summary: str, media_type: str, schemas: tuple[str, ...]) -> dict[str, Any]:
    answer = {"description": summary, "content": {media_type: _content(media_type, schemas)}}
    named = [name for name in _PARAMETERS if f"{{{name}}}" in path]
    return {
        "summary": summary,
        "operationId": path.strip("/").replace("{", "").replace("}", "").replace("/", "-").replace(".", "-"),
        "parameters": [_parameter(it) for it in named],
        "responses": {"200": answer, "404": {"description": "There is no such thing"}},
    }


def _parameter(name: str) -> dict[str, Any]:
    said = {"name": name, "in": "path", "required": True, "description": _PARAMETERS[name]}
    return said | {"schema": {"type": "string"}}


def _content(media_type: str, schemas: tuple[str, ...]) -> dict[str, Any]:
    """The schema of the answer; of lines, only a word about each, since the whole is no JSON."""
    references = [{"$ref": f"schemas/{it}.json"} for it in schemas]
    if media_type == _NDJSON:
        return {"schema": {"type": "string", "description": "Each line is as in schemas/quote.json"}}
    if not references:
        return {"schema": {"type": "string"}} if media_type.startswith("text/") else {}
    return {"schema": references[0] if len(references) == 1 else {"oneOf": references}}
