"""A site is built beside the published one and takes its place only when the build has succeeded."""

import atexit
import ctypes
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from backstory.left import is_at_home

_A_DAY = 24 * 60 * 60  # seconds
_HERE = -100  # AT_FDCWD: paths begin where the process is
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS


class Staging:
    """A folder beside `target` in which the next site is built.

    `spare` is where the site before goes, whose folders the next one can have: making and removing tens of
    thousands takes longer than anything in them. Nothing needs it.
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        self.spare: Path | None = None
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target)
        self.folder = Path(tempfile.mkdtemp(prefix=f".{target.name}-", suffix=".building", dir=target.parent))
        # mkdtemp makes folders that only we may read; a site is for everybody.
        self.folder.chmod(0o755)
        atexit.register(self.discard)

    def take_spare(self, keep: Callable[[str, os.DirEntry[str]], bool]) -> None:
        """Build in the folders of the site before, with those of its files that are to be kept.

        Nothing may have been built yet.
        """
        if (
            self.spare is None
            or not is_at_home(self.spare)
            or not self.spare.is_dir()
            or any(self.folder.iterdir())
        ):
            return
        try:
            self.folder.rmdir()
            self.spare.rename(self.folder)
        except OSError:
            self.folder.mkdir(exist_ok=True)
            return
        _thin(str(self.folder), "", keep)

    def publish(self, keeping: Iterable[str] = ()) -> None:
        """Put the new site in the place of the old one; what `keeping` names in the old one moves along."""
        if not self.target.exists():
            self.folder.rename(self.target)
            return
        kept = tuple(keeping)
        if not kept and _exchanged(self.folder, self.target):
            self._retire(self.folder)
            return
        old = self.folder.with_suffix(".old")
        self.target.rename(old)
        moved: list[str] = []
        try:
            for name in kept:
                (old / name).rename(self.folder / name)
                moved.append(name)
            self.folder.rename(self.target)
        except OSError:
            for name in moved:
                (self.folder / name).rename(old / name)
            old.rename(self.target)  # the last good site stays, whatever happens
            raise
        self._retire(old)

    def _retire(self, old: Path) -> None:
        """Let the old site be the spare one, or remove it."""
        if self.spare and is_at_home(self.spare):
            shutil.rmtree(self.spare, ignore_errors=True)
            try:
                self.spare.parent.mkdir(parents=True, exist_ok=True)
                old.rename(self.spare)
            except OSError:
                pass  # another disk, or no room
            else:
                return
        shutil.rmtree(old, ignore_errors=True)

    def discard(self) -> None:
        """Remove what was built and not published."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _sweep(target: Path) -> None:
    """Remove what builds have left that were killed, a day or more ago: nobody is at it any more."""
    for left in target.parent.glob(f".{target.name}-*.building"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _A_DAY:
                shutil.rmtree(left, ignore_errors=True)


def _thin(folder: str, path: str, keep: Callable[[str, os.DirEntry[str]], bool]) -> bool:
    """Remove what is not to be kept below a folder, which has this path; whether it is empty then."""
    is_empty = True
    with os.scandir(folder) as entries:
        for it in entries:
            if it.is_dir(follow_symlinks=False):
                if _thin(it.path, f"{path}{it.name}/", keep):
                    Path(it.path).rmdir()
                else:
                    is_empty = False
            elif keep(f"{path}{it.name}", it):
                is_empty = False
            else:
                Path(it.path).unlink()
    return is_empty


def _exchanged(one: Path, other: Path) -> bool:
    """Let two folders change places in one step: at no moment is there none. False where the system cannot.

    Python has no name for it: renameat2 of Linux (https://man7.org/linux/man-pages/man2/rename.2.html),
    renamex_np of macOS.
    """
    paths = os.fsencode(one), os.fsencode(other)
    try:
        system = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            failed = system.renamex_np(*paths, _EXCHANGE)
        else:
            failed = system.renameat2(_HERE, paths[0], _HERE, paths[1], _EXCHANGE)
    except (AttributeError, OSError, TypeError):  # a C library without it, or none
        return False
    return not failed
