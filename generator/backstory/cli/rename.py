"""`backstory rename`: another id for a thing, everywhere."""

from pathlib import Path

import click

from backstory.cli.asking import project_in, stop
from backstory.cli.changing import change_content
from backstory.links import Thing
from backstory.renaming import plan_rename


@click.command()
@click.argument("kind", type=click.Choice(["actor", "story", "quote", "topic"]))
@click.argument("old")
@click.argument("new")
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
def rename(kind: str, old: str, new: str, folder: Path, *, dry_run: bool) -> None:
    """Give a thing another id, everywhere. The old address leads on. A quote is named STORY/QUOTE."""
    story, slash, name = old.rpartition("/")
    if (kind == "quote") != bool(slash):
        stop("A quote, and only a quote, is named with its story: harbour-toll/build-the-wall.")
    thing = Thing(kind, name, story or None)
    change_content(
        project_in(folder), lambda content, pages: plan_rename(content, pages, thing, new), dry_run=dry_run
    )
