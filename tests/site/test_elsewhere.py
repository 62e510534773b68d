"""How pages are shown elsewhere: their social pictures, and what stands for them in other sites' pages."""

import io
import json

import pytest
from PIL import Image

from commands import mkdocs

QUOTE = "/quotes/summit-agreed/agreement/"
PAGES = {QUOTE, "/stories/summit-agreed/", "/actors/vladimir-putin/"}


def _meta(page):
    return {it["property"] or it["name"]: it["content"] for it in page.root.all("meta")}


def _discovered(page):
    return [it["href"] for it in page.root.all("link", type="application/json+oembed")]


@pytest.mark.parametrize("address", sorted(PAGES))
def test_a_page_names_its_picture_with_its_size_and_its_words(example, address):
    said = _meta(example[address])
    path = said["og:image"].removeprefix("https://example.org/")
    picture = Image.open(io.BytesIO((example.folder / path).read_bytes()))
    assert (str(picture.width), str(picture.height)) == (said["og:image:width"], said["og:image:height"])
    assert said["og:image:type"] == "image/png"
    assert said["twitter:card"] == "summary_large_image"
    assert said["og:image:alt"]


def test_the_alternative_text_of_a_quotes_picture_has_its_words(example):
    words = example[QUOTE].root.all("blockquote")[0].words
    assert _meta(example[QUOTE])["og:image:alt"] == f"Yuri Ushakov: {words}"


@pytest.mark.parametrize("address", sorted(PAGES))
def test_a_page_leads_to_what_oembed_says_of_it(example, address):
    (found,) = _discovered(example[address])
    said = json.loads((example.folder / found.removeprefix("https://example.org/")).read_text("utf-8"))
    assert said["type"] == "rich"


def test_each_thumbnail_of_oembed_is_a_file_of_the_site(example):
    files = sorted((example.folder / "embed").rglob("oembed.json"))
    shown = {json.loads(it.read_text("utf-8"))["thumbnail_url"] for it in files}
    assert shown
    assert not [it for it in shown if example.misses(it.removeprefix("https://example.org"))]


def test_each_generated_page_names_itself_once_for_social_networks_as_for_search_engines(example):
    ordinary = ("/about/", "/guide/", "/404.html")
    pages = [it for it in example.pages.values() if not (it.is_embed or it.address.startswith(ordinary))]
    for page in pages:
        (canonical,) = page.root.all("link", rel="canonical")
        assert [it["content"] for it in page.root.all("meta", property="og:url")] == [canonical["href"]]
        assert len(page.root.all("meta", name="twitter:card")) == 1


def test_lists_and_ordinary_pages_have_neither(example):
    for address in ("/", "/quotes/", "/about/"):
        assert "og:image" not in _meta(example[address])
        assert not _discovered(example[address])


def test_a_site_can_do_without_pictures_and_without_an_address(harbour):
    harbour.replace("mkdocs.yml", "site_url: https://harbour.example/\n", "")
    harbour.replace(
        "mkdocs.yml", "plugins: [search, backstory]", "plugins: [search, {backstory: {social_cards: false}}]"
    )
    outcome = mkdocs("build", "--strict", cwd=harbour.path)
    assert outcome.code == 0, outcome.output
    assert "INFO    -  There is no `site_url` in mkdocs.yml" in outcome.output
    published = harbour.published()
    assert not {"sitemap.xml", "sitemap.xml.gz", "sitemap-news.xml", "robots.txt"} & set(published)
    assert not [it for it in published if it.startswith("cards/") or it.endswith("oembed.json")]
    page = published["quotes/harbour-toll/build-the-wall/index.html"]
    assert b"og:image" not in page
    assert b"og:url" not in page
    assert b"json+oembed" not in page


def test_pictures_are_kept_beside_the_content_between_builds(built_harbour):
    kept = {it.name for it in (built_harbour.path / ".backstory" / "cache" / "cards").iterdir()}
    drawn = {it for it in built_harbour.published() if it.startswith("cards/")}
    assert len(kept) == len(drawn)
    assert drawn
