"""Rules beyond resolution: their examples, what they weigh on a site, lines that are excepted."""

import pytest
from click.testing import CliRunner

from backstory.checks import CHECKS, NO_RULES
from backstory.checks.example import documentation, whole_example
from backstory.cli import main
from backstory.compiler import Settings, compile_site
from backstory.diagnostics import Severity
from content_folder import ContentFolder

RULES = {it.code.value: it for it in CHECKS}
LOADED = (
    "quotes:\n  q: {speaker: ilse-varga, verb: admitted, kind: indirect, text: It costs., date: 2031-03-04}\n"
)


def _said(path, rule):
    """What the one rule says of the files."""
    levels = NO_RULES | {rule.code: Severity.WARNING}
    return compile_site(path, Settings(levels=levels, social_cards=False), shown_as=".").diagnostics


def _lay_out(tmp_path, files):
    folder = ContentFolder(tmp_path / "content")
    for path, text in whole_example(files).items():
        folder.write(path, text)
    return folder.path


@pytest.mark.parametrize("code", RULES)
def test_a_rule_finds_its_bad_example_and_nothing_in_its_good_one(code, tmp_path):
    said = documentation(RULES[code])
    bad = _lay_out(tmp_path / "bad", said.bad)
    good = _lay_out(tmp_path / "good", said.good)
    assert [it.code for it in _said(bad, RULES[code])] == [code]
    assert _said(good, RULES[code]) == ()


@pytest.mark.parametrize("code", RULES)
def test_an_examples_finding_marks_words_of_the_example(code, tmp_path):
    said = documentation(RULES[code])
    path = _lay_out(tmp_path, said.bad)
    [found] = _said(path, RULES[code])
    assert found.span.path in said.bad
    line = (path / found.span.path).read_text(encoding="utf-8").splitlines()[found.span.line - 1]
    marked = line[found.span.column - 1 :]
    assert marked.strip() in said.bad[found.span.path]


def test_every_rule_can_be_switched_off():
    assert set(NO_RULES) == {it.code for it in CHECKS}


@pytest.fixture
def site(content, monkeypatch):
    """A site whose one lapse is a loaded verb."""
    monkeypatch.chdir(content.path.parent)
    content.story(f"based_on: {{url: https://x.example/a}}\nactors: [ilse-varga, tomas-reyk]\n{LOADED}")

    def run(*arguments, config=""):
        text = f"site_name: X\ndocs_dir: content\n{config}"
        (content.path.parent / "mkdocs.yml").write_text(text, encoding="utf-8")
        return CliRunner().invoke(main, list(arguments))

    return run


def _rules(said):
    return f"plugins:\n  - search\n  - backstory:\n      rules: {said}\n"


def test_a_note_stops_nothing(site):
    result = site("check", "--format", "concise")
    assert "note[quote/loaded-verb]: “admitted” takes it for true." in result.output
    assert (result.exit_code, result.output.splitlines()[-1]) == (0, "Found 1 note.")


@pytest.mark.parametrize(
    ("level", "ending", "code"),
    [("error", "Found 1 error.", 1), ("warning", "Found 1 warning.", 0), ("off", "No problems found.", 0)],
)
def test_a_site_says_what_a_rule_weighs(site, level, ending, code):
    result = site("check", "--format", "concise", config=_rules(f"{{quote/loaded-verb: {level}}}"))
    assert (result.exit_code, result.output.splitlines()[-1]) == (code, ending)


@pytest.mark.parametrize(
    ("rules", "fact"),
    [
        (
            "{quote/loaded-verbs: off}",
            "there is no rule `quote/loaded-verbs`. Did you mean `quote/loaded-verb`?",
        ),
        ("{quote/loaded-verb: loud}", "cannot be `loud`. It can be error, warning, note or off."),
        ("{reference/unknown-actor: off}", "is an error that nothing can be published with"),
        ("[quote/loaded-verb]", "must be a map"),
    ],
)
def test_what_cannot_be_done_is_said_in_plain_words(site, rules, fact):
    result = site("check", config=_rules(rules))
    assert result.exit_code == 2
    assert fact in result.stderr
    assert "mkdocs.yml" in result.stderr


def test_a_line_that_somebody_looked_at_is_excepted(site, content):
    text = (content.path / "stories/toll/story.yml").read_text(encoding="utf-8")
    content.write("stories/toll/story.yml", text.rstrip("\n") + "  # ok: quote/loaded-verb, quote/no-date\n")
    assert site("check").output == "No problems found.\n"


def test_an_error_of_resolution_cannot_be_excepted(site, content):
    content.story("topics: [sea-defence]  # ok: reference/unknown-topic\n")
    assert site("check").exit_code == 1


def test_the_rules_are_listed_with_what_they_weigh_on_the_site(site):
    lines = site("rules", config=_rules("{actor/unused: off}")).output.splitlines()
    assert len(lines) == len(CHECKS)
    assert any(it.split()[:2] == ["actor/unused", "off"] for it in lines)
    assert any(it.split()[:2] == ["quote/loaded-verb", "note"] for it in lines)


def test_a_rule_is_explained_with_its_examples(site):
    result = site("rules", "quote/loaded-verb")
    assert "verb: admitted" in result.output
    assert "verb: said" in result.output
    assert site("rules", "quote/not-verbatim").exit_code == 0
    assert "Did you mean `quote/loaded-verb`?" in site("rules", "quote/loadedverb").stderr
