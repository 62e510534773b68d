"""What is exported for other programs keeps the rules of each format, and says what the content says."""

import json
import re
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner
from followthemoney import model
from msgspec.structs import replace

from backstory.checks import NO_RULES
from backstory.cli import main
from backstory.compiler import Settings, compile_edition, compile_site
from backstory.exporters import INTERCHANGE
from backstory.exporters.excerpt import excerpt

FORMATS = {it.name: it.export for it in INTERCHANGE}
DATE = re.compile(r"\d{4}(-\d{2}){0,2}")  # as Popolo's schemas have it
TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"
HARD = 'Ilse <Varga> & "Sons"'
STORY = """\
license: CC-BY-4.0
based_on: {title: Toll & wall, publisher: alder-gazette, url: "https://gazette.example/toll?a=1&b=2"}
topics: [sea-defences]
actors: {ilse-varga: [], tomas-reyk: [], port-alder: []}
quotes:
  the-wall:
    speaker: ilse-varga
    text: We can build the wall now … or pay later
    kind: direct
    date: 2031-03?
    audience: [tomas-reyk]
  no-words: {speaker: council, kind: no_comment}
events:
  accord: {date: 2011-06, title: "The <Quay> Accord & the toll", actors: [council], place: port-alder}
  storm: {date: 2029-01-03/2029-01-05, title: The storm, source: https://gazette.example/storm}
  vote: {date: 2031-04-02, title: The next vote, planned: true}
"""
ARTICLE = """\
# What *Varga* said

“We can build **the wall** now”, Ilse <b>Varga</b> said in Port Alder. “Soon or

or pay later.” Tomas Reyk left.

> - one<br>two

| a | b |
|---|---|
| 1 | 2 |
"""


@pytest.fixture
def edition(content):
    content.write(
        "actors/ilse-varga.yml",
        f"name: '{HARD}'\nkind: person\naliases: [Varga]\ndescription: The mayor.\n"
        "same_as: [https://www.wikidata.org/wiki/Q42, https://en.wikipedia.org/wiki/Varga]\n"
        "roles:\n  - {role: Mayor, of: council, from: 2027-05, to: 2031}\n"
        "  - {role: Envoy, of: port-alder, as_of: 2020-01-02, source: https://gazette.example/envoy}\n"
        "  - {role: Clerk, of: the old mill, from: 1999~}\n  - {role: Poet}\n",
    )
    content.write(
        "actors/council.yml",
        "name: Port Alder council\nkind: government\nroles: [{role: Owner, of: alder-gazette}]\n",
    )
    content.write("actors/alder-gazette.yml", "name: The Gazette\nkind: media\n")
    content.write("actors/port-alder.yml", "name: Port Alder\nkind: place\naliases: [the port]\n")
    content.write("actors/stranger.yml", "name: A stranger\nkind: person\n")
    content.story(STORY, ARTICLE)
    settings = Settings("The Site", "https://harbour.example/news/", levels=NO_RULES)
    compilation = compile_edition(content.path, settings)
    assert not compilation.diagnostics
    return compilation.edition


def lines(data):
    return [json.loads(it) for it in data.decode().splitlines()]


@pytest.mark.parametrize("name", FORMATS)
def test_two_exports_are_the_same_bytes_and_end_with_a_line(name, edition):
    assert FORMATS[name](edition) == FORMATS[name](edition)
    assert FORMATS[name](edition).endswith(b"\n")


def test_interchange_formats_are_not_published_with_the_site(edition, content):
    files = compile_site(content.path, Settings(levels=NO_RULES)).site.files
    published = set(files.values())
    assert not [name for name, export in FORMATS.items() if export(edition) in published]


def test_popolo_has_each_thing_once_and_each_id_leads_to_its_thing(edition):
    data = json.loads(FORMATS["popolo"](edition))
    ids = {kind: [it["id"] for it in things] for kind, things in data.items()}
    assert ids["persons"] == ["ilse-varga", "stranger", "tomas-reyk"]
    assert ids["organizations"] == ["alder-gazette", "council"]
    assert ids["areas"] == ["port-alder"]
    assert all(len(it) == len(set(it)) for it in ids.values())
    for held in data["memberships"]:
        assert held.get("person_id", "stranger") in ids["persons"]
        assert held.get("organization_id", "council") in ids["organizations"]
        assert held.get("area_id", "port-alder") in ids["areas"]
        assert held.get("post_id", "council/mayor") in ids["posts"]
    assert {it["organization_id"] for it in data["posts"]} <= set(ids["organizations"])
    assert {it.get("creator_id", "ilse-varga") for it in data["speeches"]} <= set(ids["persons"])


def test_popolo_keeps_the_types_of_its_schemas(edition):
    def check(thing):
        for name, value in thing.items():
            if name.endswith("_date") or name in {"date", "as_of"}:
                assert DATE.fullmatch(value), name
            elif isinstance(value, list):
                for it in value:
                    check(it)
            elif not isinstance(value, dict):
                assert isinstance(value, str), name
                assert value, name
            if name in {"url", "image"}:
                assert value.startswith("https://")

    data = json.loads(FORMATS["popolo"](edition))
    check(data)
    for link in (it for things in data.values() for thing in things for it in thing.get("sources", [])):
        assert link.keys() <= {"url", "note"}


