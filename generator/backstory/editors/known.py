"""What a site has ids for, and what an editor should see of each: read as far as it can be read."""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from backstory.folder import Content
from backstory.prints import digest
from backstory.source import parse_document
from backstory.text import SourceText

_MOST = 100_000  # files; some 200 bytes each


class Known(Struct, frozen=True):
    """The ids of a site by kind, in order, each with a sentence or two in Markdown of what it is."""

    actors: Mapping[str, str]
    topics: Mapping[str, str]
    stories: Mapping[str, str]

    def of(self, kind: str) -> Mapping[str, str]:
        """The ids of one kind: actor, topic or story."""
        return {"actor": self.actors, "topic": self.topics, "story": self.stories}[kind]


def known_in(content: Content) -> Known:
    """What the content has ids for; a file with errors still has its id."""
    return Known(
        {name: _said_of_actor(it) for name, it in sorted(content.actors.items())},
        {name: _said_of_topic(it) for name, it in sorted(content.topics.items())},
        {name: _said_of_story(it.story) for name, it in sorted(content.stories.items())},
    )


def _once(say: Callable[[Mapping[str, Any]], str]) -> Callable[[SourceText], str]:
    """What is said of a file by what stands in it: a text that is the same as before is not read again."""
    known: dict[str, str] = {}

    def said(source: SourceText) -> str:
        key = digest(source.text)
        if key not in known:
            if len(known) >= _MOST:
                known.clear()
            document, _ = parse_document(source)
            data = document.data if document else None
            known[key] = say(data if isinstance(data, dict) else {})
        return known[key]

    return said


@_once
def _said_of_actor(data: Mapping[str, Any]) -> str:
    kind = data.get("kind")
    title = _lines(data, "name") + (f" · {kind}" if isinstance(kind, str) else "")
    description = _lines(data, "description")
    return "\n\n".join(filter(None, [title, description.replace("**", "")]))


@_once
def _said_of_topic(data: Mapping[str, Any]) -> str:
    return _lines(data, "name", "description")


@_once
def _said_of_story(data: Mapping[str, Any]) -> str:
    return _lines(data, "headline", "published", "summary")


def _lines(data: Mapping[str, Any], first: str, *others: str) -> str:
    """The first value in bold, the others below it."""
    texts = [data[it].strip() for it in (first, *others) if isinstance(data.get(it), str)]
    return "\n\n".join(f"**{it}**" if index == 0 else it for index, it in enumerate(texts) if it)
