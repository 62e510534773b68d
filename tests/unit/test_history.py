"""`backstory check --since`: earlier versions, read from git."""

import shutil
import subprocess

import pytest
from click.testing import CliRunner

from backstory.cli import main
from backstory.history import NoHistoryError, read_earlier

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git to have versions")

QUOTE = """\
actors: [ilse-varga]
quotes:
  q: {{speaker: ilse-varga, kind: indirect, text: It costs {}., date: 2031}}
"""


def _git(folder, *arguments):
    settings = ("-c", "user.name=T", "-c", "user.email=t@t.example", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *settings, *arguments], cwd=folder, check=True, capture_output=True)


def _check(content, *arguments):
    return CliRunner().invoke(main, ["check", str(content.path), "--format", "concise", *arguments])


@pytest.fixture
def committed(content):
    """A content folder in a repository, in which the price has changed since the tag v1."""
    content.story(QUOTE.format("four"))
    _git(content.path, "init", "-q")
    _git(content.path, "add", ".")
    _git(content.path, "commit", "-qm", "one")
    _git(content.path, "tag", "v1")
    content.story(QUOTE.format("five"))
    _git(content.path, "commit", "-qam", "two")
    return content


@pytest.mark.parametrize("since", [["--since"], ["--since", "v1"], ["--since=HEAD~1"]])
def test_what_has_changed_since_a_version_asks_for_a_correction(committed, since):
    result = _check(committed, *since)
    assert result.exit_code == 0
    assert "warning[correction/missing]: The quote `q` was “It costs four.”" in result.output


def test_what_has_not_changed_asks_for_none(committed):
    assert "correction/missing" not in _check(committed, "--since", "HEAD").output
    assert "correction/missing" not in _check(committed).output


def test_a_new_correction_answers_for_its_story(committed):
    corrected = "corrections: [{date: 2031-03-06, text: It is five.}]\n"
    committed.story(QUOTE.format("five") + corrected)
    assert "correction/missing" not in _check(committed, "--since").output


@pytest.mark.parametrize("version", ["v9", "HEAD:stories/toll/story.yml"])
def test_what_is_no_version_is_told_in_a_sentence(committed, version):
    result = _check(committed, f"--since={version}")
    assert result.exit_code == 2
    assert "git has no such version" in result.output


def test_a_version_is_never_an_option_of_git(committed):
    with pytest.raises(NoHistoryError, match="is no version"):
        read_earlier(committed.path, "--output=x")
    assert not (committed.path / "x").exists()


def test_a_folder_outside_of_git_has_no_earlier_version(content):
    result = _check(content, "--since")
    assert result.exit_code == 2
    assert "git has no such version" in result.output
