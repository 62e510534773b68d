"""The ordinary Markdown pages beside our files: what of them could not be read, or not within seconds.

MkDocs reads them, and what it takes from their front matter it takes as it is.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from backstory.bounds import too_large, too_long
from backstory.diagnostics import Code, Diagnostic
from backstory.project import Bounds
from backstory.prose import is_bomb
from backstory.text import SourceText, Span
from backstory.unseen import unseen

# The endings that MkDocs takes for Markdown.
SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".mkdn", ".mkd"})
_FRONT_MATTER = re.compile(r"-{3}[ \t]*\n(.*?\n)(?:\.{3}|-{3})[ \t]*\n", re.DOTALL)
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 32
_MARKER = r"(?:>|[-+*][ \t]|\d+\.[ \t])"
_DEEP_NESTING = re.compile(
    rf"^(?:[ \t]{{80,}}+{_MARKER}|(?:[ \t]*+{_MARKER}){{16,}}+[ \t>]*+[^\s*+-])", re.MULTILINE
)


def problems_of_page(path: Path, shown_as: str, bounds: Bounds) -> Iterator[Diagnostic]:
    """Why an ordinary page cannot be shown."""
    start = Span(shown_as, 1, 1, 1, 1)
    try:
        if found := too_large(str(path), path.stat().st_size, bounds.largest):
            yield Diagnostic(found.code, start, found.fact, found.remedy)
            return
        source = SourceText(shown_as, path.read_bytes().decode("utf-8-sig"))
    except OSError as problem:
        fact = f"This file cannot be read: {problem.strerror}."
        yield Diagnostic(Code.FILE_UNREADABLE, start, fact, "Check that it exists and may be read.")
        return
    except UnicodeDecodeError:
        fact = "This page is not written in UTF-8."
        yield Diagnostic(Code.FILE_UNREADABLE, start, fact, "Save the file as UTF-8.")
        return
    if found := too_long(str(path), source.text, bounds.paragraphs):
        yield Diagnostic(found.code, start, found.fact, found.remedy)
        return
    yield from unseen(source)
    yield from problems_of_front_matter(source)
    if found_at := _DEEP_NESTING.search(source.text):
        fact = "Lists or quotations lie more than fifteen deep in one another."
        place = source.span(found_at.end() - 1, found_at.end())
        yield Diagnostic(Code.FILE_UNREADABLE, place, fact, "Check the indentation.")
    elif is_bomb(source.text):
        fact = "One block of this page has so many signs of Markdown or HTML that reading it takes minutes."
        yield Diagnostic(Code.FILE_UNREADABLE, start, fact, "Divide it by empty lines, or take them out.")


def problems_of_front_matter(source: SourceText) -> Iterator[Diagnostic]:
    """What in the front matter MkDocs would take for ever to read, or not survive."""
    match = _FRONT_MATTER.match(source.text.replace("\r\n", "\n"))
    if not match:
        return
    depth = 0
    start = source.span(0, 3)
    try:
        for event in yaml.parse(match[1], Loader=_LOADER):
            if isinstance(event, yaml.AliasEvent):
                fact = "An alias (`*name`) in the front matter repeats another part of it."
                yield Diagnostic(Code.YAML_NOT_PLAIN, start, fact, "Write the value out.")
                return
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                fact = f"Lists and maps of the front matter lie more than {_DEEPEST} deep in one another."
                yield Diagnostic(Code.YAML_SYNTAX, start, fact, "Check the brackets and the indentation.")
                return
    except (yaml.YAMLError, ValueError):
        return  # MkDocs takes it for text
