"""`formats` in mkdocs.yml: what is left away is not there, and nothing of what is left leads to it."""

import re
from html import unescape

import pytest
from click.testing import CliRunner
from html_tree import Site
from msgspec.structs import replace

from backstory.checks import NO_RULES
from backstory.cli import main
from backstory.compiler import Settings, compile_site
from backstory.formats import Format
from commands import mkdocs

ADDRESS = "https://harbour.example/"
WHOLE = re.compile(rf"{re.escape(ADDRESS)}[^\s\"'<>)\]\\{{}},]*")
STORY = """\
headline: The council doubles the toll
summary: The toll pays for a sea wall.
published: 2031-03-04
text: retelling
formerly: [old-toll]
topics: [sea-defences]
actors:
  ilse-varga: []
quotes:
  build-the-wall:
    {speaker: ilse-varga, kind: direct, text: We can build the wall now, date: 2031-03-04, formerly: [wall]}
claims:
  cheap: {text: The wall is cheap., said_by: ilse-varga, status: open, why: Others say not.}
events:
  vote: {date: 2031-03-04, title: The council votes.}
"""
ACTOR = "name: Ilse Varga\nkind: person\ndescription: Mayor of Port Alder.\nformerly: [i-varga]\n"
# What shows that a format is there: files by the beginning of their paths, and by their ends.
FILES = {
    Format.API: ("api/", ""),
    Format.ANNOTATIONS: ("stories/", ("article.txt", "annotations.jsonld")),
    Format.EMBEDS: ("embed/", ""),
    Format.EVIDENCE: ("stories/", "evidence.zip"),
    Format.FEEDS: ("", ("feed.xml", "feed.json", "corrections.xml", "corrections.json")),
    Format.LLMS: ("llms.txt", ""),
    Format.PICTURES: ("cards/", ""),
}
HEADS = {
    Format.EMBEDS: "oembed",
    Format.FEEDS: "application/atom+xml",
    Format.LINKED_DATA: "application/ld+json",
    Format.PICTURES: "og:image",
}
HEADERS = {"_headers", "_headers.caddy", "_headers.nginx"}
OF_THE_WEB = {"sitemap.xml", "sitemap-news.xml", "robots.txt", "404.html", "_redirects", *HEADERS}


@pytest.fixture
def built(harbour):
    """Build a site with a bit of everything, which publishes these formats; its files by their paths."""
    harbour.write("content/stories/harbour-toll/story.yml", STORY)
    harbour.write("content/actors/ilse-varga.yml", ACTOR)
    harbour.write("content/topics/sea-defences.yml", "name: Sea defences\n")

    def built(formats):
        harbour.replace("mkdocs.yml", "[search, backstory]", f"[search, {{backstory: {{{formats}}}}}]")
        outcome = mkdocs("build", "--strict", cwd=harbour.path)
        assert outcome.code == 0, outcome.output
        return harbour.published()

    return built


def dead(site):
    """The addresses of the site itself that some file of it names, and that lead nowhere; by file."""
    pages = Site(site)
    found = {
        (page.address, page.resolve(element[name]))
        for page in pages.pages.values()
        for element in page.elements
        for name in ("href", "src")
        if element[name] and page.resolve(element[name]).startswith("/")
    }
    for file in site.rglob("*"):
        if file.is_file() and file.suffix not in {".zip", ".png", ".gz"} and "assets" not in file.parts:
            text = unescape(file.read_text(encoding="utf-8"))
            whole = {f"/{it.removeprefix(ADDRESS)}" for it in WHOLE.findall(text)}
            found |= {(file.name, it) for it in whole}
    # A fragment of a whole address names a thing in the data, and no place on its page.
    return sorted((where, it) for where, it in found if pages.misses(it) == "no such file")


def are_there(files, format_):
    start, end = FILES[format_]
    return [it for it in files if it.startswith(start) and it.endswith(end)]


def test_by_default_everything_is_published(built, harbour):
    files = built("")
    home = files["stories/harbour-toll/index.html"].decode()
    assert all(are_there(files, it) for it in FILES)
    assert all(it in home for it in HEADS.values())
    assert not dead(harbour.path / "site")
    assert 'class="bs-embed"' in home


