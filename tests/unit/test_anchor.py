"""Places in an article: found exactly, and marked flat and well nested whatever they overlap."""

from collections import defaultdict
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from backstory.anchor import (
    Mark,
    Marked,
    Naming,
    Point,
    Selector,
    Spot,
    Tagged,
    annotate,
    end_of_note_spot,
    find,
    find_names,
    find_quotation,
    nearest_passage,
    parse_selector,
    split_last_word,
    with_quotation_marks,
)
from backstory.prose import Run, parse_article
from backstory.text import TextSpan

WORDS = st.lists(
    st.sampled_from(
        [
            "wall",
            "*toll*",
            "**the",
            "wall**",
            "[a *link*](https://example.org/)",
            "`code`",
            "“quoted”",
            "naïve",
            "李娜",
            "👍🏽",
            "<br>",
            "Varga’s",
            "\u200f",
            "a&amp;b",
            "<em>",
            "</em>",
        ]
    ),
    min_size=1,
    max_size=8,
).map(" ".join)
ARTICLES = st.lists(
    st.one_of(
        WORDS,
        WORDS.map("# {}".format),
        WORDS.map("> {}".format),
        st.lists(WORDS, min_size=1, max_size=3).map(lambda items: "\n".join(f"- {it}" for it in items)),
        WORDS.map("<div>{}</div>".format),
        WORDS.map("| a |\n|---|\n| {} |".format),
    ),
    max_size=4,
).map("\n\n".join)


def runs_in(node):
    return [node] if isinstance(node, Run) else [run for child in node.children for run in runs_in(child)]


def text_of(node):
    match node:
        case str():
            return node
        case Spot():
            return node.word
        case _:
            return "".join(map(text_of, node.children))


def places(nodes, at, over=()):
    """(subject, offset, text, marks around it) for each piece of text and each spot; `at` runs along."""
    for node in nodes:
        match node:
            case str():
                yield None, at, node, over
                at += len(node)
            case Spot():
                yield None, at, node.word, over
                at += len(node.word)
                yield node.subject, at, "", over
            case Marked():
                yield from places(node.children, at, (*over, node))
                at += len(text_of(node))
            case Tagged():
                yield from places(node.children, at, over)
                at += len(text_of(node))


@given(ARTICLES, st.data())
@settings(deadline=None, max_examples=100)
def test_marks_over_a_text_change_none_of_it_and_cover_exactly_their_words(text, data):
    article = parse_article(text)
    runs = [run for block in article.blocks for run in runs_in(block)]
    letters = [at for run in runs for at in range(run.span.start, run.span.end)]
    if not letters:
        return
    one = st.sampled_from(letters)
    spans = data.draw(st.lists(st.tuples(one, one, st.integers(0, 2)), max_size=6))
    marks = [
        Mark(TextSpan(min(a, b), max(a, b) + 1), rank, number) for number, (a, b, rank) in enumerate(spans)
    ]
    points = [Point(at + 1, f"note {at}") for at in data.draw(st.lists(one, max_size=3, unique=True))]
    blocks = annotate(article, marks, points)

    assert [text_of(block) for block in blocks] == [
        "".join(it.text for it in runs_in(it)) for it in article.blocks
    ]
    covered, begun, ended, spots = defaultdict(list), defaultdict(int), defaultdict(int), []
    for block, parsed in zip(blocks, article.blocks, strict=True):
        offsets = [at for run in runs_in(parsed) for at in range(run.span.start, run.span.end)]
        fragments = {}
        for subject, at, words, over in places([block], 0):
            if subject is not None:
                spots.append((subject, offsets[at - 1] + 1))
            ranks = [marks[it.subject].rank for it in over]
            assert ranks == sorted(ranks)
            assert len({it.subject for it in over}) == len(over)
            for it in over:
                covered[it.subject] += offsets[at : at + len(words)]
                fragments[id(it)] = it
        for it in fragments.values():
            begun[it.subject] += it.begins
            ended[it.subject] += it.ends
    for mark in marks:
        inside = [at for at in letters if mark.span.start <= at < mark.span.end]
        assert covered[mark.subject] == inside
        assert (begun[mark.subject], ended[mark.subject]) == (1, 1)
    assert sorted(spots) == sorted((it.subject, it.offset) for it in points)


@given(ARTICLES)
@settings(deadline=None)
def test_every_run_of_an_article_stands_where_it_says(text):
    article = parse_article(text)
    for block in article.blocks:
        for run in runs_in(block):
            assert article.text[run.span.start : run.span.end] == run.text
    for one, following in pairwise(article.paragraphs):
        assert one.start < one.end <= following.start


ARTICLE = parse_article(
    "Mayor Ilse Varga said: “We can build the wall now, or we can pay for the flood later.” "
    "She said so twice.\n\n"
    "The Vargas said: “No.” Said the *mayor*: the wall, the wall."
)


def found(selector):
    return [ARTICLE.text[it.start : it.end] for it in find(ARTICLE, parse_selector(selector))]


