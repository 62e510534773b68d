"""A YAML file with all that an editor wrote: values, and the comments and blank lines that belong to them."""

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

import yaml
from msgspec import Struct, field

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Scalar(Struct, frozen=True):
    """A text, how it is quoted (nothing, ', ", | or >), and the offsets between which it is written."""

    value: str
    style: str
    written: str
    start: int
    end: int


class Collection(Struct):
    """A map or a list, and the offsets between which it stands. `foot` are comments behind its last entry."""

    is_map: bool
    is_flow: bool
    start: int
    end: int = 0
    entries: list["Entry"] = field(default_factory=list)
    foot: list[str] = field(default_factory=list)


Node: TypeAlias = Scalar | Collection


class Entry(Struct):
    """A value, in a map with its key; comments and blank lines above it, the comment in its line."""

    key: Scalar | None
    value: Node
    above: list[str] = field(default_factory=list)
    beside: str = ""


def read_tree(text: str) -> Collection | None:
    """The map that a file of our dialect is; None where it is none, or empty. Its lines end in a newline."""
    reader = _Reader(text)
    if not isinstance(reader.root, Collection) or not reader.root.is_map or not reader.root.entries:
        return None
    reader.attach_comments(reader.root)
    return reader.root


def comments_in(text: str) -> list[str]:
    """All comments of a file, sorted. Its lines end in a newline."""
    reader = _Reader(text)
    return sorted([*(it[0].rstrip() for it in _COMMENT.finditer(reader.structure)), *reader.headers.values()])


_COMMENT = re.compile(r"#[^\n]*")
_BESIDE = re.compile(r"[ \t,:]*(#[^\n]*)")
_HEADER = re.compile(r"[|>][^\s#]*[ \t]+(#[^\n]*)")
_LINE = re.compile(r"([^\n#]*)(#[^\n]*)?\n?")


class _Reader:
    """Reads the values first, then what stands between them.

    `structure` is the text with all scalars blotted out: each `#` left in it begins a comment. `headers` are
    the comments behind | and >, by the offset of the scalar.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.headers: dict[int, str] = {}
        self._scalars: list[Scalar] = []
        self._events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
        self.root = self._root()
        self.structure = self._structure()
        self._at = 0

    # ---- values

    def _root(self) -> Node | None:
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                return self._node(next(self._events))
        return None

    def _node(self, event: Any) -> Node:
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        is_map = isinstance(event, yaml.MappingStartEvent)
        collection = Collection(is_map, bool(event.flow_style), event.start_mark.index)
        while not isinstance(event := self._next(), yaml.CollectionEndEvent):
            key = self._scalar(event) if is_map else None
            collection.entries.append(Entry(key, self._node(self._next() if key else event)))
        collection.end = _end(event)
        return collection

    def _next(self) -> Any:
        return next(self._events)

    def _scalar(self, event: Any) -> Scalar:
        start, end = event.start_mark.index, _end(event)
        written = self.text[start:end].rstrip(" \t\n")
        scalar = Scalar(event.value, event.style or "", written, start, start + len(written))
        if scalar.style in {"|", ">"} and (comment := _HEADER.match(written)):
            self.headers[start] = comment[1].rstrip()
        self._scalars.append(scalar)
        return scalar

    def _structure(self) -> str:
        pieces, done = [], 0
        for it in self._scalars:
            pieces += [self.text[done : it.start], re.sub(r"[^\n]", "x", it.written)]
            done = it.end
        return "".join([*pieces, self.text[done:]])

    # ---- comments

    def attach_comments(self, root: Collection) -> None:
        self._entries(root, column=self._column(root.start))
        root.foot += _without_last_blank(self._take(len(self.text)))

    def _entries(self, collection: Collection, column: int) -> None:
        for entry in collection.entries:
            start = entry.key.start if entry.key else self._start_of_item(collection, entry)
            above = self._take(start)
            entry.above += [it for it in above if it] if collection.is_flow else above
            self._at = entry.key.end if entry.key else start + (not collection.is_flow)  # behind the dash
            self._value(entry, column)
        if collection.is_flow:
            collection.foot += [it for it in self._take(collection.end - 1) if it]
            self._at = collection.end
        else:
            collection.foot += self._take(self._end_of_foot(column))

    def _value(self, entry: Entry, column: int) -> None:
        value = entry.value
        if isinstance(value, Scalar):
            entry.above += [it for it in self._take(value.start) if it]
            self._at = max(self._at, value.end)
            self._set_beside(entry, self.headers.get(value.start))
            self._set_beside(entry, self._comment_here())
            return
        if value.is_flow:
            entry.above += [it for it in self._take(value.start) if it]
            self._at = value.start + 1
        self._set_beside(entry, self._comment_here())
        self._entries(value, max(column + 1, self._column(value.start)))
        if value.is_flow:
            self._set_beside(entry, self._comment_here())
        if not value.entries:  # nothing can be written between its brackets
            entry.above += value.foot
            value.foot = []

    def _start_of_item(self, collection: Collection, entry: Entry) -> int:
        """Where an item of a list begins: at its dash, if it has one."""
        if collection.is_flow:
            return entry.value.start
        after_comments = re.compile(r"(?:[^#\n-]|#[^\n]*|\n)*").match(self.structure, self._at)
        assert after_comments
        return after_comments.end()

    def _set_beside(self, entry: Entry, comment: str | None) -> None:
        if comment and entry.beside:  # a line has room for one
            entry.above.append(entry.beside)
        entry.beside = comment or entry.beside

    def _comment_here(self) -> str | None:
        """The comment that stands next in this line."""
        comment = _BESIDE.match(self.structure, self._at)
        if comment:
            self._at = comment.end()
        return comment[1].rstrip() if comment else None

    def _take(self, until: int) -> list[str]:
        """The comments from here to an offset; blank lines in a row are one."""
        taken: list[str] = []
        while self._at < until:
            line = _LINE.match(self.structure, self._at, until)
            assert line
            is_whole = self._column(self._at) == 0 and line[0].endswith("\n")
            if line[2]:
                taken.append(line[2].rstrip())
            elif is_whole and not line[1].strip() and taken[-1:] != [""]:
                taken.append("")
            self._at = line.end()
        return taken

    def _end_of_foot(self, column: int) -> int:
        """Where the comments end that stand as far to the right as the entries before them."""
        at = self._at
        if self._column(at):
            at = self.structure.find("\n", at) + 1 or len(self.structure)
        end = self._at
        while at < len(self.structure) and (line := _LINE.match(self.structure, at)):
            if line[1].strip() or (line[2] and len(line[1]) < column):
                break
            at = line.end()
            end = at if line[2] else end
        return end

    def _column(self, offset: int) -> int:
        return offset - (self.structure.rfind("\n", 0, offset) + 1)


def _end(event: Any) -> int:
    return int(event.end_mark.index)


def _without_last_blank(lines: list[str]) -> list[str]:
    return lines[:-1] if lines[-1:] == [""] else lines
