"""YAML to plain data: what is text, and that every value knows where it stands."""

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from backstory.diagnostics import Code
from backstory.schema.story import MAPS_BY_ID
from backstory.source import _examined, parse_document
from backstory.text import SourceText

LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Cn", "Zl", "Zp"], exclude_characters="\ufeff")
TEXT = st.text(st.one_of(st.sampled_from("ab :#-'\"[]{}&*!|>%@`,?\\"), LETTERS), max_size=12)
KEY = st.text(st.one_of(st.sampled_from("ab :#-'\""), LETTERS), min_size=1, max_size=6)
VALUE = st.recursive(
    st.one_of(TEXT, st.booleans()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEY, inner, max_size=3)),
    max_leaves=8,
)


def parse(text):
    return parse_document(SourceText("story.yml", text))


def words_at(document, span):
    lines = [document.source.line(it) for it in range(span.line, span.end_line + 1)]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "\n".join(lines)


def values_in(data, path=()):
    yield path, data
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield from values_in(value, (*path, key))


@given(st.dictionaries(KEY, VALUE, max_size=4), st.sampled_from([True, False]))
@settings(deadline=None)
def test_every_value_is_found_where_its_span_says(data, flow):
    text = yaml.safe_dump(data, allow_unicode=True, width=10**6, default_flow_style=flow)
    document, found = parse(text)
    assert found == []
    assert document.data == data
    for path, value in values_in(data):
        if isinstance(value, str | bool):
            again, _ = parse(f"key: {words_at(document, document.span(path))}\n")
            assert again.data == {"key": value}
        if path and isinstance(path[-1], str):
            again, _ = parse(f"{words_at(document, document.key_span(path))}: value\n")
            assert again.data == {path[-1]: "value"}


SIGNS = st.sampled_from(
    [
        *"ab:#-'\"[]{}&*!|>%@`,?\\~\t",
        "\n",
        "\n  ",
        "\n- ",
        "\n  - ",
        ": ",
        " #",
        "<<: ",
        "---\n",
        "\\0",
        "true",
        "k: v\n",
    ]
)


@given(st.one_of(st.lists(SIGNS, max_size=14).map("".join), st.text(LETTERS, max_size=20)))
@settings(deadline=None, max_examples=1500)
def test_what_is_read_fast_is_what_a_closer_look_finds(text):
    document, found = parse(text)
    examined, told = _examined(SourceText("story.yml", text))
    assert found == list(told)
    assert (document is None) == (examined is None)
    if document:
        data, places = examined
        assert document.data == data
        assert list(document.values.items()) == list(places.values.items())
        assert list(document.keys.items()) == list(places.keys.items())


@given(st.dictionaries(KEY, VALUE, min_size=1, max_size=4))
@settings(deadline=None, max_examples=50)
def test_a_value_lies_within_the_value_that_holds_it(data):
    document, _ = parse(yaml.safe_dump(data, allow_unicode=True))
    for path, _ in values_in(data):
        if path:
            inner, outer = document.span(path), document.span(path[:-1])
            assert (outer.line, outer.column) <= (inner.line, inner.column)
            assert (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)


@given(st.text(st.sampled_from("ab:- \n\t\r'\"[]{}#&*!|>%@`,?\\<\x00\x07\x85\u2028\ufeff👍"), max_size=40))
@settings(deadline=None, max_examples=300)
def test_any_text_is_read_or_told_of(text):
    document, found = parse(text)
    assert document is not None or found
    for it in found:
        assert 1 <= it.span.line <= text.count("\n") + text.count("\r") + 1
        assert it.fact
        assert it.remedy


def test_part_of_a_path_that_leads_nowhere_is_passed_over():
    document, _ = parse("actors:\n  ilse-varga: [the mayor]\n")
    listed = document.span(("actors", "ilse-varga", "names", 0))
    assert words_at(document, listed) == "the mayor"
    assert words_at(document, document.key_span(("actors", "ilse-varga", "names"))) == "ilse-varga"
    assert document.span(("nothing",)) == document.span(())


def test_a_list_of_items_with_ids_is_read_as_the_map_that_it_stands_for():
    document, _ = parse("quotes:\n  - {id: one, text: A}\n  - two\nactors: {a: x}\ntopics: [b]\n")
    document, found = document.with_maps(MAPS_BY_ID)
    assert found == []
    assert document.data == {
        "quotes": {"one": {"text": "A"}, "two": None},
        "actors": {"a": "x"},
        "topics": ["b"],
    }
    assert words_at(document, document.span(("quotes", "one", "text"))) == "A"
    assert words_at(document, document.key_span(("quotes", "one"))) == "one"
    assert words_at(document, document.key_span(("quotes", "two"))) == "two"


def test_an_alias_of_an_alias_cannot_blow_up():
    laughs = "a: &a [x, x]\n" + "".join(
        f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    document, found = parse(laughs)
    assert document is None
    assert {it.code for it in found} == {Code.YAML_NOT_PLAIN}


def test_brackets_by_the_thousand_are_told_of_and_not_followed():
    for opened in ("[" * 100_000, "- " * 5_000, "{a: " * 5_000):
        document, found = parse(f"key:\n  {opened}\n")
        assert document is None
        assert [it.code for it in found] == [Code.YAML_SYNTAX]
