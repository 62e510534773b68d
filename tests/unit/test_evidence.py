"""The evidence bundle: what is in it, that it is the same each time, and what is never in it."""

import io
import json
import shutil
import subprocess
import zipfile
from hashlib import sha256

import pytest

from backstory.checks import NO_RULES
from backstory.compiler import Settings, compile_site
from backstory.evidence import without_comments
from backstory.source import parse_document
from backstory.text import SourceText

STORY = """\
# Ask Karin Holt before this goes out.
headline: "Storm #2: the wall held"  # desk: too long?
summary: >-  # from the agency
  It blew, and # the wall
  held.
published: 2029-01-10
text: republished
license: CC BY 4.0
based_on: {url: https://radio.example/7, title: Radio Alder}   # checked by phone
key_points:
  # not sure of this one
  - The wall held.
quotes:
  held: {speaker: ilse-varga, kind: direct, text: The wall held, date: 2029-01-10}
  # the lawyer rang about the next one
  secret:
    speaker: tomas-reyk
    kind: direct
    text: My brother opened the northern gate
    redact: Taken down at the speaker's request.
  after: {speaker: tomas-reyk, kind: direct, text: "It held — so far", date: 2029-01-10}
"""
ARTICLE = "“The wall held”, Ilse Varga said. “It held – so far”, said Tomas Reyk.\n"
NOT_TOLD = ("Karin Holt", "too long", "agency", "by phone", "not sure", "lawyer", "brother", "northern")


@pytest.fixture
def bundles(content):
    """The bundles of a small site, made anew when called: files by name, by story."""
    content.write("stories/storm/story.yml", STORY)
    content.write("stories/storm/article.md", ARTICLE)

    def made(**settings):
        return {
            path.split("/")[1]: data
            for path, data in _site(content, **settings).files.items()
            if path.endswith("/evidence.zip")
        }

    return made


def _site(content, **settings):
    ours = {"site_url": "https://harbour.example/", "levels": NO_RULES, "social_cards": False}
    compilation = compile_site(content.path, Settings(**(ours | settings)))
    assert compilation.site, [(it.fact, it.span) for it in compilation.diagnostics]
    return compilation.site


def _files(bundle):
    with zipfile.ZipFile(io.BytesIO(bundle)) as opened:
        assert opened.testzip() is None
        return {it.filename: opened.read(it) for it in opened.infolist()}


def test_a_bundle_holds_what_the_page_was_made_from(bundles):
    assert list(_files(bundles()["storm"])) == [
        "annotations.jsonld",
        "article.txt",
        "how-to-check.html",
        "quotes/after.txt",
        "quotes/held.txt",
        "story.json",
        "story.yml",
        "SHA256SUMS",
    ]


def test_the_same_story_gives_the_same_bytes(bundles):
    assert bundles() == bundles()


