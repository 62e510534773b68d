"""A site is built beside the published one and takes its place only when the build has succeeded."""

import atexit
import shutil
import tempfile
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

    def publish(self) -> None:
        """Put the new site in the place of the old one."""
        if self.target.exists():
            old = self.folder.with_suffix(".old")
            self.target.rename(old)
            try:
                self.folder.rename(self.target)
            except OSError:
                old.rename(self.target)  # the last good site stays, whatever happens
                raise
            shutil.rmtree(old, ignore_errors=True)
        else:
            self.folder.rename(self.target)

    def discard(self) -> None:
        """Remove what was built and not published."""
        shutil.rmtree(self.folder, ignore_errors=True)
