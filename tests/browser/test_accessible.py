"""WCAG 2.2 AA, as far as axe-core can tell: all kinds of pages, light and dark, on two screens; cards too."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from checkers import needs, package
from pages import PAGES

pytestmark = [pytest.mark.browser, needs("axe-core")]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCREENS = {"laptop": {"width": 1440, "height": 900}, "telephone": {"width": 390, "height": 844}}
COLOURS = {"light": "default", "dark": "slate"}
PAINT = "colours => document.body.setAttribute('data-md-color-scheme', colours)"
# Good practice, no rule of WCAG, and Material's: its script puts a nameless bar into each block of code.
KNOWN = "landmark-unique: #__code_"
LOOK = """async rules => {
  const {violations} = await axe.run(document, {runOnly: rules, resultTypes: ["violations"]});
  return violations.flatMap(it => it.nodes.map(node => `${it.id}: ${node.target} ${node.failureSummary}`));
}"""


@pytest.fixture(scope="session")
def axe():
    """The text of axe-core."""
    return Path(package("axe-core"), "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def violations(axe):
    """What axe-core finds on the page that is open, in light and in dark."""

    def look(page):
        page.evaluate(axe)
        found = []
        for scheme, named in COLOURS.items():
            page.evaluate(PAINT, named)
            found += [f"{scheme}: {it}" for it in page.evaluate(LOOK, RULES) if not it.startswith(KNOWN)]
        return found

    return look


@pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS)
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_page_has_no_violation(reader, violations, path, screen):
    page = reader(viewport=screen)
    page.goto(path)
    page.evaluate("document.querySelectorAll('details').forEach(it => it.open = true)")
    assert violations(page) == []


@pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS)
@pytest.mark.parametrize("opener", [".bs-text .bs-actor", ".bs-said-in .bs-mono"], ids=["a name", "a quote"])
def test_an_open_card_has_no_violation(reader, violations, opener, screen):
    page = reader(viewport=screen)
    page.goto("/stories/summit-agreed/")
    page.locator(opener).first.click()
    expect(page.locator(":popover-open")).to_be_visible()
    assert violations(page) == []


def test_the_open_search_has_no_violation(reader, violations):
    page = reader()
    page.goto("/about/")
    page.get_by_role("textbox", name="Search").press_sequentially("Ushakov")
    expect(page.locator(".md-search-result__link").first).to_be_visible()
    assert violations(page) == []
