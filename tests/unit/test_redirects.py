"""Old addresses lead on to where their pages are now."""

import json

import pytest

from backstory.checks import NO_RULES
from backstory.compiler import Settings, compile_site

QUOTES = """\
formerly: [harbour-toll]
quotes:
  the-wall: {speaker: ilse-varga, kind: indirect, text: The wall can be built., formerly: [wall]}
claims:
  cheap: {text: The wall is cheap., said_by: ilse-varga, status: open}
events:
  vote: {date: 2031-03-04, title: The council votes.}
"""


@pytest.fixture
def site(content):
    content.write("actors/ilse-varga.yml", "name: Ilse <Varga>\nkind: person\nformerly: [varga, mayor]\n")
    content.write("topics/sea-defences.yml", "name: Sea defences\nformerly: the-sea\n")
    content.story(QUOTES)
    compilation = compile_site(content.path, Settings(site_url="https://harbour.example/", levels=NO_RULES))
    assert not compilation.diagnostics
    return compilation.site


def test_every_old_address_of_a_renamed_thing_is_a_redirect(site):
    assert sorted(path for path in site.files if path.endswith(".html") and "embed" not in path) == [
        "actors/mayor/index.html",
        "actors/varga/index.html",
        "quotes/harbour-toll/the-wall/index.html",
        "quotes/harbour-toll/wall/index.html",
        "quotes/toll/wall/index.html",
        "stories/harbour-toll/index.html",
        "topics/the-sea/index.html",
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("actors/varga", "../ilse-varga/"),
        ("timelines/harbour-toll", "../toll/"),
        ("claims/harbour-toll/cheap", "../../toll/cheap/"),
        ("quotes/harbour-toll/wall", "../../toll/the-wall/"),
        ("quotes/toll/wall", "../the-wall/"),
    ],
)
def test_a_frame_of_another_site_is_led_on_when_what_it_shows_was_renamed(site, old, new):
    html = site.files[f"embed/{old}/index.html"].decode()
    assert f'<meta http-equiv="refresh" content="0; url={new}">' in html


def test_a_redirect_leads_on_without_a_script_and_stays_out_of_search_engines(site):
    html = site.files["quotes/harbour-toll/wall/index.html"].decode()
    assert '<meta http-equiv="refresh" content="0; url=../../toll/the-wall/">' in html
    assert '<link rel="canonical" href="https://harbour.example/quotes/toll/the-wall/">' in html
    assert '<meta name="robots" content="noindex">' in html
    assert '<a href="../../toll/the-wall/">' in html
    assert "<script" not in html


def test_the_name_in_a_redirect_is_escaped(site):
    assert "Ilse &lt;Varga&gt;" in site.files["actors/varga/index.html"].decode()


def test_old_addresses_are_no_pages_and_so_neither_in_search_nor_in_the_sitemap(site):
    assert not {"/actors/varga/", "/stories/harbour-toll/"} & {it.address for it in site.pages}


def test_servers_that_redirect_by_themselves_get_a_rule_for_each_old_address(site):
    rules = site.files["_redirects"].decode().splitlines()
    assert "/embed/actors/mayor/ /embed/actors/ilse-varga/ 301" in rules
    assert [it for it in rules if not it.startswith("/embed/")] == [
        "/actors/mayor/ /actors/ilse-varga/ 301",
        "/actors/varga/ /actors/ilse-varga/ 301",
        "/api/actors/mayor.json /api/actors/ilse-varga.json 301",
        "/api/actors/varga.json /api/actors/ilse-varga.json 301",
        "/api/stories/harbour-toll.json /api/stories/toll.json 301",
        "/quotes/harbour-toll/the-wall/ /quotes/toll/the-wall/ 301",
        "/quotes/harbour-toll/wall/ /quotes/toll/the-wall/ 301",
        "/quotes/toll/wall/ /quotes/toll/the-wall/ 301",
        "/stories/harbour-toll/ /stories/toll/ 301",
        "/topics/the-sea/ /topics/sea-defences/ 301",
    ]


def test_a_site_in_a_folder_of_its_domain_has_that_in_its_rules(content):
    content.write("topics/sea-defences.yml", "name: Sea defences\nformerly: the-sea\n")
    settings = Settings(site_url="https://harbour.example/news", levels=NO_RULES)
    rules = compile_site(content.path, settings).site.files["_redirects"]
    assert rules == b"/news/topics/the-sea/ /news/topics/sea-defences/ 301\n"


def test_a_site_without_old_addresses_has_no_rules(content):
    assert "_redirects" not in content.compile().site.files


def test_a_former_id_in_the_api_tells_the_new_one(site):
    assert json.loads(site.files["api/actors/varga.json"]) == {
        "version": 1,
        "id": "varga",
        "moved_to": {
            "id": "ilse-varga",
            "url": "https://harbour.example/actors/ilse-varga/",
            "data": "https://harbour.example/api/actors/ilse-varga.json",
        },
    }
    assert json.loads(site.files["api/stories/harbour-toll.json"])["moved_to"]["id"] == "toll"
    assert b"varga.json" not in site.files["api/index.json"].replace(b"ilse-varga.json", b"")


def test_the_old_place_of_a_quote_in_its_story_is_where_the_quote_is_now(site):
    story = next(it.html for it in site.pages if it.address == "/stories/toll/")
    assert story.count('id="quote-wall"') == 1
    assert story.index('id="quote-the-wall"') < story.index('id="quote-wall"')
    quotes = next(it.html for it in site.pages if it.address == "/quotes/")
    assert 'id="quote-wall"' not in quotes


def test_a_link_to_the_old_place_of_a_quote_is_not_broken(content):
    content.story(QUOTES + "backstory: As she [said](#quote-wall).\n")
    assert content.said() == []
