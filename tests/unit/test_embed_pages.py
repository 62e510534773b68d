"""Small pages for frames on other sites, and what oEmbed 1.0 says of each."""

import json
import re
from html import unescape

import pytest

from backstory.checks import NO_RULES
from backstory.compiler import Settings, compile_site

STORY = """\
quotes:
  the-wall: {speaker: ilse-varga, kind: direct, text: 'We can build "the wall" & more', date: 2031-03-04}
claims:
  cheap: {text: The wall is cheap., said_by: ilse-varga, status: open, why: Others say not.}
events:
  vote: {date: 2031-03-04, title: The council votes.}
"""
EMBEDS = {
    "actors/ilse-varga": "actors/ilse-varga/",
    "actors/tomas-reyk": "actors/tomas-reyk/",
    "claims/toll/cheap": "stories/toll/#claim-cheap",
    "quotes/toll/the-wall": "quotes/toll/the-wall/",
    "timelines/toll": "stories/toll/#timeline",
}


@pytest.fixture
def compiled(content):
    content.story(STORY)

    def compiled(**settings):
        ours = {"site_name": "Harbour", "site_url": "https://harbour.example/news/", "levels": NO_RULES}
        compilation = compile_site(content.path, Settings(**ours | settings))
        assert not compilation.diagnostics
        return compilation.site

    return compiled


def _page(site, address):
    return next(it for it in site.pages if it.address == address)


def _embed(site, name):
    return site.files[f"embed/{name}/index.html"].decode()


def _oembed(site, name):
    return json.loads(site.files[f"embed/{name}/oembed.json"])


def test_each_quote_actor_claim_and_timeline_has_an_embed(compiled):
    pages = {it for it in compiled(social_cards=False).files if it.startswith("embed/") and "." in it}
    assert {it for it in pages if it.endswith(".html")} == {f"embed/{it}/index.html" for it in EMBEDS}
    assert {it for it in pages if it.endswith(".json")} == {f"embed/{it}/oembed.json" for it in EMBEDS}


def test_a_story_without_events_has_no_timeline_to_embed(content):
    compilation = content.compile()
    assert not [it for it in compilation.site.files if it.startswith("embed/timelines/")]


def test_an_embed_stays_out_of_search_engines_and_names_its_permalink(compiled):
    site = compiled(social_cards=False)
    for name, permalink in EMBEDS.items():
        html = _embed(site, name)
        assert '<meta name="robots" content="noindex">' in html
        assert f'<link rel="canonical" href="https://harbour.example/news/{permalink}">' in html
        assert f'<a class="bs-go" href="{"../" * (name.count("/") + 2)}{permalink}">' in html


def test_an_embed_allows_nothing_but_its_own_script_and_style(compiled):
    site = compiled(social_cards=False)
    for name in EMBEDS:
        html = _embed(site, name)
        assert "default-src 'none'; script-src 'self'; style-src 'self';" in unescape(html)
        assert "style=" not in html
        assert re.findall(r"<script[^>]*>(.*?)</script>", html) == [""]


def test_what_oembed_says_is_as_its_specification_wants_a_rich_resource(compiled):
    """By 2.3.4 of it, html, width and height must be there, and a thumbnail with both of its sizes."""
    site = compiled()
    for name in EMBEDS:
        said = _oembed(site, name)
        assert (said["version"], said["type"]) == ("1.0", "rich")
        assert (said["provider_name"], said["provider_url"]) == ("Harbour", "https://harbour.example/news/")
        assert isinstance(said["width"], int)
        assert isinstance(said["height"], int)
        assert (said["thumbnail_width"], said["thumbnail_height"]) == (1200, 630)
        path = said["thumbnail_url"].removeprefix("https://harbour.example/news/")
        assert path in site.files
        assert f'src="https://harbour.example/news/embed/{name}/"' in said["html"]
        assert 'src="https://harbour.example/news/embed/embed.js"' in said["html"]


def test_oembed_names_the_speaker_as_the_author(compiled):
    said = _oembed(compiled(social_cards=False), "quotes/toll/the-wall")
    assert said["author_name"] == "Ilse Varga"
    assert said["author_url"] == "https://harbour.example/news/actors/ilse-varga/"
    assert "thumbnail_url" not in said


def test_words_in_the_code_are_escaped(compiled):
    site = compiled(social_cards=False)
    code = _oembed(site, "quotes/toll/the-wall")["html"]
    assert 'title="Ilse Varga: “We can build &#34;the wall&#34; &amp; more”"' in code
    box = re.search(
        r"<textarea[^>]*>\n(.*?)</textarea>", _page(site, "/quotes/toll/the-wall/").html, re.DOTALL
    )
    assert unescape(box[1]) == code


def test_pages_offer_the_code_of_what_is_on_them(compiled):
    site = compiled(social_cards=False)
    offered = {
        address: re.findall(
            r"iframe src=&#34;https://harbour.example/news/embed/(.*?)/&#34;", _page(site, address).html
        )
        for address in (
            "/stories/toll/",
            "/actors/ilse-varga/",
            "/quotes/toll/the-wall/",
            "/claims/",
            "/quotes/",
        )
    }
    assert offered == {
        "/stories/toll/": ["claims/toll/cheap", "timelines/toll"],
        "/actors/ilse-varga/": ["actors/ilse-varga"],
        "/quotes/toll/the-wall/": ["quotes/toll/the-wall"],
        "/claims/": [],
        "/quotes/": [],
    }


def test_without_the_sites_address_embeds_are_there_and_nothing_offers_them(compiled):
    site = compiled(site_url=None, social_cards=False)
    assert {f"embed/{it}/index.html" for it in EMBEDS} <= set(site.files)
    assert not [it for it in site.files if it.endswith("oembed.json")]
    assert not [it.address for it in site.pages if "bs-embed" in it.html]
    assert '<link rel="canonical" href="../../../../quotes/toll/the-wall/">' in _embed(
        site, "quotes/toll/the-wall"
    )


def test_an_embed_from_right_to_left_says_so(compiled):
    assert '<html lang="ar" dir="rtl">' in _embed(
        compiled(language="ar", social_cards=False), "timelines/toll"
    )
