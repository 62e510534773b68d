"""Whatever the files say: diagnostics or a site, never a traceback."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from backstory.report import FORMATS
from content_folder import ARTICLE, FILES, STORY, ContentFolder

SIGNS = "ab :#-'\"[]{}<>&*!|>%@`,?\\/.()_=~0123\n\t\r…“”’é習👍"
SIGNS += "\x00\x07\x85\u00ad\u200b\u200f\u202e\u2028\ufeff\u0301"
TEXT = st.text(st.one_of(st.sampled_from(SIGNS), st.characters(exclude_categories=["Cs"])), max_size=60)
BYTES = st.one_of(TEXT.map(str.encode), st.binary(max_size=40))
EVERYTHING = (
    STORY
    + """\
updated: 2031-03-06
based_on: {title: The toll, publisher: Gazette, url: https://example.org/toll, date: 2031-03-04}
topics: [sea-defences]
backstory: "How this [was](/stories/toll/) made."
questions: [{q: Why?, a: Because.}]
actors:
  ilse-varga: ["<Varga> left"]
  tomas-reyk: {names: [the fisher], part: He pays}
quotes:
  q:
    speaker: ilse-varga
    text: met … at the harbour
    kind: direct
    about: [sea-defences, tomas-reyk]
    original: {text: x, language: hu}
    renderings: [{publisher: Radio, text: met}]
claims:
  c:
    text: It costs.
    said_by: tomas-reyk
    status: disputed
    evidence: [https://example.org/]
    at: Varga <left>
    log: [{date: 2031-04-02, status: false, text: No., story: toll}]
events:
  e: {date: 2031-04?, title: The vote, planned: true, place: Port Alder}
context:
  - {at: "the <harbour>", title: Where?, note: "*There*.", sources: [https://example.org/]}
related: [{story: toll}]
corrections: [{date: 2031-03, text: x}]
embargo: 2031-03-04T06:00Z
"""
)


@st.composite
def mutated(draw, text):
    """Valid text with a few characters or lines taken out, put in or moved."""
    for _ in range(draw(st.integers(1, 3))):
        at, end = sorted(draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
        end = min(end, at + draw(st.sampled_from([0, 1, 8, 60])))
        piece = draw(
            st.one_of(st.sampled_from([*SIGNS, "", "  ", "- ", ": ", "\n  ", text[at:end] * 2]), TEXT)
        )
        text = text[:at] + piece + text[end:]
    return text.encode()


def compile_with(path, text):
    with tempfile.TemporaryDirectory() as folder:
        content = ContentFolder(Path(folder))
        for name, usual in {**FILES, "stories/toll/story.yml": EVERYTHING, path: text}.items():
            content.write(name, usual)
        compilation = content.compile(drafts=True)
    assert compilation.site is not None or any(it.is_error for it in compilation.diagnostics)
    for form in FORMATS.values():
        assert form(compilation.diagnostics, compilation.sources)
    for it in compilation.diagnostics:
        assert "\n" not in it.fact + it.remedy
        assert it.span.line >= 1
        assert it.span.column >= 1
    return compilation


def test_the_story_that_is_mutated_is_itself_without_errors():
    assert compile_with("stories/toll/article.md", ARTICLE).diagnostics == ()


@given(st.one_of(BYTES, mutated(EVERYTHING)))
@settings(deadline=None, max_examples=60)
@example(b"")
@example(b"\xff\xfeh\x00")
@example(b"[" * 3000)
def test_any_story_yml_gives_diagnostics_or_a_site(text):
    compile_with("stories/toll/story.yml", text)


@given(
    st.one_of(
        BYTES,
        mutated("name: Ilse Varga\nkind: person\naliases: [Varga]\nroles: [{role: Mayor, from: 2027}]\n"),
    )
)
@settings(deadline=None, max_examples=40)
def test_any_actor_gives_diagnostics_or_a_site(text):
    compile_with("actors/ilse-varga.yml", text)


@given(st.one_of(BYTES, mutated(ARTICLE * 2 + "\n\n- *one*\n- [two](/stories/toll/)\n\n> # three\n")))
@settings(deadline=None, max_examples=40)
@example(b"> " * 300 + b"x")
@example(b"<ul><li>" * 300 + b"x")
@example(b"\x02klzzwxh:0001\x03")
def test_any_article_gives_diagnostics_or_a_site(text):
    compile_with("stories/toll/article.md", text)


@pytest.mark.parametrize(
    "name", [".*", "(", "a|b", "\\\\", "$1", "^", "\u200b", "\u0301", "👍", " ", "<", "%s", "{x}"]
)
def test_any_name_gives_diagnostics_or_a_site(name):
    compile_with(
        "actors/tomas-reyk.yml", f'name: "{name}"\nkind: person\naliases: ["{name}", "{name}{name}"]\n'
    )


def test_a_story_of_two_thousand_lines_is_compiled():
    count = 200
    people = "".join(
        f"  q{it}:\n    speaker: ilse-varga\n    kind: direct\n    text: said thing {it} today\n"
        for it in range(count)
    )
    notes = "".join(f'  - at: "<word{it}>"\n    title: T\n    note: N\n' for it in range(count))
    article = "\n\n".join(f"Varga said thing {it} today to Reyk about word{it}." for it in range(count))
    with tempfile.TemporaryDirectory() as folder:
        content = ContentFolder(Path(folder))
        for name, usual in FILES.items():
            content.write(name, usual)
        content.story(f"actors: [ilse-varga]\nquotes:\n{people}context:\n{notes}", article)
        newsroom = content.newsroom()
    assert len(newsroom.mentions) == len(newsroom.quotes) == len(newsroom.notes) == count
    assert all(it.places for it in newsroom.quotes)
