"""`backstory verify`: quotes proven against the text of their source, and sealed."""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import click
from msgspec import Struct

from backstory.cli.asking import CLEAN, ERRORS, project_in, stop
from backstory.diagnostics import Code, Diagnostic, in_order
from backstory.edits import write_atomically
from backstory.folder import Content, read_content
from backstory.record import Story
from backstory.report import FORMATS
from backstory.resolve import Publishing, Resolution, resolve_content
from backstory.schema.validation import nearest
from backstory.sealing.at_hand import read_shelf
from backstory.sealing.proof import SourceAtHand, Sources, key_of
from backstory.sealing.reading import UnreadableSourceError, read_source
from backstory.sealing.verdict import Verdict, judge_story, sources_of
from backstory.seals import ARTICLE

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
# What `verify` itself is there to mend.
_MENDED_BY_SEALING = frozenset({Code.QUOTE_SEAL_BROKEN, Code.QUOTE_SEAL_UNUSED, Code.QUOTE_NOT_IN_SOURCE})


@click.command()
@click.argument("story", required=False)
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--source-text", "article", type=_FILE, help="The text of what the story is based on: text, HTML or PDF."
)
@click.option(
    "--source",
    "others",
    metavar="ADDRESS FILE",
    type=(str, _FILE),
    multiple=True,
    help="The text of another source that quotes of the story name.",
)
@click.option("--all", "every", is_flag=True, help="All stories, with the texts in the folder of --sources.")
@click.option(
    "--sources",
    "shelf",
    metavar="DIR",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder with a text for each story: <story>.txt, .html or .pdf; sources.yml names others.",
)
@click.option("--check", is_flag=True, help="Write nothing; fail where the texts do not prove the lock.")
def verify(  # noqa: PLR0913 - what a command takes
    story: str | None,
    folder: Path | None,
    article: Path | None,
    others: tuple[tuple[str, Path], ...],
    shelf: Path | None,
    *,
    every: bool,
    check: bool,
) -> None:
    """Prove the quotes of STORY against the text of their source, and seal them in its quotes.lock."""
    if every:  # then the one argument there can be is DIR
        folder = folder or (Path(story) if story else None)
        if shelf is None or article or others:
            stop("With --all, give a folder of texts: `backstory verify --all --sources DIR`.")
    elif story is None:
        stop("Which story? `backstory verify STORY --source-text FILE`, or `--all --sources DIR`.")
    elif shelf:
        stop("--sources goes with --all. For one story: `--source-text FILE`.")
    site = _Site.read(folder or Path())
    if shelf:
        texts = _from_shelf(shelf, site)
    else:
        it = site.story(story or "")
        texts = {it: _given(site, it, article, others)}
    raise SystemExit(_seal(site, texts, check=check))


