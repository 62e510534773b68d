"""An actor: who this is, everything they said across all stories, and what was said about them."""

from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct

from backstory import addresses
from backstory.formats import Format
from backstory.pages.checked import Checked, checked
from backstory.pages.edition import Edition, View, contents, data_files
from backstory.pages.embeds import embed_of_actor
from backstory.pages.feeds import feeds_of
from backstory.pages.home import Bar
from backstory.pages.ledger import ClaimRow, TimelinePoint, claim_row, timeline
from backstory.pages.network import Network, network
from backstory.pages.parts import (
    DataFile,
    Day,
    Face,
    Link,
    day,
    face,
    party_link,
    source_link,
    story_link,
    tally,
)
from backstory.pages.pictures import counts_of_actor, picture_of_actor
from backstory.pages.statement import Statement, statement
from backstory.pages.timeline import unique_events
from backstory.record import Actor, Image, Mention, Quote, Role, Said, Story

_COMPANIONS = 8


class RoleRow(Struct, frozen=True):
    """A post with what is known of when it was held."""

    title: str
    of: Link | None
    since: Day | None
    until: Day | None
    named_on: Day | None
    source: Link | None


class StoryStatements(Struct, frozen=True):
    """Statements of one story."""

    story: Link
    day: Day | None
    statements: tuple[Statement, ...]


class MentionRow(Struct, frozen=True):
    """A sentence that names the actor, and where it stands."""

    before: str
    name: str
    after: str


class StoryMentions(Struct, frozen=True):
    """How one story names the actor, and when it came out."""

    story: Link
    published: Day
    part: str
    count: str
    first: MentionRow | None


class RenderingRow(Struct, frozen=True):
    """An utterance in the words in which an outlet carried it."""

    words: str
    speaker: Face
    day: Day | None
    quote: Link
    source: Link


class Number(Struct, frozen=True):
    """A number and what it counts."""

    number: int
    of: str


class ActorView(View, frozen=True, kw_only=True):
    """Everything on an actor's page."""

    face: Face
    words: str
    image: Image | None
    numbers: tuple[Number, ...]
    roles: tuple[RoleRow, ...]
    said: tuple[StoryStatements, ...]
    checked: tuple[Checked, ...]
    claims: tuple[ClaimRow, ...]
    about: tuple[Statement, ...]
    heard: tuple[Statement, ...]
    carried: tuple[Statement, ...]
    rendered: tuple[RenderingRow, ...]
    companions: tuple[Bar, ...]
    network: Network | None
    stories: tuple[StoryMentions, ...]
    events: tuple[TimelinePoint, ...]
    same_as: tuple[Link, ...]
    other_names: str
    files: tuple[DataFile, ...]


def plan_actor_pages(actor: Actor, edition: Edition) -> Iterator[ActorView]:
    """The page of an actor."""
    newsroom, language = edition.newsroom, edition.language
    _ = language.gettext
    shown = face(actor, language)
    said = newsroom.quotes_by(actor)
    claims = tuple(claim_row(it, edition) for it in newsroom.claims_by(actor))
    about, heard, carried = (
        newsroom.quotes_about(actor),
        newsroom.quotes_to(actor),
        newsroom.quotes_carried_by(actor),
    )
    rendered = _rendered(actor, edition)
    stories = newsroom.stories_with(actor)
    events = timeline(unique_events(newsroom.events_with(actor)), language)
    companions = _companions(actor, edition)
    drawn = network(dict.fromkeys((*said, *about)), language)
    roles = tuple(_role(it, edition) for it in actor.roles)
    picture = picture_of_actor(actor, edition)
    yield ActorView(
        address=addresses.of_actor(actor),
        template="actor.html",
        title=actor.name,
        description=actor.description or _("Every quote, mention and claim, across all stories."),
        section=addresses.ACTORS,
        label=shown.kind,
        subject=actor,
        feeds=feeds_of(actor, edition),
        picture=picture,
        embed=embed_of_actor(actor, shown, counts_of_actor(actor, edition), picture, edition),
        contents=contents(
            ("roles", _("Roles"), bool(roles)),
            ("quotes", _("In their words"), bool(said)),
            ("claims", _("How the claims came out"), bool(claims)),
            ("about", _("What others said about them"), bool(about)),
            ("heard", _("What was said to them"), bool(heard)),
            ("carried", _("What they carried"), bool(carried)),
            ("rendered", _("In the words they carried"), bool(rendered)),
            ("network", _("Who spoke about whom"), drawn is not None),
            ("with", _("Appears with"), bool(companions)),
            ("stories", _("Stories"), bool(stories)),
            ("events", _("Timeline"), bool(events)),
            ("data", _("As data"), edition.publishes(Format.API)),
        ),
        face=shown,
        words=actor.description,
        image=actor.image,
        numbers=_numbers(actor, edition),
        roles=roles,
        said=_by_story(said, edition),
        checked=checked(said, language),
        claims=claims,
        about=tuple(statement(it, edition) for it in about),
        heard=tuple(statement(it, edition) for it in heard),
        carried=tuple(statement(it, edition) for it in carried),
        rendered=rendered,
        companions=companions,
        network=drawn,
        stories=tuple(_story_mentions(actor, it, edition) for it in stories),
        events=events,
        same_as=tuple(Link(addresses.site_of(it), it) for it in actor.same_as),
        other_names=language.listed(actor.aliases) if actor.aliases else "",
        files=data_files(
            edition, Format.API, DataFile(addresses.of_data("actors", actor.id), _("Everything on this page"))
        ),
    )


