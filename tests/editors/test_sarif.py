"""`--format sarif` against the published types of SARIF 2.1.0 (DefinitelyTyped), by TypeScript."""

import json
from copy import deepcopy

import pytest
from click.testing import CliRunner

from backstory.cli import main
from checkers import needs
from commands import PROJECT
from type_checks import what_typescript_says

pytestmark = [needs("typescript", "node"), needs("@types/sarif")]

CASES = PROJECT / "tests" / "cases"


@pytest.fixture(scope="module")
def logs(tmp_path_factory):
    """What is said of the example, and of cases with related places, fixes, and none of both."""
    content = tmp_path_factory.mktemp("content")
    broken = {
        "stories/toll/story.yml": (CASES / "quote-with-a-changed-word" / "story.yml").read_text("utf-8"),
        "stories/toll/article.md": "Varga “built the walls 🌊 now”. [Nowhere](/actors/nobody/)\n",
        "actors/ilse-varga.yml": "name: Ilse Varga\nkind: persson\nformerly: [a, a]\n",
    }
    for path, text in broken.items():
        (content / path).parent.mkdir(parents=True, exist_ok=True)
        (content / path).write_text(text, encoding="utf-8")
    told = {}
    for name, folder in (("example", PROJECT / "content"), ("broken", content)):
        said = CliRunner().invoke(main, ["check", str(folder), "--format", "sarif"])
        told[name] = json.loads(said.stdout)
    results = told["broken"]["runs"][0]["results"]
    assert all(any(part in it for it in results) for part in ("fixes", "relatedLocations"))
    return told


def test_the_log_is_of_sarifs_type(logs, tmp_path):
    assert what_typescript_says(tmp_path, logs, "Log", "sarif") == ""


def test_a_log_with_a_wrong_level_or_a_property_too_many_is_refused(logs, tmp_path):
    wrong = {name: deepcopy(logs["broken"]) for name in ("level", "property")}
    wrong["level"]["runs"][0]["results"][0]["level"] = "fatal"
    wrong["property"]["runs"][0]["results"][0]["remedy"] = "x"
    said = what_typescript_says(tmp_path, wrong, "Log", "sarif")
    assert '"fatal"' in said
    assert "'\"remedy\"' does not exist" in said
