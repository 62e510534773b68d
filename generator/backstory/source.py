"""YAML to plain data, with the place of each value. The dialect: everything is text but true and false."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import yaml

from backstory.diagnostics import Code, Diagnostic, Related
from backstory.text import SourceText, Span

Path: TypeAlias = tuple[str | int, ...]
Data: TypeAlias = "dict[str, Data] | list[Data] | str | bool | None"

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Document:
    """A YAML file: its plain data, and where each value and each key stands in it."""

    source: SourceText
    data: Data
    values: Mapping[Path, Span]
    keys: Mapping[Path, Span]

    def span(self, path: Path) -> Span:
        """Where the value at `path` stands; parts of the path that lead nowhere are passed over."""
        return self.values[self._nearest(path)]

    def key_span(self, path: Path) -> Span:
        """Where the key at the end of `path` stands; for an item of a list, the item."""
        nearest = self._nearest(path)
        return self.keys.get(nearest, self.values[nearest])

    def _nearest(self, path: Path) -> Path:
        nearest: Path = ()
        for part in path:
            if (*nearest, part) in self.values:
                nearest = (*nearest, part)
        return nearest

    def with_maps(self, fields: tuple[str, ...]) -> "tuple[Document, list[Diagnostic]]":
        """Read a list of items with `id:` as the map by id that it stands for, in each of `fields`."""
        document, found = self, []
        for field in fields:
            if isinstance(document.data, dict) and isinstance(document.data.get(field), list):
                document, problems = document._keyed(field)  # noqa: SLF001 - another of the same class
                found += problems
        return document, found

    def _keyed(self, field: str) -> "tuple[Document, list[Diagnostic]]":
        found: list[Diagnostic] = []
        renamed: dict[int, str] = {}
        first_at: dict[str, Span] = {}
        assert isinstance(self.data, dict)
        items = self.data[field]
        assert isinstance(items, list)
        keyed: dict[str, Data] = {}
        for index, item in enumerate(items):
            place = self.span((field, index))
            name = item.get("id") if isinstance(item, dict) else item
            if not isinstance(name, str):
                found.append(
                    Diagnostic(
                        Code.SCHEMA_MISSING_KEY,
                        place,
                        f"An item of `{field}` has no `id`.",
                        "Give it an `id:` line, or write the list as a map whose keys are the ids.",
                    )
                )
                continue
            if name in keyed:
                note = Related(first_at[name], "first defined here")
                found.append(
                    Diagnostic(
                        Code.YAML_DUPLICATE_KEY,
                        place,
                        f"`{name}` is in `{field}` twice.",
                        "Rename one, or remove it.",
                        related=(note,),
                    )
                )
                continue
            renamed[index] = name
            first_at[name] = self.span((field, index, "id"))
            body = {key: value for key, value in item.items() if key != "id"} if isinstance(item, dict) else []
            keyed[name] = body
        spans = {_rename(path, field, renamed): span for path, span in self.values.items()}
        keys = {_rename(path, field, renamed): span for path, span in self.keys.items()}
        keys |= {(field, name): span for name, span in first_at.items()}
        return replace(self, data={**self.data, field: keyed}, values=spans, keys=keys), found


def _rename(path: Path, field: str, names: dict[int, str]) -> Path:
    match path:
        case (str(first), int(index), *rest) if first == field and index in names:
            return (first, names[index], *rest)
        case _:
            return path


def parse_document(source: SourceText) -> tuple[Document | None, list[Diagnostic]]:
    """Parse one YAML file. The document is None where its syntax, or the dialect, leaves nothing to read."""
    try:
        node = yaml.compose(source.text, Loader=_LOADER)
    except yaml.MarkedYAMLError as problem:
        return None, [_syntax_diagnostic(source, problem)]
    except (yaml.YAMLError, RecursionError) as problem:
        fact = "YAML is nested too deeply." if isinstance(problem, RecursionError) else _unreadable(problem)
        remedy = "Save the file as UTF-8 text without control characters."
        return None, [Diagnostic(Code.YAML_SYNTAX, source.span(0, 0), fact, remedy)]
    reader = _Reader(source)
    if node is None:
        return Document(source, {}, {(): source.span(0, 0)}, {}), []
    data = reader.read(node, ())
    return Document(source, data, reader.values, reader.keys), reader.found


class _Reader:
    """Walks the composed nodes of one file and notes places and offences on the way."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.values: dict[Path, Span] = {}
        self.keys: dict[Path, Span] = {}
        self.found: list[Diagnostic] = []
        self._seen: set[int] = set()

    def read(self, node: yaml.Node, path: Path) -> Data:
        self.values[path] = self._span(node)
        if id(node) in self._seen:
            self._refuse(
                node,
                "An alias (`*name`) repeats another part of the file.",
                "Write the value out: a reader of the file must see what it says.",
            )
            return None
        self._seen.add(id(node))
        if node.start_mark.index < len(self.source.text) and self.source.text[node.start_mark.index] in "!&":
            self._refuse(
                node, "A tag (`!…`) or an anchor (`&…`) has no meaning here.", "Remove it, or put the text in quotes."
            )
        if isinstance(node, yaml.MappingNode):
            return self._map(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.read(item, (*path, index)) for index, item in enumerate(node.value)]
        assert isinstance(node, yaml.ScalarNode)
        return self._scalar(node)

    def _map(self, node: yaml.MappingNode, path: Path) -> dict[str, Data]:
        data: dict[str, Data] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._refuse(key_node, "A key is a list or a map.", "Use plain text as the key.")
                continue
            key, place = key_node.value, self._span(key_node)
            if key == "<<" and not key_node.style:
                self._refuse(key_node, "Merge keys (`<<:`) are not read.", "Write the values out.")
                continue
            if key in data:
                note = Related(self.keys[(*path, key)], "first defined here")
                self.found.append(
                    Diagnostic(
                        Code.YAML_DUPLICATE_KEY,
                        place,
                        f"The key `{key}` is here twice; only one can count.",
                        "Rename one, or join the two.",
                        related=(note,),
                    )
                )
                continue
            self.keys[(*path, key)] = place
            data[key] = self.read(value_node, (*path, key))
        return data

    def _scalar(self, node: yaml.ScalarNode) -> Data:
        if not node.style:  # a plain scalar: only here has YAML opinions about types
            if node.value in {"true", "false"}:
                return bool(node.value == "true")
            if node.value == "":
                return None
        return str(node.value)

    def _refuse(self, node: yaml.Node, fact: str, remedy: str) -> None:
        self.found.append(Diagnostic(Code.YAML_NOT_PLAIN, self._span(node), fact, remedy))

    def _span(self, node: yaml.Node) -> Span:
        start, end = node.start_mark.index, node.end_mark.index
        text = self.source.text[start:end]
        return self.source.span(start, start + len(text.rstrip()))


