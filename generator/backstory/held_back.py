"""What must not be seen: the words of drafts, embargoed and withdrawn stories, and of what was taken down.

After compiling, and again after the build, every file of the site is searched for them. Words are compared,
not characters: no markup and no escape of HTML, JSON or an address hides them.
"""

import html
import re
from collections.abc import Container, Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from msgspec import Struct

from backstory.diagnostics import Code, Diagnostic, shown
from backstory.folder import Content
from backstory.resolve import Resolution, place_of_redaction
from backstory.source import Document
from backstory.source import Path as Place
from backstory.text import SourceText, Span

_WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r"[^\n.!?]+")
_TAG = re.compile(r"<[^>]*>")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\[nrt\"/]")
_FEWEST_WORDS = 4  # fewer are anybody's; of what was taken down, a name is enough
_ROW = 3
_NOT_WORDS = frozenset({".woff", ".woff2", ".ttf", ".ico", ".gif", ".jpg", ".jpeg", ".webp", ".gz"})


class HeldBack(Struct, frozen=True):
    """Words that must not be seen, and where an editor wrote them."""

    words: tuple[str, ...]
    span: Span


def held_back(content: Content, resolution: Resolution) -> tuple[HeldBack, ...]:
    """What must not be seen, without what is published elsewhere in the same words.

    What was taken down must not be seen anywhere: there it is not asked whether something else says the same.
    """
    newsroom = resolution.newsroom
    published = {it.id for it in newsroom.stories if not it.is_withdrawn}
    silent = [it for it in content.stories if it not in published and ("story", it) in resolution.documents]
    shown_words = _published_words(content, resolution, published) if silent else ""
    found = [it for name in silent for it in _of_story(content, resolution, name)]
    held = {it.words: it for it in found if _joined(it.words) not in shown_words}
    held |= {it.words: it for it in _taken_down(resolution)}
    return tuple(held.values())


def files_of(site: Path, *, without: Container[str] = frozenset()) -> Iterator[tuple[str, bytes]]:
    """The files of a built site, by their path in it, but those left out."""
    for path in sorted(it for it in site.rglob("*") if it.is_file()):
        name = path.relative_to(site).as_posix()
        if name not in without:
            yield name, path.read_bytes()


def find_leaks(files: Iterable[tuple[str, bytes]], held: Iterable[HeldBack]) -> list[Diagnostic]:
    """The errors of held-back words that stand in a file of the site, one for each."""
    wanted = list(held)
    if not wanted:
        return []
    leaks: dict[Span, Diagnostic] = {}
    for name, data in files:
        if PurePosixPath(name).suffix in _NOT_WORDS:
            continue
        rows = [_words(text) for text in _readings(data)]
        for it in _standing_in(rows, wanted):
            fact = f"“{shown(' '.join(it.words))}” is held back, and stands in {name}."
            remedy = "Take the words out of what is published, or let this be published, too."
            leaks.setdefault(it.span, Diagnostic(Code.SITE_HELD_BACK, it.span, fact, remedy))
    return list(leaks.values())


def _standing_in(rows: list[tuple[str, ...]], wanted: list[HeldBack]) -> Iterator[HeldBack]:
    there = [set(zip(*(row[at:] for at in range(_ROW)), strict=False)) for row in rows]
    joined: dict[int, str] = {}
    for it in wanted:
        for index, row in enumerate(rows):
            if len(it.words) >= _ROW and it.words[:_ROW] not in there[index]:
                continue
            if _joined(it.words) in joined.setdefault(index, _joined(row)):
                yield it
                break


def _readings(data: bytes) -> Iterator[str]:
    """A file as it is, as its readers see it, and without its escapes."""
    text = data.decode("utf-8", "ignore")
    yield html.unescape(text)
    if "<" in text:
        yield html.unescape(_TAG.sub("", text))
    if "\\" in text:
        yield html.unescape(_ESCAPE.sub(lambda it: chr(int(it[1], 16)) if it[1] else " ", text))
    if "%" in text:
        yield unquote(text)


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))


def _joined(words: Iterable[str]) -> str:
    return f" {' '.join(words)} "


def _of_story(content: Content, resolution: Resolution, name: str) -> Iterator[HeldBack]:
    document, files = resolution.documents["story", name], content.stories[name]
    kept = {("headline",), ("short_headline",), ("withdrawn",)} if _is_withdrawn(document) else set()
    for place, text in _texts(document.data, ()):
        words = _words(text)
        if len(words) >= _FEWEST_WORDS and place not in kept:
            yield HeldBack(words, document.span(place))
    if files.article:
        yield from _of_article(files.article)


def _is_withdrawn(document: Document) -> bool:
    return isinstance(document.data, dict) and document.data.get("status") == "withdrawn"


def _of_article(article: SourceText) -> Iterator[HeldBack]:
    for sentence in _SENTENCE.finditer(article.text):
        words = _words(sentence[0])
        if len(words) >= _FEWEST_WORDS:
            yield HeldBack(words, article.span(*sentence.span()))


# The keys of what an item says; its source may be that of others, too.
_SAYING = frozenset({"text", "title", "note", "q", "a", "adds", "why", "description"})


def _taken_down(resolution: Resolution) -> Iterator[HeldBack]:
    for it in resolution.newsroom.redactions:
        if it.story.is_withdrawn:
            continue
        document, home = resolution.documents["story", it.story.id], place_of_redaction(it)
        item: Any = document.data
        for part in home:
            item = item[part]
        for place, text in _texts(item, home):
            words = _words(text)
            if place[-1] in _SAYING and len(words) > 1:
                yield HeldBack(words, document.span(place))


def _published_words(content: Content, resolution: Resolution, published: set[str]) -> str:
    """All words that editors publish."""
    texts: list[str] = []
    for (kind, name), document in resolution.documents.items():
        if kind == "story" and name not in published:
            texts += [
                text for place, text in _texts(document.data, ()) if place[0] in {"headline", "withdrawn"}
            ]
            continue
        texts += [text for _, text in _texts(document.data, ())]
        article = content.stories[name].article if kind == "story" else None
        texts += [article.text] if article else []
    return " ".join(_joined(_words(it)) for it in texts)


def _texts(data: object, place: Place) -> Iterator[tuple[Place, str]]:
    """Each text in data, with where it stands."""
    if isinstance(data, str):
        yield place, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from _texts(value, (*place, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _texts(value, (*place, index))
