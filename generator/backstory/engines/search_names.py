"""A search by names: what has one, and the first words about it. It stays small however large the archive."""

from collections.abc import Iterator

from markupsafe import escape

from backstory import addresses
from backstory.engines.listing import Entry
from backstory.newsroom import Newsroom

# Characters of articles and quotes. Of so much, the index of all words has some 1.5 MB: a phone has it ready
# in about a second.
MOST_OF_ALL_WORDS = 400_000
_MORE_LIKELY = 4  # a name is asked for more often than a headline's words


def is_for_all_words(newsroom: Newsroom) -> bool:
    """Whether the archive is small enough for a search through all its words."""
    words = sum(len(it.article.text) for it in newsroom.stories) + sum(len(it.text) for it in newsroom.quotes)
    return words <= MOST_OF_ALL_WORDS


def entries_of_names(newsroom: Newsroom) -> Iterator[Entry]:
    """An entry for each story, topic and actor, as Material's index has them."""
    for story in newsroom.stories:
        summary = "" if story.is_withdrawn else story.summary
        yield _entry(addresses.of_story(story), story.headline, summary, 6)
    for topic in newsroom.topics:
        yield _entry(addresses.of_topic(topic), topic.name, topic.description, 6)
    for actor in newsroom.actors:
        entry = _entry(addresses.of_actor(actor), actor.name, actor.description, 3)
        yield entry | {"boost": _MORE_LIKELY}


def _entry(address: str, name: str, said: str, words: int) -> Entry:
    first = " ".join(said.split()[:words])
    return {"location": address[1:], "title": str(escape(name)), "text": str(escape(first))}
