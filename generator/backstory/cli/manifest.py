"""`backstory manifest`: what a built site consists of, and what of it is to be uploaded."""

from pathlib import Path

import click
from msgspec.structs import asdict

from backstory.cli.asking import stop
from backstory.engines.manifest import NoManifest, difference, lines_of, manifest_of, read_manifest


@click.command()
@click.argument("site", metavar="[DIR]", default="site", type=click.Path(path_type=Path))
@click.option(
    "--against",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Print what is not as in this manifest, of the site as it is published.",
)
@click.option(
    "--only",
    type=click.Choice(("changed", "removed")),
    help="With --against: the bare paths to upload, or those to take away.",
)
def manifest(site: Path, against: Path | None, only: str | None) -> None:
    """Print each file of the built site in DIR with its SHA-256, as `sha256sum` checks it."""
    if only and against is None:
        stop("--only says what of a difference is wanted: name the manifest to compare with, by --against.")
    if not site.is_dir():
        stop(f"{site} is no folder: build the site first, or name the folder that it is in.")
    try:
        new = manifest_of(site)
        old = read_manifest(against.read_text(encoding="utf-8")) if against else None
    except NoManifest as problem:
        stop(f"{against}: {problem}")
    except (OSError, UnicodeDecodeError) as problem:
        stop(str(problem))
    if old is None:
        click.echo("".join(f"{it}\n" for it in lines_of(new)), nl=False)
        return
    found = asdict(difference(new, old))
    for kind in ("changed", "removed"):
        if only in (None, kind):
            for name in found[kind]:
                click.echo(name if only else f"{kind} {name}")