def test_popolo_says_who_held_what_and_who_said_what(edition):
    data = json.loads(FORMATS["popolo"](edition))
    varga = data["persons"][0]
    assert varga["name"] == HARD
    assert varga["identifiers"] == [{"scheme": "wikidata", "identifier": "Q42"}]
    held = [it for it in data["memberships"] if it.get("person_id") == "ilse-varga"]
    assert [{k: v for k, v in it.items() if k not in {"id", "person_id", "sources"}} for it in held] == [
        {
            "role": "Mayor",
            "organization_id": "council",
            "post_id": "council/mayor",
            "start_date": "2027-05",
            "end_date": "2031",
        },
        {"role": "Envoy", "area_id": "port-alder", "as_of": "2020-01-02"},
        {"role": "Clerk", "organization": {"name": "the old mill"}, "start_date": "1999"},
        {"role": "Poet"},
    ]
    wall, refusal = data["speeches"]
    assert (wall["creator_id"], wall["role"], wall["date"]) == ("ilse-varga", "Mayor", "2031-03")
    assert wall["audience_id"] == "tomas-reyk"
    assert wall["text"] == "We can build the wall now … or pay later"
    assert (refusal["attribution_text"], refusal["type"]) == ("Port Alder council", "other")


def test_followthemoney_takes_every_entity_and_every_value_as_it_is(edition):
    entities = lines(FORMATS["followthemoney"](edition))
    known = {}
    for entity in entities:
        proxy = model.get_proxy(entity)
        proxy.schema.validate(entity)
        cleaned = model.get_proxy(entity, cleaned=False).to_dict()["properties"]
        for name, values in entity["properties"].items():
            assert sorted(cleaned.get(name, [])) == sorted(values), (entity["id"], name)
        assert entity["id"] not in known
        known[entity["id"]] = proxy
    for proxy in known.values():
        for prop, value in proxy.itervalues():
            if prop.type.name == "entity":
                assert known[value].schema.is_a(prop.range), (proxy.id, prop.name)
    assert known["held-ilse-varga-1"].get("startDate") == ["2027-05"]
    assert known["held-council-1"].schema.name == "Membership"
    assert known["event-toll.storm"].get("endDate") == ["2029-01-05"]


# From the schema of ninjs 3.1, which is in no package: what an item may have, and what each kind of entry.
NINJS = {
    *("uri", "type", "representationType", "pubStatus", "language", "standard", "headlines", "title"),
    *("slugline", "firstCreated", "versionCreated", "usageTerms", "descriptions", "bodies", "people"),
    *("organisations", "places", "subjects", "events", "infoSources"),
}
ENTRIES = {
    "headlines": {"role", "contentType", "value"},
    "descriptions": {"role", "contentType", "value"},
    "bodies": {"role", "contentType", "charCount", "wordCount", "value"},
    "people": {"name", "rel", "uri", "literal"},
    "organisations": {"name", "rel", "uri", "literal"},
    "places": {"name", "rel", "uri", "literal"},
    "subjects": {"name", "rel", "uri", "literal"},
    "events": {"id", "name", "rel", "uri", "literal"},
    "infoSources": {"name", "role", "uri", "literal"},
}


def test_ninjs_items_keep_the_rules_of_the_schema_of_3_1(edition):
    (item,) = lines(FORMATS["ninjs"](edition))
    assert item.keys() <= NINJS
    assert item["uri"] == "https://harbour.example/news/stories/toll/"
    assert item["standard"] == {
        "name": "ninjs",
        "version": "3.1",
        "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
    }
    assert (item["type"], item["representationType"], item["pubStatus"]) == ("text", "full", "usable")
    for name, allowed in ENTRIES.items():
        for entry in item.get(name, []):
            assert entry.keys() <= allowed, name
            assert re.match(r"https://", entry.get("uri", "https://"))
            assert allowed.isdisjoint({"value"}) or entry["value"]
    assert item["versionCreated"] == "2031-03-04T00:00:00Z"
    assert [it["literal"] for it in item["people"]] == ["ilse-varga", "tomas-reyk"]
    assert item["infoSources"] == [
        {"name": "The Gazette", "role": "source", "uri": "https://gazette.example/toll?a=1&b=2"}
    ]


def test_ninjs_says_of_a_withdrawn_story_that_it_is_cancelled_and_nothing_else(edition):
    story = replace(edition.newsroom.stories[0], status="withdrawn")
    (item,) = lines(FORMATS["ninjs"](replace(edition, newsroom=replace(edition.newsroom, stories=(story,)))))
    assert item["pubStatus"] == "canceled"
    assert "bodies" not in item


