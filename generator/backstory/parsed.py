"""What a build read of YAML files, kept for the next: plain data, by the digest of the text that says it.

It is derived: lost, damaged or from elsewhere, it costs only time. It is data and no more, and is validated
as what has just been read is. So that nobody can put other words into it unseen, it counts only where it is
as the build left it: the time of the file stands in it, which no version control keeps, nor an archive of
what that has, where seconds are whole.
"""

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from itertools import chain
from pathlib import Path

import yaml

from backstory import plain_yaml
from backstory.diagnostics import Diagnostic
from backstory.left import SECOND, leave_pieces, moment_of, was_left
from backstory.plain_yaml import Data, NotPlainError, read_plain
from backstory.prints import digest
from backstory.project import Bounds
from backstory.source import Document, parse_document
from backstory.text import SourceText
from backstory.workers import in_shares, shares_of


class Parsed:
    """What was read of files, by the digest of their text: as JSON, with the digest of that in front."""

    def __init__(self, known: Mapping[bytes, bytes] | None = None, bounds: Bounds | None = None) -> None:
        self._keeps = known is not None
        self._before = frozenset(known or ())
        self._at_hand = dict(known or {})
        self._used: set[bytes] = set()
        self._bounds = bounds or Bounds()

    @classmethod
    def read(cls, file: Path, bounds: Bounds | None = None) -> "Parsed":
        """What the last build kept; nothing where there is none, or none that counts."""
        known: dict[bytes, bytes] = {}
        if not was_left(file):
            return cls(known, bounds)
        with suppress(OSError), file.open("rb") as lines:
            moment = os.fstat(lines.fileno()).st_mtime_ns
            if moment % SECOND and lines.readline() == _header(moment, bounds or Bounds()):
                for line in lines:
                    name, _, told = line.rstrip(b"\n").partition(b" ")
                    known[name] = told
        return cls(known, bounds)

    def read_ahead(self, sources: Iterable[SourceText]) -> None:
        """Read files on all cores of the machine, as far as they are new and nothing is to be told of them.

        For a process that does nothing else meanwhile.
        """
        new = {name: it.text for it in sources if (name := _name(it)) not in self._at_hand}
        if shares_of(len(new), _MANY) == 1:
            return
        with suppress(OSError):  # where there is no room for a process, it takes longer
            told = in_shares([*new.values()], self._told_of, fewest=_MANY)
            self._at_hand |= {name: it for name, it in zip(new, told, strict=True) if it}

    def _told_of(self, text: str) -> bytes:
        try:
            return _told(read_plain(text, self._bounds)[0])
        except NotPlainError:
            return b""

    def knows(self, source: SourceText) -> bool:
        """Whether a file is soon read again."""
        return _name(source) in self._at_hand

    def document(self, source: SourceText) -> tuple[Document | None, list[Diagnostic]]:
        """What `parse_document` gives, without parsing where that was done before."""
        name = _name(source)
        told = self._at_hand.get(name, b"")
        if not told and not self._keeps:
            return parse_document(source, self._bounds)
        try:
            data = _data_in(told)
        except (ValueError, RecursionError):  # it is new, or what was kept of it is damaged
            try:
                data, _ = read_plain(source.text, self._bounds)
            except NotPlainError:
                return parse_document(source, self._bounds)
            told = _told(data)
        self._at_hand[name] = told
        self._used.add(name)
        return Document(source, data, None), []

    def keep(self, file: Path) -> None:
        """Keep what was read for the next build; where that cannot be written, it takes longer."""
        if not self._keeps or self._used == self._before:
            return
        used = sorted(self._used)
        moment = moment_of(digest(b"".join(used)))
        lines = (b"%b %b\n" % (it, self._at_hand[it]) for it in used)
        leave_pieces(file, chain([_header(moment, self._bounds)], lines), moment)


_MANY = 200  # files that are worth a process


def _name(source: SourceText) -> bytes:
    return digest(source.text).encode()


def _told(data: Data) -> bytes:
    text = json.dumps(data, separators=(",", ":")).encode()
    return b"%b %b" % (digest(text).encode(), text)


def _data_in(told: bytes) -> Data:
    """The data. Raises ValueError where it is not as it was written."""
    name, _, text = told.partition(b" ")
    if digest(text).encode() != name:
        raise ValueError
    data: Data = json.loads(text)
    return data


def _header(moment: int, bounds: Bounds) -> bytes:
    return f"{_reader()} {bounds.values} {bounds.deepest} {moment}\n".encode()


@cache
def _reader() -> str:
    """What reads YAML: another one may read it in another way."""
    return digest(
        f"{yaml.__version__} {yaml.__with_libyaml__} {Path(plain_yaml.__file__).read_text('utf-8')}"
    )
