"""Diagnostics as workflow commands, which GitHub shows beside the lines of a change."""

from backstory.diagnostics import Diagnostic, Severity
from backstory.report.terminal import place, summary
from backstory.text import Sources, Span

_IN_MESSAGES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTIES = _IN_MESSAGES | str.maketrans({":": "%3A", ",": "%2C"})


def workflow_commands(diagnostics: tuple[Diagnostic, ...], _sources: Sources) -> str:
    """One command for each diagnostic; then a count, for the log."""
    return "\n".join([*(_command(it) for it in diagnostics), summary(diagnostics)])


def _command(diagnostic: Diagnostic) -> str:
    properties = {"file": diagnostic.span.path, **_region(diagnostic.span), "title": diagnostic.code.value}
    given = ",".join(f"{name}={str(it).translate(_IN_PROPERTIES)}" for name, it in properties.items())
    related = (f"{it.note}: {place(it.span)}" for it in diagnostic.related)
    message = "\n".join(filter(None, [diagnostic.fact, diagnostic.remedy, *related]))
    command = "notice" if diagnostic.severity is Severity.NOTE else diagnostic.severity
    return f"::{command} {given}::{message.translate(_IN_MESSAGES)}"


def _region(span: Span) -> dict[str, int]:
    """GitHub takes columns only where a place begins and ends in one line."""
    if span.line != span.end_line:
        return {"line": span.line, "endLine": span.end_line}
    return {
        "line": span.line,
        "col": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
