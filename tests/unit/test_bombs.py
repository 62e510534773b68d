"""What is made to take for ever is told, or read, all the same: each test's time has a limit."""

import pytest

from backstory.compiler import Settings, compile_site
from backstory.prose import render_markdown, tamed, without_bombs
from content_folder import STORY

STORY_FILE, ARTICLE = "stories/toll/story.yml", "stories/toll/article.md"


@pytest.mark.parametrize("sign", ["[", "[a](", "![", "<a ", '<a x="', "<!["])
def test_signs_that_open_and_never_close_are_text(sign):
    assert sign.strip()[0] in render_markdown(sign * 20_000).replace("&lt;", "<").replace("&#91;", "[")


@pytest.mark.parametrize("sign", ["- ", "1. ", "> ", ">", "> - 1. ", "<ul><li>", "<em>", "<em>\n\n", "\\"])
def test_what_lies_without_end_in_itself_keeps_its_words(sign):
    assert "the wall" in render_markdown(sign * 20_000 + "the wall")


def test_lists_in_lists_in_lists_keep_their_words():
    assert "wall 599" in render_markdown("\n".join("    " * it + f"- wall {it}" for it in range(600)))


def test_a_row_of_a_table_may_have_thousands_of_bars_and_codes():
    assert "<td>the wall</td>" in render_markdown("a|b\n-|-\nthe wall|" + "`|" * 20_000)


@pytest.mark.parametrize("line", ["* " * 19 + "*", "- - - -", "- a\n    - b\n        - c"])
def test_lines_of_marks_and_lists_in_lists_are_as_ever(line):
    assert tamed(line) == line


def test_a_quote_of_any_length_is_looked_for_and_told(content):
    long = "[wall] sea … " * 8_000
    content.story(
        f"quotes: {{q: {{speaker: ilse-varga, kind: direct, text: '{long}'}}}}\n", "Varga. " * 20_000
    )
    assert content.compile().site is not None


def test_a_quote_of_hundreds_of_pieces_that_stand_everywhere_is_placed(content):
    pieces = "met … " * 300 + "met"
    content.story(f"quotes: {{q: {{speaker: ilse-varga, kind: direct, text: {pieces}}}}}\n", "met " * 20_000)
    assert "error[quote/ambiguous]" in content.said()[0]


@pytest.mark.parametrize("row", ["- the wall\n", "1. the wall\n", "> the wall\n", "the wall | of stone\n"])
def test_a_list_or_table_without_end_is_shown_as_it_is_written(row):
    assert render_markdown("a | b\n- | -\n" + row * 100_000).count("the wall") == 100_000


def test_a_quote_of_the_words_that_a_text_is_made_of_is_told_without_counting(content):
    quotes = "".join(f"  q{it}: {{speaker: ilse-varga, kind: direct, text: wall}}\n" for it in range(500))
    content.story("quotes:\n" + quotes, "wall of stone " * 50_000)
    said = content.said()
    assert len(said) == 500
    assert "“wall” is in the article more than 200 times." in said[0]


def test_thousands_of_names_that_a_text_does_not_have_are_told(content):
    names = ", ".join(f"v{it}" for it in range(10_000))
    content.story(f"actors: {{ilse-varga: [{names}]}}\n", "v1 v2 Ilse Varga " * 5_000)
    assert content.compile().site is not None


def test_thousands_of_pins_are_placed(content):
    pins = ", ".join(f'"<w{it}>"' for it in range(10_000))
    content.story(f"actors: {{ilse-varga: [{pins}]}}\n", " ".join(f"w{it}" for it in range(10_000)))
    assert len(content.newsroom().mentions) == 10_000


def test_a_headline_of_a_million_letters_has_a_picture(tmp_path, content):
    content.write(
        STORY_FILE, STORY.replace("Port Alder", "wall" * 250_000).replace("council", "wall " * 200_000)
    )
    assert compile_site(content.path, Settings(drawn=tmp_path), shown_as=".").site is not None


@pytest.mark.parametrize(
    "text", ["\0" * 1_000_000, "a\u202e " * 100_000, "wäll… " * 100_000, "墙" * 1_000_000]
)
def test_signs_of_all_kinds_in_one_line_are_told_or_read(content, text):
    content.write(ARTICLE, text)
    assert len(content.said()) <= 20


def test_a_paragraph_with_many_links_keeps_them():
    links = "[the wall](https://harbour.example/wall) (of stone) " * 400
    assert without_bombs(links) == links
    assert render_markdown(links).count("<a ") == 400


def test_an_alias_of_aliases_is_not_unfolded(content):
    lines = ["k0: &k0 [x]", *(f"k{it}: &k{it} [*k{it - 1}, *k{it - 1}]" for it in range(1, 200))]
    content.write(STORY_FILE, STORY + "\n".join(lines))
    assert "error[yaml/not-plain]" in content.said()[0]


def test_more_values_than_a_story_has_end_its_reading(content):
    content.write(STORY_FILE, STORY + "quotes:\n" + "".join(f"  q{it}: x\n" for it in range(60_000)))
    [said] = content.said()
    assert said.startswith(f"{STORY_FILE}:50002:")
    assert "There are more than 50,000 values in this file." in said


def test_ten_thousand_mentions_in_one_line_are_marked(content):
    content.story("actors: {ilse-varga: []}\n", "Ilse Varga met Varga. " * 5_000)
    assert content.compile(autolink="all").site is not None
