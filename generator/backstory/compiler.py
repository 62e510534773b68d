"""Wires the stages: a content folder in, a site and diagnostics out. Prints nothing, reads no clock."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from backstory.checks import ADJUSTABLE, run_checks
from backstory.checks.levels import Levels, weighed
from backstory.corrections import Earlier, missing_corrections
from backstory.diagnostics import Diagnostic, has_errors, in_order
from backstory.drawing.store import drawn_pictures
from backstory.embedding import embed_assets, embed_files
from backstory.evidence import evidence_files
from backstory.exporters import EXPORTERS
from backstory.exporters.linked_data import linked_data
from backstory.exporters.open_graph import open_graph
from backstory.folder import Content, read_content
from backstory.held_back import HeldBack, find_leaks, held_back
from backstory.language import Language
from backstory.pages.edition import Edition, Embed, Feed, Heading, Picture, View
from backstory.pages.feeds import feeds_in_head
from backstory.pages.kinds import PAGE_KINDS
from backstory.pages.redirects import plan_redirects
from backstory.project import Bounds
from backstory.rendering import Renderer
from backstory.resolve import Publishing, Resolution, resolve_content
from backstory.text import Sources

_ASSETS = Path(__file__).parent / "assets"


@dataclass(frozen=True)
class Settings:
    """What the site around the content says: its name, address, language, and what is published.

    `root` is the path of the site on its domain: all links begin with it. Without it they are relative.
    `feed_id` is what the ids in feeds are made from, where that is not the site's address. `drawn` is the
    folder that keeps the social pictures from one build to the next. `earlier` is what was published, for
    corrections to be asked for. `bounds` are what may be in the content folder. `evidence` is
    whether stories come with what they were made from.
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
    drawn: Path | None = None
    earlier: Earlier | None = None
    bounds: Bounds = field(default_factory=Bounds)


@dataclass(frozen=True)
class Page:
    """A finished page: its address on the site and the HTML of its content."""

    address: str
    title: str
    description: str
    html: str
    section: str
    contents: tuple[Heading, ...]
    label: str
    updated: date | None
    picture: Picture | None = None
    embed: Embed | None = None
    embeds: tuple[Embed, ...] = ()
    linked_data: str = ""
    open_graph: tuple[tuple[str, str], ...] = ()
    listed: bool = True
    feeds: tuple[Feed, ...] = ()


@dataclass(frozen=True)
class Site:
    """Everything that is published: pages, and files by their path on the site."""

    pages: tuple[Page, ...]
    files: dict[str, bytes]


@dataclass(frozen=True)
class Compilation:
    """What came of compiling. The site is None where there are errors, and where none was asked for.

    `edition` is what the site is made from, `held` what no file of it may show, whoever writes it.
    """

    site: Site | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Sources
    content: Content
    edition: Edition | None = None
    held: tuple[HeldBack, ...] = ()


def compile_site(folder: Path, settings: Settings, *, shown_as: str = "content") -> Compilation:
    """Compile the content folder. `shown_as` is how diagnostics write the folder's path."""
    compilation, resolution = _compiled(folder, settings, shown_as)
    edition = compilation.edition
    if edition is None:
        return compilation
    renderer = Renderer(edition.language, settings.root)
    site = _site(edition, renderer, settings.drawn)
    if settings.evidence:
        evidence = evidence_files(edition, resolution, site.files, renderer)
        site = replace(site, files=site.files | dict(evidence))
    if leaks := find_leaks(_as_files(site), compilation.held):
        return replace(compilation, diagnostics=in_order([*compilation.diagnostics, *leaks]))
    return replace(compilation, site=site)


def _as_files(site: Site) -> Iterator[tuple[str, bytes]]:
    yield from ((f"{it.address.lstrip('/')}index.html", it.html.encode()) for it in site.pages)
    yield from site.files.items()


def compile_edition(folder: Path, settings: Settings, *, shown_as: str = "content") -> Compilation:
    """What the site would be made from, if there are no errors; no site is made."""
    return _compiled(folder, settings, shown_as)[0]