@pytest.mark.parametrize(
    ("selector", "words"),
    [
        ("Ilse Varga", ["Ilse Varga"]),
        ("Ilse <Varga>", ["Varga"]),
        ("<Ilse> Varga said", ["Ilse"]),
        ("Ilse< Varga >said", ["Varga"]),
        ("the wall", ["the wall", "the wall", "the wall"]),
        ("<the wall>.", ["the wall"]),
        ('said: "<We can', []),
        ('said: "<We> can', ["We"]),
        ("flood later.” She", ["flood later.” She"]),
        ("twice. <The Vargas>", ["The Vargas"]),
        ("Varg", []),
        ("ilse varga", []),
        ("mayor: the", ["mayor: the"]),
        ("\u00ad", []),
        ("", []),
    ],
)
def test_words_are_found_with_the_words_around_them(selector, words):
    assert found(selector) == words


@pytest.mark.parametrize(
    ("quotation", "pieces"),
    [
        ("We can build the wall now", [["We can build the wall now"]]),
        ("We can … the flood", [["We can", "the flood"]]),
        ("the flood … We can", []),
        ("the wall … the wall", [["the wall", "the wall"], ["the wall", "the wall"]]),
        ("[w]e can build", [["We can build"]]),
        ("We [the city] can pay", [["We", "can pay"]]),
        ("said [twice] so twice", [["said", "so twice"]]),
        ("Mayor [Varga] said so", [["Mayor", "said so"]]),
        ("Mayor [Varga] the wall.", []),
    ],
)
def test_a_quotation_is_found_piece_by_piece(quotation, pieces):
    places = find_quotation(ARTICLE, quotation)
    assert [[ARTICLE.text[it.start : it.end] for it in chain] for chain in places] == pieces


def _nearest(article, words):
    return nearest_passage(article.text, article.comparable, words)


def test_the_passage_nearest_to_wrong_words_has_as_many_words():
    assert _nearest(ARTICLE, "We can build the dam now")[0] == "We can build the wall now"
    assert _nearest(ARTICLE, "for the floods later")[0] == "for the flood later"
    assert _nearest(ARTICLE, "")[0] == ""
    assert _nearest(parse_article(""), "wall")[0] == ""


@given(ARTICLES, st.text(max_size=20))
@settings(deadline=None)
@example("wall <br>", "00000")
def test_the_nearest_passage_is_a_passage(text, words):
    article = parse_article(text)
    near, score = _nearest(article, words)
    assert near in article.text
    assert 0 <= score <= 100


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("“We can pay,” she said", "We can pay", "“We can pay,”"),
        ("“We can pay.”", "We can pay.", "“We can pay.”"),
        ("«We can pay»", "We can pay", "«We can pay»"),
        ("“We can pay and wait”", "We can pay", "We can pay"),
        ("We can pay”", "We can pay", "We can pay"),
    ],
)
def test_a_quote_takes_the_marks_that_enclose_it(text, words, expected):
    article = parse_article(text)
    (span,) = find(article, Selector("", words, ""))
    whole = with_quotation_marks(article, span)
    assert article.text[whole.start : whole.end] == expected


def test_a_note_stands_behind_the_marks_that_close_its_words():
    article = parse_article("“The wall.” It (the wall), then\n\nthe end…")
    spots = [end_of_note_spot(article, span) for span in find(article, Selector("", "wall", ""))]
    assert [article.text[:spot][-6:] for spot in spots] == ["wall.”", "wall),"]
    (end,) = find(article, Selector("", "end", ""))
    assert end_of_note_spot(article, end) == len(article.text)


@pytest.mark.parametrize(
    ("text", "head", "word"),
    [
        ("the wall", "the ", "wall"),
        ("wall", "", "wall"),
        ("wall ", "wall ", ""),
        ("a\u00a0b", "a\u00a0", "b"),
    ],
)
def test_the_last_word_is_what_a_number_is_tied_to(text, head, word):
    assert split_last_word(text) == (head, word)


def test_of_two_names_that_cross_the_longer_is_taken():
    article = parse_article("Port Alder Council Chamber of Port Alder Council")
    names, ambiguous = find_names(
        article,
        [Naming("town", ("Port Alder",)), Naming("chamber", ("Alder Council Chamber",)), Naming("x", ("",))],
    )
    assert [(it.actor, article.text[it.span.start : it.span.end]) for it in names] == [
        ("chamber", "Alder Council Chamber"),
        ("town", "Port Alder"),
    ]
    assert ambiguous == []


def test_a_pinned_spot_is_taken_before_any_name():
    article = parse_article("Ilse Varga met Varga.")
    pin = TextSpan(5, 10)
    names, _ = find_names(article, [Naming("odile", (), (pin,)), Naming("ilse", ("Ilse Varga", "Varga"))])
    assert [(it.actor, it.span) for it in names] == [("odile", pin), ("ilse", TextSpan(15, 20))]


def test_thousands_of_names_are_found_in_a_long_text():
    article = parse_article("Varga met Reyk. " * 3000)
    names, _ = find_names(article, [Naming("varga", ("Varga",)), Naming("reyk", ("Reyk",))])
    assert len(names) == 6000
