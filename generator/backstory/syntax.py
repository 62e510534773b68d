"""YAML's syntax errors in the words of an editor, at the place where the slip was made."""

import re
from typing import Any, TypeAlias

import yaml

from backstory.diagnostics import Code, Diagnostic
from backstory.text import SourceText

# What libyaml says, and what an editor can do about it.
_SYNTAX_IN_PLAIN_WORDS: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "There is a second colon in this line, and a space after it.",
        'Put the text in quotes: "…: …".',
    ),
    (
        "found unexpected end of stream",
        "A quotation mark that is opened here is never closed.",
        "Close it, or write the quotation marks inside the text as curly ones.",
    ),
    (
        "did not find expected ',' or",
        "A list or map in brackets is not closed, or a comma is missing.",
        "Check the brackets and commas; texts with commas or brackets need quotes.",
    ),
    (
        "could not find expected ':'",
        "This line has no colon, so it is no `key: value` line.",
        "Add the colon, begin it with `- ` in a list, or indent it if it belongs to the text above.",
    ),
    (
        "did not find expected node content",
        "Something stands here that is no text.",
        "Put the text in quotes.",
    ),
    (
        "did not find expected key",
        "This line does not fit what stands above it: its indentation is wrong.",
        "Line it up with the keys above.",
    ),
    (
        "did not find expected '-' indicator",
        "This line does not belong to the list above it.",
        "Begin it with `- `, or line it up with the key of the list.",
    ),
    (
        "did not find expected <document start>",
        "Something stands here that belongs to no key.",
        "Indent it, or give it a key.",
    ),
    (
        "did not find expected comment or line break",
        "`|` or `>` ends its line: the text begins in the next one.",
        "Put the text in quotes, or begin it in the next line, indented.",
    ),
    (
        "block sequence entries are not allowed",
        "A list cannot begin in the line of its key.",
        "Begin it in the next line; or, if the dash belongs to a text, put the text in quotes.",
    ),
    (
        "mapping keys are not allowed",
        "A text cannot begin with “?” and a space.",
        "Put the text in quotes.",
    ),
    (
        "did not find expected alphabetic or numeric character",
        "A text cannot begin with “*” or “&”.",
        "Put the text in quotes.",
    ),
    (
        "found unknown escape character",
        "A backslash in double quotes begins an escape, and there is none like this.",
        "Use single quotes, or write the backslash twice.",
    ),
)
# For these the editor must see where it begins, not where the parser gave up.
_SHOWN_WHERE_IT_BEGINS = ("unexpected end of stream", "could not find expected ':'", "alphabetic or numeric")


def syntax_diagnostic(source: SourceText, problem: yaml.MarkedYAMLError, comments: list[int]) -> Diagnostic:
    """What is wrong where the parser gave up, or before it; `comments` may be texts cut short."""
    message = f"{problem.problem or ''} {problem.context or ''}"
    context = problem.context_mark
    mark = problem.problem_mark or context
    if context and (mark is None or any(said in message for said in _SHOWN_WHERE_IT_BEGINS)):
        mark = context
    at = min(mark.index, len(source.text)) if mark else 0
    slip = _indented_with_tab(source, at)
    if "cannot start any token" in message:
        slip = slip or (at, f"A text cannot begin with “{source.text[at]}”.", "Put the text in quotes.")
    elif "mapping values" in message:
        slip = slip or _indented_too_far(source, at)
    elif "could not find expected ':'" in message:
        slip = slip or _no_space_after_colon(source, at)
    elif "did not find expected ',' or" in message:
        slip = slip or _goes_on_after_quotes(source, at) or _bracket_left_open(source, at, context, comments)
    elif "did not find expected" in message:
        slip = slip or _goes_on_after_quotes(source, at) or _goes_on_after_bracket(source, at)
    if slip is None:
        fact, remedy = (
            f"This is no valid YAML: {problem.problem}.",
            "Check quotation marks, colons, indentation.",
        )
        for said, plainly, what_to_do in _SYNTAX_IN_PLAIN_WORDS:
            if said in message:
                fact, remedy = plainly, what_to_do
        slip = at, fact, remedy
    at, fact, remedy = slip
    return Diagnostic(Code.YAML_SYNTAX, source.span(at, min(at + 1, len(source.text))), fact, remedy)


