"""What other programs know comes in: round trips, files as others write them, and hostile ones."""

import json
from datetime import date

import pytest
import yaml
from click.testing import CliRunner

from backstory.checks import NO_RULES
from backstory.cli import main
from backstory.compiler import Settings, compile_edition, compile_site
from backstory.exporters import INTERCHANGE
from backstory.importers.json_file import read_json
from content_folder import ContentFolder

FORMATS = {it.name: it.export for it in INTERCHANGE}
ARTICLE = """\
Mayor Ilse Varga met Tomas Reyk at the harbour. “We build the wall”, Varga said, “and nobody pays twice”.

The harbour was quiet. “We build the wall”, said Reyk, too. “No”, said Reyk.
"""
STORY = "headline: The toll\nsummary: It is.\npublished: 2031-03-04\ntext: retelling\n"
RICH = """\
topics: [sea-defences]
actors: {ilse-varga: [], tomas-reyk: []}
quotes:
  wall:
    {speaker: ilse-varga, kind: direct, text: We build the wall … and nobody pays twice, date: 2031-03-04}
  answer: {speaker: tomas-reyk, kind: partial, text: "No", date: 2031-03-04, at: "“<No>”"}
events:
  accord: {date: 2011-06, title: The accord}
  storm: {date: 2029-01-03/2029-01-05, title: "The storm & the <wall>", source: https://gazette.example/storm}
  vote: {date: 2032-04-02, title: The next vote, planned: true}
context:
  - {at: "at <the harbour>", title: The harbour, note: It is *old*., sources: ["https://gazette.example/old"]}
"""
ACTORS = {
    "actors/ilse-varga.yml": """\
name: Ilse Varga
kind: person
description: The mayor.
aliases: [Varga]
same_as: [https://www.wikidata.org/wiki/Q1]
roles:
  - {role: Mayor, of: port-alder-council, from: 2027-05, source: https://gazette.example/mayor}
  - {role: Harbour master, from: 2019, to: 2026}
""",
    "actors/port-alder-council.yml": "name: Port Alder council\nkind: government\n",
    "actors/port-alder.yml": "name: Port Alder\nkind: place\n",
}


@pytest.fixture
def rich(content):
    """A site that has something to say in each format."""
    for path, text in ACTORS.items():
        content.write(path, text)
    content.story(RICH, article=ARTICLE)
    return content


@pytest.fixture
def bare(tmp_path):
    """A site with the same article, and nobody in it yet."""
    folder = ContentFolder(tmp_path / "bare" / "content")
    folder.write("stories/toll/story.yml", STORY)
    folder.write("stories/toll/article.md", ARTICLE)
    return folder


@pytest.fixture
def take(tmp_path):
    """Run `backstory import` on data of a format: the exit code, and what was said, both streams."""

    def run(folder, format_name, data, *options):
        file = tmp_path / "theirs.json"
        if not isinstance(data, str | bytes):
            data = json.dumps(data, ensure_ascii=False)
        file.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass"))
        arguments = ["import", format_name, str(file), "--in", str(folder.path), *options]
        result = CliRunner().invoke(main, arguments)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert "Traceback" not in result.output
        return result.exit_code, result.output

    return run


def _edition(folder):
    edition = compile_edition(folder.path, Settings(levels=NO_RULES)).edition
    assert edition
    return edition


def _files(folder):
    return {it.relative_to(folder.path).as_posix(): it.read_bytes() for it in folder.path.rglob("*.*")}


def _yaml(folder, path):
    return yaml.safe_load((folder.path / path).read_text(encoding="utf-8"))


# ---- there and back


def test_people_and_their_posts_come_back_from_popolo(rich, bare, take):
    code, said = take(bare, "popolo", FORMATS["popolo"](_edition(rich)).decode())
    assert code == 0, said
    mine, theirs = _edition(rich).newsroom, _edition(bare).newsroom

    def facts(newsroom):
        return {
            it.id: (
                *(it.name, it.kind, it.description, it.aliases, it.same_as),
                [
                    (
                        *(role.title, getattr(role.of, "id", role.of)),
                        *(when and when.text for when in (role.since, role.until)),
                    )
                    for role in it.roles
                ],
            )
            for it in newsroom.actors
        }

    assert facts(theirs) == facts(mine)


def test_a_timeline_comes_back_from_timelinejs(rich, bare, take):
    code, said = take(bare, "timelinejs", FORMATS["timelinejs"](_edition(rich)).decode(), "--story", "toll")
    assert code == 0, said

    def facts(folder):
        events = _edition(folder).newsroom.events
        return [(it.date.text, it.title, it.planned, it.source and it.source.url) for it in events]

    assert facts(bare) == facts(rich)