def test_sha256sum_accepts_each_file(bundles, tmp_path):
    for name, data in _files(bundles()["storm"]).items():
        file = tmp_path / "bundle" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    said = subprocess.run(
        [shutil.which("sha256sum"), "--check", "--strict", "SHA256SUMS"],
        cwd=tmp_path / "bundle",
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stdout + said.stderr
    assert said.stdout.count(": OK") == 7


def test_neither_comments_nor_what_was_taken_down_are_in_any_file(bundles):
    files = _files(bundles()["storm"])
    told = {(name, it) for name, data in files.items() for it in NOT_TOLD if it in data.decode()}
    assert told == set()
    assert not [it for it in files if "secret" in it]
    assert "secret" not in files["story.yml"].decode()


def test_the_yaml_says_the_same_without_them(bundles):
    document, found = parse_document(
        SourceText("story.yml", _files(bundles()["storm"])["story.yml"].decode())
    )
    assert not found
    assert document.data["headline"] == "Storm #2: the wall held"
    assert document.data["summary"] == "It blew, and # the wall held."
    assert list(document.data["quotes"]) == ["held", "after"]


def test_the_files_are_those_that_the_site_publishes(bundles, content):
    files, site = _files(bundles()["storm"]), _site(content).files
    assert files["story.json"] == site["api/stories/storm.json"]
    assert files["article.txt"] == site["stories/storm/article.txt"]
    assert files["annotations.jsonld"] == site["stories/storm/annotations.jsonld"]


def test_the_page_names_the_fingerprint_of_each_quotes_words_and_their_place(bundles):
    files = _files(bundles()["storm"])
    page = files["how-to-check.html"].decode()
    for name in ("held", "after"):
        assert f"{sha256(files[f'quotes/{name}.txt']).hexdigest()}  quotes/{name}.txt" in page
    start = files["article.txt"].decode().index("The wall held")
    assert f"characters {start}–{start + len('The wall held')}" in page


def test_typography_is_not_sealed_and_so_not_in_the_words(bundles):
    assert _files(bundles()["storm"])["quotes/after.txt"] == b"It held so far"


def test_what_was_proven_is_the_seal_of_the_words_beside_it(content):
    content.story(
        "quotes:\n  left: {speaker: ilse-varga, kind: direct, text: I left first, in_text: false}\n"
    )
    words = sha256(b"I left first").hexdigest()
    source = sha256(b"a source").hexdigest()
    content.write(
        "stories/toll/quotes.lock",
        f"version: 1\nsources:\n  article:\n    sha256: {source}\n    words: 12\nquotes:\n  left:\n"
        f"    state: verbatim\n    source: article\n    at: [3-15]\n    sha256: {words}\n",
    )
    files = _files(_site(content).files["stories/toll/evidence.zip"])
    assert sha256(files["quotes/left.txt"]).hexdigest() == words
    assert words in files["quotes.lock"].decode()
    page = files["how-to-check.html"].decode()
    assert source in page
    assert "characters 3–15" in page


def test_a_withdrawn_story_has_none(bundles, content):
    content.write("stories/storm/story.yml", STORY + "status: withdrawn\nwithdrawn: It was wrong.\n")
    assert bundles().keys() == {"toll"}


def test_evidence_false_leaves_them_away_with_their_links(bundles, content):
    assert bundles(evidence=False) == {}
    pages = {it.address: it.html for it in _site(content, evidence=False).pages}
    assert "evidence.zip" not in pages["/stories/storm/"]
    assert "evidence.zip" in {it.address: it.html for it in _site(content).pages}["/stories/storm/"]


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("a: 1\n", "a: 1\n"),
        ("# all\na: 1\n", "a: 1\n"),
        ("a: 1 # x\n", "a: 1\n"),
        ("a: 1\n  # x\nb: 2\n", "a: 1\nb: 2\n"),
        ("a: '# no # comment' # x", "a: '# no # comment'"),
        ('"a # b": 1 # x\n', '"a # b": 1\n'),
        ("a: we are#1\n", "a: we are#1\n"),
        ("a: |\n  # a heading\n  words\n# x\n", "a: |\n  # a heading\n  words\n"),
        ("a: > # x\n  words\n", "a: >\n  words\n"),
        ("a: [1, # x\n  2]\n", "a: [1,\n  2]\n"),
        ("a: 1 # x\r\nb: 2\r\n", "a: 1\r\nb: 2\r\n"),
        ("a: # x\n  b: 1 # y\n", "a:\n  b: 1\n"),
        ("a: https://radio.example/#part # x\n", "a: https://radio.example/#part\n"),
        ("a: true # x\nb: # y\n", "a: true\nb:\n"),
    ],
)
def test_comments_go_and_what_looks_like_one_stays(written, left):
    document, _ = parse_document(SourceText("story.yml", written))
    assert without_comments(document) == left


def test_the_bundles_of_the_scan_are_readable_to_it(bundles):
    """Stored, not compressed: so the search for what is held back finds words in them."""
    data = bundles()["storm"]
    assert b"It held so far" in data
    assert json.loads(_files(data)["story.json"])["id"] == "storm"
