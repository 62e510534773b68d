"""`backstory import`: what other programs know becomes files of actors, events, notes and quotes."""

import os
from collections.abc import Mapping
from pathlib import Path

import click

from backstory.changes import Refusal
from backstory.cli.asking import ERRORS, project_in, stop
from backstory.compiler import Settings, judge
from backstory.diagnostics import Diagnostic, has_errors, in_order
from backstory.edits import encoded_as, write_together
from backstory.folder import Content, read_content
from backstory.importers import IMPORTERS
from backstory.importers.intake import Intake
from backstory.importers.json_file import read_json
from backstory.report import FORMATS

_MOST_TOLD = 100


@click.command("import")
@click.argument("format_name", metavar="FORMAT", type=click.Choice(tuple(IMPORTERS)))
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--story", metavar="ID", help="The story that it belongs to.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@click.option(
    "--in", "folder", metavar="DIR", default=".", type=click.Path(path_type=Path), help="The site's folder."
)
def import_command(format_name: str, file: Path, story: str | None, folder: Path, *, dry_run: bool) -> None:
    """Take in FILE, which is in FORMAT: popolo, timelinejs or webannotation.

    Popolo gives files of actors; a timeline of TimelineJS gives events of a story; web annotations give its
    context notes and quotes. What is there stays as it is; what cannot be taken in is told.
    """
    project = project_in(folder)
    home = project.content
    content, found = read_content(home, shown_as=".", bounds=project.bounds)
    before = judge(content, found, Settings())[0].diagnostics
    if has_errors(before):
        _tell(before)
        stop("The content has errors. Mend them first. Nothing was changed.", code=ERRORS)
    data = read_json(file)
    if isinstance(data, Diagnostic):
        _tell((data,))
        stop("Nothing was changed.", code=ERRORS)
    intake = IMPORTERS[format_name](data, content, story)
    if isinstance(intake, Refusal):
        stop(f"{intake.reason} Nothing was changed.", code=ERRORS)
    _tell(in_order(intake.found))
    _refuse_errors(content, intake.texts)
    if not dry_run:
        _write(home, intake.texts)
    _say(Path(os.path.relpath(home)), intake, dry_run=dry_run)


def _refuse_errors(content: Content, texts: Mapping[str, str]) -> None:
    """What is written must be as good as what is there."""
    after = judge(content.with_texts(texts), [], Settings())[0].diagnostics
    if has_errors(after):
        _tell(tuple(it for it in after if it.is_error))
        stop("With this, the content would have errors. Nothing was changed.", code=ERRORS)


def _write(home: Path, texts: Mapping[str, str]) -> None:
    try:
        files = {}
        for name, text in texts.items():
            path = home / name
            path.parent.mkdir(parents=True, exist_ok=True)
            files[path] = encoded_as(path, text) if path.exists() else text.encode()
        write_together(files)
    except OSError as problem:
        stop(f"Nothing was changed: {problem}.")


def _say(home: Path, intake: Intake, *, dry_run: bool) -> None:
    for name, number in sorted(intake.added.items()):
        more = "" if number == 1 and name.startswith("actors/") else f": {number} more"
        click.echo(f"{(home / name).as_posix()}{more}")
    number = sum(intake.added.values())
    things = "Nothing" if not number else "1 thing" if number == 1 else f"{number} things"
    click.echo(f"{things} would be taken in." if dry_run else f"{things} taken in.")


def _tell(found: tuple[Diagnostic, ...]) -> None:
    for it in found[:_MOST_TOLD]:
        click.echo(FORMATS["concise"]((it,), {}).splitlines()[0], err=True)
    if len(found) > _MOST_TOLD:
        click.echo(f"… and {len(found) - _MOST_TOLD} more.", err=True)
