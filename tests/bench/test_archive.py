"""The archive that is measured is what BENCHMARKS.md says, and the table what goes into it."""

import statistics
import subprocess
import sys
from pathlib import Path

import pytest
from archive import write_archive
from table import Row, as_table, part, times

from backstory.compiler import Settings, compile_edition
from commands import ENVIRONMENT

STORIES = 20


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    folder = tmp_path_factory.mktemp("archive")
    write_archive(folder, STORIES)
    return folder


def files(folder):
    return {it.relative_to(folder): it.read_bytes() for it in folder.rglob("*") if it.is_file()}


def test_each_story_has_what_real_ones_have(archive):
    compilation = compile_edition(archive / "content", Settings())
    assert not compilation.diagnostics
    newsroom = compilation.edition.newsroom
    stories = newsroom.stories
    assert len(stories) == STORIES
    assert 570 < statistics.mean(it.words for it in stories) < 630
    assert {len(newsroom.mentions_in(it)) for it in stories} == {12}
    assert {len(newsroom.quotes_in(it)) for it in stories} == {8}
    assert {len(newsroom.claims_in(it)) for it in stories} == {3}
    assert {len(newsroom.events_in(it)) for it in stories} == {8}
    assert len(newsroom.actors) == 8 + 3 * STORIES
    texts = [it.read_text(encoding="utf-8") for it in archive.glob("content/stories/*/story.yml")]
    assert {it.count("  - at: ") for it in texts} == {5}


def test_the_same_number_gives_the_same_archive_and_formats_change_the_settings_alone(archive, tmp_path):
    write_archive(tmp_path, STORIES, "all")
    once, again = files(archive), files(tmp_path)
    assert {it for it in once.keys() | again.keys() if once.get(it) != again.get(it)} == {Path("mkdocs.yml")}


def test_a_figure_stands_beside_its_goal():
    row = Row("rebuild", part(0.0171), "≤ 1/40", "200 stories")
    assert as_table([row]).splitlines()[-1] == "| rebuild | 1/58 | ≤ 1/40 | 200 stories |"
    assert [times(it) for it in (0.0421, 0.96, 2.24, 19.4)] == ["0.042", "0.96", "2.2", "19"]


def test_the_bench_measures_and_prints():
    here = str(Path(__file__).parent)
    command = [sys.executable, here, "--stories", "2", "--runs", "1", "--only", "check"]
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    table = done.stdout.splitlines()
    assert table[0] == "| measure | figure | goal | measured on |"
    assert "| ≤ 3 | 2 stories, " in table[2]
    assert '--stories 2 --share 2 --runs 1"' in done.stdout
