"""The marks by which a reader's browser knows what is new: they follow what a thing is, not how it reads."""

import re

STORY = """\
corrections: [{date: 2031-03-05, text: The toll is 4 crowns.}]
quotes:
  wall: {speaker: ilse-varga, kind: indirect, text: The wall can be built.}
claims:
  cheap: {text: The wall is cheap., said_by: ilse-varga, status: open}
events:
  vote: {date: 2031-03-04, title: The council votes.}
"""


def _marks(content, lines):
    """The marks of what is in the story, and the state of the story as its card in the list has it."""
    content.story(lines)
    pages = {it.address: it.html for it in content.compile().site.pages}
    story, state = re.findall(r'data-bs-story="(\w+) (\w+)"', pages["/stories/"])[0]
    assert f'data-bs-visit="{story} {state}"' in pages["/stories/toll/"]
    return set(re.findall(r'data-bs-mark="(\w+ \w{6})"', pages["/stories/toll/"])), story, state


def test_what_is_added_is_new_and_nothing_else_is(content):
    marks, story, state = _marks(content, STORY)
    assert sorted(it.split(" ")[0] for it in marks) == ["claim", "correction", "event", "quote"]
    log = "status: open, log: [{date: 2031-04-02, status: unverified, text: Nobody knows.}]"
    later, same_story, later_state = _marks(
        content, STORY.replace("status: open", log) + "changes: [{date: 2031-04-02, text: Added a poll.}]\n"
    )
    assert sorted(it.split(" ")[0] for it in later - marks) == ["change", "entry"]
    assert marks <= later
    assert story == same_story
    assert state != later_state


def test_a_mended_typo_and_another_id_are_nothing_new(content):
    mended = (
        STORY.replace("can be built", "could be built")
        .replace("is cheap", "was cheap")
        .replace("2031-03-04, title: The council votes", "2031-03-03, title: The councillors vote")
        .replace("wall: {", "the-wall: {formerly: [wall], ")
    )
    assert _marks(content, STORY) == _marks(content, mended)


def test_what_was_taken_down_is_a_change(content):
    marks, _, state = _marks(content, STORY)
    later, _, later_state = _marks(content, STORY.replace("cheap: {", "cheap: {redact: It was a joke., "))
    assert [it.split(" ")[0] for it in later - marks] == ["change"]
    assert state != later_state
