"""`backstory text`: a source's text as it is compared, and as its fingerprint is taken."""

from pathlib import Path

import click

from backstory.cli.asking import stop
from backstory.sealing.reading import UnreadableSourceError, read_source
from backstory.text import normal_form


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def text(file: Path) -> None:
    """Print the text of FILE (text, HTML or PDF) in normal form: what quotes are proven against.

    `backstory text FILE | sha256sum` is the fingerprint that a quotes.lock has of it.
    """
    try:
        click.echo(normal_form(read_source(file)), nl=False)
    except UnreadableSourceError as problem:
        stop(str(problem))
