"""What is new since the last visit: known to the reader's browser alone, and only if they let it."""

import json
import os
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from checkers import needs, package
from commands import mkdocs

pytestmark = pytest.mark.browser

STORY, HOME = "/stories/toll/", "/"
DAYS = {"before": 4_000_000_000, "after": 4_000_086_400}
CONTROL = "Mark what is new when I come back"
SITE = {
    "mkdocs.yml": "site_name: Port Alder\ndocs_dir: content\n"
    "theme: {name: material, font: false, palette: {scheme: default}}\n"
    "plugins: [search, {backstory: {social_cards: false}}]\n",
    "content/actors/ilse-varga.yml": "name: Ilse Varga\nkind: person\n",
    "content/stories/storm/article.md": "It blew.\n",
    "content/stories/storm/story.yml": "headline: The storm\nsummary: It blew.\npublished: 2031-01-10\n"
    "text: retelling\n",
    "content/stories/toll/article.md": "“We can build the wall now”, Ilse Varga said of the toll.\n",
}
BEFORE = """\
headline: The toll
summary: It pays for a wall.
published: 2031-03-04
text: retelling
actors: {ilse-varga: []}
corrections:
- {date: 2031-03-05, text: The toll is 4 crowns.}
quotes:
  wall: {speaker: ilse-varga, kind: direct, text: We can build the wall now, date: 2031-03-04}
claims:
  cost: {text: The wall costs 9 million., said_by: ilse-varga, status: open}
events:
  vote: {date: 2031-03-03, title: The vote}
"""
# Three things are added; the event's title and the quote's kind are mended, which is nothing new.
AFTER = (
    BEFORE.replace(
        "status: open}", "status: open, log: [{date: 2031-04-02, status: unverified, text: It was 12.}]}"
    )
    .replace("quotes:", "- {date: 2031-04-02, text: The mayor is Ms Varga.}\nquotes:")
    .replace("title: The vote", "title: The council’s vote")
    + "context:\n- {at: the toll, title: Tolls, note: Since 1880.}\n"
)
POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"


@pytest.fixture(scope="session")
def versions(tmp_path_factory):
    """The site before and after, built: the pages of each by address."""
    folder = tmp_path_factory.mktemp("visits")
    built = {}
    for version, story in {"before": BEFORE, "after": AFTER}.items():
        for name, text in (SITE | {"content/stories/toll/story.yml": story}).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        outcome = mkdocs("build", "--strict", "-d", folder / version, cwd=folder)
        assert outcome.code == 0, outcome.output
        built[version] = folder / version
    return built


@pytest.fixture
def publish(versions, another_site):
    """Publish a version of the site, and say where it is served."""
    folder, address = another_site

    def publish_version(version):
        shutil.copytree(versions[version], folder, dirs_exist_ok=True)
        for file in folder.rglob(
            "*.html"
        ):  # days to come, so that no browser takes what it has for new enough
            os.utime(file, times=(DAYS[version], DAYS[version]))
        return address

    return publish_version


@pytest.fixture
def back(reader, publish):
    """Visit the story, and come back after it has changed: another tab of the same browser."""

    def come_back(path=STORY, **settings):
        window = reader(base_url=publish("before"), **settings)
        window.goto(STORY)
        expect(window.get_by_role("checkbox", name=CONTROL)).to_be_checked()
        publish("after")
        return _another_visit(window, path)

    return come_back


def _another_visit(window, path=STORY):
    """Another tab of the same browser."""
    page = window.context.new_page()
    page.goto(path)
    return page


def _line(page):
    return page.locator(".bs-visit").get_by_role("status")


def _news(page):
    """The ids of the places that are marked as new."""
    labels = page.locator(".bs-fresh:not(.bs-vh)")
    return [it.evaluate("it => it.closest('[data-bs-mark], aside').id") for it in labels.all()]


def test_who_comes_back_sees_what_was_added_and_can_go_there(back):
    page = back()
    expect(_line(page)).to_have_text(
        re.compile(
            r"^New since your last visit on .+ \d{4}: 1 correction, 1 update on a claim, 1 context note$"
        )
    )
    news = _news(page)
    assert [re.sub("-[0-9a-f]{6}$", "", it) for it in news] == ["bs-note-1", "entry", "correction"]
    page.get_by_role("link", name="1 update on a claim").click()
    expect(page.locator("#" + news[1])).to_be_in_viewport()
    page.reload()
    expect(_line(page)).to_contain_text("1 correction")
    expect(_another_visit(page).get_by_role("checkbox", name=CONTROL)).to_be_checked()
    assert _news(page.context.pages[-1]) == []


