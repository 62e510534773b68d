"""`backstory merge actor`: everywhere the second, byte-identical elsewhere; or nothing at all."""

import pytest
from click.testing import CliRunner

from backstory.cli import main

VARGA = """\
name: I. Varga
kind: person
description: She spoke at the harbour.
aliases: [Varga, the harbour's mayor]
formerly: [varga]
"""
MAYOR = "name: Ilse Varga  # so she signs\nkind: person\naliases: [Varga]\n"
STORY = """\
headline: The toll   # kept
summary: The toll pays for a sea wall.
published: 2031-03-04
text: retelling
key_points: ["[Varga](/actors/i-varga/) and [she](/actors/ilse-varga/)."]
actors:
  ilse-varga: ["the mayor"]  # she
  # the same?
  i-varga: ["<Varga> left", "the mayor, then", the mayor]
  tomas-reyk:
quotes:
  wall:
    speaker: 'i-varga'
    kind: indirect
    text: i-varga is a word here.
    about: [tomas-reyk, i-varga , ilse-varga]
    audience:
      - ilse-varga
      - i-varga  # again
      - reporters
  flood: {speaker: ilse-varga, about: [i-varga], kind: indirect, text: It floods.}
events:
  vote: {date: 2031, title: The vote, actors: [ilse-varga, i-varga]}
"""
MERGED = """\
headline: The toll   # kept
summary: The toll pays for a sea wall.
published: 2031-03-04
text: retelling
key_points: ["[Varga](/actors/ilse-varga/) and [she](/actors/ilse-varga/)."]
actors:
  ilse-varga: ["the mayor", <Varga> left, "the mayor, then"]  # she
  # the same?
  tomas-reyk:
quotes:
  wall:
    speaker: 'ilse-varga'
    kind: indirect
    text: i-varga is a word here.
    about: [tomas-reyk, ilse-varga]
    audience:
      - ilse-varga
      - reporters
  flood: {speaker: ilse-varga, about: [ilse-varga], kind: indirect, text: It floods.}
events:
  vote: {date: 2031, title: The vote, actors: [ilse-varga]}
"""
HEAD = STORY[: STORY.index("key_points")]


@pytest.fixture
def merge(content, monkeypatch):
    """Run `backstory merge actor` beside the content folder, in which Ilse Varga has two files."""
    content.write("actors/i-varga.yml", VARGA)
    content.write("actors/ilse-varga.yml", MAYOR)
    content.write("stories/toll/story.yml", STORY.replace("\n", "\r\n"))
    content.write("about.md", "[a](actors/i-varga.md) `[b](actors/i-varga.md)`\n")
    monkeypatch.chdir(content.path.parent)
    return lambda *arguments: CliRunner().invoke(main, ["merge", "actor", *arguments])


def read(content):
    files = sorted(path for path in content.path.rglob("*") if path.is_file())
    return {str(path.relative_to(content.path)): path.read_bytes().decode() for path in files}


def test_everywhere_stands_the_second_and_lists_of_both_have_it_once(merge, content):
    result = merge("i-varga", "ilse-varga")
    assert result.exit_code == 0, result.output
    after = read(content)
    assert after["stories/toll/story.yml"] == MERGED.replace("\n", "\r\n")
    assert after["about.md"] == "[a](actors/ilse-varga.md) `[b](actors/i-varga.md)`\n"
    assert not [it for it in content.said() if " error[" in it]


def test_the_first_file_goes_and_its_names_and_ids_are_kept(merge, content):
    result = merge("i-varga", "ilse-varga")
    after = read(content)
    assert "actors/i-varga.yml" not in after
    assert after["actors/ilse-varga.yml"] == (
        "name: Ilse Varga  # so she signs\nkind: person\n"
        "aliases: [Varga, I. Varga, the harbour's mayor]\nformerly: [i-varga, varga]\n"
    )
    assert "content/actors/i-varga.yml: removed, and with it its description\n" in result.output
    assert [it for it in after if "removed" in it] == []


def test_the_old_addresses_lead_to_the_second(merge, content):
    merge("i-varga", "ilse-varga")
    files = content.compile().site.files
    for old in ("i-varga", "varga"):
        assert b'href="../ilse-varga/"' in files[f"actors/{old}/index.html"]


def test_a_dry_run_shows_each_place_and_changes_nothing(merge, content):
    before = read(content)
    result = merge("i-varga", "ilse-varga", "--dry-run")
    assert "content/stories/toll/story.yml:13:15: ilse-varga\n" in result.output
    assert "content/stories/toll/story.yml:9:1: taken out\n" in result.output
    assert result.output.endswith("places would change.\n")
    assert read(content) == before


