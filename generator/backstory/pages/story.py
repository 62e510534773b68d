"""A story: the annotated text, and everything that a reader who comes late needs beside it."""

from collections.abc import Iterator

from msgspec import Struct

from backstory import addresses
from backstory.formats import Format
from backstory.language import Language
from backstory.pages.annotated import AnnotatedText, annotated_text
from backstory.pages.checked import Checked, checked
from backstory.pages.edition import Edition, View, contents, data_files
from backstory.pages.embeds import embed_of_claim, embed_of_timeline
from backstory.pages.home import Bar
from backstory.pages.ledger import ClaimRow, TimelinePoint, claim_row, row_beside, timeline
from backstory.pages.marks import counts_of_new, mark_of, mark_of_dated
from backstory.pages.network import Network, network, voice_share
from backstory.pages.parts import (
    DataFile,
    Day,
    Face,
    Link,
    day,
    face,
    role_on,
    source_link,
    story_link,
    tally,
)
from backstory.pages.pictures import picture_of_story
from backstory.pages.statement import Statement, statement
from backstory.pages.stories import StoryCard, part_of_series, story_card
from backstory.pages.wordings import Wordings, wordings_of
from backstory.record import Actor, Appearance, DatedText, Quote, Reference, Said, Story


class SourceBox(Struct, frozen=True):
    """What the page explains: the source article as far as it is known, and how its quotes were checked."""

    title: Link
    facts: tuple[str, ...]
    day: Day | None
    archived: str | None
    matched: int
    total: int


class QuestionView(Struct, frozen=True):
    """A newcomer's question."""

    question: str
    answer: str


class CastEntry(Struct, frozen=True):
    """Somebody in this story: who they are in it, and how much they say."""

    face: Face
    role: str
    said: str
    speaks: bool


class CastGroup(Struct, frozen=True):
    """People, organisations or places."""

    shape: str
    title: str
    entries: tuple[CastEntry, ...]


class Speaker(Struct, frozen=True):
    """Somebody's statements in this story."""

    face: Face
    role: str
    said: str
    statements: tuple[Statement, ...]


class ActorCard(Struct, frozen=True):
    """What opens at a name: who this is, in a sentence."""

    number: int
    face: Face
    role: str
    text: str
    here: str
    everywhere: str
    speaks: bool


class ReadingLink(Struct, frozen=True):
    """Further reading, and what it adds."""

    link: Link
    adds: str


class Removal(Struct, frozen=True):
    """What kind of thing was taken down, and why."""

    mark: str
    what: str
    reason: str


class Change(Struct, frozen=True):
    """An entry of the corrections or the change log."""

    mark: str
    day: Day
    text: str


class SeriesPart(Struct, frozen=True):
    """A story of the same series; whether it is the one that is being read."""

    headline: str
    address: str
    published: Day
    is_this: bool


class StoryView(View, frozen=True, kw_only=True):
    """Everything on a story page, in the order in which it stands there."""

    headline: str
    topics: tuple[Link, ...]
    part: str
    summary: str
    published: Day
    updated: Day | None
    card: StoryCard
    people: str
    source: SourceBox | None
    license: str
    key_points: tuple[str, ...]
    questions: tuple[QuestionView, ...]
    since_then: str
    text: AnnotatedText
    cast: tuple[CastGroup, ...]
    statements_sentence: str
    checked: tuple[Checked, ...]
    speakers: tuple[Speaker, ...]
    wordings: tuple[Wordings, ...]
    claims_sentence: str
    claims: tuple[ClaimRow, ...]
    moves: tuple[ClaimRow, ...]
    leans: tuple[ClaimRow, ...]
    timeline: tuple[TimelinePoint, ...]
    network: Network | None
    voices: tuple[Bar, ...]
    series: tuple[SeriesPart, ...]
    related: tuple[ReadingLink, ...]
    mentioned_in: tuple[Link, ...]
    sources: tuple[Link, ...]
    backstory: str
    corrections: tuple[Change, ...]
    changes: tuple[Change, ...]
    redactions: tuple[Removal, ...]
    why_withdrawn: str
    citation: str
    link: str
    files: tuple[DataFile, ...]
    cards: tuple[ActorCard, ...]
    quote_cards: tuple[Statement, ...]
    counts_of_new: str


