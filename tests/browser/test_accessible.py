"""WCAG 2.2 AA, as far as axe-core can tell: all kinds of pages on two screens, in dark too; and cards."""

import pytest
from playwright.sync_api import expect

from checkers import needs
from pages import PAGES

pytestmark = [pytest.mark.browser, needs("axe-core")]

SCREENS = {"laptop": {"width": 1440, "height": 900}, "telephone": {"width": 390, "height": 844}}


# What is laid out in another way on a telephone: of all other pages, that is the frame alone.
NARROW = ("home", "a retold story", "a speaker", "quotes", "claims", "network")


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_page_has_no_violation(reader, violations, path):
    _has_no_violation(reader(viewport=SCREENS["laptop"]), violations, path)


@pytest.mark.parametrize("kind", NARROW)
def test_a_page_on_a_telephone_has_no_violation(reader, violations, kind):
    _has_no_violation(reader(viewport=SCREENS["telephone"]), violations, PAGES[kind])


def _has_no_violation(page, violations, path):
    page.goto(path)
    page.evaluate("document.querySelectorAll('details').forEach(it => it.open = true)")
    assert violations(page) == []


@pytest.mark.parametrize(
    ("opener", "screen"),
    [
        pytest.param(".bs-text .bs-actor", "laptop", id="a name, as a card"),
        pytest.param(".bs-said-in .bs-mono", "telephone", id="a quote, as a sheet"),
    ],
)
def test_an_open_card_has_no_violation(reader, violations, opener, screen):
    page = reader(viewport=SCREENS[screen])
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
