"""The data, as surface.md promises it to outside programs: version 1, fields are added, never renamed."""

import json
import re
from collections import Counter

import pytest
import yaml

WORD = (str, type(None))
REFERENCE = {"url": WORD}
STORY = {
    "version": int,
    "id": str,
    "url": str,
    "headline": str,
    "published": str,
    "text": str,
    "actors": [{"id": str, "name": str, "kind": str, "url": str, "mentions": int, "quotes": int}],
    "quotes": [
        {
            "id": str,
            "url": str,
            "speaker": str,
            "text": str,
            "kind": str,
            "date": WORD,
            "audience": [str],
            "about": [str],
            "source": REFERENCE,
            "verification": str,
            "renderings": [{"publisher": str, "text": str, "url": WORD}],
        }
    ],
    "claims": [
        {
            "id": str,
            "text": str,
            "said_by": str,
            "status": str,
            "log": [{"date": str, "status": str, "story": WORD}],
        }
    ],
    "events": [{"id": str, "date": str, "title": str, "actors": [str]}],
    "context": [{"exact": str, "note": str, "url": WORD}],
}
ACTOR = {
    "version": int,
    "id": str,
    "url": str,
    "name": str,
    "kind": str,
    "stories": [str],
    "quotes": [STORY["quotes"][0] | {"story": str}],
    "claims": [STORY["claims"][0] | {"story": str}],
    "mentions": int,
}
INDEX = {
    "version": int,
    "stories": [{"id": str, "url": str, "data": str, "headline": str, "published": str}],
    "actors": [{"id": str, "url": str, "data": str, "name": str, "kind": str}],
}
VERIFICATIONS = {"verbatim", "edited", "translated", "paraphrase", "unverified"}
IN_OWN_WORDS = {"direct", "partial", "statement", "post", "document"}
QUOTED = re.compile(r"“([^”]+)”")

# The quotations of the example's source article, word for word; a gap is where two sentences were joined.
FROM_THE_ARTICLE = {
    (
        "At the suggestion of the American side, a preliminary agreement was reached to hold a bilateral "
        "high-level meeting in the coming days"
    ),
    "in the coming days",
    "We are now working with our American colleagues to finalize the details and location of the meeting",
    "still far off",
    "very soon",
    "a very good prospect",
    "had a highly productive meeting",
    "great progress was made",
    "a lot has to happen",
    (
        "we’ve got to get close enough to that point so that a meeting like that will be productive and "
        "worth doing"
    ),
    "Today was a good day, but we’ve got a lot of work ahead … There’s still many impediments to overcome",
}
FROM_ELSEWHERE = {
    "We have many friends willing to help us organize events of this kind",
    "nothing against that on the whole, it is possible",
}


def _differs(data, shape, where=""):
    """Where the data lacks a field of the shape, or has another type there."""
    if isinstance(shape, dict):
        for name, inner in shape.items():
            if not isinstance(data, dict) or name not in data:
                yield f"{where}.{name} is missing"
            else:
                yield from _differs(data[name], inner, f"{where}.{name}")
    elif isinstance(shape, list):
        for number, item in enumerate(data if isinstance(data, list) else [data]):
            yield from _differs(item, shape[0], f"{where}[{number}]")
    elif not isinstance(data, shape):
        yield f"{where} is {data!r}"


@pytest.fixture(scope="module")
def api(example):
    """Every file of the data by its path below api/; what describes them has tests of its own."""
    folder = example.folder / "api"
    return {
        it.relative_to(folder).as_posix(): json.loads(it.read_text(encoding="utf-8"))
        for it in folder.rglob("*.json")
        if it.parent.name != "schemas" and it.name != "openapi.json"
    }


@pytest.fixture(scope="module")
def stories(api):
    return {it["id"]: it for path, it in api.items() if path.startswith("stories/")}


@pytest.fixture(scope="module")
def actors(api):
    return {it["id"]: it for path, it in api.items() if path.startswith("actors/")}


def _article(written, story):
    return (written / "stories" / story / "article.md").read_text(encoding="utf-8")


def _addresses(data):
    """Every `url` and `data` on this site, anywhere in the data."""
    if isinstance(data, dict):
        for name, value in data.items():
            if name in {"url", "data"} and isinstance(value, str):
                yield value
            yield from _addresses(value)
    elif isinstance(data, list):
        for item in data:
            yield from _addresses(item)


def test_there_is_a_file_for_each_story_and_actor_and_an_index_of_them(api, written):
    stories = {f"stories/{it.name}.json" for it in (written / "stories").iterdir()}
    actors = {f"actors/{it.stem}.json" for it in (written / "actors").glob("*.yml")}
    assert api.keys() == stories | actors | {"index.json"}
    assert {f"stories/{it['id']}.json" for it in api["index.json"]["stories"]} == stories
    assert {f"actors/{it['id']}.json" for it in api["index.json"]["actors"]} == actors


def test_each_file_has_the_fields_that_are_promised(api):
    shapes = {"stories": STORY, "actors": ACTOR, "index.json": INDEX}
    for path, data in api.items():
        assert not list(_differs(data, shapes[path.partition("/")[0]], path))
        assert data["version"] == 1
        assert path == "index.json" or path.endswith(f"/{data['id']}.json")


def test_each_address_on_the_site_is_absolute_and_leads_somewhere(api, example):
    for path, data in api.items():
        for address in _addresses(data):
            assert address.startswith("https://"), (path, address)
            if address.startswith("https://example.org/"):
                assert not example.misses(address.removeprefix("https://example.org")), (path, address)


