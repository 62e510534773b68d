"""New files that pass `backstory check` as they are: an actor, and a story from a pasted article."""

import json
import re
from collections.abc import Container, Iterator

from backstory.schema.fields import is_id
from backstory.text import CLOSING_MARKS

_TODO = "(to be written)"
# A passage in quotation marks; single ones are left out, for they are apostrophes, too.
_QUOTED = re.compile(r"“([^“”\n]+)”|„([^„“”\n]+)[“”]|«([^«»\n]+)»|\"([^\"\n]+)\"")
# Fewer words are more often a name or a term than a quotation.
_FEWEST_WORDS = 4
_LONGEST_QUOTE_ID = 5
_MARKDOWN = re.compile(r"([\\`*_\[\]])")
_MARKDOWN_AT_START = re.compile(r"^(#{1,6} |[-+] |>|\d+\. |-{3,}$)")


def new_actor(name: str, kind: str) -> str:
    """An actor's file."""
    return f"name: {quoted(name)}\nkind: {kind}\n"


def new_story(headline: str, published: str, article: str | None) -> dict[str, str]:
    """A story's files by their names in its folder: a draft, with the quotations of the article as comments.

    `article` is pasted plain text: paragraphs with blank lines between them, their lines wrapped or not.
    """
    paragraphs = _paragraphs(article or "")
    lines = [
        f"headline: {quoted(headline)}",
        f'summary: "{_TODO}"',
        f"published: {published}",
        "text: retelling",
        "status: draft  # take this line out to publish",
    ]
    suggested = list(_suggested_quotes(paragraphs))
    if suggested:
        lines += [
            "",
            "# Found in quotation marks. Take the # away below, and fill in who spoke.",
            "",
            "# quotes:",
        ]
        lines += suggested
    text = "\n\n".join(as_markdown(it) for it in paragraphs) or _TODO
    return {"story.yml": "\n".join(lines) + "\n", "article.md": text + "\n"}


def _paragraphs(article: str) -> list[str]:
    pieces = re.split(r"\n[^\S\n]*\n", article.replace("\r\n", "\n").replace("\r", "\n"))
    return [joined for it in pieces if (joined := " ".join(it.split()))]


def as_markdown(paragraph: str) -> str:
    """The paragraph as Markdown that shows exactly these characters."""
    escaped = _MARKDOWN.sub(r"\\\1", paragraph.replace("&", "&amp;").replace("<", "&lt;"))
    return _MARKDOWN_AT_START.sub(lambda it: _escaped_start(it[0]), escaped)


def _escaped_start(start: str) -> str:
    mark = start.rstrip()
    return start.replace(mark, f"{mark[:-1]}\\{mark[-1]}" if mark[0].isdigit() else f"\\{mark}", 1)


def _suggested_quotes(paragraphs: list[str]) -> Iterator[str]:
    taken: set[str] = set()
    for paragraph in paragraphs:
        for match in _QUOTED.finditer(paragraph):
            words = next(it for it in match.groups() if it).strip().rstrip(",")
            if len(words.split()) < _FEWEST_WORDS:
                continue
            name = free_id(words, taken)
            taken.add(name)
            yield f"#   {name}:"
            yield "#     speaker:"
            yield "#     kind: direct"
            yield f"#     text: {quoted(words.strip(CLOSING_MARKS))}"


def free_id(words: str, taken: Container[str], *, otherwise: str = "quote") -> str:
    """An id of the first words that is not taken; `otherwise` where they have no letter of an id."""
    plain = re.sub(r"[^a-z0-9]+", "-", re.sub(r"[’']", "", words.lower())).strip("-")
    name = "-".join(plain.split("-")[:_LONGEST_QUOTE_ID])
    name = name if is_id(name) else otherwise
    number = 2
    free = name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free


def quoted(text: str) -> str:
    """The text in the quotation marks of YAML, which JSON's are."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
