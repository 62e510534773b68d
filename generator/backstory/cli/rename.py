"""`backstory rename`: another id for a thing, everywhere."""

import os
from pathlib import Path

import click

from backstory.changes import Refusal, write_change
from backstory.cli.asking import ERRORS, project_in, stop
from backstory.diagnostics import has_errors, in_order
from backstory.folder import read_content, read_pages
from backstory.links import Thing
from backstory.renaming import plan_rename
from backstory.report import FORMATS


@click.command()
@click.argument("kind", type=click.Choice(["actor", "story", "quote", "topic"]))
@click.argument("old")
@click.argument("new")
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
def rename(kind: str, old: str, new: str, folder: Path, *, dry_run: bool) -> None:
    """Give a thing another id, everywhere. The old address leads on. A quote is named STORY/QUOTE."""
    content_folder = project_in(folder).content
    story, slash, name = old.rpartition("/")
    if (kind == "quote") != bool(slash):
        stop("A quote, and only a quote, is named with its story: harbour-toll/build-the-wall.")
    content, found = read_content(content_folder, shown_as=".")
    pages = read_pages(content_folder, shown_as=".")
    outcome = plan_rename(content, pages, Thing(kind, name, story or None), new)
    if isinstance(outcome, Refusal) or has_errors(found):
        if isinstance(outcome, Refusal):
            found = [*found, *outcome.diagnostics]
        else:
            outcome = Refusal("The content has errors. Mend them first.")
        if has_errors(found):
            click.echo(FORMATS["concise"](in_order(it for it in found if it.is_error), {}), err=True)
        stop(f"{outcome.reason} Nothing was changed.", code=ERRORS)
    shown_as = Path(os.path.relpath(content_folder))
    for edit in outcome.edits:
        place = (shown_as / edit.span.path).as_posix()
        click.echo(f"{place}:{edit.span.line}:{edit.span.column}: {edit.replacement.strip()}")
    if outcome.move:
        click.echo(" -> ".join((shown_as / it).as_posix() for it in outcome.move))
    if not dry_run:
        try:
            write_change(content_folder, outcome)
        except OSError as problem:
            stop(f"Nothing was changed: {problem}.")
    places = "1 place" if len(outcome.edits) == 1 else f"{len(outcome.edits)} places"
    click.echo(f"{places} would change." if dry_run else f"{places} changed.")
