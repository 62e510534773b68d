"""What a process remembers of the last time: it says the same as when all is resolved anew."""

import random
import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import asdict, replace

from backstory.diagnostics import in_order
from backstory.folder import read_content
from backstory.prints import Prints
from backstory.remembered import Memory
from backstory.resolve import Publishing, resolve_content
from backstory.text import SourceText

EXAMPLE = Path(__file__).parent.parent.parent / "content"
SEEDS = 5
WORDS = re.compile(r"[\w-]+")
LINES = (
    "status: draft",
    "status: withdrawn",
    "embargo: 2031-03-04T06:00Z",
    "formerly: [alaska-summit]",
    "relies_on: [{story: alaska-summit, claim: no-ceasefire}]",
    "related: [{story: alaska-summit, adds: More.}]",
    "backstory: See [there](/stories/summit-agreed/) and [that](/quotes/alaska-summit/x/).",
)


def files_of(content):
    """Each text by its place: kind, id and file."""
    texts = {("actors", name, ""): it for name, it in content.actors.items()}
    texts |= {("topics", name, ""): it for name, it in content.topics.items()}
    for name, files in content.stories.items():
        texts |= {("stories", name, part): getattr(files, part) for part in ("story", "article", "lock")}
    return {place: it for place, it in texts.items() if it}


def with_text(content, place, text):
    """The content with another text at a place; with None, without the file."""
    kind, name, part = place
    things = dict(getattr(content, kind))
    source = text and SourceText(files_of(content)[place].path, text)
    if part and not (part == "story" and source is None):
        things[name] = replace(things[name], **{part: source})
    elif source:
        things[name] = source
    else:
        del things[name]
    return replace(content, **{kind: things})


def edited(chance, text, words):
    """A text with one line that is gone, doubled, moved, new, or has another word."""
    lines = text.splitlines(keepends=True)
    at = chance.randrange(len(lines))
    match chance.randrange(6):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, lines[at])
        case 2:
            lines.insert(0, chance.choice(LINES) + "\n")
        case 3:
            lines.insert(chance.randrange(len(lines)), lines.pop(at))
        case _:
            found = [*WORDS.finditer(lines[at])]
            if found:
                word = chance.choice(found)
                lines[at] = lines[at][: word.start()] + chance.choice(words) + lines[at][word.end() :]
    return "".join(lines)


def told(resolution):
    """All that came of resolving, so that it can be compared."""
    prints = Prints()
    newsroom = resolution.newsroom
    return (
        in_order(resolution.found),
        {name: prints.of(it) for name, it in asdict(newsroom).items()},
        Counter((it.kind, it.id, it.document.source.path, it.path) for it in resolution.uses),
        Counter((it.source.path, it.path) for it in resolution.texts),
        resolution.links,
        dict(resolution.names),
        dict(resolution.locks),
        {name: it.data for name, it in resolution.documents.items()},
    )


@pytest.mark.parametrize("seed", range(SEEDS))
def test_after_each_of_many_edits_the_same_comes_of_it_as_from_the_start(seed):
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    whole, _ = read_content(EXAMPLE, shown_as="content")
    words = [
        *whole.actors,
        *whole.topics,
        *whole.stories,
        *["open", "false", "nobody", "true", "[", "*", "mayor"],
    ]
    content, memory = whole, Memory()
    publishing = Publishing(now=datetime(2025, 8, 20, tzinfo=UTC))
    for _ in range(12):
        place = chance.choice(sorted(files_of(content)))
        text = files_of(content)[place].text
        match chance.randrange(8):
            case 0:
                content = whole
            case 1:
                content = with_text(content, place, None)
            case 2 if place in files_of(whole):
                content = with_text(content, place, files_of(whole)[place].text)
            case 3:
                publishing = replace(publishing, drafts=not publishing.drafts)
            case _ if text.strip():
                content = with_text(content, place, edited(chance, text, words))
        resolution = resolve_content(content, publishing, memory=memory)
        memory = resolution.memory
        assert told(resolution) == told(resolve_content(content, publishing))


def test_what_has_not_changed_is_taken_over_as_it_is():
    content, _ = read_content(EXAMPLE, shown_as="content")
    before = resolve_content(content, Publishing(), memory=Memory())
    place = ("stories", "geneva-summit-2021", "story")
    text = re.sub("headline: .*", "headline: Another", files_of(content)[place].text, count=1)
    after = resolve_content(with_text(content, place, text), Publishing(), memory=before.memory)
    assert {it.headline for it in after.newsroom.stories} > {"Another"}
    old, new = ({it.id: it for it in one.newsroom.stories} for one in (before, after))
    assert [name for name in old if old[name] is not new[name]] == named_by(before, "geneva-summit-2021")
    assert before.newsroom.actors == after.newsroom.actors


def named_by(resolution, name):
    """The story, and those that name it, and those that name these."""
    names = {name}
    while (
        more := {
            it.document.source.path.split("/")[2]
            for it in resolution.uses
            if it.kind == "story" and it.id in names
        }
        - names
    ):
        names |= more
    return [it.id for it in resolution.newsroom.stories if it.id in names]
