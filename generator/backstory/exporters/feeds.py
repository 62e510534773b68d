"""Feeds: Atom 1.0 (RFC 4287) and JSON Feed 1.1, of the site, each topic, each actor, and of corrections.

Entries keep their ids whatever becomes of their addresses. A day is written as its first moment in UTC, since
nobody says at which hour a story was published.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit
from uuid import NAMESPACE_DNS, uuid5
from xml.etree import ElementTree as ET

from markupsafe import Markup
from msgspec import Struct

from backstory import addresses
from backstory.exporters.xml_file import xml_file
from backstory.formats import Format
from backstory.pages.edition import Edition, Feed
from backstory.pages.feeds import feed_of, feed_of_corrections, feed_of_site, has_feeds
from backstory.prose import plain_text
from backstory.record import Actor, DatedText, Quote, Story, Topic

# As the story's own page says it.
_WITHDRAWN = "This story has been withdrawn. Its address stays, so that links to it do not break."
_LONGEST = 50  # entries
_NAMESPACE = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Entry(Struct, frozen=True):
    """An entry of a feed. `name` tells it from all others of the site and never changes."""

    name: str
    title: str
    address: str
    summary: str
    content: Markup
    published: dt.date
    updated: dt.date
    tags: tuple[str, ...] = ()
    picture: str | None = None


def export_feeds(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """The site's feeds in both formats. None without the site's address, here and below."""
    if not has_feeds(edition):
        return
    stories, make = edition.newsroom.stories, _Entries(edition)
    yield from _files(feed_of_site(edition), "", map(make.story, stories), edition)
    corrections = [entry for it in stories for entry in make.corrections(it)]
    yield from _files(feed_of_corrections(edition), "corrections", corrections, edition)


def export_topic_feeds(topic: Topic, edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Those of a topic, at their address and at the former ones."""
    if has_feeds(edition):
        entries = map(_Entries(edition).story, edition.newsroom.stories_on(topic))
        yield from _files_at_all(topic, "topics", entries, edition)


def export_actor_feeds(actor: Actor, edition: Edition) -> Iterator[tuple[str, bytes]]:
    """The same of an actor."""
    if has_feeds(edition):
        make = _Entries(edition)
        entries = (make.appearance(actor, it) for it in edition.newsroom.stories_with(actor))
        yield from _files_at_all(actor, "actors", entries, edition)


def _files_at_all(
    subject: Actor | Topic, kind: str, entries: Iterable[Entry], edition: Edition
) -> Iterator[tuple[str, bytes]]:
    """The files of a feed, and again where it was before: who subscribed there reads on."""
    feed = feed_of(subject, edition)
    for path, data in _files(feed, f"{kind}/{_first_id(subject)}", entries, edition):
        yield path, data
        for old in subject.formerly:
            yield f"{kind}/{old}/{path.rsplit('/', 1)[-1]}", data


def _files(feed: Feed, name: str, entries: Iterable[Entry], edition: Edition) -> Iterator[tuple[str, bytes]]:
    newest = sorted(entries, key=lambda it: (it.updated, it.published, it.name), reverse=True)[:_LONGEST]
    yield feed.atom.lstrip("/"), _Atom(edition).file(feed, name, newest)
    yield feed.json.lstrip("/"), _JsonFeed(edition).file(feed, newest)