def test_timelinejs_has_dates_in_numbers_and_texts_in_escaped_html(edition):
    data = json.loads(FORMATS["timelinejs"](edition))
    accord, storm, vote = data["events"]
    assert accord["start_date"] == {"year": 2011, "month": 6}
    assert accord["display_date"] == "June 2011"
    assert accord["text"]["headline"] == "The &lt;Quay&gt; Accord &amp; the toll"
    assert (storm["start_date"], storm["end_date"]) == (
        {"year": 2029, "month": 1, "day": 3},
        {"year": 2029, "month": 1, "day": 5},
    )
    assert storm["text"]["text"].startswith('<a href="https://gazette.example/storm">')
    assert "end_date" not in vote
    assert vote["unique_id"] == "toll.vote"


@pytest.fixture
def tei(edition):
    return ET.fromstring(FORMATS["tei"](edition))  # noqa: S314  # we wrote it


def test_tei_has_every_element_where_the_guidelines_put_it(tei):
    inside = {
        "teiCorpus": "teiHeader TEI",
        "TEI": "teiHeader text",
        "teiHeader": "fileDesc profileDesc",
        "fileDesc": "titleStmt publicationStmt sourceDesc",
        "publicationStmt": "publisher idno date availability",
        "profileDesc": "particDesc settingDesc langUsage",
        "particDesc": "listPerson listOrg",
        "settingDesc": "listPlace",
        "listPerson": "person",
        "listOrg": "org",
        "listPlace": "place",
        "person": "persName occupation idno note",
        "org": "orgName desc idno",
        "place": "placeName desc idno",
        "body": "div",
        "div": "head p list quote table ab milestone",
        "list": "item label",
        "table": "row",
        "row": "cell",
    }
    for parent in tei.iter():
        if allowed := inside.get(parent.tag.removeprefix(TEI)):
            assert {it.tag.removeprefix(TEI) for it in parent} <= set(allowed.split()), parent.tag
            assert len(parent), parent.tag
            assert not (parent.text or "").strip(), parent.tag
    order = [it.tag.removeprefix(TEI) for it in tei.iter(f"{TEI}div").__next__()]
    assert order[0] == "head"


def test_tei_pointers_lead_to_what_is_there(tei):
    ids = [it.get(ID) for it in tei.iter() if it.get(ID)]
    assert len(ids) == len(set(ids))
    for element in tei.iter():
        for name in ("who", "ref", "prev"):
            if pointer := element.get(name):
                assert pointer.removeprefix("#") in ids


def test_tei_marks_what_was_said_and_by_whom_and_keeps_the_text(tei, edition):
    said = [("".join(it.itertext()), it.get("who"), it.get("direct")) for it in tei.iter(f"{TEI}said")]
    assert "".join(words for words, _, _ in said) == "We can build the wall nowor pay later"
    assert {it[1:] for it in said} == {("#actor-ilse-varga", "true")}
    text = "".join(tei.find(f".//{TEI}body").itertext())
    assert "".join(text.split()) == "".join(edition.newsroom.stories[0].article.text.split())
    names = {
        it.get("ref") for tag in ("persName", "placeName") for it in tei.find(f".//{TEI}body").iter(TEI + tag)
    }
    assert names == {"#actor-ilse-varga", "#actor-tomas-reyk", "#actor-port-alder"}


def test_an_excerpt_has_the_stories_and_whom_they_name_and_nobody_else(edition):
    newsroom = excerpt(edition.newsroom, edition.newsroom.stories)
    assert {it.id for it in edition.newsroom.actors} - {it.id for it in newsroom.actors} == {"stranger"}
    nothing = excerpt(edition.newsroom, ())
    assert [nothing.actors, nothing.quotes, nothing.topics, nothing.mentions] == [()] * 4


def run(*arguments):
    return CliRunner().invoke(main, ["export", *map(str, arguments)])


def test_an_export_goes_to_standard_output_or_into_a_file(content, tmp_path):
    to = tmp_path / "people.json"
    shown, written = run("popolo", content.path), run("popolo", content.path, "--out", to)
    assert (shown.exit_code, written.exit_code) == (0, 0)
    assert to.read_text(encoding="utf-8") == shown.stdout
    assert [it["id"] for it in json.loads(shown.stdout)["persons"]] == ["ilse-varga", "tomas-reyk"]


def test_an_export_of_one_story_has_its_title(content):
    shown = run("timelinejs", content.path, "--story", "toll")
    assert json.loads(shown.stdout)["title"]["text"]["headline"].startswith("Port Alder council votes")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["popolo", "--story", "tol"], "Did you mean `toll`?"),
        (["popolo", "--topic", "sea"], "There is no published topic `sea`."),
        (["popolo", "--story", "toll", "--topic", "sea-defences"], "--story or --topic"),
        (["ninjs"], "give `site_url` in mkdocs.yml"),
        (["popolo", "--out", "no/such/folder/x.json"], "Nothing was written"),
    ],
)
def test_what_cannot_be_exported_is_told(content, arguments, reason):
    result = run(arguments[0], content.path, *arguments[1:])
    assert (result.exit_code, result.stdout) == (2, "")
    assert reason in result.stderr


def test_content_with_errors_is_not_exported(content):
    content.write("actors/ilse-varga.yml", "name: Ilse Varga\nkind: persn\n")
    result = run("popolo", content.path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "error[schema/bad-value]" in result.stderr
