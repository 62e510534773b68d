"""Diagnostics as people read them, in a terminal or a log."""

import re
import unicodedata
from collections import Counter

from backstory.diagnostics import Diagnostic, Severity
from backstory.text import Sources, Span

_COUNTED = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def full(diagnostics: tuple[Diagnostic, ...], sources: Sources) -> str:
    """Each diagnostic with the line it is about, underlined; then a count."""
    parts = [_full(it, sources) for it in diagnostics]
    return "\n".join([*parts, summary(diagnostics)])


def concise(diagnostics: tuple[Diagnostic, ...], _sources: Sources) -> str:
    """One line for each diagnostic; then a count."""
    lines = [_headline(it) + (f" {it.remedy}" if it.remedy else "") for it in diagnostics]
    return "\n".join([*lines, summary(diagnostics)])


def summary(diagnostics: tuple[Diagnostic, ...]) -> str:
    """How many errors, warnings and notes there are."""
    numbers = Counter(it.severity for it in diagnostics)
    if not diagnostics:
        return "No problems found."
    *counted, last = (
        f"{numbers[severity]} {word}{'' if numbers[severity] == 1 else 's'}"
        for severity, word in _COUNTED.items()
        if numbers[severity]
    )
    return f"Found {' and '.join(filter(None, [', '.join(counted), last]))}."


def _headline(diagnostic: Diagnostic) -> str:
    return f"{place(diagnostic.span)} {diagnostic.severity}[{diagnostic.code}]: {diagnostic.fact}"


def _full(diagnostic: Diagnostic, sources: Sources) -> str:
    lines = [_headline(diagnostic), *_excerpt(diagnostic.span, sources)]
    if diagnostic.remedy:
        lines.append(f"  = help: {diagnostic.remedy}")
    lines += [f"  = {it.note}: {place(it.span)}" for it in diagnostic.related]
    return "\n".join(lines) + "\n"


def place(span: Span) -> str:
    """Where a span begins, as editors and terminals make a link of it."""
    return f"{span.path}:{span.line}:{span.column}"


_WIDEST = 110
_PICTURELESS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


def _excerpt(span: Span, sources: Sources) -> list[str]:
    """The line, and marks under the words that are meant. A very long line is cut around them."""
    source = sources.get(span.path)
    if source is None:
        return []
    line = source.line(span.line)
    if not line.strip():
        return []
    start = span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    cut = max(0, start - _WIDEST // 3) if len(line) > _WIDEST else 0
    part = _PICTURELESS.sub("\ufffd", line[cut : cut + _WIDEST].replace("\t", " "))
    shown = ("…" if cut else "") + part + ("…" if cut + _WIDEST < len(line) else "")
    indent = _columns(shown[: start - cut + (1 if cut else 0)])
    width = max(1, _columns(part[start - cut : max(end - cut, 0)]))
    gutter = " " * len(str(span.line))
    return [f"  {span.line} | {shown}", f"  {gutter} | {' ' * indent}{'^' * width}"]


def _columns(text: str) -> int:
    """How many columns of a terminal the text takes: Chinese signs take two, accents none."""
    wide = sum(unicodedata.east_asian_width(it) in {"W", "F"} for it in text)
    return len(text) + wide - sum(unicodedata.category(it) in {"Mn", "Me", "Cf"} for it in text)
