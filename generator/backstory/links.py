"""Links in Markdown that lead to a thing of this site, and how they are written when it gets another id."""

import posixpath
import re
from collections.abc import Iterator

from msgspec import Struct

from backstory.edits import Edit
from backstory.text import SourceText, Span

# [words](target), [label]: target, <a href="target">; in code, they are only shown.
_TARGET = re.compile(
    r"\]\(\s*<?(?P<inline>[^\s()<>\"]+)"
    r"|^ {0,3}\[[^\]\n]+\]:\s*<?(?P<label>[^\s<>]+)"
    r"|\bhref=\"(?P<html>[^\"]*)\"",
    re.MULTILINE,
)
_CODE = re.compile(
    r"^ {0,3}(```+|~~~+).*?(?:^ {0,3}\1|\Z)|(?<!`)(`+)(?!`).+?(?<!`)\2(?!`)", re.DOTALL | re.MULTILINE
)


class Thing(Struct, frozen=True):
    """What has an id: an actor, a topic, a story; a quote, claim or event, which belongs to a story."""

    kind: str
    id: str
    story: str | None = None

    def is_at_home_in(self, path: str) -> bool:
        """Whether its id means it in that file: a quote's does so in its own story only."""
        return self.story is None or path.startswith(f"stories/{self.story}/")


def edits_of_links(source: SourceText, within: Span, thing: Thing, new: str) -> Iterator[Edit]:
    """An edit for each link in a text that leads to `thing`; the source's path is in the content folder."""
    start = source.offset(within.line, within.column)
    text = source.text[start : source.offset(within.end_line, within.end_column)]
    code = [it.span() for it in _CODE.finditer(text)]
    for match in _TARGET.finditer(text):
        if any(begin <= match.start() < end for begin, end in code):
            continue
        target = match[match.lastgroup or 0]
        part = _part_to_change(target, source.path, thing)
        if part is not None:
            at = start + match.start(match.lastgroup or 0) + part
            yield Edit(source.span(at, at + len(thing.id)), new)


def thing_linked_at(source: SourceText, offset: int) -> tuple[Thing, Span] | None:
    """What the link at an offset leads to, and where its target stands."""
    line = source.span(offset, offset).line
    start = source.offset(line, 1)
    for match in _TARGET.finditer(source.line(line)):
        begin, end = (start + it for it in match.span(match.lastgroup or 0))
        if begin <= offset <= end and (thing := _thing_at(match[match.lastgroup or 0], source.path)):
            return thing, source.span(begin, end)
    return None


def _thing_at(target: str, page: str) -> Thing | None:
    link, _, fragment = target.partition("#")
    kind, _, name = fragment.partition("-")
    match _parts(link, page):
        case ["actors" | "topics" as folder, str(found)]:
            return Thing(folder.removesuffix("s"), found)
        case ["stories", str(story), *_] if kind in _FRAGMENTS and name:
            return Thing(_FRAGMENTS[kind], name, story)
        case ["quotes", str(story), str(quote)]:
            return Thing("quote", quote, story)
        case ["stories" | "quotes", str(story), *_]:
            return Thing("story", story)
    return None


# What the first word of a fragment on a story's page leads to: #quote-build-the-wall.
_FRAGMENTS = {"quote": "quote", "in": "quote", "claim": "claim", "event": "event"}


def _part_to_change(target: str, page: str, thing: Thing) -> int | None:
    """Where in a link's target the id of `thing` stands."""
    link, hash_, fragment = target.partition("#")
    parts = _parts(link, page)
    if parts is None:
        return None
    if thing.story and parts[:2] == ["stories", thing.story]:
        kind, _, name = fragment.partition("-")
        is_meant = hash_ and (_FRAGMENTS.get(kind), name) == (thing.kind, thing.id)
        return len(target) - len(thing.id) if is_meant else None
    for way in _ways(thing):
        if parts[: len(way)] == way:
            return _offset(link, thing.id, len(parts) - len(way))
    return None


def _ways(thing: Thing) -> list[list[str | None]]:
    match thing.kind:
        case "quote":
            return [["quotes", thing.story, thing.id]]
        case "claim" | "event":
            return []  # places on their story's page
        case "story":
            return [["stories", thing.id], ["quotes", thing.id]]
    return [[f"{thing.kind}s", thing.id]]


def _offset(link: str, name: str, parts_behind: int) -> int | None:
    """Where `name` begins in a link, so many parts before its end."""
    pieces = link.rstrip("/").split("/")
    index = len(pieces) - 1 - parts_behind
    if index < 0 or pieces[index].removesuffix(".md") != name:
        return None
    return sum(len(it) + 1 for it in pieces[:index])


def _parts(link: str, page: str) -> list[str | None] | None:
    """The parts of the address that a link in the file `page` leads to; None when it leads elsewhere."""
    if re.match(r"[a-z][a-z0-9+.-]*:|//", link, re.IGNORECASE):
        return None
    folder, name = posixpath.split(page)
    is_in_folder = page.startswith("stories/") or link.endswith(".md") or name in {"index.md", "README.md"}
    base = folder if is_in_folder else page.removesuffix(".md")
    address = posixpath.normpath(posixpath.join("/", base, link)).removesuffix(".md")
    return [it for it in address.split("/") if it]
