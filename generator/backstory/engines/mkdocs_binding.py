"""Makes the chapters and writes them where MkDocs builds the site, on all cores of the machine."""

import logging
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import click
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page as MkDocsPage
from msgspec import Struct, field

from backstory.drawing.store import name_of_drawn
from backstory.engines.kept import Bound, Stock
from backstory.engines.listing import Entry, Listed
from backstory.engines.mkdocs_joining import Joiner, Misfit
from backstory.engines.mkdocs_pages import CompiledFile, CompiledPage, fill
from backstory.engines.mkdocs_search import Index
from backstory.engines.mkdocs_texts import texts_of
from backstory.engines.page_files import source_uri
from backstory.engines.search import Checked
from backstory.engines.site_files import State
from backstory.engines.staging import Staging
from backstory.held_back import HeldBack, find_leaks
from backstory.press import Chapter, Page, Press, Site
from backstory.workers import in_shares

log = logging.getLogger("mkdocs.plugins.backstory")


class Bindery(Struct, frozen=True):
    """Where chapters become files of the site. `made` are those that are made already, by name.

    `is_renewed` is whether the press is newer than that which MkDocs has built with: then the pages of the
    navigation, too, are written here. `parents` are the section pages by address, `above` stands above the
    content of each page. `index` is the search's, where it is to know all words. `stock` has what need not be
    made again.
    """

    press: Press
    made: Mapping[str, Site]
    config: MkDocsConfig
    files: Files
    parents: Mapping[str, MkDocsPage]
    joiner: Joiner
    index: Index | None
    held: Sequence[HeldBack]
    above: str
    checked: Checked
    staging: Staging | None = None
    stock: Stock | None = None
    folders: set[str] = field(default_factory=set)  # that are there
    is_renewed: bool = False

    def bind_all(self, chapters: Sequence[Chapter], *, workers: int | None = None) -> list[Bound]:
        """Write the chapters: those that would become what they are in the last site are taken from there."""
        if self.stock is None or self.staging is None:
            return self._made_anew(chapters, workers)
        at_hand = self.stock.of(chapters, workers=workers)
        others = [it for it in chapters if it.name not in at_hand]
        if at_hand:
            log.info(_AGAIN, len(others), len(chapters))
        self.stock.carry(at_hand.values(), self.staging)
        anew = iter(self._made_anew(others, workers))
        self.stock.put_away()
        return [
            self.stock.searched(at_hand[it.name], self.held) if it.name in at_hand else next(anew)
            for it in chapters
        ]

    def _made_anew(self, chapters: Sequence[Chapter], workers: int | None) -> list[Bound]:
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
        return self._bound(chapter, self.made.get(chapter.name) or self.press.make(chapter))

    def bind_pages(self, chapter: Chapter) -> Bound:
        """Write the pages of a chapter alone."""
        return self._bound(chapter, self.made.get(chapter.name) or self.press.make_pages(chapter))

    def _bound(self, chapter: Chapter, site: Site) -> Bound:
        entries: list[Entry] = []
        written: list[tuple[str, bytes]] = []
        for page in site.pages:
            file = self.files.src_uris.get(source_uri(page.address))
            if isinstance(file, CompiledFile) and file.is_rendered and self.is_renewed:
                written.append((file.dest_uri, _as_bytes(self.joiner.in_full_of(self._section(page, file)))))
            elif isinstance(file, CompiledFile) and not file.is_rendered:
                shown = self.shown(page, file)
                if self.index:
                    entries += self.index.entries_of(shown, self.checked)
                html = self.joiner.html_of(shown)
                file.page = None  # it would keep all that it shows
                written.append((file.dest_uri, _as_bytes(html)))
        written += (it for it in site.files.items() if it[0] not in self.files.src_uris)
        notices = tuple(self.joiner.notices)
        self.joiner.notices.clear()
        return Bound(
            {it.address: listed(it) for it in site.pages},
            {name: self._write(name, data) for name, data in written},
            entries,
            tuple(name_of_drawn(it.picture) for it in site.pages if it.picture),
            notices,
            site.lookups,
            self.stock.print_of(chapter, site.lookups) if self.stock else "",
            tuple(find_leaks(written, self.held)),
        )

    def shown(self, page: Page, file: CompiledFile) -> CompiledPage:
        """The page as MkDocs would have it."""
        made = CompiledPage(None, file, self.config)
        made.parent = self.parents.get(page.section)  # type: ignore[assignment]  # a page will do
        fill(made, page, texts_of(page, self.config.site_url), self.above)
        return made

    def _section(self, page: Page, file: CompiledFile) -> MkDocsPage:
        """A page of the navigation, with what is in it now."""
        made = file.page
        assert made
        fill(made, page, texts_of(page, self.config.site_url), self.above)
        return made

    def _write(self, name: str, data: bytes) -> State:
        path = f"{self.config.site_dir}/{name}"
        folder, _, _ = path.rpartition("/")
        if folder not in self.folders:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.folders.add(folder)
        with open(path, "wb") as file:  # noqa: PTH123 - tens of thousands of times
            file.write(data)
            file.flush()
            stat = os.fstat(file.fileno())
        return stat.st_size, stat.st_mtime_ns


def _as_bytes(html: str) -> bytes:
    return html.encode(errors="xmlcharrefreplace")  # as MkDocs writes it


def listed(page: Page) -> Listed:
    """What the site's lists say of a compiled page."""
    return Listed(page.label, page.updated, page.listed)


def _progress(total: int) -> AbstractContextManager[Any]:
    """A bar on a terminal, where there is something to wait for."""
    if total < _LONG or not sys.stderr.isatty() or not log.isEnabledFor(logging.INFO):
        return nullcontext()
    return click.progressbar(length=total, label="Writing the pages", file=sys.stderr)


_LONG = 200  # chapters
_AGAIN = "%s of %s parts of the site are made anew; the others stay as they are."
