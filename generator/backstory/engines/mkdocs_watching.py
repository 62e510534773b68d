"""`mkdocs serve` hears of a saved file at once, where the system tells of it; else as soon as MkDocs looks.

MkDocs looks at all files twice a second: that works everywhere, and a save waits for it.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any

from mkdocs.livereload import LiveReloadServer
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

_WRITES = frozenset({"created", "modified", "moved", "deleted"})  # a build only reads
_SAME = 3  # seconds, in which MkDocs sees what the system has told


def hear_at_once(server: LiveReloadServer, paths: Iterable[str]) -> None:
    """Let the server hear of what is written at these paths, which it watches already."""
    watched = [*paths]
    for path in watched:
        server.unwatch(path)
    server.observer = _Both(server.observer)  # type: ignore[assignment]  # it does all that is asked of one
    for path in watched:
        server.watch(path)


class _Both:
    """An observer that asks the system and looks by itself, and tells of each write once."""

    def __init__(self, looking: Any) -> None:
        self._looking, self._told = looking, Observer()
        self._heard: dict[str, float] = {}  # when the system told of a path

    def schedule(self, handler: FileSystemEventHandler, path: str, *, recursive: bool = False) -> Any:
        seen = self._looking.schedule(_Only(handler, self._is_new), path, recursive=recursive)
        try:
            self._told.schedule(_Only(handler, self._hear), path, recursive=recursive)
        except OSError:  # it watches no more folders
            self._told.unschedule_all()
        return seen

    def unschedule(self, watch: Any) -> None:
        self._looking.unschedule(watch)
        if watch in self._told.emitters:
            self._told.unschedule(watch)

    def start(self) -> None:
        self._looking.start()
        try:
            self._told.start()
        except OSError:
            self._told.unschedule_all()

    def stop(self) -> None:
        self._looking.stop()
        self._told.stop()

    def join(self, timeout: float | None = None) -> None:
        self._looking.join(timeout)
        if self._told.is_alive():
            self._told.join(timeout)

    def _hear(self, event: FileSystemEvent) -> bool:
        if event.event_type not in _WRITES:
            return False
        self._heard[str(event.src_path)] = time.monotonic()
        return True

    def _is_new(self, event: FileSystemEvent) -> bool:
        return time.monotonic() > self._heard.get(str(event.src_path), float("-inf")) + _SAME


class _Only(FileSystemEventHandler):
    """Hands on the events that it is told to."""

    def __init__(self, handler: FileSystemEventHandler, is_wanted: Callable[[FileSystemEvent], bool]) -> None:
        self._handler, self._is_wanted = handler, is_wanted

    def on_any_event(self, event: FileSystemEvent) -> None:
        if not event.is_directory and self._is_wanted(event):
            self._handler.dispatch(event)
