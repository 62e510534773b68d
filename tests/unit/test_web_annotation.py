"""Web Annotations by the rules of the W3C's data model (https://www.w3.org/TR/annotation-model/), 3 to 5."""

import json

import pytest

from backstory.checks import NO_RULES
from backstory.compiler import Settings, compile_site

# 3.3.5: what a motivation or a purpose may be.
MOTIVATIONS = {
    *("assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting"),
    *("identifying", "linking", "moderating", "questioning", "replying", "tagging"),
}
LINES = """\
actors: {ilse-varga: [], tomas-reyk: []}
quotes:
  wall: {speaker: ilse-varga, kind: direct, text: We build … the wall, date: 2031-03-04}
  elsewhere: {speaker: tomas-reyk, kind: direct, text: Not here, in_text: false, date: 2031-03-04}
  down: {speaker: tomas-reyk, kind: direct, text: Taken down words, redact: At his request.}
claims:
  met: {text: They met at the harbour., said_by: tomas-reyk, status: open, at: at the harbour}
context:
  - {at: the harbour, title: The harbour, note: It is *old*., sources: ["https://radio.example/7"]}
"""
ARTICLE = (
    "🌊 **Ilse Varga** met Tomas Reyk at the *harbour*. “We build, at last, the wall”, she said.\n\nIt blew."
)


@pytest.fixture
def site(content):
    content.story(LINES + "formerly: [old-toll]\n", article=ARTICLE)
    compilation = compile_site(
        content.path, Settings(site_url="https://harbour.example/", levels=NO_RULES, social_cards=False)
    )
    assert compilation.site, [it.fact for it in compilation.diagnostics]
    return compilation.site


@pytest.fixture
def text(site):
    return site.files["stories/toll/article.txt"].decode()


@pytest.fixture
def collection(site):
    return json.loads(site.files["stories/toll/annotations.jsonld"])


def _list(value):
    return value if isinstance(value, list) else [value]


def _by_name(collection):
    return {it["id"].partition("#")[2]: it for it in collection["first"]["items"]}


def _words(annotation):
    return [it["selector"][0]["exact"] for it in _list(annotation["target"])]


def test_the_text_is_what_readers_see(text):
    assert (
        text
        == "🌊 Ilse Varga met Tomas Reyk at the harbour. “We build, at last, the wall”, she said.\n\nIt blew."
    )


def test_it_is_a_collection_of_one_page(collection):
    """5.1, 5.2: a collection has a context, an id, a type and its first page; the page its items."""
    assert collection["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert collection["type"] == "AnnotationCollection"
    assert collection["id"] == "https://harbour.example/stories/toll/annotations.jsonld"
    page = collection["first"]
    assert page["type"] == "AnnotationPage"
    assert page["partOf"] == collection["id"]
    assert page["startIndex"] == 0
    assert collection["last"] == page["id"]
    assert collection["total"] == len(page["items"]) == 5


def test_each_annotation_has_what_the_model_asks_for(collection):
    """3.1: exactly one id, the type Annotation, one target or more; 3.3.5: known motivations."""
    items = collection["first"]["items"]
    ids = [it["id"] for it in items]
    assert len(set(ids)) == len(ids)
    for it in items:
        assert it["type"] == "Annotation"
        assert it["id"].startswith(collection["id"])
        assert it["motivation"] in MOTIVATIONS
        assert _list(it["target"])
        for body in _list(it["body"]):
            assert body["purpose"] in MOTIVATIONS
            if body["type"] == "TextualBody":  # 3.2.4: exactly one value
                assert isinstance(body["value"], str)
            else:  # 4: a specific resource has exactly one source
                assert body["type"] == "SpecificResource"
                assert isinstance(body["source"], str)


def test_each_selector_selects_the_same_words_by_counting_and_by_looking(collection, text):
    """4.2.4, 4.2.5: positions count code points, from 0, the end not included; a quote has what is around."""
    targets = [target for it in collection["first"]["items"] for target in _list(it["target"])]
    assert len(targets) == 6
    for target in targets:
        quote, position = target["selector"]
        assert (quote["type"], position["type"]) == ("TextQuoteSelector", "TextPositionSelector")
        assert text[position["start"] : position["end"]] == quote["exact"]
        whole = quote["prefix"] + quote["exact"] + quote["suffix"]
        assert text.count(whole) == 1
        assert text.index(whole) + len(quote["prefix"]) == position["start"]


def test_the_annotations_point_into_the_text_beside_them(collection, site):
    for it in collection["first"]["items"]:
        for target in _list(it["target"]):
            assert target["source"] == "https://harbour.example/stories/toll/article.txt"
            assert target["scope"] == "https://harbour.example/stories/toll/"
    assert "stories/toll/article.txt" in site.files


def test_names_are_identified_quotes_and_claims_linked_notes_commented(collection):
    found = _by_name(collection)
    kinds = {name: (it["motivation"], _words(it)) for name, it in found.items()}
    assert kinds == {
        "mention-1": ("identifying", ["Ilse Varga"]),
        "mention-2": ("identifying", ["Tomas Reyk"]),
        "at-claim-met": ("linking", ["at the harbour"]),
        "note-1": ("commenting", ["the harbour"]),
        "in-wall": ("linking", ["We build", "the wall"]),
    }


def test_a_quote_leads_to_its_page_and_to_who_said_it(collection):
    link, speaker = _by_name(collection)["in-wall"]["body"]
    assert link == {
        "type": "SpecificResource",
        "source": "https://harbour.example/quotes/toll/wall/",
        "purpose": "linking",
    }
    assert speaker["source"] == "https://harbour.example/actors/ilse-varga/"
    assert speaker["purpose"] == "identifying"


def test_a_note_is_plain_text_in_the_language_of_the_site_and_leads_to_its_sources(collection):
    comment, source = _by_name(collection)["note-1"]["body"]
    assert comment["value"] == "The harbour. It is old."
    assert (comment["format"], comment["language"]) == ("text/plain", "en")
    assert source["source"] == "https://radio.example/7"


def test_they_stand_in_the_order_of_the_text(collection):
    starts = [_list(it["target"])[0]["selector"][1]["start"] for it in collection["first"]["items"]]
    assert starts == sorted(starts)


def test_what_was_taken_down_is_not_annotated(site):
    assert b"Taken down words" not in site.files["stories/toll/annotations.jsonld"]


def test_they_stay_where_the_story_was_before(site):
    for name in ("annotations.jsonld", "article.txt"):
        assert site.files[f"stories/old-toll/{name}"] == site.files[f"stories/toll/{name}"]


def test_a_withdrawn_story_has_none(content):
    content.story("status: withdrawn\nwithdrawn: It was wrong.\n")
    files = compile_site(content.path, Settings(levels=NO_RULES, social_cards=False)).site.files
    assert not [it for it in files if it.startswith("stories/")]
