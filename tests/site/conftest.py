"""The example, built and parsed once for all tests; and a small site for everything that goes wrong."""

import shutil
from pathlib import Path

import pytest
from html_tree import Site
from small_site import FILES, Folder

from commands import PROJECT, built_example, mkdocs


@pytest.fixture(scope="session")
def build(tmp_path_factory):
    """The strict build of the example: where it went, and what was said."""
    return built_example(tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session")
def example(build):
    """The example as it was built, every page parsed."""
    return Site(build[0])


@pytest.fixture(scope="session")
def written():
    """What the editor of the example wrote: its content folder."""
    return PROJECT / "content"


@pytest.fixture(scope="session")
def built_harbour(tmp_path_factory):
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
