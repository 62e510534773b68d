"""`mkdocs serve` of a large archive: a chapter is made when one of its pages is asked for."""

import gc
import re
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from msgspec.structs import replace

from backstory.engines.mkdocs_binding import Bindery
from backstory.held_back import HeldBack
from backstory.press import Chapter, Press

_FEW = 60  # chapters that are made at once
_REST = 3  # seconds
_ASSETS = "assets"
_ANY_FILE = "*"  # a word that stands in no address: what is made of the site as a whole


class Preview:
    """The chapters that nobody has asked for yet. While MkDocs builds, who asks has to wait."""

    def __init__(self) -> None:
        self._site = threading.Lock()  # held by who writes to it
        self._is_built = True
        self._tidying = threading.Timer(0, gc.collect)
        self._tidied = threading.Lock()  # held by who does what was to be done later
        self._bindery: Bindery | None = None
        self._later: Callable[[], None] = lambda: None  # what is done when nobody waits
        self._written: set[str] = set()  # files of the chapters that were asked for
        self._waiting: dict[str, Chapter] = {}  # by name
        self._in_part: set[str] = set()  # names of those of which only the pages are made
        self._by_word: defaultdict[str, list[str]] = defaultdict(list)

    @property
    def is_busy(self) -> bool:
        """Whether a build or a save is under way."""
        return not self._is_built

    def begin(self) -> None:
        """A build begins."""
        if self._is_built:
            self._site.acquire()
        self._tidying.cancel()
        self._later = lambda: None  # it was of what is now built anew
        self._is_built = False
        self._waiting = {}

    def end(self) -> None:
        """It has ended, one way or the other."""
        if not self._is_built:
            self._site.release()
            # What the build before has left is cleared away when nobody waits for a page.
            self._tidying = threading.Timer(_REST, self._tidy)
            self._tidying.daemon = True
            self._tidying.start()
        self._is_built = True

    def _tidy(self) -> None:
        later, self._later = self._later, lambda: None  # meanwhile, a save may have another
        with self._tidied:
            later()
            gc.collect()

    def offer(self, chapters: Iterable[Chapter], bindery: Bindery) -> None:
        """Make these only when they are asked for."""
        self._bindery = bindery
        self._waiting = {it.name: it for it in chapters}
        self._in_part.clear()
        self._by_word.clear()
        self._written.clear()
        bindery.bind(self._waiting.pop(_ASSETS))  # each page asks for them
        for it in self._waiting.values():
            thing = it.name.partition(" ")[2] or _ANY_FILE
            for word in {thing, *it.addresses}:
                self._by_word[word].append(it.name)

    def offer_again(self, press: Press, held: Sequence[HeldBack], later: Callable[[], None]) -> bool:
        """Make the same chapters of a newer press, when they are asked for; False where others are in it.

        `later` is done when nobody waits any more.
        """
        chapters = {it.name: it for it in press.chapters}
        offered = {it.name: it.addresses for it in self._bindery.press.chapters} if self._bindery else {}
        if self._bindery is None or offered != {name: it.addresses for name, it in chapters.items()}:
            return False
        self._bindery = replace(self._bindery, press=press, made={}, held=held, is_renewed=True)
        for name in self._written:
            Path(self._bindery.config.site_dir, name).unlink(missing_ok=True)
        self._written.clear()
        self._waiting = chapters
        self._in_part.clear()
        del self._waiting[_ASSETS]
        self._later = later
        return True

    def do_later(self, later: Callable[[], None]) -> None:
        """Do this when nobody waits any more, unless a build begins before."""
        self._later = later

    def watch(self, server: Any) -> None:
        """Hear of each request before MkDocs's server answers it."""
        answer: Callable[..., Any] = server.get_app()

        def answer_once_made(environ: dict[str, Any], start_response: Any) -> Any:
            path = str(environ.get("PATH_INFO", ""))
            if "/livereload/" not in path:  # that waits for the next build
                self.fetch(path)
            return answer(environ, start_response)

        server.set_app(answer_once_made)

    def fetch(self, path: str) -> None:
        """Make what may be at a path: what names a thing by its id, or has the address of a page."""
        ends = {path[at.start() :] for at in re.finditer("/", path)}
        words = {*re.split(r"[/.]", path), *ends} - {"", "/"}
        with self._site:
            if self._bindery and path == urlsplit(self._bindery.config.site_url or "/").path:
                words.add("/")
            if "." in path.rpartition("/")[2] and not self._is_there(ends):
                words.add(_ANY_FILE)
            names = {name for word in words for name in self._by_word.get(word, ())} & self._waiting.keys()
            for name in sorted(names):
                self._make(name, is_page=not ends.isdisjoint(self._waiting[name].addresses))

    def _make(self, name: str, *, is_page: bool) -> None:
        """Make a chapter, or as much of it as is needed where one of its pages is asked for."""
        assert self._bindery
        if not is_page:
            self._in_part.discard(name)
            self._written.update(self._bindery.bind(self._waiting.pop(name)).files)
        elif name not in self._in_part:
            self._in_part.add(name)
            self._written.update(self._bindery.bind_pages(self._waiting[name]).files)

    def _is_there(self, ends: Iterable[str]) -> bool:
        """Whether the site has a file at one of these."""
        site = Path(self._bindery.config.site_dir) if self._bindery else Path()
        return any((site / it.lstrip("/")).is_file() for it in ends)


def is_worth_waiting(chapters: Iterable[Chapter]) -> bool:
    """Whether there are so many chapters that they are made when asked for: the server must tell of requests.

    MkDocs lets plugins have its server only where it reloads pages, and that only its command line says.
    """
    command = click.get_current_context(silent=True)
    return command is not None and bool(command.params.get("livereload")) and len([*chapters]) > _FEW
