"""Material's search: what it finds in the generated pages, and what its results are called."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, Environment, TemplateNotFound
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from msgspec import Struct

from backstory.edits import write_atomically
from backstory.engines.listing import Entry, label_entries, put_in_order
from backstory.engines.search import Checked, add_entries

_MATERIALS_SEARCH = "material.plugins.search.plugin"
_ITS_WORKER = re.compile(r"assets/javascripts/workers/search\.\w+\.min\.js")
_ITS_FRAME = "base.html"


class Index(Struct, frozen=True):
    """The index that Material's search plugin gathers while the site is built."""

    plugin: Any

    @property
    def entries(self) -> list[Entry]:
        """What is in it so far."""
        entries: list[Entry] = self.plugin.search_index.entries
        return entries

    def entries_of(self, page: Any, checked: Checked) -> list[Entry]:
        """What it finds in a MkDocs page, which loses what is in it for the search alone."""
        before = len(self.entries)
        add_entries(self.plugin.search_index, page, checked)
        found = self.entries[before:]
        del self.entries[before:]
        return found


def index_of(config: MkDocsConfig) -> Index | None:
    """The index of the site's search, where that is Material's."""
    for method in config.plugins.events["page_context"]:
        plugin = getattr(method, "__self__", None)
        index = getattr(plugin, "search_index", None)
        if type(plugin).__module__ == _MATERIALS_SEARCH or type(index).__module__ == _MATERIALS_SEARCH:
            return Index(plugin)
    return None


def label_results(index: Path, order: Iterable[str], labels: Mapping[str, str]) -> None:
    """Let each result of a written index say what it is. `order` and `labels` are by page."""
    if index.is_file():
        data = json.loads(index.read_text(encoding="utf-8"))
        data["docs"] = put_in_order(label_entries(data["docs"], labels), order)
        written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        index.write_text(written, encoding="utf-8")


def replace_entries(index: Path, entries: Sequence[Entry], order: Iterable[str]) -> None:
    """Put these into a written index, in the place of those of the same pages; `order` is that of all."""
    if index.is_file():
        data = json.loads(index.read_text(encoding="utf-8"))
        pages = {it["location"] for it in entries}
        others = [it for it in data["docs"] if it["location"] not in pages]
        data["docs"] = put_in_order([*others, *entries], order)
        write_atomically(index, json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())


def let_ask(worker: str, env: Environment, index: Index | None) -> None:
    """Let the search box of all pages ask this worker instead of Material's own, which has this index.

    Raises PluginError.
    """
    assert env.loader
    env.loader = _OtherWorker(worker, env.loader)
    try:
        frame, _, _ = env.loader.get_source(env, _ITS_FRAME)
    except TemplateNotFound:
        frame = ""
    if worker not in frame or index is None:
        message = "`search: pagefind` needs the theme Material with its plugin `search`."
        raise PluginError(message)


class _OtherWorker(BaseLoader):
    """The templates, in which another worker has the place of Material's.

    A block of ours could not do it: a site may have a main.html of its own.
    """

    def __init__(self, worker: str, templates: BaseLoader) -> None:
        self._worker, self._templates = worker, templates

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        source, file, is_current = self._templates.get_source(environment, template)
        return _ITS_WORKER.sub(self._worker, source), file, is_current

    def list_templates(self) -> list[str]:
        return self._templates.list_templates()
