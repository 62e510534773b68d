"""What a build leaves in `.backstory/cache` for the next: it counts only where it lies there as it was left.

A repository can bring such files along, and links in their places. So the time of a file stands for what is
in it: no version control keeps times, nor an archive of what that has, where seconds are whole. Nothing is
read, written or removed through a link.
"""

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from backstory.edits import write_pieces
from backstory.prints import Digest, digest

SECOND = 1_000_000_000  # nanoseconds
_LONG_AGO = 1_000_000_000 * SECOND
_FINEST = 1000  # nanoseconds: not every system notes less
_HOME = ".backstory"


def moment_of(print_: str) -> int:
    """The time, in nanoseconds, that stands for what has this digest: none at which a file is written."""
    return _LONG_AGO + (int(print_, 16) % (SECOND // _FINEST - 1) + 1) * _FINEST


def is_at_home(path: Path) -> bool:
    """Whether no link leads from `.backstory` to a path in it."""
    parents = path.parents
    names = [it.name for it in parents]
    within = parents[: names.index(_HOME) + 1] if _HOME in names else parents[:1]
    return not any(map(os.path.islink, (path, *within)))


def was_left(file: Path) -> bool:
    """Whether a build may have left a file: told by its time, before anything of it is read."""
    try:
        state = file.lstat()
    except OSError:
        return False
    is_then = _LONG_AGO < state.st_mtime_ns < _LONG_AGO + SECOND
    return is_then and stat.S_ISREG(state.st_mode) and is_at_home(file)


def read_left(file: Path) -> bytes | None:
    """What a build left in a file; None where there is none, or it is not as it was left."""
    if not was_left(file):
        return None
    try:
        data = file.read_bytes()
        return data if file.stat().st_mtime_ns == moment_of(digest(data)) else None
    except OSError:
        return None


def leave(file: Path, data: bytes) -> None:
    """Leave a file for the next build; where that cannot be written, the next takes longer."""
    leave_pieces(file, (data,))


def leave_pieces(file: Path, pieces: Iterable[bytes], moment: int | None = None) -> None:
    """The same for a large file, piece by piece. `moment` stands for it, if not for all that is in it."""
    if not is_at_home(file) or (file.exists() and not file.is_file()):
        return
    said = Digest()
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        write_pieces(file, said.following(pieces))
        moment = moment_of(said.print) if moment is None else moment
        os.utime(file, ns=(moment, moment))
