"""Ordinary pages beside our files: what could not be read, or not within seconds, is told with its place."""

import pytest

PAGE = "minutes.md"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"# Caf\xe9\n", "1:1 error[file/unreadable]: This page is not written in UTF-8."),
        ("# A\0b\n", "1:4 error[file/unreadable]: Here stands the control character U+0000"),
        ("---\nx: &x [*x]\n---\n# A\n", "1:1 error[yaml/not-plain]: An alias (`*name`) in the"),
        (
            "---\nx: " + "[" * 5000 + "\n---\n# A\n",
            "1:1 error[yaml/syntax]: Lists and maps of the front matter",
        ),
        (
            "# A\n\n" + "- " * 5000 + "x\n",
            "3:10001 error[file/unreadable]: Lists or quotations lie more than",
        ),
        ("\n".join("    " * it + "- x" for it in range(99)), "21:82 error[file/unreadable]: Lists or"),
        ("# A\n\n" + "\\" * 80_000, "1:1 error[file/unreadable]: One block of this page has so many signs"),
        ("<em>\n\n" * 6_000, "1:1 error[file/unreadable]: One block of this page has so many signs"),
    ],
)
def test_a_page_that_could_not_be_read_is_an_error(content, text, said):
    content.write(PAGE, text)
    assert content.said()[0].startswith(f"{PAGE}:{said}")


@pytest.mark.parametrize("name", ["minutes.markdown", "more/minutes.mkd", "minutes.md"])
def test_a_page_may_be_as_large_as_any_text(content, name):
    content.write(name, "word " * 900_000)
    assert content.said()[0].startswith(f"{name}:1:1 error[file/unreadable]: This file has 4.5 megabytes")


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: 2031\nhide: [navigation]\n---\n# The year\n",
        "---\n\n- - -\n\n* * * * * * * * * * * * * * * * * * *\n",
        "---\n: : [\n---\n# MkDocs takes this for text\n",
        "```\n" + " " * 90 + "- x\n```\n".replace("- ", "  "),
        "- a\n    - b\n        > c\n",
    ],
)
def test_a_usual_page_is_let_be(content, text):
    content.write(PAGE, text)
    assert content.said() == []
