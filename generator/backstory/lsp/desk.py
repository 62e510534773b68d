"""What lies on an editor's desk: the content of a site, with what was typed and not saved yet.

Paths of files count from the content folder throughout.
"""

import gc
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from backstory.checks import levels_of
from backstory.checks.levels import Levels
from backstory.compiler import Compilation, Settings, judge
from backstory.diagnostics import Diagnostic
from backstory.editors.known import Known, known_in
from backstory.folder import Content, read_content, read_pages
from backstory.project import Project, find_project
from backstory.references import Use
from backstory.resolve import Publishing, Resolution
from backstory.text import Sources, SourceText


@dataclass(frozen=True)
class Judged:
    """What can be said of the desk as it is now."""

    compilation: Compilation
    resolution: Resolution
    pages: Sources

    @property
    def content(self) -> Content:
        """The content with everything that was typed."""
        return self.compilation.content

    @cached_property
    def known(self) -> Known:
        """What there are ids for, and what each is."""
        return known_in(self.content)

    @cached_property
    def diagnostics(self) -> Mapping[str, list[Diagnostic]]:
        """What is to be said, by file."""
        by_file: defaultdict[str, list[Diagnostic]] = defaultdict(list)
        for it in self.compilation.diagnostics:
            by_file[it.span.path].append(it)
        return dict(by_file)

    @cached_property
    def uses(self) -> Mapping[str, list[Use]]:
        """The places that name something by its id, by file."""
        by_file: defaultdict[str, list[Use]] = defaultdict(list)
        for it in self.resolution.uses:
            by_file[it.document.source.path].append(it)
        return dict(by_file)

    def source(self, path: str) -> SourceText | None:
        """The text of one of our files, or of an ordinary page."""
        return self.compilation.sources.get(path) or self.pages.get(path)


@dataclass
class Desk:
    """A site that somebody works on. `typed` are the texts of open documents by their path."""

    project: Project
    typed: dict[str, str] = field(default_factory=dict)
    _on_disk: tuple[Content, list[Diagnostic], Sources] | None = None
    _judged: Judged | None = None

    def type(self, path: str, text: str) -> None:
        """A document says this now."""
        if self.typed.get(path) != text:
            self.typed[path] = text
            self._judged = None

    def put_away(self, path: str) -> None:
        """A document was closed: what the file says counts again."""
        self.typed.pop(path, None)
        self.look_again()

    def look_again(self) -> None:
        """Something on disk may have changed: the content, or mkdocs.yml."""
        self.project = project_of(self.project.content / "index.md") or self.project
        self._on_disk = self._judged = None

    def content(self) -> Content:
        """The content with everything that was typed; quick, since nothing is judged."""
        return self._read()[0].with_texts(self.typed)

    def judged(self) -> Judged:
        """What can be said now; judged anew when something has changed."""
        if self._judged is None:
            _, found, pages = self._read()
            pages = {name: SourceText(name, self.typed.get(name, it.text)) for name, it in pages.items()}
            settings = Settings(publishing=Publishing(drafts=True), levels=self._levels())
            gc.disable()  # all that is made here stays: looking for garbage takes longer than the work
            try:
                self._judged = Judged(*judge(self.content(), found, settings), pages)
            finally:
                gc.enable()
        return self._judged

    def _read(self) -> tuple[Content, list[Diagnostic], Sources]:
        if self._on_disk is None:
            folder = self.project.content
            self._on_disk = (*read_content(folder, shown_as="."), read_pages(folder, shown_as="."))
        return self._on_disk

    def _levels(self) -> Levels:
        try:
            return levels_of(self.project.options)
        except ValueError:  # `backstory check` and MkDocs say what is wrong in mkdocs.yml
            return {}


def project_of(path: Path) -> Project | None:
    """The project that a file belongs to, with its mkdocs.yml if there is one; None for a file of no site."""
    projects = (find_project(folder) for folder in path.parents)
    around = [it for it in projects if it and path.is_relative_to(it.content)]
    return min(around, key=lambda it: it.config is None, default=None)
