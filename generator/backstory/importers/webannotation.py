"""W3C Web Annotations in: comments become context notes, highlights tagged with a speaker become quotes.

Reads a collection, a page, a list or a single annotation, and what the annotation service Hypothesis gives.
"""

import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct, field

from backstory.changes import Refusal
from backstory.diagnostics import Code, Severity, shown
from backstory.folder import Content
from backstory.importers.entry import LONGEST_TEXT, Entry, Notes
from backstory.importers.intake import Addition, Intake, Values, add_to_story, no_story, story_data
from backstory.importers.json_file import JsonFile
from backstory.importers.markup import as_note
from backstory.importers.spot import Selected, is_at_position, selector_for, spots_of
from backstory.prose import parse_article
from backstory.scaffolds import free_id
from backstory.schema.fields import is_address
from backstory.source import parse_document
from backstory.text import CLOSING_MARKS, OPENING_MARKS, SourceText, normal_form, word_count

_STORY = re.compile(r"/stories/([a-z0-9-]+)(?:/(?:article\.txt)?)?(?:[?#].*)?$")
_ACTOR = re.compile(r"/actors/([a-z0-9-]+)/?(?:[?#].*)?$")
_FEWEST_WORDS = 4  # of a direct quote; fewer are a partial one
_SHORTEST_TITLE = 60
_TAGS = frozenset({"tagging", "classifying"})
_LINKS = frozenset({"linking"})


def import_webannotation(file: JsonFile, content: Content, story: str | None) -> Intake | Refusal:
    """A note or a quote for each annotation of a text that is here: that of `story`, or the one it names."""
    if story is not None and story not in content.stories:
        return no_story(story, sorted(content.stories))
    notes = Notes(file)
    speakers = _speakers(content)
    desks: dict[str, _Desk] = {}
    for annotation in _annotations(file.data, notes):
        name = story or _story_named(annotation, content)
        if name is None:
            fact = "It does not say which story it is about; it was left out."
            annotation.say(Code.REFERENCE_UNKNOWN_STORY, "target", fact, "Name the story: --story ID.")
            continue
        if name not in desks:
            desks[name] = _Desk(content, name, speakers)
        desks[name].take(annotation)
    texts, added = {}, {}
    for desk in desks.values():
        if desk.context or desk.quotes:
            path = desk.source.path
            texts[path] = desk.text()
            added[path] = len(desk.context) + len(desk.quotes)
    return Intake(texts, added, notes.all_found())


def _speakers(content: Content) -> dict[str, str]:
    """Actors by id and by name."""
    known = {}
    for name, source in content.actors.items():
        document, _ = parse_document(source)
        data: Any = document.data if document else {}
        known[normal_form(str(data.get("name"))).casefold()] = name
        known[name] = name
    return known


def _annotations(data: Any, notes: Notes) -> Iterator[Entry]:
    """Each annotation of whatever holds them. What is only named by its address is not fetched."""
    top = Entry({"annotations": data} if isinstance(data, list) else data, (), notes)
    if isinstance(data, list):
        for index, it in enumerate(data):
            if isinstance(it, dict):
                yield Entry(it, (index,), notes)
            else:
                fact = f"Entry {index + 1} must be a map; it was left out."
                notes.say(Code.SCHEMA_WRONG_TYPE, (index,), fact)
    elif not isinstance(data, dict):
        notes.say(Code.SCHEMA_WRONG_TYPE, (), "There are no annotations here.")
    elif "target" in data:
        yield top
    else:
        for name in ("first", "next"):
            if isinstance(data.get(name), str):
                fact = f"`{name}` names a page elsewhere; it was not fetched."
                top.say(Code.SCHEMA_UNKNOWN_KEY, name, fact, "Save that page, and take it in, too.")
        holders = [top, top.entry("first")] if isinstance(data.get("first"), dict) else [top]
        for holder in holders:
            for name in ("items", "rows"):
                yield from holder.entries(name)


def _story_named(annotation: Entry, content: Content) -> str | None:
    """The story whose page the target is, if it is one of ours."""
    target = annotation.data.get("target")
    first = target[0] if isinstance(target, list) and target else target
    source = first.get("source") or first.get("id") if isinstance(first, dict) else first
    source = source.get("id") if isinstance(source, dict) else source
    found = _STORY.search(source) if isinstance(source, str) else None
    return found[1] if found and found[1] in content.stories else None


