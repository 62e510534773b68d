"""The same words in two quotes: who has said them before, and who else."""

import random

import pytest

from backstory.echoes import Echoes

STORM = "headline: S\nsummary: S\npublished: 2029-01-10\ntext: retelling\nactors: [ilse-varga, tomas-reyk]\n"
SPEAKERS = ("ilse-varga", "tomas-reyk")
WALL = "We can build the wall now, or we can pay for the flood later"


def _quote(name, text, speaker="ilse-varga", date="2031-03-04"):
    return f"  {name}: {{speaker: {speaker}, kind: direct, text: {text!r}, date: {date}, in_text: false}}\n"


def _tell(content, there, here):
    content.write("stories/storm/article.md", "It blew.\n")
    content.write("stories/storm/story.yml", f"{STORM}quotes:\n{there}")
    content.story(f"actors: [ilse-varga, tomas-reyk]\nquotes:\n{here}")
    return content


def _echoes(content):
    newsroom = content.newsroom()
    return {it.id: [other.id for other in newsroom.echoes_of(it)] for it in newsroom.quotes}


@pytest.mark.parametrize(
    "words",
    [
        WALL,
        "we can build the wall now – or we can pay for the flood later!",
        "We can build that wall now, or we can pay for a flood later",
        "We can build the wall now",
        f"As I said last year: {WALL}. That was in winter, and nothing has been built since.",
    ],
)
def test_words_said_again_are_found_though_some_differ(content, words):
    assert _echoes(_tell(content, _quote("then", WALL), _quote("now", words))) == {
        "then": ["now"],
        "now": ["then"],
    }


@pytest.mark.parametrize(
    "words",
    [
        "The wall now",  # too few words to be anybody's own
        "We can talk about the toll now, or we can look at the harbour later",
        "The flood can pay for the wall that we now build, or later",
        "Who pays for it is not for the council alone to say",
    ],
)
def test_other_words_are_no_echo(content, words):
    assert _echoes(_tell(content, _quote("then", WALL), _quote("now", words))) == {"then": [], "now": []}


def test_a_story_that_quotes_a_speaker_twice_does_not_echo_itself(content):
    content.story(f"actors: [ilse-varga]\nquotes:\n{_quote('one', WALL)}{_quote('two', WALL)}")
    assert _echoes(content) == {"one": [], "two": []}


@pytest.mark.parametrize(
    ("then", "now", "remark"),
    [
        (_quote("then", WALL, date="2029-01-09"), _quote("now", WALL), "Said before"),
        (_quote("then", WALL, date="2031-04"), _quote("now", WALL), "Said again"),
        (_quote("then", WALL), _quote("now", WALL), "Told in another story"),
        (_quote("then", WALL, speaker="tomas-reyk"), _quote("now", WALL), "By somebody else"),
    ],
)
def test_a_quotes_page_shows_the_same_words_elsewhere_and_how_they_stand_to_it(content, then, now, remark):
    site = _tell(content, then, now).compile().site
    page = next(it.html for it in site.pages if it.address == "/quotes/toll/now/")
    assert f'<h3 class="bs-sub">{remark}</h3>' in page
    assert "quotes/storm/then/" in page


def test_the_words_that_differ_are_marked(content):
    site = _tell(content, _quote("then", WALL.replace("flood", "storm")), _quote("now", WALL)).compile().site
    page = next(it.html for it in site.pages if it.address == "/quotes/toll/now/")
    assert '<b class="bs-var">storm</b>' in page


def test_two_of_one_day_and_story_stand_in_the_order_of_their_ids_whatever_else_is_said(content):
    others = _quote("b", WALL) + _quote("a", WALL)
    for unrelated in ("later flood the for pay can we or", "now wall the build can we and nothing else"):
        more = _quote("c", unrelated, date="2030-01-01")
        content.write("stories/storm/story.yml", f"{STORM}quotes:\n{more}")
        found = _echoes(_tell(content, more + others, _quote("now", WALL, speaker="tomas-reyk")))
        assert found["now"] == ["a", "b"]


def test_after_each_of_many_changes_the_same_is_found_as_from_the_start(content):
    chance = random.Random(20)  # noqa: S311 - the same each time
    words = ["the", "sea", "wall", "can", "wait", "no", "longer"]
    said = "".join(
        _quote(f"q{n}", " ".join(chance.choices(words, k=chance.randint(4, 12))), chance.choice(SPEAKERS))
        for n in range(60)
    )
    quotes = _tell(content, said, _quote("now", WALL)).newsroom().quotes
    known = Echoes(quotes)
    echoed = 0
    for _ in range(40):
        some = tuple(it for it in quotes if chance.random() < 0.7)
        known, anew = known.renewed(some), Echoes(some)
        assert [known.of(it) for it in some] == [anew.of(it) for it in some]
        echoed += sum(len(known.of(it)) for it in some)
        if chance.random() < 0.2:
            known.settle()
            assert [known.of(it) for it in some] == [anew.of(it) for it in some]
    assert echoed
