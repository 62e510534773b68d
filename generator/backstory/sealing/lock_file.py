"""The lock as it is written: the same bytes for the same proofs, a line for each thing that can change."""

import json
from collections.abc import Iterator

from backstory.schema.lock import LockShape, SealedSourceShape, SealShape

_HEAD = """\
# Written by `backstory verify`; do not edit. It proves the quotes of story.yml against the text of their
# sources. Of that text only the fingerprint is kept, and at which characters of it each quote stands.
version: 1
"""


def lock_file(lock: LockShape) -> str:
    """The text of `quotes.lock`."""
    return "".join([_HEAD, *_lines(lock)])


def _lines(lock: LockShape) -> Iterator[str]:
    yield "sources:\n"
    for name, source in lock.sources.items():
        yield f"  {_quoted(name)}:\n"
        yield from (f"    {key}: {value}\n" for key, value in _of_source(source))
    yield "quotes:\n"
    for name, seal in lock.quotes.items():
        yield f"  {name}:\n"
        yield from (f"    {key}: {value}\n" for key, value in _of_seal(seal))


def _of_source(source: SealedSourceShape) -> Iterator[tuple[str, str]]:
    if source.url:
        yield "url", _quoted(source.url)
    if source.title:
        yield "title", _quoted(source.title)
    yield "sha256", source.sha256
    yield "words", str(source.words)


def _of_seal(seal: SealShape) -> Iterator[tuple[str, str]]:
    yield "state", seal.state
    yield "source", _quoted(seal.source)
    if seal.at:
        yield "at", f"[{', '.join(f'{it.start}-{it.end}' for it in seal.at)}]"
    yield "sha256", seal.sha256
    if seal.original:
        yield "original", seal.original


def _quoted(text: str) -> str:
    """As a text that YAML reads as it is; the names of our own need no quotes."""
    return text if text.isalpha() else json.dumps(text, ensure_ascii=False)