_Slip: TypeAlias = "tuple[int, str, str] | None"  # where it is, the fact, the remedy


def _line_start(source: SourceText, at: int) -> int:
    return at - (source.span(at, at).column - 1)


def _indented_with_tab(source: SourceText, at: int) -> _Slip:
    tab = re.compile(r" *\t").match(source.text, _line_start(source, at))
    if not tab:
        return None
    return tab.end() - 1, "A tab is used to indent this line.", "Use spaces: YAML takes no tabs."


def _indented_too_far(source: SourceText, at: int) -> _Slip:
    start = _line_start(source, at)
    before = source.text[start:at]
    if re.search(r":\s", before):
        return None  # this is the second colon
    fact = "This line is indented too far: it reads as part of the text above it."
    return start + len(before) - len(before.lstrip()), fact, "Line it up with the keys above."


def _no_space_after_colon(source: SourceText, at: int) -> _Slip:
    colon = re.compile(r"[ \-]*[\w-]+(:)\S").match(source.text, _line_start(source, at))
    if not colon:
        return None
    return colon.start(1), "There is no space after this colon.", "Add one: `key: value`."


def _goes_on_after_quotes(source: SourceText, at: int) -> _Slip:
    """The text ended at a quotation mark: at one inside it, or at the opening one of a later text."""
    start = _line_start(source, at)
    before = source.text[start:at].rstrip()
    mark = before[-1:]
    if mark not in {'"', "'"}:
        return None
    if re.search(r"(?:^|[:,\[{-]) *.$", before):  # that mark opens a text; the one that it closed began above
        opening = re.compile(rf"^.*?[:,\[{{-] +({mark}).*$", re.MULTILINE)
        for line in reversed(list(opening.finditer(source.text, 0, start))):
            if line[0].count(mark) % 2:
                fact = "The quotation mark that is opened here is not closed where the text ends."
                return line.start(1), fact, "Close it."
    fact = "The text ends at this quotation mark, and something follows."
    remedy = "Write quotation marks inside a text as curly ones, “ ” and ’, or double the single ones."
    return start + len(before) - 1, fact, remedy


def _goes_on_after_bracket(source: SourceText, at: int) -> _Slip:
    if source.text[at : at + 1] in {"]", "}"}:
        return at, "This bracket closes nothing.", "Remove it, or open it."
    if source.text[_line_start(source, at) : at].rstrip().endswith(("]", "}")):
        fact = "The list ends at the bracket before this."
        return at, fact, "If the brackets belong to a text, put the text in quotes."
    return None


def _bracket_left_open(source: SourceText, at: int, context: Any, comments: list[int]) -> _Slip:
    if context is None or source.text[context.index : context.index + 1] not in {"[", "{"}:
        return None
    if comments and comments[-1] > context.index:
        fact = "What follows `#` is a comment, so that the bracket before it is never closed."
        return comments[-1], fact, "Put the text in quotes."
    if context.line != source.span(at, at).line - 1:
        return (
            context.index,
            "The bracket that is opened here is not closed.",
            "Close it, or check the commas.",
        )
    return None


# A comment that begins without a space is more likely a text that goes on: "We are #1".
COMMENT_IN_TEXT = re.compile(r"[ \t]+(#[^\s#!][^\r\n]*)")
# What no YAML file may have, and no text: a page, a feed and a picture would have it, too.
CONTROL_CHARACTER = re.compile(r"[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def control_character_diagnostic(source: SourceText) -> Diagnostic:
    """Where the character stands that no YAML file may have."""
    found = CONTROL_CHARACTER.search(source.text)
    at = found.start() if found else 0
    name = f" (U+{ord(found.group()):04X})" if found else ""
    fact = f"There is an invisible control character here{name}."
    return Diagnostic(Code.YAML_SYNTAX, source.span(at, at + len(name[:1])), fact, "Delete it.")