def plan_story_pages(story: Story, edition: Edition) -> Iterator[StoryView]:
    """The page of a story."""
    newsroom, language = edition.newsroom, edition.language
    _ = language.gettext
    quotes = newsroom.quotes_in(story)
    statements = {quote: statement(quote, edition) for quote in quotes}
    claims = tuple(claim_row(it, edition) for it in newsroom.claims_in(story))
    points = timeline(newsroom.events_in(story), language, this=story)
    text = annotated_text(story, edition)
    drawn = network(quotes, language, cast=frozenset(it.actor for it in newsroom.appearances_in(story)))
    voices = voice_share(quotes, language)
    wordings = tuple(wordings_of(it, language) for it in quotes if it.renderings)
    sources = _sources(story, edition)
    series = _series(story, edition)
    related = _related(story, edition)
    cast = _cast(story, edition)
    picture = picture_of_story(story, edition)
    claim_embeds = (
        embed_of_claim(claim, row, picture, edition)
        for claim, row in zip(newsroom.claims_in(story), claims, strict=True)
    )
    yield StoryView(
        address=addresses.of_story(story),
        template="story.html",
        title=story.headline,
        description=story.summary,
        section=addresses.STORIES,
        label=_("Story"),
        subject=story,
        listed=not story.is_withdrawn,
        picture=picture,
        embed=embed_of_timeline(story, points, picture, edition),
        embeds=tuple(it for it in claim_embeds if it),
        contents=contents(
            ("short", _("The short version"), bool(story.key_points) and not story.is_withdrawn),
            ("story", _("The story, annotated"), not story.is_withdrawn),
            ("cast", _("Who’s who"), bool(cast)),
            ("said", _("Who said what"), bool(quotes)),
            ("wordings", _("In other wordings"), bool(wordings)),
            ("claims", _("What is known, what is open"), bool(claims)),
            ("leans", _("What this leans on"), bool(newsroom.reliances_of(story))),
            ("moves", _("What this adds to earlier claims"), bool(newsroom.claims_moved_by(story))),
            ("timeline", _("Before and after"), bool(points)),
            ("network", _("Who spoke about whom"), drawn is not None),
            ("voices", _("Whose words are quoted"), len(voices) > 1),
            ("more", _("Keep reading"), bool(series or related) and not story.is_withdrawn),
            ("sources", _("Sources"), bool(sources)),
            ("changes", _("Corrections and changes"), True),
            ("cite", _("Cite this page"), True),
        ),
        headline=story.headline,
        topics=tuple(Link(it.name, addresses.of_topic(it)) for it in story.topics),
        part=part_of_series(story, newsroom, language),
        summary="" if story.is_withdrawn else story.summary,
        published=day(story.published, language),
        updated=day(story.updated, language) if story.updated else None,
        card=story_card(story, edition),
        people=_people(story, edition),
        source=_source_box(story, edition),
        license=story.license or "",
        key_points=story.key_points,
        questions=tuple(QuestionView(it.question, it.answer) for it in story.questions),
        since_then=_since_then(claims, language),
        text=text,
        cast=cast,
        statements_sentence=_statements_sentence(quotes, language),
        checked=checked(quotes, language),
        speakers=_speakers(quotes, statements, language),
        wordings=wordings,
        claims_sentence=_claims_sentence(claims, language),
        claims=claims,
        leans=tuple(row_beside(it.claim, story, edition) for it in newsroom.reliances_of(story)),
        moves=tuple(claim_row(it, edition) for it in newsroom.claims_moved_by(story)),
        timeline=points,
        network=drawn,
        voices=voices,
        series=series,
        related=related,
        mentioned_in=tuple(story_link(it) for it in newsroom.stories_pointing_to(story)),
        sources=sources,
        backstory=story.backstory or "",
        corrections=_newest_first("correction", story.corrections, language),
        changes=_newest_first("change", story.changes, language),
        redactions=_redactions(story, edition),
        why_withdrawn=story.why_withdrawn or "",
        citation=_citation(story, edition),
        link=_link(story, edition),
        files=_data_files(story, edition),
        cards=tuple(_card(actor, number, story, edition) for number, actor in enumerate(text.named, start=1)),
        quote_cards=tuple(statements[it] for it in quotes if it.places),
        counts_of_new=counts_of_new(language),
    )


def _data_files(story: Story, edition: Edition) -> tuple[DataFile, ...]:
    _ = edition.language.gettext
    everything = DataFile(addresses.of_data("stories", story.id), _("Everything on this page"))
    data = data_files(edition, Format.API, everything)
    if story.is_withdrawn:
        return data
    places = _("Names, quotes, claims and notes, by their places in the text")
    how = _("All of it, and how to check the quotes again")
    return (
        *data,
        *data_files(
            edition,
            Format.ANNOTATIONS,
            DataFile(addresses.annotations_of(story), places),
            DataFile(addresses.text_of(story), _("The text alone")),
        ),
        *data_files(edition, Format.EVIDENCE, DataFile(addresses.evidence_of(story), how)),
    )


