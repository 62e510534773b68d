"""What each page of the example says to programs: JSON-LD, held against schema.org's types."""

import json

import pytest

from content_folder import ContentFolder
from type_checks import what_typescript_says

TOLD = "/stories/alaska-summit/"
# What the first node of a page is, by the address.
KINDS = {
    "/": "WebSite",
    "/quotes/": "WebPage",
    "/stories/": "WebPage",
    TOLD: "BackgroundNewsArticle",
    "/quotes/alaska-summit/thank-you/": "Quotation",
    "/actors/vladimir-putin/": "ProfilePage",
    "/actors/alaska/": "WebPage",
    "/topics/road-to-alaska/": "CollectionPage",
}


@pytest.fixture(scope="module")
def graphs(example):
    """The graph of each page that has one, by the page's address."""
    found = {}
    for address, page in example.pages.items():
        scripts = page.root.all("script", type="application/ld+json")
        if scripts:
            (script,) = scripts
            found[address] = json.loads("".join(script.children))
    return found


@pytest.fixture
def toll(content: ContentFolder):
    """The graph of a story with what is hard to say."""
    content.write(
        "stories/toll/story.yml",
        """\
headline: "</script><script>alert(1)</script> & <!-- port"
summary: The toll.
published: 2031-03-04
updated: 2031-03-08
text: retelling
actors: {ilse-varga: []}
events:
  day: {date: 2031-03-01, title: On a day}
  about: {date: 2031-03~, title: About then}
corrections:
  - {date: 2031-03-08, text: The vote was on *Monday*.}
""",
    )
    content.write("stories/toll/article.md", "A toll, Ilse Varga said.\n")
    pages = {it.address: it for it in content.compile().site.pages}
    return json.loads(pages["/stories/toll/"].linked_data)


def _objects(graph):
    """All objects in a graph, however deep."""
    waiting = [graph]
    while waiting:
        it = waiting.pop()
        if isinstance(it, dict):
            yield it
            waiting += it.values()
        elif isinstance(it, list):
            waiting += it


def _of_kind(graph, kind):
    return [it for it in _objects(graph) if it.get("@type") == kind]


def test_each_page_made_from_content_says_what_it_is(graphs, example):
    assert {address: graphs[address]["@graph"][0]["@type"] for address in KINDS} == KINDS
    made = {it for it in example.pages if it.startswith(("/stories/", "/quotes/", "/actors/", "/topics/"))}
    assert made <= graphs.keys()


def test_typescript_accepts_each_kind_of_page_as_schema_org_has_it(graphs, tmp_path):
    documents = {f"page{index}": graphs[address] for index, address in enumerate(KINDS)}
    assert what_typescript_says(tmp_path, documents, "Graph", "schema-dts") == ""


def test_typescript_refuses_what_schema_org_lacks(graphs, tmp_path):
    first, *rest = graphs[TOLD]["@graph"]
    wrong = graphs[TOLD] | {"@graph": [first | {"shoeSize": 44}, *rest]}
    assert "shoeSize" in what_typescript_says(tmp_path, {"page": wrong}, "Graph", "schema-dts")


def test_whatever_a_graph_names_is_in_it_or_is_a_place_on_the_site(graphs, example):
    for address, graph in graphs.items():
        known = {it["@id"] for it in _objects(graph) if "@type" in it and "@id" in it}
        named = {it["@id"] for it in _objects(graph) if "@type" not in it and "@id" in it}
        for it in named - known:
            place = it.removeprefix("https://example.org").removesuffix("#actor").removesuffix("#series")
            assert not example.misses(place), (address, it)


def test_no_thing_is_described_twice_in_a_graph(graphs):
    for address, graph in graphs.items():
        ids = [it["@id"] for it in graph["@graph"] if "@id" in it]
        assert len(ids) == len(set(ids)), address


def test_each_address_in_a_graph_leads_somewhere(graphs, example):
    things = [it for graph in graphs.values() for it in _objects(graph)]
    told = {it[key] for it in things for key in ("url", "item") if key in it}
    ours = {it.removeprefix("https://example.org") for it in told if it.startswith("https://example.org")}
    assert len(ours) > 100
    assert {it: example.misses(it) for it in ours if example.misses(it)} == {}


def test_the_way_to_a_page_begins_at_home_and_ends_at_the_page(graphs):
    for address, graph in graphs.items():
        if address == "/":
            continue
        (way,) = _of_kind(graph, "BreadcrumbList")
        steps = way["itemListElement"]
        assert [it["position"] for it in steps] == list(range(1, len(steps) + 1))
        assert steps[0]["item"] == "https://example.org/"
        assert steps[-1]["item"] == f"https://example.org{address}"


def test_a_story_says_what_it_is_based_on_whom_it_names_and_what_it_holds(graphs, example):
    article = graphs[TOLD]["@graph"][0]
    story = json.loads((example.folder / "api/stories/alaska-summit.json").read_text(encoding="utf-8"))
    assert article["headline"] == story["headline"]
    assert article["isBasedOn"]["@type"] == "CreativeWork"
    mentions = {it["@id"] for it in article["mentions"]}
    assert "https://example.org/actors/vladimir-putin/#actor" in mentions
    parts = [it["@id"] for it in article["hasPart"]]
    assert parts == [
        *(f"https://example.org/quotes/alaska-summit/{it['id']}/" for it in story["quotes"]),
        *(f"https://example.org{TOLD}#claim-{it['id']}" for it in story["claims"]),
    ]
    texts = [it["text"] for it in graphs[TOLD]["@graph"] if it["@type"] == "Quotation"]
    assert texts == [it["text"] for it in story["quotes"]]


def test_words_that_would_end_the_script_stay_words(toll):
    assert toll["@graph"][0]["headline"] == "</script><script>alert(1)</script> & <!-- port"


def test_a_correction_is_a_correction_comment(toll):
    assert toll["@graph"][0]["correction"] == [
        {"@type": "CorrectionComment", "text": "The vote was on Monday.", "datePublished": "2031-03-08"}
    ]


def test_a_date_that_is_not_certain_is_not_given_as_a_day(toll):
    dates = {it["name"]: it.get("startDate") for it in _of_kind(toll, "Event")}
    assert dates == {"About then": None, "On a day": "2031-03-01"}
