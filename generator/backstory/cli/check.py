"""`backstory check`: everything that is wrong, at once."""

import gc
import os
from collections.abc import Callable
from pathlib import Path

import click

from backstory.checks import levels_of
from backstory.cli.asking import CLEAN, ERRORS, project_in, stop
from backstory.compiler import Compilation, Settings, check_content
from backstory.corrections import Earlier
from backstory.diagnostics import has_errors
from backstory.history import NoHistoryError, read_earlier
from backstory.mending import mend, write_mended
from backstory.report import FORMATS
from backstory.resolve import Publishing


@click.command()
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="full", help="How diagnostics are printed."
)
@click.option(
    "--since",
    metavar="VERSION",
    is_flag=False,
    flag_value="",
    help="Ask for corrections of what has changed since a version in git: a commit, a branch, a tag; the last"
    " tag (or else commit) without one.",
)
@click.option("--fix", is_flag=True, help="Mend what can be mended without a doubt, and tell of the rest.")
def check(folder: Path, form: str, since: str | None, *, fix: bool) -> None:
    """Check the content of DIR: a site's folder (with mkdocs.yml) or a content folder; here by default."""
    project = project_in(folder)
    content = project.content
    try:
        levels = levels_of(project.options)
    except ValueError as problem:
        stop(f"{project.config}: {problem}")
    # Everything is checked, what is still held back too.
    earlier = _earlier(content, since)
    settings = Settings(
        publishing=Publishing(drafts=True), levels=levels, earlier=earlier, bounds=project.bounds
    )
    shown_as = Path(os.path.relpath(content)).as_posix()
    gc.disable()  # all that is read stays until the end: looking for garbage costs a quarter of the time
    try:
        compilation = check_content(content, settings, shown_as=shown_as)
        if fix:
            compilation = _mended(compilation, lambda: check_content(content, settings, shown_as=shown_as))
    finally:
        gc.enable()
    click.echo(FORMATS[form](compilation.diagnostics, compilation.sources))
    raise SystemExit(ERRORS if has_errors(compilation.diagnostics) else CLEAN)


def _earlier(content: Path, since: str | None) -> Earlier | None:
    """What was published, if somebody asks for it."""
    if since is None:
        return None
    try:
        return read_earlier(content, since)
    except NoHistoryError as problem:
        stop(str(problem))


_MOST_ROUNDS = 5  # a mended key can show a mistake below it


def _mended(compilation: Compilation, compile_again: Callable[[], Compilation]) -> Compilation:
    """What is left when everything that can be mended is; says on standard error what was."""
    count = 0
    files: set[str] = set()
    for _ in range(_MOST_ROUNDS):
        mended = mend(compilation.diagnostics, compilation.sources)
        if not mended.count:
            break
        try:
            write_mended(mended)
        except OSError as problem:
            stop(f"Nothing was mended: {problem}.")
        count, files = count + mended.count, files | mended.texts.keys()
        compilation = compile_again()
    problems = "1 problem" if count == 1 else f"{count} problems"
    click.echo(f"Mended {problems}" + (f" in {', '.join(sorted(files))}." if files else "."), err=True)
    return compilation