def test_quotes_and_notes_come_back_from_web_annotations(rich, bare, take):
    for path in ("actors/ilse-varga.yml", "actors/tomas-reyk.yml", "actors/port-alder-council.yml"):
        bare.write(path, (rich.path / path).read_bytes())
    site = compile_site(
        rich.path, Settings(site_url="https://harbour.example/", levels=NO_RULES, social_cards=False)
    ).site
    code, said = take(bare, "webannotation", site.files["stories/toll/annotations.jsonld"].decode())
    assert code == 0, said

    def facts(folder):
        newsroom = _edition(folder).newsroom
        quotes = {(it.speaker.id, it.text, it.kind, it.places) for it in newsroom.quotes}
        return quotes, [(it.place, it.text, [source.url for source in it.sources]) for it in newsroom.notes]

    (quotes, notes), (mine, my_notes) = facts(bare), facts(rich)
    assert quotes == mine
    assert notes == [(place, f"The harbour. {text.replace('*', '')}", urls) for place, text, urls in my_notes]
    assert "`identifying` was left out" in said  # names find their places by themselves


def test_a_second_time_adds_nothing(rich, bare, take):
    popolo, timeline = (FORMATS[it](_edition(rich)).decode() for it in ("popolo", "timelinejs"))
    take(bare, "popolo", popolo)
    take(bare, "timelinejs", timeline, "--story", "toll")
    before = _files(bare)
    code, said = take(bare, "popolo", popolo)
    assert (code, said.splitlines()[-1]) == (0, "Nothing taken in.")
    assert "Ilse Varga is here already, as `ilse-varga`" in said
    code, said = take(bare, "timelinejs", timeline, "--story", "toll")
    assert (code, said.splitlines()[-1]) == (0, "Nothing taken in.")
    assert _files(bare) == before


# ---- as others write them

# As parliaments' monitors publish it: ids of their own, memberships apart, posts named by their ids.
PARLIAMENT = {
    "meta": {"source": "a register"},
    "persons": [
        {
            "id": "3f1c8a52-7b1e-4c56-9d7e-0f2b7f3f9a10",
            "name": "Marta Lind",
            "family_name": "Lind",
            "gender": "female",
            "other_names": [{"name": "M. Lind", "note": "as on the ballot"}],
            "identifiers": [{"scheme": "wikidata", "identifier": "Q4115189"}],
            "links": [{"note": "website", "url": "https://lind.example/"}],
            "contact_details": [{"type": "email", "value": "m@lind.example"}],
            "summary": "Member for the\nnorth.",
        },
        {"id": "../../x", "name": "../../etc/passwd"},
        {"id": "nameless"},
    ],
    "organizations": [
        {"id": "assembly", "name": "The Assembly", "classification": "legislature"},
        {"id": "greens", "name": "The Greens", "classification": "party"},
    ],
    "posts": [{"id": "north", "label": "Member for the North", "organization_id": "assembly"}],
    "memberships": [
        {
            "person_id": "3f1c8a52-7b1e-4c56-9d7e-0f2b7f3f9a10",
            "organization_id": "assembly",
            "post_id": "north",
            "on_behalf_of_id": "greens",
            "start_date": "2027-05-01",
            "end_date": "soon",
            "sources": [{"note": "Roll", "url": "https://assembly.example/roll"}],
        },
        {"person_id": "nobody", "organization_id": "assembly"},
    ],
}


def test_a_register_of_a_parliament(bare, take):
    code, said = take(bare, "popolo", PARLIAMENT)
    assert code == 0, said
    assert _yaml(bare, "actors/marta-lind.yml") == {
        "name": "Marta Lind",
        "kind": "person",
        "description": "Member for the north.",
        "aliases": ["M. Lind"],
        "same_as": ["https://lind.example/", "https://www.wikidata.org/wiki/Q4115189"],
        "roles": [
            {
                "role": "Member for the North",
                "of": "assembly",
                "from": date(2027, 5, 1),
                "source": {"title": "Roll", "url": "https://assembly.example/roll"},
            }
        ],
    }
    assert _yaml(bare, "actors/assembly.yml")["kind"] == "government"
    assert _yaml(bare, "actors/greens.yml")["kind"] == "organization"
    assert "This entry has no name; it was left out." in said
    assert "`soon` is no date; it was left out." in said
    assert "There is no `nobody` in this file; the post was left out." in said
    assert "`contact_details` was left out, 1 time." in said
    assert "`gender` was left out, 1 time." in said


def test_ids_of_others_never_leave_the_folder(bare, take):
    take(bare, "popolo", PARLIAMENT)
    assert (bare.path / "actors/etc-passwd.yml").exists()
    assert not [it for it in _files(bare) if ".." in it]


