"""What every page is planned from, and what every page is."""

from collections.abc import Callable
from functools import cached_property, wraps
from typing import Any, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from backstory import addresses
from backstory.formats import ALL, Format
from backstory.language import Language
from backstory.lookups import Lookups, watched
from backstory.newsroom import Newsroom
from backstory.pages.parts import DataFile, Link
from backstory.record import Actor, Quote, Story, Topic


class Edition(Struct, frozen=True, dict=True):
    """The newsroom as one site publishes it: in a language, under a name and an address.

    `feed_id` is what the ids in feeds are made from, where that is not the address. `formats` are those for
    machines that it has beside its pages.
    """

    newsroom: Newsroom
    language: Language
    site_name: str = "Backstory"
    site_url: str | None = None
    feed_id: str | None = None
    formats: frozenset[Format] = ALL
    lookups: Lookups = field(default_factory=Lookups)

    def publishes(self, format_: Format) -> bool:
        """Whether the site has this beside its pages."""
        return format_ in self.formats

    @cached_property
    def planned(self) -> dict[object, Any]:
        """What is planned once and shown on many pages, by what it is about, and what it was planned from."""
        return {}

    def watched(self) -> "Edition":
        """The same, where each look-up in the newsroom is noted."""
        lookups = Lookups()
        return replace(self, newsroom=watched(self.newsroom, lookups), lookups=lookups)


_MOST_PLANNED = 2_000  # some 3 kB each; chapters that show the same follow one another
Thing = TypeVar("Thing")
Shown = TypeVar("Shown")


def planned_once(plan: Callable[[Thing, Edition], Shown]) -> Callable[[Thing, Edition], Shown]:
    """What is planned of a thing is one and the same on all pages of an edition."""

    @wraps(plan)
    def known(thing: Thing, edition: Edition) -> Shown:
        key = plan, thing
        if key not in edition.planned:
            with edition.lookups.noting() as noted:
                shown = plan(thing, edition)
            if len(edition.planned) >= _MOST_PLANNED:
                edition.planned.clear()
            edition.planned[key] = shown, tuple(noted)
        shown, known_from = edition.planned[key]
        edition.lookups.note(known_from)
        return shown

    return known


class Feed(Struct, frozen=True):
    """A feed as pages name it: its address without the kind of file, the page that it follows, its title.

    `follows` is what readers hear of by it, in a few words.
    """

    base: str
    page: str
    title: str
    follows: str

    @property
    def atom(self) -> str:
        """Where it is as Atom."""
        return f"{self.base}.xml"

    @property
    def json(self) -> str:
        """Where it is as a JSON Feed."""
        return f"{self.base}.json"


class Heading(Struct, frozen=True):
    """An entry of a page's contents list."""

    id: str
    title: str


class Picture(Struct, frozen=True, kw_only=True):
    """A social picture before it is drawn: its address, what it says to those who do not see it, its site.

    `rtl` is whether the site runs from right to left.
    """

    address: str
    alt: str
    site_name: str
    rtl: bool

    @property
    def shown(self) -> tuple[str, ...]:
        """Every text in it but the site's name."""
        raise NotImplementedError


class Embed(Struct, frozen=True, kw_only=True):
    """A small page for frames on other sites: its address, its template, and what it shows a part of.

    `permalink` is the page that it leads to, `height` what it takes at most while no script tells, in pixels,
    `author` who is quoted. Other sites need whole addresses: `site_url` is None where there are none.
    """

    address: str
    template: str
    title: str
    permalink: str
    height: int
    author: Link | None
    picture: Picture | None
    site_name: str
    site_url: str | None

    @property
    def oembed(self) -> str:
        """The address of what oEmbed says of it."""
        return f"{self.address}oembed.json"

    def whole(self, address: str) -> str:
        """An address of this site as others must write it."""
        return addresses.absolute(address, self.site_url)


class Outline(Struct, frozen=True):
    """A page that is to be: where it will be, what it is called, and what plans it.

    It shows nothing but `things` and what is looked up in the newsroom.
    """

    address: str
    title: str
    plan: "Callable[[], View]"
    things: tuple[object, ...] = ()


class View(Struct, frozen=True, kw_only=True):
    """A page before it is marked up: its address, its template, what the head of the document needs.

    `section` is the address of the section page that leads here; `label` says what the page is, in lists of
    mixed things such as search results; `subject` is whom or what it is about. `embed` stands for the page on
    other sites, `embeds` for parts of it; `feeds` are those that readers are shown.
    `listed` is whether search engines are to hear of it, `is_list` whether all it shows is found elsewhere.
    """

    address: str
    template: str
    title: str
    description: str
    section: str
    label: str = ""
    contents: tuple[Heading, ...] = ()
    subject: Actor | Quote | Story | Topic | None = None
    picture: Picture | None = None
    embed: Embed | None = None
    embeds: tuple[Embed, ...] = ()
    feeds: tuple[Feed, ...] = ()
    listed: bool = True
    is_list: bool = False


def data_files(edition: Edition, format_: Format, *files: DataFile) -> tuple[DataFile, ...]:
    """These files, where the site publishes what they are of."""
    return files if edition.publishes(format_) else ()


def contents(*headings: tuple[str, str, bool]) -> tuple[Heading, ...]:
    """The contents list of the sections that are there: (id, title, whether the page has it)."""
    return tuple(Heading(name, title) for name, title, is_there in headings if is_there)