# What libyaml says, and what an editor can do about it.
_SYNTAX_IN_PLAIN_WORDS: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "There is a second colon in this line, or the line is indented too far.",
        "Put the text in quotes: \"…: …\".",
    ),
    (
        "found character '\\t'",
        "A tab is used to indent this line.",
        "Use spaces: YAML does not take tabs.",
    ),
    (
        "found character that cannot start any token",
        "A text cannot begin with this character (a tab, `@`, `` ` `` or `%`).",
        "Put the text in quotes, and indent with spaces.",
    ),
    (
        "found unexpected end of stream",
        "A quotation mark or bracket that is opened here is never closed.",
        "Close it, or write the quotation mark inside the text as a curly one.",
    ),
    (
        "did not find expected ',' or",
        "A list or map in brackets is not closed, or a comma is missing.",
        "Check the brackets and commas; texts with commas or brackets need quotes.",
    ),
    (
        "could not find expected ':'",
        "This line has no colon, so it is no `key: value` line.",
        "Add the colon, or indent the line so that it belongs to the text above.",
    ),
    (
        "did not find expected key",
        "This line does not fit what stands above it: its indentation is wrong, or a text goes on after its quotes.",
        "Line it up with the keys above, or check the quotation marks before it.",
    ),
    (
        "did not find expected '-' indicator",
        "This line does not belong to the list above it.",
        "Begin it with `- `, or line it up with the key of the list.",
    ),
    (
        "found undefined alias",
        "`*` at the beginning of a text refers to another part of the file, and there is none of that name.",
        "Put the text in quotes.",
    ),
    (
        "did not find expected <document start>",
        "Something stands here that belongs to no key.",
        "Indent it, or give it a key.",
    ),
    (
        "expected a single document",
        "A line of three dashes begins a second document.",
        "Keep one document in a file: remove the `---`.",
    ),
    ("found duplicate anchor", "Anchors (`&name`) are not read.", "Write the values out."),
    ("control characters are not allowed", "There is an invisible control character here.", "Delete it."),
    ("found unknown escape character", "A backslash in double quotes begins an escape.", "Use single quotes."),
)


# For these the editor must see the opening mark or the odd line, not where the parser gave up.
_SHOWN_WHERE_IT_BEGINS = ("unexpected end of stream", "could not find expected ':'")


def _syntax_diagnostic(source: SourceText, problem: yaml.MarkedYAMLError) -> Diagnostic:
    mark = problem.problem_mark or problem.context_mark
    message = f"{problem.problem or ''} {problem.context or ''}"
    if problem.context_mark and any(said in message for said in _SHOWN_WHERE_IT_BEGINS):
        mark = problem.context_mark
    offset = min(mark.index, len(source.text)) if mark else 0
    if re.match(r"[ ]*\t", source.line(source.span(offset, offset).line)):
        message = "found character '\\t'"
    for said, fact, remedy in _SYNTAX_IN_PLAIN_WORDS:
        if said in message:
            break
    else:
        fact, remedy = f"This is no valid YAML: {problem.problem}.", "Check quotation marks, colons and indentation."
    return Diagnostic(Code.YAML_SYNTAX, source.span(offset, offset + 1), fact, remedy)


def _unreadable(problem: Exception) -> str:
    return f"The file cannot be read as YAML: {str(problem).splitlines()[0]}."


