"""`backstory merge`: two actors that turn out to be one, parts of a site that are to be one."""

from pathlib import Path

import click

from backstory.cli.asking import project_in, stop
from backstory.cli.changing import change_content
from backstory.merging import plan_merge


@click.group()
def merge() -> None:
    """Make one of two that are the same, or of parts."""


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


@merge.command("shards")
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("parts", metavar="PART...", nargs=-1, required=True, type=click.Path(path_type=Path))
def merge_parts(target: Path, parts: tuple[Path, ...]) -> None:
    """Make the site in DIR of its parts, which `backstory build --shard` made: the same as built at once."""
    from backstory.engines.search_pagefind import NoPagefind  # noqa: PLC0415 - few need it
    from backstory.engines.shards import NoShard, merge_shards  # noqa: PLC0415

    try:
        merge_shards(target, parts)
    except (NoShard, NoPagefind) as problem:
        stop(f"{problem} Nothing was written.")
    except OSError as problem:
        stop(f"Nothing was written: {problem}.")
    click.echo(f"{target} is made of {len(parts)} parts.")
