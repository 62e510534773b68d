"""`mkdocs serve`: saving a file shows it; a mistake is shown in the page, and the site stays."""

import contextlib
import json
import re
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from html import unescape
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path

import pytest
from click.testing import CliRunner

from backstory.cli import main
from commands import ENVIRONMENT

STORY = "content/stories/harbour-toll/story.yml"
WITHIN = 30  # seconds; a rebuild takes about one
BANNER = 'class="bs-diagnostics"'


@dataclass
class Preview:
    """A running preview of a folder."""

    port: int
    process: subprocess.Popen
    log: Path

    def get(self, path):
        """What is served at the path now; empty where nothing is."""
        with contextlib.closing(HTTPConnection("127.0.0.1", self.port, timeout=WITHIN)) as connection:
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
            except ConnectionError:
                return ""
            return unescape(answer.read().decode()) if answer.status == HTTPStatus.OK else ""

    def wait(self, path, shown):
        """What is served at the path as soon as `shown` says yes to it; while a site is built, nothing is."""
        deadline = time.monotonic() + WITHIN
        while not shown(page := self.get(path)):
            assert self.process.poll() is None, f"mkdocs serve ended:\n{self.log.read_text()}"
            assert time.monotonic() < deadline, f"{path} did not come to show it:\n{self.log.read_text()}"
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(0.1)
        return page


@pytest.fixture
def serve(harbour, tmp_path):
    """Start the preview of the small site."""
    with contextlib.ExitStack() as stack:

        def start(engine="mkdocs"):
            with socket.create_server(("127.0.0.1", 0)) as free:
                port = free.getsockname()[1]
            log = tmp_path / "serve.log"
            process = subprocess.Popen(
                [sys.executable, "-m", engine, "serve", "-f", "mkdocs.yml", "-a", f"127.0.0.1:{port}"],
                cwd=harbour.path,
                env=ENVIRONMENT | {"TMPDIR": str(tmp_path)},
                stdout=stack.enter_context(log.open("wb")),
                stderr=subprocess.STDOUT,
            )
            stack.callback(process.wait)
            stack.callback(process.kill)
            preview = Preview(port, process, log)
            preview.wait("/about/", bool)
            return preview

        yield start


@pytest.mark.parametrize("engine", ["mkdocs", "properdocs"])
def test_an_edit_is_shown_and_the_published_site_is_left_alone(engine, harbour, serve):
    before = harbour.published()
    preview = serve(engine)
    assert "The council doubles the toll" in preview.get("/stories/harbour-toll/")
    harbour.replace(STORY, "The council doubles the toll", "The council halves the toll")
    preview.wait("/stories/harbour-toll/", lambda page: "The council halves the toll" in page)
    preview.wait("/", lambda page: "The council halves the toll" in page)
    assert harbour.published() == before
    assert {it.name for it in harbour.path.iterdir()} == {".backstory", "content", "mkdocs.yml", "site"}


def test_drafts_and_new_stories_are_shown(harbour, serve):
    preview = serve()
    assert "The second vote" in preview.get("/stories/second-vote/")
    told = (harbour.path / STORY).read_text(encoding="utf-8").replace("doubles", "forgets")
    harbour.write(
        "content/stories/third-vote/article.md", "“We can build the wall now”, Ilse Varga said again.\n"
    )
    harbour.write("content/stories/third-vote/story.yml", told)
    preview.wait("/stories/third-vote/", lambda page: "The council forgets the toll" in page)
    harbour.replace("content/stories/third-vote/article.md", "again", "for the third time")
    preview.wait("/stories/third-vote/", lambda page: "for the third time" in page)


