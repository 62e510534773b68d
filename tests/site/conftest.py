"""Builds: the example, once for all tests, and a small fictional site for everything that goes wrong."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from html_tree import Site
from small_site import FILES, Folder

PROJECT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Outcome:
    """What a command left: its exit code and all that it printed."""

    code: int
    output: str


@pytest.fixture(scope="session")
def environment():
    """The environment of every command here; without Material's notice about the future of MkDocs."""
    kept = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    return {**kept, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}


@pytest.fixture(scope="session")
def mkdocs(environment):
    """Run `mkdocs …` in a folder, with further environment variables."""

    def run(*arguments, cwd, **variables):
        done = subprocess.run(
            [sys.executable, "-m", "mkdocs", *map(str, arguments)],
            cwd=cwd,
            env=environment | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        return Outcome(done.returncode, done.stdout)

    return run


@pytest.fixture(scope="session")
def build(mkdocs, tmp_path_factory):
    """The strict build of the example: where it went, and what the command said."""
    to = tmp_path_factory.mktemp("example") / "site"
    outcome = mkdocs("build", "--strict", "-d", to, cwd=PROJECT, TZ="UTC", LC_ALL="C", PYTHONHASHSEED="1")
    assert outcome.code == 0, outcome.output
    return to, outcome


@pytest.fixture(scope="session")
def example(build):
    """The example as it was built, every page parsed."""
    return Site(build[0])


@pytest.fixture(scope="session")
def written():
    """What the editor of the example wrote: its content folder."""
    return PROJECT / "content"


@pytest.fixture(scope="session")
def built_harbour(mkdocs, tmp_path_factory):
    """The small site, built once: the folder that the tests copy."""
    folder = Folder(tmp_path_factory.mktemp("built-harbour"))
    for name, text in FILES.items():
        folder.write(name, text)
    outcome = mkdocs("build", "--strict", cwd=folder.path)
    assert outcome.code == 0, outcome.output
    return folder


@pytest.fixture
def harbour(built_harbour, tmp_path):
    """The small site in a folder of its own, with the site that is published already."""
    return Folder(Path(shutil.copytree(built_harbour.path, tmp_path / "harbour")))
