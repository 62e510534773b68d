"""Fingerprints of what is on record: two things with the same print read the same wherever they are shown."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from enum import Enum
from hashlib import blake2b

from msgspec import Struct
from msgspec.structs import astuple

_SIZE = 16
_PLAIN = frozenset({str, int, float, bool, type(None), date, datetime, bytes})


class Prints:
    """Takes fingerprints. A thing on record is taken once, with all that it knows of others.

    What it says to that may be told by its method `in_print`: nothing may stand in itself.
    Whoever takes them keeps the newsroom: things are told apart by where they are in memory.
    """

    def __init__(self) -> None:
        self._taken: dict[int, str] = {}

    def of(self, *values: object) -> str:
        """One print of values. Raises TypeError for what is neither on record nor plain data."""
        return digest("\n".join(map(self._said, values)))

    def _said(self, value: object) -> str:
        kind = type(value)
        if kind in _PLAIN:
            return repr(value)
        if isinstance(value, Struct):
            return self._of_record(value)
        if isinstance(value, tuple | list):
            return f"({','.join(self._all(value))})"
        if isinstance(value, dict):
            return f"{{{','.join(f'{self._said(key)}:{self._said(it)}' for key, it in value.items())}}}"
        if isinstance(value, Enum):
            return repr(value)
        message = f"no print can be taken of a {kind.__name__}"
        raise TypeError(message)

    def _all(self, values: Iterable[object]) -> list[str]:
        return [repr(it) if type(it) in _PLAIN else self._said(it) for it in values]

    def _of_record(self, value: Struct) -> str:
        kind, place = type(value), id(value)
        if place in self._taken:
            return self._taken[place]
        parts: Iterable[object] = getattr(kind, "in_print", astuple)(value)
        said = f"{kind.__name__}({','.join(self._all(parts))})"
        if kind.__struct_config__.eq:
            return said  # a value: nobody keeps it, so its place in memory says nothing
        self._taken[place] = taken = f"{kind.__name__} {digest(said)}"
        return taken


class Digest:
    """The digest of what passes by piece by piece."""

    def __init__(self) -> None:
        self._so_far = blake2b(digest_size=_SIZE)

    def following(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The pieces, while they are taken note of."""
        for it in pieces:
            self._so_far.update(it)
            yield it

    @property
    def print(self) -> str:
        """What `digest` gives for all of them together."""
        return self._so_far.hexdigest()


def digest(text: str | bytes) -> str:
    """A short name for a text that no other text has."""
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return blake2b(data, digest_size=_SIZE).hexdigest()
