"""What the social pictures show: of a quote, an actor, a story."""

from typing import Any

from backstory import addresses
from backstory.formats import Format
from backstory.pages.edition import Edition, Picture
from backstory.pages.parts import Face, face, tally
from backstory.pages.statement import Statement
from backstory.pages.stories import story_card
from backstory.record import Actor, Quote, Story

WIDTH, HEIGHT = 1200, 630  # pixels
_LONGEST = 400  # letters of the alternative text: networks take 420
_FACES = 6


class QuotePicture(Picture, frozen=True, kw_only=True):
    """Somebody's words, who said them, and how they were checked. The marks stand around the words."""

    kind: str
    day: str
    words: str
    marks: tuple[str, str]
    speaker: Face
    role: str
    seal: str
    mark: str
    matches: bool
    source: str

    @property
    def shown(self) -> tuple[str, ...]:
        """Every text in it."""
        words = self.words.join(self.marks)
        return (self.kind, self.day, words, self.speaker.name, self.role, self.seal, self.source)


class ActorPicture(Picture, frozen=True, kw_only=True):
    """Who somebody is, and what the site has of them."""

    face: Face
    words: str
    counts: str

    @property
    def shown(self) -> tuple[str, ...]:
        """Every text in it."""
        return (self.face.kind, self.face.name, self.words, self.counts)


class StoryPicture(Picture, frozen=True, kw_only=True):
    """A story's headline, what it is about, and who speaks in it."""

    topic: str
    day: str
    headline: str
    summary: str
    speakers: tuple[Face, ...]
    counts: str

    @property
    def shown(self) -> tuple[str, ...]:
        """Every text in it."""
        return (self.topic, self.day, self.headline, self.summary, self.counts)


def picture_of_quote(quote: Quote, line: Statement, edition: Edition) -> QuotePicture | None:
    """The picture of a quote; None where pictures are switched off."""
    if not edition.publishes(Format.PICTURES):
        return None
    language = edition.language
    marks = (language.opening_mark, language.closing_mark) if quote.is_verbatim else ("", "")
    return QuotePicture(
        **_site(edition),
        address=addresses.picture_of_quote(quote),
        alt=_shortened(language.labelled(quote.speaker.name, line.words)),
        kind=line.kind,
        day=line.day.text if line.day else language.gettext("date not given"),
        words=line.words.removeprefix(marks[0]).removesuffix(marks[1]),
        marks=marks,
        speaker=line.speaker,
        role=line.role,
        seal=line.seal.check.label,
        mark=line.seal.check.mark,
        matches=line.seal.check.matches,
        source=line.seal.source.label,
    )


def picture_of_actor(actor: Actor, edition: Edition) -> ActorPicture | None:
    """The picture of an actor; None where pictures are switched off."""
    if not edition.publishes(Format.PICTURES):
        return None
    language = edition.language
    alt = language.labelled(actor.name, actor.description) if actor.description else actor.name
    return ActorPicture(
        **_site(edition),
        address=addresses.picture_of_actor(actor),
        alt=_shortened(alt),
        face=face(actor, language),
        words=actor.description,
        counts=counts_of_actor(actor, edition),
    )


def counts_of_actor(actor: Actor, edition: Edition) -> str:
    """What the site has of an actor: 6 quotes, 1 reported · 5 stories."""
    newsroom, language = edition.newsroom, edition.language
    stories = newsroom.number_of_stories_with(actor)
    counts = (
        tally(newsroom.said_by(actor), language),
        language.count("%(num)s story", "%(num)s stories", stories) if stories else "",
    )
    return " · ".join(it for it in counts if it)


def picture_of_story(story: Story, edition: Edition) -> StoryPicture | None:
    """The picture of a story; None where pictures are switched off."""
    if not edition.publishes(Format.PICTURES):
        return None
    card = story_card(story, edition)
    return StoryPicture(
        **_site(edition),
        address=addresses.picture_of_story(story),
        alt=_shortened(edition.language.labelled(edition.site_name, card.headline)),
        topic=" · ".join(it for it in (card.topic.label if card.topic else "", card.part) if it),
        day=card.published.text,
        headline=card.headline,
        summary=card.summary,
        speakers=() if card.is_withdrawn else card.speakers[:_FACES],
        counts=" · ".join(card.counts),
    )


def _site(edition: Edition) -> dict[str, Any]:
    return {"site_name": edition.site_name, "rtl": edition.language.direction == "rtl"}


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    return text[:_LONGEST].rsplit(" ", 1)[0] + " …"
