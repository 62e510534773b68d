"""YAML to plain data, with the place of each value. The dialect: everything is text but true and false."""

import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any, TypeAlias

import yaml

from backstory.diagnostics import Code, Diagnostic, Related, Severity, shown
from backstory.edits import Edit
from backstory.plain_yaml import LOADER, Data, NotPlainError, read_plain
from backstory.project import DEEPEST_OF_ALL, Bounds
from backstory.syntax import (
    COMMENT_IN_TEXT,
    CONTROL_CHARACTER,
    control_character_diagnostic,
    syntax_diagnostic,
)
from backstory.text import SourceText, Span

Path: TypeAlias = tuple[str | int, ...]
Offsets: TypeAlias = tuple[int, int]  # begin and end in the file's text, in characters


class Places:
    """Where each value and each key of a file stands, by path; worked out when somebody asks.

    Until then it is a row of numbers in the order of the file: where a key begins and ends, then the value
    behind it, then what is in that.
    """

    def __init__(self, data: Data, offsets: "array[int]", text: str) -> None:
        self._data, self._offsets, self._text = data, offsets, text

    @property
    def values(self) -> Mapping[Path, Offsets]:
        """Of the values; the file as a whole is that of the path `()`."""
        return self._by_path[0]

    @property
    def keys(self) -> Mapping[Path, Offsets]:
        """Of the keys."""
        return self._by_path[1]

    @cached_property
    def _by_path(self) -> tuple[dict[Path, Offsets], dict[Path, Offsets]]:
        values: dict[Path, Offsets] = {(): (0, 0)}
        keys: dict[Path, Offsets] = {}
        if self._offsets:
            numbers = iter(self._offsets)
            places = (_trimmed(self._text, start, end) for start, end in zip(numbers, numbers, strict=True))
            _note(self._data, (), places, values, keys)
        return values, keys

    def renamed(self, name: Callable[[Path], Path], more_keys: Mapping[Path, Offsets]) -> "Places":
        """The same with other paths."""
        places = Places(None, self._offsets, "")
        values = {name(path): place for path, place in self.values.items()}
        keys = {name(path): place for path, place in self.keys.items()}
        places._by_path = values, keys | dict(more_keys)
        return places


def _note(
    data: Data,
    path: Path,
    places: Iterator[Offsets],
    values: dict[Path, Offsets],
    keys: dict[Path, Offsets],
) -> None:
    place = next(places)
    if isinstance(data, dict):
        for key, value in data.items():
            keys[*path, key] = next(places)
            _note(value, (*path, key), places, values, keys)
    elif isinstance(data, list):
        for index, value in enumerate(data):
            _note(value, (*path, index), places, values, keys)
    values[path] = place


_ANY_NUMBER = Bounds(values=sys.maxsize, deepest=DEEPEST_OF_ALL)


class Document:
    """A YAML file: its plain data, and where each value and each key stands in it.

    Places are kept as offsets: lines and columns are only counted where something is to be said.
    """

    def __init__(
        self, source: SourceText, data: Data, places: Places | None, maps: tuple[str, ...] = ()
    ) -> None:
        self.source = source
        self._maps = maps
        self._at_hand: tuple[Data, Places | None] | None = data, places

    @property
    def data(self) -> Data:
        """What it says."""
        return (self._at_hand or self._read())[0]

    @property
    def places(self) -> Places:
        """Where everything stands."""
        at_hand = self._at_hand  # another thread may put it away
        return (at_hand and at_hand[1]) or self._read()[1]

    @property
    def values(self) -> Mapping[Path, Offsets]:
        """Where each value stands, by its path; the file as a whole is that of the path `()`."""
        return self.places.values

    @property
    def keys(self) -> Mapping[Path, Offsets]:
        """Where each key stands, by its path."""
        return self.places.keys

    def put_away(self) -> None:
        """Forget what can be read again: it takes much more room than the text."""
        self._at_hand = None

    def _read(self) -> tuple[Data, Places]:
        document, _ = parse_document(self.source, _ANY_NUMBER)  # it was read before
        assert document
        document, _ = document.with_maps(self._maps)
        self._at_hand = whole = document.data, document.places
        return whole

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
        more_keys: dict[Path, Offsets] = {(field, name): place for name, place in first_at.items()}
        places = self.places.renamed(lambda path: _rename(path, field, renamed), more_keys)
        return Document(self.source, {**self.data, field: keyed}, places, (*self._maps, field)), found


