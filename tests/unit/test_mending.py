"""`backstory check --fix`: what is mended without a question, and what is left to a person."""

import json

import pytest
from click.testing import CliRunner

from backstory.checks import NO_RULES
from backstory.cli import main
from backstory.compiler import Settings, compile_site
from backstory.mending import mend
from test_cases import BASE, CASES, NAMES, _lay_out

STORY = "stories/toll/story.yml"
QUOTE = "quotes:\n  q: {speaker: ilse-varga, kind: direct, text: It costs., date: 2031-03-04}\n"


@pytest.fixture
def fix(content, monkeypatch):
    """Run `backstory check --fix` beside the content folder."""
    monkeypatch.chdir(content.path.parent)
    return lambda *arguments: CliRunner().invoke(main, ["check", "--fix", *arguments])


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("speaker: ilse-varga", "speaker: ilse-vargo"),
        ("speaker: ilse-varga", "speaker: “ilse-varga”"),
        ("speaker: ilse-varga", "spekaer: ilse-varga"),
        ("kind: direct", "kind: dirext"),
        ("date: 2031-03-04", "date: 2031-3-4"),
        ("date: 2031-03-04", "date: '2031/03/04'"),
        ("date: 2031-03-04", "date: 4 March 2031"),
        ("date: 2031-03-04", "date: March 4 2031"),
        ("kind: direct", "kind: Direct"),
        ("speaker: ilse-varga", "speaker: ilse_varga"),
        ("speaker: ilse-varga", "speaker: Ilse Varga"),
        ("speaker: ilse-varga", "speaker: ilsevarga"),
        ("  q: {", "  Q: {"),
    ],
)
def test_what_was_surely_meant_is_written(fix, content, wrong, right):
    right, wrong = wrong, right
    content.story(QUOTE.replace(right, wrong))
    result = fix()
    assert result.exit_code == 0
    mended = right if "'" not in wrong else "date: '2031-03-04'"
    assert (content.path / STORY).read_text(encoding="utf-8").endswith(QUOTE.replace(right, mended))
    assert result.stderr == "Mended 1 problem in content/stories/toll/story.yml.\n"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("“It costs.”", '"It costs."'),
        ('"“It costs.”"', '"It costs."'),
        ("'\"It costs.\"'", "'It costs.'"),
        ("“[I]t: costs”", '"[I]t: costs"'),
    ],
)
def test_quotation_marks_around_a_quote_go_or_become_those_of_yaml(fix, content, wrong, right):
    line = "quotes:\n  q:\n    speaker: ilse-varga\n    kind: direct\n    text: {}\n"
    content.story(line.format(wrong))
    if ": " in wrong:  # no YAML as it is: the marks cannot even be told
        assert fix().exit_code == 1
        return
    fix()
    assert (content.path / STORY).read_text(encoding="utf-8").endswith(line.format(right))


@pytest.mark.parametrize(
    "left",
    [
        QUOTE.replace("2031-03-04", "2031-03-04T06:00Z"),
        QUOTE.replace("2031-03-04", "4.3.2031"),
        QUOTE.replace("2031-03-04", "4 Marble 2031"),
        QUOTE.replace("2031-03-04", "31 February 2031"),
        QUOTE.replace("ilse-varga", "Ілсе V"),
        QUOTE.replace("ilse-varga", "somebody-else"),
        "actors:\n  ilse-varga: []\n  ilse-vargo: []\n",
        "actors:\n  ilse-varga: []\n  Ilse_Varga: []\n",
        "headlin: Two headlines\n",
    ],
)
def test_what_a_person_must_decide_is_left(fix, content, left):
    content.story(left)
    before = (content.path / STORY).read_bytes()
    result = fix()
    assert (content.path / STORY).read_bytes() == before
    assert result.exit_code == 1
    assert result.stderr == "Mended 0 problems.\n"


def test_a_word_as_near_to_two_ids_is_left(fix, content):
    content.write("actors/ilse-varge.yml", "name: Ilse Varge\nkind: person\n")
    content.story(QUOTE.replace("ilse-varga", "ilse-vargo"))
    assert fix().exit_code == 1


def test_what_is_not_mended_stays_byte_for_byte(fix, content):
    whole = (content.path / STORY).read_bytes() + QUOTE.encode() + "# “as it is” \t\n".encode()
    wrong = whole.replace(b"ilse-varga", b"ilse-vargo").replace(b"\n", b"\r\n")
    content.write(STORY, b"\xef\xbb\xbf" + wrong)
    fix()
    assert (content.path / STORY).read_bytes() == b"\xef\xbb\xbf" + whole.replace(b"\n", b"\r\n")


def test_what_is_below_a_mended_key_is_mended_too(fix, content):
    content.story(QUOTE.replace("speaker: ilse-varga", "spekaer: ilse-vargo"))
    assert fix().exit_code == 0


def test_the_output_for_programs_stays_one_document(fix, content):
    content.story(QUOTE.replace("ilse-varga", "ilse-vargo"))
    assert all(it["severity"] == "note" for it in json.loads(fix("--format", "json").stdout)["diagnostics"])


@pytest.mark.parametrize("name", NAMES)
def test_what_was_mended_is_not_told_again(name, tmp_path):
    content = _lay_out(tmp_path, BASE, CASES / name)
    before = compile_site(content, Settings(levels=NO_RULES, social_cards=False), shown_as=".")
    mended = mend(before.diagnostics, before.sources)
    for path, text in mended.texts.items():
        (content / path).write_bytes(text.encode())
    after = compile_site(content, Settings(levels=NO_RULES, social_cards=False), shown_as=".")
    told = {(it.code, it.fact) for it in before.diagnostics if it.fix}
    assert not told & {(it.code, it.fact) for it in after.diagnostics}
