"""Small pages for frames on other sites: a quote, an actor, a claim, a story's timeline."""

from math import ceil
from typing import Any

from backstory import addresses
from backstory.formats import Format
from backstory.pages.edition import Edition, Embed, Picture
from backstory.pages.ledger import ClaimRow, TimelinePoint
from backstory.pages.parts import Face, Link, story_link
from backstory.pages.statement import Statement
from backstory.record import Actor, Claim, Quote, Story

# Letters on a line of a frame 600 pixels wide, of words set large and of the rest; how high such a line is.
_LARGE, _SMALL = 50, 70
_LARGE_LINE, _SMALL_LINE = 31, 23


class QuoteEmbed(Embed, frozen=True, kw_only=True):
    """A quote, its speaker, and how it was checked."""

    statement: Statement


class ActorEmbed(Embed, frozen=True, kw_only=True):
    """An actor, and what the site has of them."""

    face: Face
    words: str
    counts: str


class TimelineEmbed(Embed, frozen=True, kw_only=True):
    """What happened before and after a story."""

    story: Link
    timeline: tuple[TimelinePoint, ...]


class ClaimEmbed(Embed, frozen=True, kw_only=True):
    """A claim, and what became of it."""

    claim: ClaimRow


def embed_of_quote(
    quote: Quote, line: Statement, title: str, picture: Picture | None, edition: Edition
) -> QuoteEmbed | None:
    """The quote for other sites; None, here and below, where nothing is made for them."""
    if not edition.publishes(Format.EMBEDS):
        return None
    return QuoteEmbed(
        **_site(edition, picture),
        address=addresses.embed_of_quote(quote),
        template="embed/quote.html",
        title=title,
        permalink=line.permalink,
        height=_height(line.words, line.kind + line.seal.source.label + line.seal.check.label, fixed=160),
        author=Link(quote.speaker.name, line.speaker.address),
        statement=line,
    )


def embed_of_actor(
    actor: Actor, shown: Face, counts: str, picture: Picture | None, edition: Edition
) -> ActorEmbed | None:
    """The actor for other sites."""
    if not edition.publishes(Format.EMBEDS):
        return None
    return ActorEmbed(
        **_site(edition, picture),
        address=addresses.embed_of_actor(actor),
        template="embed/actor.html",
        title=actor.name,
        permalink=shown.address,
        height=_height(actor.description, counts, fixed=150),
        author=None,
        face=shown,
        words=actor.description,
        counts=counts,
    )


def embed_of_timeline(
    story: Story, points: tuple[TimelinePoint, ...], picture: Picture | None, edition: Edition
) -> TimelineEmbed | None:
    """The story's timeline for other sites; None where it has none."""
    if not points or not edition.publishes(Format.EMBEDS):
        return None
    rows = (_height("", it.title, fixed=52) for it in points)
    return TimelineEmbed(
        **_site(edition, picture),
        address=addresses.embed_of_timeline(story),
        template="embed/timeline.html",
        title=edition.language.labelled(edition.language.gettext("Timeline"), story.headline),
        permalink=f"{addresses.of_story(story)}#timeline",
        height=150 + sum(rows),
        author=None,
        story=story_link(story),
        timeline=points,
    )


def embed_of_claim(
    claim: Claim, row: ClaimRow, picture: Picture | None, edition: Edition
) -> ClaimEmbed | None:
    """The claim for other sites. `picture` is that of its story."""
    if not edition.publishes(Format.EMBEDS):
        return None
    later = (_height("", it.text + "".join(to.label for to in it.links), fixed=30) for it in row.log)
    return ClaimEmbed(
        **_site(edition, picture),
        address=addresses.embed_of_claim(claim),
        template="embed/claim.html",
        title=edition.language.labelled(claim.said_by.name, claim.text),
        permalink=row.address,
        height=_height(row.text, row.why, fixed=160) + sum(later),
        author=Link(claim.said_by.name, row.said_by.address),
        claim=row,
    )


def _site(edition: Edition, picture: Picture | None) -> dict[str, Any]:
    return {"site_name": edition.site_name, "site_url": edition.site_url, "picture": picture}


def _height(large: str, small: str, *, fixed: int) -> int:
    """How high words set large and small come out, above what is always there."""
    lines = ceil(len(large) / _LARGE), ceil(len(small) / _SMALL)
    return fixed + lines[0] * _LARGE_LINE + lines[1] * _SMALL_LINE