# As a spreadsheet gives it: numbers as texts, HTML in the words, a title slide and eras.
SLIDES = {
    "title": {"text": {"headline": "How the wall came"}},
    "eras": [{"start_date": {"year": "2000"}, "end_date": {"year": "2010"}}],
    "events": [
        {
            "start_date": {"year": "2029", "month": "1", "day": "3", "hour": "14"},
            "text": {
                "headline": "<b>The storm</b> &amp; after",
                "text": '<p>See <a href="https://gazette.example/storm">the Gazette</a></p>',
            },
            "media": {"url": "https://photos.example/1.jpg", "credit": "P. Hoto"},
        },
        {"start_date": {"year": 2031}, "text": {"headline": "A year"}},
        {"start_date": {"year": "-500"}, "text": {"headline": "Too early"}},
        {"start_date": {"year": "2030"}},
        "no slide",
    ],
}


def test_a_timeline_from_a_spreadsheet(bare, take):
    code, said = take(bare, "timelinejs", SLIDES, "--story", "toll")
    assert code == 0, said
    events = {it.title: it for it in _edition(bare).newsroom.events}
    assert set(events) == {"The storm & after", "A year"}
    assert events["The storm & after"].date.text == "2029-01-03"
    assert events["The storm & after"].source.url == "https://gazette.example/storm"
    for it in (
        "`media` was left out, 1 time.",
        "has no headline",
        "no date that an event can have",
        "must be a map",
    ):
        assert it in said


# As the annotation service Hypothesis gives them: rows, targets with selectors of all kinds, tags.
ROWS = {
    "total": 4,
    "rows": [
        {
            "uri": "https://harbour.example/stories/toll/",
            "text": "Which wall? See [the plans](https://gazette.example/plans).",
            "tags": ["ask the desk"],
            "target": [
                {
                    "source": "https://harbour.example/stories/toll/",
                    "selector": [
                        {"type": "RangeSelector", "startContainer": "/div[1]/p[1]", "startOffset": 3},
                        {"type": "TextPositionSelector", "start": 50, "end": 67},
                        {
                            "type": "TextQuoteSelector",
                            "exact": "We build the wall",
                            "prefix": "at the harbour. “",
                            "suffix": "”, Varga said",
                        },
                    ],
                }
            ],
        },
        {
            "text": "",
            "tags": ["Tomas Reyk"],
            "target": [
                {
                    "source": "https://harbour.example/stories/toll/",
                    "selector": [
                        {"type": "TextQuoteSelector", "exact": "We build the wall", "suffix": "”, said Reyk"}
                    ],
                }
            ],
        },
        {"text": "Where?", "target": [{"source": "https://elsewhere.example/"}]},
        {
            "text": "Not there",
            "target": [
                {"source": "/stories/toll/", "selector": [{"type": "TextQuoteSelector", "exact": "a bridge"}]}
            ],
        },
    ],
}


def test_rows_of_an_annotation_service(bare, take):
    bare.write("actors/tomas-reyk.yml", "name: Tomas Reyk\nkind: person\n")
    code, said = take(bare, "webannotation", ROWS)
    assert code == 0, said
    newsroom = _edition(bare).newsroom
    (note,), (quote,) = newsroom.notes, newsroom.quotes
    assert note.text == "Which wall? See [the plans](https://gazette.example/plans)."
    assert (quote.speaker.id, quote.text) == ("tomas-reyk", "We build the wall")
    assert note.place.start < quote.places[0].start
    assert "does not say which story it is about" in said
    assert "“a bridge” is not in the article; it was left out." in said
    assert "is not at the position given; it was looked for by its words." in said


def test_a_single_annotation_of_the_standard(bare, take):
    annotation = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "motivation": "commenting",
        "body": {"type": "TextualBody", "value": "<p>Old <b>stones</b>.</p>", "format": "text/html"},
        "target": {
            "source": "https://elsewhere.example/page",
            "selector": {
                "type": "CssSelector",
                "value": "p",
                "refinedBy": {"type": "TextQuoteSelector", "exact": "The harbour"},
            },
        },
    }
    code, said = take(bare, "webannotation", annotation, "--story", "toll")
    assert code == 0, said
    (note,) = _edition(bare).newsroom.notes
    assert (note.exact, note.text) == ("The harbour", "Old stones.")


# ---- what goes wrong

DEEP = "[" * 100_000 + "]" * 100_000


