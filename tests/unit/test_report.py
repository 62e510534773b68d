"""Diagnostics as people and programs read them."""

import json

import pytest

from backstory.diagnostics import MEANINGS, Code, Diagnostic, Related, Severity, in_order, shown
from backstory.report import as_json, concise, full, sarif, summary, workflow_commands
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


def in_sarif(uri, *region):
    """A place as SARIF has it."""
    names = ("startLine", "startColumn", "endLine", "endColumn")
    place = {"artifactLocation": {"uri": uri}, "region": dict(zip(names, region, strict=True))}
    return {"physicalLocation": place}


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


def test_github_gets_a_command_for_each_and_a_count_for_the_log():
    wrong, doubtful, count = workflow_commands((WRONG, DOUBTFUL), {}).splitlines()
    assert wrong == (
        "::error file=content/story.yml,line=2,col=10,endLine=2,endColumn=20,title=reference/unknown-actor"
        "::There is no actor `ilse-vargo`.%0ADid you mean `ilse-varga`?"
        "%0Afirst defined here: content/story.yml:1:1"
    )
    assert doubtful == (
        "::warning file=content/x.txt,line=1,col=1,endLine=1,endColumn=1,title=file/unknown"
        "::`x.txt` is not read."
    )
    assert count == "Found 1 error and 1 warning."
    assert workflow_commands((), {}) == "No problems found."


def test_what_means_something_to_github_is_escaped():
    odd = Diagnostic(Code.YAML_SYNTAX, Span("a,b:c%\n.yml", 1, 1, 1, 2), "100%, or: 50\r\n::error::no")
    assert workflow_commands((odd,), {}).splitlines()[0] == (
        "::error file=a%2Cb%3Ac%25%0A.yml,line=1,col=1,endLine=1,endColumn=2,title=yaml/syntax"
        "::100%25, or: 50%0D%0A::error::no"
    )


def test_github_gets_no_columns_for_a_place_of_several_lines():
    long = Diagnostic(Code.YAML_SYNTAX, Span("x.yml", 2, 5, 4, 1), "Fact.")
    assert workflow_commands((long,), {}).startswith(
        "::error file=x.yml,line=2,endLine=4,title=yaml/syntax::"
    )


def test_sarif_has_the_results_with_their_places():
    (run,) = json.loads(sarif((WRONG, DOUBTFUL), {}))["runs"]
    wrong, doubtful = run["results"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert wrong == {
        "ruleId": "reference/unknown-actor",
        "ruleIndex": list(Code).index(Code.REFERENCE_UNKNOWN_ACTOR),
        "level": "error",
        "message": {"text": "There is no actor `ilse-vargo`. Did you mean `ilse-varga`?"},
        "locations": [in_sarif("content/story.yml", 2, 10, 2, 20)],
        "relatedLocations": [
            {**in_sarif("content/story.yml", 1, 1, 1, 9), "message": {"text": "first defined here"}}
        ],
    }
    assert (doubtful["level"], doubtful["message"]["text"]) == ("warning", "`x.txt` is not read.")
    assert "relatedLocations" not in doubtful


def test_sarif_has_all_rules_also_when_there_is_nothing_to_say():
    log = json.loads(sarif((), {}))
    (run,) = log["runs"]
    assert (log["version"], run["results"]) == ("2.1.0", [])
    assert [it["id"] for it in run["tool"]["driver"]["rules"]] == list(Code)
    assert sarif((), {}) == sarif((), {})


def test_paths_are_addresses_and_braces_are_doubled_in_sarif():
    odd = Diagnostic(Code.ID_MALFORMED, Span("content/Jon Ølé:%.yml", 1, 1, 1, 1), "`{0}` is no id.")
    (result,) = json.loads(sarif((odd,), {}))["runs"][0]["results"]
    assert result["locations"] == [in_sarif("content/Jon%20%C3%98l%C3%A9%3A%25.yml", 1, 1, 1, 1)]
    assert result["message"]["text"] == "`{{0}}` is no id."


def test_every_code_has_a_meaning_of_one_sentence():
    assert list(MEANINGS) == list(Code)
    assert all(it.endswith(".") and it[0].isupper() for it in MEANINGS.values())


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
