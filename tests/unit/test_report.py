"""Diagnostics as people and programs read them."""

import json

import pytest

from backstory.diagnostics import Code, Diagnostic, Related, Severity, in_order, shown
from backstory.report import as_json, concise, full, summary
from backstory.text import SourceText, Span

TEXT = "headline: H\nspeaker: ilse-vargo\n"
SOURCE = SourceText("content/story.yml", TEXT)
WRONG = Diagnostic(
    Code.REFERENCE_UNKNOWN_ACTOR,
    SOURCE.span(21, 31),
    "There is no actor `ilse-vargo`.",
    "Did you mean `ilse-varga`?",
    related=(Related(SOURCE.span(0, 8), "first defined here"),),
)
DOUBTFUL = Diagnostic(
    Code.FILE_UNKNOWN, Span("content/x.txt", 1, 1, 1, 1), "`x.txt` is not read.", severity=Severity.WARNING
)


def underlined(text, start, end):
    """What `full` marks of a line, and the line as it shows it."""
    source = SourceText("x.yml", text)
    diagnostic = Diagnostic(Code.YAML_SYNTAX, source.span(start, end), "Fact.")
    _, line, marks, *_ = full((diagnostic,), {"x.yml": source}).splitlines()
    at = marks.index("^")
    return line, line[at : at + marks.count("^")]


def test_json_has_the_fields_that_are_promised():
    assert json.loads(as_json((WRONG, DOUBTFUL), {})) == {
        "diagnostics": [
            {
                "code": "reference/unknown-actor",
                "severity": "error",
                "file": "content/story.yml",
                "line": 2,
                "column": 10,
                "end_line": 2,
                "end_column": 20,
                "message": "There is no actor `ilse-vargo`.",
                "help": "Did you mean `ilse-varga`?",
                "related": [
                    {
                        "file": "content/story.yml",
                        "line": 1,
                        "column": 1,
                        "end_line": 1,
                        "end_column": 9,
                        "message": "first defined here",
                    }
                ],
            },
            {
                "code": "file/unknown",
                "severity": "warning",
                "file": "content/x.txt",
                "line": 1,
                "column": 1,
                "end_line": 1,
                "end_column": 1,
                "message": "`x.txt` is not read.",
                "help": "",
                "related": [],
            },
        ]
    }


def test_full_shows_the_line_the_help_and_the_other_places():
    assert full((WRONG, DOUBTFUL), {SOURCE.path: SOURCE}).splitlines() == [
        "content/story.yml:2:10 error[reference/unknown-actor]: There is no actor `ilse-vargo`.",
        "  2 | speaker: ilse-vargo",
        "    |          ^^^^^^^^^^",
        "  = help: Did you mean `ilse-varga`?",
        "  = first defined here: content/story.yml:1:1",
        "",
        "content/x.txt:1:1 warning[file/unknown]: `x.txt` is not read.",
        "",
        "Found 1 error and 1 warning.",
    ]


def test_concise_is_one_line_for_each_and_a_count():
    assert concise((WRONG, DOUBTFUL), {}).splitlines() == [
        f"content/story.yml:2:10 error[reference/unknown-actor]: {WRONG.fact} {WRONG.remedy}",
        "content/x.txt:1:1 warning[file/unknown]: `x.txt` is not read.",
        "Found 1 error and 1 warning.",
    ]


@pytest.mark.parametrize(
    ("diagnostics", "words"),
    [
        ((), "No problems found."),
        ((WRONG,), "Found 1 error."),
        ((DOUBTFUL, DOUBTFUL), "Found 2 warnings."),
        ((WRONG, WRONG, DOUBTFUL), "Found 2 errors and 1 warning."),
    ],
)
def test_summary_counts_in_plain_words(diagnostics, words):
    assert summary(diagnostics) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("key: wrong", "wrong"),
        ("\t\tkey:\twrong # x", "wrong"),
        ("key: " + "long " * 100 + "wrong" + " long" * 100, "wrong"),
        ("key: wrong" + " long" * 100, "wrong"),
        ("key: e\u0301a\u200b wrong", "wrong"),
    ],
)
def test_the_marks_are_under_the_words_that_are_meant(text, words):
    start = text.index(words)
    line, marked = underlined(text, start, start + len(words))
    shift = sum(it in "\u0301\u200b" for it in text[:start])  # they take no column
    assert marked == words or line[line.index(words) - shift :].startswith(marked)
    assert len(line) < 125


def test_wide_signs_take_two_columns_under_the_marks():
    source = SourceText("x.yml", "key: 李娜 wrong")
    diagnostic = Diagnostic(Code.YAML_SYNTAX, source.span(8, 13), "Fact.")
    assert full((diagnostic,), {"x.yml": source}).splitlines()[2] == "    | " + " " * 10 + "^^^^^"


def test_marks_of_several_lines_end_with_the_first():
    assert underlined("key:\n  one\n  two\n", 5, 16) == ("  2 |   one", "  one")


def test_marks_of_a_very_long_stretch_end_with_what_is_shown():
    line, marked = underlined("key: " + "x" * 500, 5, 505)
    assert line.endswith("…")
    assert set(marked) <= {"x", "…"}


@pytest.mark.parametrize("text", ["", "\n", "   \n"])
def test_an_empty_line_is_not_shown(text):
    source = SourceText("x.yml", text)
    diagnostic = Diagnostic(Code.FILE_MISSING, source.span(0, 0), "Fact.", "Help.")
    assert full((diagnostic,), {"x.yml": source}).splitlines()[1] == "  = help: Help."


def test_control_characters_reach_no_terminal():
    line, _ = underlined("key: \x1b[31mred\x07 \u202e", 5, 9)
    assert not any(sign in line for sign in "\x1b\x07\u202e")


def test_each_diagnostic_is_told_once_by_file_and_place():
    later = Diagnostic(Code.YAML_SYNTAX, SOURCE.span(25, 26), "Fact.")
    assert in_order([later, WRONG, DOUBTFUL, WRONG]) == (WRONG, later, DOUBTFUL)


def test_an_editors_words_are_shown_on_one_line_and_not_endlessly():
    assert shown("one\n  two\tthree ") == "one two three"
    assert shown("word " * 50) == "word " * 17 + "…"
    assert len(shown("x" * 500)) < 100
    assert shown("a\x1bb\udcff") == "a\ufffdb\ufffd"
