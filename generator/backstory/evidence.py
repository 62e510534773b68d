"""The evidence of a story: a zip of what its page was made from, and of how to check that again.

The same story gives the same bytes everywhere: the files are stored as they are, since compressors differ
from one machine to the next, and bear no date of their own.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from hashlib import sha256

import yaml

from backstory import addresses
from backstory.edits import apply_edits
from backstory.entries import data_at, take_out
from backstory.exporters.json_api import export_story_json
from backstory.exporters.web_annotation import export_web_annotations
from backstory.pages.edition import Edition
from backstory.pages.evidence import PAGE, SUMS, plan_evidence
from backstory.plain_yaml import Data
from backstory.record import Story
from backstory.rendering import Renderer
from backstory.resolve import Resolution, place_of_redaction
from backstory.schema.lock import LockShape
from backstory.sealing.lock_file import lock_file
from backstory.source import Document, Path, parse_document
from backstory.text import SourceText
from backstory.wording import sealed_words

# The oldest moment that a zip can hold.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_PLAIN_FILE = 0o100644 << 16
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def evidence_of_story(
    story: Story, edition: Edition, resolution: Resolution, files: Mapping[str, bytes], renderer: Renderer
) -> Iterator[tuple[str, bytes]]:
    """A zip for a story that stands. `files` are those of its chapter, some of which it holds, too."""
    if story.is_withdrawn:
        return
    parts = _parts(story, edition, resolution)
    parts |= _data(story, edition, files)
    quotes = {it.id: it for it in edition.newsroom.quotes_in(story)}
    prints = {name: sha256(parts[f"quotes/{name}.txt"]).hexdigest() for name in quotes if quotes[name].text}
    page = renderer.render(plan_evidence(story, prints, parts, edition))
    parts[PAGE] = page.encode()
    yield addresses.evidence_of(story).lstrip("/"), _zip(_with_sums(parts))


def _data(story: Story, edition: Edition, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The story for programs. What the site does not publish itself is made for the bundle alone."""
    named = {
        "story.json": addresses.of_data("stories", story.id)[1:],
        "article.txt": addresses.text_of(story)[1:],
        "annotations.jsonld": addresses.annotations_of(story)[1:],
    }
    if not files.keys() >= {*named.values()}:
        files = {
            **dict(export_story_json(story, edition)),
            **dict(export_web_annotations(story, edition)),
            **files,
        }
    return {name: files[path] for name, path in named.items()}


def _parts(story: Story, edition: Edition, resolution: Resolution) -> dict[str, bytes]:
    """What the editors wrote, what was proven, and the words that seals are made of."""
    parts = {"story.yml": _story_file(story, edition, resolution).encode()}
    quotes = edition.newsroom.quotes_in(story)
    if lock := resolution.locks.get(story.id):
        parts["quotes.lock"] = lock_file(_seals_of(lock, {it.id for it in quotes if it.seal})).encode()
    for it in quotes:
        if it.text:
            parts[f"quotes/{it.id}.txt"] = sealed_words(it.text).encode()
        if it.original:
            parts[f"quotes/{it.id}.original.txt"] = sealed_words(it.original.text).encode()
    return parts


def _seals_of(lock: LockShape, quotes: set[str]) -> LockShape:
    """The lock without the seals of what is not shown."""
    seals = {name: seal for name, seal in lock.quotes.items() if name in quotes}
    used = {it.source for it in seals.values()}
    sources = {name: source for name, source in lock.sources.items() if name in used}
    return lock.model_copy(update={"quotes": seals, "sources": sources})


def _story_file(story: Story, edition: Edition, resolution: Resolution) -> str:
    """The story's YAML as it was written, without comments and without what was taken down."""
    document = resolution.documents["story", story.id]
    gone = [place_of_redaction(it) for it in edition.newsroom.redactions_in(story)]
    if not gone and "#" not in document.source.text:
        return document.source.text
    text = without_comments(document) if not gone else _without_what_is_gone(document, gone)
    document.put_away()
    return text


def _without_what_is_gone(document: Document, gone: list[Path]) -> str:
    edits = [take_out(document, it) for it in gone]
    if all(edits):
        text = apply_edits(document.source.text, [it for it in edits if it])
        kept, _ = parse_document(SourceText(document.source.path, text))
        if kept:
            return without_comments(kept)
    return yaml.dump(_without(document.data, gone), Dumper=_DUMPER, allow_unicode=True, sort_keys=False)


def without_comments(document: Document) -> str:
    """A YAML file without its comments; lines that were nothing else are gone."""
    text = document.source.text
    said = [offsets for path, offsets in document.values.items() if isinstance(data_at(document, path), str)]
    said = sorted(_behind_header(text, *it) for it in (*said, *document.keys.values()))
    kept: list[str] = []
    done = at = 0
    for sign in (it.start() for it in re.finditer(r"(?<![^\s])#", text)):
        while at < len(said) and said[at][1] <= sign:
            at += 1
        if sign < done or (at < len(said) and said[at][0] <= sign):
            continue
        start, end = _comment(text, sign)
        kept.append(text[done:start])
        done = end
    return "".join([*kept, text[done:]])


def _behind_header(text: str, start: int, end: int) -> tuple[int, int]:
    """The place of a text without the line that only says how it is written: `|`, `>-`."""
    if text[start : start + 1] in {"|", ">"}:
        line_end = re.compile(r"\r\n|\r|\n|\Z").search(text, start)
        return (line_end.end() if line_end else start), end
    return start, end


def _comment(text: str, sign: int) -> tuple[int, int]:
    """Where the comment begins and ends: with the white space before it, or with its whole line."""
    line_end = re.compile(r"\r\n|\r|\n|\Z").search(text, sign)
    assert line_end
    start = sign
    while start and text[start - 1] in " \t":
        start -= 1
    alone = start == 0 or text[start - 1] in "\r\n"
    return start, line_end.end() if alone else line_end.start()


def _without(data: Data, gone: list[Path], here: Path = ()) -> Data:
    """The data without what is at these places."""
    if isinstance(data, dict):
        return {
            key: _without(value, gone, (*here, key))
            for key, value in data.items()
            if (*here, key) not in gone
        }
    if isinstance(data, list):
        return [
            _without(value, gone, (*here, index))
            for index, value in enumerate(data)
            if (*here, index) not in gone
        ]
    return data


def _with_sums(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files in the order of their names, and their fingerprints as sha256sum writes them."""
    named = dict(sorted(parts.items()))
    sums = "".join(f"{sha256(data).hexdigest()}  {name}\n" for name, data in named.items())
    return named | {SUMS: sums.encode()}


def _zip(files: Mapping[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_STORED) as bundle:
        for name, content in files.items():
            member = zipfile.ZipInfo(name, _MOMENT)
            member.create_system = _UNIX
            member.external_attr = _PLAIN_FILE
            bundle.writestr(member, content)
    return data.getvalue()
