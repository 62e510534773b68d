"""What holds on every kind of page, in both colours and on every screen."""

import pytest
from playwright.sync_api import expect

from pages import PAGES

pytestmark = pytest.mark.browser

WIDTHS = (320, 390, 768, 1440, 2560)
# What reaches beyond the edge of the window, though nothing around it scrolls or cuts it off.
BEYOND_THE_EDGE = """() => {
  const wide = document.documentElement.clientWidth;
  const kept = it => {
    for (let above = it.parentElement; above && above !== document.body; above = above.parentElement) {
      const style = getComputedStyle(above);
      const hidden = style.overflowX !== "visible" || style.clipPath !== "none";
      if (hidden || style.position === "fixed") return true;
    }
    return false;
  };
  return [...document.querySelectorAll(".md-content *")].filter(it => {
    const box = it.getBoundingClientRect();
    const style = getComputedStyle(it);
    return box.width && box.height && (box.right > wide + 1 || box.left < -1) && !kept(it)
      && style.position !== "fixed" && style.clipPath === "none";
  }).map(it => it.outerHTML.slice(0, 100));
}"""


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_page_complains_of_nothing_asks_no_other_site_and_is_never_wider_than_its_window(page, path):
    page.goto(path)
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
    page.evaluate("new Promise(done => requestIdleCallback(done))")
    _fits_every_window(page)
    assert not page.complaints


@pytest.mark.parametrize("path", ["/", "/stories/summit-agreed/", "/network/", "/guide/"])
def test_a_page_in_the_dark_complains_of_nothing_and_asks_no_other_site(reader, path):
    page = reader(color_scheme="dark")
    page.goto(path)
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.evaluate("new Promise(done => requestIdleCallback(done))")
    assert not page.complaints


@pytest.mark.parametrize(
    "path", ["/stories/summit-agreed/", "/actors/vladimir-putin/", "/claims/", "/network/"]
)
def test_a_page_from_right_to_left_is_never_wider_than_its_window(reader, arabic_address, path):
    page = reader(base_url=arabic_address)
    page.goto(path)
    expect(page.locator("body")).to_have_attribute("dir", "rtl")
    _fits_every_window(page)


def test_a_card_from_right_to_left_lies_within_the_window(reader, arabic_address):
    page = reader(base_url=arabic_address)
    page.goto("/stories/summit-agreed/")
    page.locator(".bs-text .bs-actor").first.click()
    box = page.locator(":popover-open").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 1440


def _fits_every_window(page):
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert not page.evaluate(BEYOND_THE_EDGE), width
