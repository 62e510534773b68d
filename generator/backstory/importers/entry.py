"""One map of a JSON file, read key by key: what cannot be taken is noted with its place."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from msgspec import Struct, field

from backstory.dates import parse_date
from backstory.diagnostics import Code, Diagnostic, Severity, shown
from backstory.importers.json_file import JsonFile, JsonPath
from backstory.schema.fields import is_address

_LONGEST_NAME = 300
LONGEST_TEXT = 4000
# White space that ends lines is made single spaces; these belong into no text at all.
_UNFIT = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")
_DATE_IN_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ].*")


class Notes(Struct):
    """What was found while reading: diagnostics, and how often a key was met that has no place here."""

    file: JsonFile
    found: list[Diagnostic] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)

    def say(
        self, code: Code, path: JsonPath, fact: str, remedy: str = "", severity: Severity = Severity.WARNING
    ) -> None:
        """Note something about the value at `path`."""
        self.found.append(Diagnostic(code, self.file.span(path), fact, remedy, severity))

    def all_found(self) -> list[Diagnostic]:
        """All that was noted, with one line for each key that was left out."""
        notes = [
            Diagnostic(
                Code.SCHEMA_UNKNOWN_KEY,
                self.file.span(()),
                f"`{shown(name)}` was left out, {count} time{'' if count == 1 else 's'}.",
                "It has no place here.",
                Severity.NOTE,
            )
            for name, count in sorted(self.left.items())
        ]
        return [*self.found, *notes]


class Entry:
    """A map at a place of the file."""

    def __init__(self, data: dict[str, Any], path: JsonPath, notes: Notes) -> None:
        self.data = data
        self.path = path
        self.notes = notes

    def text(self, name: str, *, longest: int = _LONGEST_NAME) -> str:
        """The words at a key, or a number, on one line; empty where there is nothing that can be taken."""
        value = self.data.get(name)
        if value is None:
            return ""
        if isinstance(value, bool | list | dict):
            self.say(Code.SCHEMA_WRONG_TYPE, name, f"`{name}` must be a text; it was left out.")
            return ""
        words = str(value)
        if _UNFIT.search(words):
            self.say(
                Code.SCHEMA_BAD_VALUE, name, f"`{name}` has characters that no text has; it was left out."
            )
            return ""
        words = " ".join(words.split())
        if len(words) > longest:
            fact = f"`{name}` is longer than {longest} characters; it was left out."
            self.say(Code.SCHEMA_BAD_VALUE, name, fact)
            return ""
        return words

    def date(self, name: str) -> str:
        """The date at a key, without a time of day; empty where there is none that can be read."""
        text = _DATE_IN_MOMENT.sub(r"\1", self.text(name))
        if not text:
            return ""
        try:
            return parse_date(text).text
        except ValueError:
            self.say(Code.DATE_UNREADABLE, name, f"`{shown(text)}` is no date; it was left out.")
            return ""

    def address(self, name: str) -> str:
        """The web address at a key; empty where there is none that can be linked to."""
        text = self.text(name, longest=2000)
        if text and not is_address(text):
            fact = f"`{shown(text)}` is no web address; it was left out."
            self.say(Code.ADDRESS_UNSAFE, name, fact)
            return ""
        return text

    def entries(self, name: str) -> Iterator["Entry"]:
        """The maps in the list at a key, or the one map there."""
        value = self.data.get(name)
        if isinstance(value, dict):
            yield Entry(value, (*self.path, name), self.notes)
        elif isinstance(value, list):
            for index, it in enumerate(value):
                if isinstance(it, dict):
                    yield Entry(it, (*self.path, name, index), self.notes)
                else:
                    fact = f"Entry {index + 1} of `{name}` must be a map; it was left out."
                    self.notes.say(Code.SCHEMA_WRONG_TYPE, (*self.path, name, index), fact)
        elif value is not None:
            self.say(Code.SCHEMA_WRONG_TYPE, name, f"`{name}` must be a list; it was left out.")

    def entry(self, name: str) -> "Entry":
        """The map at a key; an empty one where there is none."""
        value = self.data.get(name)
        if value is not None and not isinstance(value, dict):
            self.say(Code.SCHEMA_WRONG_TYPE, name, f"`{name}` must be a map; it was left out.")
        return Entry(value if isinstance(value, dict) else {}, (*self.path, name), self.notes)

    def leave(self, *known: str) -> None:
        """Count the keys that are none of `known` and say something."""
        self.notes.left.update(
            shown(name)
            for name, value in self.data.items()
            if name not in known and value not in (None, "", [], {})
        )

    def say(self, code: Code, name: str, fact: str, remedy: str = "") -> None:
        """Note something about the value at a key."""
        self.notes.say(code, (*self.path, name), fact, remedy)
