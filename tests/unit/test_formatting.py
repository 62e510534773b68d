"""`backstory fmt`: the layout that an editor gets, and what the command says and leaves alone."""

import pytest
from click.testing import CliRunner

from backstory.cli import main

UNTIDY = """\
# About Ilse.

kind:   person   # a mayor
# her names
aliases: [ Varga,   'the mayor' ]
description: "Mayor of Port Alder since 2027, when she promised to build a wall: it was to be as high as the \
January storm had been, and to cost nothing."
name: "Ilse Varga"
roles:
- {of: ilse-varga, role: Mayor, source: {url: https://example.org/long-address/of-a-pag, \
title: 'The mayor: a portrait', date: 2031-03-04}}  # so far
"""
TIDY = """\
# About Ilse.

name: Ilse Varga
kind: person  # a mayor
description: >-
  Mayor of Port Alder since 2027, when she promised to build a wall: it was to be as high as the January storm
  had been, and to cost nothing.
# her names
aliases: [Varga, the mayor]
roles:
  -  # so far
    role: Mayor
    of: ilse-varga
    source: {title: 'The mayor: a portrait', url: https://example.org/long-address/of-a-pag, date: 2031-03-04}
"""


@pytest.fixture
def fmt(content, monkeypatch):
    """Run `backstory fmt` beside the content folder."""
    content.write("actors/ilse-varga.yml", UNTIDY)
    monkeypatch.chdir(content.path.parent)
    return lambda *arguments: CliRunner().invoke(main, ["fmt", *arguments])


def read(content, path="actors/ilse-varga.yml"):
    return (content.path / path).read_bytes().decode()


def test_keys_come_in_order_with_their_comments_and_long_texts_are_wrapped(fmt, content):
    result = fmt()
    assert (result.exit_code, result.stdout) == (0, "content/actors/ilse-varga.yml\n")
    assert result.stderr == "1 file changed, 3 in order.\n"
    assert read(content) == TIDY


def test_formatted_again_nothing_changes(fmt, content):
    fmt()
    again = fmt("--check")
    assert (again.exit_code, again.stdout) == (0, "")
    assert again.stderr == "0 files would change, 4 in order.\n"


@pytest.mark.parametrize("option", ["--check", "--diff"])
def test_what_would_change_is_told_and_not_written(fmt, content, option):
    result = fmt(option)
    assert result.exit_code == 1
    assert "content/actors/ilse-varga.yml" in result.stdout
    assert ("-kind:   person   # a mayor\n" in result.stdout) == (option == "--diff")
    assert read(content) == UNTIDY


def test_line_ends_and_a_byte_order_mark_stay(fmt, content):
    content.write("actors/ilse-varga.yml", "\ufeff" + UNTIDY.replace("\n", "\r\n"))
    assert fmt("content/actors/ilse-varga.yml").exit_code == 0
    assert read(content) == "\ufeff" + TIDY.replace("\n", "\r\n")


def test_ids_keep_the_order_that_readers_see(fmt, content):
    content.story("claims:\n  b: {text: It can., said_by: ilse-varga, status: open}\n  a: {said_by: x}\n")
    fmt()
    assert read(content, "stories/toll/story.yml").endswith(
        "claims:\n  b: {text: It can., said_by: ilse-varga, status: open}\n  a: {said_by: x}\n"
    )


def test_only_texts_that_would_be_read_otherwise_stay_in_quotes(fmt, content):
    quoted = ['"no"', '"12:30"', '"007"', '"true"', '"a: b"', '"#1"', '""', '"- a"', '"a\\u00adb"']
    content.story(f"key_points: [{', '.join(quoted)}]\n")
    fmt()
    plain = 'key_points: [no, 12:30, 007, "true", "a: b", "#1", "", "- a", "a\\u00adb"]\n'
    assert read(content, "stories/toll/story.yml").endswith(plain)


def test_a_broken_file_is_told_and_left_alone_and_the_others_are_formatted(fmt, content):
    content.write("actors/tomas-reyk.yml", "name: [Tomas\n")
    content.write("topics/sea-defences.yml", b"name: \xff\n")
    result = fmt()
    assert result.exit_code == 1
    assert "content/actors/tomas-reyk.yml:1:7 error[yaml/syntax]" in result.stderr
    assert "content/topics/sea-defences.yml: It is not written in UTF-8. Save it as UTF-8." in result.stderr
    assert "1 file changed, 1 in order, 2 left alone." in result.stderr
    assert read(content) == TIDY
    assert read(content, "actors/tomas-reyk.yml") == "name: [Tomas\n"


@pytest.mark.parametrize("path", ["nowhere", "content/stories/toll/article.md", "empty"])
def test_what_is_no_file_of_ours_exits_with_2(fmt, content, path):
    (content.path.parent / "empty").mkdir()
    result = fmt(path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert path in result.stderr
    assert read(content) == UNTIDY


def test_a_file_that_is_too_large_is_left_alone(fmt, content):
    content.write("stories/toll/story.yml", "x" * 4_000_001)
    result = fmt()
    assert result.exit_code == 1
    assert "stories/toll/story.yml: This file has 4.0 megabytes; 4 are read." in result.stderr


def test_what_a_link_leads_to_is_left_alone(fmt, content, tmp_path):
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs/mine.yml").write_text("kind:   person\nname:  Mine\n", encoding="utf-8")
    (content.path / "topics").rename(tmp_path / "topics-before")
    (content.path / "topics").symlink_to(tmp_path / "theirs")
    fmt()
    assert (tmp_path / "theirs/mine.yml").read_text(encoding="utf-8") == "kind:   person\nname:  Mine\n"