@pytest.mark.parametrize("left_out", Format)
def test_a_format_that_is_left_out_is_gone_and_all_that_leads_to_it(left_out, built, harbour):
    others = [it for it in Format if it is not left_out]
    files = built(f"formats: [{', '.join(others)}]")
    story = files["stories/harbour-toll/index.html"].decode()
    for it in FILES:
        assert bool(are_there(files, it)) is (it is not left_out), it
    for it, mark in HEADS.items():
        assert (mark in story) is (it is not left_out), it
    assert files.keys() >= OF_THE_WEB
    assert not dead(harbour.path / "site")


def test_of_none_the_pages_and_what_the_web_asks_for_are_left(built, harbour):
    files = built("formats: none")
    assert not [it for format_ in FILES for it in are_there(files, format_)]
    assert files.keys() >= OF_THE_WEB
    for_machines = {it for it in files if not it.endswith(".html") and not it.startswith("assets/")}
    assert for_machines - OF_THE_WEB <= {"search/search_index.json", "sitemap.xml.gz"}
    moved = files["_redirects"].decode()
    assert "/stories/old-toll/ /stories/harbour-toll/ 301" in moved
    assert "/embed/" not in moved
    assert "/api/" not in moved
    pages = Site(harbour.path / "site").pages.values()
    assert not [it.address for it in pages if "As data" in it.root.words or "Follow" in it.root.words]
    assert not [it.address for it in pages if it.root.all("details", of="bs-embed")]
    for page in pages:
        named = {it["aria-labelledby"] for it in page.elements if it["aria-labelledby"]} - {"__toc"}
        assert named <= {*page.ids}, page.address
    assert not dead(harbour.path / "site")


def test_the_options_from_before_leave_out_what_they_did(built):
    files = built("social_cards: false, evidence: false, formats: [pictures, evidence, feeds]")
    assert [it for it in FILES if are_there(files, it)] == [Format.FEEDS]


def test_evidence_is_whole_where_nothing_else_is_published(content):
    content.story("quotes: {met: {speaker: ilse-varga, kind: direct, text: I met him}}\n")
    path = "stories/toll/evidence.zip"
    ours = Settings(site_url=ADDRESS, levels=NO_RULES)
    alone = compile_site(content.path, replace(ours, formats=frozenset({Format.EVIDENCE}))).site.files
    assert [it for it in FILES if are_there(alone, it)] == [Format.EVIDENCE]
    assert alone[path] == compile_site(content.path, ours).site.files[path]


def test_what_write_leaves_has_the_same_formats(harbour):
    harbour.replace(
        "mkdocs.yml", "[search, backstory]", "[search, {backstory: {formats: [feeds, linked-data]}}]"
    )
    result = CliRunner().invoke(main, ["write", str(harbour.path / "tree"), "--in", str(harbour.path)])
    assert result.exit_code == 0, result.output
    files = {it.removeprefix("content/") for it in harbour.published("tree")}
    assert [it for it in FILES if are_there(files, it)] == [Format.FEEDS]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("[api, feds]", "`formats`: there is no format `feds`. Did you mean `feeds`?"),
        ("[sitemap]", "`formats`: there is no format `sitemap`. There are api, annotations, embeds,"),
        ("everything", "`formats` cannot be `everything`. It can be `all`, `none`, or a list of api,"),
        ("{api: false}", "It can be `all`, `none`, or a list of api,"),
    ],
)
def test_a_name_that_is_no_format_is_told_with_those_that_are(said, told, harbour):
    harbour.replace("mkdocs.yml", "[search, backstory]", f"[search, {{backstory: {{formats: {said}}}}}]")
    result = CliRunner().invoke(main, ["write", str(harbour.path / "tree"), "--in", str(harbour.path)])
    assert result.exit_code == 2
    assert told in result.stderr
    if said == "[api, feds]":
        outcome = mkdocs("build", cwd=harbour.path)
        assert outcome.code == 1
        assert told in outcome.output
