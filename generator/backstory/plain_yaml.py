"""YAML of which nothing is to be told, read fast: texts, lists and maps. All else is left to `source.py`."""

from array import array
from collections.abc import Callable
from typing import Any, TypeAlias

import yaml

from backstory.project import Bounds
from backstory.syntax import COMMENT_IN_TEXT, CONTROL_CHARACTER

Data: TypeAlias = "dict[str, Data] | list[Data] | str | bool | None"

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class NotPlainError(Exception):
    """Something in the file is to be told of, or may be."""


def read_plain(text: str, bounds: Bounds) -> "tuple[Data, array[int]]":
    """The data of a file, and where each key and value in it begins and ends, in their order.

    Raises NotPlainError where the file must be looked at more closely.
    """
    reader = _Reader(text, bounds)
    try:
        data = reader.read()
    except yaml.YAMLError as problem:
        raise NotPlainError from problem
    return data, array("I", reader.offsets)


class _Reader:
    """Takes the events of a file as they come."""

    def __init__(self, text: str, bounds: Bounds) -> None:
        self._text = text
        self._most, self._deepest = bounds.values, bounds.deepest
        self._has_signs = "#" in text
        self._values = 0
        self._next: Callable[[], Any] = LOADER(text).get_event
        self.offsets: list[int] = []

    def read(self) -> Data:
        self._next()  # the file begins
        if type(self._next()) is yaml.StreamEndEvent:
            return {}
        data = self._value(self._next(), 0)
        self._next()  # the document ends
        if type(self._next()) is not yaml.StreamEndEvent:
            raise NotPlainError
        return {} if data is None else data

    def _value(self, event: Any, depth: int) -> Data:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            return self._scalar(event)
        if (
            kind is yaml.AliasEvent
            or event.anchor is not None
            or event.tag is not None
            or depth >= self._deepest
        ):
            raise NotPlainError
        place = len(self.offsets)
        self.offsets += (event.start_mark.index, 0)
        data = self._map(place, depth + 1) if kind is yaml.MappingStartEvent else self._list(place, depth + 1)
        self._values += len(data)
        if self._values >= self._most:
            raise NotPlainError
        return data

    def _map(self, place: int, depth: int) -> dict[str, Data]:
        data: dict[str, Data] = {}
        following, offsets = self._next, self.offsets
        while type(event := following()) is yaml.ScalarEvent:
            key = event.value
            if event.style:
                self._refuse_control_characters(event)
            elif key == "<<":
                raise NotPlainError
            if key in data or event.anchor is not None or event.tag is not None:
                raise NotPlainError
            offsets += (event.start_mark.index, event.end_mark.index)  # type: ignore[union-attr]  # it has both
            data[key] = self._value(following(), depth)
        if type(event) is not yaml.MappingEndEvent:
            raise NotPlainError
        offsets[place + 1] = _end(event)
        return data

    def _list(self, place: int, depth: int) -> list[Data]:
        data: list[Data] = []
        following = self._next
        while type(event := following()) is not yaml.SequenceEndEvent:
            data.append(self._value(event, depth))
        self.offsets[place + 1] = _end(event)
        return data

    def _scalar(self, event: Any) -> str | bool | None:
        if event.anchor is not None or event.tag is not None:
            raise NotPlainError
        end = event.end_mark.index
        self.offsets += (event.start_mark.index, end)
        text: str = event.value
        if event.style:
            self._refuse_control_characters(event)
            return text
        if self._has_signs and COMMENT_IN_TEXT.match(self._text, end):
            raise NotPlainError
        if text == "true" or text == "false":  # noqa: PLR1714 - a set takes longer to ask
            return text == "true"
        return text or None

    def _refuse_control_characters(self, event: Any) -> None:
        if event.style == '"' and CONTROL_CHARACTER.search(event.value):
            raise NotPlainError


def _end(event: Any) -> int:
    return int(event.end_mark.index)
