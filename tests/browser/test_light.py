"""What a page costs its reader: nothing that waits for us, nothing that jumps."""

import pytest
from playwright.sync_api import expect

from pages import PAGES

pytestmark = pytest.mark.browser

LOADED = """() => performance.getEntriesByType("resource").filter(it => /assets\\/backstory[.]/.test(it.name))
  .map(it => [new URL(it.name).pathname.split("/").pop(), it.renderBlockingStatus])"""
# Below that nothing has moved by a pixel.
WATCH = """() => {
  window.shifts = [];
  const tell = it => `${it.value}: ${it.sources.map(source => source.node?.outerHTML?.slice(0, 80))}`;
  const isOne = it => !it.hadRecentInput && it.value > 0.0005;
  const observer = new PerformanceObserver(list => shifts.push(...list.getEntries().filter(isOne).map(tell)));
  observer.observe({type: "layout-shift", buffered: true});
}"""
SCREENS = {"laptop": {"width": 1440, "height": 900}, "telephone": {"width": 390, "height": 844}}


@pytest.mark.parametrize("path", ["/stories/summit-agreed/", "/about/"])
def test_nothing_of_ours_blocks_rendering(page, path):
    page.goto(path)
    assert sorted(page.evaluate(LOADED)) == [
        ["backstory.css", "non-blocking"],
        ["backstory.js", "non-blocking"],
    ]


@pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS)
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_nothing_jumps_while_a_page_is_loaded_and_read(reader, path, screen):
    page = reader(viewport=screen)
    page.add_init_script(f"({WATCH})()")
    page.goto(path)
    page.evaluate("""async () => {
      for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
        scrollTo({top: y, behavior: "instant"});
        // two frames; a browser that is short of time draws none, and would keep us waiting for ever
        await new Promise(done => {
          requestAnimationFrame(() => requestAnimationFrame(done));
          setTimeout(done, 1000);
        });
      }
    }""")
    assert page.evaluate("shifts") == []


def test_the_page_says_its_headline_before_its_scripts_have_come(page):
    held = []
    page.route("**/*.js", lambda it: held.append(it))  # noqa: PLW0108 - Playwright cannot call a list's own method
    page.goto("/stories/summit-agreed/", wait_until="commit")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".bs-text")).to_be_visible()
    assert held
    for it in held:
        it.continue_()