class _Entries:
    """What the entries say."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.newsroom = edition.newsroom
        self._ = edition.language.gettext

    def story(self, story: Story) -> Entry:
        """A story: its summary and key points. A withdrawn one says so, so that programs forget its text."""
        if story.is_withdrawn:
            return self._withdrawn(story, f"stories/{_first_id(story)}")
        return self._told(story, f"stories/{_first_id(story)}", _points(story))

    def appearance(self, actor: Actor, story: Story) -> Entry:
        """A story as it concerns an actor: its summary and what they said in it."""
        name = f"actors/{_first_id(actor)}/stories/{_first_id(story)}"
        if story.is_withdrawn:
            return self._withdrawn(story, name)
        said = [it for it in self.newsroom.quotes_in(story) if it.speaker is actor]
        return self._told(story, name, Markup("").join(map(self._said, said)))

    def corrections(self, story: Story) -> Iterator[Entry]:
        """What was wrong in a story, an entry each; that it was withdrawn."""
        if story.is_withdrawn:
            yield self._withdrawn(story, f"stories/{_first_id(story)}/withdrawn")
            return
        told: dict[str, int] = {}
        for it in story.corrections:
            number = told[it.date.text] = told.get(it.date.text, 0) + 1
            yield self._correction(story, it, number)

    def _correction(self, story: Story, correction: DatedText, number: int) -> Entry:
        text = plain_text(correction.text)
        labelled = self.edition.language.labelled
        return Entry(
            name=f"stories/{_first_id(story)}/corrections/{correction.date.text}/{number}",
            title=labelled(self._("Correction"), story.headline),
            address=f"{addresses.of_story(story)}#changes",
            summary=text,
            content=Markup("<p>{}</p>").format(text),
            published=correction.date.start,
            updated=correction.date.start,
        )

    def _withdrawn(self, story: Story, name: str) -> Entry:
        reason = plain_text(story.why_withdrawn or "") or self._(_WITHDRAWN)
        return Entry(
            name=name,
            title=self.edition.language.labelled(self._("Withdrawn"), story.headline),
            address=addresses.of_story(story),
            summary=reason,
            content=Markup("<p>{}</p>").format(reason),
            published=story.published.start,
            updated=(story.updated or story.published).start,
        )

    def _told(self, story: Story, name: str, more: Markup) -> Entry:
        return Entry(
            name=name,
            title=story.headline,
            address=addresses.of_story(story),
            summary=story.summary,
            content=Markup("<p>{}</p>").format(story.summary) + more,
            published=story.published.start,
            updated=self.newsroom.last_change(story),
            tags=tuple(it.name for it in story.topics),
            picture=addresses.picture_of_story(story) if self.edition.publishes(Format.PICTURES) else None,
        )

    def _said(self, quote: Quote) -> Markup:
        link = addresses.absolute(addresses.of_quote(quote), self.edition.site_url)
        words = quote.text or quote.description or ""
        how = Markup("<blockquote><p>{}</p></blockquote>") if quote.is_verbatim else Markup("<p>{}</p>")
        return how.format(Markup('<a href="{}">{}</a>').format(link, words)) if words else Markup("")


def _points(story: Story) -> Markup:
    points = Markup("").join(Markup("<li>{}</li>").format(plain_text(it)) for it in story.key_points)
    return Markup("<ul>{}</ul>").format(points) if points else Markup("")


def _first_id(thing: Actor | Story | Topic) -> str:
    """The id under which it was first published."""
    return (*thing.formerly, thing.id)[0]


def _id(name: str, edition: Edition) -> str:
    """What programs know a feed or an entry by: the same wherever the site moves, if its `feed_id` stays."""
    newsroom = edition.feed_id or urlsplit(edition.site_url or "").netloc
    return uuid5(uuid5(NAMESPACE_DNS, newsroom), name).urn


def _moment(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


class _Atom:
    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    def file(self, feed: Feed, name: str, entries: list[Entry]) -> bytes:
        """The feed; one without entries is as old as the newest story."""
        root = ET.Element("feed", {"xmlns": _NAMESPACE, _LANG: self.edition.language.code})
        _add(root, "title", feed.title)
        _add(root, "id", _id(name, self.edition))
        _add(root, "updated", _moment(max(it.updated for it in entries) if entries else self._newest_day()))
        self._link(root, "alternate", "text/html", feed.page)
        self._link(root, "self", "application/atom+xml", feed.atom)
        _add(ET.SubElement(root, "author"), "name", self.edition.site_name)
        for entry in entries:
            self._entry(ET.SubElement(root, "entry"), entry)
        return xml_file(root)

    def _newest_day(self) -> dt.date:
        return self.edition.newsroom.newest_day or dt.date.min

    def _entry(self, element: ET.Element, entry: Entry) -> None:
        _add(element, "title", entry.title)
        _add(element, "id", _id(entry.name, self.edition))
        self._link(element, "alternate", "text/html", entry.address)
        _add(element, "published", _moment(entry.published))
        _add(element, "updated", _moment(entry.updated))
        for tag in entry.tags:
            ET.SubElement(element, "category", term=tag)
        _add(element, "summary", entry.summary)
        _add(element, "content", str(entry.content), type="html")

    def _link(self, element: ET.Element, rel: str, kind: str, address: str) -> None:
        whole = addresses.absolute(address, self.edition.site_url)
        ET.SubElement(element, "link", rel=rel, type=kind, href=whole)


def _add(element: ET.Element, tag: str, text: str, **attributes: str) -> None:
    ET.SubElement(element, tag, attributes).text = text


class _JsonFeed:
    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    def file(self, feed: Feed, entries: list[Entry]) -> bytes:
        data = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.title,
            "home_page_url": self._url(feed.page),
            "feed_url": self._url(feed.json),
            "language": self.edition.language.code,
            "authors": [{"name": self.edition.site_name, "url": self._url(addresses.HOME)}],
            "items": [self._item(it) for it in entries],
        }
        return (json.dumps(data, ensure_ascii=False) + "\n").encode()

    def _item(self, entry: Entry) -> dict[str, Any]:
        item = {
            "id": _id(entry.name, self.edition),
            "url": self._url(entry.address),
            "title": entry.title,
            "summary": entry.summary,
            "content_html": str(entry.content),
            "date_published": _moment(entry.published),
            "date_modified": _moment(entry.updated),
        }
        more = {"tags": list(entry.tags), "image": self._url(entry.picture) if entry.picture else None}
        return item | {key: value for key, value in more.items() if value}

    def _url(self, address: str) -> str:
        return addresses.absolute(address, self.edition.site_url)
