"""`mkdocs serve` of a large archive: a chapter is made when one of its pages is asked for."""

import gc
import re
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from backstory.engines.mkdocs_binding import Bindery
from backstory.press import Chapter

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
        self._bindery: Bindery | None = None
        self._waiting: dict[str, Chapter] = {}  # by name
        self._by_word: defaultdict[str, list[str]] = defaultdict(list)

    def begin(self) -> None:
        """A build begins."""
        if self._is_built:
            self._site.acquire()
        self._tidying.cancel()
        self._is_built = False
        self._waiting = {}

    def end(self) -> None:
        """It has ended, one way or the other."""
        if not self._is_built:
            self._site.release()
            # What the build before has left is cleared away when nobody waits for a page.
            self._tidying = threading.Timer(_REST, gc.collect)
            self._tidying.daemon = True
            self._tidying.start()
        self._is_built = True

    def offer(self, chapters: Iterable[Chapter], bindery: Bindery) -> None:
        """Make these only when they are asked for."""
        self._bindery = bindery
        self._waiting = {it.name: it for it in chapters}
        self._by_word.clear()
        bindery.bind(self._waiting.pop(_ASSETS))  # each page asks for them
        for it in self._waiting.values():
            thing = it.name.partition(" ")[2] or _ANY_FILE
            for word in {thing, *it.addresses}:
                self._by_word[word].append(it.name)

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
            if "." in path.rpartition("/")[2] and not self._is_there(ends):
                words.add(_ANY_FILE)
            names = {name for word in words for name in self._by_word.get(word, ())} & self._waiting.keys()
            for name in sorted(names):
                assert self._bindery
                self._bindery.bind(self._waiting.pop(name))

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
