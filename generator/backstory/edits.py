"""Changes to files by position: what is not edited stays as it was, byte for byte."""

import os
import tempfile
from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from backstory.text import SourceText, Span


class Edit(Struct, frozen=True, order=True):
    """The text at `span` becomes `replacement`; an empty span inserts."""

    span: Span
    replacement: str


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """`text` with all edits made at once: each span counts in `text` as it was.

    The same edit twice is one edit. Edits that overlap raise a ValueError: nobody can say what both mean.
    """
    source = SourceText("", text)
    pieces: list[str] = []
    done = 0
    for edit in sorted(set(edits)):
        start = source.offset(edit.span.line, edit.span.column)
        end = source.offset(edit.span.end_line, edit.span.end_column)
        if start < done:
            message = f"Two edits overlap at {edit.span.path}:{edit.span.line}:{edit.span.column}."
            raise ValueError(message)
        pieces += [text[done:start], edit.replacement]
        done = end
    return "".join([*pieces, text[done:]])


def encoded_as(path: Path, text: str) -> bytes:
    """`text` as the file at `path` is written: with a byte order mark, if the file has one."""
    with path.open("rb") as file:
        mark = file.read(len(BOM_UTF8))
    return (BOM_UTF8 if mark == BOM_UTF8 else b"") + text.encode()


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that nobody ever sees half of it; a file that is there keeps its permissions."""
    write_pieces(path, (data,))


def write_pieces(path: Path, pieces: Iterable[bytes]) -> None:
    """The same for a large file, piece by piece."""
    path = Path(os.path.realpath(path))  # a symbolic link stays one
    new = _beside(path, pieces)
    try:
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)
        raise


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write several files, or none: all are written beside their places before the first takes its own.

    An OSError that comes after that puts back what was there.
    """
    ready: dict[Path, Path] = {}
    before: dict[Path, bytes | None] = {}
    try:
        for named, data in sorted(files.items()):
            path = Path(os.path.realpath(named))  # a symbolic link stays one
            ready[path] = _beside(path, (data,))
        for path, new in ready.items():
            was = path.read_bytes() if path.exists() else None
            new.replace(path)
            before[path] = was
    except OSError:
        for new in ready.values():
            new.unlink(missing_ok=True)
        for path, old in before.items():
            if old is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(old)
        raise


def _beside(path: Path, pieces: Iterable[bytes]) -> Path:
    """A new file of these pieces in the folder of `path`, ready to take its place."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
        new.chmod(path.stat().st_mode & 0o7777 if path.exists() else 0o644)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    return new
