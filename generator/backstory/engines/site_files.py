"""The files of a built site: tens of thousands, each looked at once."""

import os
import shutil
from collections.abc import Container, Iterator
from pathlib import Path

State = tuple[int, int]  # of a file: its size in bytes, when it was written in nanoseconds
Found = dict[str, tuple[State, int]]  # by a file's path: how it is, and where the system keeps it


def entries_in(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Each file below a folder, by its path in it. Raises OSError."""
    left = [(str(folder), "")]
    while left:
        home, path = left.pop()
        with os.scandir(home) as entries:
            for it in entries:
                if it.is_dir(follow_symlinks=False):
                    left.append((it.path, f"{path}{it.name}/"))
                else:
                    yield f"{path}{it.name}", it


def states_in(folder: Path, *, without: Container[str] = frozenset()) -> dict[str, State]:
    """The state of each file below a folder, by its path, but of those left out. Raises OSError."""
    return {name: state_of(it) for name, it in entries_in(folder) if name not in without}


def found_in(folder: Path) -> Found:
    """Each file below a folder; nothing where that cannot be read."""
    try:
        return {name: (state_of(it), it.inode()) for name, it in entries_in(folder)}
    except OSError:
        return {}


def state_of(entry: os.DirEntry[str]) -> State:
    """By which a file is known to be as it was. Raises OSError."""
    stat = entry.stat(follow_symlinks=False)
    return stat.st_size, stat.st_mtime_ns


def carry_over(old: str, new: str, folders: set[str]) -> None:
    """The same file at another place: by another name for it, or a copy where the system has none.

    `folders` are those that are known to be there.
    """
    folder, _, _ = new.rpartition("/")
    if folder not in folders:
        Path(folder).mkdir(parents=True, exist_ok=True)
        folders.add(folder)
    try:
        os.link(old, new)
    except FileExistsError:
        return  # another chapter has it
    except OSError:
        shutil.copy2(old, new)
