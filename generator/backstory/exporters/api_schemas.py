"""The JSON Schemas (2020-12) of the API's documents, at `api/schemas/`.

Each field of version 1 is required, and others are allowed: fields are added, never renamed. What may be one
of a few words is listed as the YAML allows it.
"""

from collections.abc import Iterator
from typing import Any, get_args

from backstory import addresses
from backstory.exporters.json_api import VERSION, json_file
from backstory.pages.edition import Edition
from backstory.schema.actor import Kind
from backstory.schema.fields import ID_PATTERN
from backstory.schema.story import Attribution, ClaimStatus, QuoteKind

Schema = dict[str, Any]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_VERIFICATIONS = ["verbatim", "edited", "translated", "paraphrase", "unverified"]


def export_api_schemas(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """One schema for each kind of document, and one for the lines of `quotes.ndjson`."""
    for name, schema in SCHEMAS.items():
        path = f"api/schemas/{name}.json"
        here = {"$id": addresses.absolute(f"/{path}", edition.site_url)} if edition.site_url else {}
        defs = {"$defs": {it: DEFINITIONS[it] for it in sorted(_used_by(schema))}}
        yield path, json_file({"$schema": _DIALECT} | here | schema | defs)


def _used_by(schema: Any) -> set[str]:
    """The definitions that a schema refers to, directly or through others."""
    if isinstance(schema, list):
        return {name for it in schema for name in _used_by(it)}
    if not isinstance(schema, dict):
        return set()
    if ref := schema.get("$ref"):
        name = str(ref).rsplit("/", 1)[-1]
        return {name} | _used_by(DEFINITIONS[name])
    return {name for it in schema.values() for name in _used_by(it)}


# ---- the words that schemas are made of


def _record(title: str, /, **fields: Schema) -> Schema:
    """An object with all of these fields; `from_` is the field `from`, which Python keeps for itself."""
    properties = {name.rstrip("_"): it for name, it in fields.items()}
    return {"title": title, "type": "object", "required": list(properties), "properties": properties}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _or_null(schema: Schema) -> Schema:
    kind = schema.get("type")
    if isinstance(kind, str) and "enum" not in schema:
        return schema | {"type": [kind, "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def _one_of(literal: Any) -> Schema:
    """The words of a Literal, also of one that is annotated."""
    words = get_args(literal)
    return {"enum": list(get_args(words[0]) or words)}


_VERSION: Schema = {"const": VERSION}
_TEXT: Schema = {"type": "string", "minLength": 1}
_WORDS: Schema = {"type": "string"}
_FLAG: Schema = {"type": "boolean"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_ID: Schema = {"type": "string", "pattern": f"^{ID_PATTERN.pattern}$"}
_URL: Schema = {"type": "string", "format": "uri-reference", "pattern": r"^(https?://|/)\S*$"}
_DATE: Schema = {"type": "string", "pattern": "[0-9]", "description": "A date as EDTF writes it: 2031-03"}
_PARTY: Schema = {"type": "string", "minLength": 1, "description": "An id, or plain words"}

DEFINITIONS: dict[str, Schema] = {
    "reference": _record(
        "A source outside this site",
        url=_or_null(_URL),
        title=_or_null(_TEXT),
        date=_or_null(_DATE),
        publisher=_or_null(_PARTY),
        archived=_or_null(_URL),
        describe=_or_null(_TEXT),
    ),
    "dated": _record("A correction or a change", date=_DATE, text=_TEXT),
    "appearance": _record(
        "An actor in a story",
        id=_ID,
        name=_TEXT,
        kind=_one_of(Kind),
        url=_URL,
        part=_or_null(_TEXT),
        mentions=_COUNT,
        quotes=_COUNT,
    ),
    "quote": _record(
        "A quote",
        id=_ID,
        url=_URL,
        speaker=_ID,
        text=_WORDS,
        kind=_one_of(QuoteKind),
        verb=_TEXT,
        date=_or_null(_DATE),
        audience=_list(_PARTY),
        medium=_or_null(_TEXT),
        venue=_or_null(_PARTY),
        about=_list(_PARTY),
        via=_or_null(_PARTY),
        source=_or_null(_ref("reference")),
        from_source_article=_FLAG,
        attribution=_one_of(Attribution),
        verification={"enum": _VERIFICATIONS},
        original=_or_null(_record("The words as they were said", text=_TEXT, language=_TEXT)),
        renderings=_list(_ref("rendering")),
        before=_WORDS,
        sentence=_WORDS,
        after=_WORDS,
    ),
    "rendering": _record(
        "The same utterance as somebody else carried it",
        publisher=_PARTY,
        text=_TEXT,
        url=_or_null(_URL),
        language=_or_null(_TEXT),
    ),
    "claim": _record(
        "Something that somebody says is so",
        id=_ID,
        url=_URL,
        text=_TEXT,
        said_by=_ID,
        status=_one_of(ClaimStatus),
        current_status=_one_of(ClaimStatus),
        why=_or_null(_TEXT),
        quote=_or_null(_ID),
        evidence=_list(_ref("reference")),
        relied_on_by=_list(_ID),
        log=_list(_ref("entry")),
    ),
    "entry": _record(
        "What became known of a claim",
        date=_DATE,
        status=_one_of(ClaimStatus),
        text=_TEXT,
        story=_or_null(_ID),
        evidence=_list(_ref("reference")),
    ),
    "event": _record(
        "Something that happened or is planned",
        id=_ID,
        url=_URL,
        date=_DATE,
        title=_TEXT,
        actors=_list(_ID),
        place=_or_null(_PARTY),
        planned=_FLAG,
        source=_or_null(_ref("reference")),
        story=_or_null(_ID),
    ),
    "note": _record(
        "A note on words of the text",
        exact=_TEXT,
        title=_WORDS,
        note=_TEXT,
        url=_or_null(_URL),
        story=_or_null(_ID),
        sources=_list(_ref("reference")),
    ),
    "role": _record(
        "A post",
        role=_TEXT,
        of=_or_null(_PARTY),
        from_=_or_null(_DATE),
        to=_or_null(_DATE),
        as_of=_or_null(_DATE),
        source=_or_null(_ref("reference")),
    ),
    "item": _record("Where something and its data are", id=_ID, url=_URL, data=_URL),
}


def _more(name: str, title: str, /, **fields: Schema) -> Schema:
    """What is defined under a name, with further fields."""
    return _record(title, **DEFINITIONS[name]["properties"], **fields)


QUOTE = _more("quote", "A quote and its story", story=_ID)

SCHEMAS: dict[str, Schema] = {
    "story": _record(
        "A story",
        version=_VERSION,
        id=_ID,
        url=_URL,
        headline=_TEXT,
        summary=_WORDS,
        published=_DATE,
        updated=_or_null(_DATE),
        text={"enum": ["retelling", "republished"]},
        license=_or_null(_TEXT),
        status={"enum": ["published", "draft", "withdrawn"]},
        developing=_FLAG,
        based_on=_or_null(_ref("reference")),
        topics=_list(_ID),
        key_points=_list(_TEXT),
        actors=_list(_ref("appearance")),
        quotes=_list(_ref("quote")),
        claims=_list(_ref("claim")),
        relies_on=_list(_record("A claim that it leans on", story=_ID, claim=_ID, reviewed=_or_null(_DATE))),
        events=_list(_ref("event")),
        context=_list(_ref("note")),
        corrections=_list(_ref("dated")),
        changes=_list(_ref("dated")),
    ),
    "actor": _record(
        "An actor",
        version=_VERSION,
        id=_ID,
        url=_URL,
        name=_TEXT,
        kind=_one_of(Kind),
        description=_WORDS,
        aliases=_list(_TEXT),
        roles=_list(_ref("role")),
        same_as=_list(_URL),
        stories=_list(_ID),
        quotes=_list(QUOTE),
        claims=_list(_more("claim", "A claim and its story", story=_ID)),
        spoken_about_in=_list(_record("A quote about the actor", story=_ID, quote=_ID, speaker=_ID)),
        mentions=_COUNT,
    ),
    "index": _record(
        "All stories, actors and topics",
        version=_VERSION,
        stories=_list(_more("item", "A story", headline=_TEXT, published=_DATE, topics=_list(_ID))),
        actors=_list(_more("item", "An actor", name=_TEXT, kind=_one_of(Kind))),
        topics=_list(
            _record(
                "A topic",
                id=_ID,
                url=_URL,
                name=_TEXT,
                description=_WORDS,
                series=_FLAG,
                stories=_list(_ID),
            )
        ),
    ),
    "moved": _record("Where the data of a former id is", version=_VERSION, id=_ID, moved_to=_ref("item")),
    "quote": QUOTE,
}