def _numbers(actor: Actor, edition: Edition) -> tuple[Number, ...]:
    newsroom, ngettext = edition.newsroom, edition.language.ngettext
    said = newsroom.quotes_by(actor)
    own = sum(it.is_verbatim for it in said)
    reported = sum(not it.is_verbatim and not it.is_refusal for it in said)
    refused = sum(it.is_refusal for it in said)
    stories, claims = newsroom.number_of_stories_with(actor), len(newsroom.claims_by(actor))
    about, mentions = len(newsroom.quotes_about(actor)), len(newsroom.mentions_of(actor))
    numbers = (
        Number(own, ngettext("quote", "quotes", own)),
        Number(reported, ngettext("reported in other words", "reported in other words", reported)),
        Number(refused, ngettext("refusal to comment", "refusals to comment", refused)),
        Number(claims, ngettext("claim", "claims", claims)),
        Number(about, ngettext("statement about them", "statements about them", about)),
        Number(mentions, ngettext("mention", "mentions", mentions)),
        Number(stories, ngettext("story", "stories", stories)),
    )
    return tuple(it for it in numbers if it.number)


def _role(role: Role, edition: Edition) -> RoleRow:
    language = edition.language
    return RoleRow(
        title=role.title,
        of=party_link(role.of) if role.of else None,
        since=day(role.since, language) if role.since else None,
        until=day(role.until, language) if role.until else None,
        named_on=day(role.as_of, language) if role.as_of else None,
        source=source_link(role.source, language) if role.source else None,
    )


def _by_story(quotes: Iterable[Quote], edition: Edition) -> tuple[StoryStatements, ...]:
    """Quotes in order of date, grouped by day and story."""
    groups: dict[tuple[object, Story], list[Quote]] = {}
    for quote in quotes:
        groups.setdefault((quote.date and quote.date.text, quote.story), []).append(quote)
    return tuple(
        StoryStatements(
            story_link(story),
            day(said[0].date, edition.language) if said[0].date else None,
            tuple(statement(it, edition) for it in said),
        )
        for (_, story), said in groups.items()
    )


def _rendered(actor: Actor, edition: Edition) -> tuple[RenderingRow, ...]:
    language = edition.language
    return tuple(
        RenderingRow(
            words=language.quoted(rendering.text),
            speaker=face(quote.speaker, language),
            day=day(quote.date, language) if quote.date else None,
            quote=Link(language.gettext("all wordings"), addresses.of_quote(quote) + "#wordings"),
            source=Link(language.gettext("source"), rendering.url),
        )
        for quote, rendering in edition.newsroom.renderings_by(actor)
    )


def _companions(actor: Actor, edition: Edition) -> tuple[Bar, ...]:
    """Who is in the same stories, by number of stories; for people, people."""
    newsroom, language = edition.newsroom, edition.language
    counted = Counter(
        it.actor
        for story in newsroom.stories_with(actor)
        for it in newsroom.appearances_in(story)
        if it.actor is not actor and it.actor.kind == "person"
    )
    ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0].name))[:_COMPANIONS]
    most = ranked[0][1] if ranked else 1
    return tuple(
        Bar(
            face(it, language),
            language.count("%(num)s story", "%(num)s stories", number),
            f"{number / most:.2f}",
        )
        for it, number in ranked
    )


def _story_mentions(actor: Actor, story: Story, edition: Edition) -> StoryMentions:
    newsroom, language = edition.newsroom, edition.language
    mentions = [it for it in newsroom.mentions_in(story) if it.actor is actor]
    part = next((it.part for it in newsroom.appearances_in(story) if it.actor is actor), None)
    count = language.count("named %(num)s time", "named %(num)s times", len(mentions)) if mentions else ""
    counts = language.series(
        it
        for it in (
            tally(Said.of(q for q in newsroom.quotes_in(story) if q.speaker is actor), language),
            count,
        )
        if it
    )
    first = _mention(mentions[0]) if mentions else None
    link = Link(story.headline, addresses.of_story(story))
    return StoryMentions(link, day(story.published, language), part or "", counts, first)


def _mention(mention: Mention) -> MentionRow:
    """The sentence around a mention, with the name apart."""
    text, span = mention.story.article.text, mention.span
    sentence = mention.story.article.sentence_of(span)
    return MentionRow(
        text[sentence.start : span.start], text[span.start : span.end], text[span.end : sentence.end]
    )
