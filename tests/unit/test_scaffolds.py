"""`backstory new`: files that pass `backstory check` as they are, and overwrite nothing."""

import os
import pty
import subprocess
import sys

import pytest
from click.testing import CliRunner

from backstory.cli import main
from backstory.prose import parse_article

PASTED = """\
Mayor Ilse Varga *spoke* at the [harbour],
and said: “We can build the wall now, or pay for
the flood later”, at 5 < 6 o’clock & <b>7</b> &amp;.\r
\r
# 1 of all towns, “they” said. "It was never about money," she added.

1. The end: «Nous ne payons pas cela.»

> - 2 *

---
"""


@pytest.fixture
def new(content, monkeypatch):
    """Run `backstory new` beside the content folder."""
    monkeypatch.chdir(content.path.parent)
    (content.path.parent / "article.txt").write_bytes(PASTED.encode())
    return lambda *arguments: CliRunner().invoke(main, ["new", *arguments])


def test_a_new_actor_passes_check(new, content):
    result = new("actor", "coast-radio", "--name", "Coast Radio: “the” #1", "--kind", "media")
    assert (result.exit_code, result.output) == (0, "content/actors/coast-radio.yml\n")
    assert content.said() == []
    assert any(it.name == "Coast Radio: “the” #1" for it in content.newsroom().actors)


def test_a_new_story_is_a_draft_that_passes_check(new, content):
    result = new("story", "lights", "--headline", "Lights: out", "--published", "2031-03-04")
    assert result.exit_code == 0, result.output
    assert content.said(drafts=True) == []
    assert [it.id for it in content.newsroom().stories] == ["toll"]


def test_a_pasted_article_is_shown_as_it_was_without_its_wrapping(new, content):
    new("story", "lights", "--headline", "L", "--published", "2031", "--from", "article.txt")
    assert content.said(drafts=True) == []
    article = (content.path / "stories/lights/article.md").read_bytes().decode()
    shown = [" ".join(it.split()) for it in parse_article(article).text.splitlines() if it.strip()]
    pasted = [" ".join(it.split()) for it in PASTED.replace("\r", "").split("\n\n")]
    assert shown == pasted


def test_the_quotations_of_a_pasted_article_need_only_their_speakers(new, content):
    new("story", "lights", "--headline", "L", "--published", "2031", "--from", "article.txt")
    path = content.path / "stories/lights/story.yml"
    lines = path.read_text(encoding="utf-8").splitlines()
    start = lines.index("# quotes:")
    finished = [it.removeprefix("# ") for it in lines[start:]]
    text = "\n".join([*lines[:start], *finished]).replace("speaker:", "speaker: ilse-varga")
    path.write_text(text + "\n", encoding="utf-8")
    assert content.said(drafts=True) == []
    quotes = [it for it in content.newsroom(drafts=True).quotes if it.story.id == "lights"]
    assert [(it.id, it.text) for it in quotes] == [
        ("we-can-build-the-wall", "We can build the wall now, or pay for the flood later"),
        ("it-was-never-about-money", "It was never about money"),
        ("nous-ne-payons-pas-cela", "Nous ne payons pas cela."),
    ]
    assert all(it.places for it in quotes)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("actor", "ilse-varga", "--name", "I", "--kind", "person"), "ilse-varga.yml is there already"),
        (("story", "toll", "--headline", "T", "--published", "2031"), "is there already"),
        (("actor", "Coast Radio", "--name", "I", "--kind", "media"), "Write `coast-radio`."),
        (("actor", "coast-radio", "--kind", "media"), "--name is missing"),
        (("story", "lights", "--headline", "L", "--published", "soon"), "`soon` is no date."),
        (("story", "lights", "--headline", "L", "--from", "gone.txt"), "gone.txt"),
    ],
)
def test_what_cannot_be_made_is_told_and_nothing_changes(new, content, arguments, reason):
    before = sorted((path, path.is_dir() or path.read_bytes()) for path in content.path.rglob("*"))
    result = new(*arguments)
    assert result.exit_code == 2
    assert reason in result.stderr
    assert sorted((path, path.is_dir() or path.read_bytes()) for path in content.path.rglob("*")) == before


def test_without_an_id_it_is_made_of_the_name_or_the_headline(new, content):
    new("actor", "--name", "Jón Ole", "--kind", "person")
    new("story", "--headline", "Lights: out", "--published", "2031-03-04")
    assert (content.path / "actors/jon-ole.yml").is_file()
    assert (content.path / "stories/lights-out/article.md").is_file()
    assert new("actor", "--name", "Оле", "--kind", "person").exit_code == 2


def test_in_a_terminal_it_asks_and_asks_again(content):
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "backstory", "new", "story"]
    os.write(ours, b"Lights: out\n\nsoon\n2031-03-04\n")
    subprocess.run(
        command, cwd=content.path.parent, stdin=theirs, capture_output=True, check=True, timeout=60
    )
    os.close(ours)
    os.close(theirs)
    story = (content.path / "stories/lights-out/story.yml").read_text(encoding="utf-8")
    assert 'headline: "Lights: out"\n' in story
    assert "published: 2031-03-04\n" in story
