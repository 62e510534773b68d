"""What is held back leaves no trace: no page and no file has a word of it, whichever field it stands in."""

from typing import get_args, get_type_hints

import pytest
import yaml

from backstory.checks import NO_RULES
from backstory.compiler import Settings, compile_site
from backstory.held_back import find_leaks
from backstory.resolve import Publishing
from backstory.schema.fields import Shape
from backstory.schema.story import ItemShape, StoryShape
from every_field import MARK, Filled

ARTICLE = "Zqxarticle went to the harbour with Tomas Reyk and did not come back.\n"
DRAFT = "headline: D\nsummary: D\npublished: 2029\ntext: retelling\nstatus: draft\n"
GONE_QUOTE = "/quotes/hidden/zqxquotes/"


def _write(content, story, article=ARTICLE):
    written = yaml.safe_dump(story, allow_unicode=True, sort_keys=False)
    files = {
        "stories/storm/article.md": "It blew.\n",
        "stories/storm/story.yml": "headline: S\nsummary: S\npublished: 2029\ntext: retelling\n",
        "stories/hidden/article.md": article,
        "stories/hidden/story.yml": written,
    }
    # What nothing names is published: it tells of no story.
    if "zqxtopic" in written:
        files["topics/zqxtopic.yml"] = "name: Zqxtopic\ndescription: A zqxtopic.\n"
    if "otto-brandt" in written:
        files["actors/otto-brandt.yml"] = "name: Zqxotto\nkind: person\ndescription: The zqxpilot.\n"
    for path, text in files.items():
        content.write(path, text)


def _compile(content):
    settings = Settings(publishing=Publishing(), levels=NO_RULES, site_url="https://site.example/")
    return compile_site(content.path, settings, shown_as=".")


def _published(compilation):
    assert compilation.site is not None, compilation.diagnostics
    pages = {
        it.address: f"{it.title}\n{it.description}\n{it.html}\n{it.label}" for it in compilation.site.pages
    }
    return pages | {path: data.decode("utf-8", "ignore") for path, data in compilation.site.files.items()}


def _traces(compilation):
    """Where a marked word is published, in an address too; but for the permalink that a quote leaves."""
    return {
        address: text[max(0, at - 60) : at + 60]
        for address, text in _published(compilation).items()
        if address != GONE_QUOTE and (at := (address + text).casefold().find(MARK)) >= 0
    }


@pytest.fixture
def story():
    filled = Filled()
    said = filled.story()
    assert filled.number > 80  # so many texts has the model
    return said


def test_the_story_of_these_tests_says_all_of_it_when_it_is_published(content, story):
    _write(content, story)
    told = _published(_compile(content))["/stories/hidden/"]
    assert "Zqxarticle" in told
    assert told.count(MARK) > 50


@pytest.mark.parametrize("how", [{"status": "draft"}, {"embargo": "2031-03-04T06:00Z"}])
def test_a_story_that_is_held_back_leaves_no_trace_of_any_field(content, story, how):
    _write(content, story | how)
    assert _traces(_compile(content)) == {}


def test_a_withdrawn_story_leaves_its_headline_and_the_reason_at_all_its_addresses(content, story):
    kept = {"headline": "H", "short_headline": "H", "status": "withdrawn", "withdrawn": "It was not so."}
    _write(content, story | kept)
    compilation = _compile(content)
    for address in ("/stories/hidden/", GONE_QUOTE):
        assert "It was not so." in _published(compilation)[address]
    assert _traces(compilation) == {}


def _shapes_in(hint):
    if isinstance(hint, type) and issubclass(hint, Shape):
        yield hint
    for it in get_args(hint):
        yield from _shapes_in(it)


HINTS = get_type_hints(StoryShape, include_extras=True)
ITEMS = [name for name, it in HINTS.items() if any(issubclass(one, ItemShape) for one in _shapes_in(it))]


def test_quotes_claims_events_notes_questions_and_readings_can_be_taken_down():
    assert set(ITEMS) == {"quotes", "claims", "events", "context", "questions", "related"}


def _taken_down(story, field):
    only = {"headline": "H", "summary": "S", "published": "2031", "text": "retelling"}
    items, reason = story[field], {"redact": "By request."}
    if isinstance(items, list):
        return only | {"actors": ["tomas-reyk"], field: [it | reason for it in items]}
    # The quote that makes the claim is not in this story.
    kept = {name: {key: it[key] for key in it if key != "quote"} | reason for name, it in items.items()}
    return only | {"actors": ["tomas-reyk"], field: kept}


@pytest.mark.parametrize("field", ITEMS)
def test_what_is_taken_down_leaves_its_reason_and_nothing_else(content, story, field):
    _write(content, _taken_down(story, field), ARTICLE.replace("Zqxarticle", "She"))
    compilation = _compile(content)
    assert "By request." in _published(compilation)["/stories/hidden/"]
    assert _traces(compilation) == {}


def test_the_permalink_of_a_quote_that_was_taken_down_says_why(content, story):
    _write(content, _taken_down(story, "quotes"), ARTICLE.replace("Zqxarticle", "She"))
    page = _published(_compile(content))[GONE_QUOTE]
    assert "By request." in page
    assert MARK not in page


@pytest.mark.parametrize(
    "written",
    [
        "<p>The <b>harbour</b> log of the winter was <i>burnt</i></p>",
        "<p>The har<wbr>bour log of the winter was burnt</p>",
        '<meta content="The harbour log of the winter was burnt">',
        "<p>The &#104;arbour&nbsp;log of the winter was burnt</p>",
        '{"text": "The \\u0068arbour log\\nof the winter was burnt"}',
        "/search?q=The%20harbour%20log%20of%20the%20winter%20was%20burnt",
        "THE HARBOUR LOG OF THE WINTER WAS BURNT",
    ],
)
def test_no_markup_and_no_escape_hides_what_is_held_back(content, written):
    content.story("status: draft\n", "It rained. The harbour log of the winter was burnt. It rained.\n")
    held = _compile(content).held
    [leak] = find_leaks([("a/page", written.encode())], held)
    assert leak.code == "site/held-back"
    assert (leak.span.path, leak.span.line) == ("stories/toll/article.md", 1)
    assert "a/page" in leak.fact


@pytest.mark.parametrize("named", ["", "zqxpaper: []"])
def test_two_who_name_only_each_other_are_held_back_where_a_story_that_is_not_seen_names_one(content, named):
    actor = "name: {0}\nkind: organization\nroles: [{{role: partner, of: {1}}}]\n"
    content.write("actors/zqxpaper.yml", actor.format("Zqxpaper", "zqxhouse"))
    content.write("actors/zqxhouse.yml", actor.format("Zqxhouse", "zqxpaper"))
    _write(content, yaml.safe_load(DRAFT + f"actors: {{{named}}}\n"), "It blew.\n")
    actors = {it for it in _published(_compile(content)) if it.startswith("/actors/zqx")}
    assert actors == (set() if named else {"/actors/zqxhouse/", "/actors/zqxpaper/"})


def test_words_that_are_published_elsewhere_are_not_held_back(content):
    content.story("status: draft\n", "The harbour log of the winter was burnt.\n")
    content.write("about.md", "x")
    content.write(
        "topics/sea-defences.yml", "name: T\ndescription: The harbour log of the winter was burnt.\n"
    )
    assert find_leaks([("page", b"The harbour log of the winter was burnt")], _compile(content).held) == []