def test_each_thing_has_the_address_that_is_promised(stories, actors):
    root = "https://example.org"
    for name, story in stories.items():
        assert story["url"] == f"{root}/stories/{name}/"
        assert [it["url"] for it in story["quotes"]] == [
            f"{root}/quotes/{name}/{it['id']}/" for it in story["quotes"]
        ]
        for kind in ("claim", "event"):
            assert [it["url"] for it in story[f"{kind}s"]] == [
                f"{root}/stories/{name}/#{kind}-{it['id']}" for it in story[f"{kind}s"]
            ]
    assert {it["url"] for it in actors.values()} == {f"{root}/actors/{name}/" for name in actors}


def test_each_id_in_a_story_resolves(api, stories, actors):
    topics = {it["id"] for it in api["index.json"]["topics"]}
    for name, story in stories.items():
        here = {it["id"] for it in story["actors"]}
        quotes = {it["id"] for it in story["quotes"]}
        assert here <= actors.keys(), name
        assert {it["speaker"] for it in story["quotes"]} <= here, name
        assert {it["said_by"] for it in story["claims"]} <= here, name
        assert {it["quote"] for it in story["claims"]} <= {None, *quotes}, name
        assert {entry["story"] for it in story["claims"] for entry in it["log"]} <= {None, *stories}, name
        assert {actor for it in story["events"] for actor in it["actors"]} <= actors.keys(), name
        assert set(story["topics"]) <= topics, name
        parties = {party for it in story["quotes"] for party in [*it["audience"], *it["about"]]}
        parties |= {it["publisher"] for quote in story["quotes"] for it in quote["renderings"]}
        assert {
            it for it in parties if re.fullmatch("[a-z0-9]+(-[a-z0-9]+)+", it)
        } <= actors.keys() | topics, name


def test_stories_and_actors_say_the_same_of_one_another(stories, actors):
    for actor, data in actors.items():
        said = [
            (name, it) for name, story in stories.items() for it in story["quotes"] if it["speaker"] == actor
        ]
        assert {(it["story"], it["id"]) for it in data["quotes"]} == {(name, it["id"]) for name, it in said}
        claimed = {
            (name, it["id"])
            for name, story in stories.items()
            for it in story["claims"]
            if it["said_by"] == actor
        }
        assert {(it["story"], it["id"]) for it in data["claims"]} == claimed
        listed = {name: it for name, story in stories.items() for it in story["actors"] if it["id"] == actor}
        assert set(data["stories"]) == listed.keys()
        assert data["mentions"] == sum(it["mentions"] for it in listed.values())
        assert {name: it["quotes"] for name, it in listed.items()} == Counter(
            name for name, _ in said
        ) | dict.fromkeys(listed.keys() - {name for name, _ in said}, 0)


def test_mentions_are_as_many_as_the_names_marked_in_the_text(stories, example):
    for name, story in stories.items():
        page = example[f"/stories/{name}/"]
        (text,) = page.root.all(of="bs-text")
        marked = Counter(page.resolve(it["href"]).split("/")[2] for it in text.all("a", of="bs-actor"))
        assert marked == {it["id"]: it["mentions"] for it in story["actors"] if it["mentions"]}, name


def test_the_data_has_each_quotation_as_the_editor_wrote_it(stories, written):
    for name, story in stories.items():
        told = yaml.safe_load((written / "stories" / name / "story.yml").read_text(encoding="utf-8"))
        assert {it["id"]: it["text"] for it in story["quotes"]} == {
            key: it["text"] for key, it in told.get("quotes", {}).items()
        }


def test_every_verification_is_one_of_those_promised(stories):
    assert {it["verification"] for story in stories.values() for it in story["quotes"]} <= VERIFICATIONS


def test_the_main_example_lists_exactly_the_quotations_of_its_article(stories):
    said = [it for it in stories["summit-agreed"]["quotes"] if it["kind"] in IN_OWN_WORDS]
    assert {it["text"] for it in said if it["from_source_article"]} == FROM_THE_ARTICLE
    assert {it["text"] for it in said if not it["from_source_article"]} == FROM_ELSEWHERE


def test_each_quotation_from_the_article_stands_in_the_retelling_in_quotation_marks(written):
    passages = {it.rstrip(",.") for it in QUOTED.findall(_article(written, "summit-agreed"))}
    pieces = {piece for quotation in FROM_THE_ARTICLE for piece in quotation.split(" … ")}
    assert pieces == passages


def test_the_documents_quotations_are_verbatim_in_the_republished_text(stories, written):
    story, article = stories["geneva-summit-2021"], " ".join(_article(written, "geneva-summit-2021").split())
    documents = [it for it in story["quotes"] if it["kind"] == "document"]
    assert story["text"] == "republished"
    assert [it["verification"] for it in documents] == ["verbatim"] * 4
    assert all(it["text"] in article for it in documents)


def test_a_retelling_calls_a_quote_checked_only_where_its_lock_has_the_proof(stories, written):
    retold = [story for story in stories.values() if story["text"] == "retelling"]
    found = {
        f"{story['id']}/{it['id']}": it["verification"]
        for story in retold
        for it in story["quotes"]
        if it["verification"] in {"verbatim", "edited"}
    }
    lock = yaml.safe_load((written / "stories/summit-agreed/quotes.lock").read_text("utf-8"))
    assert found == {f"summit-agreed/{name}": proof["state"] for name, proof in lock["quotes"].items()}
    assert len(found) == 11