def test_a_mistake_is_shown_above_every_page_as_it_was_and_not_searched_until_it_is_mended(harbour, serve):
    preview = serve()
    harbour.replace(STORY, "speaker: ilse-varga", "speaker: ilse-vargo")
    page = preview.wait("/stories/harbour-toll/", lambda page: BANNER in page)
    assert f"<code>{STORY}:8:29</code>" in page
    assert re.search(r"<code>[a-z]+/[a-z-]+</code>", page)
    assert "Did you mean `ilse-varga`?" in page
    assert "The council doubles the toll" in page
    for path in ("/", "/about/", "/actors/ilse-varga/", "/quotes/harbour-toll/build-the-wall/"):
        assert f"{STORY}:8:29" in preview.wait(path, bool), path
    assert "Traceback" not in preview.log.read_text()
    assert "ilse-vargo" not in preview.wait("/search/search_index.json", bool)
    harbour.replace(STORY, "speaker: ilse-vargo", "speaker: ilse-varga")
    preview.wait("/stories/harbour-toll/", lambda page: page and BANNER not in page)
    assert BANNER not in preview.wait("/about/", bool)


def test_a_start_with_a_mistake_shows_it_and_its_mending_shows_the_site(harbour, serve):
    harbour.write(STORY, 'headline: "never closed\n')
    preview = serve()
    for path in ("/", "/stories/", "/about/"):
        page = preview.wait(path, bool)
        assert BANNER in page, path
        assert f"{STORY}:" in page, path
    harbour.write(STORY, "headline: Mended\nsummary: Yes.\npublished: 2031-03-04\ntext: retelling\n")
    preview.wait("/stories/harbour-toll/", lambda page: "Mended" in page)
    assert BANNER not in preview.wait("/about/", bool)


def test_an_id_that_comes_is_offered_by_text_editors_from_then_on(harbour, serve):
    schema = harbour.path / ".backstory" / "story.schema.json"
    assert CliRunner().invoke(main, ["schema", str(harbour.path)]).exit_code == 0
    preview = serve()
    harbour.write("content/actors/odile-varga.yml", "name: Odile Varga\nkind: person\n")
    preview.wait("/actors/odile-varga/", bool)
    assert "odile-varga" in schema.read_text(encoding="utf-8")


def test_schemas_are_written_only_where_somebody_asked_for_them(harbour, serve):
    serve().wait("/", bool)
    assert not list((harbour.path / ".backstory").glob("*.json"))


def test_a_preview_is_not_indexed_by_pagefind_and_says_so(harbour, serve):
    harbour.replace("mkdocs.yml", "search, backstory", "search, backstory: {search: pagefind}")
    preview = serve()
    assert "Pagefind is for publishing: the search of this preview finds names" in preview.log.read_text()
    index = json.loads(preview.get("/search/search_index.json"))
    assert "actors/ilse-varga/" in {it["location"] for it in index["docs"]}
    assert "javascripts/workers/search." in preview.get("/about/")
    assert not preview.get("/assets/search-worker.js")


@pytest.fixture
def archive(harbour, serve):
    """The small site with so many people that its pages are made when they are asked for."""
    for number in range(70):
        person = f"name: Odile Reyk {number}\nkind: person\ndescription: A boatwoman.\n"
        harbour.write(f"content/actors/odile-{number}.yml", person)
    return serve()


def builds(preview):
    """How often MkDocs has built the site."""
    return preview.log.read_text().count("Documentation built in")


def without_reloading(page):
    """A page without MkDocs's script, which says when it was built."""
    return re.sub(r"<script>(?:(?!</script>).)*livereload\(.*?</script>", "", page, flags=re.DOTALL)


PAGES = (
    *(
        "/",
        "/about/",
        "/stories/",
        "/stories/harbour-toll/",
        "/actors/",
        "/actors/ilse-varga/",
        "/actors/odile-7/",
    ),
    *("/quotes/", "/quotes/harbour-toll/build-the-wall/", "/timeline/", "/stories.json", "/feed.xml"),
    *("/stories/harbour-toll.json", "/llms.txt", "/search/search_index.json", "/actors/odile-8/"),
)


