"""`backstory rename`: everywhere, byte-identical elsewhere, the old address kept; or nothing at all."""

import pytest
from click.testing import CliRunner

from backstory.cli import main

STORY = """\
headline: The toll   # kept
summary: The toll pays for a sea wall.
published: 2031-03-04
text: retelling
topics: ["sea-defences"]
key_points: ["[Varga](/actors/ilse-varga/) and [her](/quotes/toll/wall/) words; see [it](#quote-wall)."]
actors:
  ilse-varga: [the mayor]  # she
  "tomas-reyk":
quotes:
  wall:
    speaker: 'ilse-varga'
    kind: indirect
    text: ilse-varga is a word here.
    about: [tomas-reyk, sea-defences, ilse-varga-street]
    audience: ilse-varga

  flood: {speaker: ilse-varga, kind: indirect, text: It floods.}
claims:
  c: {text: It can., said_by: ilse-varga, status: open, quote: wall}
"""
ABOUT = """\
[a](actors/ilse-varga.md) [b](stories/toll.md#quote-wall) [c](/actors/ilse-varga/ "t")
`[d](actors/ilse-varga.md)`

```yaml
x: "[e](/actors/ilse-varga/)"
```

[f]: quotes/toll/wall.md
"""


@pytest.fixture
def rename(content, monkeypatch):
    """Run `backstory rename` beside the content folder."""
    content.write("stories/toll/story.yml", STORY.replace("\n", "\r\n"))
    content.write("about.md", ABOUT)
    content.write(
        "actors/tomas-reyk.yml", "name: Tomas Reyk\nkind: person\nroles: [{role: Aide, of: ilse-varga}]\n"
    )
    monkeypatch.chdir(content.path.parent)
    return lambda *arguments: CliRunner().invoke(main, ["rename", *arguments])


def read(content):
    files = sorted(path for path in content.path.rglob("*") if path.is_file())
    return {str(path.relative_to(content.path)): path.read_bytes().decode() for path in files}


def test_an_actor_is_renamed_in_keys_values_links_and_the_name_of_the_file(rename, content):
    before = read(content)
    result = rename("actor", "ilse-varga", "i-varga")
    assert result.exit_code == 0, result.output
    after = read(content)
    story = before["stories/toll/story.yml"].replace("ilse-varga", "i-varga")
    story = story.replace("i-varga is a word", "ilse-varga is a word").replace(
        "i-varga-street", "ilse-varga-street"
    )
    assert after["stories/toll/story.yml"] == story
    own = before["actors/ilse-varga.yml"]
    assert after["actors/i-varga.yml"] == f"{own.rstrip()}\nformerly: [ilse-varga]\n"
    assert "actors/ilse-varga.yml" not in after
    assert "of: i-varga" in after["actors/tomas-reyk.yml"]
    assert after["about.md"].startswith(
        "[a](actors/i-varga.md) [b](stories/toll.md#quote-wall) [c](/actors/i-varga/ "
    )
    assert "`[d](actors/ilse-varga.md)`" in after["about.md"]
    assert '"[e](/actors/ilse-varga/)"' in after["about.md"]
    assert not [it for it in content.said() if " error[" in it]


def test_a_story_is_renamed_with_its_folder_and_the_links_to_its_quotes(rename, content):
    assert rename("story", "toll", "toll-doubled").exit_code == 0
    after = read(content)
    assert "(/quotes/toll-doubled/wall/)" in after["stories/toll-doubled/story.yml"]
    assert after["stories/toll-doubled/story.yml"].endswith("quote: wall}\r\nformerly: [toll]\r\n")
    assert "[b](stories/toll-doubled.md#quote-wall)" in after["about.md"]
    assert "[f]: quotes/toll-doubled/wall.md" in after["about.md"]


