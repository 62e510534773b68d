"""`backstory check` as people and programs call it."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from backstory.cli import main

BROKEN = "quotes:\n  q: {speaker: ilse-vargo, kind: indirect, text: It costs.}\n"


@pytest.fixture
def check(content, monkeypatch):
    """Run `backstory check` beside the content folder, of which no rule has anything to say."""
    content.story("actors: [ilse-varga, tomas-reyk]\n")
    monkeypatch.chdir(content.path.parent)

    def run(*arguments):
        return CliRunner().invoke(main, ["check", *map(str, arguments)])

    return run


def test_clean_content_exits_with_0(check):
    result = check()
    assert (result.exit_code, result.output) == (0, "No problems found.\n")


def test_errors_exit_with_1(check, content):
    content.story(BROKEN)
    result = check("--format", "concise")
    assert result.exit_code == 1
    first, last = result.output.splitlines()
    assert first.startswith("content/stories/toll/story.yml:6:16 error[reference/unknown-actor]: ")
    assert last == "Found 1 error."


def test_warnings_alone_exit_with_0(check, content):
    content.write("actors/notes.txt", "x")
    result = check()
    assert result.exit_code == 0
    assert "warning[file/unknown]" in result.output


@pytest.mark.parametrize(
    "folder", ["nowhere", "empty", "site-without-content", "content/actors/ilse-varga.yml"]
)
def test_a_folder_without_content_exits_with_2(check, content, folder):
    (content.path.parent / "empty").mkdir()
    (content.path.parent / "site-without-content").mkdir()
    (content.path.parent / "site-without-content" / "mkdocs.yml").write_text(
        "docs_dir: texts\n", encoding="utf-8"
    )
    result = check(folder)
    assert result.exit_code == 2
    assert folder in result.stderr
    assert result.stdout == ""


def test_a_format_that_is_none_exits_with_2(check):
    assert check("--format", "xml").exit_code == 2


@pytest.mark.parametrize("folder", [".", "content", "content/", "../{name}/content"])
def test_a_site_or_its_content_can_be_named(check, content, folder):
    content.story(BROKEN)
    result = check(folder.format(name=content.path.parent.name), "--format", "concise")
    assert result.exit_code == 1
    assert result.output.startswith("content/stories/toll/story.yml:6:16 ")


def test_the_folder_that_mkdocs_yml_names_is_checked(check, content):
    content.path.rename(content.path.parent / "texts")
    config = "site_name: !ENV NAME\ndocs_dir: texts\n"
    (content.path.parent / "mkdocs.yml").write_text(config, encoding="utf-8")
    assert check().exit_code == 0


def test_a_broken_mkdocs_yml_is_no_reason_not_to_check(check, content):
    (content.path.parent / "mkdocs.yml").write_text("site_name: [\n", encoding="utf-8")
    assert check().exit_code == 0


def test_files_are_named_from_the_working_folder(check, content, monkeypatch):
    content.story(BROKEN)
    monkeypatch.chdir(content.path / "stories")
    result = check("..", "--format", "json")
    assert [it["file"] for it in json.loads(result.output)["diagnostics"]] == ["../stories/toll/story.yml"]


def test_json_is_json_with_and_without_diagnostics(check, content):
    assert json.loads(check("--format", "json").output) == {"diagnostics": []}
    content.story("backstory: “naïve” 李娜\nsumary: x\n")
    (diagnostic,) = json.loads(check("--format", "json").output)["diagnostics"]
    assert (diagnostic["line"], diagnostic["column"], diagnostic["end_column"]) == (6, 1, 7)


def test_github_gets_commands_with_files_from_the_working_folder(check, content):
    assert check("--format", "github").output == "No problems found.\n"
    content.story(BROKEN)
    result = check("--format", "github")
    assert result.exit_code == 1
    first, last = result.output.splitlines()
    assert first.startswith(
        "::error file=content/stories/toll/story.yml,line=6,col=16,endLine=6,endColumn=26,"
    )
    assert last == "Found 1 error."


def test_sarif_is_one_log_with_and_without_diagnostics(check, content):
    clean = check("--format", "sarif")
    assert (clean.exit_code, json.loads(clean.output)["runs"][0]["results"]) == (0, [])
    content.write("actors/Jon Ole.yml", "name: Jon Ole\nkind: person\n")
    broken = check("--format", "sarif")
    (result,) = json.loads(broken.output)["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert (broken.exit_code, result["ruleId"]) == (1, "id/malformed")
    assert place["artifactLocation"]["uri"] == "content/actors/Jon%20Ole.yml"


def test_what_is_held_back_is_checked_too(check, content):
    content.story("status: draft\n" + BROKEN)
    assert check().exit_code == 1


def test_python_runs_it_as_a_module(content):
    content.story("actors: [ilse-varga, tomas-reyk]\n")
    command = [sys.executable, "-m", "backstory", "check", str(content.path)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "No problems found.\n", "")


def test_a_folder_that_is_no_site_is_told_apart(content, monkeypatch):
    site = content.path.parent
    monkeypatch.chdir(site)

    def said(folder):
        result = CliRunner().invoke(main, ["check", folder])
        assert result.exit_code == 2
        return result.stderr

    assert said("gone") == "There is no gone.\n"
    (site / "mkdocs.yml").write_text("docs_dir: content\n", encoding="utf-8")
    assert said("content/actors") == "content/actors is only a part of a site. Name the site's folder, `.`.\n"
    (site / "mkdocs.yml").write_text("docs_dir: texts\n", encoding="utf-8")
    assert said(".") == "The `docs_dir` of mkdocs.yml is not there.\n"
