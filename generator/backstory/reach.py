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
    """The actors and topics that are named, and by nothing that is published.

    `links` are (file, address on this site), `silent` the files of stories that are not seen, `taken_down`
    the file and place of each item that is not. What a file of actors names counts when its actor is seen.
    """
    named = [
        (_owner(it.document.source.path), it.kind, it.id, _is_silent(it, silent, taken_down)) for it in uses
    ]
    named += [
        (_owner(path), _OF_FILES[kind], name, path in silent)
        for path, address in links
        for kind, name in [_parts(address)]
        if kind in _OF_FILES
    ]
    known = {(kind, name) for _, kind, name, _ in named if kind in _OF_FILES.values()}
    seen: set[Named] = set()
    while True:
        more = {
            (kind, name)
            for owner, kind, name, is_silent in named
            if not is_silent and (owner is None or owner in seen or owner not in known)
        }
        if more <= seen:
            return frozenset(known - seen)
        seen |= more


def _is_silent(use: Use, silent: Collection[str], taken_down: Collection[tuple[str, Path]]) -> bool:
    path = use.document.source.path
    return path in silent or (path, use.path[:2]) in taken_down


def _owner(path: str) -> Named | None:
    """The actor or topic whose file it is."""
    *_, folder, name = ("", *path.split("/"))
    return (_OF_FILES[folder], name.removesuffix(".yml")) if folder in _OF_FILES else None


def _parts(address: str) -> tuple[str, str]:
    kind, _, name = address.strip("/").partition("/")
    return kind, name
