"""From a place to what it names, from a thing to every place that names it, and what is said of either."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from backstory.anchor import find, find_quotation, parse_selector
from backstory.links import Thing, edits_of_links, thing_linked_at
from backstory.lsp.desk import Judged
from backstory.lsp.shapes import described
from backstory.placing import place_in_source
from backstory.prose import parse_article
from backstory.schema.story import MAPS_BY_ID
from backstory.source import Document, parse_document
from backstory.source import Path as Place
from backstory.text import SourceText, Span

_FIELDS = {"quote": "quotes", "claim": "claims", "event": "events"}
_KINDS = {field: kind for kind, field in _FIELDS.items()}


def kind_of(path: str) -> str | None:
    """What a YAML file describes: actor, topic or story."""
    match PurePosixPath(path).parts:
        case ("stories", _, "story.yml"):
            return "story"
        case ("actors" | "topics" as folder, name) if name.endswith(".yml"):
            return folder.removesuffix("s")
    return None


def story_of(path: str) -> str | None:
    """The id of the story that a file of its folder belongs to."""
    parts = PurePosixPath(path).parts
    return parts[1] if parts[0] == "stories" and len(parts) > 2 else None  # noqa: PLR2004  # stories/<id>/…


def thing_at(judged: Judged, path: str, line: int, column: int) -> tuple[Thing, Span] | None:
    """What the place names, or is the id of, and the words that do so. Lines and columns from 1."""
    for use in judged.uses.get(path, ()):
        if _is_in(use.place, line, column):
            return Thing(use.kind, use.id, story_of(path) if use.kind == "quote" else None), use.place
    source = judged.source(path)
    if source is None:
        return None
    return (
        _id_at(source, line, column)
        or thing_linked_at(source, source.offset(line, column))
        or _mention_at(judged, source, line, column)
    )


def file_thing(path: str) -> Thing | None:
    """The thing whose file it is."""
    kind = kind_of(path)
    return Thing(kind, story_of(path) or PurePosixPath(path).stem) if kind else None


def definition_of(judged: Judged, thing: Thing) -> Span | None:
    """Where a thing is defined: its file, or its key."""
    content = judged.content
    files = content.stories.get(thing.story or thing.id)
    match thing.kind:
        case "actor":
            source = content.actors.get(thing.id)
        case "topic":
            source = content.topics.get(thing.id)
        case _:
            source = files.story if files else None
    if source is None or thing.story is None:
        return source.span(0, 0) if source else None
    document, key = _document(source), (_FIELDS[thing.kind], thing.id)
    return document.key_span(key) if document and key in document.keys else None


def words_at(judged: Judged, path: str, line: int, column: int) -> Span | None:
    """Where the article has the words that are written at a place of story.yml: of a quote, or of an `at`."""
    files = judged.content.stories.get(story_of(path) or "")
    source = judged.source(path)
    document = _document(source) if source else None
    if files is None or files.article is None or document is None or kind_of(path) != "story":
        return None
    article = parse_article(files.article.text)
    for place in document.values:
        words = _text_at(document, place)
        if words is None or not _is_in(document.span(place), line, column):
            continue
        if place[-1] == "at" or (place[0] == "actors" and "<" in words):
            spans = find(article, parse_selector(words))
        elif place[0] == "quotes" and place[2:] == ("text",):
            spans = [it[0] for it in find_quotation(article, words)]
        else:
            continue
        return place_in_source(article, files.article, spans[0]) if spans else None
    return None


def references_to(judged: Judged, thing: Thing) -> Iterator[Span]:
    """Each place that names the thing by its id, and each link that leads to it."""
    for uses in judged.uses.values():
        for it in uses:
            if (it.kind, it.id) == (thing.kind, thing.id) and thing.is_at_home_in(it.place.path):
                yield it.place
    whole = (it.span(0, len(it.text)) for it in judged.pages.values())
    for span in dict.fromkeys([*(it.place for it in judged.resolution.texts), *whole]):
        source = judged.source(span.path)
        yield from (it.span for it in edits_of_links(source, span, thing, "")) if source else ()


def said_of(judged: Judged, path: str, line: int, column: int) -> tuple[str, Span] | None:
    """What an editor should see of a place (Markdown): what the words name, or what the key is for."""
    if found := thing_at(judged, path, line, column):
        thing, place = found
        said = _said_of_thing(judged, thing)
        return (said, place) if said else None
    kind, source = kind_of(path), judged.source(path)
    document = _document(source) if source else None
    if kind is None or document is None:
        return None
    for key in document.keys:
        if _is_in(place := document.key_span(key), line, column):
            said = described(kind, key)
            return (said, place) if said else None
    return None


def _said_of_thing(judged: Judged, thing: Thing) -> str | None:
    newsroom = judged.resolution.newsroom
    match thing.kind:
        case "quote":
            quotes = (it for it in newsroom.quotes if (it.id, it.story.id) == (thing.id, thing.story))
            return next((f"**{it.speaker.name}** {it.verb}:\n\n> {it.text}" for it in quotes), None)
        case "claim":
            claims = (it for it in newsroom.claims if (it.id, it.story.id) == (thing.id, thing.story))
            return next((f"**{it.said_by.name}** ({it.status}):\n\n> {it.text}" for it in claims), None)
        case "event":
            events = (it for it in newsroom.events if (it.id, it.story.id) == (thing.id, thing.story))
            return next((f"**{it.date.text}** {it.title}" for it in events), None)
    return judged.known.of(thing.kind).get(thing.id)


def _id_at(source: SourceText, line: int, column: int) -> tuple[Thing, Span] | None:
    """The quote, claim or event whose id stands there as its key."""
    document = _document(source) if kind_of(source.path) == "story" else None
    for key in document.keys if document else ():
        if len(key) == 2 and key[0] in _KINDS and document:  # noqa: PLR2004  # quotes: <id>
            place = document.key_span(key)
            if _is_in(place, line, column):
                return Thing(_KINDS[str(key[0])], str(key[1]), story_of(source.path)), place
    return None


def _mention_at(judged: Judged, source: SourceText, line: int, column: int) -> tuple[Thing, Span] | None:
    """The actor whose name stands there in an article."""
    if not source.path.endswith("/article.md"):
        return None
    for it in judged.resolution.newsroom.mentions:
        if it.story.id == story_of(source.path):
            place = place_in_source(it.story.article, source, it.span)
            if place and _is_in(place, line, column):
                return Thing("actor", it.actor.id), place
    return None


def _document(source: SourceText) -> Document | None:
    document, _ = parse_document(source)
    return document.with_maps(MAPS_BY_ID)[0] if document else None


def _text_at(document: Document, place: Place) -> str | None:
    """The text at a place; None where something else stands."""
    data: object = document.data
    for part in place:
        if isinstance(data, dict):
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int):
            data = data[part]
    return data if place and isinstance(data, str) else None


def _is_in(place: Span, line: int, column: int) -> bool:
    return (place.line, place.column) <= (line, column) <= (place.end_line, place.end_column)
