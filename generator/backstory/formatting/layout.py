"""The lines in which a tree is written."""

from collections.abc import Iterator

from backstory.formatting.scalars import LONGEST, in_lines, in_one_line
from backstory.formatting.tree import Collection, Entry, Node, Scalar

_STEP = 2


def lines_of(root: Collection) -> Iterator[str]:
    """The whole file, line by line."""
    return _block(root, 0)


def _block(collection: Collection, indent: int) -> Iterator[str]:
    pad = " " * indent
    for number, entry in enumerate(collection.entries):
        above = entry.above if number or entry.above[:1] != [""] else entry.above[1:]
        yield from (pad + it if it else "" for it in above)
        yield from _entry(entry, indent)
    yield from (pad + it if it else "" for it in collection.foot)


def _entry(entry: Entry, indent: int) -> Iterator[str]:
    pad, value = " " * indent, entry.value
    head = f"{_key(entry.key, in_flow=False)}:" if entry.key else "-"
    room = LONGEST - indent - len(head) - 1
    beside = f"  {entry.beside}" if entry.beside else ""
    if isinstance(value, Scalar):
        first, *rest = [""] if _is_empty(value) else in_lines(value, indent + _STEP, room)
        yield f"{pad}{head} {first}".rstrip(" ") + beside
        yield from rest
    elif (flow := _flow(value)) is not None and (len(flow) <= room or not value.entries):
        yield f"{pad}{head} {flow}{beside}"
    elif entry.key or beside or any(value.entries[0].above):
        yield f"{pad}{head}{beside}"
        yield from _block(value, indent + _STEP)
    else:
        first, *rest = _block(value, indent + _STEP)
        yield f"{pad}- {first.lstrip(' ')}"
        yield from rest


def _key(key: Scalar, *, in_flow: bool) -> str:
    return '""' if _is_empty(key) else in_one_line(key, in_flow=in_flow)


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.value and not node.style


def _flow(node: Node) -> str | None:
    """A value in brackets on one line; None where it is not written so, or cannot be."""
    if isinstance(node, Scalar):
        text = in_one_line(node, in_flow=True)
        return None if _is_empty(node) else text
    if (node.entries and not node.is_flow) or node.foot:
        return None
    pieces = []
    for entry in node.entries:
        value = _flow(entry.value)
        if value is None or entry.above or entry.beside:
            return None
        pieces.append(f"{_key(entry.key, in_flow=True)}: {value}" if entry.key else value)
    inside = ", ".join(pieces)
    return f"{{{inside}}}" if node.is_map else f"[{inside}]"
