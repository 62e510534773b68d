"""`backstory new`: files to begin with."""

import re
import sys
from pathlib import Path

import click

from backstory.cli.asking import DATE, ID, ask, project_in, stop
from backstory.edits import write_together
from backstory.formatting.formatter import LeftAlone, format_source, shape_of
from backstory.new_site import installed_from, site_files
from backstory.record import KINDS
from backstory.scaffolds import new_actor, new_story
from backstory.schema.fields import nearest_id
from backstory.text import SourceText


@click.group()
def new() -> None:
    """Begin a site, an actor or a story; what is there is never overwritten."""


@new.command("site")
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--name", help="The site's name.")
@click.option("--url", help="Its address, such as https://harbour.example/; asked for by citations and data.")
@click.option("--language", default="en", show_default=True, help="The language of the interface.")
def new_site_command(folder: Path | None, name: str | None, url: str | None, language: str) -> None:
    """Begin a site in the new folder DIR: it builds at once, with an invented story to look at.

    Without DIR, the folder has the site's name.
    """
    name = " ".join((name or ask("Name of the site", "--name")).split()) or stop("The site needs a name.")
    folder = folder or Path(ask("Folder", "DIR", default=nearest_id(name)))
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        stop(f"{folder} is there already, and not empty. Nothing was changed.")
    url = url or (ask("Address (https://…)", "--url") if sys.stdin.isatty() else "https://example.org/")
    if not re.fullmatch(r"https?://[^\s/]+(/\S*)?", url):
        stop(f"`{url}` is no web address. Write https://harbour.example/.")
    url = url if url.endswith("/") else f"{url}/"
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z]+)*", language):
        stop(f"`{language}` is no language. Write a code such as en, de or pt-BR.")
    files = site_files(name, url, language, installed_from())
    _create({folder / path: text for path, text in files.items()})
    click.echo(f"\nNow: cd {folder} && mkdocs serve")


_ID = "Id (its address)"
_IN = click.option(
    "--in", "folder", metavar="DIR", default=".", type=click.Path(path_type=Path), help="The site's folder."
)


@new.command("actor")
@click.argument("name_id", metavar="[ID]", required=False, type=ID)
@click.option("--name", help="The name that readers see.")
@click.option("--kind", type=click.Choice(KINDS))
@_IN
def new_actor_command(name_id: str | None, name: str | None, kind: str | None, folder: Path) -> None:
    """Begin the file of an actor; asks for what is not given. Without ID, it is made of the name."""
    home = project_in(folder).content / "actors"
    name = name or ask("Name", "--name")
    name_id = name_id or ask(_ID, "ID", ID, default=nearest_id(name))
    kind = kind or ask("Kind", "--kind", click.Choice(KINDS))
    _create({home / f"{name_id}.yml": _tidy("actors/x.yml", new_actor(name, kind))})


@new.command("story")
@click.argument("name_id", metavar="[ID]", required=False, type=ID)
@click.option("--headline", help="The headline that readers see.")
@click.option("--published", metavar="DATE", type=DATE, help="Such as 2031-03-04.")
@click.option(
    "--from",
    "article",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A plain text with the article: it becomes article.md, its quotations are suggested in story.yml.",
)
@_IN
def new_story_command(
    name_id: str | None, headline: str | None, published: str | None, article: Path | None, folder: Path
) -> None:
    """Begin a story, as a draft; asks for what is not given. Without ID, it is made of the headline."""
    content_folder = project_in(folder).content
    try:
        text = article.read_text(encoding="utf-8-sig") if article else None
    except UnicodeDecodeError:
        stop(f"{article} is not written in UTF-8. Save it as UTF-8.")
    headline = headline or ask("Headline", "--headline")
    name_id = name_id or ask(_ID, "ID", ID, default=nearest_id(headline))
    published = published or ask("Published on (2031-03-04)", "--published", DATE)
    home = content_folder / "stories" / name_id
    files = new_story(headline, published, text)
    _create({home / file: _tidy(f"stories/x/{file}", words) for file, words in files.items()})


def _tidy(path: str, text: str) -> str:
    """A new file as `backstory fmt` would leave it. `path` says what it describes."""
    shape = shape_of(path)
    tidy = format_source(SourceText(path, text), shape) if shape else text
    return text if isinstance(tidy, LeftAlone) else tidy


def _create(files: dict[Path, str]) -> None:
    if there := [it for it in files if it.exists()]:
        stop(f"{there[0]} is there already. Nothing was changed.")
    try:
        for path in files:
            path.parent.mkdir(parents=True, exist_ok=True)
        write_together({path: text.encode() for path, text in files.items()})
    except OSError as problem:
        stop(f"Nothing was written: {problem}.")
    for path in files:
        click.echo(path)