def _rename(path: Path, field: str, names: dict[int, str]) -> Path:
    match path:
        case (str(first), int(index), *rest) if first == field and index in names:
            return (first, names[index], *rest)
        case _:
            return path


_USUAL = Bounds()


def parse_document(source: SourceText, bounds: Bounds = _USUAL) -> tuple[Document | None, list[Diagnostic]]:
    """Parse one YAML file. The document is None where its syntax, or the dialect, leaves nothing to read."""
    whole, found = _parsed(source, bounds)
    return Document(source, *whole) if whole else None, list(found)


_Parsed: TypeAlias = tuple[tuple[Data, Places] | None, Iterable[Diagnostic]]


@lru_cache(maxsize=64)  # an editor asks for the file that is open again and again
def _parsed(source: SourceText, bounds: Bounds) -> _Parsed:
    try:
        data, offsets = read_plain(source.text, bounds)
    except NotPlainError:
        return _examined(source, bounds)
    return (data, Places(data, offsets, source.text)), ()


def _examined(source: SourceText, bounds: Bounds = _USUAL) -> _Parsed:
    """What is in a file of which something may be to be told, and that."""
    reader = _Reader(source, bounds)
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
    return (data, Places(data, reader.offsets, source.text)), reader.found


class _UnreadableError(Exception):
    """The file is no tree of plain values; nothing further can be read from it."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.fact)
        self.diagnostic = diagnostic


_WHITE = " \t\r\n\x85\u2028\u2029"  # what YAML takes for white space: a no-break space is a letter


class _Reader:
    """Reads the events of one file into plain data, and notes places and offences on the way."""

    def __init__(self, source: SourceText, bounds: Bounds) -> None:
        self.source, self.bounds = source, bounds
        self.offsets = array("I")
        self.found: list[Diagnostic] = []
        self.comments: list[int] = []
        self.has_holes = False
        self._values = 1
        self._keys: dict[Path, Offsets] = {}
        self._anchors: dict[str, Data] = {}
        self._next: Callable[[], Any] = LOADER(source.text).get_event

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
        if self._values > self.bounds.values:
            fact = f"There are more than {self.bounds.values:,} values in this file."
            remedy = "Is it the right file? If so, tell it as several stories, or set `most_values`."
            raise self._unreadable(event, fact, remedy)
        if len(path) > self.bounds.deepest:
            fact = f"Lists and maps lie more than {self.bounds.deepest} deep in one another."
            raise self._unreadable(event, fact, "Check the brackets and the indentation.")
        place = len(self.offsets)
        self.offsets.extend((begin, 0))
        if isinstance(event, yaml.AliasEvent):
            data, end = self._alias(event), _end(event)
        elif isinstance(event, yaml.MappingStartEvent):
            data, end = self._map(path)
        elif isinstance(event, yaml.SequenceStartEvent):
            data, end = self._list(path)
        else:
            data, end = self._scalar(event), _end(event)
        self.offsets[place + 1] = end
        self._values += 1
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
                place = event.start_mark.index, _end(event)
                self.offsets.extend(place)
                self._keys[*path, key] = self._trimmed(*place)
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
        related = (Related(self.source.span(*self._keys[path]), "first defined here"),)
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
        if comment := COMMENT_IN_TEXT.match(self.source.text, event.end_mark.index):
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
        return _trimmed(self.source.text, start, end)


def _trimmed(text: str, start: int, end: int) -> Offsets:
    """A place without the white space that the parser counts to its end."""
    return start, start + len(text[start:end].rstrip(_WHITE))


def _end(event: Any) -> int:
    return int(event.end_mark.index)
