"""Which actors and topics only hold together what is held back: their pages would tell of it."""

from collections.abc import Collection, Iterable

from backstory.references import Use
from backstory.source import Path

Named = tuple[str, str]  # kind and id
_OF_FILES = {"actors": "actor", "topics": "topic"}


def only_held_back(
    uses: Iterable[Use],
    links: Iterable[tuple[str, str]],
    silent: Collection[str],
    taken_down: Collection[tuple[str, Path]],
) -> frozenset[Named]:
    """The actors and topics that something held back names, and nothing that is published.

    `links` are (file, address on this site), `silent` the files of stories that are not seen, `taken_down`
    the file and place of each item that is not. What a file of actors names counts when its actor is seen.
    """
    if not silent and not taken_down:
        return frozenset()
    files = {path for path, _ in taken_down}
    found = {(it.document.source.path, it.kind, it.id, _is_taken_down(it, files, taken_down)) for it in uses}
    for path, address in links:
        kind, name = _parts(address)
        if kind in _OF_FILES:
            found.add((path, _OF_FILES[kind], name, False))
    named = [
        (_owner(path), (kind, name), is_gone or path in silent)
        for path, kind, name, is_gone in found
        if kind in _OF_FILES.values()
    ]
    known = {name for _, name, _ in named}
    # What stories name is seen at once; what a file of actors names, when its actor is.
    seen = {name for owner, name, is_silent in named if not is_silent and owner not in known}
    by_others = [(owner, name) for owner, name, is_silent in named if not is_silent and owner in known]
    held_back = {name for _, name, is_silent in named if is_silent}
    return frozenset(_with_those_they_name(held_back, by_others) - _with_those_they_name(seen, by_others))


def _with_those_they_name(names: set[Named], by_others: Collection[tuple[Named | None, Named]]) -> set[Named]:
    while more := {name for owner, name in by_others if owner in names} - names:
        names = names | more
    return names


def _is_taken_down(use: Use, files: Collection[str], taken_down: Collection[tuple[str, Path]]) -> bool:
    path = use.document.source.path
    return path in files and (path, use.path[:2]) in taken_down


def _owner(path: str) -> Named | None:
    """The actor or topic whose file it is."""
    *_, folder, name = ("", *path.split("/"))
    return (_OF_FILES[folder], name.removesuffix(".yml")) if folder in _OF_FILES else None


def _parts(address: str) -> tuple[str, str]:
    kind, _, name = address.strip("/").partition("/")
    return kind, name
