"""Material's search: what it finds in the generated pages, and what its results are called."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from backstory.engines.listing import Entry, label_entries, put_in_order
from backstory.engines.search import Checked, add_entries

_MATERIALS_SEARCH = "material.plugins.search.plugin"


@dataclass(frozen=True)
class Index:
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
