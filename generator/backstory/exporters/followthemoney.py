"""FollowTheMoney: people, bodies, posts, events and stories as entities, for tools of investigations."""

import json
import re
from collections.abc import Iterator

from msgspec import Struct, field

from backstory import addresses
from backstory.exporters.plain_dates import begin_of, end_of
from backstory.pages.edition import Edition
from backstory.record import Actor, Event, Party, Reference, Role, Story
from backstory.schema.fields import nearest_id

_SCHEMATA = {
    "person": "Person",
    "group": "Organization",
    "organization": "Organization",
    "government": "PublicBody",
    "media": "Organization",
    "place": "Address",
}
_WIKIDATA = re.compile(r"https?://(?:www\.)?wikidata\.org/(?:wiki|entity)/(Q\d+)")
_WIKIPEDIA = re.compile(r"https?://[a-z-]+\.wikipedia\.org/.+")


class _Entity(Struct):
    """An entity: each property has any number of values."""

    id: str
    schema: str
    properties: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str, *values: str | None) -> None:
        if known := [it for it in values if it]:
            self.properties.setdefault(name, []).extend(known)

    def line(self) -> str:
        return json.dumps(
            {"id": self.id, "schema": self.schema, "properties": self.properties}, ensure_ascii=False
        )


def export_followthemoney(edition: Edition) -> bytes:
    """Actors, their posts, events, stories, and who is in which story."""
    entities = {it.id: it for it in _entities(edition)}  # a post that several have held comes once
    return "".join(f"{it.line()}\n" for it in entities.values()).encode()


def _entities(edition: Edition) -> Iterator[_Entity]:
    newsroom = edition.newsroom
    for actor in newsroom.actors:
        yield _actor(actor, edition)
    for actor in newsroom.actors:
        for number, role in enumerate(actor.roles, start=1):
            yield from _held(actor, number, role)
    for event in newsroom.events:
        yield _event(event, edition)
    for story in newsroom.stories:
        yield _article(story, edition)
        for appearance in newsroom.appearances_in(story):
            link = _Entity(f"in-{story.id}-{appearance.actor.id}", "Documentation")
            link.add("document", _id_of(story))
            link.add("entity", _id_of(appearance.actor))
            link.add("role", appearance.part)
            yield link


def _actor(actor: Actor, edition: Edition) -> _Entity:
    entity = _Entity(_id_of(actor), _SCHEMATA[actor.kind])
    entity.add("name", actor.name)
    entity.add("alias", *actor.aliases)
    entity.add("full", actor.name if actor.kind == "place" else None)
    entity.add("summary", actor.description)
    for address in actor.same_as:
        if found := _WIKIDATA.fullmatch(address):
            entity.add("wikidataId", found[1])
        else:
            entity.add("wikipediaUrl" if _WIKIPEDIA.fullmatch(address) else "sourceUrl", address)
    entity.add("sourceUrl", _page(addresses.of_actor(actor), edition))
    return entity


def _held(actor: Actor, number: int, role: Role) -> Iterator[_Entity]:
    """A person's post, and that they hold it; a body's place in another one."""
    body = role.of if isinstance(role.of, Actor) and role.of.kind not in {"person", "place"} else None
    if actor.kind == "person":
        post = _Entity(f"post-{nearest_id(f'{_words(role.of)} {role.title}') or actor.id}", "Position")
        post.add("name", role.title if body or not role.of else f"{role.title}, {_words(role.of)}")
        post.add("organization", _id_of(body) if body else None)
        yield post
        link = _Entity(f"held-{actor.id}-{number}", "Occupancy")
        link.add("holder", _id_of(actor))
        link.add("post", post.id)
    elif body and actor.kind != "place":
        link = _Entity(f"held-{actor.id}-{number}", "Membership")
        link.add("member", _id_of(actor))
        link.add("organization", _id_of(body))
        link.add("role", role.title)
    else:
        return
    link.add("startDate", begin_of(role.since) if role.since else None)
    link.add("endDate", end_of(role.until) if role.until else None)
    link.add("date", begin_of(role.as_of) if role.as_of else None)
    link.add("sourceUrl", role.source.url if role.source else None)
    yield link


def _event(event: Event, edition: Edition) -> _Entity:
    entity = _Entity(f"event-{event.story.id}.{event.id}", "Event")
    entity.add("name", event.title)
    entity.add("date" if "/" not in event.date.text else "startDate", begin_of(event.date))
    entity.add("endDate", end_of(event.date) if "/" in event.date.text else None)
    entity.add("involved", *(_id_of(it) for it in event.actors if it.kind != "place"))
    entity.add("location", _words(event.place))
    entity.add("sourceUrl", _url(event.source), _page(addresses.of_event(event), edition))
    return entity


def _article(story: Story, edition: Edition) -> _Entity:
    entity = _Entity(_id_of(story), "Article")
    entity.add("title", story.headline)
    entity.add("summary", story.summary)
    entity.add("publishedAt", begin_of(story.published))
    entity.add("modifiedAt", begin_of(story.updated) if story.updated else None)
    entity.add("publisher", edition.site_name)
    entity.add("sourceUrl", _page(addresses.of_story(story), edition))
    return entity


def _id_of(thing: Actor | Story) -> str:
    return f"{'actor' if isinstance(thing, Actor) else 'story'}-{thing.id}"


def _words(party: Party | None) -> str:
    return party.name if isinstance(party, Actor) else party or ""


def _url(reference: Reference | None) -> str | None:
    return reference.url if reference else None


def _page(address: str, edition: Edition) -> str | None:
    return addresses.absolute(address, edition.site_url) if edition.site_url else None
