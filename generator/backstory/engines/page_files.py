"""Which Markdown file a compiled page is, and what its front matter says; the same for every engine."""

from typing import Any

from backstory import addresses
from backstory.press import Page

# The pages that stand in the navigation, each with its title there.
SECTIONS = {
    addresses.HOME: "Home",
    addresses.STORIES: "Stories",
    addresses.ACTORS: "People",
    addresses.QUOTES: "Quotes",
    addresses.CLAIMS: "Claims",
    addresses.TIMELINE: "Timeline",
}
WITHOUT_ADDRESS = (
    "There is no `site_url` in mkdocs.yml: sitemaps, robots.txt, feeds and canonical addresses need it, "
    "and are left out."
)
SCRIPT = "assets/backstory.js"
STYLE = "assets/backstory.css"
# Section pages that other pages lie below, and so are the index of a folder.
_FOLDERS = {addresses.HOME, addresses.STORIES, addresses.ACTORS, addresses.QUOTES}


def source_uri(address: str) -> str:
    """The Markdown file that a page is, or pretends to be, and that ordinary pages link to."""
    bare = address.strip("/")
    if address in _FOLDERS:
        return f"{bare}/index.md".lstrip("/")
    return f"{bare}.md"


def front_matter(page: Page, site_url: str | None) -> dict[str, Any]:
    """What a page says of itself to the engine: title, description, template, weight in the search.

    What stands for it elsewhere needs whole addresses, and so `site_url`.
    """
    meta: dict[str, Any] = {
        "title": page.title,
        "description": page.description,
        "template": "backstory.html",
    }
    if page.is_list:  # what they list is found where it stands
        meta["search"] = {"exclude": True}
    elif page.section == addresses.ACTORS:  # a name is asked for more often than one of its quotes
        meta["search"] = {"boost": 4}
    if page.picture and site_url:
        address = addresses.absolute(page.picture.address, site_url)
        meta["picture"] = {"address": address, "alt": page.picture.alt}
    if page.embed and site_url:
        meta["oembed"] = {"address": page.embed.whole(page.embed.oembed), "title": page.embed.title}
    if page.feeds and site_url:
        meta["feeds"] = [
            {"address": addresses.absolute(address, site_url), "type": kind, "title": feed.title}
            for feed in page.feeds
            for address, kind in ((feed.atom, "application/atom+xml"), (feed.json, "application/feed+json"))
        ]
    if page.linked_data:
        meta["linked_data"] = page.linked_data
    if page.updated:
        meta["updated"] = page.updated.isoformat()
    meta["open_graph"] = [{"property": name, "content": content} for name, content in page.open_graph]
    return meta
