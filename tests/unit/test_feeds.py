"""What the feeds say: by the rules of RFC 4287 and JSON Feed 1.1, and as a reader's program reads them."""

import json
import re
from xml.etree import ElementTree as ET

import feedparser
import pytest

from backstory.checks import NO_RULES
from backstory.compiler import Settings, compile_site

ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
# RFC 4287, 4.1.1 and 4.1.2: what must stand once.
ONCE = {"feed": {"title", "id", "updated"}, "entry": {"title", "id", "updated", "content", "summary"}}
STORM = """\
headline: "The storm & <the> wall"
summary: It blew.
published: 2029-01-10
updated: 2029-01-14
text: retelling
topics: [sea-defences]
key_points: [The wall *held*.]
actors: {ilse-varga: []}
quotes:
  held: {speaker: ilse-varga, kind: direct, text: The wall held & so on, date: 2029-01-10}
corrections:
  - {date: 2029-01-14, text: The wall is 3 m high.}
  - {date: 2029-01-14, text: It was a *Tuesday*.}
"""
GONE = """\
headline: The flood that was none
summary: Nobody may read this summary any more.
published: 2030-05-01
updated: 2030-05-03
text: retelling
status: withdrawn
withdrawn: The witness was **wrong**.
"""


@pytest.fixture
def files(content):
    """The files of a small site, made anew with other settings when called."""
    content.write("stories/storm/story.yml", STORM)
    content.write("stories/storm/article.md", "“The wall held & so on”, Ilse Varga said.\n")
    content.write("stories/gone/story.yml", GONE)
    content.write("stories/gone/article.md", "Nobody may read this text any more.\n")

    def made(**settings):
        ours = {"site_name": "Port Alder", "site_url": "https://harbour.example/news/", "levels": NO_RULES}
        compilation = compile_site(content.path, Settings(social_cards=False, **(ours | settings)))
        assert compilation.site, compilation.diagnostics
        return compilation.site.files

    return made


@pytest.fixture
def feeds(files):
    """The feeds by their path, in both formats."""
    names = ("feed.xml", "feed.json", "corrections.xml", "corrections.json")
    return {path: data for path, data in files().items() if path.endswith(names)}


def _read(data):
    return ET.fromstring(data)  # noqa: S314  # our own file


def _items(feeds, path):
    return json.loads(feeds[path])["items"]


def test_the_site_each_topic_each_actor_and_corrections_have_feeds_in_both_formats(feeds):
    people = ("ilse-varga", "tomas-reyk")
    bases = ["feed", "corrections", "topics/sea-defences/feed", *(f"actors/{it}/feed" for it in people)]
    assert sorted(feeds) == sorted(f"{base}.{kind}" for base in bases for kind in ("xml", "json"))


def test_each_atom_feed_keeps_the_rules_of_its_specification(feeds):
    for path, data in feeds.items():
        if not path.endswith(".xml"):
            continue
        root = _read(data)
        assert root.tag == f"{ATOM}feed"
        for element in (root, *root.iter(f"{ATOM}entry")):
            tags = [it.tag.removeprefix(ATOM) for it in element]
            kind = element.tag.removeprefix(ATOM)
            assert all(tags.count(it) == 1 for it in ONCE[kind]), (path, tags)
            links = [it.attrib["rel"] for it in element.findall(f"{ATOM}link")]
            assert links == (["alternate", "self"] if kind == "feed" else ["alternate"])
            moments = [it for it in element if it.tag in {f"{ATOM}updated", f"{ATOM}published"}]
            assert all(MOMENT.fullmatch(it.text) for it in moments)
        (self_link,) = [it.attrib["href"] for it in root.findall(f"{ATOM}link") if it.attrib["rel"] == "self"]
        assert self_link == f"https://harbour.example/news/{path}"
        assert root.find(f"{ATOM}author/{ATOM}name").text == "Port Alder"  # else each entry needs its own
        ids = [it.text for it in root.iter(f"{ATOM}id")]
        assert len(ids) == len(set(ids))


def test_a_readers_program_takes_each_atom_feed_without_complaint(feeds):
    for path, data in feeds.items():
        if path.endswith(".xml"):
            read = feedparser.parse(data)
            assert not read.bozo, (path, read.get("bozo_exception"))
            assert read.version == "atom10"
            assert [it.link for it in read.entries] == [it["url"] for it in _items(feeds, path[:-3] + "json")]


