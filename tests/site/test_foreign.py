"""A site that somebody wrote with nothing but the guide, about a place that is not ours."""

import json
import shutil

import pytest
from small_site import Folder

from commands import PROJECT, mkdocs


@pytest.fixture(scope="module")
def foreign(tmp_path_factory):
    folder = tmp_path_factory.mktemp("foreign") / "site-of-others"
    shutil.copytree(PROJECT / "tests" / "sites" / "foreign", folder)
    outcome = mkdocs("build", "--strict", cwd=folder)
    assert outcome.code == 0, outcome.output
    return Folder(folder)


def test_a_foreign_article_annotated_by_the_guide_alone_builds_without_a_warning(foreign):
    assert (foreign.path / "site" / "stories" / "last-boat" / "index.html").is_file()


def test_its_broken_quote_stands_in_the_text_in_two_parts(foreign):
    page = (foreign.path / "site" / "stories" / "last-boat" / "index.html").read_text(encoding="utf-8")
    assert "“On</span>" in page
    assert "“I count forty heads" in page


def test_its_quotes_match_the_republished_text(foreign):
    data = json.loads(
        (foreign.path / "site" / "api" / "stories" / "last-boat.json").read_text(encoding="utf-8")
    )
    states = {it["id"]: it["verification"] for it in data["quotes"] if it["from_source_article"]}
    assert set(states.values()) <= {"verbatim", "edited", "paraphrase"}
    assert "verbatim" in states.values()