def test_the_first_visit_shows_nothing_and_a_story_that_stays_as_it_is_neither(reader, publish):
    window = reader(base_url=publish("after"))
    for page in (window, _another_visit(window)):
        page.goto(STORY)
        expect(page.get_by_role("checkbox", name=CONTROL)).to_be_checked()
        expect(_line(page)).to_be_empty()
        expect(page.locator(".bs-fresh")).to_have_count(0)
        expect(page.get_by_role("button", name="Forget")).to_be_hidden()


def test_lists_mark_a_visited_story_that_has_changed_until_it_is_visited_again(back):
    home = back(HOME)
    expect(home.locator("[data-bs-story]").filter(has_text="The toll").locator(".bs-fresh")).to_have_text(
        "New"
    )
    expect(home.locator(".bs-fresh")).to_have_count(1)
    home.goto("/stories/")
    expect(home.locator(".bs-fresh")).to_have_count(1)
    home.goto(STORY)
    expect(_line(home)).to_contain_text("1 correction")
    home.goto(HOME)
    expect(home.get_by_role("heading", name="The toll")).to_be_visible()
    expect(home.locator(".bs-fresh")).to_have_count(0)


def test_forgetting_leaves_nothing_and_lasts_until_it_is_taken_back(back):
    page = back()
    page.get_by_role("button", name="Forget my visits").click()
    box = page.get_by_role("checkbox", name=CONTROL)
    expect(box).not_to_be_checked()
    expect(_line(page)).to_have_text("Your visits are forgotten, and no more are kept.")
    expect(page.locator(".bs-visit button:visible, .bs-fresh, .is-new")).to_have_count(0)
    page.reload()
    expect(box).not_to_be_checked()
    expect(_line(page)).to_be_empty()
    assert page.evaluate("[Object.entries(localStorage), sessionStorage['bs-since']]") == [
        [["bs-visits", "off"]],
        None,
    ]
    box.check()
    assert [it["story"] for it in _kept(page)] == [_kept(page)[0]["story"]]


def _kept(page):
    return json.loads(page.evaluate("localStorage['bs-visited']"))


def test_only_the_last_hundred_stories_are_kept(back):
    page = back()
    others = [_kept(page)[0] | {"story": str(number)} for number in range(150)]
    page.evaluate("them => localStorage.setItem('bs-visited', them)", json.dumps(others))
    page.reload()
    expect(_line(page)).to_contain_text("1 correction")
    kept = [it["story"] for it in _kept(page)]
    assert kept[1:] == [str(number) for number in range(99)]


def test_what_somebody_else_wrote_there_does_no_harm(reader, publish):
    page = reader(base_url=publish("after"))
    page.goto(STORY)
    for kept in ("", "null", "[null]", '{"a": 1}', '[{"day": 1, "seen": 2, "state": "x"}]', "[{"):
        page.evaluate("it => { sessionStorage.clear(); localStorage.setItem('bs-visited', it); }", kept)
        page.reload()
        expect(page.get_by_role("checkbox", name=CONTROL)).to_be_checked()
        assert len(_kept(page)) == 1, kept
        expect(_line(page)).to_be_empty()


def test_where_storage_is_refused_or_there_is_no_script_nothing_is_shown(reader, publish):
    address = publish("after")
    refused = reader(base_url=address)
    refused.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, name, {get() { throw new DOMException('no', 'SecurityError'); }})"
    )
    for page in (refused, reader(base_url=address, java_script_enabled=False)):
        page.goto(STORY)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator(".bs-visit, .bs-fresh, .bs-remember").filter(visible=True)).to_have_count(0)
        assert page.locator(".bs-visit").bounding_box()["height"] == 0


def test_a_strict_policy_lets_it_work_and_paper_does_not_show_it(back):
    page = back(HOME)
    page.route(
        "**/stories/toll/",
        lambda it: it.fulfill(
            response=(answer := it.fetch()), headers=answer.headers | {"content-security-policy": POLICY}
        ),
    )
    page.goto(STORY)
    expect(_line(page)).to_contain_text("1 correction")
    page.emulate_media(media="print")
    expect(page.locator(".bs-visit, .bs-fresh, .bs-remember").filter(visible=True)).to_have_count(0)


@needs("axe-core")
def test_what_is_new_can_be_read_by_everybody(back):
    page = back()
    page.evaluate(Path(package("axe-core"), "axe.min.js").read_text(encoding="utf-8"))
    expect(_line(page)).to_contain_text("1 correction")
    for scheme in ("default", "slate"):
        page.evaluate("it => document.body.setAttribute('data-md-color-scheme', it)", scheme)
        assert page.evaluate("async () => (await axe.run('.bs')).violations.map(it => it.id)") == []
