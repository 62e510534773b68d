"""From a document to its shape; each of pydantic's errors becomes a diagnostic with a remedy."""

import re
from collections.abc import Iterable, Iterator
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from rapidfuzz import fuzz, process

from backstory.diagnostics import Code, Diagnostic, shown
from backstory.schema.fields import Shape, what_it_is
from backstory.source import Document, Path
from backstory.text import Span

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


def nearest(word: str, candidates: Iterable[str], *, least: float = 60) -> str | None:
    """The candidate most like `word`, when it is likely that it was meant; None otherwise."""
    best = process.extractOne(word, sorted(candidates), scorer=fuzz.ratio, score_cutoff=least)
    return best[0] if best else None


_SURELY_MEANT = 80


def only_neighbour(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that `word` is surely meant to be: the same letters, or much like it as no other is."""
    known = sorted(candidates)
    same = [it for it in known if _letters(it) == _letters(word)]
    best = process.extract(word, known, scorer=fuzz.ratio, score_cutoff=_SURELY_MEANT, limit=2)
    if len(same) == 1:
        return same[0]
    return best[0][0] if len(best) == 1 else None


def _letters(text: str) -> str:
    return "".join(it for it in text.casefold() if it.isalnum())


def validate(document: Document, shape: type[ShapeT]) -> tuple[ShapeT | None, list[Diagnostic]]:
    """Read `document` as `shape`, without what is wrong in it, so that the rest can be judged as well.

    The shape is None where what it cannot do without is wrong, and nothing can stand for it.
    """
    if not isinstance(document.data, dict):
        fact = "The file is no map of `key: value` lines."
        return None, [
            Diagnostic(Code.SCHEMA_WRONG_TYPE, document.span(()), fact, "Begin with a key, such as `name:`.")
        ]
    data: dict[str, Any] | None = document.data
    found: list[Diagnostic] = []
    while data is not None:
        try:
            return shape.model_validate(data), found
        except ValidationError as errors:
            problems = errors.errors(include_url=False)
            to_tell = _without_mistyped(shape, problems)
            found += [diagnostic for it in to_tell for diagnostic in _diagnostics(document, shape, it)]
            data = _without(data, [_whole_path(it) for it in problems], shape)
    return None, found


def _without_mistyped(shape: type[Shape], problems: list[Any]) -> list[Any]:
    """The problems, without the missing keys that are there under a mistyped name, which is told already."""
    mistyped = {
        (*parent, nearest(str(key), fields_at(shape, tuple(parent))))
        for *parent, key in (it["loc"] for it in problems if it["type"] == "extra_forbidden")
    }
    return [it for it in problems if it["type"] != "missing" or it["loc"] not in mistyped]


def _without(data: dict[str, Any], wrong: list[Path], shape: type[Shape]) -> dict[str, Any] | None:
    """The data without the fields, or the entries of maps by id, in which something is wrong.

    What must be there has its stand-in then. None where there is none, or nothing to take out.
    """
    kept = dict(data)
    for path in wrong:
        field, entry = (*path, "", "")[:2]
        known = shape.model_fields.get(str(field))
        entries = kept.get(str(field))
        if known and get_origin(known.annotation) is dict and isinstance(entries, dict) and entry in entries:
            if entries is data[str(field)]:  # it is the editor's: we take it out of a copy
                kept[str(field)] = entries = dict(entries)
            del entries[entry]
        elif known and known.is_required():
            if str(field) not in shape.STAND_INS:
                return None
            kept[str(field)] = shape.STAND_INS[str(field)]
        else:
            kept.pop(str(field), None)
    return kept if kept != data else None


def _whole_path(error: Any) -> Path:
    """Where the mistake is: an error of a whole model says itself where in it."""
    return (*error["loc"], *error.get("ctx", {}).get("at", ()))


def _diagnostics(document: Document, shape: type[Shape], error: Any) -> Iterator[Diagnostic]:
    if error["type"] not in _OUR_CODES:
        yield _diagnostic(document, shape, error)
        return
    context = error["ctx"]
    for it in ({"code": error["type"], **context}, *context.get("more", ())):
        place = _place(document, error["loc"], it)
        is_taken = (*error["loc"][:-2], it["meant"]) in document.keys
        fix = document.swap(place, error["input"], it["meant"]) if it["meant"] and not is_taken else ()
        yield Diagnostic(_OUR_CODES[it["code"]], place, it["fact"], it["remedy"], fix=fix)


def _place(document: Document, path: Path, context: dict[str, Any]) -> Span:
    if path[-1:] == ("[key]",):  # pydantic's way to say that not the value is wrong, but the key
        return document.key_span(path[:-1])
    if context["code"] == Code.SCHEMA_MISSING_KEY and not context["at"]:
        return document.key_span(path)
    return document.span((*path, *context["at"]))


def _diagnostic(document: Document, shape: type[Shape], error: Any) -> Diagnostic:
    path: Path = error["loc"]
    kind = error["type"]
    if kind == "extra_forbidden":
        return _unknown_key(document, path, fields_at(shape, path[:-1]))
    if kind == "missing":
        fact = f"{_name(path[:-1])} has no `{path[-1]}`."
        remedy = f"Add a line `{path[-1]}: …`."
        return Diagnostic(Code.SCHEMA_MISSING_KEY, document.key_span(path[:-1]), fact, remedy)
    return _wrong_value(document, shape, error)


def _wrong_value(document: Document, shape: type[Shape], error: Any) -> Diagnostic:
    path: Path = error["loc"]
    kind, value, message = error["type"], error["input"], error["msg"]
    code, place, meant = Code.SCHEMA_BAD_VALUE, document.span(path), None
    fact, remedy = f"{_name(path)}: {message[0].lower()}{message[1:]}.", "See the guide's page on the YAML."
    if value is None:
        code, place = Code.SCHEMA_WRONG_TYPE, document.key_span(path)
    if value is None or kind == "string_too_short":
        fact, remedy = f"{_name(path)} is empty.", "Fill it in, or remove the line."
    elif kind == "literal_error":
        allowed = [word.strip("'") for word in re.split(" or |, ", error["ctx"]["expected"])]
        fact, remedy = f"{_name(path)} cannot be {what_it_is(value)}.", _one_of(allowed, value)
        meant = only_neighbour(value, allowed) if isinstance(value, str) else None
    elif wanted := _TYPE_NAMES.get(kind):
        code = Code.SCHEMA_WRONG_TYPE
        fact = f"{_name(path)} must be {wanted}; this is {_kind_of(value)}."
        remedy = _how_to_write(kind, value, fields_at(shape, path))
    elif path[-1] == "monogram":
        fact, remedy = f"{what_it_is(value)} is no monogram.", "Give one to three letters."
    fix = document.swap(place, value, meant) if meant else ()
    return Diagnostic(code, place, fact, remedy, fix=fix)


def _name(path: Path) -> str:
    """What an editor calls the place: `speaker`, or entry 2 of `key_points`."""
    match path:
        case ():
            return "This file"
        case (*_, str(field), int(index)):
            return f"Entry {index + 1} of `{shown(field)}`"
        case _:
            return f"`{shown(str(path[-1]))}`"


def _unknown_key(document: Document, path: Path, known: list[str]) -> Diagnostic:
    key = str(path[-1])
    guess = nearest(key, known)
    remedy = f"Did you mean `{guess}`?" if guess else f"Known here: {', '.join(known)}."
    place = document.key_span(path)
    meant = only_neighbour(key, (it for it in known if (*path[:-1], it) not in document.keys))
    fix = document.swap(place, key, meant) if meant else ()
    return Diagnostic(Code.SCHEMA_UNKNOWN_KEY, place, f"Unknown key `{shown(key)}`.", remedy, fix=fix)


def _one_of(allowed: list[str], value: object) -> str:
    """The remedy for a word that is none of a few."""
    guess = nearest(value.lower(), allowed) if isinstance(value, str) else None
    remedy = f"Did you mean `{guess}`? " if guess else ""
    return remedy + f"It can be {', '.join(allowed[:-1])} or {allowed[-1]}."


def _kind_of(value: object) -> str:
    return "a text" if isinstance(value, str) else what_it_is(value)


def _how_to_write(kind: str, value: object, fields: list[str]) -> str:
    if kind == "string_type":
        if isinstance(value, bool):
            return f'Put it in quotes if the word is meant: "{str(value).lower()}".'
        if isinstance(value, dict):
            return "Put the text in quotes: a colon in it makes YAML read a map."
        return "Write one text; if it begins with a bracket, put it in quotes."
    if kind in {"tuple_type", "list_type"}:
        return "Write [one, two], or one `- item` a line."
    if kind == "bool_type":
        return "Write `true` or `false`, without quotes."
    return f"What it can have: {', '.join(fields)}." if fields else "Write one `id: …` line for each."


def fields_at(shape: type[Shape], path: Path) -> list[str]:
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


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) in {Union, UnionType}:
        return next(_without_none(kind) for kind in get_args(annotation) if kind is not type(None))
    if hasattr(annotation, "__metadata__"):
        return _without_none(annotation.__origin__)
    return annotation


def _item_type(annotation: Any) -> Any:
    arguments = get_args(annotation)
    return arguments[1] if get_origin(annotation) is dict else arguments[0] if arguments else None
