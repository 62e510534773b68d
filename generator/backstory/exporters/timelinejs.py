"""TimelineJS 3: the events as slides. Its texts are HTML, so what editors wrote is escaped."""

import html
import json
from typing import Any

from backstory import addresses
from backstory.dates import Precision
from backstory.exporters.plain_dates import begin_of, end_of
from backstory.pages.edition import Edition
from backstory.record import Event

_PARTS = ("year", "month", "day")


def export_timelinejs(edition: Edition) -> bytes:
    """A slide for each event, and a title: the story's, the topic's, or the site's."""
    newsroom = edition.newsroom
    stories = newsroom.stories
    title = stories[0].headline if len(stories) == 1 else edition.site_name
    data = {
        "title": {"text": {"headline": html.escape(title, quote=False)}},
        "events": [_slide(it, edition) for it in newsroom.events],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _slide(event: Event, edition: Edition) -> dict[str, Any]:
    when = event.date
    slide: dict[str, Any] = {"unique_id": f"{event.story.id}.{event.id}", "start_date": _date(begin_of(when))}
    if when.precision in {Precision.INTERVAL, Precision.OTHER}:
        slide["end_date"] = _date(end_of(when))
    if not when.is_exact:
        slide["display_date"] = html.escape(edition.language.day(when), quote=False)
    slide["text"] = {"headline": html.escape(event.title, quote=False), "text": _text(event, edition)}
    if len(edition.newsroom.stories) > 1:
        slide["group"] = event.story.short_headline
    return slide


def _date(text: str) -> dict[str, int]:
    return {name: int(part) for name, part in zip(_PARTS, text.split("-"), strict=False)}


def _text(event: Event, edition: Edition) -> str:
    """Where it is from, and where on the site it is told, as links."""
    links = [_link(event.source.url, event.source.label)] if event.source and event.source.url else []
    if edition.site_url:
        here = addresses.absolute(addresses.of_event(event), edition.site_url)
        links.append(_link(here, edition.site_name))
    return " · ".join(links)


def _link(url: str, words: str) -> str:
    return f'<a href="{html.escape(url)}">{html.escape(words, quote=False)}</a>'
