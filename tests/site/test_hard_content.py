"""Pages of content that is right but seldom: nothing on them may break."""

from collections import Counter

import pytest
from html_tree import parse

IN_LINKS = """\
The [January *storm* took the wall](https://harbour.example/storm). “We [can build](https://harbour.example/wall)
it”, [Varga said](https://harbour.example/varga), and
[Reyk called it “too dear for us” twice](https://harbour.example/reyk).
"""


@pytest.fixture
def page(content):
    """The page that the content gives at an address, parsed."""

    def made(address="/stories/toll/"):
        compilation = content.compile()
        assert compilation.site is not None, compilation.diagnostics
        return parse(address, next(it.html for it in compilation.site.pages if it.address == address))

    return made


def test_no_button_stands_in_a_link_that_notes_and_quotes_lie_in(content, page):
    content.story(
        """\
actors: {ilse-varga: [], tomas-reyk: []}
quotes:
  build: {speaker: ilse-varga, kind: direct, text: We can build it}
  dear: {speaker: tomas-reyk, kind: direct, text: too dear for us}
context:
  - {at: storm, title: The storm, note: Of January.}
""",
        IN_LINKS,
    )
    text = page().root.all(of="bs-text")[0]
    buttons, links = text.all("button"), text.all("a")
    assert {it["popovertarget"] for it in buttons} >= {"bs-note-1", "bs-quote-build", "bs-quote-dear"}
    assert not [it for it in buttons if {above.tag for above in it.ancestors()} & {"a", "button"}]
    linked = {}
    for it in links:
        linked[it["href"]] = (linked.get(it["href"], "") + " " + it.words).strip()
    assert linked["https://harbour.example/storm"] == "January storm took the wall"
    assert linked["https://harbour.example/wall"] == "can build"
    assert linked["https://harbour.example/reyk"] == "Reyk called it “too dear for us” twice"


def test_a_quote_and_a_claim_may_have_ids_that_look_alike(content, page):
    content.story(
        """\
actors: {ilse-varga: []}
quotes:
  claim-left: {speaker: ilse-varga, kind: indirect, text: She left., at: Varga left}
claims:
  left: {text: Varga left first., said_by: tomas-reyk, at: left first, status: open}
"""
    )
    counted = Counter(it["id"] for it in page().elements if it["id"])
    assert not [name for name, number in counted.items() if number > 1]


def test_a_quote_among_hundreds_shows_those_around_it_and_the_way_to_all(content, page):
    lines = "".join(
        f"  q{number:03}: {{speaker: ilse-varga, kind: direct, text: Number {number:03} is mine}}\n"
        for number in range(300)
    )
    said = " ".join(f"“Number {number:03} is mine”, she said." for number in range(300))
    content.story(f"actors: {{ilse-varga: []}}\nquotes:\n{lines}", said)
    shown = page("/quotes/toll/q150/").root.all("section", **{"aria-labelledby": "others"})[0]
    assert [it.words[8:11] for it in shown.all("blockquote")] == ["147", "148", "149", "151", "152", "153"]
    assert shown.all("a")[-1].words == "293 more in the story"
    last = page("/quotes/toll/q299/").root.all("section", **{"aria-labelledby": "others"})[0]
    assert len(last.all("blockquote")) == 6


def test_a_quote_without_a_word_has_no_share_of_the_words(content, page):
    content.story("quotes: {thumb: {speaker: ilse-varga, kind: direct, text: 👍}}\n", "“👍”, Varga wrote.")
    assert not page("/network/").root.all(of="bs-bars")
    assert page("/quotes/toll/thumb/").root.all("blockquote")[0].words == "“👍”"
