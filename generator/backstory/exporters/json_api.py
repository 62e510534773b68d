"""The JSON API, version 1: a file for each story and actor, and an index. Fields are added, never renamed."""

import json
from collections.abc import Iterator
from typing import Any

from backstory import addresses
from backstory.pages.edition import Edition
from backstory.pages.redirects import MovedData, plan_moved_data
from backstory.record import Actor, Claim, Event, Note, Party, Quote, Reference, Story, Topic

VERSION = 1


def export_story_json(story: Story, edition: Edition) -> Iterator[tuple[str, bytes]]:
    """`api/stories/<id>.json`."""
    yield addresses.of_data("stories", story.id)[1:], json_file(Api(edition).story(story))


def export_actor_json(actor: Actor, edition: Edition) -> Iterator[tuple[str, bytes]]:
    """`api/actors/<id>.json`."""
    yield addresses.of_data("actors", actor.id)[1:], json_file(Api(edition).actor(actor))


def export_json_index(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """`api/index.json`; at former addresses of data, where it is now."""
    api = Api(edition)
    for moved in plan_moved_data(edition):
        yield moved.address.lstrip("/"), json_file(api.moved(moved))
    yield "api/index.json", json_file(api.index())


def json_file(data: dict[str, Any]) -> bytes:
    """Data as a file that people can read, too."""
    return (json.dumps(data, ensure_ascii=False) + "\n").encode()


class Api:
    """What the API says of each thing, as plain data."""

    def __init__(self, edition: Edition) -> None:
        self.newsroom = edition.newsroom
        self.site_url = edition.site_url

    def index(self) -> dict[str, Any]:
        """All stories, actors and topics, and where their data is."""
        newsroom = self.newsroom
        return {
            "version": VERSION,
            "stories": [
                self._item("stories", it.id, addresses.of_story(it))
                | {
                    "headline": it.headline,
                    "published": it.published.text,
                    "topics": [t.id for t in it.topics],
                }
                for it in newsroom.stories
            ],
            "actors": [
                self._item("actors", it.id, addresses.of_actor(it)) | {"name": it.name, "kind": it.kind}
                for it in newsroom.actors
            ],
            "topics": [
                {
                    "id": it.id,
                    "url": self._url(addresses.of_topic(it)),
                    "name": it.name,
                    "description": it.description,
                    "series": it.series,
                    "stories": [story.id for story in newsroom.stories_on(it)],
                }
                for it in newsroom.topics
            ],
        }

    def moved(self, moved: MovedData) -> dict[str, Any]:
        """Where the data of a former id is."""
        return {
            "version": VERSION,
            "id": moved.old,
            "moved_to": self._item(moved.kind, moved.new, moved.target),
        }

    def story(self, story: Story) -> dict[str, Any]:
        """All that is known of a story."""
        newsroom = self.newsroom
        return {
            "version": VERSION,
            "id": story.id,
            "url": self._url(addresses.of_story(story)),
            "headline": story.headline,
            "summary": story.summary,
            "published": story.published.text,
            "updated": story.updated.text if story.updated else None,
            "text": "republished" if story.is_republished else "retelling",
            "license": story.license,
            "status": story.status,
            "developing": story.developing,
            "based_on": self._reference(story.based_on),
            "topics": [it.id for it in story.topics],
            "key_points": list(story.key_points),
            "actors": [self._appearance(it.actor, story, it.part) for it in newsroom.appearances_in(story)],
            "quotes": [self._quote(it) for it in newsroom.quotes_in(story)],
            "claims": [self._claim(it) for it in newsroom.claims_in(story)],
            "relies_on": [
                {
                    "story": it.claim.story.id,
                    "claim": it.claim.id,
                    "reviewed": it.reviewed.text if it.reviewed else None,
                }
                for it in newsroom.reliances_of(story)
            ],
            "events": [self._event(it) for it in newsroom.events_in(story)],
            "context": [self._note(it) for it in newsroom.notes_in(story)],
            "corrections": [{"date": it.date.text, "text": it.text} for it in story.corrections],
            "changes": [{"date": it.date.text, "text": it.text} for it in story.changes],
        }

    def actor(self, actor: Actor) -> dict[str, Any]:
        """All that is known of an actor, over all stories."""
        newsroom = self.newsroom
        return self.profile(actor) | {
            "stories": [it.id for it in newsroom.stories_with(actor)],
            "quotes": [self.quote_of_story(it) for it in newsroom.quotes_by(actor)],
            "claims": [self.claim_of_story(it) for it in newsroom.claims_by(actor)],
            "spoken_about_in": [
                {"story": it.story.id, "quote": it.id, "speaker": it.speaker.id}
                for it in newsroom.quotes_about(actor)
            ],
            "mentions": len(newsroom.mentions_of(actor)),
        }

    def profile(self, actor: Actor) -> dict[str, Any]:
        """Who an actor is, whatever stories say."""
        return {
            "version": VERSION,
            "id": actor.id,
            "url": self._url(addresses.of_actor(actor)),
            "name": actor.name,
            "kind": actor.kind,
            "description": actor.description,
            "aliases": list(actor.aliases),
            "roles": [
                {
                    "role": it.title,
                    "of": _party(it.of),
                    "from": it.since.text if it.since else None,
                    "to": it.until.text if it.until else None,
                    "as_of": it.as_of.text if it.as_of else None,
                    "source": self._reference(it.source),
                }
                for it in actor.roles
            ],
            "same_as": list(actor.same_as),
        }

    def quote_of_story(self, quote: Quote) -> dict[str, Any]:
        """A quote outside its story, which it names."""
        return self._quote(quote) | {"story": quote.story.id}

    def claim_of_story(self, claim: Claim) -> dict[str, Any]:
        """A claim outside its story, which it names."""
        return self._claim(claim) | {"story": claim.story.id}

    def _item(self, kind: str, name: str, address: str) -> dict[str, Any]:
        return {"id": name, "url": self._url(address), "data": self._url(addresses.of_data(kind, name))}

    def _appearance(self, actor: Actor, story: Story, part: str | None) -> dict[str, Any]:
        newsroom = self.newsroom
        return {
            "id": actor.id,
            "name": actor.name,
            "kind": actor.kind,
            "url": self._url(addresses.of_actor(actor)),
            "part": part,
            "mentions": sum(it.actor is actor for it in newsroom.mentions_in(story)),
            "quotes": sum(it.speaker is actor for it in newsroom.quotes_in(story)),
        }

    def _quote(self, quote: Quote) -> dict[str, Any]:
        before, sentence, after = quote.around
        return {
            "id": quote.id,
            "url": self._url(addresses.of_quote(quote)),
            "speaker": quote.speaker.id,
            "text": quote.text,
            "kind": quote.kind,
            "verb": quote.verb,
            "date": quote.date.text if quote.date else None,
            "audience": [_party(it) for it in quote.audience],
            "medium": quote.medium,
            "venue": _party(quote.venue),
            "about": [_party(it) for it in quote.about],
            "via": _party(quote.via),
            "source": self._reference(quote.source),
            "from_source_article": quote.is_from_source_article,
            "attribution": quote.attribution,
            "verification": quote.verification,
            "original": {"text": quote.original.text, "language": quote.original.language}
            if quote.original
            else None,
            "renderings": [
                {"publisher": _party(it.publisher), "text": it.text, "url": it.url, "language": it.language}
                for it in quote.renderings
            ],
            "before": before,
            "sentence": sentence,
            "after": after,
        }

    def _claim(self, claim: Claim) -> dict[str, Any]:
        return {
            "id": claim.id,
            "url": self._url(addresses.of_claim(claim)),
            "text": claim.text,
            "said_by": claim.said_by.id,
            "status": claim.first_status,
            "current_status": claim.status,
            "why": claim.why,
            "quote": claim.quote,
            "evidence": [self._reference(it) for it in claim.evidence],
            "relied_on_by": [it.story.id for it in self.newsroom.reliances_on(claim)],
            "log": [
                {
                    "date": it.date.text,
                    "status": it.status,
                    "text": it.text,
                    "story": it.story.id if it.story else None,
                    "evidence": [self._reference(source) for source in it.evidence],
                }
                for it in claim.log
            ],
        }

    def _event(self, event: Event) -> dict[str, Any]:
        return {
            "id": event.id,
            "url": self._url(addresses.of_event(event)),
            "date": event.date.text,
            "title": event.title,
            "actors": [it.id for it in event.actors],
            "place": _party(event.place),
            "planned": event.planned,
            "source": self._reference(event.source),
            "story": event.told_in.id if event.told_in else None,
        }

    def _note(self, note: Note) -> dict[str, Any]:
        story = self._url(addresses.of_story(note.told_in)) if note.told_in else None
        first_source = next((it.url for it in note.sources if it.url), None)
        return {
            "exact": note.exact,
            "title": note.title,
            "note": note.text,
            "url": story or first_source,
            "story": note.told_in.id if note.told_in else None,
            "sources": [self._reference(it) for it in note.sources],
        }

    def _reference(self, reference: Reference | None) -> dict[str, Any] | None:
        if reference is None:
            return None
        return {
            "url": reference.url,
            "title": reference.title,
            "date": reference.date.text if reference.date else None,
            "publisher": _party(reference.publisher),
            "archived": reference.archived,
            "describe": reference.describe,
        }

    def _url(self, address: str) -> str:
        return addresses.absolute(address, self.site_url)


def _party(party: Party | Topic | None) -> str | None:
    """The id of an actor or a topic, or the plain words."""
    return party.id if isinstance(party, Actor | Topic) else party
