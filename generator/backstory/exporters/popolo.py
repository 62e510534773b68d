"""Popolo: who is who, their posts, and what they said, for programs about people in politics.

One JSON document with a list for each class. Popolo lets data have further properties: areas have what other
actors have, and a membership has `as_of`, the day on which a source names a post whose beginning is unknown.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from backstory import addresses
from backstory.exporters.plain_dates import begin_of, end_of
from backstory.pages.edition import Edition
from backstory.record import Actor, Quote, Reference, Role
from backstory.schema.fields import nearest_id

_WIKIDATA = re.compile(r"https?://(?:www\.)?wikidata\.org/(?:wiki|entity)/(Q\d+)")
_PERSON, _PLACE = "person", "place"


def export_popolo(edition: Edition) -> bytes:
    """People, organizations, areas, posts, memberships and speeches."""
    actors, popolo = edition.newsroom.actors, _Popolo(edition)
    held = [(actor, number, role) for actor in actors for number, role in enumerate(actor.roles, start=1)]
    posts = {
        _post_id(role): role for _, _, role in held if isinstance(role.of, Actor) and role.of.kind != _PLACE
    }
    data = {
        "persons": [popolo.agent(it) for it in actors if it.kind == _PERSON],
        "organizations": [popolo.agent(it) for it in actors if it.kind not in {_PERSON, _PLACE}],
        "areas": [popolo.agent(it) for it in actors if it.kind == _PLACE],
        "posts": [popolo.post(name, role) for name, role in sorted(posts.items())],
        "memberships": [popolo.membership(*it) for it in held],
        "speeches": [popolo.speech(it) for it in edition.newsroom.quotes],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


class _Popolo:
    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    def agent(self, actor: Actor) -> dict[str, Any]:
        is_person = actor.kind == _PERSON
        return _known(
            id=actor.id,
            name=actor.name,
            other_names=[{"name": it} for it in actor.aliases],
            classification=None if is_person else actor.kind,
            **{"summary" if is_person else "abstract": actor.description},
            image=self._address(actor.image.address) if actor.image else None,
            identifiers=[
                {"scheme": "wikidata", "identifier": found[1]}
                for it in actor.same_as
                if (found := _WIKIDATA.fullmatch(it))
            ],
            links=[{"url": it} for it in actor.same_as],
            sources=self._own_page(addresses.of_actor(actor)),
        )

    def post(self, name: str, role: Role) -> dict[str, Any]:
        assert isinstance(role.of, Actor)
        label = f"{role.title}, {role.of.name}"
        return {"id": name, "label": label, "role": role.title, "organization_id": role.of.id}

    def membership(self, actor: Actor, number: int, role: Role) -> dict[str, Any]:
        is_person = actor.kind == _PERSON
        return _known(
            id=f"{actor.id}/{number}",
            role=role.title,
            person_id=actor.id if is_person else None,
            member=None if is_person else {"id": actor.id, "name": actor.name},
            **_held_in(role),
            start_date=begin_of(role.since) if role.since else None,
            end_date=end_of(role.until) if role.until else None,
            as_of=begin_of(role.as_of) if role.as_of else None,
            sources=_links([role.source]),
        )

    def speech(self, quote: Quote) -> dict[str, Any]:
        people = [it.id for it in quote.audience if isinstance(it, Actor) and it.kind == _PERSON]
        role = quote.speaker.role_on(quote.day.start)
        return _known(
            id=f"{quote.story.id}/{quote.id}",
            type="speech" if quote.is_verbatim else "summary" if quote.text else "other",
            creator_id=quote.speaker.id if quote.speaker.kind == _PERSON else None,
            attribution_text=quote.speaker.name,
            role=role.title if role else None,
            audience_id=people[0] if len(people) == 1 else None,
            text=quote.text,
            date=begin_of(quote.date) if quote.date else None,
            sources=[*_links([quote.source]), *self._own_page(addresses.of_quote(quote))],
        )

    def _own_page(self, address: str) -> list[dict[str, str]]:
        url = self._address(address)
        return [{"url": url, "note": self.edition.site_name}] if url else []

    def _address(self, address: str) -> str | None:
        """The whole address, where the site's own is known: a link that leads nowhere is none."""
        return addresses.absolute(address, self.edition.site_url) if self.edition.site_url else None


def _known(**properties: Any) -> dict[str, Any]:
    """The properties that are known: neither None nor empty."""
    return {name.rstrip("_"): it for name, it in properties.items() if it not in (None, "", [])}


def _held_in(role: Role) -> dict[str, Any]:
    match role.of:
        case None:
            return {}
        case Actor(kind="place"):
            return {"area_id": role.of.id}
        case Actor(kind="person"):
            return {"organization": {"name": role.of.name}}
        case Actor():
            return {"organization_id": role.of.id, "post_id": _post_id(role)}
        case words:
            return {"organization": {"name": words}}


def _post_id(role: Role) -> str:
    place = role.of.id if isinstance(role.of, Actor) else ""
    return f"{place}/{nearest_id(role.title) or role.title}"


def _links(references: Iterable[Reference | None]) -> list[dict[str, str]]:
    return [{"url": it.url, "note": it.label} for it in references if it and it.url]