@pytest.mark.parametrize(
    ("actors", "merged"),
    [
        ("  ilse-varga:\n  i-varga: [a]\n", "  ilse-varga: [a]\n"),
        ("  ilse-varga:  # she\n  i-varga: a\n", "  ilse-varga: [a]  # she\n"),
        ("  ilse-varga: [a]\n  i-varga: []\n", "  ilse-varga: [a]\n"),
        ("  ilse-varga: b\n  i-varga: [a, b]\n", "  ilse-varga: [b, a]\n"),
        ("  ilse-varga:\n    - b\n  i-varga:\n    - a\n", "  ilse-varga:\n    - b\n    - a\n"),
        ("  ilse-varga: {part: P}\n  i-varga: [a]\n", "  ilse-varga: {part: P, names: [a]}\n"),
        ("  ilse-varga: {}\n  i-varga: [a]\n", "  ilse-varga: [a]\n"),
        ("  ilse-varga: [b]\n  i-varga: {part: P, Q}\n", None),
        ("  ilse-varga: [b]\n  i-varga: {part: 'P, Q'}\n", '  ilse-varga: {names: [b], part: "P, Q"}\n'),
        ("  ilse-varga: {part: P}\n  i-varga: {part: P}\n", "  ilse-varga: {part: P}\n"),
        ("  - ilse-varga\n  - i-varga\n", "  - ilse-varga\n"),
        ("  - ilse-varga\n  - {id: i-varga, names: [a]}\n", "  - {id: ilse-varga, names: [a]}\n"),
        ("  - id: i-varga\n    names: [a]\n  - id: ilse-varga\n", "  - id: ilse-varga\n    names: [a]\n"),
        ("  {i-varga: [a], ilse-varga: [b]}\n", "  {ilse-varga: [b, a]}\n"),
        ("  {ilse-varga: [b], i-varga: [a]}\n", "  {ilse-varga: [b, a]}\n"),
        ("  i-varga: [a]\n", "  ilse-varga: [a]\n"),
    ],
)
def test_the_names_of_both_are_joined_in_whatever_form_they_are_written(merge, content, actors, merged):
    content.write("stories/toll/story.yml", f"{HEAD}actors:\n{actors}")
    result = merge("i-varga", "ilse-varga")
    assert (result.exit_code == 0) == (merged is not None), result.output
    assert read(content)["stories/toll/story.yml"] == f"{HEAD}actors:\n{merged or actors}"


@pytest.mark.parametrize(
    ("arguments", "lines", "reason"),
    [
        (("i-vargo", "ilse-varga"), "", "There is no actor `i-vargo`. Did you mean `i-varga`?"),
        (("i-varga", "ilse-vargo"), "", "There is no actor `ilse-vargo`. Did you mean `ilse-varga`?"),
        (("i-varga", "i-varga"), "", "`i-varga` is one actor already."),
        (
            ("i-varga", "ilse-varga"),
            "actors:\n  i-varga: {part: A}\n  ilse-varga: {part: B}\n",
            "join them first: stories/toll/story.yml:6:19 and stories/toll/story.yml:7:22.",
        ),
        (
            ("i-varga", "ilse-varga"),
            "events:\n  e: {date: 2031, title: T, actors: [i-varga, # c\n    ilse-varga]}\n",
            "Both are here; take one out first: stories/toll/story.yml:7:5.",
        ),
        (
            ("i-varga", "ilse-varga"),
            "events:\n  e: {date: 2031, title: T, actors: [i-varga, ilse-varga, i-varga]}\n",
            "A list names one of the two more than once. Take one out first.",
        ),
        (("i-varga", "sea-defences"), "", "There is no actor `sea-defences`."),
    ],
)
def test_what_cannot_be_joined_is_told_and_nothing_changes(merge, content, arguments, lines, reason):
    content.write("stories/toll/story.yml", HEAD + lines)
    before = read(content)
    result = merge(*arguments)
    assert (result.exit_code, read(content)) == (1, before)
    assert reason in result.stderr
    assert "Nothing was changed." in result.stderr


def test_somebody_who_would_hold_a_post_in_themselves_is_told(merge, content):
    content.write("actors/ilse-varga.yml", f"{MAYOR}roles: [{{role: Aide, of: i-varga}}]\n")
    result = merge("i-varga", "ilse-varga")
    assert result.exit_code == 1
    assert "`ilse-varga` would hold a post in itself: actors/ilse-varga.yml:4:26." in result.stderr


def test_a_name_that_two_would_share_is_an_error_and_nothing_changes(merge, content):
    content.write("actors/tomas-reyk.yml", "name: I. Varga\nkind: person\n")
    content.write("stories/toll/story.yml", f"{HEAD}actors: {{ilse-varga: [], tomas-reyk: []}}\n")
    content.write("stories/toll/article.md", "I. Varga left.\n")
    before = read(content)
    result = merge("i-varga", "ilse-varga")
    assert (result.exit_code, read(content)) == (1, before)
    assert "mention/ambiguous" in result.stderr
