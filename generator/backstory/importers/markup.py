"""Texts of others as ours: HTML becomes words, words become Markdown that shows them."""

import html

import nh3

from backstory.prose import links_of
from backstory.scaffolds import as_markdown

_ELSEWHERE = ("http://", "https://", "mailto:")


def plain(markup: str) -> str:
    """The words of a text that may be HTML."""
    return " ".join(html.unescape(nh3.clean(markup, tags=set())).split())


def as_note(words: str, media_type: str) -> str:
    """Markdown of a text. Markdown stays, unless it has links that mean something on its own site alone."""
    if media_type == "text/html":
        return as_markdown(plain(words))
    if media_type == "text/markdown" and all(it.startswith(_ELSEWHERE) for it in links_of(words)):
        return words
    return as_markdown(words)
