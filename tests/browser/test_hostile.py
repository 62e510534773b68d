"""Whatever stands in the fields of content: it is read as it is written, and nothing of it runs."""

import json
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import expect

import public_lists
from checkers import has
from commands import mkdocs
from every_field import Filled
from serving import served

pytestmark = pytest.mark.browser

ENTRIES = (Path(__file__).parent / "hostile.txt").read_text(encoding="utf-8").splitlines()
TRIPWIRE = """
window.fired = [];
window.trip = window.alert = window.confirm = window.prompt = () => fired.push(new Error().stack);
"""
CONFIG = {
    "site_name": "Hostile",
    "site_url": "https://harbour.example/",
    "docs_dir": "content",
    "theme": {"name": "material", "font": False},
    "plugins": ["search", "backstory"],
    "markdown_extensions": ["attr_list", "tables", {"toc": {"permalink": True}}, "pymdownx.superfences"],
}
NEVER = "[onerror], [onload], script:not([type]), iframe, object, embed, base, style"
PAGES = (
    *("/stories/", "/stories/s0/", "/stories/s1/", "/stories/s2/", "/stories/s3/", "/claims/", "/timeline/"),
    *(
        f"/{kind}/s{it}/{end}"
        for it in range(4, 8)
        for kind, end in (("stories", ""), ("quotes", "zqxquotes/"))
    ),
    *("/actors/tomas-reyk/", "/actors/", "/quotes/", "/quotes/s0/zqxquotes/", "/embed/quotes/s1/zqxquotes/"),
    *("/", "/topics/zqxtopic/", "/about/"),
)
# The lists of others have thousands of entries: each stands in another field in each of these stories, and as
# a paragraph in one of them. That each field holds each of them, tests/site/test_public_lists.py tests.
OF_OTHERS = 4


class _Hostile(Filled):
    """A story that holds the same entries in each of its fields."""

    def __init__(self, entries):
        super().__init__()
        self.words = " ".join(entries)

    def _words(self):
        self.number += 1
        return self.words


class _Dealt(Filled):
    """A story over whose fields entries are dealt, from the one at `turn` on."""

    def __init__(self, entries, turn, fields):
        super().__init__()
        self.hands = [" ".join(entries[number::fields]) for number in range(fields)]
        self.hands = self.hands[turn:] + self.hands[:turn]

    def _words(self):
        self.number += 1
        return self.hands[self.number % len(self.hands)] or "the wall"


def _stories_of_others():
    entries = public_lists.attacks() + (public_lists.naughty_strings() if has("blns") else [])
    counted = _Hostile(["x"])
    counted.story()
    for number in range(OF_OTHERS):
        turn = number * counted.number // OF_OTHERS
        yield _Dealt(entries, turn, counted.number).story() | {"related": []}, entries[number::OF_OTHERS]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A site whose every field holds every entry, and where it is served."""
    folder = tmp_path_factory.mktemp("hostile")
    everything = " ".join(ENTRIES)
    person = {"name": everything, "kind": "person", "description": everything}
    files = {
        "mkdocs.yml": CONFIG,
        "content/actors/tomas-reyk.yml": person,
        "content/actors/otto-brandt.yml": person | {"name": ENTRIES[0]},
        "content/topics/zqxtopic.yml": {"name": everything, "description": everything},
    }
    ours = [(_Hostile(ENTRIES[it::4]).story() | {"related": []}, ENTRIES[it::4]) for it in range(4)]
    stories = [*ours, *_stories_of_others()]
    for number, (story, _) in enumerate(stories):
        files[f"content/stories/s{number}/story.yml"] = _of_story(story, f"s{number}")
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(data, allow_unicode=True, width=10**6), encoding="utf-8")
    paragraphs = "\n\n".join(ENTRIES)
    for number, (_, entries) in enumerate(stories):
        article = "\n\n".join(["Tomas Reyk went to the harbour.", *entries])
        (folder / f"content/stories/s{number}/article.md").write_text(article, encoding="utf-8")
    meta = "".join(f"{it}: {json.dumps(everything)}\n" for it in ("title", "description", "author"))
    (folder / "content/about.md").write_text(f"---\n{meta}---\n\n{paragraphs}\n", encoding="utf-8")
    outcome = mkdocs("build", cwd=folder)
    assert outcome.code == 0, outcome.output
    assert "Traceback" not in outcome.output
    with served(folder / "site") as address:
        yield address


def _of_story(story, name):
    """The story without what must name something of another."""
    for field in ("embargo", "withdrawn", "status", "formerly", "relies_on"):
        story.pop(field, None)
    return json.loads(json.dumps(story).replace('"story": "storm"', f'"story": "{name}"'))


def test_nothing_of_all_that_runs_and_the_text_reads_as_it_is_written(reader, hostile):
    page = reader(base_url=hostile)
    page.add_init_script(TRIPWIRE)
    asked = []
    page.on("request", lambda it: asked.append(it.url))
    page.on("dialog", lambda it: (asked.append(f"a dialog: {it.message}"), it.dismiss()))
    for path in PAGES:
        page.goto(path)
        expect(page.locator("h1").first).to_be_attached()
        assert page.evaluate("fired") == [], path
        assert not page.locator(
            ".md-content [onerror], .md-content script:not([type]), .md-content iframe"
        ).count()
    assert [it for it in asked if not it.startswith((hostile, "data:"))] == []
    page.goto("/stories/s1/")
    assert page.locator("h1").first.text_content().split() == " ".join(ENTRIES[1::4]).split()
