"""Content reaches nothing outside its folder, and what is too large is told at once."""

import os

import pytest

from backstory.folder import read_content
from backstory.project import Bounds, bounds_of

ARTICLE = "stories/toll/article.md"
BURNT = "The harbour log of the winter was burnt."


@pytest.fixture
def outside(tmp_path):
    """A file beside the content folder, which nothing in it may show."""
    path = tmp_path / "secret.md"
    path.write_text(f"{BURNT}\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("name", [ARTICLE, "actors/ilse-varga.yml", "minutes.md", "stories/toll/story.yml"])
def test_a_link_in_the_place_of_a_file_is_refused_and_not_read(content, outside, name):
    (content.path / name).unlink(missing_ok=True)
    (content.path / name).symlink_to(outside)
    compilation = content.compile()
    assert f"{name}:1:1 error[file/unknown]: This is a symbolic link" in "\n".join(content.said())
    assert compilation.site is None
    assert not any(BURNT in it.text for it in compilation.sources.values())


@pytest.mark.parametrize("name", ["stories/toll", "actors", "more"])
def test_a_link_in_the_place_of_a_folder_is_refused_and_nothing_below_it_read(content, tmp_path, name):
    other = tmp_path / "other"
    (content.path / name).rename(other) if (content.path / name).exists() else other.mkdir()
    (content.path / name).symlink_to(other)
    said = content.said()
    assert (
        f"{name}:1:1 error[file/unknown]: This is a symbolic link: it can lead anywhere."
        in said[0] + said[-1]
    )


def test_a_folder_that_links_to_itself_ends(content):
    (content.path / "stories" / "again").symlink_to(content.path)
    assert "stories/again:1:1 error[file/unknown]" in content.said()[0]


@pytest.mark.parametrize("name", [ARTICLE, "actors/otto-brandt.yml", "minutes.md"])
def test_a_pipe_is_refused_and_nobody_waits_for_it(content, name):
    (content.path / name).unlink(missing_ok=True)
    os.mkfifo(content.path / name)
    assert f"{name}:1:1 error[file/unreadable]: This is no ordinary file." in "\n".join(content.said())


def test_the_content_folder_itself_may_be_a_link(content, tmp_path):
    (tmp_path / "here").symlink_to(content.path)
    assert read_content(tmp_path / "here", shown_as=".")[1] == []


def test_a_file_of_100_megabytes_is_not_read(content):
    with (content.path / ARTICLE).open("r+b") as file:
        file.truncate(100_000_000)
    assert content.said()[0].startswith(
        f"{ARTICLE}:1:1 error[file/unreadable]: This file has 100.0 megabytes; 4 are read."
    )


def test_the_largest_file_can_be_set(content):
    content.write(ARTICLE, "word " * 500_000)
    assert not read_content(content.path, shown_as=".")[1]
    [found] = read_content(content.path, shown_as=".", bounds=bounds_of({}, 2))[1]
    assert "This file has 2.5 megabytes; 2 are read." in found.fact


def test_a_script_that_mkdocs_yml_names_is_the_sites_own(content):
    content.write("scripts/count.js", "count();\n")
    content.write("logo.svg", "<svg/>\n")
    settings = {"extra_javascript": ["scripts/count.js"], "theme": {"logo": "logo.svg"}}
    assert len(read_content(content.path, shown_as=".")[1]) == 2
    assert read_content(content.path, shown_as=".", bounds=bounds_of(settings, None))[1] == []


def test_mkdocs_yml_says_how_large_a_file_may_be():
    assert bounds_of({}, None) == Bounds(largest=4)
    assert bounds_of({}, 9).largest == 9


@pytest.mark.parametrize(
    "name",
    [
        *("wall.SVG", "page.html.", "feed.rss", "data.rdf", "x.php", "x.PHP.jpg", "x.jsp", "more/x.phtml"),
        *("Web.Config", "_HEADERS", "_headers.nginx", "_headers.caddy", "cname"),
    ],
)
def test_a_file_that_a_browser_or_a_server_would_run_is_refused_however_it_is_written(content, name):
    content.write(name, "run();\n")
    assert f"{name}:1:1 error[file/active]" in content.said()[0]


@pytest.mark.parametrize("name", ["wall.png", "the.php-story.pdf", "table.csv", "headers.txt"])
def test_other_files_are_published_as_they_are(content, name):
    content.write(name, "x\n")
    assert content.said() == []
