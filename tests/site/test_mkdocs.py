"""`mkdocs build` on a small site: what it replaces, what it leaves alone, and what it says."""

import re
import shutil
from pathlib import Path
from urllib.parse import urljoin

import pytest
from small_site import Folder

from commands import mkdocs

STORY = "content/stories/harbour-toll/story.yml"
ACTOR = "content/actors/tomas-reyk.yml"
SPEAKER = "speaker: ilse-varga"


@pytest.fixture(scope="module")
def broken(built_harbour, tmp_path_factory):
    """The small site after a build with two errors: the folder, what was there, what was said."""
    copy = tmp_path_factory.mktemp("broken") / "harbour"
    harbour = Folder(Path(shutil.copytree(built_harbour.path, copy)))
    before = harbour.published()
    harbour.replace(STORY, SPEAKER, "speaker: ilse-vargo")
    harbour.replace(ACTOR, "kind: person", "kind: sailor")
    return harbour, before, mkdocs("build", cwd=harbour.path)


@pytest.fixture(scope="module")
def customised(built_harbour, tmp_path_factory):
    """The small site as an editor may change it: its own home page, a changed theme, another language."""
    folder = Folder(tmp_path_factory.mktemp("customised"))
    for path in built_harbour.path.rglob("content/**/*.*"):
        folder.write(path.relative_to(built_harbour.path), path.read_text(encoding="utf-8"))
    folder.write("content/index.md", "# Our own home\n\nTo [the toll](stories/harbour-toll.md).\n")
    changed = '{% extends "base.html" %}{% block announce %}Mind the tide.{% endblock %}'
    folder.write("overrides/main.html", changed)
    settings = (built_harbour.path / "mkdocs.yml").read_text(encoding="utf-8")
    settings = settings.replace("font: false", "font: false, language: de, custom_dir: overrides")
    folder.write("mkdocs.yml", settings)
    outcome = mkdocs("build", "--strict", cwd=folder.path)
    assert outcome.code == 0, outcome.output
    return folder


def _staging(folder):
    """What a build left lying around, beside the pictures that it keeps."""
    known = {"mkdocs.yml", "content", "site", ".backstory"}
    return [it.name for it in folder.path.iterdir() if it.name not in known]


def test_a_first_build_makes_the_site_and_nothing_else(built_harbour):
    assert "index.html" in built_harbour.published()
    assert not _staging(built_harbour)


def test_everybody_may_read_the_site(built_harbour):
    assert (built_harbour.path / "site").stat().st_mode & 0o555 == 0o555


def test_a_build_with_errors_fails_and_names_each_place(broken):
    _, _, outcome = broken
    assert outcome.code == 1
    assert f"{ACTOR}:2:7 error[" in outcome.output
    assert f"{STORY}:8:29 error[" in outcome.output
    assert "`ilse-varga`" in outcome.output
    assert "Traceback" not in outcome.output


def test_a_key_that_is_not_known_hides_no_other_mistake_of_its_file(harbour):
    harbour.replace(STORY, SPEAKER, "speaker: ilse-vargo")
    harbour.replace(STORY, "actors:", "colour: red\nactors:")
    outcome = mkdocs("build", cwd=harbour.path)
    assert f"{STORY}:5:1 error[" in outcome.output
    assert f"{STORY}:9:29 error[" in outcome.output


def test_a_build_with_errors_leaves_the_site_as_it_was(broken):
    folder, before, _ = broken
    assert folder.published() == before
    assert not _staging(folder)


def test_a_strict_build_with_broken_links_in_an_ordinary_page_fails_and_leaves_the_site_as_it_was(harbour):
    before = harbour.published()
    harbour.replace("content/about.md", "actors/ilse-varga.md", "actors/nobody.md")
    harbour.replace("content/about.md", "#quote-build-the-wall", "#quote-nobody-said-it")
    outcome = mkdocs("build", "--strict", cwd=harbour.path)
    assert outcome.code == 1
    assert "actors/nobody.md" in outcome.output
    assert "quote-nobody-said-it" in outcome.output
    assert "Traceback" not in outcome.output
    assert harbour.published() == before
    assert not _staging(harbour)


def test_a_second_build_replaces_the_site(harbour):
    for file in (harbour.path / "content/stories/storm").iterdir():
        file.unlink()
    (harbour.path / "content/stories/storm").rmdir()
    harbour.replace(STORY, "The council doubles the toll", "The council halves the toll")
    (harbour.path / "site/left-behind.html").touch()
    outcome = mkdocs("build", "--strict", cwd=harbour.path)
    assert outcome.code == 0, outcome.output
    published = harbour.published()
    assert not [it for it in published if "storm" in it or "left-behind" in it]
    assert "The council halves the toll" in harbour.page("stories/harbour-toll")
    assert not _staging(harbour)


def test_a_build_into_another_folder_leaves_the_site_alone(harbour):
    before = harbour.published()
    harbour.replace(STORY, "The council doubles the toll", "The council halves the toll")
    outcome = mkdocs("build", "-d", "public/new", cwd=harbour.path)
    assert outcome.code == 0, outcome.output
    assert harbour.published() == before
    assert "The council halves the toll" in harbour.page("stories/harbour-toll", where="public/new")
    assert [it.name for it in (harbour.path / "public").iterdir()] == ["new"]


def test_a_draft_is_not_built(built_harbour):
    published = built_harbour.published()
    assert not [name for name in published if "second-vote" in name]
    assert not [name for name, data in published.items() if b"second vote" in data]