class _Desk(Struct, dict=True):
    """One story, and what is to be put into it."""

    content: Content
    name: str
    speakers: dict[str, str]
    context: list[Addition] = field(default_factory=list)
    quotes: list[Addition] = field(default_factory=list)

    def __post_init__(self) -> None:
        files = self.content.stories[self.name]
        self.source = files.story
        self.article = parse_article(files.article.text if files.article else "")
        data = story_data(files.story)
        there, quotes = data.get("context"), data.get("quotes")
        self.here = {
            (it.get("at"), it.get("note"))
            for it in (there if isinstance(there, list) else [])
            if isinstance(it, dict)
        }
        self.quoted = dict(quotes) if isinstance(quotes, dict) else {}
        self.spoken = {
            (it.get("speaker"), it.get("text")) for it in self.quoted.values() if isinstance(it, dict)
        }

    def text(self) -> str:
        """The story with all of it."""
        source = self.source
        for name, additions in (("quotes", self.quotes), ("context", self.context)):
            if additions:
                source = SourceText(source.path, add_to_story(source, name, additions))
        return source.text

    def take(self, annotation: Entry) -> None:
        """A note or a quote, if the annotation is one and its words can be found."""
        bodies = _Bodies(annotation)
        if bodies.is_mention:
            annotation.notes.left["identifying"] += 1
            return
        named = (self.speakers.get(normal_form(it).casefold()) for it in (*bodies.tags, *bodies.named))
        speaker = next((it for it in named if it), None)
        if not bodies.note and not speaker:
            fact = "It has no comment, and no tag that names a speaker; it was left out."
            annotation.notes.say(Code.SCHEMA_MISSING_KEY, annotation.path, fact, severity=Severity.NOTE)
            return
        selected = _selected(annotation)
        placed = [at for it in selected if (at := self._place(annotation, it))]
        if not placed or len(placed) < len(selected):
            return
        exact, selector = placed[0]
        if bodies.note:
            self._add_note(annotation, bodies, exact, selector)
        elif len(placed) == 1:
            self._add_quote(annotation, speaker or "", exact, selector)
        else:  # the pieces of a quotation, with gaps between
            self._add_quote(annotation, speaker or "", " … ".join(it for it, _ in placed), "")

    def _place(self, annotation: Entry, selected: Selected) -> tuple[str, str] | None:
        """The words as the article has them, and the selector that finds them."""
        if not is_at_position(self.article, selected):
            fact = f"“{shown(selected.exact)}” is not at the position given; it was looked for by its words."
            annotation.notes.say(Code.ANCHOR_NOT_FOUND, annotation.path, fact, severity=Severity.NOTE)
        spots = spots_of(self.article, selected)
        selector = selector_for(self.article, spots[0]) if len(spots) == 1 else None
        if selector is None:
            code = Code.ANCHOR_NOT_FOUND if not spots else Code.ANCHOR_AMBIGUOUS
            what = "is not in the article" if not spots else "cannot be told from other places of the article"
            fact = f"“{shown(selected.exact)}” {what}; it was left out."
            annotation.say(code, "target", fact)
            return None
        return " ".join(self.article.text[spots[0].start : spots[0].end].split()), selector

    def _add_note(self, annotation: Entry, bodies: "_Bodies", exact: str, selector: str) -> None:
        if (selector, bodies.note) in self.here:
            self._say_here(annotation, exact)
            return
        self.here.add((selector, bodies.note))
        title = bodies.title or (exact if len(exact) <= _SHORTEST_TITLE else f"{exact[:_SHORTEST_TITLE]} …")
        values: Values = {"at": selector, "title": title, "note": bodies.note}
        if bodies.links:
            values["sources"] = bodies.links
        self.context.append(Addition("", values))

    def _add_quote(self, annotation: Entry, speaker: str, exact: str, selector: str) -> None:
        text = exact.strip(OPENING_MARKS + CLOSING_MARKS).rstrip(",")
        if (speaker, text) in self.spoken:
            self._say_here(annotation, exact)
            return
        self.spoken.add((speaker, text))
        name = free_id(text, self.quoted)
        self.quoted[name] = None
        kind = "direct" if word_count(text) >= _FEWEST_WORDS else "partial"
        values: Values = {"speaker": speaker, "text": text, "kind": kind}
        if "<" in selector:  # the words alone stand there more than once
            values["at"] = selector
        self.quotes.append(Addition(name, values))

    def _say_here(self, annotation: Entry, exact: str) -> None:
        fact = f"What it says of “{shown(exact)}” is in the story already."
        annotation.notes.say(Code.ID_IN_USE, annotation.path, fact, severity=Severity.NOTE)


