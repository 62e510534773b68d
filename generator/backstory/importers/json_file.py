"""A JSON file of somebody else: what it says, with a place for each value. What is wrong with it is told."""

import json
import math
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from msgspec import Struct, field

from backstory.diagnostics import Code, Diagnostic, shown
from backstory.text import SourceText, Span

JsonPath: TypeAlias = tuple[str | int, ...]

LARGEST = 64 * 1024 * 1024  # bytes
# What lies in something is read once for each thing that it lies in.
_MUCH_LOOKING = 20_000_000  # characters
_A_LOOK = 500  # characters, for which reading takes as long as beginning to read
_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()
_JSON_ONLY = "Export it as JSON; nothing else is read here."


class JsonFile(Struct, frozen=True):
    """What a file says, and where. Places are only looked up where something is to be said."""

    source: SourceText
    data: Any
    _children_at: dict[int, Mapping[str | int, int]] = field(default_factory=dict)

    def span(self, path: JsonPath) -> Span:
        """Where the value at `path` stands; of a path that leads nowhere, its last step that is there."""
        at = self.start
        for part in path:
            try:
                inside = self._children(at) if self.source.text[at] in "{[" else {}
            except RecursionError:  # it was read from a shallower place
                break
            if part not in inside:
                break
            at = inside[part]
        is_long = self.source.text[at] in "{["
        end = at + 1 if is_long else _DECODER.raw_decode(self.source.text, at)[1]
        return self.source.span(at, end)

    def _children(self, start: int) -> Mapping[str | int, int]:
        """Where each value of the map or list at an offset begins."""
        if start not in self._children_at:
            self._children_at[start] = dict(self.children(start))
        return self._children_at[start]

    @property
    def start(self) -> int:
        """Where its one value begins."""
        return self._skip(0)

    def children(self, start: int) -> list[tuple[str | int, int]]:
        """The keys of the map or list at an offset, as they are written, and where their values begin."""
        text, found = self.source.text, []
        at, index = self._skip(start + 1), 0
        while text[at] not in "}]":
            key: str | int = index
            if text[start] == "{":
                key, at = _DECODER.raw_decode(text, at)
                at = self._skip(self._skip(at) + 1)  # behind the colon
            found.append((key, at))
            at = self._skip(_DECODER.raw_decode(text, at)[1])
            at = self._skip(at + 1) if text[at] == "," else at
            index += 1
        return found

    def _skip(self, at: int) -> int:
        match = _SPACE.match(self.source.text, at)
        assert match
        return match.end()


def read_json(path: Path) -> JsonFile | Diagnostic:
    """Read a file; nothing that it names is fetched. A diagnostic says why it cannot be read."""
    name = path.as_posix()
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as problem:
        fact = f"This file cannot be read: {problem.strerror}."
        return Diagnostic(Code.FILE_UNREADABLE, Span(name, 1, 1, 1, 1), fact)
    if len(data) > LARGEST:
        fact = f"This file is larger than {LARGEST // 1024 // 1024} MB."
        return Diagnostic(Code.FILE_UNREADABLE, Span(name, 1, 1, 1, 1), fact, "Take what you need out of it.")
    try:
        source = SourceText(name, data.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        source = SourceText(name, data[: problem.start].decode("utf-8-sig"))
        place = source.span(len(source.text), len(source.text))
        fact = "This character is not written in UTF-8."
        return Diagnostic(Code.FILE_UNREADABLE, place, fact, "Save the file as UTF-8.")
    return _parsed(source)


def _parsed(source: SourceText) -> JsonFile | Diagnostic:
    at = 0
    try:
        data = json.loads(
            source.text, parse_constant=_refuse, parse_float=_finite, object_pairs_hook=_once_each
        )
        return JsonFile(source, data)
    except json.JSONDecodeError as problem:
        at = min(problem.pos, len(source.text))
        fact = f"This is no JSON: {problem.msg[0].lower()}{problem.msg[1:]}."
    except RecursionError:
        fact = "Lists and maps lie too deep in one another here."
    except _RepeatedKeyError as problem:
        fact = f"A map has `{shown(str(problem))}` twice: which of them holds cannot be told."
        remedy = "Leave the one that is right."
        return Diagnostic(Code.FILE_UNREADABLE, _second(source, str(problem)), fact, remedy)
    except ValueError as problem:  # ours, or a number of thousands of digits
        fact = str(problem) if isinstance(problem, _NotANumberError) else "A number here is too long."
    return Diagnostic(Code.FILE_UNREADABLE, source.span(at, at), fact, _JSON_ONLY)


class _NotANumberError(ValueError):
    pass


class _RepeatedKeyError(ValueError):
    pass


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A map in which no key stands twice: the decoder would keep the last, and say nothing."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _RepeatedKeyError(_repeated(it for it, _ in pairs))
    return found


def _repeated(keys: Iterable[str | int]) -> str:
    """The first key that was there before; empty where each stands once."""
    seen: set[str | int] = set()
    for key in keys:
        if key in seen:
            return str(key)
        seen.add(key)
    return ""


def _second(source: SourceText, key: str) -> Span:
    """Where a value of the key stands in a map that has it already; the start, where that takes long."""
    file = JsonFile(source, None)
    waiting, left = [file.start], _MUCH_LOOKING
    while waiting and left > 0:
        start = waiting.pop()
        try:
            inside = file.children(start)
        except RecursionError:  # it was read from a shallower place
            break
        if _repeated(it for it, _ in inside) == key:
            at = [it for name, it in inside if name == key][1]
            return source.span(at, at + 1)
        left -= _A_LOOK + (inside[-1][1] - start if inside else 0)
        waiting += reversed([it for _, it in inside if source.text[it] in "{["])
    return source.span(file.start, file.start + 1)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        message = "A number here is too large."
        raise _NotANumberError(message)
    return number


def _refuse(word: str) -> NoReturn:
    message = f"This is no JSON: it has no number `{word}`."
    raise _NotANumberError(message)
