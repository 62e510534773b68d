"""`backstory export`: the site's data in a format that other programs take in."""

import sys
from pathlib import Path

import click
from msgspec.structs import replace

from backstory.cli.asking import project_in, stop
from backstory.cli.compiling import compiled, settings_of
from backstory.compiler import compile_edition
from backstory.edits import write_atomically
from backstory.exporters import INTERCHANGE
from backstory.exporters.excerpt import excerpt
from backstory.newsroom import Newsroom
from backstory.record import Story
from backstory.schema.validation import nearest

_FORMATS = {it.name: it for it in INTERCHANGE}


@click.command(
    epilog="\b\nFormats:\n" + "\n".join(f"{it.name:16} {it.is_what}" for it in INTERCHANGE),
)
@click.argument("format_name", metavar="FORMAT", type=click.Choice(tuple(_FORMATS)))
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option("--story", "story_id", metavar="ID", help="This story, and whom it names.")
@click.option("--topic", "topic_id", metavar="ID", help="The stories on this topic, and whom they name.")
@click.option(
    "--out", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help="Write it there."
)
def export(
    format_name: str, folder: Path, story_id: str | None, topic_id: str | None, out: Path | None
) -> None:
    """Write all that is published, in FORMAT, to standard output."""
    chosen = _FORMATS[format_name]
    project = project_in(folder)
    settings = settings_of(project)
    if chosen.needs_address and not settings.site_url:
        stop(f"{format_name} names things by their addresses: give `site_url` in mkdocs.yml.")
    edition = compiled(
        project, lambda content, shown: compile_edition(content, settings, shown_as=shown)
    ).edition
    assert edition
    if story_id or topic_id:
        stories = _stories(edition.newsroom, story_id, topic_id)
        edition = replace(edition, newsroom=excerpt(edition.newsroom, stories))
    data = chosen.export(edition)
    if out is None:
        sys.stdout.buffer.write(data)
        return
    try:
        write_atomically(out, data)
    except OSError as problem:
        stop(f"Nothing was written: {problem}.")
    click.echo(out)


def _stories(newsroom: Newsroom, story_id: str | None, topic_id: str | None) -> list[Story]:
    if story_id and topic_id:
        stop("Choose --story or --topic.")
    if story_id:
        found = [it for it in newsroom.stories if it.id == story_id]
        return found or stop(_no_such("story", story_id, [it.id for it in newsroom.stories]))
    topic = next((it for it in newsroom.topics if it.id == topic_id), None)
    if topic is None:
        stop(_no_such("topic", topic_id or "", [it.id for it in newsroom.topics]))
    return list(newsroom.stories_on(topic))


def _no_such(kind: str, name: str, known: list[str]) -> str:
    guess = nearest(name, known)
    return f"There is no published {kind} `{name}`." + (f" Did you mean `{guess}`?" if guess else "")