def test_a_quote_is_renamed_in_its_story_and_in_links_to_it(rename, content):
    assert rename("quote", "toll/wall", "the-wall").exit_code == 0
    after = read(content)
    story = after["stories/toll/story.yml"]
    assert "  the-wall:\r\n    speaker: 'ilse-varga'" in story
    assert "    audience: ilse-varga\r\n    formerly: [wall]\r\n\r\n  flood: {" in story
    assert "(/quotes/toll/the-wall/)" in story
    assert "(#quote-the-wall)" in story
    assert "quote: the-wall}" in story
    assert "[b](stories/toll.md#quote-the-wall)" in after["about.md"]
    assert "[f]: quotes/toll/the-wall.md" in after["about.md"]


def test_a_quote_on_one_line_keeps_its_line(rename, content):
    assert rename("quote", "toll/flood", "it-floods").exit_code == 0
    line = "  it-floods: {speaker: ilse-varga, kind: indirect, text: It floods., formerly: [flood]}\r\n"
    assert line in read(content)["stories/toll/story.yml"]


def test_a_topic_is_renamed(rename, content):
    assert rename("topic", "sea-defences", "the-sea").exit_code == 0
    after = read(content)
    assert 'topics: ["the-sea"]' in after["stories/toll/story.yml"]
    assert "about: [tomas-reyk, the-sea, ilse-varga-street]" in after["stories/toll/story.yml"]
    assert after["topics/the-sea.yml"] == "name: Sea defences\nformerly: [sea-defences]\n"


def test_renamed_again_all_former_ids_are_kept_and_an_old_one_can_come_back(rename, content):
    for old, new in (("ilse-varga", "a"), ("a", "b"), ("b", "ilse-varga")):
        assert rename("actor", old, new).exit_code == 0
    assert read(content)["actors/ilse-varga.yml"].endswith("formerly: [b, a]\n")


def test_a_dry_run_shows_each_place_and_changes_nothing(rename, content):
    before = read(content)
    result = rename("actor", "ilse-varga", "i-varga", "--dry-run")
    assert result.exit_code == 0
    assert "content/stories/toll/story.yml:8:3: i-varga\n" in result.output
    assert "content/actors/ilse-varga.yml -> content/actors/i-varga.yml\n" in result.output
    assert read(content) == before


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("actor", "ilse-vargo", "x"), "There is no actor `ilse-vargo`. Did you mean `ilse-varga`?"),
        (("actor", "ilse-varga", "tomas-reyk"), "`tomas-reyk` is another actor already."),
        (("actor", "ilse-varga", "ilse-varga"), "The actor is called `ilse-varga` already."),
        (("actor", "ilse-varga", "Ilse Varga"), "`Ilse Varga` is no id. Write `ilse-varga`."),
        (("actor", "tomas-reyk", "sea-defences"), "`sea-defences` is used as a plain word already"),
        (("actor", "tomas-reyk", "ilse-varga-street"), "`ilse-varga-street` is used as a plain word already"),
        (("quote", "wall", "x"), "A quote, and only a quote, is named with its story"),
        (("actor", "toll/wall", "x"), "A quote, and only a quote, is named with its story"),
        (("quote", "lights/wall", "x"), "There is no quote `wall` in the story `lights`."),
        (("quote", "toll/wall", "flood"), "`flood` is another quote already."),
    ],
)
def test_what_cannot_be_renamed_is_told_and_nothing_changes(rename, content, arguments, reason):
    before = read(content)
    result = rename(*arguments)
    assert result.exit_code > 0
    assert reason in result.stderr
    assert read(content) == before


def test_content_with_errors_is_left_alone(rename, content):
    content.write("actors/tomas-reyk.yml", "name: Tomas Reyk\nkind: persn\n")
    before = read(content)
    result = rename("actor", "ilse-varga", "i-varga")
    assert (result.exit_code, read(content)) == (1, before)
    assert "actors/tomas-reyk.yml:2:7 error[schema/bad-value]" in result.stderr


def test_a_name_on_disk_that_is_taken_is_told_and_nothing_changes(rename, content):
    (content.path / "actors" / "i-varga.yml").mkdir()
    before = read(content)
    result = rename("actor", "ilse-varga", "i-varga")
    assert (result.exit_code, read(content)) == (2, before)
    assert "Nothing was changed" in result.stderr
