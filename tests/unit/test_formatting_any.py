"""However a file is written: formatted, it says the same, with all comments; formatted again, it stays."""

import json
import re
from itertools import count

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from test_any_input import EVERYTHING, mutated

from backstory.formatting.formatter import LeftAlone, format_source
from backstory.schema.story import StoryShape
from backstory.source import parse_document
from backstory.text import SourceText

SIGNS = "ab :#-'\"[]{}<>&*!|>%@`,?\\/.~07\n\t…“’é習👍\u00a0\u00ad\u200f\u2028\u0301"
WORDS = ["no", "on", "true", "false", "12:30", "007", "a:", "b", "-", "<<", "", "#", "~", "null"]
TEXTS = st.one_of(
    st.sampled_from([*WORDS, "", "a b", "a\nb\n", " a\nb", "a\n\n b\n", "https://example.org/" + "a" * 120]),
    st.lists(st.sampled_from(["word", "words,", "more:", "#no", "“so”", "-"]), max_size=60).map(" ".join),
    st.text(st.sampled_from(SIGNS), max_size=30),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=10),
)
KEYS = st.sampled_from(
    [*StoryShape.model_fields, "title", "url", "date", "id", "names", "speaker", "a", "b-1"]
)
DATA = st.recursive(
    st.one_of(TEXTS, TEXTS, st.booleans(), st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=12,
)

COMMENT = re.compile("⟨[0-9]+⟩")


class Writer:
    """Writes data as an editor might: in any style, with comments and blank lines in any place."""

    def __init__(self, draw):
        self.chance = lambda one_in: draw(st.integers(1, one_in)) == 1
        self.choose = lambda *them: draw(st.sampled_from(them))
        self.number = count()

    def comment(self):
        return f"# ⟨{next(self.number)}⟩"

    def lines_above(self, indent):
        lines = [""] * self.choose(0, 0, 0, 1, 2)
        if self.chance(5):
            lines.append(" " * self.choose(indent, indent, indent + 1, 0) + self.comment())
        return lines + [""] * self.choose(0, 0, 0, 1)

    def beside(self):
        return self.choose(" ", "   ") + self.comment() if self.chance(6) else ""

    def text(self, value, *, in_flow):
        if value is None:
            return ""
        if isinstance(value, bool):
            return str(value).lower()
        quoted = json.dumps(value, ensure_ascii=self.chance(2)).replace("\x7f", "\\x7f")
        single = "'" + value.replace("'", "''") + "'"
        for plain in (value, single) if self.chance(2) else (single, value):
            line = f"{{k: {plain}}}" if in_flow else f"k: {plain}"
            document, found = parse_document(SourceText("", line))
            if document and not found and document.data == {"k": value} and "\n" not in plain:
                return plain
        return quoted

    def scalar(self, value, indent):
        """What stands behind the key, and the lines below."""
        style = self.choose("line", "line", "literal", "folded", "wrapped")
        text = self.text(value, in_flow=False)
        if isinstance(value, str) and style in {"literal", "folded"} and value.strip():
            body = value.rstrip("\n")
            mark = "-" if body == value else "" if value == f"{body}\n" else "+"
            pad = " " * (indent + self.choose(1, 2, 3))
            below = value.split("\n") if mark == "+" else body.split("\n")
            if style == "folded":
                below = [it for line in below for it in (*re.split("(?<=[^ ]) (?=[^ ])", line), "")][:-1]
            header = ("|" if style == "literal" else ">") + mark + self.beside()
            return header, [pad + it if it else "" for it in below]
        first, *words = re.split("(?<=[^ ]) (?=[^ ])", text) if style == "wrapped" else [text]
        if not words:
            return first + self.beside(), []
        return first, [f"{' ' * (indent + 1)}{' '.join(words)}{self.beside()}"]

    def gap(self):
        return f"  {self.comment()}\n  " if self.chance(12) else self.choose("", " ", "\n   ")

    def flow(self, value):
        if isinstance(value, list):
            return "[" + ",".join(f"{self.gap()} {self.flow(it)}{self.gap()}" for it in value) + "]"
        if isinstance(value, dict):
            pairs = (f"{self.gap()}{key}: {self.flow(it)}{self.gap()}" for key, it in value.items())
            return "{" + ",".join(pairs) + self.gap() + "}"
        return self.text("" if value is None else value, in_flow=True)

    def block(self, value, indent):
        pad = " " * indent
        for key, it in value.items() if isinstance(value, dict) else ((None, it) for it in value):
            yield from self.lines_above(indent)
            head = f"{pad}{self.choose(key, key, json.dumps(key))}:" if key else f"{pad}-"
            deeper = indent + self.choose(1, 2, 2, 4)
            if not isinstance(it, dict | list):
                first, below = self.scalar(it, indent)
                yield f"{head} {first}"
                yield from below
            elif not it or self.chance(3):
                yield f"{head} {self.flow(it)}".replace("\n", "\n" + pad + " ") + self.beside()
            else:
                yield head + self.beside()
                yield from self.block(it, deeper)
        yield from self.lines_above(indent)


@st.composite
def documents(draw):
    data = draw(st.dictionaries(KEYS, DATA, min_size=1, max_size=6))
    writer = Writer(draw)
    text = "\n".join(["---", *writer.block(data, 0)][draw(st.integers(0, 1)) :])
    newline = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    return text.replace("\n", newline)


@settings(max_examples=400, deadline=None)
@given(documents())
def test_a_file_says_the_same_after_it_is_formatted_and_stays_so(text):
    source = SourceText("story.yml", text)
    document, found = parse_document(source)
    assume(document is not None and not found)
    formatted = format_source(source, StoryShape)
    assert isinstance(formatted, str), formatted
    again, _ = parse_document(SourceText("story.yml", formatted))
    assert again.data == document.data
    assert format_source(SourceText("story.yml", formatted), StoryShape) == formatted
    assert sorted(COMMENT.findall(formatted)) == sorted(COMMENT.findall(text))
    assert ("\r\n" in formatted) == ("\r\n" in text)


@settings(max_examples=200, deadline=None)
@given(mutated(EVERYTHING).map(bytes.decode))
def test_whatever_a_file_says_it_is_formatted_or_left_alone(text):
    source = SourceText("story.yml", text)
    outcome = format_source(source, StoryShape)
    if isinstance(outcome, LeftAlone):
        assert outcome.diagnostics, outcome.reason
        return
    document, _ = parse_document(source)
    again, found = parse_document(SourceText("story.yml", outcome))
    assert (again.data, found) == (document.data, [])
    assert format_source(SourceText("story.yml", outcome), StoryShape) == outcome
