"""`backstory schema`: what text editors need for completion, hover and early word of a mistake."""

import json
import os
from pathlib import Path

import click

from backstory.cli.asking import project_in, stop
from backstory.editors.known import known_in
from backstory.editors.vscode import schema_files, settings_files
from backstory.edits import write_together
from backstory.folder import read_content


@click.command()
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
def schema(folder: Path) -> None:
    """Write JSON Schemas with this site's ids, and the settings that let VS Code use them."""
    project = project_in(folder)
    site = project.config.parent if project.config else project.content.parent
    content, _ = read_content(project.content, shown_as=".", bounds=project.bounds)
    files: dict[Path, bytes] = schema_files(known_in(content))
    docs_dir = Path(os.path.relpath(project.content, site)).as_posix()
    left: list[Path] = []
    for path, data in settings_files(site, docs_dir):
        if data is None:
            left.append(path)
        else:
            files[path] = data
    changed = {site / path: data for path, data in files.items() if not _is_written(site / path, data)}
    try:
        for path in changed:
            path.parent.mkdir(parents=True, exist_ok=True)
        write_together(changed)
    except OSError as problem:
        stop(f"Nothing was written: {problem}.")
    for path in sorted(changed):
        click.echo(path)
    if not changed:
        click.echo("Everything is as it should be.")
    for path in left:
        click.echo(
            f"{site / path} cannot be added to, and was left as it is. What should be in it:", err=True
        )
        wanted = dict(settings_files(Path(os.devnull), docs_dir))[path] or b""
        click.echo(json.dumps(json.loads(wanted), ensure_ascii=False, indent=2), err=True)


def _is_written(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data
