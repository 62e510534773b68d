"""Which texts an editor has at hand, and for which story and source each is."""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct, field

from backstory.sealing.proof import SourceAtHand
from backstory.sealing.reading import UnreadableSourceError, read_source
from backstory.seals import ARTICLE
from backstory.source import parse_document
from backstory.text import SourceText

INDEX = "sources.yml"
_LARGEST_INDEX = 4_000_000  # bytes; the dialect has fewer values than that
_ENDINGS = frozenset({".txt", ".html", ".htm", ".xhtml", ".pdf"})


class Shelf(Struct):
    """A folder of sources: a file for each story, by the story's id, and what `sources.yml` says beside it.

    `sources.yml` is a map from an address to the name of the file that has its text.
    """

    folder: Path
    articles: dict[str, SourceAtHand] = field(default_factory=dict)
    others: dict[str, SourceAtHand] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def of(self, story: str) -> dict[str, SourceAtHand]:
        """The texts for the quotes of a story, by what a lock calls their source."""
        article = {ARTICLE: self.articles[story]} if story in self.articles else {}
        return {**self.others, **article}


def read_shelf(folder: Path, stories: Iterable[str]) -> Shelf:
    """Read a folder of sources. What cannot be used is told in `problems`, a sentence each."""
    shelf = Shelf(folder)
    known, listed = frozenset(stories), dict(_index(shelf))
    for address, name in listed.items():
        if text := _text(shelf, folder / name):
            shelf.others[address] = text
    named = {os.path.realpath(folder / name) for name in listed.values()}
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in _ENDINGS or os.path.realpath(path) in named:
            continue
        if path.stem not in known:
            shelf.problems.append(f"{path}: there is no story `{path.stem}`, and {INDEX} does not name it.")
        elif path.stem in shelf.articles:
            shelf.problems.append(f"{path}: {shelf.articles[path.stem].name} is for the same story.")
        elif text := _text(shelf, path):
            shelf.articles[path.stem] = text
    return shelf


def _index(shelf: Shelf) -> Iterator[tuple[str, str]]:
    path = shelf.folder / INDEX
    if not path.is_file():
        return
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST_INDEX)
        document, found = parse_document(SourceText(str(path), data.decode("utf-8-sig")))
    except (OSError, UnicodeDecodeError):
        shelf.problems.append(f"{path} cannot be read.")
        return
    said = document.data if document else None
    shelf.problems += [f"{path}:{it.span.line}:{it.span.column}: {it.fact} {it.remedy}" for it in found]
    if not isinstance(said, Mapping):
        shelf.problems.append(f"{path} must be a map: `https://…: file.html`.")
        return
    for address, name in said.items():
        if isinstance(name, str):
            yield address, name
        else:
            shelf.problems.append(f"{path}: `{address}` must lead to the name of a file.")


def _text(shelf: Shelf, path: Path) -> SourceAtHand | None:
    if path.exists() and not path.is_file():  # a pipe would be waited for
        shelf.problems.append(f"{path} is no ordinary file.")
        return None
    try:
        return SourceAtHand(str(path), read_source(path))
    except UnreadableSourceError as problem:
        shelf.problems.append(str(problem))
        return None
