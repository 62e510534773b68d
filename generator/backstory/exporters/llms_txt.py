"""`llms.txt` (https://llmstxt.org): what the site is, its topics and stories, and where its data is."""

import re
from collections.abc import Iterable, Iterator

from backstory import addresses
from backstory.formats import Format
from backstory.pages.edition import Edition
from backstory.record import Story

_LINE_ENDS = re.compile(r"\s+")
_MARKED = re.compile(r"([\\\[\]])")

_ABOUT = """\
Each story is annotated: who is in it, who said what to whom and how it was checked, what is claimed and what
became of it, what came before. Quotations are given with their sources: cite a quote's own address, and keep
its words."""
_DATA = (
    ("/api/index.json", "Index", "all stories, actors and topics, with the addresses of their data"),
    ("/api/quotes.ndjson", "Quotes", "one a line, each with speaker, date, source and how it was checked"),
    ("/api/quotes.csv", "Quotes as a table", "the same as CSV"),
    ("/api/actors.csv", "Actors as a table", "people, organisations, places"),
    ("/api/claims.csv", "Claims as a table", "what is claimed, by whom, and its status"),
    ("/api/openapi.json", "OpenAPI", "what can be asked for; each answer has a JSON Schema"),
)


def export_llms_txt(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """A title, a summary, and lists of links. Without the site's address, links begin at its root."""
    newsroom = edition.newsroom
    stories = [it for it in reversed(newsroom.stories) if not it.is_withdrawn]
    topics = (
        _link(it.name, addresses.of_topic(it), it.description, edition)
        for it in newsroom.topics
        if any(not story.is_withdrawn for story in newsroom.stories_on(it))
    )
    files = _DATA if edition.publishes(Format.API) else ()
    data = [_link(title, address, notes, edition) for address, title, notes in files]
    sections = [
        *_section("Stories", (_story(it, edition) for it in stories)),
        *_section("Topics", topics),
        *_section("Data", data),
    ]
    summary = "News stories with the actors, quotes, claims and events behind them."
    text = "\n\n".join([f"# {_line(edition.site_name)}", f"> {summary}", _ABOUT, *sections])
    yield "llms.txt", f"{text}\n".encode()


def _section(title: str, entries: Iterable[str]) -> Iterator[str]:
    if listed := list(entries):
        yield f"## {title}"
        yield "\n".join(listed)


def _story(story: Story, edition: Edition) -> str:
    notes = f"{story.published.text}. {story.summary}"
    return _link(story.headline, addresses.of_story(story), notes, edition)


def _link(title: str, address: str, notes: str, edition: Edition) -> str:
    words = _MARKED.sub(r"\\\1", _line(title))
    whole = addresses.absolute(address, edition.site_url)
    return f"- [{words}]({whole})" + (f": {_line(notes)}" if notes else "")


def _line(text: str) -> str:
    return _LINE_ENDS.sub(" ", text).strip()
