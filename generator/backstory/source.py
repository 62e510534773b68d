"""YAML to plain data, with the place of each value. The dialect: everything is text but true and false."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeAlias

import yaml

from backstory.diagnostics import Code, Diagnostic, Related, Severity, shown
from backstory.edits import Edit
from backstory.syntax import CONTROL_CHARACTER, control_character_diagnostic, syntax_diagnostic
from backstory.text import SourceText, Span

Path: TypeAlias = tuple[str | int, ...]
Offsets: TypeAlias = tuple[int, int]  # begin and end in the file's text, in characters
Data: TypeAlias = "dict[str, Data] | list[Data] | str | bool | None"

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Document:
    """A YAML file: its plain data, and where each value and each key stands in it.

    Places are kept as offsets: lines and columns are only counted where something is to be said.
    """

    source: SourceText
    data: Data
    values: Mapping[Path, Offsets]
    keys: Mapping[Path, Offsets]

    def span(self, path: Path) -> Span:
        """Where the value at `path` stands; parts of the path that lead nowhere are passed over."""
        return self._span(self.values[self._nearest(path)])

    def key_span(self, path: Path) -> Span:
        """Where the key at the end of `path` stands; for an item of a list, the item."""
        nearest = self._nearest(path)
        return self._span(self.keys.get(nearest) or self.values[nearest])

    def _span(self, offsets: Offsets) -> Span:
        return self.source.span(*offsets)

    def swap(self, place: Span, old: str, new: str) -> tuple[Edit, ...]:
        """The edit that writes `new` for `old` at a place; none where `old` is not written as it is read."""
        found = self.source.find(old, place)
        return (Edit(found, new),) if self.source.words(found) == old else ()

    def _nearest(self, path: Path) -> Path:
        nearest: Path = ()
        for part in path:
            if (*nearest, part) in self.values:
                nearest = (*nearest, part)
        return nearest

    def with_maps(self, fields: tuple[str, ...]) -> "tuple[Document, list[Diagnostic]]":
        """Read a list of items with `id:` as the map by id that it stands for, in each of `fields`."""
        document, found = self, []
        for field in fields:
            if isinstance(document.data, dict) and isinstance(document.data.get(field), list):
                document, problems = document._keyed(field)
                found += problems
        return document, found

    def _keyed(self, field: str) -> "tuple[Document, list[Diagnostic]]":
        found: list[Diagnostic] = []
        renamed: dict[int, str] = {}
        first_at: dict[str, Offsets] = {}
        assert isinstance(self.data, dict)
        items = self.data[field]
        assert isinstance(items, list)
        keyed: dict[str, Data] = {}
        for index, item in enumerate(items):
            name = item.get("id") if isinstance(item, dict) else item
            if not isinstance(name, str):
                fact = f"Entry {index + 1} of `{field}` has no `id`."
                remedy = "Give it an `id:` line, or write the list as a map whose keys are the ids."
                found.append(Diagnostic(Code.SCHEMA_MISSING_KEY, self.span((field, index)), fact, remedy))
                continue
            place = self.values[self._nearest((field, index, "id"))]
            if name in keyed:
                fact, remedy = f"`{shown(name)}` is in `{field}` twice.", "Rename one, or remove it."
                related = (Related(self._span(first_at[name]), "first defined here"),)
                code = Code.YAML_DUPLICATE_KEY
                found.append(Diagnostic(code, self._span(place), fact, remedy, related=related))
                continue
            renamed[index] = name
            first_at[name] = place
            keyed[name] = {k: v for k, v in item.items() if k != "id"} if isinstance(item, dict) else None
        spans = {_rename(path, field, renamed): span for path, span in self.values.items()}
        keys = {_rename(path, field, renamed): span for path, span in self.keys.items()}
        keys |= {(field, name): span for name, span in first_at.items()}
        return replace(self, data={**self.data, field: keyed}, values=spans, keys=keys), found


def _rename(path: Path, field: str, names: dict[int, str]) -> Path:
    match path:
        case (str(first), int(index), *rest) if first == field and index in names:
            return (first, names[index], *rest)
        case _:
            return path


def parse_document(source: SourceText) -> tuple[Document | None, list[Diagnostic]]:
    """Parse one YAML file. The document is None where its syntax, or the dialect, leaves nothing to read."""
    document, found = _parsed(source)
    return document, list(found)


@lru_cache(maxsize=65536)  # a site is read again after each change, and nearly all of it is as it was
def _parsed(source: SourceText) -> tuple[Document | None, Iterable[Diagnostic]]:
    reader = _Reader(source)
    try:
        data = reader.read()
    except yaml.MarkedYAMLError as problem:
        return None, [syntax_diagnostic(source, problem, reader.comments)]
    except yaml.YAMLError:
        return None, [control_character_diagnostic(source)]
    except _UnreadableError as problem:
        return None, [*reader.found, problem.diagnostic]
    if reader.has_holes:  # what is missing would only be complained of once more
        return None, reader.found
    return Document(source, data, reader.values, reader.keys), reader.found


class _UnreadableError(Exception):
    """The file is no tree of plain values; nothing further can be read from it."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.fact)
        self.diagnostic = diagnostic


