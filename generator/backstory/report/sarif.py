"""Diagnostics as SARIF 2.1.0, the exchange format of code scanners."""

import json
from typing import Any
from urllib.parse import quote

from backstory import __version__
from backstory.diagnostics import MEANINGS, Code, Diagnostic
from backstory.edits import Edit
from backstory.text import Sources, Span

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_RULES = tuple(Code)


def sarif(diagnostics: tuple[Diagnostic, ...], _sources: Sources) -> str:
    """A log of one run, with every rule that there is; the columns count characters, as ours do."""
    rules = [{"id": it.value, "shortDescription": _message(MEANINGS[it])} for it in _RULES]
    run = {
        "tool": {"driver": {"name": "Backstory", "version": __version__, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(it) for it in diagnostics],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _result(diagnostic: Diagnostic) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": diagnostic.code.value,
        "ruleIndex": _RULES.index(diagnostic.code),
        "level": diagnostic.severity.value,
        "message": _message(f"{diagnostic.fact} {diagnostic.remedy}".rstrip()),
        "locations": [_location(diagnostic.span)],
    }
    if diagnostic.related:
        result["relatedLocations"] = [
            {**_location(it.span), "message": _message(it.note)} for it in diagnostic.related
        ]
    if diagnostic.fix:
        result["fixes"] = [{"artifactChanges": [_change(it) for it in diagnostic.fix]}]
    return result


def _change(edit: Edit) -> dict[str, Any]:
    replacement = {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.replacement}}
    return {"artifactLocation": {"uri": quote(edit.span.path)}, "replacements": [replacement]}


def _location(span: Span) -> dict[str, Any]:
    place = {"artifactLocation": {"uri": quote(span.path)}, "region": _region(span)}
    return {"physicalLocation": place}


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _message(text: str) -> dict[str, str]:
    """Braces stand for arguments in SARIF, so that ours are doubled."""
    return {"text": text.replace("{", "{{").replace("}", "}}")}
