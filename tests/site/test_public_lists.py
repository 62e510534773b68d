"""What others collect to break programs with, put through every field: it is text on every page."""

import json
import re
import time

import pytest
import yaml
from html_tree import parse

import public_lists
from backstory.source import parse_document
from backstory.text import SourceText
from checkers import needs
from every_field import Filled

PARTS = 6
LISTS = [
    *(pytest.param("attacks", part, id=f"attacks-{part}") for part in range(PARTS)),
    pytest.param("naughty_strings", 0, id="naughty-strings", marks=needs("blns")),
]
# Elements that no text of content may bring, and addresses that no attribute may have.
NEVER = {
    "script",
    "iframe",
    "object",
    "embed",
    "base",
    "form",
    "style",
    "link",
    "meta",
    "frame",
    "applet",
    "math",
}
RUNS = re.compile(r"[\x00-\x20]*(?:javascript|vbscript|data|file):", re.IGNORECASE)


class _Holding(Filled):
    """A story that has the same words in each of its fields."""

    def __init__(self, words):
        super().__init__()
        self.words = words

    def _words(self):
        self.number += 1
        return self.words


@pytest.mark.parametrize(("name", "part"), LISTS)
def test_every_entry_in_every_field_is_text_and_nothing_else(content, name, part):
    entries = getattr(public_lists, name)()[part :: PARTS if name == "attacks" else 1]
    words = " ".join(entries)
    story = _Holding(words).story() | {"related": []}
    for field in ("embargo", "withdrawn", "status", "formerly", "relies_on"):
        story.pop(field, None)
    story = json.loads(json.dumps(story).replace('"story": "storm"', '"story": "toll"'))
    content.write("actors/otto-brandt.yml", _yaml({"name": entries[0], "kind": "person"}))
    content.write("topics/zqxtopic.yml", _yaml({"name": entries[-1], "description": words}))
    content.write("stories/toll/story.yml", _yaml(story))
    content.write("stories/toll/article.md", "\n\n".join(["Tomas Reyk went to the harbour.", *entries]))
    compilation = content.compile()
    assert compilation.site is not None, compilation.diagnostics[:1]
    for page in compilation.site.pages:
        tree = parse(page.address, page.html)
        brought = [it for it in tree.elements if it.tag in NEVER and not _is_ours(it)]
        assert not brought, page.address
        attributes = [(name, it) for element in tree.elements for name, it in element.attributes.items()]
        assert not [it for it in attributes if it[0].startswith("on")]
        assert not [it for it in attributes if it[0] in {"href", "src", "action"} and RUNS.match(it[1] or "")]
    story_page = next(it for it in compilation.site.pages if it.address == "/stories/toll/")
    heading = parse(story_page.address, story_page.html).root.all("h1")[0]
    assert heading.words.split() == words.split()


def _is_ours(element):
    """Whether it is an element of our templates: what content brings has no class, and data does not run."""
    return element["class"].startswith("bs-") or element["type"] == "application/json"


def _yaml(data):
    return yaml.safe_dump(data, allow_unicode=True, width=10**6)


@needs("yaml-test-suite", "node")
def test_every_file_of_the_yaml_test_suite_is_read_or_told_within_a_second():
    files = public_lists.yaml_files()
    assert len(files) > 300
    for name, text in files.items():
        start = time.perf_counter()
        document, found = parse_document(SourceText(f"{name}.yml", text))
        assert document is not None or found, name
        assert all(it.span.line >= 1 and it.fact for it in found), name
        assert time.perf_counter() - start < 1, name
