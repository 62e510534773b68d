"""`mkdocs serve` hears of a saved file at once, where the system tells of it; else as soon as MkDocs looks.

MkDocs looks at all files twice a second: that works everywhere, and a save waits for it.
"""

import os
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from mkdocs.livereload import LiveReloadServer
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

_WRITES = frozenset({"created", "modified", "moved", "deleted"})  # a build only reads
_SELDOM = 15  # seconds
_PAUSE = 0.04  # seconds without a further write, after which the save of a file is over


def hear_at_once(server: LiveReloadServer, paths: Iterable[str]) -> None:
    """Let the server hear of what is written at these paths, which it watches already."""
    server.build_delay = _PAUSE
    watched = [*paths]
    for path in watched:
        server.unwatch(path)
    server.observer = _Both(server.observer)  # type: ignore[assignment]  # it does all that is asked of one
    for path in watched:
        server.watch(path)


class _Both:
    """An observer that asks the system and looks by itself, and tells of each write once.

    Looking at thousands of files takes half of a processor: once the system has told of one, that is seldom
    done.
    """

    def __init__(self, looking: Any) -> None:
        self._looking, self._told = looking, Observer()
        self._seldom = PollingObserver(timeout=_SELDOM)
        self._heard: dict[str, float] = {}  # when the system told of a path
        self._watched: dict[Any, tuple[FileSystemEventHandler, str, bool]] = {}

    def schedule(self, handler: FileSystemEventHandler, path: str, *, recursive: bool = False) -> Any:
        looks = _Only(handler, self._is_new)
        watch = self._looking.schedule(looks, path, recursive=recursive)
        self._watched[watch] = looks, path, recursive
        try:
            self._told.schedule(_Only(handler, self._hear), path, recursive=recursive)
        except OSError:  # it watches no more folders
            self._told.unschedule_all()
        return watch

    def unschedule(self, watch: Any) -> None:
        self._watched.pop(watch, None)
        for observer in (self._looking, self._told, self._seldom):
            if any(it.watch == watch for it in observer.emitters):
                observer.unschedule(watch)

    def start(self) -> None:
        self._looking.start()
        try:
            self._told.start()
        except OSError:
            self._told.unschedule_all()

    def stop(self) -> None:
        for observer in (self._looking, self._told, self._seldom):
            observer.stop()

    def join(self, timeout: float | None = None) -> None:
        for observer in (self._looking, self._told, self._seldom):
            if observer.is_alive():
                observer.join(timeout)

    def _hear(self, event: FileSystemEvent) -> bool:
        if event.event_type not in _WRITES:
            return False
        if not self._heard:
            self._look_seldom()
        self._heard[_place(event)] = time.monotonic()
        return True

    def _look_seldom(self) -> None:
        """Look seldom at what the system tells of; what others let the server watch goes on as it was."""
        for watch, (handler, path, recursive) in self._watched.items():
            self._seldom.schedule(handler, path, recursive=recursive)
            self._looking.unschedule(watch)
        # Its first look at all of them must not delay the save that was told of.
        beginning = threading.Timer(_SELDOM / 5, self._seldom.start)
        beginning.daemon = True
        beginning.start()

    def _is_new(self, event: FileSystemEvent) -> bool:
        return time.monotonic() > self._heard.get(_place(event), float("-inf")) + 2 * _SELDOM


def _place(event: FileSystemEvent) -> str:
    return os.path.realpath(os.fsdecode(event.src_path))  # as some systems tell it


class _Only(FileSystemEventHandler):
    """Hands on the events that it is told to."""

    def __init__(self, handler: FileSystemEventHandler, is_wanted: Callable[[FileSystemEvent], bool]) -> None:
        self._handler, self._is_wanted = handler, is_wanted

    def on_any_event(self, event: FileSystemEvent) -> None:
        if not event.is_directory and self._is_wanted(event):
            self._handler.dispatch(event)