def test_of_a_large_archive_a_save_is_shown_without_a_build_and_as_a_build_shows_it(harbour, archive):
    before = {path: archive.get(path) for path in PAGES}
    harbour.replace(STORY, "The council doubles the toll", "The council halves the toll")
    harbour.replace(
        "content/actors/ilse-varga.yml", "name: Ilse Varga", "name: Ilse M. Varga\naliases: [Ilse Varga]"
    )
    archive.wait("/stories/harbour-toll/", lambda page: "Ilse M. Varga" in page)
    archive.wait("/search/search_index.json", lambda index: "The council halves the toll" in index)
    shown = {path: without_reloading(archive.get(path)) for path in PAGES}
    assert builds(archive) == 1
    for path in (
        "/",
        "/stories/",
        "/stories/harbour-toll/",
        "/actors/ilse-varga/",
        "/search/search_index.json",
    ):
        assert "The council halves the toll" in shown[path] or "Ilse M. Varga" in shown[path], path
        assert shown[path] != without_reloading(before[path])
    harbour.replace("mkdocs.yml", "docs_dir", "# All anew.\ndocs_dir")
    archive.wait("/about/", lambda _: builds(archive) == 2)
    assert shown == {path: without_reloading(archive.get(path)) for path in PAGES}


def test_of_a_large_archive_what_comes_and_what_is_wrong_is_shown_too(harbour, archive):
    harbour.replace(STORY, "speaker: ilse-varga", "speaker: ilse-vargo")
    page = archive.wait("/stories/harbour-toll/", lambda page: BANNER in page)
    assert "Did you mean `ilse-varga`?" in page
    harbour.replace(STORY, "speaker: ilse-vargo", "speaker: ilse-varga")
    archive.wait("/stories/harbour-toll/", lambda page: page and BANNER not in page)
    harbour.write("content/actors/otto-brandt.yml", "name: Otto Brandt\nkind: person\n")
    assert "Otto Brandt" in archive.wait("/actors/otto-brandt/", bool)
    assert "Otto Brandt" in archive.get("/actors/")
    harbour.replace("content/about.md", "# About", "# About us")
    archive.wait("/about/", lambda page: "About us" in page)
    assert "Traceback" not in archive.log.read_text()


@pytest.mark.parametrize("people", [0, 70])
def test_what_a_rule_finds_is_told_once_a_preview_is_there_whether_small_or_large(harbour, serve, people):
    for number in range(people):
        person = f"name: Odile Reyk {number}\nkind: person\ndescription: A boatwoman.\n"
        harbour.write(f"content/actors/odile-{number}.yml", person)
    harbour.replace(STORY, "ilse-varga: []", "ilse-varga: [the mayoress]")
    preview = serve()
    preview.wait("/about/", lambda _: "“the mayoress” is not in the text" in preview.log.read_text())
    assert builds(preview) == 1


def test_of_a_large_archive_a_file_that_says_the_same_is_no_build(harbour, archive):
    (harbour.path / STORY).touch()
    archive.wait("/", lambda _: "Reloading browsers" in archive.log.read_text())
    assert builds(archive) == 1
    assert "The council doubles the toll" in archive.get("/stories/harbour-toll/")


def test_of_a_large_archive_a_build_soon_after_a_save_is_what_is_found(harbour, archive):
    harbour.replace(STORY, "The council doubles the toll", "The council halves the toll")
    archive.wait("/stories/harbour-toll/", lambda page: "The council halves the toll" in page)
    harbour.replace(STORY, "The council halves the toll", "The council forgets the toll")
    harbour.write("content/actors/otto-brandt.yml", "name: Otto Brandt\nkind: person\n")
    archive.wait("/actors/otto-brandt/", bool)
    time.sleep(5)  # in which what waited for rest would be done
    assert "The council forgets the toll" in archive.get("/search/search_index.json")


def test_of_a_large_archive_what_a_rule_finds_is_told_when_nobody_waits(harbour, archive):
    harbour.replace(STORY, "ilse-varga: []", "ilse-varga: [the mayoress]")
    archive.wait("/", lambda _: "“the mayoress” is not in the text" in archive.log.read_text())
    assert builds(archive) == 1
