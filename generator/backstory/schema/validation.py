"""From a document to its shape; each of pydantic's errors becomes a diagnostic with a remedy."""

from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from rapidfuzz import fuzz, process

from backstory.diagnostics import Code, Diagnostic
from backstory.schema.fields import Shape
from backstory.source import Document, Path

ShapeT = TypeVar("ShapeT", bound=Shape)

_OUR_CODES = {code.value: code for code in Code}
_TYPE_NAMES = {
    "string_type": "a text",
    "bool_type": "`true` or `false`",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a map (`key: value` lines)",
    "model_type": "a map (`key: value` lines)",
    "model_attributes_type": "a map (`key: value` lines)",
}


def nearest(word: str, candidates: list[str], *, least: float = 60) -> str | None:
    """The candidate most like `word`, when it is likely that it was meant; None otherwise."""
    best = process.extractOne(word, sorted(candidates), scorer=fuzz.ratio, score_cutoff=least)
    return best[0] if best else None


def validate(document: Document, shape: type[ShapeT]) -> tuple[ShapeT | None, list[Diagnostic]]:
    """Read `document` as `shape`; the shape is None where any error was found."""
    if not isinstance(document.data, dict):
        fact = "The file is no map of `key: value` lines."
        return None, [Diagnostic(Code.SCHEMA_WRONG_TYPE, document.span(()), fact, "Begin with a key, such as `name:`.")]
    try:
        return shape.model_validate(document.data), []
    except ValidationError as errors:
        return None, [_diagnostic(document, shape, error) for error in errors.errors(include_url=False)]


def _diagnostic(document: Document, shape: type[Shape], error: Any) -> Diagnostic:  # noqa: ANN401 - ErrorDetails
    path: Path = error["loc"]
    key = path[-1] if path else ""
    kind, context, value = error["type"], error.get("ctx", {}), error["input"]
    if code := _OUR_CODES.get(kind):
        return Diagnostic(code, document.span((*path, *context["at"])), context["fact"], context["remedy"])
    if kind == "extra_forbidden":
        fields = _fields_at(shape, path[:-1])
        guess = nearest(str(key), fields)
        remedy = f"Did you mean `{guess}`?" if guess else f"Known here: {', '.join(fields)}."
        return Diagnostic(Code.SCHEMA_UNKNOWN_KEY, document.key_span(path), f"Unknown key `{key}`.", remedy)
    if kind == "missing":
        where = f"`{path[-2]}`" if len(path) > 1 else "This file"
        fact = f"{where} has no `{key}`."
        return Diagnostic(Code.SCHEMA_MISSING_KEY, document.key_span(path[:-1]), fact, f"Add a line `{key}: …`.")
    if value is None:
        fact = f"`{key}` is empty."
        return Diagnostic(Code.SCHEMA_WRONG_TYPE, document.key_span(path), fact, "Fill it in, or remove the line.")
    if kind == "literal_error":
        return _not_one_of(document, path, str(value), context["expected"])
    if wanted := _TYPE_NAMES.get(kind):
        fact = f"`{key}` must be {wanted}; this is {_what_it_is(value)}."
        return Diagnostic(Code.SCHEMA_WRONG_TYPE, document.span(path), fact, _how_to_write(kind, value))
    if kind == "string_too_short":
        return Diagnostic(
            Code.SCHEMA_BAD_VALUE, document.span(path), f"`{key}` is empty.", "Fill it in, or remove the line."
        )
    if key == "monogram":
        fact = f"`{value}` is no monogram."
        return Diagnostic(Code.SCHEMA_BAD_VALUE, document.span(path), fact, "Give one to three letters.")
    fact = f"`{key}`: {error['msg'][0].lower()}{error['msg'][1:]}."
    return Diagnostic(Code.SCHEMA_BAD_VALUE, document.span(path), fact, "See the content model in the guide.")


def _not_one_of(document: Document, path: Path, value: str, expected: str) -> Diagnostic:
    allowed = [word.strip("'") for part in expected.split(" or ") for word in part.split(", ")]
    guess = nearest(value, allowed)
    remedy = f"Did you mean `{guess}`? " if guess else ""
    remedy += f"It can be {', '.join(allowed[:-1])} or {allowed[-1]}."
    return Diagnostic(Code.SCHEMA_BAD_VALUE, document.span(path), f"`{path[-1]}` cannot be `{value}`.", remedy)


def _what_it_is(value: object) -> str:
    match value:
        case bool():
            return f"`{str(value).lower()}`"
        case str():
            return "a text"
        case dict():
            return "a map"
        case list():
            return "a list"
        case _:
            return "something else"


def _how_to_write(kind: str, value: object) -> str:
    if kind == "string_type" and isinstance(value, bool):
        return f'Put it in quotes if the word is meant: "{str(value).lower()}".'
    if kind == "string_type" and isinstance(value, dict):
        return "Put the text in quotes: a colon in it makes YAML read a map."
    if kind in {"tuple_type", "list_type"}:
        return "Write [one, two], or one `- item` a line."
    return "See the content model in the guide."


def _fields_at(shape: type[Shape], path: Path) -> list[str]:
    """The keys that may stand at `path`, in the order of the model."""
    here: Any = shape
    for part in path:
        if isinstance(here, type) and issubclass(here, BaseModel):
            field = here.model_fields.get(str(part))
            here = field.annotation if field else None
        else:
            here = _item_type(here)
        here = _without_none(here)
    if isinstance(here, type) and issubclass(here, BaseModel):
        return [field.alias or name for name, field in here.model_fields.items()]
    return []


def _without_none(annotation: Any) -> Any:  # noqa: ANN401 - an annotation can be anything
    if get_origin(annotation) in {Union, UnionType}:
        return next(_without_none(kind) for kind in get_args(annotation) if kind is not type(None))
    if hasattr(annotation, "__metadata__"):
        return _without_none(annotation.__origin__)
    return annotation


def _item_type(annotation: Any) -> Any:  # noqa: ANN401 - an annotation can be anything
    arguments = get_args(annotation)
    return arguments[1] if get_origin(annotation) is dict else arguments[0] if arguments else None
