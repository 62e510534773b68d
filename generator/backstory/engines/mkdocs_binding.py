"""Makes the chapters and writes them where MkDocs builds the site, on all cores of the machine."""

import logging
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page as MkDocsPage

from backstory.diagnostics import Diagnostic
from backstory.engines.listing import Entry, Listed
from backstory.engines.mkdocs_joining import Joiner, Misfit
from backstory.engines.mkdocs_pages import CompiledFile, CompiledPage
from backstory.engines.mkdocs_search import Index
from backstory.engines.mkdocs_texts import texts_of
from backstory.engines.page_files import source_uri
from backstory.engines.search import Checked
from backstory.engines.workers import in_shares
from backstory.held_back import HeldBack, find_leaks
from backstory.pages.edition import Picture
from backstory.press import Chapter, Page, Press, Site

log = logging.getLogger("mkdocs.plugins.backstory")


@dataclass(frozen=True)
class Bound:
    """What is to be known of a chapter that is written. `leaks` are words in it that must not be seen."""

    pages: dict[str, Listed]
    files: tuple[str, ...]
    entries: list[Entry]
    leaks: list[Diagnostic]
    pictures: tuple[Picture, ...]
    notices: tuple[str, ...]


@dataclass(frozen=True)
class Bindery:
    """Where chapters become files of the site. `made` are those that are made already, by name.

    `parents` are the section pages by address, `changed` is the site's newest date, `above` stands above the
    content of each page.
    `index` is the search's, where it is to know all words.
    """

    press: Press
    made: Mapping[str, Site]
    config: MkDocsConfig
    files: Files
    parents: Mapping[str, MkDocsPage]
    joiner: Joiner
    index: Index | None
    held: Sequence[HeldBack]
    changed: str
    above: str
    checked: Checked
    folders: set[Path] = field(default_factory=set)  # that are there

    def bind_all(self, chapters: Sequence[Chapter], *, workers: int | None = None) -> list[Bound]:
        """Write the chapters."""
        with _progress(len(chapters)) as bar:
            done = 0

            def told(part: float) -> None:
                nonlocal done
                if bar is not None:
                    bar.update(int(part * len(chapters)) - done)
                    done = int(part * len(chapters))

            try:
                return in_shares(chapters, self.bind, workers=workers, told=told)
            except Misfit as reason:
                log.info("All pages are rendered one by one: %s", reason)
        self.joiner.in_full = True
        return in_shares(chapters, self.bind, workers=workers)

    def bind(self, chapter: Chapter) -> Bound:
        """Write a chapter: what editors have put at a place themselves stays."""
        site = self.made.get(chapter.name) or self.press.make(chapter)
        entries: list[Entry] = []
        written: list[tuple[str, bytes]] = []
        for page in site.pages:
            file = self.files.get_file_from_path(source_uri(page.address))
            if isinstance(file, CompiledFile) and not file.is_rendered:
                shown = self.shown(page, file)
                if self.index:
                    entries += self.index.entries_of(shown, self.checked)
                html = self.joiner.html_of(shown)
                written.append((file.dest_uri, html.encode(errors="xmlcharrefreplace")))
        written += (it for it in site.files.items() if not self.files.get_file_from_path(it[0]))
        self._write(written)
        notices = tuple(self.joiner.notices)
        self.joiner.notices.clear()
        return Bound(
            {it.address: listed(it) for it in site.pages},
            tuple(name for name, _ in written),
            entries,
            find_leaks(written, self.held),
            tuple(it.picture for it in site.pages if it.picture),
            notices,
        )

    def shown(self, page: Page, file: CompiledFile) -> CompiledPage:
        """The page as MkDocs would have it."""
        made = CompiledPage(None, file, self.config)
        made.parent = self.parents.get(page.section)  # type: ignore[assignment]  # a page will do
        made.fill(page, texts_of(page, self.config.site_url), self.changed, self.above)
        return made

    def _write(self, files: Iterable[tuple[str, bytes]]) -> None:
        site = Path(self.config.site_dir)
        for name, data in files:
            path = site / name
            if path.parent not in self.folders:
                path.parent.mkdir(parents=True, exist_ok=True)
                self.folders.add(path.parent)
            path.write_bytes(data)


def listed(page: Page) -> Listed:
    """What the site's lists say of a compiled page."""
    return Listed(page.label, page.updated, page.listed)


def _progress(total: int) -> AbstractContextManager[Any]:
    """A bar on a terminal, where there is something to wait for."""
    if total < _LONG or not sys.stderr.isatty() or not log.isEnabledFor(logging.INFO):
        return nullcontext()
    return click.progressbar(length=total, label="Writing the pages", file=sys.stderr)


_LONG = 200  # chapters
