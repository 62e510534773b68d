"""One story's shapes resolved: speakers and subjects to objects, words to their places in the text."""

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import force_setattr, replace

from backstory.anchor import Naming, end_of_note_spot, find_names
from backstory.elsewhere import told_elsewhere
from backstory.newsroom import Newsroom
from backstory.placing import Placing
from backstory.prose import parse_article
from backstory.record import (
    VERBATIM_KINDS,
    Appearance,
    Claim,
    DatedText,
    Event,
    LogEntry,
    Mention,
    Note,
    Original,
    Party,
    Question,
    Quote,
    Redaction,
    Reference,
    Related,
    Reliance,
    Rendering,
    Seal,
    Story,
)
from backstory.references import References
from backstory.schema.story import (
    ClaimShape,
    EventShape,
    NoteShape,
    OriginalShape,
    QuoteShape,
    RelatedShape,
    RelianceShape,
    StoryShape,
)
from backstory.seals import Sealed, Seals
from backstory.source import Document, Path
from backstory.text import SourceText, TextSpan, normal_form


class StoryThings(Struct, frozen=True):
    """A story with all that hangs on it, each in the order that pages show."""

    story: Story
    quotes: tuple[Quote, ...] = ()
    claims: tuple[Claim, ...] = ()
    events: tuple[Event, ...] = ()
    notes: tuple[Note, ...] = ()
    mentions: tuple[Mention, ...] = ()
    appearances: tuple[Appearance, ...] = ()
    related: tuple[Related, ...] = ()
    reliances: tuple[Reliance, ...] = ()
    redactions: tuple[Redaction, ...] = ()


class Unfinished(Struct, frozen=True):
    """What of a story can be told only beside all others; its shape has been let go, for there are thousands.

    `absent` knows the quotes that its text does not have, `said` their words and their speakers, by id.
    """

    story: Story
    document: Document
    references: References
    relies_on: tuple[RelianceShape, ...]
    absent: Placing | None
    said: Mapping[str, tuple[str, str]]

    def reliances(self, claims: Mapping[tuple[str, str], Claim]) -> tuple[Reliance, ...]:
        """The claims of other stories that this one leans on. `claims` are those of all stories."""
        return tuple(self._reliances(claims))

    def _reliances(self, claims: Mapping[tuple[str, str], Claim]) -> Iterator[Reliance]:
        for index, shape in enumerate(self.relies_on):
            path: Path = ("relies_on", index)
            story = self.references.story(shape.story, self.document, (*path, "story"))
            self.references.check_claim(shape.story, shape.claim, self.document, (*path, "claim"))
            claim = claims.get((shape.story, shape.claim))
            if story and claim and not self.story.is_withdrawn:
                yield Reliance(self.story, claim, shape.reviewed, index)

    def report_absent_quotations(self, newsroom: Newsroom) -> None:
        """Tell of quotes that a republished text does not have; all stories together know who else does."""

        def elsewhere(name: str) -> Iterator[str]:
            words, speaker = self.said[name]
            if known := self.references.actors.get(speaker):
                yield from told_elsewhere(words, known, newsroom, but=self.story)

        if self.absent:
            self.absent.report_absent_quotations(elsewhere)


