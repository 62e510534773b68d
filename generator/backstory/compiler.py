"""Wires the stages: a content folder in, a site and diagnostics out. Prints nothing, reads no clock."""

from collections.abc import Callable, Container, Iterable
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from backstory.checks import ADJUSTABLE, run_checks
from backstory.checks.levels import Levels, weighed
from backstory.corrections import Earlier, missing_corrections
from backstory.diagnostics import Diagnostic, has_errors, in_order
from backstory.drawing.store import forget_pictures, name_of_drawn
from backstory.folder import Content, read_content
from backstory.formats import ALL, Format
from backstory.held_back import HeldBack, find_leaks, held_back
from backstory.language import Language
from backstory.pages.edition import Edition
from backstory.parsed import Parsed
from backstory.press import Press, Site
from backstory.project import Bounds
from backstory.remembered import Memory
from backstory.resolve import Publishing, Resolution, resolve_content
from backstory.text import Sources


class Settings(Struct, frozen=True):
    """What the site around the content says: its name, address, language, and what is published.

    `root` is the path of the site on its domain: all links begin with it. Without it they are relative.
    `feed_id` is what the ids in feeds are made from, where that is not the site's address. `drawn` is the
    folder that keeps the social pictures from one build to the next, `parsed` the file that keeps what was
    read of YAML. `earlier` is what was published, for corrections to be asked for. `bounds` are what may be
    in the content folder. `formats` are those for machines, without those that `social_cards` and `evidence`
    switch off.
    """

    site_name: str = "Backstory"
    site_url: str | None = None
    language: str = "en"
    publishing: Publishing = field(default_factory=Publishing)
    levels: Levels = field(default_factory=dict)
    root: str | None = None
    social_cards: bool = True
    feed_id: str | None = None
    evidence: bool = True
    formats: frozenset[Format] = ALL
    drawn: Path | None = None
    parsed: Path | None = None
    earlier: Earlier | None = None
    bounds: Bounds = field(default_factory=Bounds)

    @property
    def published(self) -> frozenset[Format]:
        """The machine formats that the site publishes."""
        off = (
            (Format.PICTURES, not self.social_cards),
            (Format.EVIDENCE, not self.evidence),
        )
        return self.formats - {it for it, is_off in off if is_off}


class Compilation(Struct, frozen=True):
    """What came of compiling. The site is None where there are errors, and where none was asked for.

    `edition` is what the site is made from, `press` what makes it, `held` what no file of it may show,
    whoever writes it; `memory` what the next compilation in this process can take over.
    """

    site: Site | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Sources
    content: Content
    edition: Edition | None = None
    press: Press | None = None
    held: tuple[HeldBack, ...] = ()
    memory: Memory | None = None

    def put_away(self) -> "Compilation":
        """What a build needs of it: the texts of files only where their words may not be seen."""
        if self.held:
            return self
        content = replace(self.content, actors={}, topics={}, stories={})
        return replace(self, sources={}, content=content)


def compile_site(folder: Path, settings: Settings, *, shown_as: str = "content") -> Compilation:
    """Compile the content folder. `shown_as` is how diagnostics write the folder's path."""
    compilation = prepare_site(folder, settings, shown_as=shown_as)
    press = compilation.press
    if press is None:
        return compilation
    made = [press.make(it) for it in press.chapters]
    pages = tuple(page for it in made for page in it.pages)
    site = Site(pages, {path: data for it in made for path, data in it.files.items()})
    if settings.drawn:
        forget_pictures(settings.drawn, (name_of_drawn(it.picture) for it in pages if it.picture))
    if leaks := find_leaks(site.as_files(), compilation.held):
        return replace(compilation, diagnostics=in_order([*compilation.diagnostics, *leaks]))
    return replace(compilation, site=site)


def prepare_site(
    folder: Path,
    settings: Settings,
    *,
    shown_as: str = "content",
    memory: Memory | None = None,
    only_errors: bool = False,
) -> Compilation:
    """The same until the chapters can be made. `memory` is that of the last time, or an empty one.

    With `only_errors`, rules that find less than errors are not asked.
    """
    return _prepared(_compiled(folder, settings, shown_as, memory, only_errors=only_errors), settings)


def prepare_again(content: Content, settings: Settings, memory: Memory | None) -> Compilation:
    """The same of content that was read, in which little has changed since the `memory`.

    Of the rules, only those are asked that end a build: what the others say can wait until it is shown.
    """
    judged = judge(content, (), settings, memory, only_errors=True)
    return _prepared(_edited(*judged, settings), settings)


