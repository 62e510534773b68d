"""Whichever write of a build fails, the site that was published stays whole, and the content as it was."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from commands import ENVIRONMENT

STEP = os.environ.get("BACKSTORY_EVERY_WRITE") or "60"  # 1 lets each write fail: many minutes
ENDLESS = """\
def on_post_template(output, **_):
    while True:
        pass
"""
DRIVER = Path(__file__).with_name("failing_writes.py")


def test_the_last_good_site_survives_each_write_that_fails(harbour):
    there = ",".join(sorted(it.name for it in harbour.path.iterdir()))
    written = harbour.published("content")
    # The first build of the driver succeeds; those that fail come after it.
    outcomes, sites, folders = _builds(harbour, STEP)
    assert len([it for it in outcomes if it != "built"]) > 3
    assert len(set(sites)) == 1
    assert set(folders) == {there}
    assert harbour.published("content") == written


def test_the_last_good_site_survives_each_write_that_fails_where_most_of_it_stays(harbour):
    outcomes, sites, _ = _builds(harbour, "15", "again")
    assert len([it for it in outcomes if it != "built"]) > 3
    assert len(set(sites)) == 1


def test_the_last_good_site_survives_a_build_that_is_killed(harbour):
    written = harbour.published("content")
    outcomes, sites, _ = _builds(harbour, "60", "killed")
    assert outcomes.count("killed") > 3
    assert len(set(sites)) == 1
    assert harbour.published("content") == written


@pytest.mark.parametrize(
    ("limit", "most"),
    [
        pytest.param(resource.RLIMIT_FSIZE, 30_000, id="room for files"),
        pytest.param(resource.RLIMIT_AS, 120_000_000, id="memory"),
        pytest.param(resource.RLIMIT_CPU, 4, id="time"),
    ],
)
def test_the_last_good_site_survives_a_build_that_runs_out_of_something(harbour, limit, most):
    before, written = harbour.published(), harbour.published("content")
    harbour.replace("content/stories/storm/story.yml", "It blew.", "It blew hard.")
    if limit == resource.RLIMIT_CPU:  # a build takes about a second, which a quick machine has
        harbour.write("endless.py", ENDLESS)
        harbour.replace("mkdocs.yml", "docs_dir: content", "docs_dir: content\nhooks: [endless.py]")
    command = [sys.executable, "-m", "mkdocs", "build", "-q"]
    done = subprocess.run(
        command,
        cwd=harbour.path,
        env=ENVIRONMENT,
        capture_output=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(limit, (most, most)),
    )
    assert done.returncode != 0
    assert harbour.published() == before
    harbour.replace("content/stories/storm/story.yml", "It blew hard.", "It blew.")
    assert harbour.published("content") == written


def test_builds_at_once_publish_one_whole_site(harbour):
    expected = harbour.published()
    command = [sys.executable, "-m", "mkdocs", "build", "-q"]
    builds = [subprocess.Popen(command, cwd=harbour.path, env=ENVIRONMENT) for _ in range(3)]
    assert [it.wait() for it in builds] == [0, 0, 0]
    assert harbour.published() == expected
    assert not [it for it in harbour.path.iterdir() if it.name.startswith(".site-")]


def _builds(harbour, *arguments):
    """What came of each build, the digest of the site after it, and what lies beside it."""
    command = [sys.executable, str(DRIVER), str(harbour.path), *arguments]
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, encoding="utf-8", check=True)
    return zip(*(it.split()[2:] for it in done.stdout.splitlines()), strict=True)
