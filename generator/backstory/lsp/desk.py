"""What lies on an editor's desk: the content of a site, with what was typed and not saved yet.

Paths of files count from the content folder throughout.
"""

import gc
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from backstory.checks import CHECKS, levels_of
from backstory.checks.levels import Levels
from backstory.compiler import Compilation, Settings, glance, judge
from backstory.diagnostics import Diagnostic, has_errors, in_order
from backstory.editors.known import Known, known_in
from backstory.folder import Content, read_content, read_pages
from backstory.project import Project, find_project
from backstory.references import Use
from backstory.remembered import Memory
from backstory.resolve import Publishing, Resolution
from backstory.text import Sources, SourceText

_MANY_STORIES = 100
_OF_RULES = frozenset(it.code for it in CHECKS)


class Said(Struct, frozen=True, dict=True):
    """What is said of files, with their texts."""

    compilation: Compilation

    @cached_property
    def diagnostics(self) -> Mapping[str, list[Diagnostic]]:
        """What is to be said, by file."""
        by_file: defaultdict[str, list[Diagnostic]] = defaultdict(list)
        for it in self.compilation.diagnostics:
            by_file[it.span.path].append(it)
        return dict(by_file)

    def source(self, path: str) -> SourceText | None:
        """The text of one of our files."""
        return self.compilation.sources.get(path)


class Judged(Said, frozen=True, dict=True):
    """What can be said of the whole desk as it is now."""

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
    def uses(self) -> Mapping[str, list[Use]]:
        """The places that name something by its id, by file."""
        by_file: defaultdict[str, list[Use]] = defaultdict(list)
        for it in self.resolution.uses:
            by_file[it.document.source.path].append(it)
        return dict(by_file)

    def source(self, path: str) -> SourceText | None:
        """The text of one of our files, or of an ordinary page."""
        return super().source(path) or self.pages.get(path)


class Desk(Struct):
    """A site that somebody works on. `typed` are the texts of open documents by their path."""

    project: Project
    typed: dict[str, str] = field(default_factory=dict)
    state: int = 0  # counts the changes: what was found out in another state is out of date
    _on_disk: tuple[Content, list[Diagnostic], Sources] | None = None
    _judged: tuple[int, Judged] | None = None
    _memory: Memory = field(default_factory=Memory)

    def type(self, path: str, text: str) -> None:
        """A document says this now."""
        if self.typed.get(path) != text:
            self.typed = {**self.typed, path: text}
            self.state += 1

    def put_away(self, path: str) -> None:
        """A document was closed: what the file says counts again."""
        self.typed = {name: text for name, text in self.typed.items() if name != path}
        self.look_again()

    def look_again(self) -> None:
        """Something on disk may have changed: the content, or mkdocs.yml."""
        self.project = project_of(self.project.content / "index.md") or self.project
        self._on_disk = None
        self.state += 1

    def content(self) -> Content:
        """The content with everything that was typed; quick, since nothing is judged."""
        return self._read()[0].with_texts(self.typed)

    @property
    def is_large(self) -> bool:
        """Whether judging all of it takes longer than somebody waits who types."""
        return len(self._read()[0].stories) > _MANY_STORIES

    def glance(self) -> Said:
        """What can be said of the open files at once; of what rules say, what they said the last time."""
        said = glance(self.content(), self.typed, self._settings(), self._memory)
        if not self._judged or has_errors(said.diagnostics):
            return Said(said)
        before = (it for path in self.typed for it in self._judged[1].diagnostics.get(path, ()))
        of_rules = [it for it in before if it.code in _OF_RULES]
        return Said(replace(said, diagnostics=in_order([*said.diagnostics, *of_rules])))

    def judged(self) -> Judged:
        """What can be said now; judged anew when something has changed. May run in a thread of its own."""
        state, judged = self.state, self._judged
        if judged is None or judged[0] != state:
            self._judged = judged = (state, self._judge())
        return judged[1]

    def _judge(self) -> Judged:
        _, found, pages = self._read()
        pages = {name: SourceText(name, self.typed.get(name, it.text)) for name, it in pages.items()}
        gc.disable()  # all that is made here stays: looking for garbage takes longer than the work
        try:
            judged = Judged(*judge(self.content(), found, self._settings(), self._memory), pages)
            self._memory = judged.compilation.memory or self._memory
            return judged
        finally:
            gc.enable()

    def _read(self) -> tuple[Content, list[Diagnostic], Sources]:
        state, on_disk, folder = self.state, self._on_disk, self.project.content
        if on_disk is None:
            on_disk = (
                *read_content(folder, shown_as=".", bounds=self.project.bounds),
                read_pages(folder, shown_as="."),
            )
            if self.state == state:  # else something may have changed on disk while it was read
                self._on_disk = on_disk
        return on_disk

    def _settings(self) -> Settings:
        levels: Levels = {}
        with suppress(ValueError):  # `backstory check` and MkDocs say what is wrong in mkdocs.yml
            levels = levels_of(self.project.options)
        return Settings(publishing=Publishing(drafts=True), levels=levels)


def project_of(path: Path) -> Project | None:
    """The project that a file belongs to, with its mkdocs.yml if there is one; None for a file of no site."""
    projects = (find_project(folder) for folder in path.parents)
    around = [it for it in projects if it and path.is_relative_to(it.content)]
    return min(around, key=lambda it: it.config is None, default=None)
