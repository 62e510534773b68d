"""What is published when: drafts, embargoes, withdrawn stories."""

from datetime import UTC, datetime

import pytest

BEFORE, AFTER = datetime(2031, 3, 4, 5, 59, tzinfo=UTC), datetime(2031, 3, 4, 6, tzinfo=UTC)
QUOTE = "actors: [ilse-varga]\nquotes:\n  q: {speaker: ilse-varga, kind: indirect, text: It costs.}\n"


def published(content, **publishing):
    return [it.id for it in content.newsroom(**publishing).stories]


@pytest.mark.parametrize("publishing", [{}, {"now": AFTER}])
def test_a_draft_is_not_published(content, publishing):
    content.story("status: draft\n" + QUOTE)
    newsroom = content.newsroom(**publishing)
    assert (newsroom.stories, newsroom.quotes, newsroom.mentions, newsroom.appearances) == ((), (), (), ())


def test_a_draft_is_seen_where_drafts_are_asked_for(content):
    content.story("status: draft\n" + QUOTE)
    assert published(content, drafts=True) == ["toll"]


@pytest.mark.parametrize(
    ("publishing", "stories"),
    [
        ({}, []),
        ({"now": BEFORE}, []),
        ({"now": AFTER}, ["toll"]),
        ({"now": BEFORE, "drafts": True}, ["toll"]),
    ],
)
def test_an_embargo_holds_until_its_moment(content, publishing, stories):
    content.story("embargo: 2031-03-04T07:00+01:00\n")
    assert published(content, **publishing) == stories


def test_a_withdrawn_story_keeps_its_place_and_says_nothing_more(content):
    content.story("status: withdrawn\n" + QUOTE)
    newsroom = content.newsroom()
    assert [it.is_withdrawn for it in newsroom.stories] == [True]
    assert (newsroom.quotes, newsroom.mentions, newsroom.appearances) == ((), (), ())


def test_an_embargoed_story_cannot_be_seen_through_another(content):
    content.write(
        "stories/storm/story.yml",
        b"headline: S\nsummary: S\npublished: 2029\ntext: retelling\nstatus: draft\n",
    )
    content.write("stories/storm/article.md", "It blew.\n")
    content.story(
        "related: [{story: storm}]\nclaims:\n  c:\n    text: x\n    said_by: tomas-reyk\n    status: open\n"
        "    log: [{date: 2031-04, status: confirmed, text: T, story: storm}]\n"
    )
    compilation = content.compile()
    assert {it.code for it in compilation.diagnostics} == {"reference/unpublished"}
    assert compilation.site is not None
    assert not [it.address for it in compilation.site.pages if "storm" in it.address]
    assert not [it.address for it in compilation.site.pages if "/stories/storm/" in it.html]


def test_two_compilations_of_the_same_content_are_the_same(content):
    content.story(QUOTE)
    assert content.compile().site == content.compile().site
