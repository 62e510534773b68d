"""A site is built beside the published one and takes its place only when the build has succeeded."""

import atexit
import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

_HERE = -100  # AT_FDCWD: paths begin where the process is
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS


class Staging:
    """A folder beside `target` in which the next site is built."""

    def __init__(self, target: Path) -> None:
        self.target = target
        target.parent.mkdir(parents=True, exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix=f".{target.name}-", suffix=".building", dir=target.parent))
        # mkdtemp makes folders that only we may read; a site is for everybody.
        self.folder.chmod(0o755)
        atexit.register(self.discard)

    def publish(self, keeping: Iterable[str] = ()) -> None:
        """Put the new site in the place of the old one; what `keeping` names in the old one moves along."""
        if not self.target.exists():
            self.folder.rename(self.target)
            return
        kept = tuple(keeping)
        if not kept and _exchanged(self.folder, self.target):
            self.discard()
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
        shutil.rmtree(old, ignore_errors=True)

    def discard(self) -> None:
        """Remove what was built and not published."""
        shutil.rmtree(self.folder, ignore_errors=True)


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
