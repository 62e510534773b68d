"""Sitemaps by the rules of sitemaps.org and of Google News, robots.txt by RFC 9309, Open Graph by ogp.me."""

import datetime as dt
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

import pytest

from backstory.checks import NO_RULES
from backstory.compiler import Settings, compile_site
from backstory.exporters.sitemaps import Entry, sitemaps

SITE_URL = "https://harbour.example/"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
MEGABYTES_50 = 52_428_800
DAY = dt.date(2031, 3, 4)


@pytest.fixture
def site(content):
    """A small site: a story, one two days older, one three days older, one that is withdrawn, and a draft."""
    for name, day, lines in (
        ("eve", "2031-03-02", ""),
        ("before", "2031-03-01", ""),
        ("gone", "2031-03-05", "status: withdrawn\nwithdrawn: It was wrong.\n"),
        ("later", "2031-03-06", "status: draft\n"),
        ("soon", "2031-03-06", "embargo: 2031-03-06T06:00Z\n"),
    ):
        head = f"headline: The {name} story\nsummary: All of {name}.\npublished: {day}\ntext: retelling\n"
        content.write(f"stories/{name}/story.yml", head + lines)
        content.write(f"stories/{name}/article.md", f"Nothing is known of {name} yet.\n")
    quote = "quotes:\n  gone: {speaker: ilse-varga, kind: indirect, text: It pays., redact: Not meant.}\n"
    content.story(f"topics: [sea-defences]\ncorrections: [{{date: 2031-03-09, text: It was.}}]\n{quote}")

    def made(site_url=SITE_URL, language="en"):
        settings = Settings("Port & Alder", site_url, language, levels=NO_RULES, social_cards=False)
        compilation = compile_site(content.path, settings)
        assert compilation.site, compilation.diagnostics
        return compilation.site

    return made


def _parsed(data):
    return ET.fromstring(data)  # noqa: S314  # it is ours


def _listed(data, of="url"):
    return [it.findtext(f"{MAP}loc") for it in _parsed(data).iter(f"{MAP}{of}")]


# ---- sitemap.xml


def test_a_site_of_fifty_thousand_pages_has_one_sitemap():
    made = sitemaps((Entry(f"{SITE_URL}{it}/", None) for it in range(50_000)), SITE_URL)
    assert list(made) == ["sitemap.xml"]
    assert len(_listed(made["sitemap.xml"])) == 50_000


def test_one_page_more_makes_an_index_of_two_which_say_when_something_in_them_changed():
    pages = [Entry(f"{SITE_URL}{it}/", DAY if it == 7 else None) for it in range(50_001)]
    made = sitemaps(pages, SITE_URL)
    index = _parsed(made["sitemap.xml"])
    assert index.tag == f"{MAP}sitemapindex"
    assert _listed(made["sitemap.xml"], of="sitemap") == [f"{SITE_URL}sitemap-{it}.xml" for it in (1, 2)]
    assert [it.text for it in index.iter(f"{MAP}lastmod")] == ["2031-03-04"]
    listed = [it for name in ("sitemap-1.xml", "sitemap-2.xml") for it in _listed(made[name])]
    assert listed == [it.address for it in pages]


def test_no_sitemap_is_larger_than_fifty_megabytes():
    path = "a" * 2000
    made = sitemaps((Entry(f"{SITE_URL}{path}/{it}/", None) for it in range(26_500)), SITE_URL)
    assert sorted(made) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]
    assert max(map(len, made.values())) <= MEGABYTES_50
    assert len(made["sitemap-1.xml"]) > MEGABYTES_50 - 3000


def test_an_address_with_signs_of_xml_is_escaped():
    made = sitemaps([Entry(f"{SITE_URL}?a&b='<'", DAY)], SITE_URL)
    assert _listed(made["sitemap.xml"]) == [f"{SITE_URL}?a&b='<'"]


def test_a_page_is_as_new_as_the_last_change_of_a_story_in_it(site):
    days = {it.address: str(it.updated) for it in site().pages}
    for address in ("/", "/stories/toll/", "/topics/sea-defences/"):
        assert days[address] == "2031-03-09"
    assert days["/stories/eve/"] == "2031-03-02"


def test_pages_that_only_say_that_something_is_gone_are_not_listed(site):
    hidden = {it.address for it in site().pages if not it.listed}
    assert hidden == {"/stories/gone/", "/quotes/toll/gone/"}


# ---- sitemap-news.xml


def test_the_news_are_the_stories_of_the_two_days_up_to_the_newest(site):
    assert _listed(site().files["sitemap-news.xml"]) == [f"{SITE_URL}stories/{it}/" for it in ("toll", "eve")]


def test_each_story_in_the_news_says_what_google_asks_for(site):
    root = _parsed(site(language="pt-BR").files["sitemap-news.xml"])
    news = root[0].find(f"{NEWS}news")
    said = [(it.tag.removeprefix(NEWS), it.text) for it in news.iter() if it.text]
    assert said == [
        ("name", "Port & Alder"),
        ("language", "pt"),
        ("publication_date", "2031-03-04"),
        ("title", "Port Alder council votes to double the harbour toll"),
    ]


# ---- robots.txt


def test_robots_may_read_everything_and_find_the_sitemaps(site):
    robots = RobotFileParser()
    robots.parse(site().files["robots.txt"].decode().splitlines())
    assert robots.can_fetch("Googlebot", f"{SITE_URL}stories/toll/")
    assert robots.site_maps() == [f"{SITE_URL}sitemap.xml", f"{SITE_URL}sitemap-news.xml"]


def test_without_the_sites_address_there_is_neither_news_nor_robots(site):
    assert not {"robots.txt", "sitemap-news.xml"} & set(site(site_url=None).files)


# ---- Open Graph


def _said(site, address):
    return next(it.open_graph for it in site.pages if it.address == address)


def test_a_story_says_what_open_graph_asks_of_an_article(site):
    assert _said(site(), "/stories/toll/") == (
        ("og:title", "Port Alder council votes to double the harbour toll"),
        ("og:description", "The toll pays for a sea wall. Not everybody wants it."),
        ("og:type", "article"),
        ("og:url", "https://harbour.example/stories/toll/"),
        ("og:site_name", "Port & Alder"),
        ("og:locale", "en_GB"),
        ("article:published_time", "2031-03-04"),
        ("article:modified_time", "2031-03-09"),
        ("article:tag", "Sea defences"),
    )


@pytest.mark.parametrize(
    ("language", "locale"),
    [
        ("de", "de_DE"),
        ("fr", "fr_FR"),
        ("uk", "uk_UA"),
        ("ar", "ar_EG"),
        ("pt-BR", "pt_BR"),
        ("zh-TW", "zh_TW"),
    ],
)
def test_the_language_is_told_with_a_country(site, language, locale):
    assert dict(_said(site(language=language), "/"))["og:locale"] == locale


def test_every_page_has_a_title_and_a_kind_and_only_with_the_sites_address_its_own(site):
    for page in site().pages:
        said = dict(page.open_graph)
        assert said["og:title"] == page.title
        assert said["og:type"] in {"website", "article", "profile"}
        assert said["og:url"] == f"{SITE_URL.rstrip('/')}{page.address}"
    assert not [it for it in site(site_url=None).pages if "og:url" in dict(it.open_graph)]


def test_nothing_is_said_of_the_text_of_a_withdrawn_story(site):
    assert "All of gone." not in str(_said(site(), "/stories/gone/"))
