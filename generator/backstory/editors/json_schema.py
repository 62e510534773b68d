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
        fields = shape.model_fields
        properties = {
            it.alias or name: {
                **self.annotation(hints[name], field=name),
                "markdownDescription": it.description,
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
        kind = names[-1].kind
        ids: Schema = {
            "type": "string",
            "enum": list(known),
            "markdownEnumDescriptions": list(known.values()),
            "errorMessage": f"There is no such {kind} in this site's content.",
        }
        pointer = self._defined("-or-".join(it.kind for it in names), ids)
        return {"anyOf": [pointer, {"type": _TEXT}]} if names[0].or_words else pointer

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