def _prepared(compiled: tuple[Compilation, Resolution], settings: Settings) -> Compilation:
    compilation, resolution = compiled
    if compilation.edition is None:
        return compilation
    press = Press(compilation.edition, resolution, root=settings.root, drawn=settings.drawn)
    return replace(compilation, press=press)


def compile_edition(folder: Path, settings: Settings, *, shown_as: str = "content") -> Compilation:
    """What the site would be made from, if there are no errors; no site is made."""
    return _compiled(folder, settings, shown_as)[0]


def _compiled(
    folder: Path,
    settings: Settings,
    shown_as: str,
    memory: Memory | None = None,
    *,
    only_errors: bool = False,
) -> tuple[Compilation, Resolution]:
    content, found = _read(folder, settings, shown_as)
    is_first = settings.parsed and not (memory and memory.files)
    parsed = Parsed.read(settings.parsed, settings.bounds) if settings.parsed and is_first else None
    if parsed:
        parsed.read_ahead(content.data_files)
    compilation, resolution = judge(content, found, settings, memory, parsed, only_errors=only_errors)
    if parsed and settings.parsed:
        parsed.keep(settings.parsed)
    return _edited(compilation, resolution, settings)


def _edited(
    compilation: Compilation, resolution: Resolution, settings: Settings
) -> tuple[Compilation, Resolution]:
    """With the edition, where there are no errors."""
    if has_errors(compilation.diagnostics):
        return compilation, resolution
    if compilation.memory is None:
        resolution.newsroom.settle()
    language = Language(settings.language)
    edition = Edition(
        resolution.newsroom,
        language,
        settings.site_name,
        settings.site_url,
        settings.feed_id,
        settings.published,
    )
    held = held_back(compilation.content, resolution)
    return replace(compilation, edition=edition, held=held), resolution.put_away(
        with_files=Format.EVIDENCE in settings.published
    )


def check_content(folder: Path, settings: Settings, *, shown_as: str = "content") -> Compilation:
    """All that is to be said of the content folder; no site is made."""
    content, found = _read(folder, settings, shown_as)
    parsed = Parsed(bounds=settings.bounds)
    parsed.read_ahead(content.data_files)
    return judge(content, found, settings, parsed=parsed)[0]


def _read(folder: Path, settings: Settings, shown_as: str) -> tuple[Content, list[Diagnostic]]:
    return read_content(folder, shown_as=shown_as, bounds=settings.bounds)


def judge(  # noqa: PLR0913 - what there is to judge by
    content: Content,
    read: Iterable[Diagnostic],
    settings: Settings,
    memory: Memory | None = None,
    parsed: Parsed | None = None,
    *,
    only_errors: bool = False,
    before_each: Callable[[], object] = lambda: None,
) -> tuple[Compilation, Resolution]:
    """All that is to be said of content, with what was said when it was `read`; no site is made.

    With `only_errors`, rules that find less than errors are not asked. `before_each` is called before each
    rule: what it raises ends it all.
    """
    found = list(read)
    resolution = resolve_content(content, settings.publishing, memory=memory, parsed=parsed)
    found += resolution.found
    if not has_errors(found):  # rules about holes would only repeat what the errors say
        found += run_checks(resolution, settings.levels, only_errors=only_errors, before_each=before_each)
        if settings.earlier:
            found += missing_corrections(resolution, settings.earlier)
    sources = _sources(content)
    diagnostics = in_order(weighed(found, settings.levels, ADJUSTABLE, sources))
    return Compilation(None, diagnostics, sources, content, memory=resolution.memory), resolution


def glance(
    content: Content, paths: Container[str], settings: Settings, memory: Memory | None = None
) -> Compilation:
    """What is to be said of some files, without rules: quick, since other stories are hardly looked at."""
    stories = {name for name, files in content.stories.items() if any(it.path in paths for it in files)}
    resolution = resolve_content(content, settings.publishing, only=stories, memory=memory)
    found = (it for it in resolution.found if it.span.path in paths)
    sources = _sources(content)
    return Compilation(None, in_order(weighed(found, settings.levels, ADJUSTABLE, sources)), sources, content)


def _sources(content: Content) -> Sources:
    texts = [*content.actors.values(), *content.topics.values()]
    texts += [
        text
        for files in content.stories.values()
        for text in (files.story, files.article, files.lock)
        if text
    ]
    return {it.path: it for it in texts}
