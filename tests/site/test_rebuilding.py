"""A site that is built again: what would become the same stays; the site is as if it had been built anew."""

import json
import os
import random
import shutil
from pathlib import Path

import pytest
import yaml
from msgspec.structs import replace

from backstory.compiler import Settings, prepare_site
from backstory.engines.kept import Bound, Kept, Stock
from backstory.held_back import HeldBack
from backstory.left import leave
from backstory.newsroom import Newsroom
from backstory.text import Span
from backstory.workers import cores
from commands import PROJECT, mkdocs

EDITS = int(os.environ.get("BACKSTORY_EDITS", "8"))
SETTINGS = Settings(site_url="https://example.org/", social_cards=False)


# ---- any edit


def leaves(data, path=()):
    """All places in data, with what stands there."""
    if isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield (*path, key), value
            yield from leaves(value, (*path, key))


def edited(data, chance):
    """Change one thing that somebody has written."""
    path, value = chance.choice([*leaves(data)])
    home = data
    for key in path[:-1]:
        home = home[key]
    what = chance.random()
    if isinstance(value, str) and what < 0.6:
        home[path[-1]] = chance.choice([f"{value} again", value.upper(), value[: len(value) // 2], "Ada"])
    elif isinstance(value, bool):
        home[path[-1]] = not value
    elif isinstance(home, list) and what < 0.8:
        home.append(value)
    else:
        del home[path[-1]]


def edit_any_file(content, chance):
    """Change one file of the content, and say how it was."""
    files = [
        it for it in sorted(content.rglob("*")) if it.suffix in {".yml", ".md"} and "guide" not in it.parts
    ]
    file = chance.choice([*files, *(it for it in files if it.name == "story.yml")])
    before = file.read_text(encoding="utf-8")
    if file.suffix == ".md":
        words = before.split(" ")
        words.insert(
            chance.randrange(len(words)), chance.choice(["indeed", "Moscow", "\n\n", "(https://a.example)"])
        )
        file.write_text(" ".join(words), encoding="utf-8")
    else:
        data = yaml.safe_load(before)
        edited(data, chance)
        file.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return file, before


def made(press):
    return {it.name: press.make(it) for it in press.chapters}


def kept(press, site):
    """What a build of these chapters keeps, without files."""
    stock = Stock(Kept("frame"), press.newsroom, Path("nowhere"))
    lookups = {it.name: site[it.name].lookups for it in press.chapters}
    bound = [
        Bound({}, {}, [], (), (), lookups[it.name], stock.print_of(it, lookups[it.name]))
        for it in press.chapters
    ]
    return Kept.of_lines([*stock.lines(press.chapters, bound, ())])


def test_after_any_edit_what_is_taken_for_unchanged_would_be_made_the_same(tmp_path):
    content = tmp_path / "content"
    shutil.copytree(PROJECT / "content", content)
    chance = random.Random(EDITS)  # noqa: S311 - not for secrets
    press = prepare_site(content, SETTINGS).press
    site = made(press)
    tried = again = 0
    while tried < EDITS:
        file, before = edit_any_file(content, chance)
        next_press = prepare_site(content, SETTINGS).press
        if next_press is None:
            file.write_text(before, encoding="utf-8")
            continue
        tried += 1
        stock = Stock(kept(press, site), next_press.newsroom, Path("nowhere"))
        same = stock.of(next_press.chapters).keys()
        again += len(same)
        next_site = made(next_press)
        for name in same:
            assert replace(next_site[name], lookups=()) == replace(site[name], lookups=()), (file, name)
        press, site = next_press, next_site
    assert again > 0.2 * tried * len(press.chapters)  # and some are


# ---- the site


@pytest.fixture(scope="module")
def built_once(built_harbour, tmp_path_factory):
    folder = Path(shutil.copytree(built_harbour.path, tmp_path_factory.mktemp("rebuilding") / "harbour"))
    said_by_build(folder)
    return folder


@pytest.fixture
def harbour(built_once, tmp_path):
    """A site as it was built; whoever copies a site and what was kept has not changed anything."""
    return Path(shutil.copytree(built_once, tmp_path / "harbour"))


def said_by_build(folder, *arguments):
    outcome = mkdocs("build", *arguments, cwd=folder)
    assert outcome.code == 0, outcome.output
    assert not [*folder.glob(".site-*")]
    return outcome.output


def rebuilt(folder):
    """What a further build says, whose site must be the one that a build anew gives."""
    said = said_by_build(folder)
    anew = folder.parent / "anew"
    shutil.copytree(folder, anew, ignore=shutil.ignore_patterns("site", ".backstory"))
    said_by_build(anew)
    assert files(folder / "site") == files(anew / "site")
    shutil.rmtree(anew)
    return said


def files(site):
    return {it.relative_to(site).as_posix(): it.read_bytes() for it in site.rglob("*") if it.is_file()}


def edit(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_only_what_an_edit_reaches_is_made_anew(harbour):
    edit(harbour / "content/actors/tomas-reyk.yml", "Tomas Reyk", "Tomas Reyk-Varga")
    edit(harbour / "content/stories/storm/article.md", "Tomas Reyk", "Tomas Reyk-Varga")
    assert "parts of the site are made anew" in said_by_build(harbour)
    edit(harbour / "content/stories/storm/story.yml", "The January storm", "The storm")
    assert "parts of the site are made anew" in rebuilt(harbour)


def test_where_nothing_has_changed_nothing_is_built(harbour):
    before = files(harbour / "site")
    assert "Nothing has changed" in said_by_build(harbour)
    os.utime(harbour / "content/about.md")
    assert "Nothing has changed" in said_by_build(harbour, "--strict")
    assert files(harbour / "site") == before


def test_an_ordinary_page_that_has_changed_is_built_and_no_compiled_one(harbour):
    edit(harbour / "content/about.md", "Of [Ilse", "All of [Ilse")
    assert "0 of " in rebuilt(harbour)


def test_a_build_with_warnings_is_built_again(harbour):
    edit(harbour / "content/about.md", "# About", "# About\n\n[Nowhere](nowhere.md)")
    assert "nowhere.md" in said_by_build(harbour)
    assert "nowhere.md" in said_by_build(harbour)
    assert mkdocs("build", "--strict", cwd=harbour).code == 1


@pytest.mark.skipif(cores() < 2, reason="nothing is shared out on one core")
def test_a_process_that_is_ended_from_outside_ends_the_build_in_plain_words(harbour):
    before = files(harbour / "site")
    (harbour / "killing.py").write_text(
        "import os\nos.register_at_fork(after_in_child=lambda: os.kill(os.getpid(), 9))\n", encoding="utf-8"
    )
    edit(harbour / "mkdocs.yml", "plugins:", "hooks: [killing.py]\nplugins:")
    for number in range(50):  # so many that they are shared out
        shutil.copytree(harbour / "content/stories/storm", harbour / f"content/stories/storm-{number}")
    outcome = mkdocs("build", cwd=harbour)
    assert outcome.code == 1
    assert "ended from outside" in outcome.output
    assert "Traceback" not in outcome.output
    assert files(harbour / "site") == before


def test_pages_that_may_read_other_files_are_built_again(harbour):
    edit(harbour / "mkdocs.yml", "plugins:", "markdown_extensions: [pymdownx.snippets]\nplugins:")
    edit(harbour / "content/about.md", "# About", '# About\n\n--8<-- "said.txt"')
    for words in ("One thing.", "Another."):
        (harbour / "said.txt").write_text(words, encoding="utf-8")
        said_by_build(harbour)
        assert words in (harbour / "site/about/index.html").read_text(encoding="utf-8")


def test_files_that_somebody_changed_took_away_or_added_in_the_site_are_as_they_should_be_again(harbour):
    site = harbour / "site"
    before = files(site)
    (site / "stories/storm/index.html").write_text("Not so.", encoding="utf-8")
    (site / "about/index.html").unlink()
    shutil.rmtree(site / "quotes")
    (site / "stories/storm/mine.txt").write_text("Mine.", encoding="utf-8")
    assert "made anew" in said_by_build(harbour)
    assert files(site) == before


def test_a_damaged_record_costs_only_time(harbour):
    before = files(harbour / "site")
    record = harbour / ".backstory/cache/last-build.json"
    first, *chapters, last = record.read_text(encoding="utf-8").split("\n")
    first = json.dumps(json.loads(first) | {"inputs": ""})
    named = [line.partition("\t") for line in chapters]
    no_pages = [f"{name}\t{json.dumps(json.loads(told) | {'pages': 3})}" for name, _, told in named]
    no_lookups = [first, *chapters, "[]"]
    no_json = [first, *(f"{name}\t{told[:-1]}" for name, _, told in named), last]
    for damaged in ([], ["[]"], ['{"frame": 1}'], [first, *no_pages, last], no_lookups, no_json):
        leave(record, "\n".join(damaged).encode())
        said_by_build(harbour)
        assert files(harbour / "site") == before


def test_another_name_of_the_site_is_on_every_page(harbour):
    edit(harbour / "mkdocs.yml", "Port Alder explained", "Port Alder")
    assert "made anew" not in rebuilt(harbour)


def test_a_page_of_the_editors_own_in_the_place_of_a_compiled_one_stays(harbour):
    own = harbour / "content/network.md"
    own.write_text("# Who knows whom\n\nMine.\n", encoding="utf-8")
    rebuilt(harbour)
    assert "Mine." in (harbour / "site/network/index.html").read_text(encoding="utf-8")


def test_what_is_gone_from_the_content_is_gone_from_the_site(harbour):
    shutil.rmtree(harbour / "content/stories/storm")
    (harbour / "content/actors/tomas-reyk.yml").unlink()
    rebuilt(harbour)
    assert not (harbour / "site/stories/storm").exists()


def test_a_failed_build_keeps_nothing_and_harms_nothing(harbour):
    story = harbour / "content/stories/storm/story.yml"
    edit(story, "summary: It blew.", "summary: It blew hard.")
    before = files(harbour / "site")
    text = story.read_text(encoding="utf-8")
    story.write_text(f"{text}\nnot-a-key: 1\n", encoding="utf-8")
    assert mkdocs("build", cwd=harbour).code == 1
    assert files(harbour / "site") == before
    story.write_text(text, encoding="utf-8")
    assert "made anew" in rebuilt(harbour)


def test_what_stays_is_searched_for_words_that_are_held_back_since(tmp_path):
    (tmp_path / "page.html").write_text("<p>The wall will be <b>sold</b> in May.</p>", encoding="utf-8")
    bound = Bound({}, {"page.html": (0, 0)}, [], (), (), ())
    known = HeldBack(("the", "wall", "will", "be"), Span("a.yml", 1, 1, 1, 2))
    new = HeldBack(("will", "be", "sold", "in"), Span("b.yml", 1, 1, 1, 2))
    before = Stock(Kept("frame"), Newsroom(), tmp_path).lines([], [], [known])
    stock = Stock(Kept.of_lines([*before]), Newsroom(), tmp_path)
    assert [it.span.path for it in stock.searched(bound, [known, new]).leaks] == ["b.yml"]
    assert stock.searched(bound, [known]).leaks == ()
