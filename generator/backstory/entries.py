"""Entries put into the lists and maps of a file, and taken out of them, by position."""

import json
import re
from collections.abc import Iterable, Sequence

from backstory.edits import Edit
from backstory.plain_yaml import Data
from backstory.source import Document, Path, parse_document
from backstory.text import SourceText


def data_at(document: Document, path: Path) -> Data:
    """The data at `path`; None where it leads nowhere."""
    data: Data = document.data
    for part in path:
        if isinstance(data, dict):
            data = data.get(str(part))
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return None
    return data


def in_brackets(text: str) -> str:
    """A text as it is written in a list or map in brackets: without quotes, if it is read so."""
    document, found = parse_document(SourceText("", f"[{text}]"))
    is_plain = document is not None and not found and document.data == [text]
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def add_to_list(document: Document, path: Path, texts: Sequence[str]) -> Edit:
    """The texts behind the last item of a list, which may be missing, empty, or one text alone."""
    written = [in_brackets(it) for it in texts]
    items = data_at(document, path)
    if isinstance(items, list) and items:
        is_flow = begins_with(document, path, "[")
        return add_entries(document, path, written if is_flow else [f"- {it}" for it in written])
    if path not in document.values:
        return add_entries(document, path[:-1], [f"{path[-1]}: [{', '.join(written)}]"])
    before = [in_brackets(items)] if isinstance(items, str) else []
    return put(document, path, f"[{', '.join([*before, *written])}]")


def add_entries(document: Document, path: Path, entries: Iterable[str]) -> Edit:
    """Entries behind the last of the map or list at `path`, written as its other entries are.

    Where each entry stands on its own line, it can be of several lines.
    """
    source, whole = document.source, document.span(path)
    inside = (it for it in document.values if len(it) == len(path) + 1 and it[:-1] == path)
    last = max((document.span(it) for it in inside), key=lambda it: (it.end_line, it.end_column))
    if begins_with(document, path, "{") or begins_with(document, path, "["):
        end = source.offset(last.end_line, last.end_column)
        return Edit(source.span(end, end), "".join(f", {it}" for it in entries))
    end = source.offset(last.end_line, 1) + len(source.line(last.end_line))
    start_of_line = ("\r\n" if "\r\n" in source.text else "\n") + " " * (whole.column - 1)
    lines = (line for it in entries for line in it.split("\n"))
    return Edit(source.span(end, end), "".join(start_of_line + it for it in lines))


def put(document: Document, path: Path, text: str) -> Edit:
    """A text in the place of the value at `path`, which may be empty."""
    span = document.span(path)
    is_empty = (span.line, span.column) == (span.end_line, span.end_column)
    return Edit(span, f" {text}" if is_empty else text)


def take_out(document: Document, path: Path) -> Edit | None:
    """The entry at `path` taken out: whole lines, or with its comma. None where that cannot be done."""
    source, key, value = document.source, document.key_span(path), document.span(path)
    start = min(source.offset(it.line, it.column) for it in (key, value))
    end = max(source.offset(it.end_line, it.end_column) for it in (key, value))
    if begins_with(document, path[:-1], "{") or begins_with(document, path[:-1], "["):
        return _without_comma(source, start, end)
    line_start = source.offset(min(key.line, value.line), 1)
    rest = re.compile(r"[ \t]*(#[^\r\n]*)?(\r\n|\r|\n|\Z)").match(source.text, end)
    if not re.fullmatch(r"[ \t]*(-[ \t]+)?", source.text[line_start:start]) or not rest:
        return None
    return Edit(source.span(line_start, rest.end()), "")


def _without_comma(source: SourceText, start: int, end: int) -> Edit | None:
    if comma := re.compile(r"\s*,[ \t]*").match(source.text, end):
        return Edit(source.span(start, comma.end()), "")
    if comma := re.search(r"\s*,\s*\Z", source.text[:start]):
        return Edit(source.span(comma.start(), end), "")
    return None


def begins_with(document: Document, path: Path, sign: str) -> bool:
    """Whether the value at `path` begins with a sign: a bracket, if it is written in brackets."""
    span = document.span(path)
    return document.source.line(span.line)[span.column - 1 :].startswith(sign)
