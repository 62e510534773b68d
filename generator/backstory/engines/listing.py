"""What the site's lists say of its pages: the search by its labels and its order, the sitemaps by date."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

Entry = dict[str, Any]


class Listed(Struct, frozen=True):
    """A page as lists know it: what it is, when it changed last, whether search engines are to hear of it."""

    label: str = ""
    updated: date | None = None
    listed: bool = True
    is_compiled: bool = True

    def told(self) -> dict[str, Any]:
        """As JSON has it."""
        return asdict(self) | {"updated": self.updated and self.updated.isoformat()}

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> "Listed":
        """From what JSON keeps of it."""
        updated = date.fromisoformat(said["updated"]) if said["updated"] else None
        return cls(said["label"], updated, said["listed"], said["is_compiled"])


def without_empty(entries: Iterable[Entry], labels: Mapping[str, str]) -> Iterator[Entry]:
    """The search's entries without those that say nothing. `labels` are by page.

    The headings of what is kept out of the index (`data-search-exclude`) leave empty entries.
    """
    for entry in entries:
        page, _, fragment = entry["location"].partition("#")
        if not (fragment and page in labels and not entry["text"].strip()):
            yield entry


def label_entries(entries: Iterable[Entry], labels: Mapping[str, str]) -> list[Entry]:
    """The search's entries; each page's says what it is: a person, a quote, a story. `labels` are by page."""
    labelled = []
    for entry in without_empty(entries, labels):
        page, _, fragment = entry["location"].partition("#")
        named = not fragment and labels.get(page)
        labelled.append(entry | {"title": f"{labels[page]} · {entry['title']}"} if named else entry)
    return labelled


def put_in_order(entries: Iterable[Entry], order: Iterable[str]) -> list[Entry]:
    """The entries in the order of their pages, which are given by their addresses."""
    places = {address.lstrip("/"): place for place, address in enumerate(order)}
    return sorted(entries, key=lambda it: places.get(it["location"].partition("#")[0], 0))
