"""The same content gives the same bytes, whatever the machine says of time, language, order and place."""

import datetime as dt
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from commands import ENVIRONMENT, PROJECT, mkdocs

# With this PYTHONPATH, Python's clocks are a year ahead, and folders list their files backwards.
A_YEAR_LATER = os.pathsep.join(
    filter(None, [str(Path(__file__).parent / "a_year_later"), ENVIRONMENT.get("PYTHONPATH")])
)


def _another_language():
    """A locale of this machine that is not C: with other words for days, where there is one."""
    listed = subprocess.run(["locale", "-a"], stdout=subprocess.PIPE, encoding="utf-8", check=False)
    others = [it for it in listed.stdout.split() if it not in {"C", "POSIX"}]
    return min(others, key=lambda it: (it.startswith(("C", "en")), it), default="C")


def test_two_builds_are_the_same_bytes_at_another_time_and_place(build, written, tmp_path):
    elsewhere = tmp_path / "elsewhere" / "a copy"
    shutil.copytree(written, elsewhere / "content", copy_function=shutil.copyfile)
    shutil.copyfile(written.parent / "mkdocs.yml", elsewhere / "mkdocs.yml")
    machine = {
        "TZ": "Pacific/Kiritimati",
        "LANG": _another_language(),
        "LC_ALL": _another_language(),
        "PYTHONHASHSEED": "4711",
        "PYTHONPATH": A_YEAR_LATER,
    }
    outcome = mkdocs("build", "--strict", cwd=elsewhere, **machine)
    assert outcome.code == 0, outcome.output
    one, other = build[0], elsewhere / "site"
    files = {it.relative_to(one) for it in one.rglob("*") if it.is_file()}
    assert files == {it.relative_to(other) for it in other.rglob("*") if it.is_file()}
    assert not [str(it) for it in sorted(files) if (one / it).read_bytes() != (other / it).read_bytes()]


OTHER = os.environ.get("BACKSTORY_OTHER_PYTHON", "")


@pytest.mark.skipif(not OTHER, reason="BACKSTORY_OTHER_PYTHON names no Python with requirements.lock in it")
def test_another_python_builds_the_same_bytes(build, tmp_path):
    command = [OTHER, "-m", "mkdocs", "build", "--strict", "-d", str(tmp_path / "site")]
    path = str(PROJECT / "generator")
    done = subprocess.run(
        command, cwd=PROJECT, env=ENVIRONMENT | {"PYTHONPATH": path}, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    one, other = build[0], tmp_path / "site"
    assert digests(one) == digests(other)


def digests(site):
    return {it.relative_to(site): it.read_bytes() for it in sorted(site.rglob("*")) if it.is_file()}


def test_the_clock_of_the_second_build_is_a_year_ahead():
    asked = (
        "import datetime, time; "
        "print(datetime.datetime.now().year, datetime.date.today().year, time.strftime('%Y'))"
    )
    said = subprocess.run(
        [sys.executable, "-c", asked],
        env=ENVIRONMENT | {"PYTHONPATH": A_YEAR_LATER},
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    assert min(map(int, said.stdout.split())) > dt.datetime.now(tz=dt.UTC).year


def test_no_built_file_holds_the_day_of_building(build):
    today = dt.datetime.now(tz=dt.UTC).date()
    days = [(today + dt.timedelta(it)).isoformat().encode() for it in (-1, 0, 1)]
    files = [it for it in build[0].rglob("*") if it.is_file()]
    assert not [it.name for it in files if any(day in it.read_bytes() for day in days)]
