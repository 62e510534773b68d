"""Diagnostics as JSON, for programs."""

import json
from typing import Any

from backstory.diagnostics import Diagnostic
from backstory.text import Sources, Span


def as_json(diagnostics: tuple[Diagnostic, ...], _sources: Sources) -> str:
    """An object with a list `diagnostics`; lines and columns count from 1."""
    return json.dumps({"diagnostics": [_as_object(it) for it in diagnostics]}, ensure_ascii=False, indent=2)


def _as_object(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "code": diagnostic.code.value,
        "severity": diagnostic.severity.value,
        **_span_object(diagnostic.span),
        "message": diagnostic.fact,
        "help": diagnostic.remedy,
        "related": [{**_span_object(it.span), "message": it.note} for it in diagnostic.related],
    }


def _span_object(span: Span) -> dict[str, Any]:
    return {
        "file": span.path,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
