"""`backstory merge`: two that turn out to be one."""

from pathlib import Path

import click

from backstory.cli.asking import project_in
from backstory.cli.changing import change_content
from backstory.merging import plan_merge


@click.group()
def merge() -> None:
    """Make one of two that are the same."""


@merge.command("actor")
@click.argument("old", metavar="A")
@click.argument("new", metavar="B")
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
def merge_actor(old: str, new: str, folder: Path, *, dry_run: bool) -> None:
    """A is the same as B: everywhere B, with the names of both. The file of A goes; its address leads on."""
    change_content(
        project_in(folder),
        lambda content, pages: plan_merge(content, pages, old, new),
        dry_run=dry_run,
    )
