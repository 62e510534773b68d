"""From a place to what it names, from a thing to every place that names it, and what is said of either."""

from collections.abc import Iterator
from pathlib import Path

from backstory.links import Thing
from backstory.lsp.desk import Judged
from backstory.lsp.shapes import described
from backstory.schema.story import MAPS_BY_ID
from backstory.source import Document, parse_document
from backstory.text import SourceText, Span


def thing_at(judged: Judged, path: Path, line: int, column: int) -> tuple[Thing, Span] | None:
    """What the place names, or is the definition of, and the words that do so. Lines and columns from 1."""
    for use in judged.uses_in(path):
        if _is_in(use.place, line, column):
            return Thing(use.kind, use.id, story_of(path) if use.kind == "quote" else None), use.place
    return _quote_at(judged, path, line, column) or _mention_at(judged, path, line, column)


def file_thing(path: Path) -> Thing | None:
    """The thing whose file it is."""
    kind = kind_of(path)
    if kind == "story":
        return Thing("story", path.parent.name)
    return Thing(kind, path.stem) if kind else None


def kind_of(path: Path) -> str | None:
    """What a YAML file describes: actor, topic or story."""
    if path.name == "story.yml":
        return "story"
    kinds = {"actors": "actor", "topics": "topic"}
    return kinds.get(path.parent.name) if path.suffix == ".yml" else None


def definition_of(judged: Judged, thing: Thing) -> Span | None:
    """Where a thing is defined: its file, or its key."""
    source = _file_of(judged, thing)
    if source is None:
        return None
    if thing.kind == "quote":
        document = _document(source)
        is_there = document is not None and ("quotes", thing.id) in document.keys
        return document.key_span(("quotes", thing.id)) if document and is_there else None
    return source.span(0, 0)


def references_to(judged: Judged, thing: Thing) -> Iterator[Span]:
    """Each place that names the thing by its id."""
    for use in judged.resolution.uses:
        if (use.kind, use.id) == (thing.kind, thing.id):
            path = Path(use.document.source.path)
            if thing.story is None or story_of(path) == thing.story:
                yield use.place


def said_of(judged: Judged, path: Path, line: int, column: int) -> tuple[str, Span] | None:
    """What an editor should see of a place (Markdown): what the words name, or what the key is for."""
    if found := thing_at(judged, path, line, column):
        thing, place = found
        said = (
            _said_of_quote(judged, thing)
            if thing.kind == "quote"
            else judged.known.of(thing.kind).get(thing.id)
        )
        return (said, place) if said else None
    kind, source = kind_of(path), judged.source(path)
    document = _document(source) if kind and source else None
    if kind is None or document is None:
        return None
    for key in document.keys:
        if _is_in(place := document.key_span(key), line, column):
            said = described(kind, key)
            return (said, place) if said else None
    return None


def _said_of_quote(judged: Judged, thing: Thing) -> str | None:
    for quote in judged.resolution.newsroom.quotes:
        if (quote.id, quote.story.id) == (thing.id, thing.story):
            return f"**{quote.speaker.name}** {quote.verb}:\n\n> {quote.text}"
    return None


def _quote_at(judged: Judged, path: Path, line: int, column: int) -> tuple[Thing, Span] | None:
    source = judged.source(path) if path.name == "story.yml" else None
    document = _document(source) if source else None
    for key in document.keys if document else ():
        if len(key) == 2 and key[0] == "quotes" and document:  # noqa: PLR2004  # quotes: <id>
            place = document.key_span(key)
            if _is_in(place, line, column):
                return Thing("quote", str(key[1]), story_of(path)), place
    return None


def _mention_at(judged: Judged, path: Path, line: int, column: int) -> tuple[Thing, Span] | None:
    """The actor whose name stands there in an article; of several with one name, the first mentioned."""
    source = judged.source(path) if path.name == "article.md" else None
    if source is None:
        return None
    words = source.line(line)
    for mention in judged.resolution.newsroom.mentions:
        if mention.story.id != story_of(path):
            continue
        name = mention.story.article.text[mention.span.start : mention.span.end]
        at = words.find(name, max(0, column - 1 - len(name)))
        if 0 <= at < column <= at + len(name) + 1:
            place = Span(source.path, line, at + 1, line, at + len(name) + 1)
            return Thing("actor", mention.actor.id), place
    return None


def _file_of(judged: Judged, thing: Thing) -> SourceText | None:
    content = judged.content
    match thing.kind:
        case "actor":
            return content.actors.get(thing.id)
        case "topic":
            return content.topics.get(thing.id)
    files = content.stories.get(thing.story or thing.id)
    return files.story if files else None


def _document(source: SourceText) -> Document | None:
    document, _ = parse_document(source)
    return document.with_maps(MAPS_BY_ID)[0] if document else None


def story_of(path: Path) -> str:
    """The id of the story that a file of its folder belongs to."""
    return path.parent.name


def _is_in(place: Span, line: int, column: int) -> bool:
    return (place.line, place.column) <= (line, column) <= (place.end_line, place.end_column)
