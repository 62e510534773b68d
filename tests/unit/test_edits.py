"""Edits by position, and files that are written whole or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstory.edits import Edit, apply_edits, write_atomically, write_together
from backstory.text import SourceText

TEXT = "name: Ilse Varga  # mayor\r\nkind: person\n"


def edit(text, words, replacement):
    start = text.index(words)
    return Edit(SourceText("a.yml", text).span(start, start + len(words)), replacement)


def test_what_is_not_edited_stays_with_its_line_ends():
    edits = [edit(TEXT, "person", "group"), edit(TEXT, "Ilse Varga", "Odile")]
    assert apply_edits(TEXT, edits) == "name: Odile  # mayor\r\nkind: group\n"


def test_no_edits_change_nothing():
    assert apply_edits(TEXT, []) == TEXT


def test_the_same_edit_twice_is_one_edit():
    assert apply_edits(TEXT, [edit(TEXT, "Ilse", "Odile")] * 2) == TEXT.replace("Ilse", "Odile")


def test_an_empty_span_inserts():
    end = Edit(SourceText("a.yml", TEXT).span(len(TEXT), len(TEXT)), "aliases: [V]\n")
    assert apply_edits(TEXT, [end]) == f"{TEXT}aliases: [V]\n"


def test_edits_that_overlap_are_refused():
    with pytest.raises(ValueError, match=r"overlap at a\.yml:1:8"):
        apply_edits(TEXT, [edit(TEXT, "Ilse", "Odile"), edit(TEXT, "lse Varga", "x")])


@given(st.text(st.sampled_from("ab\r\n é")), st.data())
def test_an_edit_changes_exactly_its_span(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = SourceText("a.yml", text).span(start, end)
    assert apply_edits(text, [Edit(span, "new")]) == f"{text[:start]}new{text[end:]}"


def test_a_written_file_keeps_its_permissions_and_leaves_nothing_beside_it(tmp_path):
    path = tmp_path / "a.yml"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_atomically(path, b"new")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o640)
    assert [it.name for it in tmp_path.iterdir()] == ["a.yml"]


def test_a_new_file_can_be_read_by_everybody(tmp_path):
    write_atomically(tmp_path / "a.yml", b"new")
    assert (tmp_path / "a.yml").stat().st_mode & 0o777 == 0o644


def test_a_symbolic_link_stays_one(tmp_path):
    (tmp_path / "b.yml").write_bytes(b"old")
    (tmp_path / "a.yml").symlink_to("b.yml")
    write_atomically(tmp_path / "a.yml", b"new")
    assert (tmp_path / "a.yml").is_symlink()
    assert (tmp_path / "b.yml").read_bytes() == b"new"


def test_when_one_file_cannot_be_written_none_is(tmp_path):
    first, folder, last = tmp_path / "a.yml", tmp_path / "b.yml", tmp_path / "gone" / "c.yml"
    first.write_bytes(b"old")
    with pytest.raises(OSError, match=r"gone"):
        write_together({first: b"new", last: b"new"})
    folder.mkdir()
    (folder / "x").touch()
    with pytest.raises(OSError, match=r"b\.yml"):
        write_together({first: b"new", tmp_path / "aa.yml": b"new", folder: b"new"})
    assert first.read_bytes() == b"old"
    assert sorted(it.name for it in tmp_path.iterdir()) == ["a.yml", "b.yml"]
