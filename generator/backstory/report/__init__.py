"""Diagnostics as people and programs read them, one module for each kind of reader."""

from collections.abc import Callable, Mapping

from backstory.diagnostics import Diagnostic
from backstory.report.github import workflow_commands
from backstory.report.objects import as_json
from backstory.report.sarif import sarif
from backstory.report.terminal import concise, full, summary
from backstory.text import Sources

__all__ = ["FORMATS", "as_json", "concise", "full", "sarif", "summary", "workflow_commands"]

FORMATS: Mapping[str, Callable[[tuple[Diagnostic, ...], Sources], str]] = {
    "full": full,
    "concise": concise,
    "json": as_json,
    "github": workflow_commands,
    "sarif": sarif,
}