class _Site(Struct, frozen=True):
    """The content whose quotes are sealed, where it is, and what is wrong with it."""

    home: Path
    content: Content
    resolution: Resolution
    found: tuple[Diagnostic, ...]

    @classmethod
    def read(cls, folder: Path) -> "_Site":
        project = project_in(folder)
        home = project.content
        shown_as = Path(os.path.relpath(home)).as_posix()
        content, found = read_content(home, shown_as=shown_as, bounds=project.bounds)
        resolution = resolve_content(content, Publishing(drafts=True))
        return cls(home, content, resolution, in_order([*found, *resolution.found]))

    def story(self, name: str) -> Story:
        """The story of that id, if its quotes can be read."""
        if name not in self.content.stories:
            guess = nearest(name, self.content.stories)
            stop(f"There is no story `{name}`." + (f" Did you mean `{guess}`?" if guess else ""))
        it = next((it for it in self.resolution.newsroom.stories if it.id == name), None)
        if it is None or self.errors_of(name):
            self.say(self.errors_of(name))
            stop("Mend these first: a quote is sealed as it is published.", code=ERRORS)
        return it

    def errors_of(self, name: str) -> list[Diagnostic]:
        """The errors in the files of a story, but for those that sealing mends: a damaged lock, too."""
        files = self.content.stories[name]
        paths = {it.path for it in files if it is not files.lock}
        errors = (it for it in self.found if it.is_error and it.code not in _MENDED_BY_SEALING)
        return [it for it in errors if it.span.path in paths]

    def say(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Print diagnostics with the lines that they are about."""
        sources = {it.path: it for files in self.content.stories.values() for it in files}
        click.echo(FORMATS["full"](in_order(diagnostics), sources), err=True)


def _from_shelf(folder: Path, site: _Site) -> Mapping[Story, Sources]:
    shelf = read_shelf(folder, site.content.stories)
    for problem in shelf.problems:
        click.echo(problem, err=True)
    newsroom = site.resolution.newsroom
    texts = {it: shelf.of(it.id) for it in newsroom.stories}
    asking = {it: at_hand for it, at_hand in texts.items() if set(sources_of(it, newsroom)) & at_hand.keys()}
    return asking or stop(f"No text in {folder} is a source of a story's quotes.")


def _given(
    site: _Site, story: Story, article: Path | None, others: Iterable[tuple[str, Path]]
) -> dict[str, SourceAtHand]:
    asked = sources_of(story, site.resolution.newsroom)
    if article and ARTICLE not in asked:
        quotes = [it for it in site.resolution.newsroom.quotes_in(story) if it.is_verbatim]
        if not quotes:
            stop(f"`{story.id}` has no quotes in anybody's own words yet: there is nothing to prove.")
        why = "are compared with article.md at each build" if story.is_republished else "are from elsewhere"
        click.echo(f"The quotes of `{story.id}` {why}: there is nothing to seal with {article}.")
        article = None
        if not others:
            raise SystemExit(CLEAN)
    texts = {}
    for name, path in [*([(ARTICLE, article)] if article else []), *others]:
        if name not in asked:
            guess = nearest(name, [it for it in asked if it != ARTICLE])
            remedy = f" Did you mean {guess}?" if guess else ""
            stop(f"No quote of `{story.id}` has the source {name}.{remedy}")
        try:
            texts[name] = SourceAtHand(str(path), read_source(path))
        except UnreadableSourceError as problem:
            stop(str(problem))
    if not texts and asked:
        wanted = ", ".join("--source-text FILE" if it == ARTICLE else f"--source {it} FILE" for it in asked)
        stop(f"Give the text of a source of `{story.id}`: {wanted}.")
    return texts


def _seal(site: _Site, texts: Mapping[Story, Sources], *, check: bool) -> int:
    """Seal the quotes of each story; the exit code says whether all are proven."""
    everything = [text for at_hand in texts.values() for text in at_hand.values()]
    told: list[Diagnostic] = []
    is_as_it_was = True
    for story, at_hand in texts.items():
        if errors := site.errors_of(story.id):
            told += errors
            continue
        verdict = judge_story(story, at_hand, everything, site.resolution)
        click.echo("\n".join(_summary(verdict, at_hand)))
        told += verdict.diagnostics
        is_as_it_was &= _write(site, verdict, check=check)
    if told:
        site.say(told)
    failed = any(it.is_error for it in told) or (check and not is_as_it_was)
    return ERRORS if failed else CLEAN


def _write(site: _Site, verdict: Verdict, *, check: bool) -> bool:
    """Write the lock, unless only to be checked; whether it was as it is to be."""
    path = site.home / "stories" / verdict.story.id / "quotes.lock"
    before, name = site.content.stories[verdict.story.id].lock, Path(os.path.relpath(path)).as_posix()
    if verdict.lock == (before.text if before else None):
        click.echo(f"  {name} says so already" if before else "  nothing to seal")
        return True
    if check:
        click.echo(f"  {name} does not say so")
        return False
    try:
        write_atomically(path, (verdict.lock or "").encode())
    except OSError as problem:
        stop(f"{name} cannot be written: {problem.strerror}.")
    click.echo(f"  wrote {name}")
    return False


def _summary(verdict: Verdict, at_hand: Sources) -> Iterator[str]:
    it = verdict.sealing
    every = len(it.proven) + len(it.missing) + len(it.kept) + len(it.unasked)
    yield f"{verdict.story.id}: {len(it.proven)} of {every} quotes proven"
    used = [*(one.source for one in it.proven), *(one.source for one in it.missing)]
    for text in (at_hand[name] for name in dict.fromkeys(used)):
        yield f"  read {text.name}: {text.wording.count} words"
    groups = {
        state: [one.quote for one in it.proven if one.state == state]
        for state in ("verbatim", "edited", "translated")
    }
    groups |= {"not in the source": [one.quote for one in it.missing], "proven before": list(it.kept)}
    for label, quotes in groups.items():
        if quotes:
            yield f"  {label}: {', '.join(one.id for one in quotes)}"
    for quote in it.unasked:
        yield f"  no text at hand: {quote.id}, from {key_of(quote) or 'no source that is given'}"
