"""`mkdocs serve` of a large archive, after a save: what was saved is read, and MkDocs builds nothing.

So it is where only texts of our files have changed, and the pages are the same ones; all else is a build.
"""

import logging
import os
import threading
from collections.abc import Callable, Container, Iterable, Sequence
from functools import partial
from pathlib import Path

import click
from mkdocs.config.defaults import MkDocsConfig
from msgspec import Struct, field
from msgspec.structs import replace

from backstory.compiler import Compilation, Settings, judge, prepare_again
from backstory.diagnostics import Diagnostic, Severity
from backstory.editors.vscode import renew_schemas
from backstory.engines.mkdocs_preview import Preview
from backstory.engines.mkdocs_search import replace_entries
from backstory.engines.search_names import entries_of_names
from backstory.engines.shards import INDEX
from backstory.engines.site_files import State, states_in
from backstory.folder import Content, read_again
from backstory.press import Press
from backstory.remembered import Memory
from backstory.report import concise

log = logging.getLogger("mkdocs.plugins.backstory")


class Saves(Struct):
    """Takes in what is saved. `compilation` is the last one, `states` are of the files that it was made from.

    `order` is that of all pages, by address. Rules are asked beside the saves: what has come of either is put
    down under the `lock`, and nothing more once a build has begun (`is_over`).
    """

    config: MkDocsConfig
    settings: Settings
    compilation: Compilation
    memory: Memory
    states: dict[str, State]
    preview: Preview
    order: Sequence[str]
    lock: threading.Lock = field(default_factory=threading.Lock)
    is_over: bool = False

    def end(self) -> None:
        """A build begins, which reads everything anew."""
        with self.lock:
            self.is_over = True

    def take_in(self) -> bool:
        """Whether the preview shows what was saved; where not, it is as it was."""
        states = states_of(self.config)
        content = self._content(states)
        new = prepare_again(content, self.settings, self.memory) if content else None
        if content is None or new is None or new.press is None:
            return False
        later = partial(self._look_closer, content, new.press, frozenset(self.compilation.diagnostics))
        if not self.preview.offer_again(new.press, new.held, later):
            return False
        with self.lock:
            self.states, self.memory = states, new.memory or self.memory
            self.compilation = replace(new, diagnostics=self.compilation.diagnostics)
        return True

    def _end_for_a_save(self, content: Content) -> None:
        if self.preview.is_busy or not self._is_shown(content):
            raise _Overtaken

    def _is_shown(self, content: Content) -> bool:
        return not self.is_over and content is self.compilation.content

    def _content(self, states: dict[str, State]) -> Content | None:
        """What the content says now, if nothing else has changed."""
        folder, before = Path(self.config.docs_dir), self.compilation.content
        places = {f"{folder}/{it}": it for it in before.paths}
        changed = {path for path, it in states.items() if self.states.get(path) != it}
        if (
            _is_theme_watched()
            or not changed
            or states.keys() != self.states.keys()
            or not changed <= places.keys()
        ):
            return None
        shown_as = Path(os.path.relpath(folder)).as_posix()
        return read_again(before, folder, sorted(places[it] for it in changed), shown_as=shown_as)

    def _look_closer(self, content: Content, press: Press, known: Container[Diagnostic]) -> None:
        """Let the search find the new names, and say what the rules find that is not known."""
        entries = [*entries_of_names(press.edition.newsroom)]
        with self.lock:
            if self._is_shown(content):
                replace_entries(Path(self.config.site_dir) / INDEX, entries, self.order)
        self.ask_all_rules(content, known)

    def ask_all_rules(self, content: Content, known: Container[Diagnostic]) -> None:
        """Say what the rules find in this content that is not known, if it is still what is shown.

        Whoever saves meanwhile does not wait for it: after that, the rules are asked again.
        """
        try:
            judged, _ = judge(
                content, (), self.settings, self.memory, before_each=partial(self._end_for_a_save, content)
            )
        except _Overtaken:
            return
        with self.lock:
            if self._is_shown(content):
                tell(judged, (it for it in judged.diagnostics if it not in known))
                self.compilation = replace(self.compilation, diagnostics=judged.diagnostics)
                self.memory = judged.memory or self.memory  # it knows what the rules have found out
                renew_schemas(Path(self.config.config_file_path).parent, content)


class _Overtaken(Exception):  # noqa: N818  # nothing is wrong
    """Something was saved while the rules were asked."""


def shown_after(build: Callable[[], None], take_in: Callable[[], bool]) -> Callable[[], None]:
    """What MkDocs does when something was saved: it builds only where that is needed."""

    def show() -> None:
        if not take_in():
            build()

    return show


def _is_theme_watched() -> bool:
    """Whether files of the theme, which are not looked at here, may have changed."""
    command = click.get_current_context(silent=True)
    return command is None or bool(command.params.get("watch_theme"))


def tell(compilation: Compilation, diagnostics: Iterable[Diagnostic]) -> None:
    """Say these in the terminal, a line each."""
    for it in diagnostics:
        level = logging.INFO if it.severity is Severity.NOTE else logging.WARNING
        log.log(level, concise((it,), compilation.sources).splitlines()[0])


def states_of(config: MkDocsConfig) -> dict[str, State]:
    """The state of each file that MkDocs watches, by path, but for those of the theme itself.

    None of any where one goes away meanwhile, as while a file is being saved: then nothing is as it was.
    """
    states: dict[str, State] = {}
    watched = (config.docs_dir, config.config_file_path, config.theme.custom_dir, *config.watch)
    try:
        for path in (Path(it) for it in watched if it):
            if path.is_dir():
                states |= {f"{path}/{name}": it for name, it in states_in(path).items()}
            elif path.exists():
                states[str(path)] = path.stat().st_size, path.stat().st_mtime_ns
    except OSError:
        return {}
    return states
