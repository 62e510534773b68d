"""`backstory rules`: what is looked at beyond resolution, and how much each finding weighs."""

import textwrap
from collections.abc import Mapping
from pathlib import Path

import click

from backstory.checks import CHECKS, levels_of
from backstory.checks.example import documentation
from backstory.checks.levels import OFF
from backstory.cli.asking import stop
from backstory.diagnostics import MEANINGS, Code
from backstory.project import find_project
from backstory.schema.validation import nearest


@click.command()
@click.argument("code", required=False)
@click.option("--in", "folder", default=".", type=click.Path(path_type=Path), help="The site's folder.")
def rules(code: str | None, folder: Path) -> None:
    """List the rules and what each weighs on this site; or explain CODE."""
    if code is None:
        _list(folder)
        return
    meanings = {it.value: meaning for it, meaning in MEANINGS.items()}
    if code not in meanings:
        guess = nearest(code, meanings)
        stop(f"There is no code `{code}`." + (f" Did you mean `{guess}`?" if guess else ""))
    rule = next((it for it in CHECKS if it.code == code), None)
    if rule is None:
        click.echo(f"{code}: {meanings[code]}")
        return
    said = documentation(rule)
    click.echo(f"{code}\n\n{said.text}\n\nBad:\n{_shown(said.bad)}\nGood:\n{_shown(said.good)}", nl=False)


def _list(folder: Path) -> None:
    project = find_project(folder)
    try:
        levels = levels_of(project.options) if project else {}
    except ValueError as problem:
        stop(f"{project.config if project else folder}: {problem}")
    widest = max(len(it.code) for it in CHECKS)
    for it in CHECKS:
        level = levels.get(it.code, it.level)
        click.echo(f"{it.code:{widest}}  {level or OFF:7}  {MEANINGS[Code(it.code)]}")


def _shown(files: Mapping[str, str]) -> str:
    return "".join(textwrap.indent(f"# {path}\n{text}", "  ") for path, text in files.items())
