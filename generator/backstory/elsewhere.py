"""Where words are that are not where a quote says: in another story's text, or in another mouth."""

from collections.abc import Iterator

from backstory.anchor import find_quotation
from backstory.newsroom import Newsroom
from backstory.record import Actor, Quote, Story
from backstory.text import word_count
from backstory.wording import find_words, wording_of

_FEW = 4  # fewer words than these are anybody's


def stories_with(words: str, newsroom: Newsroom, *, but: Story) -> list[Story]:
    """The other republished stories whose text has the words."""
    if word_count(words) < _FEW:
        return []
    others = [it for it in newsroom.stories if it.is_republished and it is not but]
    return [it for it in others if find_quotation(it.article, words)]


def same_words_by_others(words: str, speaker: Actor, newsroom: Newsroom) -> list[Quote]:
    """The quotes of other speakers on this site that have the words, or are in them."""
    if word_count(words) < _FEW:
        return []
    mine = wording_of(words)
    return [
        it
        for it in newsroom.quotes
        if it.speaker is not speaker
        and it.is_verbatim
        and word_count(it.text) >= _FEW
        and (find_words(wording_of(it.text), words) or find_words(mine, it.text))
    ]


def told_elsewhere(words: str, speaker: Actor, newsroom: Newsroom, *, but: Story) -> Iterator[str]:
    """For an editor whose quote is not in its text: where the words are, and who else says them."""
    if names := [f"`{it.id}`" for it in stories_with(words, newsroom, but=but)]:
        yield f"The words are in the text of {' and in that of '.join(names)}: is that the source?"
    yield from told_of_others(words, speaker, newsroom)


def told_of_others(words: str, speaker: Actor, newsroom: Newsroom) -> Iterator[str]:
    """For an editor: who else says the words."""
    for other in same_words_by_others(words, speaker, newsroom)[:1]:
        yield f"In `{other.story.id}`, {other.speaker.name} says them: who did?"
