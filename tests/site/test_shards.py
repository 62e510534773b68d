"""A site that several machines build: its parts are disjoint, and together they are the site."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from commands import ENVIRONMENT

PARTS = 4


def backstory(folder, *arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "backstory", *arguments],
        cwd=folder,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )


def said_by(process):
    said, _ = process.communicate(timeout=120)
    return process.returncode, said


def files(site):
    return {it.relative_to(site).as_posix(): it.read_bytes() for it in site.rglob("*") if it.is_file()}


@pytest.fixture(scope="module")
def shards(built_harbour, tmp_path_factory):
    """The folder of a site, with its four parts and what one build gives."""
    folder = Path(shutil.copytree(built_harbour.path, tmp_path_factory.mktemp("shards") / "harbour"))
    builds = [backstory(folder, "build", "--site-dir", "whole")]
    builds += [
        backstory(folder, "build", "--shard", f"{it}/{PARTS}", "--site-dir", f"parts/{it}")
        for it in range(1, PARTS + 1)
    ]
    for it in builds:
        code, said = said_by(it)
        assert code == 0, said
    return folder


def test_the_parts_have_no_file_in_common(shards):
    parts = [files(shards / "parts" / str(it)) for it in range(1, PARTS + 1)]
    names = [name for part in parts for name in part if name != ".shard.json"]
    assert len(names) == len(set(names))
    assert all(any(name.endswith(".html") for name in part) for part in parts)


def test_the_parts_together_are_the_site_byte_for_byte(shards):
    code, said = said_by(
        backstory(shards, "merge", "shards", "merged", *(f"parts/{it}" for it in (3, 1, 4, 2)))
    )
    assert code == 0, said
    whole, merged = files(shards / "whole"), files(shards / "merged")
    assert sorted(whole) == sorted(merged)
    assert [name for name in whole if whole[name] != merged[name]] == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("merge", "shards", "no", "parts/1", "parts/2"), "These parts are no whole site: 1/4, 2/4."),
        (("merge", "shards", "no", "whole"), "whole is no part of a site"),
        (("build", "--shard", "5/4"), "'5/4' is no part: write 1/4 for the first of four."),
    ],
)
def test_what_cannot_be_done_is_told_in_words(shards, arguments, told):
    code, said = said_by(backstory(shards, *arguments))
    assert code == 2
    assert told in said
    assert not (shards / "no").exists()
