"""Makes the site from an edition, chapter by chapter: one for each story, topic and actor, and those of all.

A chapter is made from the edition alone, whichever others are made, in any order and in any process.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from sys import intern

from msgspec import Struct
from msgspec.structs import replace

from backstory import addresses
from backstory.drawing.store import drawn_pictures
from backstory.embedding import embed_assets, embed_files
from backstory.evidence import evidence_of_story
from backstory.exporters import (
    EXPORTERS,
    EXPORTERS_OF_ACTOR,
    EXPORTERS_OF_STORY,
    EXPORTERS_OF_TOPIC,
    published,
)
from backstory.exporters.linked_data import linked_data
from backstory.exporters.open_graph import open_graph
from backstory.formats import Format
from backstory.pages.edition import Edition, Embed, Feed, Heading, Outline, Picture, View
from backstory.pages.feeds import feeds_in_head
from backstory.pages.kinds import PAGE_KINDS, PAGES_OF_ACTOR, PAGES_OF_STORY, PAGES_OF_TOPIC
from backstory.pages.redirects import plan_redirects
from backstory.record import Story
from backstory.rendering import Renderer
from backstory.resolve import Resolution

_ASSETS = Path(__file__).parent / "assets"
Files = Iterator[tuple[str, bytes]]


class Page(Struct, frozen=True):
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
    is_list: bool = False
    feeds: tuple[Feed, ...] = ()


class Site(Struct, frozen=True):
    """What is published, or a part of it: pages, and files by their path on the site.

    `lookups` are what it was made from, beside what its chapter is of.
    """

    pages: tuple[Page, ...]
    files: dict[str, bytes]
    lookups: tuple[str, ...] = ()

    def as_files(self) -> Files:
        """All that words can stand in, by path: the content of pages, and the files."""
        yield from ((f"{it.address[1:]}index.html", it.html.encode()) for it in self.pages)
        yield from self.files.items()


class Chapter(Struct, frozen=True):
    """What is made of one thing: its name, where its pages will be, and what plans and exports it.

    `things` are what it is of: with these, and with the same answers to its look-ups, it is made the same.
    """

    name: str
    addresses: tuple[str, ...] = ()
    plans: tuple[Callable[[], Iterable[View]], ...] = ()
    exports: tuple[Callable[[], Files], ...] = ()
    story: Story | None = None
    things: tuple[object, ...] = ()


class Press:
    """Makes the chapters of an edition. `drawn` is the folder that keeps social pictures between builds."""

    def __init__(
        self, edition: Edition, resolution: Resolution, *, root: str | None = None, drawn: Path | None = None
    ) -> None:
        self.newsroom = edition.newsroom
        self.edition = edition.watched()
        self._resolution = resolution
        self._renderer = Renderer(edition.language, root)
        self._drawn = drawn
        self._outlines = tuple(it for plan in PAGE_KINDS for it in plan(self.edition))
        self._titles = {it.address: it.title for it in self._outlines if it.address.count("/") <= _SECTION}
        self.front = tuple(self._front())
        self.chapters = (*self.front, *self._stories(), *self._topics(), *self._actors())

    def make(self, chapter: Chapter) -> Site:
        """The pages and files of a chapter."""
        with self.edition.lookups.noting() as lookups:
            return replace(self._made(chapter), lookups=tuple(map(intern, lookups)))

    def make_pages(self, chapter: Chapter) -> Site:
        """The pages of a chapter alone: who looks at one need not wait for what programs read."""
        return Site(self._pages(chapter), {})

    def _pages(self, chapter: Chapter) -> tuple[Page, ...]:
        views = [view for plan in chapter.plans for view in plan()]
        return tuple(map(self._page, views))

    def _made(self, chapter: Chapter) -> Site:
        pages = self._pages(chapter)
        files = {path: data for export in chapter.exports for path, data in export()}
        files |= drawn_pictures((it.picture for it in pages if it.picture), self._drawn)
        for embed in (it for page in pages for it in (page.embed, *page.embeds) if it):
            files |= embed_files(embed, self._renderer)
        if chapter.story and self.edition.publishes(Format.EVIDENCE):
            files |= evidence_of_story(chapter.story, self.edition, self._resolution, files, self._renderer)
        return Site(pages, files)

    # ---- the chapters

    def _front(self) -> Iterator[Chapter]:
        for it in self._outlines:
            yield Chapter(f"page {it.address}", (it.address,), (partial(_only, it),), things=it.things)
        for export in published(EXPORTERS, self.edition):
            yield Chapter(export.__name__, exports=(partial(export, self.edition),))
        yield Chapter("redirects", exports=(self._redirects,))
        yield Chapter("assets", exports=(lambda: iter((assets() | embed_assets(self.edition)).items()),))

    def _stories(self) -> Iterator[Chapter]:
        newsroom, exporters = self.newsroom, tuple(published(EXPORTERS_OF_STORY, self.edition))
        for it in newsroom.stories:
            gone = (one for one in newsroom.redactions_in(it) if one.kind == "quote")
            yield Chapter(
                f"story {it.id}",
                (
                    addresses.of_story(it),
                    *map(addresses.of_quote, newsroom.quotes_in(it)),
                    *map(addresses.of_gone_quote, gone),
                ),
                tuple(partial(plan, it, self.edition) for plan in PAGES_OF_STORY),
                tuple(partial(export, it, self.edition) for export in exporters),
                it,
                (it, *self._written(it)),
            )

    def _topics(self) -> Iterator[Chapter]:
        exporters = tuple(published(EXPORTERS_OF_TOPIC, self.edition))
        for it in self.newsroom.topics:
            yield Chapter(
                f"topic {it.id}",
                (addresses.of_topic(it),),
                tuple(partial(plan, it, self.edition) for plan in PAGES_OF_TOPIC),
                tuple(partial(export, it, self.edition) for export in exporters),
                things=(it,),
            )

    def _actors(self) -> Iterator[Chapter]:
        exporters = tuple(published(EXPORTERS_OF_ACTOR, self.edition))
        for it in self.newsroom.actors:
            yield Chapter(
                f"actor {it.id}",
                (addresses.of_actor(it),),
                tuple(partial(plan, it, self.edition) for plan in PAGES_OF_ACTOR),
                tuple(partial(export, it, self.edition) for export in exporters),
                things=(it,),
            )

    def _written(self, story: Story) -> Iterator[object]:
        """What of a story's files its evidence shows as it was written."""
        if self.edition.publishes(Format.EVIDENCE) and not story.is_withdrawn:
            yield self._resolution.documents["story", story.id].source.text
            yield repr(self._resolution.locks.get(story.id))

    # ---- what is in them

    def _page(self, view: View) -> Page:
        edition = self.edition
        return Page(
            address=view.address,
            title=view.title,
            description=view.description,
            html=self._renderer.render(view),
            section=view.section,
            contents=view.contents,
            label=view.label,
            updated=edition.newsroom.last_change_of(view.subject),
            listed=view.listed,
            is_list=view.is_list,
            open_graph=open_graph(view, edition),
            picture=view.picture,
            embed=view.embed,
            embeds=view.embeds,
            linked_data=linked_data(view, self._titles, edition),
            feeds=feeds_in_head(view, edition),
        )

    def _redirects(self) -> Files:
        for it in plan_redirects(self.edition):
            html = self._renderer.render_redirect(it, self.edition.site_url)
            yield f"{it.address[1:]}index.html", html.encode()


_SECTION = 2  # slashes in the address of a section page


def _only(outline: Outline) -> tuple[View, ...]:
    return (outline.plan(),)


def assets() -> dict[str, bytes]:
    """The style sheet and the script that every page uses, by their path on the site."""
    return {f"assets/{path.name}": path.read_bytes() for path in sorted(_ASSETS.iterdir()) if path.is_file()}