def test_what_the_editor_wrote_is_not_published_as_it_is(built_harbour):
    names = {it.rpartition("/")[2] for it in built_harbour.published()}
    assert not [it for it in names if it.endswith((".yml", ".yaml", ".md", ".lock"))]
    assert not [it for it in names if "article" in it and it != "article.txt"]  # which is made


def test_an_ordinary_page_links_to_generated_ones_and_to_places_in_them_as_if_they_were_files(built_harbour):
    links = re.findall('<a href="([^"]*(?:varga|toll|wall)[^"]*)"', built_harbour.page("about"))
    assert [urljoin("/about/", it) for it in links] == [
        "/actors/ilse-varga/",
        "/stories/harbour-toll/",
        "/stories/harbour-toll/#quote-build-the-wall",
    ]


def test_a_site_without_a_menu_gets_one_of_its_sections(built_harbour):
    menu = re.findall(
        'class="md-nav__link"[^>]*href="([^"]+)"|href="([^"]+)" class="md-nav__link',
        built_harbour.page("about"),
    )
    addresses = {urljoin("/about/", one or other) for one, other in menu}
    assert {"/", "/stories/", "/actors/", "/quotes/", "/claims/", "/timeline/"} <= addresses
    assert "/stories/harbour-toll/" not in addresses


def test_addresses_without_a_slash_are_refused_in_a_sentence(harbour):
    before = harbour.published()
    harbour.replace("mkdocs.yml", "docs_dir: content", "docs_dir: content\nuse_directory_urls: false")
    outcome = mkdocs("build", cwd=harbour.path)
    assert outcome.code == 1
    assert "take `use_directory_urls: false` out of mkdocs.yml" in outcome.output
    assert "Traceback" not in outcome.output
    assert harbour.published() == before


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("autolink: sometimes", "first"),
        ("as_of: tomorrow", "write 2031-03-04T06:00Z"),
        ("colour: red", "colour"),
    ],
)
def test_an_option_that_is_wrong_is_named_in_a_sentence(harbour, option, said):
    harbour.replace("mkdocs.yml", "backstory]", f"backstory: {{{option}}}]")
    outcome = mkdocs("build", "--strict", cwd=harbour.path)
    assert outcome.code == 1
    assert said in outcome.output
    assert "Traceback" not in outcome.output


def test_an_editors_own_home_page_takes_the_place_of_ours(customised):
    home = customised.page(".")
    assert "Our own home" in home
    assert 'class="bs bs-home"' not in home


def test_a_changed_theme_changes_generated_pages_too(customised):
    assert "Mind the tide." in customised.page("stories/harbour-toll")
    assert "Mind the tide." in customised.page("about")


def test_another_language_of_the_site_writes_its_dates(customised):
    story = customised.page("stories/harbour-toll")
    assert '<html lang="de"' in story
    assert "4. März 2031" in story
    assert "„We can build the wall now“" in story


def test_a_page_that_says_what_is_held_back_is_not_published(harbour):
    before = harbour.published()
    harbour.write("content/leak.md", "# Leak\n\nOf the second vote nobody *outside* the council knows yet.\n")
    harbour.replace(
        "content/stories/second-vote/article.md",
        (harbour.path / "content/stories/second-vote/article.md").read_text(encoding="utf-8"),
        "Of the second vote nobody outside the council knows yet.\n",
    )
    outcome = mkdocs("build", cwd=harbour.path)
    assert outcome.code == 1
    assert "content/stories/second-vote/article.md:1:1 error[site/held-back]" in outcome.output
    assert "stands in leak/index.html" in outcome.output
    assert harbour.published() == before


def test_an_embargo_ends_at_the_date_that_the_build_is_given(harbour):
    harbour.replace("content/stories/second-vote/story.yml", "status: draft", "embargo: 2031-03-07T06:00Z")
    story = harbour.path / "site" / "stories" / "second-vote"
    for moment, is_there in (("1930629599", False), ("1930629600", True)):
        outcome = mkdocs("build", cwd=harbour.path, SOURCE_DATE_EPOCH=moment)
        assert outcome.code == 0, outcome.output
        assert story.exists() == is_there
    outcome = mkdocs("build", cwd=harbour.path, SOURCE_DATE_EPOCH="tomorrow")
    assert outcome.code == 1
    assert "SOURCE_DATE_EPOCH is 'tomorrow'" in outcome.output


def test_front_matter_that_the_theme_could_not_show_is_a_warning_and_not_read(harbour):
    odd = {
        "icon: ../../../../etc/passwd": "The theme has no icon `../../../../etc/passwd`.",
        "template: nosuch.html": "The theme has no template `nosuch.html`.",
        "template: [main.html]": "`template` in the front matter is no text, and is not read.",
        "hide: 5": "`hide` in the front matter is no list, and is not read.",
        "search: 5": "`search` in the front matter is no map, and is not read.",
        "title: 2031": "",
        "title: [a, {b: .nan}]": "",
    }
    for number, line in enumerate(odd):
        harbour.write(f"content/odd{number}.md", f"---\n{line}\n---\n# The minutes\n")
    harbour.write("content/odd9.md", "search: x\n\n# The minutes\n")
    outcome = mkdocs("build", cwd=harbour.path)
    assert outcome.code == 0, outcome.output
    said = [it for it in outcome.output.splitlines() if it.startswith("WARNING")]
    assert said == [
        *(f"WARNING -  odd{number}.md: {it}" for number, it in enumerate(odd.values()) if it),
        "WARNING -  odd9.md: `search` in the front matter is no map, and is not read.",
    ]
    assert "<title>2031 - Port Alder explained</title>" in harbour.page("odd5")
