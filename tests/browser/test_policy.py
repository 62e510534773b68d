"""The example under the header that it is published with: nothing that a page needs is forbidden."""

import time

import pytest
from playwright.sync_api import expect

from commands import built_example
from pages import PAGES

pytestmark = pytest.mark.browser

ON_VIOLATION = """
window.forbidden = [];
document.addEventListener("securitypolicyviolation", it => forbidden.push(
  `${it.violatedDirective}: ${it.blockedURI} ${it.sample} ${it.lineNumber}`));
"""


@pytest.fixture
def strict(reader, tmp_path_factory):
    """A window whose server sends what the built site's _headers says."""
    folder, _ = built_example(tmp_path_factory.getbasetemp())
    lines = (folder / "_headers").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "/*"
    headers = dict(line.strip().split(": ", 1) for line in lines[1:])
    page = reader()

    def with_headers(route):
        answer = route.fetch()
        route.fulfill(response=answer, headers=answer.headers | headers)

    page.route("**/*", with_headers)
    page.add_init_script(ON_VIOLATION)
    yield page
    page.unroute_all(behavior="ignoreErrors")  # what the page still asks for must not fail in another test


def test_no_page_of_the_example_breaks_its_own_policy(strict):
    for path in PAGES.values():
        strict.goto(path)
        expect(strict.locator("body")).to_have_attribute("data-md-color-scheme", "default")
        assert strict.evaluate("forbidden") == [], path
    assert not strict.complaints


def test_search_works_and_a_script_that_came_with_content_does_not_run(strict):
    strict.goto("/about/")
    strict.get_by_role("textbox", name="Search").press_sequentially("Ushakov")
    expect(strict.locator(".md-search-result__link").first).to_be_visible()
    assert strict.evaluate("forbidden") == []
    strict.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"fired = 1\">')")
    strict.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: 'fired = 1'}))"
    )
    # Not wait_for_function: what it makes of a text would be forbidden, too.
    deadline = time.monotonic() + 10
    while strict.evaluate("forbidden.length") < 2 and time.monotonic() < deadline:
        strict.wait_for_timeout(50)
    assert strict.evaluate("forbidden.length") > 1
    assert strict.evaluate("typeof fired") == "undefined"