def _source_box(story: Story, edition: Edition) -> SourceBox | None:
    """The box about the source article; None where the story is based on several and none stands out."""
    source, language = story.based_on, edition.language
    if source is None:
        return None
    quotes = [it for it in edition.newsroom.quotes_in(story) if it.is_verbatim and it.is_from_source_article]
    how = (
        language.gettext("full text, republished under %(license)s") % {"license": story.license}
        if story.is_republished
        else language.gettext("retold here in our own words")
    )
    label = source.title or source.describe or source_link(source, language).label
    publisher = source.publisher.name if isinstance(source.publisher, Actor) else source.publisher
    unknown = [
        language.gettext("headline") if not source.title else "",
        language.gettext("publisher") if not publisher else "",
        language.gettext("address") if not source.url else "",
    ]
    missing = language.listed([it for it in unknown if it]) if any(unknown) else ""
    return SourceBox(
        title=Link(label[:1].upper() + label[1:], source.url),
        facts=tuple(
            it
            for it in (
                publisher or "",
                source.describe if source.title and source.describe else "",
                how,
                language.gettext("%(what)s not given") % {"what": missing} if missing else "",
            )
            if it
        ),
        day=day(source.date, language) if source.date else None,
        archived=source.archived,
        matched=sum(it.verification in {"verbatim", "edited"} for it in quotes),
        total=len(quotes),
    )


def _redactions(story: Story, edition: Edition) -> tuple[Removal, ...]:
    """What was taken down of a story that still stands."""
    _ = edition.language.gettext
    kinds = {
        "quote": _("A quote"),
        "claim": _("A claim"),
        "event": _("An event"),
        "note": _("A note"),
        "question": _("A question"),
        "related": _("A reading"),
    }
    gone = [it for it in edition.newsroom.redactions_in(story) if not story.is_withdrawn]
    return tuple(Removal(mark_of(it), kinds[it.kind], it.reason) for it in gone)


def _since_then(claims: tuple[ClaimRow, ...], language: Language) -> str:
    moved = sum(it.has_moved for it in claims)
    if not moved:
        return ""
    words = language.ngettext(
        "more has become known about %(num)s of %(total)s claims.",
        "more has become known about %(num)s of %(total)s claims.",
        moved,
    )
    return words % {"num": language.number(moved), "total": language.number(len(claims))}


def _people(story: Story, edition: Edition) -> str:
    people = sum(it.actor.kind == "person" for it in edition.newsroom.appearances_in(story))
    return edition.language.count("%(num)s person", "%(num)s people", people) if people else ""


def _cast(story: Story, edition: Edition) -> tuple[CastGroup, ...]:
    language = edition.language
    titles = {
        "person": language.gettext("People"),
        "group": language.gettext("Groups"),
        "org": language.gettext("Organisations"),
        "place": language.gettext("Places"),
    }
    entries = [_cast_entry(it, edition) for it in edition.newsroom.appearances_in(story)]
    groups = []
    for shape, title in titles.items():
        members = [it for it in entries if it.face.shape == shape]
        if members:
            groups.append(CastGroup(shape, title, tuple(sorted(members, key=lambda it: not it.speaks))))
    return tuple(groups)


def _cast_entry(appearance: Appearance, edition: Edition) -> CastEntry:
    actor, story, language = appearance.actor, appearance.story, edition.language
    quotes = [it for it in edition.newsroom.quotes_in(story) if it.speaker is actor]
    unquoted = language.gettext("not quoted") if actor.kind == "person" else ""
    return CastEntry(
        face=face(actor, language),
        role=appearance.part or role_on(actor, language, story.published.start) or actor.description,
        said=tally(Said.of(quotes), language) or unquoted,
        speaks=bool(quotes),
    )


def _speakers(
    quotes: tuple[Quote, ...], statements: dict[Quote, Statement], language: Language
) -> tuple[Speaker, ...]:
    """People first, then the others; within, those who say most, then in order of appearance."""
    by_speaker: dict[Actor, list[Quote]] = {}
    for quote in quotes:
        by_speaker.setdefault(quote.speaker, []).append(quote)
    ordered = sorted(by_speaker.items(), key=lambda item: (item[0].kind != "person", -len(item[1])))
    return tuple(
        Speaker(
            face=face(actor, language),
            role=statements[said[0]].role,
            said=tally(Said.of(said), language),
            statements=tuple(statements[it] for it in said),
        )
        for actor, said in ordered
    )


