"""What the search finds, and what the site's map lists."""

import gzip
import json
import re

import pytest


@pytest.fixture(scope="module")
def entries(example):
    """The entries of the search index by their location."""
    index = json.loads((example.folder / "search" / "search_index.json").read_text(encoding="utf-8"))
    return {it["location"]: it for it in index["docs"]}


# Before the title of a generated page stands what it is: "Person · Yuri Ushakov".
def test_an_actor_is_found_by_name(entries):
    assert entries["actors/yuri-ushakov/"]["title"].endswith("Yuri Ushakov")


def test_a_story_is_found_by_its_headline(entries):
    title = entries["stories/summit-agreed/"]["title"]
    assert title.endswith("Moscow says a summit is agreed. Washington is more guarded")


def test_a_quote_is_found_by_its_speaker_and_its_words(entries):
    assert entries["quotes/summit-agreed/far-off/"]["title"].endswith("Vladimir Putin: “still far off”")


def test_every_page_about_one_thing_is_found_and_every_entry_leads_somewhere(entries, example):
    found = {"/" + location.partition("#")[0] for location in entries}
    single = {
        it for it in example.pages if re.match("/(stories|actors|topics)/[^/]+/|/quotes/[^/]+/[^/]+/", it)
    }
    assert single | {"/about/", "/guide/"} <= found
    assert not [location for location in entries if example.misses(f"/{location}")]


def test_every_title_is_that_of_a_page_or_one_heading_of_it(entries, example):
    odd = []
    for location, entry in entries.items():
        page = example["/" + location.partition("#")[0]]
        headings = {it.words for it in page.content.all("h1", "h2", "h3", "h4", "h5", "h6")}
        title = " ".join(entry["title"].split())
        if not headings & {title, title.partition(" · ")[2]}:
            odd.append((location, title))
    assert not odd


def test_cards_are_not_searched_where_their_words_stand_on_the_page_anyway(entries):
    story = "".join(
        it["text"] for location, it in entries.items() if location.startswith("stories/summit-agreed/")
    )
    assert "Full profile" not in story
    assert "Source and details" not in story


def test_buttons_and_checkboxes_are_not_searched(entries):
    found = {
        location
        for location, it in entries.items()
        if re.search("Previous annotation|Copy with attribution|Show all|Copy citation", it["text"])
    }
    assert not found


def test_the_map_of_the_site_lists_every_page_once_and_says_nothing_of_the_day_of_building(example):
    packed = gzip.decompress((example.folder / "sitemap.xml.gz").read_bytes())
    text = (example.folder / "sitemap.xml").read_text(encoding="utf-8")
    assert packed.decode() == text
    listed = re.findall("<loc>https://example.org(.+?)</loc>", text)
    outside = {"/404.html", *(it.address for it in example.pages.values() if it.is_embed)}
    assert sorted(listed) == sorted(example.pages.keys() - outside)
    assert max(re.findall("<lastmod>(.+?)</lastmod>", text)) == "2025-08-15"
