"""What a site has ids for, and what an editor should see of each: read as far as it can be read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from backstory.folder import Content
from backstory.source import parse_document
from backstory.text import SourceText


@dataclass(frozen=True)
class Known:
    """The ids of a site by kind, in order, each with a sentence or two in Markdown of what it is."""

    actors: Mapping[str, str]
    topics: Mapping[str, str]
    stories: Mapping[str, str]

    def of(self, kind: str) -> Mapping[str, str]:
        """The ids of one kind: actor, topic or story."""
        return {"actor": self.actors, "topic": self.topics, "story": self.stories}[kind]


def known_in(content: Content) -> Known:
    """What the content has ids for; a file with errors still has its id."""
    stories = {name: files.story for name, files in content.stories.items()}
    return Known(
        {name: _actor(data) for name, data in _read(content.actors)},
        {name: _lines(data, "name", "description") for name, data in _read(content.topics)},
        {name: _lines(data, "headline", "published", "summary") for name, data in _read(stories)},
    )


def _read(sources: Mapping[str, SourceText]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, source in sorted(sources.items()):
        document, _ = parse_document(source)
        data = document.data if document else None
        yield name, data if isinstance(data, dict) else {}


def _actor(data: Mapping[str, Any]) -> str:
    kind = data.get("kind")
    title = _lines(data, "name") + (f" · {kind}" if isinstance(kind, str) else "")
    description = _lines(data, "description")
    return "\n\n".join(filter(None, [title, description.replace("**", "")]))


def _lines(data: Mapping[str, Any], first: str, *others: str) -> str:
    """The first value in bold, the others below it."""
    texts = [data[it].strip() for it in (first, *others) if isinstance(data.get(it), str)]
    return "\n\n".join(f"**{it}**" if index == 0 else it for index, it in enumerate(texts) if it)