class StoryResolver(Struct, dict=True):
    """Resolves one story. Made for all stories first, so that `resolve` can refer to any of them.

    `at_hand` is what its file says; until `resolve`, it can be put away and read again.
    """

    story_id: str
    document: Document
    at_hand: StoryShape | None
    read_again: Callable[[], StoryShape]
    article: SourceText
    references: References
    autolink: str
    seals: Seals | None = None

    def __post_init__(self) -> None:
        self.story = self._story()
        self.pins: list[tuple[str, TextSpan, Path]] = []
        data = self.document.data
        self._promised = {kind: _ids(data, f"{kind}s") for kind in ("quote", "claim", "event")}
        self.claim_ids = frozenset(self._promised["claim"])
        self.own_places = frozenset(
            f"{kind}-{name}" for kind, names in self._promised.items() for name in names
        ) | {f"quote-{old}" for quote in self.shape.quotes.values() for old in quote.formerly}

    @property
    def shape(self) -> StoryShape:
        """What the story's file says."""
        if self.at_hand is None:
            self.at_hand = self.read_again()
        return self.at_hand

    def put_away(self) -> None:
        """Forget what the file says: of thousands of stories, that takes more room than all they become."""
        self.at_hand = None

    def _story(self) -> Story:
        shape, document, references = self.shape, self.document, self.references
        topics = (references.topic(it, document, ("topics", index)) for index, it in enumerate(shape.topics))
        return Story(
            id=self.story_id,
            headline=shape.headline,
            short_headline=shape.short_headline or shape.headline,
            summary=shape.summary,
            published=shape.published,
            updated=shape.updated,
            is_republished=shape.text == "republished",
            license=shape.license,
            based_on=references.reference(shape.based_on, document, ("based_on",)),
            topics=tuple(it for it in topics if it),
            backstory=shape.backstory,
            key_points=shape.key_points,
            questions=tuple(Question(it.q, it.a) for it in shape.questions if not it.redact),
            corrections=tuple(DatedText(it.date, it.text) for it in shape.corrections),
            changes=tuple(DatedText(it.date, it.text) for it in shape.changes),
            developing=shape.developing,
            featured=shape.featured,
            status=shape.status,
            autolink=shape.autolink or self.autolink,
            article=parse_article(""),
            formerly=shape.formerly,
            why_withdrawn=shape.withdrawn,
        )

    def resolve(self) -> StoryThings:
        """Everything of the story, with references resolved and words placed."""
        self._say("article", parse_article(self.article.text))
        self.placing = Placing(self.document, self.article, self.story.article, self.references.found)
        self._check_own_links()
        quotes = tuple(it for it in (self._quote(*item) for item in self.shape.quotes.items()) if it)
        self.placing.report_altered_quotations(self._unplaced(quotes))
        if self.seals:
            self.seals.report_unused()
        claims = tuple(it for it in (self._claim(*item) for item in self.shape.claims.items()) if it)
        events = tuple(self._event(name, shape) for name, shape in self.shape.events.items())
        notes = self._notes()
        mentions = self._mentions()
        related = tuple(self._related(index, it) for index, it in enumerate(self.shape.related))
        redactions = tuple(self._redactions())
        if self.story.is_withdrawn:  # a withdrawn story keeps its addresses, and says nothing more
            self._fall_silent()
            return StoryThings(self.story, redactions=redactions)
        gone = {(it.kind, it.id) for it in redactions}
        quotes = tuple(it for it in quotes if ("quote", it.id) not in gone)
        claims = tuple(
            replace(it, quote=None) if ("quote", it.quote) in gone else it
            for it in claims
            if ("claim", it.id) not in gone
        )
        events = tuple(it for it in events if ("event", it.id) not in gone)
        related = tuple(it for it, shape in zip(related, self.shape.related, strict=True) if not shape.redact)
        appearances = self._appearances(quotes, mentions)
        things = StoryThings(self.story, quotes, claims, events, notes, mentions, appearances, related)
        return replace(things, redactions=redactions)

    def _fall_silent(self) -> None:
        """Leave the story's headline and day."""
        nothing = {
            "summary": "",
            "license": None,
            "developing": False,
            "featured": False,
            "backstory": None,
            "based_on": None,
            "key_points": (),
            "questions": (),
            "corrections": (),
            "changes": (),
            "topics": (),
            "article": parse_article(""),
        }
        for name, value in nothing.items():
            self._say(name, value)

    def _say(self, name: str, value: object) -> None:
        """Fill something in, or take it out. In place, for others know this story already."""
        force_setattr(self.story, name, value)

    def _redactions(self) -> Iterator[Redaction]:
        """What was taken down; of a withdrawn story, each quote, whose permalink stays."""
        shape = self.shape
        if self.story.is_withdrawn:
            why = shape.withdrawn or ""
            yield from (Redaction("quote", it, 0, self.story, why) for it in shape.quotes)
            return
        by_id = (("quote", shape.quotes), ("claim", shape.claims), ("event", shape.events))
        for kind, items in by_id:
            for name, it in items.items():
                if it.redact:
                    yield Redaction(kind, name, 0, self.story, it.redact)
        by_place = (("note", shape.context), ("question", shape.questions), ("related", shape.related))
        for kind, listed in by_place:
            for index, one in enumerate(listed):
                if one.redact:
                    yield Redaction(kind, "", index, self.story, one.redact)

    def unfinished(self) -> "Unfinished":
        """What is left to be done when all stories are resolved."""
        absent = self.placing if self.placing.has_absent else None
        said = {name: (it.text or "", it.speaker) for name, it in self.shape.quotes.items()} if absent else {}
        return Unfinished(self.story, self.document, self.references, self.shape.relies_on, absent, said)

    # ---- quotes

    def _quote(self, name: str, shape: QuoteShape) -> Quote | None:
        path: Path = ("quotes", name)
        document, references = self.document, self.references
        if shape.text and shape.kind in VERBATIM_KINDS:
            words = self.placing.without_marks(shape.text, (*path, "text"))
            if words is not shape.text:
                shape = shape.model_copy(update={"text": words})
        speaker = references.actor(shape.speaker, document, (*path, "speaker"))
        self._check_links(shape.renderings_note, *path, "renderings_note")
        own_source = references.reference(shape.source, document, (*path, "source"))
        from_article = own_source is None or self._is_source_article(own_source.url)
        # What was taken down need not be in the text any more, nor may it.
        places = () if shape.redact else self._places(name, shape, from_article=from_article)
        audience = self._parties(shape.audience, (*path, "audience"))
        venue = references.party(shape.venue, document, (*path, "venue")) if shape.venue else None
        about = tuple(
            references.subject(it, document, (*path, "about", index)) for index, it in enumerate(shape.about)
        )
        via = references.party(shape.via, document, (*path, "via"), expects_id=True) if shape.via else None
        renderings = self._renderings(name, shape)
        original = self._original(shape.original, (*path, "original")) if shape.original else None
        seal = self._seal(name, shape, own_source or self.story.based_on, original, from_article=from_article)
        if speaker is None:
            return None
        return Quote(
            id=name,
            story=self.story,
            speaker=speaker,
            text=shape.text or "",
            kind=shape.kind,
            verb=shape.verb,
            date=shape.date,
            audience=audience,
            medium=shape.medium,
            venue=venue,
            about=about,
            via=via,
            source=own_source or self.story.based_on,
            is_from_source_article=from_article,
            attribution=shape.attribution,
            description=shape.description,
            original=original,
            renderings=renderings,
            renderings_note=shape.renderings_note,
            verification=self._verification(shape, places, seal, from_article=from_article),
            seal=seal,
            places=places,
            formerly=shape.formerly,
        )

    def _original(self, shape: OriginalShape, path: Path) -> Original:
        source = self.references.reference(shape.source, self.document, (*path, "source"))
        return Original(shape.text, shape.language, source)

    def _is_source_article(self, url: str | None) -> bool:
        based_on = self.story.based_on
        return based_on is not None and url is not None and based_on.url == url

    def _places(self, name: str, shape: QuoteShape, *, from_article: bool) -> tuple[TextSpan, ...]:
        path: Path = ("quotes", name)
        at = self.placing.one(shape.at, (*path, "at")) if shape.at else None
        if shape.at and not at:
            return ()
        if not shape.text:
            return (at,) if at else ()
        if not at and not shape.in_text:
            return ()
        must_stand = self.story.is_republished and from_article and shape.kind in VERBATIM_KINDS
        return self.placing.quotation(shape.text, (*path, "text"), at=at, must_stand=must_stand)

    def _seal(
        self,
        name: str,
        shape: QuoteShape,
        source: Reference | None,
        original: Original | None,
        *,
        from_article: bool,
    ) -> Seal | None:
        """What the lock proves; a republished article's quotes are proven by the article."""
        if not self.seals or not shape.text or shape.kind not in VERBATIM_KINDS:
            return None
        if self.story.is_republished and from_article:
            return None
        place = self.document.span(("quotes", name, "text"))
        return self.seals.of(Sealed(name, shape.formerly, shape.text, original, source, place))

    def _verification(
        self, shape: QuoteShape, places: tuple[TextSpan, ...], seal: Seal | None, *, from_article: bool
    ) -> str:
        if shape.kind not in VERBATIM_KINDS:
            return "paraphrase"
        if seal and seal.is_proof:
            return seal.state
        if self.story.is_republished and from_article and places:
            whole = self.story.article.text[places[0].start : places[0].end]
            is_whole = len(places) == 1 and normal_form(whole) == normal_form(shape.text or "")
            return "verbatim" if is_whole else "edited"
        return "translated" if shape.original else "unverified"

    def _renderings(self, name: str, shape: QuoteShape) -> tuple[Rendering, ...]:
        renderings = []
        for index, it in enumerate(shape.renderings):
            path = ("quotes", name, "renderings", index, "publisher")
            publisher = self.references.party(it.publisher, self.document, path, expects_id=True)
            renderings.append(Rendering(publisher, it.text, it.url, it.language))
        return tuple(renderings)

    def _unplaced(self, quotes: tuple[Quote, ...]) -> dict[str, str]:
        """The quotes in the speaker's own words that the text might have with other words: id -> words."""
        shapes = self.shape.quotes
        return {
            it.id: it.text
            for it in quotes
            if it.is_verbatim and not it.places and not shapes[it.id].redact
            if shapes[it.id].in_text and not shapes[it.id].at
        }

    # ---- claims, events, notes

    def _claim(self, name: str, shape: ClaimShape) -> Claim | None:
        path: Path = ("claims", name)
        said_by = self.references.actor(shape.said_by, self.document, (*path, "said_by"))
        evidence = self.references.references(shape.evidence, self.document, (*path, "evidence"))
        self._check_links(shape.why, *path, "why")
        log = []
        for index, entry in enumerate(shape.log):
            at: Path = (*path, "log", index)
            self._check_links(entry.text, *at, "text")
            story = self.references.story(entry.story, self.document, (*at, "story"))
            shown = self.references.references(entry.evidence, self.document, (*at, "evidence"))
            log.append(LogEntry(entry.date, entry.status, entry.text, story, shown))
        if shape.quote:
            self.references.check_quote(shape.quote, self._promised["quote"], self.document, (*path, "quote"))
        place = self.placing.one(shape.at, (*path, "at")) if shape.at and not shape.redact else None
        if said_by is None:
            return None
        status, why = shape.status, shape.why
        return Claim(
            name, self.story, shape.text, said_by, status, why, evidence, place, shape.quote, tuple(log)
        )

    def _event(self, name: str, shape: EventShape) -> Event:
        path: Path = ("events", name)
        document, references = self.document, self.references
        actors = (references.actor(it, document, (*path, "actors", i)) for i, it in enumerate(shape.actors))
        place = references.party(shape.place, document, (*path, "place")) if shape.place else None
        source = references.reference(shape.source, document, (*path, "source"))
        told_in = references.story(shape.story, document, (*path, "story"))
        known = tuple(it for it in actors if it)
        return Event(name, self.story, shape.date, shape.title, known, place, source, shape.planned, told_in)

    def _notes(self) -> tuple[Note, ...]:
        placed: list[tuple[TextSpan, int, NoteShape]] = []
        for index, shape in enumerate(self.shape.context):
            self._check_links(shape.note, "context", index, "note")
            span = None if shape.redact else self.placing.one(shape.at, ("context", index, "at"))
            if span:
                placed.append((span, index, shape))
        article = self.story.article
        notes = []
        for number, (span, index, shape) in enumerate(sorted(placed, key=lambda it: it[:2]), start=1):
            path: Path = ("context", index)
            told_in = self.references.story(shape.story, self.document, (*path, "story"))
            sources = self.references.references(shape.sources, self.document, (*path, "sources"))
            spot = end_of_note_spot(article, span)
            notes.append(Note(number, self.story, span, spot, shape.title, shape.note, told_in, sources))
        return tuple(notes)

    def _related(self, index: int, shape: RelatedShape) -> Related:
        story = self.references.story(shape.story, self.document, ("related", index, "story"))
        title = shape.title or (story.headline if story else "")
        return Related(title, shape.url, story, shape.adds)

    # ---- actors

    def _mentions(self) -> tuple[Mention, ...]:
        namings = [naming for item in self.shape.actors if (naming := self._naming(item))]
        self.placing.report_overlaps(self.pins)
        found, ambiguous = find_names(self.story.article, namings)
        for name in ambiguous:
            self.placing.report_shared_name(name)
        mentions: list[Mention] = []
        seen: set[object] = set()
        for it in found:
            actor = self.references.actors[it.actor]
            paragraph = self.story.article.paragraph_of(it.span)
            is_first = actor not in seen
            is_linked = {
                "first": is_first,
                "paragraph": (actor, paragraph) not in seen,
                "all": True,
                "none": False,
            }[self.story.autolink]
            seen |= {actor, (actor, paragraph)}
            mentions.append(Mention(actor, self.story, it.span, is_first, is_linked))
        return tuple(mentions)

    def _naming(self, actor_id: str) -> Naming | None:
        actor = self.references.actor(actor_id, self.document, ("actors", actor_id))
        names = self.shape.actors[actor_id].names
        pins = []
        for index, name in enumerate(names):
            path: Path = ("actors", actor_id, "names", index)  # in the short form, `names` is passed over
            if "<" in name and (span := self.placing.pin(name, path)):
                pins.append(span)
                self.pins.append((actor_id, span, path))
        if actor is None:
            return None
        plain = (name for name in names if "<" not in name)
        return Naming(actor_id, (actor.name, *actor.aliases, *plain), tuple(pins))

    def _appearances(
        self, quotes: tuple[Quote, ...], mentions: tuple[Mention, ...]
    ) -> tuple[Appearance, ...]:
        """Who is in the story: in order of the text, then as listed, then those who only speak."""
        listed = (self.references.actors.get(it) for it in self.shape.actors)
        named = dict.fromkeys(it.actor for it in mentions)
        everyone = dict.fromkeys([*named, *(it for it in listed if it), *(it.speaker for it in quotes)])
        listings = self.shape.actors
        return tuple(
            Appearance(actor, self.story, listings[actor.id].part if actor.id in listings else None)
            for actor in everyone
        )

    # ---- small things

    def _parties(self, words: tuple[str, ...], path: Path) -> tuple[Party, ...]:
        return tuple(
            self.references.party(word, self.document, (*path, index)) for index, word in enumerate(words)
        )

    def _check_links(self, text: str | None, *path: str | int) -> None:
        self.references.check_links(text, self.document, path, self.own_places)

    def _check_own_links(self) -> None:
        self.references.check_links_of_article(self.article, self.own_places)
        self._check_links(self.shape.backstory, "backstory")
        for index, question in enumerate(self.shape.questions):
            self._check_links(question.a, "questions", index, "a")
        for index, point in enumerate(self.shape.key_points):
            self._check_links(point, "key_points", index)
        for field in ("corrections", "changes"):
            for index, entry in enumerate(getattr(self.shape, field)):
                self._check_links(entry.text, field, index, "text")


def _ids(data: object, field: str) -> tuple[str, ...]:
    """What a story has of that kind, whatever may be wrong with it otherwise."""
    items = data.get(field) if isinstance(data, dict) else None
    return tuple(items) if isinstance(items, dict) else ()
