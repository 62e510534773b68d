"""The package as it is released: all that it needs is in it, and it works from an empty folder."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from commands import PROJECT

# Clocks are a year ahead with it, and folders list their files backwards.
BACKWARDS = Path(__file__).parent / "a_year_later"


def _build(folder, project=PROJECT, **machine):
    """A wheel of the project, without a network."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=project, check=True, capture_output=True, timeout=120, **machine)
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


def test_two_builds_of_the_wheel_are_the_same_bytes_whoever_checked_it_out(wheel, tmp_path):
    project = tmp_path / "elsewhere" / "backstory"
    project.mkdir(parents=True)
    for name in ("pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", ".gitignore"):
        shutil.copyfile(PROJECT / name, project / name)
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(
        PROJECT / "generator", project / "generator", copy_function=shutil.copyfile, ignore=ignored
    )
    for path in project.rglob("*"):
        os.utime(path, (10**9, 10**9))
        path.chmod(0o700 if path.is_dir() else 0o600)
    (tmp_path / "dist").mkdir()
    machine = {
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "4711",
        "PYTHONPATH": str(BACKWARDS),
    }
    again = _build(tmp_path / "dist", project, env=os.environ | machine, umask=0o077)
    assert again.name == wheel.name
    assert again.read_bytes() == wheel.read_bytes()


def test_a_new_site_of_the_released_package_builds_from_an_empty_folder(installed, tmp_path):
    made = _run(installed, "-m", "backstory", "new", "site", "harbour", "--name", "The Harbour", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    where = _run(installed, "-c", "import backstory; print(backstory.__file__)", cwd=tmp_path)
    assert where.stdout.startswith(str(installed))
    built = _run(installed, "-m", "mkdocs", "build", "--strict", cwd=tmp_path / "harbour")
    assert built.returncode == 0, built.stderr
    assert (tmp_path / "harbour" / "site" / "index.html").is_file()
    assert (tmp_path / "harbour" / "site" / "assets" / "backstory.css").is_file()
