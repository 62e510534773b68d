"""`backstory check`: everything that is wrong, at once."""

import os
from pathlib import Path

import click

from backstory.checks import levels_of
from backstory.cli.asking import CLEAN, ERRORS, project_in, stop
from backstory.compiler import Settings, compile_site
from backstory.diagnostics import has_errors
from backstory.report import FORMATS
from backstory.resolve import Publishing


@click.command()
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="full", help="How diagnostics are printed."
)
def check(folder: Path, form: str) -> None:
    """Check the content of DIR: a site's folder (with mkdocs.yml) or a content folder; here by default."""
    project = project_in(folder)
    content = project.content
    try:
        levels = levels_of(project.options)
    except ValueError as problem:
        stop(f"{project.config}: {problem}")
    # Everything is checked, what is still held back too.
    settings = Settings(publishing=Publishing(drafts=True), levels=levels)
    shown_as = Path(os.path.relpath(content)).as_posix()
    compilation = compile_site(content, settings, shown_as=shown_as)
    click.echo(FORMATS[form](compilation.diagnostics, compilation.sources))
    raise SystemExit(ERRORS if has_errors(compilation.diagnostics) else CLEAN)
