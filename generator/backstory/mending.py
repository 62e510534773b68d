"""Mistakes that are mended without a question: `backstory check --fix`."""

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from backstory.diagnostics import Code, Diagnostic
from backstory.edits import Edit, apply_edits, encoded_as, write_together
from backstory.source import parse_document
from backstory.text import Sources, SourceText


class Mended(Struct, frozen=True):
    """What was mended: how many mistakes, and the texts of the files after that, by their shown path."""

    count: int
    texts: dict[str, str]


def mend(diagnostics: Iterable[Diagnostic], sources: Sources) -> Mended:
    """The texts with all edits of the diagnostics made, but those that meet another's.

    A file that is not UTF-8, or that YAML could not read afterwards, stays as it is.
    """
    unreadable = {it.span.path for it in diagnostics if it.code is Code.FILE_UNREADABLE}
    fixes: dict[str, list[tuple[Edit, ...]]] = {}
    for it in diagnostics:
        if it.fix and it.span.path not in unreadable:
            fixes.setdefault(it.span.path, []).append(it.fix)
    count, texts = 0, {}
    for path, of_file in sorted(fixes.items()):
        apart = _apart(of_file)
        text = apply_edits(sources[path].text, (edit for fix in apart for edit in fix))
        if not path.endswith(".yml") or parse_document(SourceText(path, text))[0]:
            count, texts[path] = count + len(apart), text
    return Mended(count, texts)


def write_mended(mended: Mended) -> None:
    """Write the files, all or none; their paths count from the working folder."""
    write_together({Path(path): encoded_as(Path(path), text) for path, text in mended.texts.items()})


def _apart(fixes: Iterable[tuple[Edit, ...]]) -> list[tuple[Edit, ...]]:
    """The fixes, without those that touch a place which an earlier one changes."""
    kept: list[tuple[Edit, ...]] = []
    for fix in dict.fromkeys(fixes):
        places = [edit.span for one in kept for edit in one]
        if not any(
            (edit.span.line, edit.span.column) < (it.end_line, it.end_column)
            and (it.line, it.column) < (edit.span.end_line, edit.span.end_column)
            for edit in fix
            for it in places
        ):
            kept.append(fix)
    return kept
