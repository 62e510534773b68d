"""A rule's documentation, read from its docstring: what it says, with a bad and a good example.

The docstring's form: a sentence; further paragraphs; `Bad:` and `Good:`, each with files below it, indented,
with a line `# path/in/content.yml` above each. Of a story only the keys that matter are given;
`whole_example` adds the rest.
"""

import inspect
import re
import textwrap
from collections.abc import Mapping

from msgspec import Struct

from backstory.checks.rule import Rule

_STORY = "stories/toll/story.yml"
_HEAD = {
    "headline": "Port Alder council votes to double the harbour toll",
    "summary": "The toll pays for a sea wall. Not everybody wants it.",
    "published": "2031-03-04",
    "text": "retelling",
    "actors": "{ilse-varga: [], tomas-reyk: []}",
}
_BESIDE = {
    "actors/ilse-varga.yml": "name: Ilse Varga\nkind: person\ndescription: Mayor of Port Alder.\n",
    "actors/tomas-reyk.yml": "name: Tomas Reyk\nkind: person\ndescription: He owns four boats.\n",
    "stories/toll/article.md": "Mayor Ilse Varga met Tomas Reyk at the harbour.\n",
    _STORY: "",
}


class Documentation(Struct, frozen=True):
    """What a rule says of itself, in Markdown, and its two examples: files by path in the content folder."""

    text: str
    bad: Mapping[str, str]
    good: Mapping[str, str]


def documentation(rule: Rule) -> Documentation:
    """The rule's documentation."""
    text, bad, good = re.split(r"\n(?:Bad|Good):\n", inspect.getdoc(rule.find) or "")
    return Documentation(text.strip(), _files(bad), _files(good))


def _files(block: str) -> dict[str, str]:
    _, *parts = re.split(r"^# (\S+\.(?:yml|md))\n", textwrap.dedent(block).strip() + "\n", flags=re.MULTILINE)
    return dict(zip(parts[::2], parts[1::2], strict=True))


def whole_example(files: Mapping[str, str]) -> dict[str, str]:
    """The files of an example with all that a site needs beside them."""
    whole = _BESIDE | dict(files)
    given = set(re.findall(r"^(\w+):", whole[_STORY], re.MULTILINE))
    head = "".join(f"{key}: {value}\n" for key, value in _HEAD.items() if key not in given)
    return whole | {_STORY: head + whole[_STORY]}
