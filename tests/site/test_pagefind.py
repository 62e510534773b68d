"""`search: pagefind`: all words at any size, in pieces."""

import gzip
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from backstory.engines import search_pagefind
from backstory.engines.search_pagefind import FOLDER, NoPagefind, Wanted, sources_of, write_index
from commands import ENVIRONMENT, mkdocs

PARTS = 4
WANTED = Wanted("en", "Kinds of results", "All", "Quote")


def edit(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def files(folder):
    return {it.relative_to(folder).as_posix(): it.read_bytes() for it in folder.rglob("*") if it.is_file()}


def unpacked(file):
    data = gzip.decompress(file.read_bytes())
    assert data.startswith(b"pagefind_dcd")
    return data.removeprefix(b"pagefind_dcd")


def fragments(index):
    """What is shown of each page that is found, by its address."""
    found = [json.loads(unpacked(it)) for it in (index / "fragment").iterdir()]
    return {it["url"]: it for it in found}


def built(folder, *arguments):
    outcome = mkdocs("build", *arguments, cwd=folder)
    assert outcome.code == 0, outcome.output
    return outcome.output


@pytest.fixture(scope="module")
def built_once(built_harbour, tmp_path_factory):
    """The small site with this search, and with quotes and people that are found."""
    folder = Path(shutil.copytree(built_harbour.path, tmp_path_factory.mktemp("pagefind") / "harbour"))
    edit(folder / "mkdocs.yml", "search, backstory", "search, backstory: {search: pagefind}")
    assert "Pagefind indexes 6 pages." in built(folder, "--strict")
    return folder


@pytest.fixture
def harbour(built_once, tmp_path):
    return Path(shutil.copytree(built_once, tmp_path / "harbour"))


# ---- what is in it


def test_each_page_is_found_that_the_other_search_finds_with_the_same_words(built_once, built_harbour):
    other = json.loads((built_harbour.path / "site/search/search_index.json").read_text(encoding="utf-8"))
    found = fragments(built_once / "site" / FOLDER)
    assert set(found) == {"/" + it["location"].partition("#")[0] for it in other["docs"]}
    assert "We can build the wall now" in found["/stories/harbour-toll/"]["content"]
    assert "Full profile" not in found["/stories/harbour-toll/"]["content"]  # of a card
    assert "Skip to content" not in "".join(it["content"] for it in found.values())  # of the frame
    assert found["/actors/ilse-varga/"]["meta"] == {"title": "Ilse Varga", "name": "Ilse Varga"}


def test_headings_are_places_to_lead_to(tmp_path):
    page = {"location": "a/", "title": "A", "text": "<p>First.</p>"}
    part = {"location": "a/#b-c", "title": "B &amp; <code>C</code>", "text": "<p>Second.</p>"}
    empty = {"location": "a/#none", "title": "No words", "text": ""}
    write_index(tmp_path, sources_of([page, part, empty], ["/a/"], {"a/": "Story"}, WANTED))
    (found,) = fragments(tmp_path / FOLDER).values()
    assert [(it["id"], it["text"]) for it in found["anchors"]] == [("b-c", "B & C")]
    assert found["content"] == "A. First. B & C. Second."


def test_kinds_are_a_filter_and_the_box_knows_them(built_once):
    site = built_once / "site"
    kinds = {url: it["filters"].get("kind") for url, it in fragments(site / FOLDER).items()}
    assert kinds["/stories/storm/"] == ["Story"]
    assert kinds["/actors/tomas-reyk/"] == ["Person"]
    assert kinds["/quotes/harbour-toll/build-the-wall/"] == ["Direct quote"]
    assert kinds["/about/"] is None
    known = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    assert known["docs"] == []
    assert known["config"]["backstory"] == {
        "language": "en",
        "name": "Kinds of results",
        "kinds": [["All", []], ["Person", ["Person"]], ["Story", ["Story"]], ["Quote", ["Direct quote"]]],
    }


def test_nothing_is_there_that_is_not_asked_for_and_each_page_asks_it(built_once, built_harbour):
    site = built_once / "site"
    top = {it.name.partition(".")[0] for it in (site / FOLDER).iterdir()}
    assert top == {"pagefind", "pagefind-entry", "wasm", "fragment", "index", "filter"}
    for page in ("404.html", "about/index.html", "stories/storm/index.html"):
        assert "assets/search-worker.js" in (site / page).read_text(encoding="utf-8")
        assert "assets/search.js" in (site / page).read_text(encoding="utf-8")
    before = files(built_harbour.path / "site")
    assert not [it for it in before if it.startswith((FOLDER, "assets/search"))]


def test_the_policy_allows_webassembly_to_this_search_alone(built_once, built_harbour):
    def said(folder):
        return (folder / "site/_headers").read_text(encoding="utf-8")

    assert "script-src 'self' 'wasm-unsafe-eval' " in said(built_once)
    assert "wasm" not in said(built_harbour.path)


def test_the_words_of_the_choice_are_in_the_sites_language(harbour):
    edit(harbour / "mkdocs.yml", "name: material", "name: material, language: de")
    built(harbour)
    known = json.loads((harbour / "site/search/search_index.json").read_text(encoding="utf-8"))["config"]
    assert known["backstory"]["language"] == "de"
    assert known["backstory"]["kinds"][0][0] == "Alle"
    assert json.loads((harbour / "site" / FOLDER / "pagefind-entry.json").read_text())[
        "languages"
    ].keys() == {"de"}


def test_a_site_whose_pages_are_rendered_one_by_one_has_the_same_index(harbour):
    before = files(harbour / "site" / FOLDER)
    edit(harbour / "mkdocs.yml", "search: pagefind", "search: pagefind, page_shells: false")
    built(harbour)
    assert files(harbour / "site" / FOLDER) == before


# ---- the same each time


def pages(*, number):
    kinds = ("Story", "Topic", "Person", "Place", "Reported, not quoted", "From a “post” & more")
    entries = [
        {"location": f"things/{it}/", "title": f"Thing {it}", "text": f"<p>It is the {it}th thing.</p>"}
        for it in range(number)
    ]
    labels = {it["location"]: kinds[index % len(kinds)] for index, it in enumerate(entries)}
    return sources_of(entries, ["/" + it["location"] for it in entries], labels, WANTED)


def test_the_same_pages_give_the_same_bytes(tmp_path):
    sources = pages(number=400)
    for it in "abc":
        write_index(tmp_path / it, sources)
    first = files(tmp_path / "a")
    assert len(first) > 400
    assert files(tmp_path / "b") == first == files(tmp_path / "c")
    kinds = unpacked(next((tmp_path / "a" / FOLDER / "filter").iterdir()))
    places = [kinds.index(it[0].encode()) for it in sources.known["kinds"][1:]]
    assert len(places) == 6
    assert sorted(places) == [
        kinds.index(it.encode())
        for it in ("Place", "Story", "Topic", "Person", "Reported, not quoted", "From a “post” & more")
    ]


def test_the_list_of_pages_that_each_reader_fetches_is_short_and_right(tmp_path):
    write_index(tmp_path, pages(number=400))
    index = tmp_path / FOLDER
    (listed,) = index.glob("*.pf_meta")
    assert listed.stat().st_size < 400 * 6
    names = [it.stem for it in (index / "fragment").iterdir()]
    assert len(names) == 400
    assert all(it.encode() in unpacked(listed) for it in names)


def test_a_name_is_quoted_and_an_address_stays_as_it_is(tmp_path):
    entry = {"location": "%C3%BCber%20a/", "title": 'Ada "the <b>" Byron', "text": "<p>x</p>", "boost": 4}
    write_index(tmp_path, sources_of([entry], [], {}, WANTED))
    (found,) = fragments(tmp_path / FOLDER).values()
    assert found["url"] == "/%C3%BCber%20a/"
    assert found["meta"]["name"] == 'Ada "the <b>" Byron'


def test_an_empty_site_has_no_index(tmp_path):
    write_index(tmp_path, sources_of([], [], {}, WANTED))
    assert not files(tmp_path)


# ---- a site that is built again


def rebuilt(folder):
    """What a further build says, whose site must be the one that a build anew gives."""
    said = built(folder)
    anew = folder.parent / "anew"
    shutil.copytree(folder, anew, ignore=shutil.ignore_patterns("site", ".backstory"))
    built(anew)
    assert files(folder / "site") == files(anew / "site")
    shutil.rmtree(anew)
    return said


def test_where_nothing_has_changed_nothing_is_built(harbour):
    assert "Nothing has changed" in built(harbour)


def test_an_index_of_the_same_words_is_taken_from_the_last_build(harbour):
    (harbour / "site/stories/storm/index.html").unlink()
    assert "Pagefind" not in rebuilt(harbour)


def test_a_word_that_has_changed_makes_the_index_anew_and_leaves_nothing_of_the_old(harbour):
    edit(harbour / "content/stories/storm/article.md", "It blew", "It poured")
    assert "Pagefind indexes 6 pages." in rebuilt(harbour)
    assert "poured" in fragments(harbour / "site" / FOLDER)["/stories/storm/"]["content"]


def test_an_index_that_somebody_has_touched_is_made_anew(harbour):
    before = files(harbour / "site")
    index = harbour / "site" / FOLDER
    next((index / "fragment").iterdir()).unlink()
    assert "Pagefind indexes" in built(harbour)
    assert files(harbour / "site") == before
    (index / "fragment" / "en_0.pf_fragment").write_bytes(b"")
    assert "Pagefind indexes" in built(harbour)
    assert files(harbour / "site") == before


def test_another_search_leaves_nothing_of_it(harbour, built_harbour):
    edit(harbour / "mkdocs.yml", ": {search: pagefind}", "")
    built(harbour)
    assert files(harbour / "site") == files(built_harbour.path / "site")


def test_what_is_held_back_is_not_indexed(harbour):
    before = files(harbour / "site")
    with (harbour / "content/about.md").open("a", encoding="utf-8") as page:
        page.write("\nNot yet to be seen.\n")
    outcome = mkdocs("build", cwd=harbour)
    assert outcome.code == 1
    assert "pagefind" not in outcome.output.casefold().replace("search: pagefind", "")
    assert files(harbour / "site") == before


# ---- in parts


def backstory(folder, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "backstory", *arguments],
        cwd=folder,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )


def test_parts_together_are_the_site_byte_for_byte(harbour):
    for it in range(1, PARTS + 1):
        made = backstory(harbour, "build", "--shard", f"{it}/{PARTS}", "--site-dir", f"parts/{it}")
        assert made.returncode == 0, made.stdout
        assert not (harbour / f"parts/{it}" / FOLDER).exists()
    merged = backstory(harbour, "merge", "shards", "merged", *(f"parts/{it}" for it in (3, 1, 4, 2)))
    assert merged.returncode == 0, merged.stdout
    assert files(harbour / "merged") == files(harbour / "site")


# ---- where it is not


@pytest.fixture
def without_pagefind(tmp_path):
    """Variables with which Python finds no Pagefind."""
    folder = tmp_path / "without"
    folder.mkdir()
    (folder / "pagefind_bin_extended.py").write_text("raise ImportError", encoding="utf-8")
    return {"PYTHONPATH": os.pathsep.join([str(folder), ENVIRONMENT.get("PYTHONPATH", "")])}


def test_without_the_package_nothing_is_built_and_the_remedy_is_told(harbour, without_pagefind):
    before = files(harbour / "site")
    outcome = mkdocs("build", cwd=harbour, **without_pagefind)
    assert outcome.code == 1
    assert "needs Pagefind, which is not installed: run `pip install" in outcome.output
    assert "Traceback" not in outcome.output
    assert "Building" not in outcome.output
    assert files(harbour / "site") == before


def test_a_version_that_is_not_known_is_told(monkeypatch):
    search_pagefind.pagefind.cache_clear()
    monkeypatch.setattr(search_pagefind, "version", lambda _: "1.6.0")
    with pytest.raises(NoPagefind, match=r"needs Pagefind 1\.5, not 1\.6\.0"):
        search_pagefind.pagefind()


def test_what_the_program_says_of_a_failure_is_told(tmp_path, monkeypatch):
    program = tmp_path / "pagefind"
    program.write_text("#!/bin/sh\necho 'no room' >&2; exit 1\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(search_pagefind, "pagefind", lambda: program)
    with pytest.raises(NoPagefind, match="Pagefind could not index the site: no room"):
        write_index(tmp_path, pages(number=1))


@pytest.mark.parametrize(
    ("old", "new"), [("{name: material, font: false}", "mkdocs"), ("[search, backstory", "[backstory")]
)
def test_another_theme_or_no_search_at_all_is_told(harbour, old, new):
    edit(harbour / "mkdocs.yml", old, new)
    outcome = mkdocs("build", cwd=harbour)
    assert outcome.code == 1
    assert "`search: pagefind` needs the theme Material with its plugin `search`." in outcome.output
    assert "Traceback" not in outcome.output
