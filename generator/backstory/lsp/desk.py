"""What lies on an editor's desk: the content of a site, with what was typed and not saved yet."""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from backstory.checks import levels_of
from backstory.checks.levels import Levels
from backstory.compiler import Compilation, Settings, judge
from backstory.diagnostics import Diagnostic
from backstory.editors.known import Known, known_in
from backstory.folder import Content, read_content
from backstory.project import Project, find_project
from backstory.references import Use
from backstory.resolve import Publishing, Resolution
from backstory.text import SourceText


@dataclass(frozen=True)
class Judged:
    """What can be said of the desk as it is now. Paths are whole."""

    compilation: Compilation
    resolution: Resolution
    known: Known

    @property
    def content(self) -> Content:
        """The content with everything that was typed."""
        return self.compilation.content

    def source(self, path: Path) -> SourceText | None:
        """The text of a file of ours."""
        return self.compilation.sources.get(path.as_posix())

    def diagnostics(self) -> dict[Path, list[Diagnostic]]:
        """What is to be said, by file."""
        by_file: defaultdict[Path, list[Diagnostic]] = defaultdict(list)
        for it in self.compilation.diagnostics:
            by_file[Path(it.span.path)].append(it)
        return dict(by_file)

    def uses_in(self, path: Path) -> list[Use]:
        """The places of a file that name something by its id."""
        return [it for it in self.resolution.uses if it.document.source.path == path.as_posix()]


@dataclass
class Desk:
    """A site that somebody works on. `typed` are the texts of open documents by their path."""

    project: Project
    typed: dict[Path, str] = field(default_factory=dict)
    _judged: Judged | None = None

    def type(self, path: Path, text: str) -> None:
        """A document says this now."""
        self.typed[path] = text
        self._judged = None

    def put_away(self, path: Path) -> None:
        """A document was closed: what the file says counts again."""
        self.typed.pop(path, None)
        self._judged = None

    def refresh(self) -> None:
        """Something on disk has changed."""
        self._judged = None

    def judged(self) -> Judged:
        """What can be said now; judged anew when something has changed."""
        if self._judged is None:
            settings = Settings(publishing=Publishing(drafts=True), levels=self._levels())
            content, found = read_content(self.project.content, shown_as=self.project.content.as_posix())
            content = content.with_texts({path.as_posix(): text for path, text in self.typed.items()})
            compilation, resolution = judge(content, found, settings)
            self._judged = Judged(compilation, resolution, known_in(content))
        return self._judged

    def relative_content(self) -> Content:
        """The content with paths in the content folder, as renaming wants it."""
        folder = self.project.content
        content, _ = read_content(folder, shown_as=".")
        return content.with_texts(
            {
                path.relative_to(folder).as_posix(): text
                for path, text in self.typed.items()
                if path.is_relative_to(folder)
            }
        )

    def _levels(self) -> Levels:
        try:
            return levels_of(self.project.options)
        except ValueError:  # `backstory check` and MkDocs say what is wrong in mkdocs.yml
            return {}


def desk_for(path: Path) -> Desk | None:
    """A desk for the site that a file belongs to; None where it is a file of no site."""
    for folder in path.parents:
        project = find_project(folder)
        if project and path.is_relative_to(project.content):
            return Desk(project)
    return None
