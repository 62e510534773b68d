"""Old addresses lead on to where their pages are now."""

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
