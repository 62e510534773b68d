"""Where in the YAML somebody types: found by indentation, since a line that is being typed is no YAML yet."""

import re
from collections.abc import Iterator

from msgspec import Struct

from backstory.source import Path

_DASH_OR_KEY = re.compile(
    r"(?P<dash>-)(?: +|$)|(?P<key>[^\s:#'\"{}\[\],-][^:#'\"{}\[\],]*|\"[^\"]*\"):(?: +|$)"
)
_WORD = re.compile(r"[\w-]*$")
_IN_FLOW = re.compile(r"[{}\[\],]|(?P<key>[\w-]+):(?=\s|$)|\"[^\"]*\"|'[^']*'")
_LIST = 0  # stands for any entry of a list


class Spot(Struct, frozen=True):
    """A place in a file: the path of the value, or of the map whose key is being written.

    `typed` is what stands before the cursor of the value or the key; `word` the last word of it.
    """

    path: Path
    is_key: bool
    typed: str

    @property
    def word(self) -> str:
        """The letters, digits and hyphens right before the cursor."""
        match = _WORD.search(self.typed)
        return match[0] if match else ""


def spot_at(text: str, line: int, column: int) -> Spot:
    """The spot before the character at `line` and `column`, both from 0."""
    lines = text.split("\n")
    here = lines[line][:column] if line < len(lines) else ""
    parts, rest = _parts(here)
    indent = parts[0][0] if parts else len(here) - len(here.lstrip())
    if not parts and not rest.strip():
        indent = column
    path = [*_above(lines[:line], indent, starts_with_dash=bool(parts) and parts[0][1] == _LIST)]
    path += [part for _, part in parts]
    is_key = not parts or parts[-1][1] == _LIST
    flow = _flow(rest)
    if flow is None:
        return Spot(tuple(path), is_key, rest.lstrip())
    inner, is_key, typed = flow
    return Spot((*path, *inner), is_key, typed)


def ids_below(text: str, field: str) -> list[str]:
    """The ids under a field of a file that may be no YAML at the moment, by indentation."""
    ids: list[str] = []
    indent: int | None = None  # of the ids, within the field
    within = False
    for line in text.splitlines():
        parts = _parts(line)[0]
        if not parts:
            continue
        column, part = parts[0]
        if column == 0 and part != _LIST:
            within, indent = part == field, None
        elif within:
            indent = column if indent is None else indent
            name = part if part != _LIST else _id_of_entry(line)
            ids += [str(name)] if column == indent and name else []
    return ids


def _id_of_entry(line: str) -> str | None:
    match = re.match(r"\s*- +\{?\s*id: *([\w-]+)", line)
    return match[1] if match else None


def _parts(line: str) -> tuple[list[tuple[int, str | int]], str]:
    """The dashes and the key that a line begins with, with their columns; and what follows."""
    parts: list[tuple[int, str | int]] = []
    at = len(line) - len(line.lstrip())
    while match := _DASH_OR_KEY.match(line, at):
        parts.append((at, _LIST if match["dash"] else match["key"].strip().strip('"')))
        at = match.end()
        if match["key"]:
            break
    return parts, line[at:]


def _above(lines: list[str], indent: int, *, starts_with_dash: bool) -> Iterator[str | int]:
    """The path of the map or list that a line of this indentation belongs to, outermost first."""
    found: list[str | int] = []
    may_be_level = starts_with_dash  # a list may stand as far to the left as its key
    for line in reversed(lines):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        for column, part in reversed(_parts(line)[0]):
            if column < indent or (may_be_level and column == indent and part != _LIST):
                found.append(part)
                indent, may_be_level = column, part == _LIST
        if indent == 0 and not may_be_level:
            break
    return reversed(found)


def _flow(rest: str) -> tuple[list[str | int], bool, str] | None:
    """Within open brackets: the path in them, whether a key is being written, and what is typed."""
    stack: list[list[str | int | None]] = []  # for each open bracket: its kind, and the key that was last
    start = 0
    for match in _IN_FLOW.finditer(rest):
        sign = match[0]
        if sign in {"{", "["}:
            stack.append([sign, _LIST if sign == "[" else None])
        elif sign in {"}", "]"} and stack:
            stack.pop()
        elif sign == "," and stack and stack[-1][0] == "{":
            stack[-1][1] = None
        elif match["key"] and stack:
            stack[-1][1] = match["key"]
        if sign in {"{", "[", "}", "]", ","} or match["key"]:
            start = match.end()
    if not stack:
        return None
    path = [key for _, key in stack if key is not None]
    return path, stack[-1][1] is None, rest[start:].lstrip()
