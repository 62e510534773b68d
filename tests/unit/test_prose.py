"""Markdown as readers see it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backstory import prose
from backstory.prose import Element, links_in, links_of, parse_article, plain_text, render_markdown


def depth(node):
    return 1 + max((depth(it) for it in node.children if isinstance(it, Element)), default=0)


@pytest.mark.parametrize(
    "markdown",
    [
        "<script>alert(1)</script>wall",
        "<img src=x onerror=alert(1)>wall",
        "[wall](javascript:alert(1))",
        '[wall](data:text/html,"x")',
        "<a href='vbscript:x' onclick='x'>wall</a>",
        "<style>x</style><iframe src=x></iframe>wall",
        "<svg onload=x>wall</svg>",
    ],
)
def test_nothing_that_runs_comes_through(markdown):
    html = render_markdown(markdown)
    assert "wall" in html
    for sign in ("script", "<img", "<style", "<iframe", "<svg", "on", "data:"):
        assert sign not in html


def test_words_outside_of_paragraphs_are_kept():
    article = parse_article(
        "<div>One *two*</div>\n\n<section><em>three</em> four<p>five</p>six</section>\n\nseven"
    )
    assert article.text == "One *two*\n\nthree four\n\nfive\n\nsix\n\nseven"
    assert [it.tag for it in article.blocks] == ["p"] * 5


def test_headings_stand_below_those_of_the_page():
    assert [it.tag for it in parse_article("# A\n\n## B\n\n### C\n\n###### D").blocks] == [
        "h3",
        "h3",
        "h4",
        "h6",
    ]


@pytest.mark.parametrize(
    "markdown",
    [
        "> " * 500 + "wall",
        "".join("    " * level + "- wall\n" for level in range(200)),
        "<ul><li>" * 3000 + "wall",
        "<em>" * 3000 + "wall",
        "<blockquote>" * 3000 + "wall",
    ],
)
def test_elements_by_the_thousand_lose_their_depth_and_not_their_words(markdown):
    article = parse_article(markdown)
    assert "wall" in article.text
    assert max(map(depth, article.blocks)) <= 25


@pytest.mark.parametrize(
    ("markdown", "links"),
    [
        (
            "[a](/stories/toll/) [b](https://example.org/?a=1&b=2)",
            ["/stories/toll/", "https://example.org/?a=1&b=2"],
        ),
        ("[a]() <https://example.org/>", ["", "https://example.org/"]),
        ("no link, `[code](x)`", []),
    ],
)
def test_links_are_given_as_they_were_written(markdown, links):
    assert list(links_in(render_markdown(markdown))) == links


def test_plain_text_is_the_words_on_one_line():
    assert plain_text("The *toll*\n\n- [doubles](https://example.org/) `now`") == "The toll doubles now"


PLAIN = (
    "".join(chr(it) for it in range(32, 0x250))
    + "‘’“”„«»–—…€\n\n\n\n      aaaaa\u0301\u05d0\u4e2d\u2028\U0001f600"
)
LINES = [
    "Varga said: “No.”",
    "(He left.)",
    "- no list",
    "1. One",
    "---",
    "    code",
    "# Toll",
    "A|B",
    "-|-",
    "",
    "",
]


@given(st.text(PLAIN, max_size=60) | st.lists(st.sampled_from(LINES), max_size=6).map("\n".join))
@example("Varga said\n\n\nthe wall\nholds\n")
@example("A line  \nand a break")
@example("\n“Quoted”, he said…\n")
def test_a_text_without_markup_is_rendered_as_markdown_would(text):
    assert render_markdown(text) == prose._convert(text)


@given(st.text('[]()<>:/ahref="x\n!`\\', max_size=40) | st.text(PLAIN, max_size=40))
@example("<https://x.example>")
@example("[x][1]\n\n[1]: /y/")
@example('<a href="/y/">x</a>')
def test_every_link_is_found(text):
    assert list(links_of(text)) == list(links_in(prose._convert(text)))


@given(st.lists(st.sampled_from([*"ab Z.“”é3-—", "\n", "\n\n", "A b.\n\n"]), max_size=30).map("".join))
def test_an_article_of_mere_paragraphs_is_read_as_its_html_would_be(text):
    paragraphs = prose._plain_paragraphs(text)
    if paragraphs is not None:
        builder = prose._TreeBuilder()
        builder.feed(render_markdown(text))
        builder.close()
        blocks, article = prose._of_paragraphs(paragraphs)
        assert (blocks, article) == builder.article(article.text)
        assert article.blocks == blocks