@pytest.mark.parametrize("format_name", ["popolo", "timelinejs", "webannotation"])
@pytest.mark.parametrize(
    "data",
    [
        *(
            "",
            "{",
            "null",
            "[]",
            "{}",
            '"words"',
            "3",
            DEEP,
            '{"a": NaN}',
            "1" * 10_000,
            b"\xff\xfe",
            b"\x00",
        ),
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbb">]><a>&b;</a>',
        {"persons": 1, "events": 1, "items": 1},
        {"persons": [1], "events": [1], "items": [1]},
        {"persons": [{"name": ["x"]}], "events": [{"text": 3}], "items": [{"target": 3, "bodyValue": {}}]},
        {"persons": [{"name": "\ud800"}], "events": [{"text": {"headline": "\ud800"}}], "items": []},
        {"persons": [{"name": "a\x00b"}], "events": [], "items": [{"target": {}, "bodyValue": "\x00"}]},
        {"persons": [{"name": "x" * 100_000}], "events": [], "items": []},
        {"persons": [{"name": "A", "links": [{"url": "javascript:alert(1)"}]}], "events": [], "items": []},
        '{"persons": [], "persons": [{"name": "Twice"}], "events": [], "items": []}',
    ],
    ids=lambda it: str(it)[:24].encode("ascii", "backslashreplace").decode(),
)
def test_bad_input_is_told_and_leaves_a_site_that_is_right(format_name, data, bare, take):
    before = _files(bare)
    code, said = take(bare, format_name, data, *([] if format_name == "popolo" else ["--story", "toll"]))
    assert said.strip()
    assert code in {0, 1, 2}
    after = _files(bare)
    assert before.items() <= after.items()  # only whole new files, of actors
    assert b"javascript" not in b"".join(after.values())
    assert _edition(bare)


def test_a_key_that_stands_twice_is_told_at_the_second(bare, take):
    code, said = take(bare, "popolo", '{"persons": [{"name": "Ann",\n "name": "Bea"}]}')
    assert code == 1
    assert "theirs.json:2:10 error[file/unreadable]: A map has `name` twice" in said
    assert not (bare.path / "actors").exists()


def test_a_number_without_end_is_no_name(bare, take):
    code, said = take(bare, "popolo", '{"persons": [{"name": 1e999}]}')
    assert code == 1
    assert "too large" in said
    assert not (bare.path / "actors").exists()


def test_pages_that_a_collection_names_are_not_fetched(bare, take):
    collection = {"type": "AnnotationCollection", "first": "https://127.0.0.1:9/page1"}
    code, said = take(bare, "webannotation", collection, "--story", "toll")
    assert code == 0
    assert "`first` names a page elsewhere; it was not fetched." in said


def test_content_with_errors_is_mended_first(bare, take):
    bare.write("actors/broken.yml", "kind: person\n")
    before = _files(bare)
    code, said = take(bare, "popolo", PARLIAMENT)
    assert code == 1
    assert "The content has errors. Mend them first. Nothing was changed." in said
    assert _files(bare) == before


def test_a_dry_run_says_what_would_come_and_writes_nothing(bare, take):
    before = _files(bare)
    code, said = take(bare, "popolo", PARLIAMENT, "--dry-run")
    assert code == 0
    assert "4 things would be taken in." in said
    assert _files(bare) == before


@pytest.mark.parametrize("options", [[], ["--story", "tolls"]])
def test_a_timeline_needs_a_story_that_is_there(bare, take, options):
    code, said = take(bare, "timelinejs", SLIDES, *options)
    assert code != 0
    assert "Nothing was changed." in said


def test_what_the_editor_wrote_stays_as_it_is(bare, take):
    text = (
        "headline: The toll   # of the desk\n"
        "summary: It is.\n"
        "published: 2031-03-04\n"
        "text: retelling\n"
        "events:\n"
        "  # the first\n"
        "  old: {date: 2001, title: Old}\n"
    )
    bare.write("stories/toll/story.yml", text)
    code, said = take(bare, "timelinejs", SLIDES, "--story", "toll")
    assert code == 0, said
    assert (bare.path / "stories/toll/story.yml").read_text(encoding="utf-8").startswith(text)


DEEP = '{"a":' * 400 + f'{{"k": 1, "k": "{"x" * 5_000_000}"}}' + "}" * 400
LATE = "[" + '{"a": [1, 2, 3]},' * 400_000 + '{"k": 1, "k": 2}]'


@pytest.mark.parametrize(
    ("text", "column"),
    # Where it stands behind so much that looking would take long, the start is its place.
    [pytest.param(DEEP, DEEP.index('"xxx') + 1, id="deep"), pytest.param(LATE, 1, id="late")],
)
def test_a_key_that_stands_twice_far_inside_is_told(tmp_path, text, column):
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    told = read_json(tmp_path / "a.json")
    assert "`k` twice" in told.fact
    assert (told.span.line, told.span.column) == (1, column)
