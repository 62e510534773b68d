"""The files that `backstory schema` writes, beside those that somebody has there already."""

import json
import re

import pytest
from click.testing import CliRunner

from backstory.cli import main


@pytest.fixture
def site(content):
    (content.path.parent / "mkdocs.yml").write_text("docs_dir: content\n", encoding="utf-8")
    return content.path.parent


def _schema(site):
    result = CliRunner().invoke(main, ["schema", str(site)])
    assert result.exit_code == 0, result.output
    return result


def _read(site, name):
    return json.loads((site / ".vscode" / name).read_text(encoding="utf-8"))


def test_settings_of_others_stay(site):
    (site / ".vscode").mkdir()
    before = {
        "editor.tabSize": 4,
        "yaml.schemas": {"other.json": "other.yml"},
        "[yaml]": {"editor.wordWrap": "off"},
    }
    (site / ".vscode/settings.json").write_text(json.dumps(before), encoding="utf-8")
    tasks = {"version": "2.0.0", "tasks": [{"label": "other"}, {"label": "backstory check", "old": True}]}
    (site / ".vscode/tasks.json").write_text(json.dumps(tasks), encoding="utf-8")
    _schema(site)
    after = _read(site, "settings.json")
    assert after["editor.tabSize"] == 4
    assert after["yaml.schemas"]["other.json"] == "other.yml"
    assert after["yaml.schemas"]["./.backstory/story.schema.json"] == "content/stories/*/story.yml"
    assert after["[yaml]"]["editor.wordWrap"] == "off"
    assert [it["label"] for it in _read(site, "tasks.json")["tasks"]] == ["other", "backstory check"]


@pytest.mark.parametrize("text", ["// mine\n{}\n", "[]", '{"yaml.schemas": [], "[yaml]": 1}', "{"])
def test_a_file_that_cannot_be_added_to_is_left_alone_and_what_should_be_in_it_is_said(site, text):
    (site / ".vscode").mkdir()
    settings = site / ".vscode/settings.json"
    settings.write_text(text, encoding="utf-8")
    result = _schema(site)
    assert settings.read_text(encoding="utf-8") == text
    assert "./.backstory/story.schema.json" in result.stderr
    assert (site / ".backstory/story.schema.json").is_file()


def test_nothing_is_written_twice(site):
    assert "story.schema.json" in _schema(site).stdout
    assert _schema(site).stdout == "Everything is as it should be.\n"


def test_the_problem_matcher_reads_what_check_prints(site, content):
    content.story("topics: [sea-defence]\n")
    _schema(site)
    [task] = _read(site, "tasks.json")["tasks"]
    pattern = task["problemMatcher"]["pattern"]
    command = task["command"].split()
    line = CliRunner().invoke(main, [*command[1:], str(site)]).output.splitlines()[0]
    match = re.match(pattern["regexp"], line)
    assert match[pattern["file"]].endswith("stories/toll/story.yml")
    assert match[pattern["severity"]] == "error"
    assert match[pattern["code"]] == "reference/unknown-topic"


def test_an_actor_with_errors_is_offered_all_the_same(site, content):
    content.write("actors/odile.yml", "name: Odile\nkind: fish\n")
    content.write("actors/broken.yml", "name: [\n")
    _schema(site)
    schema = json.loads((site / ".backstory/story.schema.json").read_text(encoding="utf-8"))
    assert {"odile", "broken", "ilse-varga"} <= set(schema["properties"]["actors"]["properties"])
