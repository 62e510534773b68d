"""`backstory manifest`: what a site consists of, and what of it is to be uploaded."""

import subprocess

import pytest
from click.testing import CliRunner

from backstory.cli import main


def run(*arguments):
    return CliRunner().invoke(main, ["manifest", *map(str, arguments)])


@pytest.fixture
def site(tmp_path):
    folder = tmp_path / "site"
    (folder / "stories/toll").mkdir(parents=True)
    (folder / "index.html").write_text("Home", encoding="utf-8")
    (folder / "stories/toll/index.html").write_text("The toll", encoding="utf-8")
    (folder / "stories/toll/two\nlines \\.txt").write_text("Named by somebody", encoding="utf-8")
    return folder


def test_it_is_what_sha256sum_checks(site, tmp_path):
    manifest = tmp_path / "manifest"
    manifest.write_text(run(site).output, encoding="utf-8")
    checked = subprocess.run(
        ["sha256sum", "--strict", "-c", manifest], cwd=site, capture_output=True, check=False
    )
    assert checked.returncode == 0, checked.stderr
    assert checked.stdout.count(b"OK") == 3


def test_what_is_to_be_uploaded_and_what_is_to_go(site, tmp_path):
    manifest = tmp_path / "manifest"
    manifest.write_text(run(site).output, encoding="utf-8")
    assert run(site, "--against", manifest).output == ""
    (site / "index.html").write_text("Another home", encoding="utf-8")
    (site / "claims").mkdir()
    (site / "claims/index.html").write_text("Claims", encoding="utf-8")
    (site / "stories/toll/index.html").unlink()
    said = ["changed claims/index.html", "changed index.html", "removed stories/toll/index.html"]
    assert run(site, "--against", manifest).output.splitlines() == said
    assert run(site, "--against", manifest, "--only", "changed").output.split() == [
        "claims/index.html",
        "index.html",
    ]
    assert run(site, "--against", manifest, "--only", "removed").output.split() == ["stories/toll/index.html"]


def test_names_with_line_ends_are_compared_too(site, tmp_path):
    manifest = tmp_path / "manifest"
    manifest.write_text(run(site).output, encoding="utf-8")
    next(site.glob("stories/toll/two*")).unlink()
    assert run(site, "--against", manifest, "--only", "removed").output == "stories/toll/two\nlines \\.txt\n"


@pytest.mark.parametrize(
    "given", [["nowhere"], ["--only", "changed"], ["--against", "nowhere"], ["--against", "."]]
)
def test_what_cannot_be_done_is_said(site, given, monkeypatch):
    monkeypatch.chdir(site.parent)
    outcome = run(*given)
    assert outcome.exit_code == 2
    assert not isinstance(outcome.exception, (OSError, ValueError))


def test_a_file_that_is_no_manifest_is_told_by_its_line(site, tmp_path):
    (tmp_path / "manifest").write_text(f"{run(site).output}index.html\n", encoding="utf-8")
    outcome = run(site, "--against", tmp_path / "manifest")
    assert outcome.exit_code == 2
    assert "Line 4" in outcome.output


@pytest.mark.parametrize("name", ["../mine.txt", "/etc/mine", "a/../../mine.txt"])
def test_a_manifest_takes_nothing_away_outside_the_site(site, tmp_path, name):
    (tmp_path / "then").write_text(f"{'0' * 64}  {name}\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["manifest", str(site), "--against", str(tmp_path / "then")])
    assert result.exit_code == 2
    assert "Line 1 names a file outside the site." in result.stderr


def test_names_with_other_line_ends_are_one_line(site, tmp_path):
    (site / "a\u2028b\x85.html").write_text("x", encoding="utf-8")
    then = CliRunner().invoke(main, ["manifest", str(site)]).stdout
    (tmp_path / "then").write_text(then, encoding="utf-8")
    result = CliRunner().invoke(main, ["manifest", str(site), "--against", str(tmp_path / "then")])
    assert (result.exit_code, result.output) == (0, "")
