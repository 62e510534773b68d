"""The command line: parses arguments, calls the compiler, prints. Exit 0 clean, 1 errors, 2 could not run."""

import os
import sys
from pathlib import Path
from typing import NoReturn

import click

from backstory import __version__
from backstory.compiler import Settings, compile_site
from backstory.dates import parse_date
from backstory.diagnostics import has_errors, in_order
from backstory.edits import write_together
from backstory.folder import read_content, read_pages
from backstory.links import Thing
from backstory.project import Project, find_project
from backstory.record import KINDS
from backstory.renaming import Refusal, plan_rename, write_renaming
from backstory.report import FORMATS
from backstory.resolve import Publishing
from backstory.scaffolds import new_actor, new_story
from backstory.schema.fields import how_to_write_id, is_id

CLEAN, ERRORS, COULD_NOT_RUN = 0, 1, 2


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="backstory")
def main() -> None:
    """Backstory: annotated news stories in YAML, compiled into a cross-linked site."""


@main.command()
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="full", help="How diagnostics are printed."
)
def check(folder: Path, form: str) -> None:
    """Check the content of DIR: a site's folder (with mkdocs.yml) or a content folder; here by default."""
    content = _project(folder).content
    # Everything is checked, what is still held back too.
    settings = Settings(publishing=Publishing(drafts=True))
    shown_as = Path(os.path.relpath(content)).as_posix()
    compilation = compile_site(content, settings, shown_as=shown_as)
    click.echo(FORMATS[form](compilation.diagnostics, compilation.sources))
    raise SystemExit(ERRORS if has_errors(compilation.diagnostics) else CLEAN)


@main.command()
@click.argument("kind", type=click.Choice(["actor", "story", "quote", "topic"]))
@click.argument("old")
@click.argument("new")
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
def rename(kind: str, old: str, new: str, folder: Path, *, dry_run: bool) -> None:
    """Give a thing another id, everywhere. The old address leads on. A quote is named STORY/QUOTE."""
    content_folder = _project(folder).content
    story, slash, name = old.rpartition("/")
    if (kind == "quote") != bool(slash):
        _stop("A quote, and only a quote, is named with its story: harbour-toll/build-the-wall.")
    content, found = read_content(content_folder, shown_as=".")
    pages = read_pages(content_folder, shown_as=".")
    outcome = plan_rename(content, pages, Thing(kind, name, story or None), new)
    if isinstance(outcome, Refusal) or has_errors(found):
        if isinstance(outcome, Refusal):
            found = [*found, *outcome.diagnostics]
        else:
            outcome = Refusal("The content has errors. Mend them first.")
        if has_errors(found):
            click.echo(FORMATS["concise"](in_order(it for it in found if it.is_error), {}), err=True)
        _stop(f"{outcome.reason} Nothing was changed.", code=ERRORS)
    shown_as = Path(os.path.relpath(content_folder))
    for edit in outcome.edits:
        place = (shown_as / edit.span.path).as_posix()
        click.echo(f"{place}:{edit.span.line}:{edit.span.column}: {edit.replacement.strip()}")
    if outcome.move:
        click.echo(" -> ".join((shown_as / it).as_posix() for it in outcome.move))
    if not dry_run:
        try:
            write_renaming(content_folder, outcome)
        except OSError as problem:
            _stop(f"Nothing was changed: {problem}.")
    places = "1 place" if len(outcome.edits) == 1 else f"{len(outcome.edits)} places"
    click.echo(f"{places} would change." if dry_run else f"{places} changed.")


@main.group()
def new() -> None:
    """Begin an actor or a story; what is there is never overwritten."""


_IN = click.option(
    "--in", "folder", metavar="DIR", default=".", type=click.Path(path_type=Path), help="The site's folder."
)


@new.command("actor")
@click.argument("name_id", metavar="ID")
@click.option("--name", help="The name that readers see.")
@click.option("--kind", type=click.Choice(KINDS))
@_IN
def new_actor_command(name_id: str, name: str | None, kind: str | None, folder: Path) -> None:
    """Begin the file of an actor; asks for what is not given."""
    content_folder = _place_for(name_id, folder)
    name = name or _ask("Name", "--name")
    kind = kind or _ask("Kind", "--kind", click.Choice(KINDS))
    _create({content_folder / "actors" / f"{name_id}.yml": new_actor(name, kind)})


@new.command("story")
@click.argument("name_id", metavar="ID")
@click.option("--headline", help="The headline that readers see.")
@click.option("--published", metavar="DATE", help="Such as 2031-03-04.")
@click.option(
    "--from",
    "article",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A plain text with the article: it becomes article.md, its quotations are suggested in story.yml.",
)
@_IN
def new_story_command(
    name_id: str, headline: str | None, published: str | None, article: Path | None, folder: Path
) -> None:
    """Begin a story, as a draft; asks for what is not given."""
    content_folder = _place_for(name_id, folder)
    try:
        text = article.read_text(encoding="utf-8-sig") if article else None
    except UnicodeDecodeError:
        _stop(f"{article} is not written in UTF-8. Save it as UTF-8.")
    headline = headline or _ask("Headline", "--headline")
    published = published or _ask("Published on (2031-03-04)", "--published")
    try:
        published = parse_date(published.strip()).text
    except ValueError:
        _stop(f"`{published}` is no date. Write 2031-03-04, 2031-03 or 2031.")
    home = content_folder / "stories" / name_id
    _create({home / file: words for file, words in new_story(headline, published, text).items()})


def _place_for(name_id: str, folder: Path) -> Path:
    """The content folder, if a thing of that id can be made in it."""
    content_folder = _project(folder).content
    if not is_id(name_id):
        _stop(f"`{name_id}` is no id. {how_to_write_id(name_id)}")
    return content_folder


def _ask(question: str, option: str, kind: click.Choice[str] | None = None) -> str:
    if not sys.stdin.isatty():
        _stop(f"{option} is missing.")
    answer: str = click.prompt(question, type=kind)
    return answer


def _create(files: dict[Path, str]) -> None:
    if there := [it for it in files if it.exists()]:
        _stop(f"{there[0]} is there already. Nothing was changed.")
    try:
        for path in files:
            path.parent.mkdir(parents=True, exist_ok=True)
        write_together({path: text.encode() for path, text in files.items()})
    except OSError as problem:
        _stop(f"Nothing was written: {problem}.")
    for path in files:
        click.echo(path)


def _stop(message: str, *, code: int = COULD_NOT_RUN) -> NoReturn:
    click.echo(message, err=True)
    raise SystemExit(code)


def _project(folder: Path) -> Project:
    return find_project(folder) or _stop(
        f"There is no content in {folder}: no mkdocs.yml, no content/, no stories/ or actors/."
    )


if __name__ == "__main__":
    main()
