"""Sitemaps (https://www.sitemaps.org/protocol.html), one of news for Google, and robots.txt (RFC 9309).

All of them name whole addresses: without the site's own there are none. No date in them is that of a build.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET

from markupsafe import escape
from msgspec import Struct

from backstory import addresses
from backstory.exporters.xml_file import xml_file
from backstory.language import Language
from backstory.pages.edition import Edition

MAIN, NEWS = "sitemap.xml", "sitemap-news.xml"
MOST_ADDRESSES = 50_000
MOST_BYTES = 50 * 1024 * 1024
_NEWS_DAYS = 2
_MOST_NEWS = 1000
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS_NAMESPACE = "http://www.google.com/schemas/sitemap-news/0.9"


class Entry(Struct, frozen=True):
    """A page by its whole address, and the day on which something in it changed last, if there is one."""

    address: str
    changed: dt.date | None


def sitemaps(entries: Iterable[Entry], site_url: str | None) -> dict[str, bytes]:
    """`sitemap.xml`; what is too large for one is in `sitemap-1.xml` and so on, which it lists."""
    if not site_url:
        return {}
    parts = list(_parts(entries))
    if len(parts) <= 1:
        return {MAIN: _file("urlset", "url", parts[0] if parts else [])}
    files = {f"sitemap-{number}.xml": _file("urlset", "url", it) for number, it in enumerate(parts, start=1)}
    listed = [
        Entry(addresses.absolute(f"/{name}", site_url), _newest(part))
        for name, part in zip(files, parts, strict=True)
    ]
    return {MAIN: _file("sitemapindex", "sitemap", listed)} | files


def _parts(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """The entries in as few rows as the limits allow, in their order."""
    part: list[Entry] = []
    empty = size = len(_file("urlset", "url", []))
    for entry in entries:
        length = len(_row("url", entry).encode())
        if part and (len(part) == MOST_ADDRESSES or size + length > MOST_BYTES):
            yield part
            part, size = [], empty
        part.append(entry)
        size += length
    if part:
        yield part


def _newest(entries: Iterable[Entry]) -> dt.date | None:
    return max((it.changed for it in entries if it.changed), default=None)


def _file(root: str, tag: str, entries: Iterable[Entry]) -> bytes:
    rows = "".join(_row(tag, it) for it in entries)
    return f'{_DECLARATION}<{root} xmlns="{_NAMESPACE}">{rows}\n</{root}>\n'.encode()


def _row(tag: str, entry: Entry) -> str:
    changed = f"<lastmod>{entry.changed}</lastmod>" if entry.changed else ""
    return f"\n<{tag}><loc>{escape(entry.address)}</loc>{changed}</{tag}>"


def export_news_sitemap(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """The stories of the two days up to the newest one, newest first, as Google News asks for them."""
    if not edition.site_url:
        return
    stories = [it for it in reversed(edition.newsroom.stories) if not it.is_withdrawn]
    newest = max((it.published.start for it in stories), default=dt.date.min)
    recent = [it for it in stories if (newest - it.published.start).days <= _NEWS_DAYS]
    root = ET.Element("urlset", {"xmlns": _NAMESPACE, "xmlns:news": _NEWS_NAMESPACE})
    for story in recent[:_MOST_NEWS]:
        url = ET.SubElement(root, "url")
        ET.SubElement(url, "loc").text = addresses.absolute(addresses.of_story(story), edition.site_url)
        news = ET.SubElement(url, "news:news")
        publication = ET.SubElement(news, "news:publication")
        ET.SubElement(publication, "news:name").text = edition.site_name
        ET.SubElement(publication, "news:language").text = _news_language(edition.language)
        ET.SubElement(news, "news:publication_date").text = story.published.start.isoformat()
        ET.SubElement(news, "news:title").text = story.headline
    yield NEWS, xml_file(root)


def _news_language(language: Language) -> str:
    """The language by ISO 639; of Chinese, Google asks for the country, too."""
    code = language.code.replace("_", "-").lower()
    return code if code in {"zh-cn", "zh-tw"} else code.partition("-")[0]


def export_robots(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Everything may be read, and where the sitemaps are."""
    if not edition.site_url:
        return
    maps = [f"Sitemap: {addresses.absolute(f'/{it}', edition.site_url)}" for it in (MAIN, NEWS)]
    yield "robots.txt", "\n".join(["User-agent: *", "Disallow:", "", *maps, ""]).encode()
