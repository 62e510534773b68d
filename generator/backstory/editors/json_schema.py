"""JSON Schemas of the YAML files, with the ids of a site, for editors that speak to yaml-language-server.

They are for completion, hover and early word of a mistake, and let through whatever `backstory check` lets
through: that alone knows the dialect. `markdownDescription`, `markdownEnumDescriptions`, `errorMessage`,
`patternErrorMessage` and `defaultSnippets` are that server's own keywords.
"""

from collections.abc import Iterable, Mapping
from types import UnionType
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

from backstory.dates import When
from backstory.editors.known import Known
from backstory.editors.snippets import SNIPPETS
from backstory.schema.actor import ActorShape
from backstory.schema.descriptions import descriptions
from backstory.schema.fields import ID_PATTERN, Address, Names, Reference, Shape
from backstory.schema.story import ListingShape, StoryShape
from backstory.schema.topic import TopicShape

Schema: TypeAlias = dict[str, Any]

_DIALECT = "http://json-schema.org/draft-07/schema#"
# What is a number or nothing to other readers of YAML is text to ours.
_TEXT = ["string", "number", "null"]
_HOW_TO_DATE = "Write 2031-03-04, 2031-03 or 2031, with ? when uncertain, or a span 2031-03-01/2031-03-04."
_HOW_TO_ADDRESS = "Give the full address, beginning with https:// or http://."
_HOW_TO_ID = "Ids are lower-case letters a-z, digits, and single hyphens between them."


def schemas(known: Known) -> dict[str, Schema]:
    """The schemas of the three kinds of files by name."""
    shapes: Mapping[str, type[Shape]] = {"actor": ActorShape, "story": StoryShape, "topic": TopicShape}
    return {name: _whole(name, it, _Writer(known)) for name, it in shapes.items()}


def _whole(name: str, shape: type[Shape], writer: "_Writer") -> Schema:
    schema = writer.shape(shape)
    definitions = {it: writer.definitions[it] for it in sorted(writer.definitions)}
    return {"$schema": _DIALECT, "title": f"Backstory: {name}", **schema, "definitions": definitions}


