"""The example in a real browser, served from this machine; nothing else can be reached."""

import json
import os
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

from checkers import package
from commands import PROJECT, built_example, mkdocs
from serving import served

BROWSER = os.environ.get("BACKSTORY_BROWSER", "")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOURS = ["color-contrast", "link-in-text-block"]
NARROW = 600  # pixels
COLOURS = {"light": "default", "dark": "slate"}
PAINT = "colours => document.body.setAttribute('data-md-color-scheme', colours)"
# Good practice, no rule of WCAG, and Material's: its script puts a nameless bar into each block of code.
KNOWN = "landmark-unique: #__code_"
LOOK = """async rules => {
  const {violations} = await axe.run(document, {runOnly: rules, resultTypes: ["violations"]});
  return violations.flatMap(it => it.nodes.map(node => `${it.id}: ${node.target} ${node.failureSummary}`));
}"""

expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items):
    """Skip what needs a browser where none is, and say so."""
    why = (
        "BACKSTORY_BROWSER names no browser; `BACKSTORY_BROWSER=$(tools/find-browser)` finds or installs one"
    )
    for item in items:
        if item.get_closest_marker("browser") and BROWSER in {"", "none"}:
            item.add_marker(pytest.mark.skip(reason=why))


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    """Where the built example is served, without a slash at the end."""
    folder, _ = built_example(tmp_path_factory.getbasetemp())
    with served(folder) as address:
        yield address


@pytest.fixture(scope="session")
def arabic_address(tmp_path_factory):
    """Where the example is served with its interface in Arabic: right to left, with texts that are not."""
    folder = tmp_path_factory.mktemp("arabic")
    config = {"INHERIT": str(PROJECT / "mkdocs.yml"), "docs_dir": str(PROJECT / "content")}
    (folder / "mkdocs.yml").write_text(json.dumps(config | {"theme": {"language": "ar"}}), encoding="utf-8")
    outcome = mkdocs("build", "--strict", "-d", folder / "site", cwd=folder)
    assert outcome.code == 0, outcome.output
    with served(folder / "site") as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    """The browser, which finds no other host than this machine."""
    arguments = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def windows(browser, address):
    """Open a window as a reader has it: size, colour scheme, with or without JavaScript, and so on.

    Its `complaints` are what went wrong in it: errors of scripts, addresses that are not there, and every
    request to another site. Nothing moves on its own in it: while what is to be clicked still moves, the
    driver scrolls the page, and then clicks where a card was.
    """

    def open_window(**settings):
        laptop = {
            "base_url": address,
            "viewport": {"width": 1440, "height": 900},
            "reduced_motion": "reduce",
        }
        page = browser.new_context(**laptop | settings).new_page()
        page.complaints = []
        page.on("console", lambda it: it.type in {"error", "warning"} and page.complaints.append(it.text))
        page.on("pageerror", lambda it: page.complaints.append(str(it)))
        page.on(
            "request", lambda it: _is_of(it.url, address) or page.complaints.append(f"asked for {it.url}")
        )
        page.on("response", lambda it: it.status < 400 or page.complaints.append(f"{it.url}: {it.status}"))
        return page

    return open_window


def _is_of(url, address):
    return url.startswith(address + "/") or urlsplit(url).scheme in {"data", "blob"}


@pytest.fixture
def reader(windows):
    """Open windows that are closed after the test."""
    with ExitStack() as opened:

        def open_window(**settings):
            page = windows(**settings)
            opened.callback(page.context.close)
            return page

        yield open_window


@pytest.fixture
def page(reader):
    """A window on a laptop."""
    return reader()


@pytest.fixture
def story(page):
    """The main example, open on a laptop."""
    page.goto("/stories/summit-agreed/")
    return page


@pytest.fixture
def another_site(tmp_path):
    """A folder, and where it is served: of another origin than the example."""
    folder = tmp_path / "another-site"
    folder.mkdir()
    with served(folder) as address:
        yield folder, address


@pytest.fixture(scope="session")
def axe():
    """The text of axe-core."""
    return Path(package("axe-core"), "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def violations(axe):
    """What axe-core finds on the page that is open; in dark, of colours alone, and on wide screens.

    No colour depends on how wide a screen is, and nothing but colours on whether it is dark.
    """

    def look(page):
        page.evaluate(axe)
        found = []
        for scheme, named in COLOURS.items():
            if scheme == "light" or page.viewport_size["width"] > NARROW:
                page.evaluate(PAINT, named)
                rules = RULES if scheme == "light" else OF_COLOURS
                found += [f"{scheme}: {it}" for it in page.evaluate(LOOK, rules) if not it.startswith(KNOWN)]
        return found

    return look