_DEEPEST = 32
_MOST_VALUES = 50_000  # a story with a hundred quotes has some three thousand
_WHITE = " \t\r\n\x85\u2028\u2029"  # what YAML takes for white space: a no-break space is a letter
# A comment that begins without a space is more likely a text that goes on: "We are #1".
_COMMENT_IN_TEXT = re.compile(r"[ \t]+(#[^\s#!][^\r\n]*)")


class _Reader:
    """Reads the events of one file into plain data, and notes places and offences on the way."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.values: dict[Path, Offsets] = {(): (0, 0)}
        self.keys: dict[Path, Offsets] = {}
        self.found: list[Diagnostic] = []
        self.comments: list[int] = []
        self.has_holes = False
        self._anchors: dict[str, Data] = {}
        self._next: Callable[[], Any] = _LOADER(source.text).get_event

    def read(self) -> Data:
        data: Data = None
        documents = 0
        while not isinstance(event := self._next(), yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    fact = "A line of three dashes begins a second document."
                    raise self._unreadable(event, fact, "Keep one document in a file: remove the `---`.")
                data = self._value(self._next(), ())
        return {} if data is None else data

    def _value(self, event: Any, path: Path) -> Data:
        self._refuse_properties(event)
        begin = event.start_mark.index
        if len(self.values) > _MOST_VALUES:
            fact = f"There are more than {_MOST_VALUES:,} values in this file."
            raise self._unreadable(event, fact, "Is it the right file? If so, tell it as several stories.")
        if len(path) > _DEEPEST:
            fact = f"Lists and maps lie more than {_DEEPEST} deep in one another."
            raise self._unreadable(event, fact, "Check the brackets and the indentation.")
        if isinstance(event, yaml.AliasEvent):
            data, end = self._alias(event), _end(event)
        elif isinstance(event, yaml.MappingStartEvent):
            data, end = self._map(path)
        elif isinstance(event, yaml.SequenceStartEvent):
            data, end = self._list(path)
        else:
            data, end = self._scalar(event), _end(event)
        self.values[path] = self._trimmed(begin, end)
        if event.anchor:
            self._anchors.setdefault(event.anchor, data)
        return data

    def _map(self, path: Path) -> tuple[Data, int]:
        data: dict[str, Data] = {}
        event: Any = None
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._key(event)
            value = self._next()
            if key is None:
                self._skip(value)
            elif key in data:
                self._report_duplicate(event, (*path, key))
                self._skip(value)
            else:
                self.keys[*path, key] = self._trimmed(event.start_mark.index, _end(event))
                data[key] = self._value(value, (*path, key))
        return data, _end(event)

    def _key(self, event: Any) -> str | None:
        if not isinstance(event, yaml.ScalarEvent):
            self._skip(event)
            self._refuse(event, "A key is a list, a map or an alias.", "Use plain text as the key.")
            return None
        if event.value == "<<" and not event.style:
            self._refuse(event, "Merge keys (`<<:`) are not read.", "Write the values out.")
            self.has_holes = True
            return None
        self._refuse_properties(event)
        return self._text(event)

    def _report_duplicate(self, event: Any, path: Path) -> None:
        fact = f"The key `{shown(str(path[-1]))}` is here twice; only one can count."
        related = (Related(self.source.span(*self.keys[path]), "first defined here"),)
        place = self._span_of(event)
        remedy = "Rename one, or join the two."
        self.found.append(Diagnostic(Code.YAML_DUPLICATE_KEY, place, fact, remedy, related=related))

    def _list(self, path: Path) -> tuple[Data, int]:
        data: list[Data] = []
        event: Any = None
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            data.append(self._value(event, (*path, len(data))))
        return data, _end(event)

    def _scalar(self, event: Any) -> Data:
        if event.style:
            return self._text(event)
        # A plain scalar: only here has YAML opinions about types, and only here a comment ends it.
        if comment := _COMMENT_IN_TEXT.match(self.source.text, event.end_mark.index):
            self._report_comment(*comment.span(1))
        if event.value in {"true", "false"}:
            return bool(event.value == "true")
        return str(event.value) or None

    def _text(self, event: Any) -> str:
        """A text, without what only an escape could bring into it."""
        text = str(event.value)
        if event.style == '"' and (found := CONTROL_CHARACTER.search(text)):
            fact = (
                f"An escape in this text stands for an invisible control character (U+{ord(found[0]):04X})."
            )
            self._refuse(event, fact, "Take the escape out.")
            return CONTROL_CHARACTER.sub("", text)
        return text

    def _report_comment(self, start: int, end: int) -> None:
        self.comments.append(start)
        place = self.source.span(start, end)
        fact = "What follows `#` is a comment: the text ends before it."
        remedy = "Put the text in quotes; or, if a comment is meant, write a space after `#`."
        self.found.append(Diagnostic(Code.YAML_COMMENT_CUTS, place, fact, remedy, Severity.WARNING))

    def _alias(self, event: Any) -> Data:
        if event.anchor not in self._anchors:
            fact = "A text cannot begin with `*`: YAML takes it for an alias."
            self._refuse(event, fact, "Put the text in quotes.")
            return f"*{event.anchor}"
        fact = "An alias (`*name`) repeats another part of the file."
        self._refuse(event, fact, "Write the value out: a reader of the file must see what it says.")
        data = self._anchors[event.anchor]
        self.has_holes |= isinstance(data, dict | list)
        return None if isinstance(data, dict | list) else data

    def _refuse_properties(self, event: Any) -> None:
        begin = self.source.text[event.start_mark.index : event.start_mark.index + 1]
        if begin in {"!", "&"}:
            fact = "A tag (`!…`)" if begin == "!" else "An anchor (`&…`)"
            remedy = "Remove it, or put the text in quotes."
            self._refuse(event, f"{fact} has no meaning here.", remedy)

    def _skip(self, event: Any) -> None:
        """Pass over the rest of the value, or key, that `event` begins."""
        depth = 0
        while True:
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth == 0:
                return
            event = self._next()

    def _refuse(self, event: Any, fact: str, remedy: str) -> None:
        self.found.append(Diagnostic(Code.YAML_NOT_PLAIN, self._span_of(event), fact, remedy))

    def _unreadable(self, event: Any, fact: str, remedy: str) -> _UnreadableError:
        return _UnreadableError(Diagnostic(Code.YAML_SYNTAX, self._span_of(event), fact, remedy))

    def _span_of(self, event: Any) -> Span:
        return self.source.span(*self._trimmed(event.start_mark.index, _end(event)))

    def _trimmed(self, start: int, end: int) -> Offsets:
        return start, start + len(self.source.text[start:end].rstrip(_WHITE))


def _end(event: Any) -> int:
    return int(event.end_mark.index)
