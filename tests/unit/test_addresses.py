"""Relative links, which are made by themselves because there are so many."""

import posixpath

import pytest

from backstory.addresses import relative

PAGES = ["/", "/stories/", "/stories/a/", "/quotes/a/b/", "/quotes/a/c/", "/quotes/b/a/"]
FILES = ["/stories/a/feed.xml", "/api/x/y.json", "/a.json"]
ODD = ["/stories/../quotes/a/", "/quotes//a/", "/stories/./a/"]


@pytest.mark.parametrize("target", [*PAGES, *FILES, *ODD])
def test_a_relative_link_is_the_way_from_folder_to_folder(target):
    for page in PAGES:
        way = posixpath.relpath(target, page)
        assert relative(target, page) == (f"{way}/" if target.endswith("/") else way)


def test_a_link_to_a_place_on_the_same_page_is_the_place():
    assert relative("/stories/a/#b", "/stories/a/") == "#b"
    assert relative("/stories/a/", "/stories/a/") == "./"
    assert relative("/stories/a/#b", "/stories/c/") == "../a/#b"
