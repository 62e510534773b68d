"""Quotes, actors, claims and timelines in frames of a page on another site."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from checkers import needs, package
from commands import built_example

pytestmark = pytest.mark.browser

EMBEDS = {
    "a quote": "/embed/quotes/summit-agreed/agreement/",
    "a refusal": "/embed/quotes/summit-agreed/no-comment/",
    "an actor": "/embed/actors/vladimir-putin/",
    "a claim": "/embed/claims/summit-agreed/a-lot/",
    "a timeline": "/embed/timelines/summit-agreed/",
}
QUOTE, CLAIM = EMBEDS["a quote"], EMBEDS["a claim"]
AROUND = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page elsewhere</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none';
 frame-src {ours} 'self'; script-src {ours}; style-src 'unsafe-inline';
 img-src data:"><link rel="icon" href="data:,"></head>
<body><h1>A page elsewhere</h1>
{frames}
<iframe src="other.html" title="Another" height="77" data-backstory></iframe></body></html>"""
HEIGHT = "Math.ceil(document.documentElement.getBoundingClientRect().height)"
COLOUR = "getComputedStyle(document.body).backgroundColor"
LIGHT, DARK = "rgb(255, 255, 255)", "rgb(30, 33, 41)"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = """async rules => (await axe.run(document, {runOnly: rules})).violations.flatMap(
  it => it.nodes.map(node => `${it.id}: ${node.target} ${node.failureSummary}`))"""


@pytest.fixture
def elsewhere(reader, address, another_site, tmp_path_factory):
    """Open a page on another site with the code that oEmbed gives for each address, as one copies it."""
    example, _ = built_example(tmp_path_factory.getbasetemp())
    folder, other = another_site

    def open_page(*embeds, query="", **settings):
        said = (json.loads((example / it.strip("/") / "oembed.json").read_text("utf-8")) for it in embeds)
        frames = "\n".join(it["html"] for it in said).replace("https://example.org", address)
        frames = re.sub(r'(src="[^"]+/embed/[^"]+/)"', rf'\1{query}"', frames)
        (folder / "index.html").write_text(AROUND.format(ours=address, frames=frames), encoding="utf-8")
        (folder / "other.html").write_text("<!doctype html><title>Another</title>", encoding="utf-8")
        page = reader(base_url=other, **settings)
        page.goto("/", wait_until="load")
        page.unexpected = lambda: [it for it in page.complaints if not it.startswith(f"asked for {other}/")]
        return page

    return open_page


def _frame(page, path):
    element = page.locator(f'iframe[src*="{path}"]')
    element.scroll_into_view_if_needed()  # it loads only then
    expect(element).to_have_attribute("style", re.compile(r"height: \d+px"))
    return element, element.element_handle().content_frame()


@pytest.mark.parametrize("width", [1000, 340])
def test_each_frame_gets_the_height_of_what_is_in_it(elsewhere, width):
    page = elsewhere(*EMBEDS.values(), viewport={"width": width, "height": 800})
    for path in EMBEDS.values():
        element, frame = _frame(page, path)
        assert element.bounding_box()["height"] == frame.evaluate(HEIGHT), path
        assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert page.unexpected() == []


def test_a_frame_of_somebody_else_keeps_its_height(elsewhere):
    page = elsewhere(QUOTE)
    _frame(page, QUOTE)
    other = page.frame_locator('iframe[title="Another"]')
    other.locator("html").evaluate("parent.postMessage({type: 'backstory:height', height: 4000}, '*')")
    page.evaluate("new Promise(done => { addEventListener('message', done); postMessage(0, '*'); })")
    assert page.locator('iframe[title="Another"]').bounding_box()["height"] == pytest.approx(77, abs=4)


def test_a_frame_that_grows_tells_its_new_height(elsewhere):
    page = elsewhere(QUOTE)
    element, frame = _frame(page, QUOTE)
    before = element.bounding_box()["height"]
    frame.evaluate("document.querySelector('main').append(document.querySelector('main').cloneNode(true))")
    expect(element).not_to_have_css("height", f"{before}px")
    assert element.bounding_box()["height"] == frame.evaluate(HEIGHT)


@pytest.mark.parametrize(
    ("scheme", "query", "colour"),
    [
        ("light", "", LIGHT),
        ("dark", "", DARK),
        ("light", "?theme=dark", DARK),
        ("dark", "?theme=light", LIGHT),
        ("light", "?theme=pink", LIGHT),
    ],
)
def test_a_frame_is_light_or_dark_as_the_reader_or_the_page_wants(elsewhere, scheme, query, colour):
    page = elsewhere(QUOTE, query=query, color_scheme=scheme)
    _, frame = _frame(page, QUOTE)
    assert frame.evaluate(COLOUR) == colour


def test_a_link_in_a_frame_opens_the_permalink_in_the_whole_window(elsewhere, address):
    page = elsewhere(QUOTE)
    _, frame = _frame(page, QUOTE)
    frame.get_by_role("link", name="Source and details").click()
    expect(page).to_have_url(f"{address}/quotes/summit-agreed/agreement/")


def test_a_frame_keeps_nothing_and_asks_nobody_else(elsewhere):
    page = elsewhere(QUOTE, CLAIM)
    for path in (QUOTE, CLAIM):
        _, frame = _frame(page, path)
        assert frame.evaluate("[document.cookie, localStorage.length, sessionStorage.length]") == ["", 0, 0]
    assert page.context.cookies() == []
    assert page.unexpected() == []


@pytest.mark.parametrize("path", EMBEDS.values(), ids=EMBEDS)
def test_an_embed_is_readable_without_javascript(reader, path):
    page = reader(java_script_enabled=False)
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_be_attached()
    assert page.complaints == []


@needs("axe-core")
@pytest.mark.parametrize("path", EMBEDS.values(), ids=EMBEDS)
def test_an_embed_has_no_violation_in_light_and_in_dark(reader, path):
    axe = Path(package("axe-core"), "axe.min.js").read_text(encoding="utf-8")
    page = reader(viewport={"width": 600, "height": 400}, bypass_csp=True)
    for theme in ("light", "dark"):
        page.goto(f"{path}?theme={theme}")
        page.evaluate(axe)
        assert page.evaluate(LOOK, RULES) == []


def test_the_code_for_other_sites_is_copied_by_its_button(reader):
    page = reader(permissions=["clipboard-read", "clipboard-write"])
    page.goto("/quotes/summit-agreed/agreement/")
    box = page.locator("details.bs-embed")
    box.locator("summary").click()
    box.get_by_role("button", name="Copy the code").click()
    expect(page.locator("#bs-status")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == box.locator("textarea").input_value()


def test_the_code_for_other_sites_can_be_read_without_javascript(reader):
    page = reader(java_script_enabled=False)
    page.goto("/actors/vladimir-putin/")
    page.locator("details.bs-embed summary").click()
    expect(page.locator("details.bs-embed textarea")).to_have_value(re.compile("<iframe src="))
    expect(page.locator("details.bs-embed button")).to_be_hidden()
