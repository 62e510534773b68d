"""What an import would write: new files, and entries put behind those that a story has."""

import json
from collections.abc import Sequence
from typing import TypeAlias

from msgspec import Struct

from backstory.changes import Refusal
from backstory.diagnostics import Diagnostic
from backstory.edits import Edit, apply_edits
from backstory.entries import add_entries, begins_with, data_at, put
from backstory.formatting.formatter import LeftAlone, format_source, shape_of
from backstory.plain_yaml import Data
from backstory.source import Document, parse_document
from backstory.text import SourceText

Values: TypeAlias = dict[str, object]


class Intake(Struct, frozen=True):
    """New texts of files by their paths in the content folder, how much of each is new, what was found."""

    texts: dict[str, str]
    added: dict[str, int]
    found: list[Diagnostic]


class Addition(Struct, frozen=True):
    """A map for a list or a map by id of a story; a list has no ids."""

    id: str
    values: Values


def new_file(path: str, values: Values) -> str:
    """The text of a new file, laid out as `backstory fmt` does it."""
    text = "".join(f"{key}: {_written(value)}\n" for key, value in values.items())
    return _tidy(SourceText(path, text))


def add_to_story(source: SourceText, field: str, additions: Sequence[Addition]) -> str:
    """The story with more entries at the end of a field. Laid out by `backstory fmt`, it stays so."""
    document, _ = parse_document(source)
    assert document  # an import begins with content that has no errors
    was_tidy = _tidy(source) == source.text
    text = apply_edits(source.text, [_edit(document, field, additions)])
    return _tidy(SourceText(source.path, text)) if was_tidy else text


def story_data(source: SourceText) -> dict[str, Data]:
    """What a story's file says."""
    document, _ = parse_document(source)
    assert document
    document, _ = document.with_maps(("events", "quotes"))
    assert isinstance(document.data, dict)
    return document.data


def no_story(name: str | None, known: Sequence[str]) -> Refusal:
    """Nothing can be taken in without the story that it belongs to."""
    if name is None:
        return Refusal("Name the story: --story ID.")
    return Refusal(f"There is no story `{name}`. There are: {', '.join(known) or 'none'}.")


def _edit(document: Document, field: str, additions: Sequence[Addition]) -> Edit:
    there = data_at(document, (field,))
    is_list = isinstance(there, list) or field == "context"
    written = [_entry(it, is_list=is_list, has_id=field != "context") for it in additions]
    if there:
        is_flow = begins_with(document, (field,), "[")
        return add_entries(
            document, (field,), [it.removeprefix("- ") for it in written] if is_flow else written
        )
    if (field,) in document.values:
        inside = ", ".join(it.removeprefix("- ") for it in written)
        return put(document, (field,), f"[{inside}]" if is_list else f"{{{inside}}}")
    return add_entries(document, (), ["\n  ".join([f"{field}:", *written])])


def _entry(addition: Addition, *, is_list: bool, has_id: bool) -> str:
    if is_list:
        return f"- {_written(({'id': addition.id} if has_id else {}) | addition.values)}"
    return f"{addition.id}: {_written(addition.values)}"


def _written(value: object) -> str:
    """A value in brackets and quotes: what JSON writes is YAML, too."""
    return json.dumps(value, ensure_ascii=False)


def _tidy(source: SourceText) -> str:
    shape = shape_of(source.path)
    assert shape
    tidy = format_source(source, shape)
    return source.text if isinstance(tidy, LeftAlone) else tidy
