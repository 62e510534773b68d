"""A story in the reader's hands: cards, keys, layers, search, colours, the small screen and paper."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

ACTIVE = "document.activeElement"
STILL = 300  # milliseconds after which scrolling is over, to the script


@pytest.fixture
def mention(story):
    """The first name in the text, in the middle of the window."""
    name = story.locator(".bs-text .bs-actor").filter(has_text="Yuri Ushakov").first
    _scroll_to(name)
    return name


def _scroll_to(locator):
    """Bring something into the middle of the window, and come back when the scrolling is over."""
    locator.evaluate("""it => new Promise(done => {
      const before = scrollY;
      addEventListener("scroll", done, {once: true});
      it.scrollIntoView({block: "center", behavior: "instant"});
      if (scrollY === before) done();
    })""")


@pytest.fixture
def card(story):
    """Its card."""
    return story.locator("#bs-card-yuri-ushakov")


@pytest.fixture
def clock(story):
    """The time of the page, which passes only when the test says so."""
    story.clock.install()
    story.reload()
    story.clock.pause_at(story.evaluate("Date.now()") + 60_000)
    return story.clock


def test_a_card_opens_when_the_pointer_rests_on_a_name_for_400_ms(clock, mention, card):
    clock.run_for(STILL)
    mention.hover()
    clock.run_for(390)
    expect(card).to_be_hidden()
    clock.run_for(20)
    expect(card).to_be_visible()
    expect(card).to_contain_text("Kremlin foreign policy adviser")
    expect(mention).to_have_attribute("aria-expanded", "true")


def test_a_card_stays_while_the_pointer_is_on_it_and_goes_when_it_goes(clock, story, mention, card):
    clock.run_for(STILL)
    mention.hover()
    clock.run_for(410)
    card.get_by_role("link", name="Full profile").hover()
    clock.run_for(5000)
    expect(card).to_be_visible()
    story.mouse.move(2, 2)
    clock.run_for(310)
    expect(card).to_be_hidden()


def test_a_click_keeps_a_card_that_hovering_opened(clock, story, mention, card):
    clock.run_for(STILL)
    mention.hover()
    clock.run_for(410)
    mention.click()
    story.mouse.move(2, 2)
    clock.run_for(5000)
    expect(card).to_be_visible()


def test_a_click_on_its_button_keeps_a_quotes_card_that_hovering_opened(clock, story):
    card, button = story.locator("#bs-quote-agreement"), story.locator("#in-agreement button").first
    _scroll_to(button)
    clock.run_for(STILL)
    button.hover()
    clock.run_for(410)
    expect(card).to_be_visible()
    button.click()
    expect(card).to_be_visible()


def test_a_word_that_scrolling_brings_under_the_pointer_opens_nothing_until_the_pointer_moves(
    clock, story, mention, card
):
    scroll = "by => new Promise(done => { addEventListener('scroll', done, {once: true}); scrollBy(0, by); })"
    box = mention.bounding_box()
    x, y = box["x"] + 8, box["y"] + box["height"] / 2
    story.evaluate(scroll, 1)
    story.mouse.move(x, y)
    clock.run_for(5000)
    expect(card).to_be_hidden()
    story.mouse.move(x + 2, y)
    clock.run_for(410)
    expect(card).to_be_visible()


def test_hovering_opens_nothing_where_there_is_no_fine_pointer(reader):
    page = reader(viewport={"width": 1024, "height": 1366}, has_touch=True, is_mobile=True)
    page.goto("/stories/summit-agreed/")
    page.clock.install()
    page.locator(".bs-text .bs-actor").first.hover()
    page.clock.run_for(5000)
    expect(page.locator(":popover-open")).to_have_count(0)


def test_cards_that_are_switched_off_stay_off_and_names_are_links(clock, story):
    story.get_by_role("checkbox", name="Cards").uncheck()
    story.reload()
    expect(story.get_by_role("checkbox", name="Cards")).not_to_be_checked()
    mention = story.locator(".bs-text .bs-actor").filter(has_text="Yuri Ushakov").first
    mention.hover()
    clock.run_for(5000)
    expect(story.locator(":popover-open")).to_have_count(0)
    mention.click()
    expect(story).to_have_url(re.compile("/actors/yuri-ushakov/$"))


def test_escape_closes_a_card_that_hovering_opened(clock, story, mention, card):
    clock.run_for(STILL)
    mention.hover()
    clock.run_for(410)
    expect(card).to_be_visible()
    story.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(mention).to_have_attribute("aria-expanded", "false")


def test_a_click_opens_a_card_and_a_second_click_closes_it(story, mention, card):
    mention.click()
    expect(card).to_be_visible()
    mention.click()
    expect(card).to_be_hidden()
    expect(story).to_have_url(re.compile("/stories/summit-agreed/$"))


def test_a_click_elsewhere_closes_a_card(story, mention, card):
    mention.click()
    expect(card).to_be_visible()
    story.get_by_role("heading", level=1).click()
    expect(card).to_be_hidden()


def test_enter_on_a_name_goes_into_its_card_and_escape_comes_back(story, mention, card):
    mention.focus()
    story.keyboard.press("Enter")
    expect(card).to_be_focused()
    story.keyboard.press("Tab")
    assert card.evaluate(f"it => it.contains({ACTIVE})")
    story.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(mention).to_be_focused()


def test_a_click_with_ctrl_opens_the_actors_page_in_a_tab_of_its_own(story, mention):
    with story.context.expect_page() as opened:
        mention.click(modifiers=["ControlOrMeta"])
    expect(opened.value).to_have_url(re.compile("/actors/yuri-ushakov/$"))
    expect(story).to_have_url(re.compile("/stories/summit-agreed/$"))


def test_a_card_lies_within_the_window_and_not_over_its_name(story, card):
    for mention in (story.locator(".bs-text .bs-actor").first, story.locator(".bs-text .bs-actor").last):
        mention.click()
        opened = story.locator(".bs-card:popover-open")
        expect(opened).to_be_visible()
        box, name = opened.bounding_box(), mention.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 1440
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 900
        assert box["y"] >= name["y"] + name["height"] - 2 or box["y"] + box["height"] <= name["y"] + 2
        mention.click()


def test_the_button_of_a_quote_says_who_said_it_and_where_it_is_from(story):
    quote = story.locator("#in-agreement")
    quote.get_by_role("button", name="Quote by Yuri Ushakov").press("Enter")
    card = story.locator("#bs-quote-agreement")
    expect(card).to_be_visible()
    expect(card).to_contain_text("7 Aug 2025")
    expect(card).to_contain_text("a news report")
    card.get_by_role("link", name="Source and details").press("Enter")
    expect(story.locator("#quote-agreement")).to_be_in_viewport()


def test_n_and_p_step_through_the_annotations(story):
    seen = []
    for key in "nnnp":
        story.keyboard.press(key)
        seen.append(story.evaluate(f"{ACTIVE}.closest('.bs-text') && {ACTIVE}.textContent.trim()"))
        expect(story.locator("#bs-status")).to_have_text(re.compile(r"Annotation \d+ of \d+"))
    assert None not in seen
    assert len(set(seen[:3])) == 3
    assert seen[3] == seen[1]
    expect(story).to_have_url(re.compile("/stories/summit-agreed/$"))


def test_the_keys_can_be_switched_off_and_stay_off(story):
    story.get_by_role("checkbox", name=re.compile("Keys")).uncheck()
    story.reload()
    expect(story.get_by_role("checkbox", name=re.compile("Keys"))).not_to_be_checked()
    story.evaluate(
        "addEventListener('keydown', it => it.stopImmediatePropagation())"
    )  # what Material does with n
    story.keyboard.press("n")
    assert not story.evaluate(f"{ACTIVE}.closest('.bs-text')")


@pytest.mark.parametrize(
    ("layer", "mark", "words"),
    [
        ("People and places", ".bs-first .bs-mono", ".bs-first .bs-actor"),
        ("Somebody’s words", ".bs-said-in > .bs-nb > .bs-mono", ".bs-said-in .bs-quote"),
        ("Context", ".bs-ref", ".bs-nb:has(.bs-ref)"),
    ],
)
def test_a_layer_that_is_switched_off_takes_its_marks_and_leaves_the_words(story, layer, mark, words):
    text, box = story.locator(".bs-text"), story.get_by_role("checkbox", name=layer)
    expect(text.locator(mark).first).to_be_visible()
    box.uncheck()
    expect(text.locator(mark).first).to_be_hidden()
    expect(text.locator(words).first).to_be_visible()
    box.check()
    expect(text.locator(mark).first).to_be_visible()


def test_a_note_stands_in_the_margin_where_there_is_room(story):
    expect(story.get_by_role("note", name="Context note 1", exact=True)).to_be_visible()


@pytest.fixture
def search(page):
    """Search from an ordinary page; what is found, as links."""

    def find(words):
        page.goto("/about/")
        page.get_by_role("textbox", name="Search").press_sequentially(words)
        return page.locator(".md-search-result__link")

    return find


def test_search_finds_a_persons_quotes(page, search):
    found = search("Ushakov").and_(page.locator("[href*='/quotes/']"))
    expect(found.first).to_be_visible()
    found.first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Yuri Ushakov: ")
    assert not page.complaints


def test_search_for_a_headline_shows_its_story_first(search):
    expect(search("Moscow says a summit is agreed").first).to_have_attribute(
        "href", re.compile("/stories/summit-agreed/$")
    )


def test_search_for_a_name_shows_the_person_first(search):
    expect(search("Yuri Ushakov").first).to_have_attribute("href", re.compile("/actors/yuri-ushakov/$"))


def test_a_filter_leaves_the_quotes_of_one_speaker_and_its_address_can_be_shared(page, reader):
    page.goto("/quotes/")
    rows = page.locator("[data-f]")
    page.get_by_label("Speaker", exact=True).select_option("marco-rubio")
    expect(page.get_by_role("status").filter(has_text="shown")).to_have_text(re.compile(r"^4 of \d+ shown$"))
    expect(rows.and_(page.locator(":visible"))).to_have_count(4)
    other = reader()
    other.goto(page.url)
    expect(other.locator("[data-f]").and_(other.locator(":visible"))).to_have_count(4)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("kind=no_comment", 1),
        ("text=far%20off", 1),
        ("text=antonio", 1),
        ("from=2021-06-16&to=2021-06-16", 7),
        ("topic=road-to-alaska&kind=no_comment&speaker=us-state-department", 1),
        ("text=no%20such%20words", 0),
    ],
)
def test_a_filter_comes_with_the_address(page, query, shown):
    page.goto(f"/quotes/?{query}")
    expect(page.locator("[data-f]").and_(page.locator(":visible"))).to_have_count(shown)
    page.get_by_role("button", name="Show all").click()
    expect(page.locator("[data-f]").and_(page.locator(":visible"))).to_have_count(
        page.locator("[data-f]").count()
    )
    expect(page).to_have_url(re.compile("/quotes/$"))


def test_the_contents_of_a_filtered_page_are_those_of_what_is_shown(page):
    page.goto("/quotes/?from=2021-06-16&to=2021-06-16")
    contents = page.get_by_role("navigation", name="On this page").get_by_role("link")
    expect(contents).to_have_text(["16 June 2021", "How quotes are checked"])
    page.get_by_role("button", name="Show all").click()
    expect(contents.filter(has_text="15 August 2025")).to_be_visible()


@pytest.mark.parametrize("path", ["/quotes/", "/claims/"])
def test_without_javascript_a_list_is_whole_and_has_no_filter(reader, path):
    page = reader(java_script_enabled=False)
    page.goto(path + "?text=nothing")
    assert page.locator("[data-f]").count() > 10
    expect(page.locator("[data-f]").and_(page.locator(":visible"))).to_have_count(
        page.locator("[data-f]").count()
    )
    expect(page.get_by_role("search", name="Filter the list")).to_be_hidden()


def test_claims_are_filtered_by_what_became_of_them(page):
    page.goto("/claims/")
    rows = page.locator("[data-f]")
    everything = rows.count()
    page.get_by_label("Status", exact=True).select_option(index=1)
    expect(page).to_have_url(re.compile(r"/claims/\?status=\w+$"))
    assert 0 < rows.and_(page.locator(":visible")).count() < everything


def test_the_colours_can_be_changed_and_stay_on_the_next_page(story):
    paper = "getComputedStyle(document.body).backgroundColor"
    light = story.evaluate(paper)
    story.get_by_title("Switch to dark mode").click()
    expect(story.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    assert story.evaluate(paper) != light
    story.goto("/claims/")
    expect(story.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    story.get_by_title("Switch to light mode").click()
    expect(story.locator("body")).to_have_attribute("data-md-color-scheme", "default")


@pytest.fixture
def phone(reader):
    """The main example on a telephone, with a card open."""
    page = reader(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page.goto("/stories/summit-agreed/")
    page.locator(".bs-text .bs-actor").filter(has_text="Yuri Ushakov").first.tap()
    expect(page.locator("#bs-card-yuri-ushakov")).to_be_visible()
    return page


def test_on_a_telephone_a_card_is_a_sheet_at_the_bottom_below_its_name(phone):
    sheet = phone.locator("#bs-card-yuri-ushakov").bounding_box()
    assert sheet["x"] == 0
    assert sheet["width"] == 390
    assert abs(sheet["y"] + sheet["height"] - 844) < 1
    expect(phone.locator(".bs-text .bs-actor").first).to_be_in_viewport()
    phone.wait_for_function(
        "top => document.querySelector('.bs-text .bs-actor').getBoundingClientRect().bottom <= top",
        arg=sheet["y"],
    )


def test_on_a_telephone_back_closes_the_sheet_and_stays_on_the_page(phone):
    phone.go_back()
    expect(phone.locator("#bs-card-yuri-ushakov")).to_be_hidden()
    expect(phone).to_have_url(re.compile("/stories/summit-agreed/$"))


def test_on_a_telephone_a_link_in_the_sheet_is_followed_and_back_is_one_step(phone):
    phone.get_by_role("link", name="Full profile").tap()
    expect(phone).to_have_url(re.compile("/actors/yuri-ushakov/$"))
    phone.go_back()
    expect(phone).to_have_url(re.compile("/stories/summit-agreed/$"))
    expect(phone.get_by_role("heading", level=1)).to_be_visible()


def test_on_paper_cards_are_notes_at_the_end_and_the_header_is_gone(story):
    card = story.locator("#bs-card-yuri-ushakov")
    expect(card).to_be_hidden()
    story.emulate_media(media="print")
    expect(card).to_be_visible()
    expect(card).to_contain_text("Kremlin adviser on foreign policy")
    expect(story.get_by_role("heading", name="Notes", exact=True)).to_be_visible()
    expect(story.get_by_role("note").first).to_be_visible()
    for gone in (
        ".md-header",
        ".md-tabs",
        ".md-footer",
        ".bs-key",
        ".bs-tools",
        ".bs-x",
        "#bs-quote-agreement",
    ):
        assert not story.locator(gone).filter(visible=True).count(), gone


def test_a_story_prints(story):
    assert story.pdf().startswith(b"%PDF")
