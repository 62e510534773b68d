"""Machine formats: EXPORTERS give files of the site, path -> bytes; those of INTERCHANGE are asked for."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from msgspec import Struct

from backstory.exporters.api_schemas import export_api_schemas
from backstory.exporters.feeds import export_actor_feeds, export_feeds, export_topic_feeds
from backstory.exporters.followthemoney import export_followthemoney
from backstory.exporters.json_api import export_actor_json, export_json_index, export_story_json
from backstory.exporters.llms_txt import export_llms_txt
from backstory.exporters.ninjs import export_ninjs
from backstory.exporters.openapi import export_openapi
from backstory.exporters.popolo import export_popolo
from backstory.exporters.redirect_rules import export_redirect_rules
from backstory.exporters.sitemaps import export_news_sitemap, export_robots
from backstory.exporters.tables import export_actor_table, export_claim_table, export_quote_tables
from backstory.exporters.tei import export_tei
from backstory.exporters.timelinejs import export_timelinejs
from backstory.exporters.web_annotation import export_web_annotations
from backstory.formats import Format
from backstory.pages.edition import Edition

# Files of the site as a whole, and those that each story, topic and actor has, with what a site must publish
# to have them; the others are on every site.
EXPORTERS: tuple[tuple[Format | None, Callable[[Edition], Iterator[tuple[str, bytes]]]], ...] = (
    (Format.API, export_json_index),
    (Format.API, export_quote_tables),
    (Format.API, export_actor_table),
    (Format.API, export_claim_table),
    (Format.API, export_api_schemas),
    (Format.API, export_openapi),
    (Format.LLMS, export_llms_txt),
    (None, export_news_sitemap),
    (None, export_robots),
    (Format.FEEDS, export_feeds),
    (None, export_redirect_rules),
)
EXPORTERS_OF_STORY = ((Format.API, export_story_json), (Format.ANNOTATIONS, export_web_annotations))
EXPORTERS_OF_TOPIC = ((Format.FEEDS, export_topic_feeds),)
EXPORTERS_OF_ACTOR = ((Format.API, export_actor_json), (Format.FEEDS, export_actor_feeds))

Export = TypeVar("Export")


def published(exporters: Iterable[tuple[Format | None, Export]], edition: Edition) -> Iterator[Export]:
    """Those of the exporters whose files the site publishes."""
    return (export for it, export in exporters if it is None or edition.publishes(it))


class Interchange(Struct, frozen=True):
    """A format that other programs take in, as `backstory export` writes it, and what it is in a few words.

    One that names each thing by its address needs the site's.
    """

    name: str
    is_what: str
    export: Callable[[Edition], bytes]
    needs_address: bool = False


INTERCHANGE: tuple[Interchange, ...] = (
    Interchange("followthemoney", "entities for tools of investigations, one a line", export_followthemoney),
    Interchange("ninjs", "news items of the IPTC, one a line", export_ninjs, needs_address=True),
    Interchange("popolo", "people, organizations, posts, speeches", export_popolo),
    Interchange("tei", "the texts with names and quotations marked, and a register", export_tei),
    Interchange("timelinejs", "the events as a timeline", export_timelinejs),
)
