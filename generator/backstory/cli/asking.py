"""What commands share: the exit codes, how they stop, and how they ask."""

import os
import sys
from pathlib import Path
from typing import Any, NoReturn

import click

from backstory.dates import parse_date
from backstory.project import Project, config_in, find_project
from backstory.schema.fields import how_to_write_id, is_id

CLEAN, ERRORS, COULD_NOT_RUN = 0, 1, 2


def project_in(folder: Path) -> Project:
    """The site that DIR means; the command stops where there is none, and says what was meant."""
    return find_project(folder) or stop(_why_no_site(folder))


def _why_no_site(folder: Path) -> str:
    if not folder.exists():
        return f"There is no {folder}."
    if config := config_in(folder):
        return f"The `docs_dir` of {config} is not there."
    if site := next((it for it in folder.absolute().parents if config_in(it)), None):
        return f"{folder} is only a part of a site. Name the site's folder, `{os.path.relpath(site)}`."
    begin = "`backstory new site DIR` begins a site."
    return f"There is no content in {folder}: no mkdocs.yml, no content/, no stories/ or actors/. {begin}"


class _IdType(click.ParamType[str]):
    name = "id"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        name = str(value).strip()
        return name if is_id(name) else self.fail(f"`{name}` is no id. {how_to_write_id(name)}", param, ctx)


class _DateType(click.ParamType[str]):
    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return parse_date(value.strip()).text
        except ValueError:
            self.fail(f"`{value}` is no date. Write 2031-03-04, 2031-03 or 2031.", param, ctx)


ID, DATE = _IdType(), _DateType()


def ask(
    question: str, option: str, kind: click.ParamType[Any] = click.STRING, default: str | None = None
) -> str:
    """What a person answers; where nobody can, the default, or the command stops and names the option."""
    if sys.stdin.isatty():
        return str(click.prompt(question, type=kind, default=default))
    return default or stop(f"{option} is missing, and there is no terminal to ask for it in.")


def stop(message: str, *, code: int = COULD_NOT_RUN) -> NoReturn:
    """End the command with a message on standard error."""
    click.echo(message, err=True)
    raise SystemExit(code)
