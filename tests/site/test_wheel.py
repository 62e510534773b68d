"""The package as it is released: all that it needs is in it, and it works from an empty folder."""

import os
import re
import subprocess
import sys
import zipfile

import pytest

from commands import PROJECT


def _build(folder):
    """A wheel of the project, without a network."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, timeout=120)
    [wheel] = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return _build(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The folder that holds the released package, and nothing of the repository."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def _run(installed, *command, cwd):
    environment = {**os.environ, "PYTHONPATH": str(installed), "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(
        [sys.executable, *command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )


def test_every_file_of_the_package_is_in_the_wheel(wheel):
    package = PROJECT / "generator"
    here = {it.relative_to(package).as_posix() for it in (package / "backstory").rglob("*") if it.is_file()}
    with zipfile.ZipFile(wheel) as archive:
        there = {it for it in archive.namelist() if ".dist-info/" not in it}
    assert there == {it for it in here if not re.search(r"(^|/)(\.|__pycache__)", it)}


def test_two_builds_of_the_wheel_are_the_same_bytes(wheel, tmp_path):
    assert _build(tmp_path).read_bytes() == wheel.read_bytes()


def test_a_new_site_of_the_released_package_builds_from_an_empty_folder(installed, tmp_path):
    made = _run(installed, "-m", "backstory", "new", "site", "harbour", "--name", "The Harbour", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    where = _run(installed, "-c", "import backstory; print(backstory.__file__)", cwd=tmp_path)
    assert where.stdout.startswith(str(installed))
    built = _run(installed, "-m", "mkdocs", "build", "--strict", cwd=tmp_path / "harbour")
    assert built.returncode == 0, built.stderr
    assert (tmp_path / "harbour" / "site" / "index.html").is_file()
    assert (tmp_path / "harbour" / "site" / "assets" / "backstory.css").is_file()
