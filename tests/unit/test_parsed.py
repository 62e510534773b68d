"""What a build read, for the next: the same is read with it, without it, and with a damaged one."""

import os
from pathlib import Path

import pytest
from msgspec.structs import asdict

from backstory import parsed, workers
from backstory.compiler import Settings, prepare_site
from backstory.parsed import Parsed
from backstory.prints import Prints
from backstory.project import Bounds
from backstory.source import parse_document
from backstory.text import SourceText

EXAMPLE = Path(__file__).parent.parent.parent / "content"
STORY = SourceText("story.yml", "headline: “Toll”\nactors:\n  - id: ada\n    part: mayor\nempty:\n")


def kept(tmp_path, *texts):
    file = tmp_path / "cache" / "parsed"
    before = Parsed.read(file)
    for it in texts:
        before.document(it)
    before.keep(file)
    return file


def reads(monkeypatch):
    """The texts that are read from now on."""
    read = []
    monkeypatch.setattr(
        parsed,
        "read_plain",
        lambda text, _: read.append(text) or (parse_document(SourceText("", text))[0].data, ()),
    )
    return read


def test_a_text_that_was_read_is_not_read_again(tmp_path, monkeypatch):
    file = kept(tmp_path, STORY)
    read = reads(monkeypatch)
    other = SourceText("story.yml", "headline: Other\n")
    again = Parsed.read(file)
    assert again.document(STORY)[0].data == parse_document(STORY)[0].data
    assert again.document(other)[0].data == {"headline": "Other"}
    assert read == [other.text]


def test_places_are_found_in_the_text(tmp_path):
    document, found = Parsed.read(kept(tmp_path, STORY)).document(STORY)
    right, _ = parse_document(STORY)
    assert found == []
    assert document.span(("headline",)) == right.span(("headline",))
    mapped, _ = document.with_maps(("actors",))
    assert mapped.data["actors"] == {"ada": {"part": "mayor"}}
    assert mapped.span(("actors", "ada", "part")).line == 4
    mapped.put_away()
    assert mapped.data["actors"] == {"ada": {"part": "mayor"}}


def test_what_is_to_be_told_of_a_file_is_told_again(tmp_path):
    broken = SourceText("story.yml", "a: 1\na: 2\n")
    file = kept(tmp_path, broken)
    for _ in range(2):
        document, found = Parsed.read(file).document(broken)
        assert [it.code for it in found] == ["yaml/duplicate-key"]
        assert document.data == {"a": "1"}


@pytest.mark.parametrize("damage", ["flipped", "cut", "empty", "touched", "whole second", "gone"])
def test_what_was_kept_counts_only_as_it_was_left(tmp_path, monkeypatch, damage):
    file = kept(tmp_path, STORY)
    moment = file.stat().st_mtime_ns
    data = file.read_bytes()
    if damage == "flipped":
        file.write_bytes(data.replace(b"Toll", b"Tolk"))
    elif damage == "cut":
        file.write_bytes(data[:-9])
    elif damage == "empty":
        file.write_bytes(b"")
    elif damage == "touched":
        moment += 1
    elif damage == "whole second":  # as version control and archives of it write files
        moment = moment // 10**9 * 10**9
        file.write_bytes(parsed._header(moment, Bounds()) + data.partition(b"\n")[2])
    os.utime(file, ns=(moment, moment))
    if damage == "gone":
        file.unlink()
    read = reads(monkeypatch)
    assert Parsed.read(file).document(STORY)[0].data == parse_document(STORY)[0].data
    assert read == [STORY.text]


def test_a_build_reads_the_same_with_it_and_keeps_only_what_it_used(tmp_path):
    file = kept(tmp_path, STORY)
    settings = Settings(site_url="https://example.org/")
    plain = prepare_site(EXAMPLE, settings)
    for _ in range(2):
        compilation = prepare_site(EXAMPLE, Settings(site_url="https://example.org/", parsed=file))
        assert compilation.diagnostics == plain.diagnostics
        for name, it in asdict(plain.edition.newsroom).items():
            assert Prints().of(getattr(compilation.edition.newsroom, name)) == Prints().of(it)
    assert b"Toll" not in file.read_bytes()
    assert b"headline" in file.read_bytes()


def test_a_folder_that_cannot_be_written_to_costs_only_time(tmp_path):
    (tmp_path / "cache").write_text("a file")
    kept(tmp_path, STORY)
    assert (tmp_path / "cache").read_text() == "a file"


@pytest.mark.parametrize("is_kept", [True, False])
def test_what_is_read_ahead_is_what_would_be_read(tmp_path, monkeypatch, is_kept):
    monkeypatch.setattr(workers, "cores", lambda: 2)
    sources = [SourceText(f"{it}.yml", f"headline: “Toll {it}”\nday: 2025-08-07\n") for it in range(500)]
    broken = SourceText("broken.yml", "a: 1\na: 2\n")
    right = [parse_document(it)[0] for it in sources]
    ahead = Parsed.read(tmp_path / "parsed") if is_kept else Parsed()
    ahead.read_ahead([*sources, broken])
    assert [it.code for it in ahead.document(broken)[1]] == ["yaml/duplicate-key"]
    read = reads(monkeypatch)
    documents = [ahead.document(it)[0] for it in sources]
    assert read == []
    assert [it.data for it in documents] == [it.data for it in right]
    assert documents[7].span(("day",)) == right[7].span(("day",))


def test_a_few_files_are_read_when_they_are_asked_for(monkeypatch):
    monkeypatch.setattr(workers, "cores", lambda: 2)
    read = reads(monkeypatch)
    Parsed().read_ahead([STORY])
    assert read == []
