"""What commands share that change the content in many places at once."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

import click

from backstory.changes import Change, Refusal, write_change
from backstory.cli.asking import ERRORS, stop
from backstory.diagnostics import has_errors, in_order
from backstory.folder import Content, read_content, read_pages
from backstory.project import Project
from backstory.report import FORMATS
from backstory.text import SourceText

Plan: TypeAlias = Callable[[Content, Mapping[str, SourceText]], Change | Refusal]


def change_content(project: Project, plan: Plan, *, dry_run: bool) -> None:
    """Plan a change of the content folder, say what it is, and write it, if nothing speaks against it."""
    folder = project.content
    content, found = read_content(folder, shown_as=".", bounds=project.bounds)
    change = plan(content, read_pages(folder, shown_as="."))
    if isinstance(change, Refusal) or has_errors(found):
        if isinstance(change, Refusal):
            found = [*found, *change.diagnostics]
        else:
            change = Refusal("The content has errors. Mend them first.")
        if has_errors(found):
            click.echo(FORMATS["concise"](in_order(it for it in found if it.is_error), {}), err=True)
        stop(f"{change.reason} Nothing was changed.", code=ERRORS)
    _say(change, Path(os.path.relpath(folder)))
    if not dry_run:
        try:
            write_change(folder, change)
        except OSError as problem:
            stop(f"Nothing was changed: {problem}.")
    places = "1 place" if len(change.edits) == 1 else f"{len(change.edits)} places"
    click.echo(f"{places} would change." if dry_run else f"{places} changed.")


def _say(change: Change, folder: Path) -> None:
    for edit in change.edits:
        place = (folder / edit.span.path).as_posix()
        text = edit.replacement.strip() or "taken out"
        click.echo(f"{place}:{edit.span.line}:{edit.span.column}: {text}")
    if change.move:
        click.echo(" -> ".join((folder / it).as_posix() for it in change.move))
    if change.removed:
        lost = f", and with it its {', '.join(change.lost)}" if change.lost else ""
        click.echo(f"{(folder / change.removed).as_posix()}: removed{lost}")
