"""A site is built beside the published one and takes its place only when the build has succeeded."""

import atexit
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path


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
        old = self.folder.with_suffix(".old")
        self.target.rename(old)
        moved: list[str] = []
        try:
            for name in keeping:
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
