"""What a search transfers: for a reader's first question to a built site, and for a further one."""

import gzip
import json
import os
import re
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import sync_playwright

from serving import served

RESULTS = 8
SHORTEST = 5  # letters of a word that is asked for
PHONE = {"width": 390, "height": 844}
INDEX = "search/search_index.json"
LIST = ".md-search-result__list"


def measure_search(folder: Path) -> tuple[int, int]:
    """Bytes, gzipped, for the first question to the site in `folder` and for a further one, on a phone.

    The first is a person's whole name; with it counts all that is there for the search alone. The further one
    is a word of at least eight pages; where the index is whole, it costs nothing.
    Needs a browser, which BACKSTORY_BROWSER names.
    """
    name, word = _questions(folder)
    with served(folder) as address, _window(address) as (page, asked_for):
        page.goto("/", wait_until="networkidle")
        asked_for[:] = [it for it in asked_for if "search" in it or "lunr" in it]
        page.locator("header label[for=__search]").first.click()
        _ask(page, name)
        first = sum(_gzipped(folder / it) for it in asked_for)
        asked_for.clear()
        shown = _ask(page, word)
        assert shown >= min(RESULTS, _pages_with(word, folder)), f"{word}: {shown} results"
        return first, sum(_gzipped(folder / it) for it in asked_for)


def _questions(folder):
    """A name, and a word that is neither rare nor in everything, of those that can be found."""
    pages = _found_in(folder)
    name = next(title for place, title, _ in sorted(pages) if place.startswith("actors/") and " " in title)
    number = Counter(it for _, title, text in pages for it in _words(f"{title} {text}") - _words(name))
    enough = sorted((count, it) for it, count in number.items() if count >= RESULTS)
    return name, enough[len(enough) // 2][1] if enough else number.most_common(1)[0][0]


def _found_in(folder):
    """The place, title and text of each page in the index, whichever that is."""
    pieces = sorted((folder / "pagefind" / "fragment").glob("*"))
    if pieces:
        said = [json.loads(gzip.decompress(it.read_bytes()).removeprefix(b"pagefind_dcd")) for it in pieces]
        return [(it["url"][1:], it["meta"]["title"], it["content"]) for it in said]
    pages = {}
    for it in json.loads((folder / INDEX).read_text(encoding="utf-8"))["docs"]:
        title, text = pages.get(place := it["location"].partition("#")[0], (it["title"], ""))
        pages[place] = title, f"{text} {it['title']} {it['text']}"
    return [(place, title.rpartition(" · ")[2], text) for place, (title, text) in pages.items()]


def _pages_with(word, folder):
    return sum(word in _words(f"{title} {text}") for _, title, text in _found_in(folder))


def _words(text):
    return {it.lower() for it in re.findall(r"[^\W\d_]+", text) if len(it) >= SHORTEST}


@contextmanager
def _window(address):
    """A window, and the files that are asked for in it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["BACKSTORY_BROWSER"], args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(base_url=address, viewport=PHONE, reduced_motion="reduce")
        page, asked_for = context.new_page(), []
        context.on("response", lambda it: asked_for.append(unquote(urlsplit(it.url).path[1:])))
        yield page, asked_for
        browser.close()


def _ask(page, question):
    """How many results are shown."""
    page.evaluate(f"document.querySelector('{LIST}').replaceChildren()")
    page.locator(".md-search__input").fill(question)
    page.keyboard.press("Shift")  # Material listens to keys
    page.wait_for_function(f"document.querySelector('{LIST}').children.length", timeout=60_000)
    return page.locator(f"{LIST} > li").count()


def _gzipped(file):
    """As a host sends it: what is packed already stays as it is."""
    data = (file / "index.html" if file.is_dir() else file).read_bytes()
    return min(len(data), len(gzip.compress(data, 6)))
