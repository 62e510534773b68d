"""The search box with Pagefind behind it, under the header that such a site is published with."""

import re
import shutil

import pytest
from playwright.sync_api import expect

from checkers import needs
from commands import PROJECT, mkdocs
from serving import served

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
ON_VIOLATION = """
window.forbidden = [];
document.addEventListener("securitypolicyviolation", it => forbidden.push(
  `${it.violatedDirective}: ${it.blockedURI}`));
"""
ONE_ARTICLE = "worried"  # stands in the middle of one article, and nowhere else
STORY = "/stories/summit-agreed/"


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The example with this search: the folder of its site."""
    folder = tmp_path_factory.mktemp("pagefind")
    shutil.copytree(PROJECT / "content", folder / "content")
    text = (PROJECT / "mkdocs.yml").read_text(encoding="utf-8")
    assert "\n  - backstory\n" in text
    text = text.replace("\n  - backstory\n", "\n  - backstory: {search: pagefind, social_cards: false}\n")
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")
    outcome = mkdocs("build", "--strict", cwd=folder)
    assert outcome.code == 0, outcome.output
    return folder / "site"


@pytest.fixture(scope="session")
def headers(site):
    """What its _headers says."""
    lines = (site / "_headers").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "/*"
    return dict(line.strip().split(": ", 1) for line in lines[1:])


@pytest.fixture(scope="session")
def found_at(site, headers):
    """Where it is served with these, without a slash at the end."""
    with served(site, headers) as address:
        yield address


@pytest.fixture
def window(found_at, reader):
    """Open a window; `asked_for` are the addresses."""

    def open_window(address=found_at, **settings):
        page = reader(base_url=address, **settings)
        page.add_init_script(ON_VIOLATION)
        page.asked_for = []
        page.context.on("request", lambda it: page.asked_for.append(it.url))
        return page

    return open_window


@pytest.fixture
def page(window, found_at):
    """A laptop's window on an ordinary page, in which nothing goes wrong and nobody else is asked."""
    page = window()
    page.goto("/about/")
    yield page
    assert page.evaluate("forbidden") == []
    assert [it for it in page.complaints if not it.startswith(f"asked for {found_at}/")] == []


def ask(page, words):
    """Type words; what is found, as links."""
    page.get_by_role("textbox", name="Search").press_sequentially(words)
    return page.locator(".md-search-result__link")


def open_box(page):
    """On a small screen, the box is behind a button."""
    if page.viewport_size == PHONE:
        page.locator("header label[for=__search]").first.click()


def kind(page, name):
    return page.get_by_role("radiogroup", name="Kinds of results").get_by_role("radio", name=name, exact=True)


# ---- what is found


def test_a_word_in_the_middle_of_an_article_is_found_and_leads_there(page, found_at):
    found = ask(page, ONE_ARTICLE)
    expect(found).to_have_count(1)
    expect(found.get_by_role("heading")).to_have_text(re.compile("^Story · Moscow says a summit is agreed"))
    expect(found.locator("p mark")).to_have_text(ONE_ARTICLE)
    found.click()
    expect(page).to_have_url(f"{found_at}{STORY}")


def test_a_name_shows_the_person_first_with_the_words_marked(page):
    found = ask(page, "yuri ushak")
    expect(found.first).to_have_attribute("href", re.compile("/actors/yuri-ushakov/$"))
    expect(found.first.get_by_role("heading")).to_have_text("Person · Yuri Ushakov")
    expect(found.first.locator("h1 mark")).to_have_text(["Yuri", "Ushakov"])


def test_a_headline_shows_its_story_first_and_a_part_of_it_leads_to_the_part(page):
    found = ask(page, "Moscow says a summit is agreed")
    expect(found.first).to_have_attribute("href", re.compile(f"{STORY}$"))
    page.locator(".md-search-result__more summary").first.click()
    part = page.locator(f".md-search-result__more [href*='{STORY}#']").first
    fragment = part.get_attribute("href").partition("#")[2]
    part.click()
    expect(page).to_have_url(re.compile(f"{STORY}#{fragment}$"))
    expect(page.locator(f"[id='{fragment}']")).to_be_attached()


def test_nothing_is_fetched_for_the_search_before_the_first_question(page):
    assert not [it for it in page.asked_for if "/pagefind/" in it]
    expect(ask(page, "Ushakov").first).to_be_visible()
    assert [it for it in page.asked_for if it.endswith(".pf_index")]
    assert len([it for it in page.asked_for if it.endswith(".pf_fragment")]) == 8


def test_at_the_end_of_the_list_come_the_next_and_the_link_in_hand_stays_so(page):
    found = ask(page, "Ushakov")
    expect(found).to_have_count(8)
    expect(page.locator(".md-search-result__meta")).to_have_text(re.compile(r"^\d\d matching documents$"))
    for _ in range(8):
        page.keyboard.press("ArrowDown")
    last = found.nth(7)
    expect(last).to_be_focused()
    page.locator(".md-search__scrollwrap").evaluate("it => it.scrollTo(0, it.scrollHeight)")
    expect(found.nth(9)).to_be_attached()
    expect(found.nth(7)).to_be_focused()


