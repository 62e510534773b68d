"""What commands share: the exit codes, how they stop, and how they ask."""

import sys
from pathlib import Path
from typing import NoReturn

import click

from backstory.project import Project, find_project

CLEAN, ERRORS, COULD_NOT_RUN = 0, 1, 2


def project_in(folder: Path) -> Project:
    """The site that DIR means; the command stops where there is none."""
    return find_project(folder) or stop(
        f"There is no content in {folder}: no mkdocs.yml, no content/, no stories/ or actors/."
    )


def ask(question: str, option: str, kind: click.Choice[str] | None = None) -> str:
    """What a person answers; where nobody can answer, the command stops and names the option."""
    if not sys.stdin.isatty():
        stop(f"{option} is missing.")
    answer: str = click.prompt(question, type=kind)
    return answer


def stop(message: str, *, code: int = COULD_NOT_RUN) -> NoReturn:
    """End the command with a message on standard error."""
    click.echo(message, err=True)
    raise SystemExit(code)
