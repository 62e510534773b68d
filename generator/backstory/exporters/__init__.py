"""Machine formats: EXPORTERS give files of the site, path -> bytes; those of INTERCHANGE are asked for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

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
from backstory.exporters.tables import export_tables
from backstory.exporters.tei import export_tei
from backstory.exporters.timelinejs import export_timelinejs
from backstory.exporters.web_annotation import export_web_annotations
from backstory.pages.edition import Edition

# Files of the site as a whole, and those that each story, topic and actor has.
EXPORTERS: tuple[Callable[[Edition], Iterator[tuple[str, bytes]]], ...] = (
    export_json_index,
    export_tables,
    export_api_schemas,
    export_openapi,
    export_llms_txt,
    export_news_sitemap,
    export_robots,
    export_feeds,
    export_redirect_rules,
)
EXPORTERS_OF_STORY = (export_story_json, export_web_annotations)
EXPORTERS_OF_TOPIC = (export_topic_feeds,)
EXPORTERS_OF_ACTOR = (export_actor_json, export_actor_feeds)


@dataclass(frozen=True)
class Interchange:
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