def _statements_sentence(quotes: tuple[Quote, ...], language: Language) -> str:
    own = sum(it.is_verbatim for it in quotes)
    refused = sum(it.is_refusal for it in quotes)
    reported = len(quotes) - own - refused
    speakers = len({it.speaker for it in quotes})
    statements = language.count("%(num)s statement", "%(num)s statements", len(quotes))
    by = language.count("%(num)s speaker", "%(num)s speakers", speakers)
    kinds = [
        language.count("%(num)s quote", "%(num)s quotes", own) if own else "",
        language.count("%(num)s reported in other words", "%(num)s reported in other words", reported)
        if reported
        else "",
        language.count("%(num)s refusal to comment", "%(num)s refusals to comment", refused)
        if refused
        else "",
    ]
    words = language.gettext("%(statements)s by %(speakers)s: %(kinds)s.")
    return words % {
        "statements": statements,
        "speakers": by,
        "kinds": language.series(it for it in kinds if it),
    }


def _claims_sentence(claims: tuple[ClaimRow, ...], language: Language) -> str:
    """Both dates: when the claims were written down, and as of when their status holds."""
    if not claims:
        return ""
    written, latest = claims[0].said_on, max((it.since for it in claims), key=lambda it: it.iso)
    if latest == written:
        return language.gettext("As of %(date)s.") % {"date": written.text}
    words = language.gettext("Written down on %(written)s; as they stood on %(latest)s.")
    return words % {"written": written.text, "latest": latest.text}


def _series(story: Story, edition: Edition) -> tuple[SeriesPart, ...]:
    for topic in story.topics:
        parts = edition.newsroom.stories_on(topic)
        if len(parts) > 1:
            return tuple(
                SeriesPart(
                    it.headline, addresses.of_story(it), day(it.published, edition.language), it is story
                )
                for it in parts
            )
    return ()


def _related(story: Story, edition: Edition) -> tuple[ReadingLink, ...]:
    links = []
    for it in edition.newsroom.related_to(story):
        address = addresses.of_story(it.story) if it.story else it.url
        links.append(ReadingLink(Link(it.title, address), it.adds or ""))
    return tuple(links)


def _sources(story: Story, edition: Edition) -> tuple[Link, ...]:
    """Every source that the page leans on, once, in the order in which the page uses them."""
    newsroom = edition.newsroom
    used: list[Reference | None] = [story.based_on]
    for note in newsroom.notes_in(story):
        used += note.sources
    for quote in newsroom.quotes_in(story):
        used += [quote.source, quote.original.source if quote.original else None]
        used += [Reference(url=it.url, publisher=it.publisher) for it in quote.renderings]
    for claim in newsroom.claims_in(story):
        used += claim.evidence
        used += [it for entry in claim.log for it in entry.evidence]
    used += [event.source for event in newsroom.events_in(story)]
    by_address: dict[str, Link] = {}
    for reference in used:
        if reference and reference.url and reference.url not in by_address:
            by_address[reference.url] = source_link(reference, edition.language)
    return tuple(by_address.values())


def _card(actor: Actor, number: int, story: Story, edition: Edition) -> ActorCard:
    newsroom, language = edition.newsroom, edition.language
    here = [it for it in newsroom.quotes_in(story) if it.speaker is actor]
    stories = newsroom.number_of_stories_with(actor)
    in_stories = language.count("%(num)s story", "%(num)s stories", stories)
    everywhere = [tally(newsroom.said_by(actor), language), in_stories]
    part = next((it.part for it in newsroom.appearances_in(story) if it.actor is actor), None)
    return ActorCard(
        number=number,
        face=face(actor, language),
        role=role_on(actor, language, story.published.start) or part or "",
        text=actor.description,
        here=tally(Said.of(here), language),
        everywhere=language.series(it for it in everywhere if it) if stories > 1 else "",
        speaks=bool(here),
    )


def _newest_first(kind: str, entries: tuple[DatedText, ...], language: Language) -> tuple[Change, ...]:
    ordered = sorted(entries, key=lambda it: it.date.sort_key(), reverse=True)
    return tuple(Change(mark_of_dated(kind, it), day(it.date, language), it.text) for it in ordered)


def _citation(story: Story, edition: Edition) -> str:
    language = edition.language
    parts = [edition.site_name, language.quoted(story.headline), language.day(story.published)]
    if story.updated:
        parts.append(language.gettext("updated %(date)s") % {"date": language.day(story.updated)})
    # The address comes last and bare: whoever pastes the line can follow it.
    return f"{language.series(parts)}{language.comma}{_link(story, edition)}"


def _link(story: Story, edition: Edition) -> str:
    return addresses.absolute(addresses.of_story(story), edition.site_url)