def _compiled(folder: Path, settings: Settings, shown_as: str) -> tuple[Compilation, Resolution]:
    content, found = _read(folder, settings, shown_as)
    compilation, resolution = judge(content, found, settings)
    if has_errors(compilation.diagnostics):
        return compilation, resolution
    language = Language(settings.language)
    edition = Edition(
        resolution.newsroom,
        language,
        settings.site_name,
        settings.site_url,
        settings.social_cards,
        settings.feed_id,
        settings.evidence,
    )
    return replace(compilation, edition=edition, held=held_back(content, resolution)), resolution


def check_content(folder: Path, settings: Settings, *, shown_as: str = "content") -> Compilation:
    """All that is to be said of the content folder; no site is made."""
    return judge(*_read(folder, settings, shown_as), settings)[0]


def _read(folder: Path, settings: Settings, shown_as: str) -> tuple[Content, list[Diagnostic]]:
    return read_content(folder, shown_as=shown_as, bounds=settings.bounds)


def judge(content: Content, read: Iterable[Diagnostic], settings: Settings) -> tuple[Compilation, Resolution]:
    """All that is to be said of content, with what was said when it was `read`; no site is made."""
    found = list(read)
    resolution = resolve_content(content, settings.publishing)
    found += resolution.found
    if not has_errors(found):  # rules about holes would only repeat what the errors say
        found += run_checks(resolution, settings.levels)
        if settings.earlier:
            found += missing_corrections(resolution, settings.earlier)
    sources = _sources(content)
    diagnostics = in_order(weighed(found, settings.levels, ADJUSTABLE, sources))
    return Compilation(None, diagnostics, sources, content), resolution


def glance(content: Content, paths: Container[str], settings: Settings) -> Compilation:
    """What is to be said of some files, without rules: quick, since other stories are hardly looked at."""
    stories = {name for name, files in content.stories.items() if any(it.path in paths for it in files)}
    resolution = resolve_content(content, settings.publishing, only=stories)
    found = (it for it in resolution.found if it.span.path in paths)
    sources = _sources(content)
    return Compilation(None, in_order(weighed(found, settings.levels, ADJUSTABLE, sources)), sources, content)


def _site(edition: Edition, renderer: Renderer, drawn: Path | None) -> Site:
    views = [view for plan in PAGE_KINDS for view in plan(edition)]
    titles = {it.address: it.title for it in views}
    pages = tuple(_page(it, titles, edition, renderer) for it in views)
    files = {path: data for export in EXPORTERS for path, data in export(edition)}
    files |= drawn_pictures((it.picture for it in pages if it.picture), drawn)
    files |= {
        f"{it.address.lstrip('/')}index.html": renderer.render_redirect(it, edition.site_url).encode()
        for it in plan_redirects(edition)
    }
    for embed in (it for page in pages for it in (page.embed, *page.embeds) if it):
        files |= embed_files(embed, renderer)
    return Site(pages, files | assets() | embed_assets())


def _page(view: View, titles: Mapping[str, str], edition: Edition, renderer: Renderer) -> Page:
    return Page(
        address=view.address,
        title=view.title,
        description=view.description,
        html=renderer.render(view),
        section=view.section,
        contents=view.contents,
        label=view.label,
        updated=edition.newsroom.last_change_of(view.subject),
        listed=view.listed,
        open_graph=open_graph(view, edition),
        picture=view.picture,
        embed=view.embed,
        embeds=view.embeds,
        linked_data=linked_data(view, titles, edition),
        feeds=feeds_in_head(view, edition),
    )


def assets() -> dict[str, bytes]:
    """The style sheet and the script that every page uses, by their path on the site."""
    return {f"assets/{path.name}": path.read_bytes() for path in sorted(_ASSETS.iterdir()) if path.is_file()}


def _sources(content: Content) -> Sources:
    texts = [*content.actors.values(), *content.topics.values()]
    texts += [
        text
        for files in content.stories.values()
        for text in (files.story, files.article, files.lock)
        if text
    ]
    return {it.path: it for it in texts}
