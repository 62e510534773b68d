"""`backstory build`: the site, or a part of it on one of several machines."""

from pathlib import Path

import click

from backstory.cli.asking import ERRORS, project_in, stop


@click.command()
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option("--site-dir", metavar="DIR", type=click.Path(path_type=Path), help="Where the site goes.")
@click.option("--strict/--no-strict", default=None, help="Let warnings end the build.")
@click.option(
    "--shard", metavar="K/N", help="Build the K-th of N parts; `backstory merge shards` joins them."
)
def build(folder: Path, site_dir: Path | None, shard: str | None, *, strict: bool | None) -> None:
    """Build the site in DIR, as `mkdocs build` does; with --shard, a part that no other shard builds."""
    from backstory.engines.mkdocs_build import NotBuilt, build_site  # noqa: PLC0415 - MkDocs takes a second
    from backstory.engines.shards import NoShard, Shard  # noqa: PLC0415

    project = project_in(folder)
    if project.config is None:
        stop(f"There is no mkdocs.yml beside {project.content}: it says what the site is called.")
    try:
        part = Shard.read(shard) if shard else None
        build_site(project.config, site_dir=site_dir, strict=strict, shard=part)
    except NoShard as problem:
        stop(str(problem))
    except NotBuilt as problem:
        stop(str(problem), code=ERRORS)
