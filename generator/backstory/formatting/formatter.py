"""One file formatted, and compared with what it was: its data and its comments must be the same."""

import re
from itertools import pairwise
from pathlib import PurePosixPath

from msgspec import Struct

from backstory.diagnostics import Diagnostic
from backstory.formatting.layout import lines_of
from backstory.formatting.tree import Collection, Entry, comments_in, read_tree
from backstory.plain_yaml import Data
from backstory.project import Bounds
from backstory.schema.actor import ActorShape
from backstory.schema.fields import Shape
from backstory.schema.story import StoryShape
from backstory.schema.topic import TopicShape
from backstory.schema.validation import fields_at
from backstory.source import Path, parse_document
from backstory.text import SourceText


class LeftAlone(Struct, frozen=True):
    """Why a file stays as it is, and the diagnostics that say so, if any."""

    reason: str
    diagnostics: tuple[Diagnostic, ...] = ()


def shape_of(path: str) -> type[Shape] | None:
    """What the YAML file at a path is read as; None where it is none of ours."""
    place = PurePosixPath(path)
    if place.name == "story.yml":
        return StoryShape
    shapes: dict[str, type[Shape]] = {"actors": ActorShape, "topics": TopicShape}
    return shapes.get(place.parent.name) if place.suffix == ".yml" else None


def format_source(source: SourceText, shape: type[Shape], bounds: Bounds | None = None) -> str | LeftAlone:
    """The text of a YAML file, laid out; keys are in the order of the model that it is read as."""
    document, found = parse_document(source, bounds or Bounds())
    if document is None or found:
        return LeftAlone("It must be mended first.", tuple(found))
    text = re.sub(r"\r\n?", "\n", source.text)
    root = read_tree(text)
    if root is None:
        return source.text
    top = _taken_from_the_top(root)
    _put_in_order(root, shape, ())
    first = root.entries[0]
    first.above = [*top, *_without_blank(first.above)]
    formatted = "".join(f"{line}\n" for line in lines_of(root))
    after, found = parse_document(SourceText(source.path, formatted), bounds or Bounds())
    if (
        after is None
        or found
        or not _is_same(document.data, after.data, shape, ())
        or comments_in(formatted) != comments_in(text)
    ):
        return LeftAlone("It cannot be written in another way without changing what it says.")
    return formatted.replace("\n", "\r\n") if "\r\n" in source.text else formatted


def _taken_from_the_top(root: Collection) -> list[str]:
    """The comments that are about the whole file: a blank line follows them, or a program reads them."""
    above = root.entries[0].above
    size = next((at for at in range(len(above), 0, -1) if above[at - 1] == ""), 0)
    if not size and above[:1] and re.match(r"# *yaml-language-server:", above[0]):
        size = 1
    root.entries[0].above = above[size:]
    return _without_blank(above[:size])


def _without_blank(lines: list[str]) -> list[str]:
    return lines[1:] if lines[:1] == [""] else lines


def _put_in_order(collection: Collection, shape: type[Shape], path: Path) -> None:
    """The keys in the order of the model; what the model does not know comes last, as it stood."""
    for number, entry in enumerate(collection.entries):
        if isinstance(entry.value, Collection):
            _put_in_order(entry.value, shape, (*path, entry.key.value if entry.key else number))
    if collection.is_map and (fields := fields_at(shape, path)):
        order = {name: number for number, name in enumerate(["id", *fields])}
        before = collection.entries
        collection.entries = sorted(
            before, key=lambda it: order.get(it.key.value if it.key else "", len(order))
        )
        _put_blank_lines(before, collection.entries)


def _put_blank_lines(before: list[Entry], entries: list[Entry]) -> None:
    """Blank lines where keys have changed places: around blocks, if the editor has any here."""
    has_any = any(it.above[:1] == [""] for it in before)
    pairs = {(id(one), id(other)) for one, other in pairwise(before)}
    for one, other in pairwise(entries):
        if (id(one), id(other)) not in pairs:
            comments = _without_blank(other.above)
            is_apart = has_any and (_is_block(one) or _is_block(other))
            other.above = ["", *comments] if is_apart else comments


def _is_block(entry: Entry) -> bool:
    return isinstance(entry.value, Collection) and not entry.value.is_flow


def _is_same(before: Data, after: Data, shape: type[Shape], path: Path) -> bool:
    """Whether both say the same. Only the keys of a model may change places: ids are shown in order."""
    match before, after:
        case dict(), dict():
            return (
                before.keys() == after.keys()
                and (bool(fields_at(shape, path)) or list(before) == list(after))
                and all(_is_same(before[key], after[key], shape, (*path, key)) for key in before)
            )
        case list(), list():
            pairs = enumerate(zip(before, after, strict=False))
            return len(before) == len(after) and all(
                _is_same(one, other, shape, (*path, number)) for number, (one, other) in pairs
            )
    return before == after and type(before) is type(after)
