"""What is measured: our builds, and those that they are held against, each as its users run it."""

import sys
from dataclasses import dataclass, field
from pathlib import Path

from archive import write_archive
from aside import put_aside
from timing import Rounds, Taken, by_turns, python, run, tell


@dataclass(frozen=True)
class Bench:
    """Where it is measured and how: stories of the archive, and of the part on which slow ones are measured.

    `runs` are taken by turns, no further one after `minutes`; `engine` runs our plugin.
    """

    folder: Path
    stories: int
    share: int
    runs: int
    minutes: float
    engine: str = "mkdocs"
    _written: set[Path] = field(default_factory=set)

    def __post_init__(self) -> None:
        object.__setattr__(self, "share", min(self.share, self.stories))

    def archive(self, stories: int, formats: str = "none", *, use: str = "cold") -> Path:
        """The folder of an archive; one for each use."""
        folder = self.folder / f"{use}-{formats}-{stories}"
        if folder not in self._written:
            tell(f"  writing {stories:,} stories …")
            write_archive(folder, stories, formats)
            self._written.add(folder)
        return folder

    def plain(self, stories: int) -> Path:
        """The same pages as `backstory write` gives them to other engines."""
        folder = self.folder / f"plain-{stories}"
        if folder not in self._written:
            tell(f"  `backstory write` of {stories:,} stories …")
            python(self.archive(stories), "backstory", "write", str(folder))
            self._written.add(folder)
        return folder

    def by_turns(self, **works) -> Rounds:
        """What the works took, by turns."""
        return by_turns(works, self.runs, self.minutes)

    def cold(self, archive: Path, engine: str = "") -> Taken:
        """Our build from YAML, with nothing left of another."""
        put_aside(archive / "site", archive / ".backstory")
        return self.again(archive, engine)

    def check(self, archive: Path) -> Taken:
        """`backstory check` with nothing left of a build, or of another check."""
        put_aside(archive / ".backstory")
        return python(archive, "backstory", "check", ".", "--format", "concise")

    def again(self, archive: Path, engine: str = "") -> Taken:
        """Our build of what was built before."""
        return run(archive, *command_of(engine or self.engine))


def command_of(engine: str) -> tuple[str, ...]:
    """The build of a folder by MkDocs or ProperDocs."""
    return (sys.executable, "-m", engine, "build", "-q", "-f", "mkdocs.yml")


def stock(plain: Path) -> Taken:
    """Material for MkDocs without our plugin."""
    put_aside(plain / "site")
    return python(plain, "mkdocs", "build", "-q")


def zensical(plain: Path) -> Taken:
    """Zensical, with nothing left of another build."""
    put_aside(plain / "site", plain / ".cache")
    return python(plain, "zensical", "build", "-f", "mkdocs.yml")


def forget(*archives: Path) -> None:
    """Take away what was built of archives."""
    put_aside(*(path for it in archives for path in (it / "site", it / ".backstory")))
