"""Every link leads somewhere, every page can be left, and what leads on leads back."""

import json
from urllib.parse import urlsplit

import pytest
import yaml

OF_ADDRESS = ("href", "src", "action", "poster", "data")
OF_ID = (
    "popovertarget",
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-owns",
    "for",
    "data-bs-card",
)


@pytest.fixture(scope="module")
def stories(written):
    """The stories as the editor wrote them, by id."""
    return {
        path.parent.name: yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in sorted(written.glob("stories/*/story.yml"))
    }


def _of(stories, key):
    return [(story, name, it) for story, told in stories.items() for name, it in told.get(key, {}).items()]


def test_a_strict_build_of_the_example_warns_of_nothing(build):
    assert "WARNING" not in build[1].output
    assert "ERROR" not in build[1].output


def test_every_internal_address_leads_to_a_file_and_every_fragment_to_an_id(example):
    broken = [
        f"{page.address}: {element}: {why}"
        for page in example.pages.values()
        for element in page.elements
        for name in OF_ADDRESS
        if element[name]
        and (there := page.resolve(element[name])).startswith("/")
        and (why := example.misses(there))
    ]
    assert not broken


def test_every_id_that_an_element_names_is_on_its_page(example):
    broken = [
        f"{page.address}: {element}"
        for page in example.pages.values()
        for element in page.elements
        for name in OF_ID
        for wanted in element[name].split()
        # Material's own: on pages outside the navigation it has the label, and not the field.
        if wanted not in {"__toc", *page.ids}
    ]
    assert not broken


def test_no_link_is_empty_and_none_asks_for_a_scheme_that_is_no_address(example):
    schemes = {"", "http", "https", "mailto", "javascript"}  # the last is Material's, for sharing a search
    odd = [
        f"{page.address}: {it}"
        for page in example.pages.values()
        for it in page.root.all("a")
        if "href" in it.attributes and (not it["href"].strip() or urlsplit(it["href"]).scheme not in schemes)
    ]
    assert not odd


def test_the_page_for_what_is_not_found_links_from_the_root_of_the_site(example):
    page = example["/404.html"]
    inside = [it for it in page.root.walk() for name in ("href", "src") if it[name]]
    absolute = ("/", "http", "#", "javascript:")
    relative = [str(it) for it in inside if not (it["href"] or it["src"]).startswith(absolute)]
    assert not relative


def test_the_addresses_of_scripts_that_pages_configure_are_there(example):
    for page in example.pages.values():
        for script in page.root.all("script", id="__config"):
            configured = json.loads(script.children[0])
            assert not example.misses(page.resolve(configured["search"])), page.address


def test_a_story_and_each_actor_in_it_link_to_one_another(example, stories):
    for story, told in stories.items():
        speakers = {it["speaker"] for it in told.get("quotes", {}).values()}
        for actor in {*told["actors"], *speakers}:
            assert f"/actors/{actor}/" in example[f"/stories/{story}/"].links(), (story, actor)
            assert f"/stories/{story}/" in {
                it.partition("#")[0] for it in example[f"/actors/{actor}/"].links()
            }, (story, actor)


def test_a_permalink_leads_to_its_story_its_place_and_its_speaker(example, stories):
    for story, quote, it in _of(stories, "quotes"):
        links = example[f"/quotes/{story}/{quote}/"].links()
        stands = f"in-{quote}" in example[f"/stories/{story}/"].ids
        assert f"/stories/{story}/" in links, quote
        assert f"/stories/{story}/#quote-{quote}" in links, quote
        assert not stands or f"/stories/{story}/#in-{quote}" in links, quote
        assert f"/actors/{it['speaker']}/" in links, quote


def test_the_story_the_place_and_the_speaker_lead_to_the_permalink(example, stories):
    for story, quote, it in _of(stories, "quotes"):
        permalink, page = f"/quotes/{story}/{quote}/", example[f"/stories/{story}/"]
        assert permalink in page.links(page.ids[f"quote-{quote}"]), quote
        assert permalink in example[f"/actors/{it['speaker']}/"].links(), quote
        if place := page.ids.get(f"in-{quote}"):
            (button,) = place.all("button", of="bs-mono", popovertarget=f"bs-quote-{quote}")
            assert permalink in page.links(page.ids[button["popovertarget"]]), quote


def test_a_quote_in_the_text_and_its_statement_lead_to_one_another(example, stories):
    for story, quote, _ in _of(stories, "quotes"):
        page = example[f"/stories/{story}/"]
        if f"in-{quote}" in page.ids:
            assert f"/stories/{story}/#in-{quote}" in page.links(page.ids[f"quote-{quote}"]), quote
            assert f"/stories/{story}/#quote-{quote}" in page.links(page.ids[f"bs-quote-{quote}"]), quote


def test_every_quote_is_in_the_list_of_quotes(example, stories):
    links = example["/quotes/"].links()
    assert {f"/quotes/{story}/{quote}/" for story, quote, _ in _of(stories, "quotes")} <= links


def test_a_claim_in_the_ledger_leads_to_its_story_and_the_story_has_it(example, stories):
    links = example["/claims/"].links()
    for story, claim, it in _of(stories, "claims"):
        assert f"/stories/{story}/#claim-{claim}" in links, claim
        assert f"/actors/{it['said_by']}/" in example[f"/stories/{story}/"].links(), claim
        assert f"/stories/{story}/#claim-{claim}" in example[f"/actors/{it['said_by']}/"].links(), claim


def test_a_story_that_settled_a_claim_and_the_claim_lead_to_one_another(example, stories):
    for story, claim, it in _of(stories, "claims"):
        page = example[f"/stories/{story}/"]
        for entry in it.get("log", []):
            if told_in := entry.get("story"):
                assert f"/stories/{told_in}/" in page.links(page.ids[f"claim-{claim}"]), claim
                heading = next(
                    it for it in example[f"/stories/{told_in}/"].root.all("h2") if it.words == "Leads here"
                )
                assert f"/stories/{story}/" in example[f"/stories/{told_in}/"].links(heading.parent), claim


def test_the_stories_of_a_topic_and_the_topic_lead_to_one_another(example, stories):
    for story, told in stories.items():
        for topic in told.get("topics", []):
            assert f"/topics/{topic}/" in example[f"/stories/{story}/"].links()
            assert f"/stories/{story}/" in example[f"/topics/{topic}/"].links()


def test_every_event_of_a_story_has_its_place_on_the_storys_page(example, stories):
    for story, event, _ in _of(stories, "events"):
        assert f"event-{event}" in example[f"/stories/{story}/"].ids


def test_every_page_can_be_reached_from_the_home_page_by_links(example):
    reached, waiting = set(), ["/"]
    while waiting:
        address = waiting.pop()
        if address in example.pages and address not in reached:
            reached.add(address)
            waiting += [it.partition("#")[0] for it in example[address].links()]
    assert example.pages.keys() - reached == {"/404.html"}
