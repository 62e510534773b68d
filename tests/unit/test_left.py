"""What a build leaves for the next: what a repository brings along in its place counts for nothing."""

import os

import pytest

from backstory.drawing import store
from backstory.drawing.store import drawn_pictures, forget_pictures, name_of_drawn
from backstory.editors.vscode import renew_schemas
from backstory.edits import write_pieces
from backstory.engines.kept import Kept, is_as_built
from backstory.engines.staging import Staging
from backstory.folder import Content
from backstory.left import leave, read_left
from backstory.pages.edition import Picture
from backstory.parsed import Parsed
from backstory.text import SourceText

RECORD = b'{"frame": "f", "chapters": 0, "held": [], "inputs": "same", "others": {}, "index": ""}'


@pytest.fixture
def cache(tmp_path):
    cache = tmp_path / "site/.backstory/cache"
    cache.mkdir(parents=True)
    return cache


@pytest.fixture
def elsewhere(tmp_path):
    """A folder of somebody, with a file."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/mine.card").write_bytes(b"mine")
    return tmp_path / "elsewhere"


def test_what_was_left_is_read_again(cache):
    leave(cache / "record", b"said")
    assert read_left(cache / "record") == b"said"


def test_what_came_with_the_repository_is_not_read(cache):
    (cache / "record").write_bytes(b"said")
    assert read_left(cache / "record") is None


def test_what_was_changed_is_not_read(cache):
    leave(cache / "record", b"said")
    state = (cache / "record").stat()
    (cache / "record").write_bytes(b"told")
    os.utime(cache / "record", ns=(state.st_mtime_ns, state.st_mtime_ns))
    assert read_left(cache / "record") is None


@pytest.mark.parametrize("link", [".backstory", ".backstory/cache", ".backstory/cache/mine.card"])
def test_nothing_is_read_written_or_removed_through_a_link(tmp_path, elsewhere, link):
    place = tmp_path / "site" / link
    place.parent.mkdir(parents=True)
    place.symlink_to(elsewhere / "mine.card" if link.endswith("card") else elsewhere)
    folder = tmp_path / "site/.backstory/cache"
    leave(folder / "mine.card", b"other")
    if not place.name.endswith("card"):
        forget_pictures(folder, ())
    assert read_left(folder / "mine.card") is None
    assert (elsewhere / "mine.card").read_bytes() == b"mine"
    assert [it.name for it in elsewhere.iterdir()] == ["mine.card"]


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/stdin"])
def test_a_link_to_a_device_is_not_read(cache, device):
    (cache / "parsed").symlink_to(device)
    assert Parsed.read(cache / "parsed").document(SourceText("a.yml", "a: b"))[0].data == {"a": "b"}


@pytest.mark.parametrize("there", ["folder", "pipe"])
def test_what_is_no_file_is_not_read(cache, there):
    (cache / "parsed").mkdir() if there == "folder" else os.mkfifo(cache / "parsed")
    parsed = Parsed.read(cache / "parsed")
    assert parsed.document(SourceText("a.yml", "a: b"))[0].data == {"a": "b"}
    parsed.keep(cache / "parsed")


def test_a_record_of_somebody_else_keeps_no_build_from_its_work(cache):
    (cache.parent.parent / "public").mkdir()
    file, site = cache / "last-build.json", cache.parent.parent / "public"
    file.write_bytes(RECORD)
    assert not is_as_built(file, site, "same")
    assert Kept.read(file, "f").inputs == ""
    leave(file, RECORD)
    assert is_as_built(file, site, "same")
    leave(file, b"[" * 100_000)
    assert not is_as_built(file, site, "same")
    assert Kept.read(file, "f") == Kept("f")


def test_a_picture_of_somebody_else_is_drawn_anew(cache, monkeypatch):
    monkeypatch.setattr("backstory.drawing.pictures.draw", lambda _: b"ours")
    picture = Picture(address="/cards/a.png", alt="a", site_name="Harbour", rtl=False)
    data = b"theirs"
    (cache / name_of_drawn(picture)).write_bytes(store._DIGEST(data).digest() + data)
    for _ in range(2):
        assert [*drawn_pictures([picture], cache)] == [("cards/a.png", b"ours")]


def test_the_site_before_is_not_looked_for_behind_a_link(cache, elsewhere):
    staging = Staging(cache.parent.parent / "public")
    staging.spare = cache / "site-before"
    staging.spare.symlink_to(elsewhere)
    staging.take_spare(lambda *_: False)
    staging.publish()
    assert (elsewhere / "mine.card").read_bytes() == b"mine"
    assert not staging.target.is_symlink()


def test_no_schema_is_written_through_a_link(tmp_path, elsewhere):
    (tmp_path / ".backstory").mkdir()
    (tmp_path / ".backstory/story.schema.json").symlink_to(elsewhere / "mine.card")
    renew_schemas(tmp_path, Content())
    assert (elsewhere / "mine.card").read_bytes() == b"mine"


def test_a_place_that_cannot_be_taken_is_left_alone_and_nothing_else_stays(tmp_path):
    (tmp_path / "taken").mkdir()
    with pytest.raises(OSError, match="taken"):
        write_pieces(tmp_path / "taken", [b"one ", b"and another"])
    assert [it.name for it in tmp_path.iterdir()] == ["taken"]
