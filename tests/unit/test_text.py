"""The floor: positions in files, the form in which texts are compared, pieces of quotations, sentences."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstory.text import (
    SourceText,
    Span,
    TextSpan,
    normal_form,
    normalise,
    quotation_pieces,
    sentences,
    with_letters_restored,
    word_count,
)

# What news is written in, and what breaks naive code: marks, joiners, spaces, emoji, Hebrew, parts of Hangul.
LETTERS = st.lists(
    st.one_of(
        st.sampled_from("ab  \n\t'\"“”‘’«»-–—….,!?[]()<>"),
        st.sampled_from("ﬁ①ＡＢ\u00a0\u202f\u00ad\u200b\u200d\u200f\u2060\ufe0f\ufeff习Ж\u05d0\u0645👍🏽❤¨"),
        st.sampled_from(
            [
                "e\u0301",
                "o\u0308\u0301",
                "각",
                "\u1100\u1161\u11a8",
                "\u0b95\u0bc6\u0bbe",
                "रा",
                " \u0301",
                "   ",
            ]
        ),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=25,
).map("".join)


def _places(normal):
    return [normal.original(at, at + 1) for at in range(len(normal.text))]


@given(LETTERS)
@settings(deadline=None)
def test_every_normal_character_knows_where_it_came_from(text):
    places = _places(normalise(text))
    assert all(0 <= it.start < it.end <= len(text) for it in places)
    assert places == sorted(places)


@given(LETTERS, st.data())
@settings(deadline=None)
def test_a_normal_stretch_and_its_original_say_the_same(text, data):
    normal = normalise(text)
    places = _places(normal)
    # Where one character became several ("ﬁ"), only all of them have an original.
    edges = [at for at in range(len(normal.text)) if at == 0 or places[at].start != places[at - 1].start]
    edges.append(len(normal.text))
    if len(edges) < 2:
        return
    start, end = sorted(data.draw(st.lists(st.sampled_from(edges), min_size=2, max_size=2, unique=True)))
    span = normal.original(start, end)
    assert normalise(text[span.start : span.end]).text == normal.text[start:end]


@given(LETTERS)
@settings(deadline=None)
def test_composed_and_decomposed_letters_compare_alike(text):
    composed, decomposed = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert normalise(composed).text == normalise(decomposed).text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“It’s «fine»”", '"It\'s "fine""'),
        ("then – or — never‑ever", "then - or - never-ever"),
        ("ten\u00a0million\u202fcrowns\n now", "ten million crowns now"),
        ("har\u00adbour \u200bmaster\u2060", "harbour master"),
        ("\u200fנועה\u200e", "נועה"),
        ("❤\ufe0f", "❤"),
        ("ﬁ ＡＢＣ ①", "fi ABC 1"),
        ("wait… what", "wait... what"),
    ],
)
def test_what_readers_take_for_the_same_compares_alike(one, other):
    assert normal_form(one) == normal_form(other)


@pytest.mark.parametrize(("one", "other"), [("wall", "walls"), ("Wall", "wall"), ("a, b", "a b"), ("é", "e")])
def test_what_readers_tell_apart_compares_different(one, other):
    assert normal_form(one) != normal_form(other)


@given(LETTERS)
@settings(deadline=None)
def test_sentences_are_in_order_and_leave_no_word_out(text):
    found = sentences(text)
    assert found == sorted(found)
    assert not any(one.overlaps(next_one) for one, next_one in pairwise(found))
    assert all(text[it.start : it.end].strip() for it in found)
    covered = "".join(text[it.start : it.end] for it in found)
    assert "".join(covered.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("“One.” Two.", ["“One.”", "Two."]),
        ("On 4 Mar. Mayor Varga met Dr. Reyk. He left.", ["On 4 Mar. Mayor Varga met Dr. Reyk.", "He left."]),
        ("The U.S. Treasury paid J. Reyk. Yes.", ["The U.S. Treasury paid J. Reyk.", "Yes."]),
        ("It cost 4.5 million. next", ["It cost 4.5 million. next"]),
        ("Он ушёл. Она осталась.", ["Он ушёл.", "Она осталась."]),
        ("   ", []),
    ],
)
def test_sentences_end_where_readers_end_them(text, expected):
    assert [text[it.start : it.end] for it in sentences(text)] == expected


@given(st.text(st.sampled_from("ab\r\n\té習\u2028"), max_size=30), st.data())
@settings(deadline=None)
def test_a_place_leads_back_to_its_characters(text, data):
    source = SourceText("story.yml", text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = source.span(start, end)
    assert span.line >= 1
    assert span.column >= 1
    whole = source.span(0, len(text))
    assert source.find(text[start:end], span) == span
    assert (whole.line, whole.column) == (1, 1)
    if span.line == span.end_line and "\r" not in text[start:end] and "\n" not in text[start:end]:
        assert source.line(span.line)[span.column - 1 : span.end_column - 1] == text[start:end]


def test_lines_end_as_every_system_ends_them():
    source = SourceText("story.yml", "one\r\ntwo\rthree\nfour")
    assert [source.line(it) for it in range(6)] == ["", "one", "two", "three", "four", ""]
    assert source.span(5, 8) == Span("story.yml", 2, 1, 2, 4)


def test_words_that_are_not_there_are_found_nowhere_but_in_the_whole():
    source = SourceText("story.yml", "one two one")
    whole = source.span(4, 11)
    assert source.find("one", whole) == source.span(8, 11)
    assert source.find("three", whole) == whole
    assert source.find("", whole) == whole


@pytest.mark.parametrize(
    ("quotation", "pieces"),
    [
        ("We can pay", [("We can pay", False)]),
        ("We can … pay", [("We can", False), ("pay", True)]),
        ("We can ... pay ....", [("We can", False), ("pay", True)]),
        ("We […] can (…) pay", [("We", False), ("can", True), ("pay", True)]),
        ("We [the council] can pay", [("We", False), ("can pay", False)]),
        ("We [the council] … pay", [("We", False), ("pay", True)]),
        ("… pay", [("pay", True)]),
        ("[…]", []),
        ("", []),
        ("We can … , … pay", [("We can", False), ("pay", True)]),
    ],
)
def test_a_quotation_falls_into_pieces_at_its_gaps_and_edits(quotation, pieces):
    assert [(it.text, it.follows_omission) for it in quotation_pieces(quotation)] == pieces


def test_an_edited_letter_stands_for_the_same_letter_in_another_case():
    assert with_letters_restored("[T]he wall, [w]e said") == ("The wall, we said", "the wall, We said")
    assert with_letters_restored("The [sea] wall") == ("The [sea] wall",)


def test_words_are_counted_as_readers_count_them():
    assert word_count("It’s a half-finished wall, isn't it?") == 6
    assert word_count("") == 0


def test_spans_overlap_only_where_they_share_a_character():
    assert TextSpan(0, 3).overlaps(TextSpan(2, 5))
    assert not TextSpan(0, 3).overlaps(TextSpan(3, 5))
    assert TextSpan(1, 2).within(TextSpan(1, 2))
    assert not TextSpan(0, 2).within(TextSpan(1, 3))