class _Writer:
    def __init__(self, known: Known) -> None:
        self.known = known
        self.definitions: dict[str, Schema] = {}

    def _defined(self, name: str, schema: Schema) -> Schema:
        """A pointer to the schema: what stands in many places is written once."""
        self.definitions.setdefault(name, schema)
        return {"$ref": f"#/definitions/{name}"}

    def shape(self, shape: type[Shape]) -> Schema:
        """An object with the fields of the shape."""
        hints = get_type_hints(shape, include_extras=True)
        fields, texts = shape.model_fields, descriptions(shape)
        properties = {
            it.alias or name: {
                **self.annotation(hints[name], field=name),
                **_heading(hints[name], texts.get(name, "")),
                "markdownDescription": texts.get(name),
            }
            for name, it in fields.items()
        }
        required = [it.alias or name for name, it in fields.items() if it.is_required()]
        schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
        if required:
            schema["required"] = required
        if snippets := SNIPPETS.get(shape):
            schema["defaultSnippets"] = list(snippets)
        return schema

    def annotation(self, annotation: Any, *, field: str = "", names: tuple[Names, ...] = ()) -> Schema:
        """What a field's type lets through. `names` are the marks of the types around it."""
        arguments = get_args(annotation)
        match get_origin(annotation):
            case origin if origin is Annotated and annotation != Address:
                outer = tuple(it for it in arguments[1:] if isinstance(it, Names))
                schema = self.annotation(arguments[0], field=field, names=(*names, *outer))
            case origin if origin in {Union, UnionType}:
                inner = next(it for it in arguments if it is not type(None))
                schema = self.annotation(inner, field=field, names=names)
            case origin if origin is tuple:
                schema = self._list(arguments[0], names)
            case origin if origin is dict:
                schema = self._map(arguments[1], field=field)
            case origin if origin is Literal:
                schema = _words(arguments)
            case _:
                schema = self._scalar(annotation, names)
        return schema

    def _scalar(self, annotation: Any, names: tuple[Names, ...]) -> Schema:
        if annotation == Address:
            return {"type": "string", "pattern": "^https?://", "patternErrorMessage": _HOW_TO_ADDRESS}
        if isinstance(annotation, type) and issubclass(annotation, Shape):
            return self._object(annotation)
        if annotation is When:
            message = {"patternErrorMessage": _HOW_TO_DATE}
            return {"type": ["string", "number"], "pattern": r"^\S*\d\S*$", **message}
        if annotation is bool:
            return {"type": "boolean"}
        return self._id(names) if names else {"type": _TEXT}

    def _id(self, names: tuple[Names, ...]) -> Schema:
        """An id of one of several kinds; plain words too, where they may stand instead."""
        known: dict[str, str] = {}
        for it in names:
            known |= self.known.of(it.kind)
        or_words = names[0].or_words
        # Hovering shows each value of an `enum`, but of many `const` only the one that is there. A message
        # about many would be long, and what stands behind an `if` is not offered.
        offers = [{"label": it, "bodyText": it, "markdownDescription": said} for it, said in known.items()]
        each = [{"const": it, "markdownDescription": said} for it, said in known.items()]
        none_such = _refused(f"There is no such {names[-1].kind} in this site's content.")
        schema: Schema = {
            "defaultSnippets": offers,
            "if": {"not": {"enum": list(known)}},
            "then": {"type": _TEXT} if or_words else none_such,
            "else": {"anyOf": each or [{}]},
        }
        kinds = [it.kind for it in names] + (["words"] if or_words else [])
        return self._defined("-or-".join(kinds), schema)

    def _list(self, item: Any, names: tuple[Names, ...]) -> Schema:
        """A list, or one of its items by itself."""
        one = self.annotation(item, names=names)
        if "properties" in one:  # an object can be told from a list by its type
            return {**one, "type": [*_types(one), "array", "null"], "items": one}
        return {"anyOf": [{"type": "array", "items": one}, one, {"type": "null"}]}

    def _map(self, value: Any, *, field: str) -> Schema:
        """A map by id; a list of items with `id:` is let through."""
        one = self.annotation(value)
        schema: Schema = {"type": ["object", "array", "null"]}
        if field == "actors":
            schema["properties"] = {
                name: {**self._defined("listing", one), "markdownDescription": said}
                for name, said in self.known.actors.items()
            }
            schema["additionalProperties"] = False
            schema["errorMessage"] = "There is no such actor in this site's content."
            return schema
        schema["propertyNames"] = {
            "pattern": f"^{ID_PATTERN.pattern}$",
            "patternErrorMessage": _HOW_TO_ID,
        }
        schema["additionalProperties"] = one
        if snippets := SNIPPETS.get(field):
            schema["defaultSnippets"] = list(snippets)
        return schema

    def _object(self, shape: type[Shape]) -> Schema:
        schema = self.shape(shape)
        if shape is Reference:  # an address alone will do
            address = {"pattern": "^https?://", "patternErrorMessage": _HOW_TO_ADDRESS}
            return {**schema, **address, "type": ["object", "string"]}
        if shape is ListingShape:  # a name, some names, or nothing
            return {**schema, "type": ["object", "array", *_TEXT], "items": {"type": _TEXT}}
        return schema


def _heading(annotation: Any, said: str) -> Schema:
    """What a field is for, as the heading above who is named in it: hovering over its key shows both."""
    return {"title": said.replace("`", "")} if _holds_ids(annotation) else {}


def _holds_ids(annotation: Any) -> bool:
    marks = get_args(annotation)
    return any(isinstance(it, Names) or _holds_ids(it) for it in marks)


def _refused(message: str) -> Schema:
    return {"type": ["null"], "errorMessage": message}


def _types(schema: Schema) -> list[str]:
    named = schema["type"]
    return [named] if isinstance(named, str) else list(named)


def _words(words: Iterable[str]) -> Schema:
    """One of a few words; `false` without quotes is the one that YAML takes for something else."""
    allowed: list[object] = list(words)
    shown = ", ".join(map(str, allowed))
    if "false" in allowed:
        allowed.append(False)
    return {"enum": allowed, "errorMessage": f"It can be one of: {shown}."}