class _Bodies:
    """What an annotation says: a comment, a title for it, tags, links, actors of ours that it names."""

    def __init__(self, annotation: Entry) -> None:
        self.notes: list[str] = []
        self.tags: list[str] = [it for it in _list(annotation.data.get("tags")) if isinstance(it, str)]
        self.links: list[Values | str] = []
        self.named: list[str] = []
        self.title = annotation.text("label")
        for name in ("bodyValue", "text"):  # the short form of the standard, and that of Hypothesis
            if words := annotation.text(name, longest=LONGEST_TEXT):
                self.notes.append(as_note(words, "text/markdown" if name == "text" else ""))
        for index, body in enumerate(_list(annotation.data.get("body"))):
            if isinstance(body, str):
                self._link(body, "")
            elif isinstance(body, dict):
                step = (index,) if isinstance(annotation.data["body"], list) else ()
                path = (*annotation.path, "body", *step)
                self._take(Entry(body, path, annotation.notes), _motives(annotation))
        self.note = "\n\n".join(dict.fromkeys(self.notes))

    @property
    def is_mention(self) -> bool:
        """Whether it says who is named, and nothing else: names find their places by themselves."""
        return bool(self.named) and not (self.notes or self.tags or self.links)

    def _take(self, body: Entry, motives: frozenset[str]) -> None:
        purposes = frozenset(it for it in _list(body.data.get("purpose")) if isinstance(it, str)) or motives
        words = body.text("value", longest=LONGEST_TEXT)
        address = body.text("id") or body.text("source")
        if not words and "identifying" in purposes and (actor := _ACTOR.search(address)):
            self.named.append(actor[1])
        elif not words:
            self._link(address, body.text("label"))
        elif purposes & _TAGS:
            self.tags.append(words)
        elif purposes & _LINKS and is_address(words):
            self._link(words, body.text("label"))
        else:
            self.title = self.title or body.text("label")
            self.notes.append(as_note(words, body.text("format")))

    def _link(self, address: str, title: str) -> None:
        if is_address(address):
            self.links.append({"title": title, "url": address} if title else address)


def _motives(annotation: Entry) -> frozenset[str]:
    return frozenset(it for it in _list(annotation.data.get("motivation")) if isinstance(it, str))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _selected(annotation: Entry) -> list[Selected]:
    """The words that an annotation is about, target by target; where there are none, that is told."""
    found = []
    for target in annotation.entries("target"):
        quote, position = None, None
        for selector in _selectors(target):
            kind = selector.data.get("type")
            if kind == "TextQuoteSelector" and quote is None:
                quote = selector
            elif kind == "TextPositionSelector":
                position = _position(selector)
        if quote and (exact := quote.text("exact", longest=LONGEST_TEXT)):
            prefix, suffix = (quote.text(name, longest=LONGEST_TEXT) for name in ("prefix", "suffix"))
            found.append(Selected(exact, prefix, suffix, position))
    if found:
        return found
    fact = "It does not quote the words that it is about; it was left out."
    annotation.say(Code.ANCHOR_MALFORMED, "target", fact, "A TextQuoteSelector is needed.")
    return []


def _selectors(target: Entry) -> Iterator[Entry]:
    """The selectors, and those that refine them."""
    waiting = list(target.entries("selector"))
    while waiting:
        selector = waiting.pop(0)
        yield selector
        if isinstance(selector.data.get("refinedBy"), dict | list):
            waiting += selector.entries("refinedBy")


def _position(selector: Entry) -> tuple[int, int] | None:
    start, end = selector.data.get("start"), selector.data.get("end")
    if type(start) is int and type(end) is int and 0 <= start < end:
        return start, end
    selector.say(Code.SCHEMA_BAD_VALUE, "start", "The position is none; it was not looked at.")
    return None
