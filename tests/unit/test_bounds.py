"""Content reaches nothing outside its folder, and what is too large is told at once."""

import os

import pytest

from backstory.compiler import Settings, check_content
from backstory.folder import read_content
from backstory.project import Bounds, bounds_of
from backstory.report import concise

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
    [found] = read_content(content.path, shown_as=".", bounds=bounds_of({}, {"largest_file": 2}))[1]
    assert "This file has 2.5 megabytes; 2 are read." in found.fact


def test_a_script_that_mkdocs_yml_names_is_the_sites_own(content):
    content.write("scripts/count.js", "count();\n")
    content.write("logo.svg", "<svg/>\n")
    settings = {"extra_javascript": ["scripts/count.js"], "theme": {"logo": "logo.svg"}}
    assert len(read_content(content.path, shown_as=".")[1]) == 2
    assert read_content(content.path, shown_as=".", bounds=bounds_of(settings, {}))[1] == []


def test_mkdocs_yml_says_how_large_a_file_may_be():
    assert bounds_of({}, {}) == Bounds(largest=4)
    assert bounds_of({}, {"largest_file": 9}).largest == 9


def test_a_text_of_more_paragraphs_than_a_thick_novel_is_told_once_and_not_read(content):
    content.write(ARTICLE, "\n \n\n".join(["word"] * 20_001))
    [said] = content.said()
    assert said == (
        f"{ARTICLE}:1:1 error[file/unreadable]: This text has 20,001 paragraphs; 20,000 are read. Is it the "
        "right file? If so, tell it as several stories, or set `most_paragraphs` in mkdocs.yml."
    )


def test_a_page_of_as_many_paragraphs_is_told_too(content):
    content.write("about.md", "# word\n\n" * 20_001)
    assert "This text has 20,001 paragraphs; 20,000 are read." in content.said()[0]


@pytest.mark.parametrize("text", ["word\n" * 100_000, "word\n\n" * 20_000, "\n" * 100_000 + "word"])
def test_lines_and_empty_lines_are_no_paragraphs(content, text):
    content.write(ARTICLE, text)
    assert content.said() == []


def test_how_many_paragraphs_values_and_lists_in_lists_there_may_be_can_be_set(content):
    few = {"most_paragraphs": 20, "most_values": 20, "deepest": 2}
    content.write(ARTICLE, "word\n\n" * 21)
    content.write("topics/sea-defences.yml", "name: [[[Sea]]]\n")
    content.write("actors/ilse-varga.yml", f"name: Ilse Varga\nkind: person\naliases: [{'x, ' * 20}x]\n")
    settings = Settings(bounds=bounds_of({}, few))
    said = concise(check_content(content.path, settings, shown_as=".").diagnostics, {})
    assert "This text has 21 paragraphs; 20 are read." in said
    assert "There are more than 20 values in this file." in said
    assert "Lists and maps lie more than 2 deep in one another." in said
    many = bounds_of({}, {"most_values": 70_000})
    content.write("actors/ilse-varga.yml", f"name: Ilse Varga\nkind: person\naliases: [{'x, ' * 60_000}x]\n")
    compilation = check_content(content.path, Settings(bounds=many), shown_as=".")
    assert "values in this file" not in concise(compilation.diagnostics, {})


def test_no_number_of_lists_in_lists_is_more_than_python_bears():
    assert bounds_of({}, {"deepest": 5_000}).deepest == 100


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