def test_each_json_feed_keeps_the_rules_of_its_specification(feeds):
    known = {
        "id",
        "url",
        "title",
        "summary",
        "content_html",
        "date_published",
        "date_modified",
        "tags",
        "image",
    }
    for path, data in feeds.items():
        if not path.endswith(".json"):
            continue
        feed = json.loads(data)
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["feed_url"] == f"https://harbour.example/news/{path}"
        assert isinstance(feed["title"], str)
        for item in feed["items"]:
            assert item.keys() <= known
            assert isinstance(item["id"], str)
            assert item["content_html"]
            assert MOMENT.fullmatch(item["date_published"])
            assert MOMENT.fullmatch(item["date_modified"])


def test_both_formats_know_an_entry_by_the_same_id(feeds):
    root = _read(feeds["feed.xml"])
    ids = [it.find(f"{ATOM}id").text for it in root.iter(f"{ATOM}entry")]
    assert ids == [it["id"] for it in _items(feeds, "feed.json")]
    assert all(it.startswith("urn:uuid:") for it in ids)


def test_the_newest_change_stands_first(feeds):
    titles = [it["title"] for it in _items(feeds, "feed.json")]
    assert titles[0].startswith("Port Alder council")  # 2031
    assert titles[1:] == ["Withdrawn: The flood that was none", "The storm & <the> wall"]


def test_words_of_editors_are_text_in_html(feeds):
    (item,) = [it for it in _items(feeds, "actors/ilse-varga/feed.json") if "storm" in it["url"]]
    assert "The wall held &amp; so on" in item["content_html"]
    read = feedparser.parse(feeds["feed.xml"]).entries[-1]
    assert read.title == "The storm & <the> wall"
    assert "<li>The wall held.</li>" in read.content[0].value


def test_a_correction_is_an_entry_of_its_own(feeds):
    corrections = [it for it in _items(feeds, "corrections.json") if it["title"].startswith("Correction")]
    assert {it["summary"] for it in corrections} == {"The wall is 3 m high.", "It was a Tuesday."}
    assert {it["url"] for it in corrections} == {"https://harbour.example/news/stories/storm/#changes"}
    assert len({it["id"] for it in corrections}) == 2


def test_a_withdrawn_story_says_so_in_every_feed_and_nothing_else(feeds):
    for path in ("feed.json", "corrections.json"):
        (gone,) = [it for it in _items(feeds, path) if it["url"].endswith("/stories/gone/")]
        assert gone["title"] == "Withdrawn: The flood that was none"
        assert gone["summary"] == "The witness was wrong."
    assert not any(b"Nobody may read" in data for data in feeds.values())


def test_ids_stay_when_the_story_is_renamed_and_when_the_site_moves(files, content):
    before = {it["id"] for it in _items(files(), "feed.json")}
    folder = content.path / "stories"
    (folder / "storm").rename(folder / "great-storm")
    content.write("stories/great-storm/story.yml", STORM + "formerly: [storm]\n")
    moved = files(site_url="https://alder.example/", feed_id="harbour.example")
    assert {it["id"] for it in _items(moved, "feed.json")} == before
    assert {it["id"] for it in _items(files(site_url="https://alder.example/"), "feed.json")} != before


def test_who_subscribed_to_an_actor_under_a_former_id_reads_on(files, content):
    content.write("actors/ilse-varga.yml", "name: Ilse Varga\nkind: person\nformerly: [i-varga]\n")
    made = files()
    assert made["actors/i-varga/feed.xml"] == made["actors/ilse-varga/feed.xml"]
    assert made["actors/i-varga/feed.json"] == made["actors/ilse-varga/feed.json"]


def test_a_feed_holds_the_newest_fifty(files, content):
    for number in range(60):
        content.write(
            f"stories/n{number}/story.yml",
            f"headline: Number {number}\nsummary: One.\npublished: {1900 + number}\ntext: retelling\n",
        )
        content.write(f"stories/n{number}/article.md", "Nothing.\n")
    items = _items(files(), "feed.json")
    assert len(items) == 50
    assert items[-1]["title"] == "Number 13"


def test_without_the_sites_address_there_are_no_feeds(files):
    assert not [it for it in files(site_url=None) if "feed" in it or it.startswith("corrections")]
