"""ninjs 3.1 (IPTC): a news item for each story, one a line, for newsroom systems.

ninjs writes moments where stories have days: a day is given as its first moment, in UTC.
"""

import json
from typing import Any

from backstory import addresses
from backstory.dates import When
from backstory.pages.edition import Edition
from backstory.record import Actor, Appearance, Story

_LISTS = {"person": "people", "place": "places"}  # all others are organisations
_STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}


def export_ninjs(edition: Edition) -> bytes:
    """The items of all stories; that of a withdrawn one is cancelled and says nothing more."""
    items = (_item(it, edition) for it in edition.newsroom.stories)
    return "".join(f"{json.dumps(it, ensure_ascii=False)}\n" for it in items).encode()


def _item(story: Story, edition: Edition) -> dict[str, Any]:
    head = {
        "uri": addresses.absolute(addresses.of_story(story), edition.site_url),
        "type": "text",
        "representationType": "full",
        "pubStatus": "canceled" if story.is_withdrawn else "usable",
        "language": edition.language.code,
        "standard": _STANDARD,
        "headlines": [{"value": story.headline}],
    }
    return head if story.is_withdrawn else head | _told(story, edition)


def _told(story: Story, edition: Edition) -> dict[str, Any]:
    newsroom = edition.newsroom
    appearances = newsroom.appearances_in(story)
    item = {
        "title": story.short_headline,
        "slugline": story.id,
        "firstCreated": _moment(story.published),
        "versionCreated": _moment(story.updated or story.published),
        "usageTerms": story.license,
        "descriptions": [{"role": "summary", "value": story.summary}],
        "bodies": [
            {
                "role": "main",
                "contentType": "text/plain",
                "charCount": len(story.article.text),
                "wordCount": story.words,
                "value": story.article.text,
            }
        ],
        **{
            name: [_concept(it, edition) for it in appearances if _list_of(it.actor) == name]
            for name in ("people", "organisations", "places")
        },
        "subjects": [
            {"name": it.name, "uri": addresses.absolute(addresses.of_topic(it), edition.site_url)}
            for it in story.topics
        ],
        "events": [
            {
                "id": it.id,
                "name": it.title,
                "uri": addresses.absolute(addresses.of_event(it), edition.site_url),
            }
            for it in newsroom.events_in(story)
        ],
        "infoSources": _sources(story),
    }
    return {name: it for name, it in item.items() if it}


def _list_of(actor: Actor) -> str:
    return _LISTS.get(actor.kind, "organisations")


def _concept(appearance: Appearance, edition: Edition) -> dict[str, str]:
    actor = appearance.actor
    said = any(it.speaker is actor for it in edition.newsroom.quotes_in(appearance.story))
    return {
        "name": actor.name,
        "rel": "speaker" if said else "mentioned",
        "uri": addresses.absolute(addresses.of_actor(actor), edition.site_url),
        "literal": actor.id,
    }


def _sources(story: Story) -> list[dict[str, str]]:
    source = story.based_on
    if not source:
        return []
    party = source.publisher
    name = party.name if isinstance(party, Actor) else party or source.label
    known = {"name": name, "role": "source", "uri": source.url}
    return [{key: it for key, it in known.items() if it}]


def _moment(when: When) -> str | None:
    return f"{when.text}T00:00:00Z" if when.is_exact else None