@pytest.mark.parametrize("word", ["zeppelin", "xylophone", "ushakow", "moscow ushakow"])
def test_no_page_is_found_for_a_word_that_no_page_has(page, word):
    ask(page, word)  # Pagefind itself finds “x” and “US”
    expect(page.locator(".md-search-result__meta")).to_have_text("No matching documents")


def test_a_word_is_found_by_its_stem_and_while_it_is_being_typed(page):
    expect(ask(page, "worrying")).to_have_count(1)
    page.get_by_role("textbox", name="Search").fill("")
    expect(ask(page, "prelimin").first).to_be_visible()


def test_what_an_editor_wrote_is_text_in_a_result(page):
    found = ask(page, "YAML")  # of the guide, which shows markup
    expect(found.first).to_be_visible()
    assert page.locator(".md-search-result__list :is(img, script, iframe, form)").count() == 0


def test_where_the_index_cannot_be_had_nothing_is_found_and_the_next_question_tries_again(window):
    page = window()
    page.context.route("**/pagefind/pagefind.js", lambda route: route.abort())
    page.goto("/about/")
    ask(page, "Ushakov")
    expect(page.locator(".md-search-result__meta")).to_have_text("No matching documents")
    page.context.unroute("**/pagefind/pagefind.js")
    expect(ask(page, " Yuri").first).to_be_visible()


def test_a_site_below_another_address_is_searched_as_well(site, headers, window, tmp_path):
    (tmp_path / "news").symlink_to(site)
    shutil.copy(site / "404.html", tmp_path)
    with served(tmp_path, headers) as address:
        page = window(address)
        page.goto("/news/about/")
        expect(ask(page, "Yuri Ushakov").first).to_have_attribute(
            "href", f"{address}/news/actors/yuri-ushakov/"
        )


# ---- the choice of kinds


def test_a_kind_leaves_only_results_of_it(page):
    found = ask(page, "Ushakov")
    expect(found.and_(page.locator("[href*='/quotes/']")).first).to_be_visible()
    kind(page, "Person").check()
    expect(found.and_(page.locator("[href*='/quotes/']"))).to_have_count(0)
    assert {it.split(" · ")[0] for it in found.locator("h1").all_inner_texts()} == {"Person"}
    kind(page, "Quote").check()
    expect(found.and_(page.locator("[href*='/actors/']"))).to_have_count(0)
    expect(found.first).to_have_attribute("href", re.compile("/quotes/"))
    kind(page, "All").check()
    expect(found.and_(page.locator("[href*='/actors/']")).first).to_be_visible()


def test_a_kind_is_chosen_by_keys_alone(page):
    found = ask(page, "Ushakov")
    expect(found.first).to_be_visible()
    page.keyboard.press("Tab")
    expect(kind(page, "All")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(kind(page, "Quote")).to_be_checked()
    expect(found.and_(page.locator("[href*='/actors/']"))).to_have_count(0)
    page.keyboard.press("ArrowDown")
    expect(found.first).to_be_focused()
    page.keyboard.press("ArrowUp")
    box = page.get_by_role("textbox", name="Search")
    expect(box).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(box).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(kind(page, "All")).to_be_hidden()


def test_the_choice_is_there_with_a_question_and_not_on_a_page_at_rest(page):
    expect(page.locator(".bs-kinds")).to_be_hidden()
    expect(ask(page, "Ushakov").first).to_be_visible()
    expect(kind(page, "All")).to_be_visible()
    page.get_by_role("textbox", name="Search").fill("")
    page.keyboard.press("Backspace")
    expect(kind(page, "All")).to_be_hidden()


@pytest.mark.parametrize("screen", [{"width": 1440, "height": 900}, PHONE], ids=["laptop", "telephone"])
def test_each_kind_can_be_hit_and_stands_inside_the_screen(window, screen):
    page = window(viewport=screen)
    page.goto("/about/")
    open_box(page)
    expect(ask(page, "Ushakov").first).to_be_visible()
    boxes = [it.bounding_box() for it in page.locator(".bs-kinds label").all()]
    assert len(boxes) > 5
    assert all(it["width"] >= 24 and it["height"] >= 24 for it in boxes)
    assert all(it["x"] >= 0 and it["x"] + it["width"] <= screen["width"] for it in boxes)


@needs("axe-core")
@pytest.mark.parametrize("screen", [{"width": 1440, "height": 900}, PHONE], ids=["laptop", "telephone"])
def test_the_open_search_has_no_violation(found_at, reader, violations, screen):
    page = reader(base_url=found_at, viewport=screen)
    page.goto("/about/")
    open_box(page)
    expect(ask(page, "Ushakov").first).to_be_visible()
    assert violations(page) == []
