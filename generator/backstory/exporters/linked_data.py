"""JSON-LD for the head of each page, in the words of https://schema.org.

A page is one graph: the page itself, what it speaks of, and its place on the site. Things are named by their
addresses; who is no page (a person, a place) by a fragment of theirs. A date that schema.org could only
write wrongly (about then, between two days) is left away.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from backstory import addresses
from backstory.dates import When
from backstory.exporters.plain_dates import certain_days
from backstory.formats import Format
from backstory.pages.edition import Edition, View
from backstory.prose import plain_text
from backstory.record import Actor, Claim, DatedText, Event, Party, Quote, Reference, Role, Story, Topic

Node: TypeAlias = dict[str, Any]

_TYPES = {
    "person": "Person",
    "government": "GovernmentOrganization",
    "media": "NewsMediaOrganization",
    "place": "Place",
}
# What ends a script, or begins a comment in one, whatever stands around it.
_UNSAFE = re.compile("[<>&\u2028\u2029]")


def linked_data(view: View, titles: Mapping[str, str], edition: Edition) -> str:
    """The graph of a page as JSON that may stand in a script element. `titles` are those of sections.

    Nothing where the site publishes none.
    """
    if not edition.publishes(Format.LINKED_DATA):
        return ""
    graph = _Graph(edition)
    match view.subject:
        case Story() as story if not story.is_withdrawn:
            nodes = graph.story(story, view)
        case Quote() as quote:
            nodes = [graph.quotation(quote), *graph.people(_named_in(quote))]
        case Actor() as actor:
            page = "WebPage" if actor.kind == "place" else "ProfilePage"
            nodes = [graph.page(view, page, mainEntity=graph.named(actor)), graph.actor(actor)]
        case Topic() as topic:
            nodes = graph.topic(topic, view)
        case _:
            nodes = [graph.site(view)] if view.address == addresses.HOME else [graph.page(view, "WebPage")]
    nodes += graph.breadcrumbs(view, titles)
    data = {"@context": "https://schema.org", "@graph": nodes}
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda it: f"\\u{ord(it[0]):04x}", written)


class _Graph:
    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.newsroom = edition.newsroom

    # ---- pages

    def site(self, view: View) -> Node:
        return {
            "@type": "WebSite",
            "@id": self._url(addresses.HOME),
            "url": self._url(addresses.HOME),
            "name": self.edition.site_name,
            "description": view.description,
            "inLanguage": self.edition.language.code,
        }

    def page(self, view: View, kind: str, **more: Any) -> Node:
        return {
            "@type": kind,
            "@id": self._url(view.address),
            "url": self._url(view.address),
            "name": view.title,
            "description": view.description,
            "inLanguage": self.edition.language.code,
            "isPartOf": {"@id": self._url(addresses.HOME)},
            **more,
        }

    def topic(self, topic: Topic, view: View) -> list[Node]:
        stories = self.newsroom.stories_on(topic)
        parts = [{"@id": self._url(addresses.of_story(it))} for it in stories]
        told = [
            {
                "@type": "BackgroundNewsArticle",
                "@id": self._url(addresses.of_story(it)),
                "url": self._url(addresses.of_story(it)),
                "headline": it.headline,
                "datePublished": _day(it.published),
            }
            for it in stories
            if not it.is_withdrawn
        ]
        page = self.page(view, "CollectionPage", hasPart=parts)
        if not topic.series:
            return [page, *map(_known, told)]
        series = {
            "@type": "CreativeWorkSeries",
            "@id": self._series(topic),
            "name": topic.name,
            "hasPart": parts,
        }
        return [page | {"mainEntity": {"@id": series["@id"]}}, series, *map(_known, told)]

    def _series(self, topic: Topic) -> str:
        return f"{self._url(addresses.of_topic(topic))}#series"

    def breadcrumbs(self, view: View, titles: Mapping[str, str]) -> list[Node]:
        """The way from the home page to this one; the home page has none."""
        way = [addresses.HOME, view.section, view.address]
        if view.address == addresses.HOME:
            return []
        names = {**titles, view.address: view.title}
        steps = [
            {
                "@type": "ListItem",
                "position": position,
                "name": names.get(address, self.edition.site_name),
                "item": self._url(address),
            }
            for position, address in enumerate(dict.fromkeys(way), start=1)
        ]
        return [{"@type": "BreadcrumbList", "itemListElement": steps}]

    # ---- a story and what is in it

    def story(self, story: Story, view: View) -> list[Node]:
        """The article, then each quotation, claim, event and actor of it, once."""
        newsroom = self.newsroom
        quotes, claims = newsroom.quotes_in(story), newsroom.claims_in(story)
        events = newsroom.events_in(story)
        actors = [it.actor for it in newsroom.appearances_in(story)]
        parts = [*map(addresses.of_quote, quotes), *map(addresses.of_claim, claims)]
        article = self._article(story, view)
        article["mentions"] = [self.named(it) for it in actors]
        article["mentions"] += [{"@id": self._url(addresses.of_event(it))} for it in events]
        article["hasPart"] = [{"@id": self._url(it)} for it in parts]
        named = [it.said_by for it in claims] + [it for event in events for it in event.actors]
        named += [it for quote in quotes for it in _named_in(quote)]
        return [
            _known(article),
            *(self.quotation(it) for it in quotes),
            *(self._claim(it) for it in claims),
            *(self._event(it) for it in events),
            *self.people([*actors, *named]),
        ]

    def _article(self, story: Story, view: View) -> Node:
        address = self._url(addresses.of_story(story))
        series = [self._series(it) for it in story.topics if it.series]
        return {
            "@type": "BackgroundNewsArticle",
            "@id": address,
            "url": address,
            "mainEntityOfPage": address,
            "headline": story.headline,
            "description": story.summary,
            "inLanguage": self.edition.language.code,
            "datePublished": _day(story.published),
            "dateModified": _day(story.updated) if story.updated else None,
            "publisher": {"@type": "Organization", "name": self.edition.site_name},
            "isPartOf": [{"@id": it} for it in (self._url(addresses.HOME), *series)],
            "wordCount": story.words,
            "image": self._url(view.picture.address) if view.picture else None,
            "license": story.license,
            "about": [self._subject(it) for it in story.topics],
            "isBasedOn": self._source(story.based_on),
            "citation": [
                {"@type": "CreativeWork", "name": it.title, "url": self._url(addresses.of_story(it.told_in))}
                for it in self.newsroom.notes_in(story)
                if it.told_in
            ],
            "backstory": plain_text(story.backstory) if story.backstory else None,
            "correction": [_correction(it) for it in story.corrections],
        }

    def quotation(self, quote: Quote) -> Node:
        speaker = self.named(quote.speaker)
        original = quote.original
        address = self._url(addresses.of_quote(quote))
        return _known(
            {
                "@type": "Quotation",
                "@id": address,
                "url": address,
                "text": quote.text or None,
                "inLanguage": self.edition.language.code,
                # Of schema.org's things a place is none that speaks.
                "creator": speaker if quote.speaker.kind != "place" else None,
                "spokenByCharacter": speaker if quote.speaker.kind != "place" else None,
                "dateCreated": _day(quote.date) if quote.date else None,
                "audience": [
                    {"@type": "Audience", "name": it.name if isinstance(it, Actor) else it}
                    for it in quote.audience
                ],
                "about": [self._subject(it) for it in quote.about],
                "isBasedOn": self._source(quote.source),
                "isPartOf": {"@id": self._url(addresses.of_story(quote.story))},
                "translationOfWork": {
                    "@type": "Quotation",
                    "text": original.text,
                    "inLanguage": original.language,
                }
                if original
                else None,
            }
        )

    def _claim(self, claim: Claim) -> Node:
        quote = next((it for it in self.newsroom.quotes_in(claim.story) if it.id == claim.quote), None)
        shown_in = addresses.of_quote(quote) if quote else addresses.of_story(claim.story)
        return _known(
            {
                "@type": "Claim",
                "@id": self._url(addresses.of_claim(claim)),
                "text": claim.text,
                "creator": self.named(claim.said_by) if claim.said_by.kind != "place" else None,
                "appearance": {"@id": self._url(shown_in)},
                "creativeWorkStatus": claim.status,
                "dateModified": _day(claim.log[-1].date) if claim.log else None,
                "citation": [self._source(it) for it in claim.evidence],
            }
        )

    def _event(self, event: Event) -> Node:
        begin, end = certain_days(event.date)
        return _known(
            {
                "@type": "Event",
                "@id": self._url(addresses.of_event(event)),
                "name": plain_text(event.title),
                "startDate": begin,
                "endDate": end,
                "eventStatus": "https://schema.org/EventScheduled" if event.planned else None,
                "location": self._place(event.place),
                "about": [self.named(it) for it in event.actors],
                "subjectOf": {"@id": self._url(addresses.of_story(event.told_in))} if event.told_in else None,
            }
        )

    # ---- actors

    def people(self, actors: Iterable[Actor]) -> Iterator[Node]:
        """Each of them once, in a few words: the rest is on the actor's own page."""
        return (self._person(it) for it in dict.fromkeys(actors))

    def actor(self, actor: Actor) -> Node:
        return _known(
            {
                **self._person(actor),
                "alternateName": list(actor.aliases),
                "image": self._url(actor.image.address) if actor.image else None,
                **self._posts(actor),
            }
        )

    def _posts(self, actor: Actor) -> Node:
        """The posts as schema.org's roles: each stands between the two, and knows from when until when."""
        if actor.kind == "place":
            return {}
        to = "affiliation" if actor.kind == "person" else "memberOf"
        posts = [_post(it) | {to: self._body(it.of)} for it in actor.roles if it.of]
        if actor.kind != "person":
            return {to: posts}
        bare = [
            _post(it) | {"hasOccupation": {"@type": "Occupation", "name": it.title}}
            for it in actor.roles
            if not it.of
        ]
        return {to: posts, "hasOccupation": bare}

    def _body(self, party: Party) -> Node:
        """Where a post is held; a land holds none, its state does."""
        if isinstance(party, Actor) and party.kind != "place":
            return self._identity(party)
        return {"@type": "Organization", "name": party.name if isinstance(party, Actor) else party}

    def _person(self, actor: Actor) -> Node:
        known = {"description": actor.description or None, "sameAs": list(actor.same_as)}
        return _known({**self._identity(actor), **known})

    def _identity(self, actor: Actor) -> Node:
        kind = _TYPES.get(actor.kind, "Organization")
        url = self._url(addresses.of_actor(actor))
        return {"@type": kind, "@id": self.named(actor)["@id"], "name": actor.name, "url": url}

    def named(self, actor: Actor) -> Node:
        """The actor by the name that they have in every graph of the site."""
        return {"@id": f"{self._url(addresses.of_actor(actor))}#actor"}

    def _subject(self, subject: Party | Topic) -> Node:
        match subject:
            case Actor():
                return self.named(subject)
            case Topic():
                return {"@type": "Thing", "name": subject.name, "url": self._url(addresses.of_topic(subject))}
            case _:
                return {"@type": "Thing", "name": subject}

    def _place(self, place: Party | None) -> Node | None:
        match place:
            case Actor(kind="place"):
                return self._identity(place)
            case Actor():
                return {"@type": "Place", "name": place.name}
            case None:
                return None
            case _:
                return {"@type": "Place", "name": place}

    def _source(self, source: Reference | None) -> Node | None:
        if source is None:
            return None
        publisher = source.publisher
        named = publisher.name if isinstance(publisher, Actor) else publisher
        return _known(
            {
                "@type": "CreativeWork",
                "name": source.title or source.describe,
                "url": source.url,
                "datePublished": _day(source.date) if source.date else None,
                "publisher": {"@type": "Organization", "name": named} if named else None,
                "archivedAt": source.archived,
            }
        )

    def _url(self, address: str) -> str:
        return addresses.absolute(address, self.edition.site_url)


def _named_in(quote: Quote) -> list[Actor]:
    """Who is spoken of as a thing of its own in a quotation's node."""
    return [quote.speaker, *(it for it in quote.about if isinstance(it, Actor))]


def _post(role: Role) -> Node:
    return _known(
        {
            "@type": "OrganizationRole",
            "roleName": role.title,
            "startDate": _day(role.since) if role.since else None,
            "endDate": _day(role.until) if role.until else None,
        }
    )


def _correction(correction: DatedText) -> Node:
    return _known(
        {
            "@type": "CorrectionComment",
            "text": plain_text(correction.text),
            "datePublished": _day(correction.date),
        }
    )


def _day(when: When) -> str | None:
    """A day, month or year as ISO 8601 has it; None of what is less certain."""
    begin, end = certain_days(when)
    return None if end else begin


def _known(node: Node) -> Node:
    """The node without what is not known of it."""
    return {key: value for key, value in node.items() if value is not None and value != []}
