"""The walk that the site is for: from the front page to a name, to what was said, and back."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

HEADLINE = "Moscow says a summit is agreed. Washington is more guarded"
HOME, STORY, ACTOR = "/", "/stories/summit-agreed/", "/actors/yuri-ushakov/"
QUOTE = "/quotes/summit-agreed/agreement/"


def _is_at(page, path, heading):
    expect(page).to_have_url(re.compile(f"{re.escape(path)}$"))
    expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
    page.wait_for_load_state()  # until the script has come, a name is a link


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_reader_walks_from_home_to_a_quote_and_back(reader, script):
    page = reader(java_script_enabled=script)
    page.goto(HOME)
    _is_at(page, HOME, "Backstory")
    page.get_by_role("link", name=HEADLINE).click()
    _is_at(page, STORY, HEADLINE)

    mention = page.locator(".bs-text").get_by_role("link", name="Yuri Ushakov").first
    card = page.get_by_role("dialog", name="Yuri Ushakov").first
    if script:
        mention.click()
        expect(card).to_be_visible()
        card.get_by_role("link", name="Full profile").click()
    else:
        expect(card).to_be_hidden()
        mention.click()
    _is_at(page, ACTOR, "Yuri Ushakov")

    said = page.get_by_role("listitem").filter(has=page.locator("blockquote"), has_text="At the suggestion")
    said.get_by_role("link", name="Permalink").click()
    _is_at(page, QUOTE, "Yuri Ushakov: “At the suggestion of the American side")

    page.get_by_role("link", name="Read it in the story").click()
    _is_at(page, f"{STORY}#in-agreement", HEADLINE)
    expect(page.locator("#in-agreement")).to_be_in_viewport()

    for path, heading in (
        (QUOTE, "Yuri Ushakov: “At the"),
        (ACTOR, "Yuri Ushakov"),
        (STORY, HEADLINE),
        (HOME, "Backstory"),
    ):
        page.go_back()
        _is_at(page, path, heading)
    assert not page.complaints


def test_without_javascript_a_card_opens_and_closes_by_its_buttons(reader):
    page = reader(java_script_enabled=False)
    page.goto(STORY)
    card = page.get_by_role("dialog", name="Yuri Ushakov").first
    page.locator(".bs-text").get_by_role("button", name="About Yuri Ushakov").click()
    expect(card).to_be_visible()
    expect(card).to_contain_text("Kremlin foreign policy adviser")
    card.get_by_role("button", name="Close").click()
    expect(card).to_be_hidden()


def test_without_javascript_a_note_opens_by_its_number(reader):
    page = reader(java_script_enabled=False, viewport={"width": 768, "height": 1024})
    page.goto(STORY)
    page.get_by_role("button", name=re.compile("Context note 1 ?: How soon")).click()
    expect(page.get_by_role("note", name="Context note 1")).to_be_visible()


def test_a_claim_is_followed_to_the_story_that_settled_it_and_back(page):
    page.goto("/claims/")
    page.get_by_role("link", name="The venue is agreed and will be named soon.").click()
    expect(page).to_have_url(re.compile(f"{STORY}#claim-venue$"))
    claim = page.locator("#claim-venue")
    expect(claim).to_be_in_viewport()
    claim.get_by_role("link", name="The venue is Alaska").click()
    expect(page).to_have_url(re.compile("/stories/alaska-chosen/$"))
    page.get_by_role("heading", name="Leads here").locator("..").get_by_role(
        "link", name="A summit is announced"
    ).click()
    _is_at(page, STORY, HEADLINE)
