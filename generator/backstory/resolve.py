"""From files to the newsroom: each file read as its shape, then ids to objects, over all files at once."""

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property, partial
from typing import TypeAlias, TypeVar, cast

from msgspec import Struct, field
from msgspec.structs import force_setattr, replace

from backstory.diagnostics import Code, Diagnostic
from backstory.folder import Content, StoryFiles
from backstory.former_ids import FormerIds
from backstory.newsroom import Newsroom
from backstory.parsed import Parsed
from backstory.reach import only_held_back
from backstory.record import Actor, Claim, Event, Image, Quote, Redaction, Role, Story, Topic
from backstory.references import References, Text, Use
from backstory.remembered import Facts, Memory, Named, Remembered, Trace, changes, surroundings_of
from backstory.resolve_story import StoryResolver, StoryThings, Unfinished
from backstory.schema.actor import ActorShape, RoleShape
from backstory.schema.lock import LockShape
from backstory.schema.story import MAPS_BY_ID, StoryShape
from backstory.schema.topic import TopicShape
from backstory.schema.validation import ShapeT, nearest, validate
from backstory.seals import Seals
from backstory.source import Document, Path
from backstory.text import SourceText, Span

Result = TypeVar("Result")
_Read: TypeAlias = tuple[tuple[Document, ShapeT] | None, Iterable[Diagnostic]]


class Publishing(Struct, frozen=True):
    """What decides which stories are published, and how names are linked when a story does not say.

    Nothing here reads a clock: without `now`, an embargo holds until the line is taken out.
    """

    drafts: bool = False
    now: datetime | None = None
    autolink: str = "first"

    def holds_back(self, shape: StoryShape) -> bool:
        """Whether the story is not to be seen yet."""
        if self.drafts:
            return False
        embargoed = shape.embargo is not None and (self.now is None or self.now < shape.embargo)
        return shape.status == "draft" or embargoed


class Resolution(Struct, frozen=True, dict=True):
    """What came of resolving: the newsroom, what was said of it, and where each thing stands in its file.

    With errors among the diagnostics, the newsroom has holes. `documents` are by kind and id; `uses` are the
    places that name something by its id, `texts` those in Markdown, `links` the addresses in them, `names`
    the extra names of actors by story, `locks` what was proven of quotes, by story.
    """

    newsroom: Newsroom
    found: list[Diagnostic]
    documents: Mapping[tuple[str, str], Document]
    uses: tuple[Use, ...]
    texts: tuple[Text, ...]
    links: frozenset[str]
    names: Mapping[str, Mapping[str, tuple[str, ...]]]
    locks: Mapping[str, LockShape]
    memory: Memory | None = None

    def place(self, thing: Actor | Topic | Story | Quote | Claim | Event, *path: str | int) -> Span:
        """Where the value at `path` of a thing stands; what names the thing where there is no such value."""
        document, home = self._home(thing)
        place = document.span((*home, *path))
        if place != document.span(home):
            return place
        return document.key_span(home) if home else document.key_span((_NAMED_BY[type(thing)],))

    def names_in(self, story: Story) -> Mapping[str, tuple[str, ...]]:
        """The names that a story gives to its actors beyond their own, by the actor's id."""
        return self.names[story.id]

    def put_away(self, *, with_files: bool) -> "Resolution":
        """What is needed to make the site, when all has been said; `with_files`, what the files say, too."""
        for it in self.documents.values():
            it.put_away()
        documents = self.documents if with_files else {}
        return replace(self, found=[], documents=documents, uses=(), texts=(), names={}, memory=None)

    @cached_property
    def linked_actors(self) -> frozenset[str]:
        """The ids of actors whose pages are linked in a text."""
        return frozenset(it.split("/")[2] for it in self.links if it.startswith("/actors/"))

    def _home(self, thing: Actor | Topic | Story | Quote | Claim | Event) -> tuple[Document, Path]:
        match thing:
            case Actor():
                return self.documents["actor", thing.id], ()
            case Topic():
                return self.documents["topic", thing.id], ()
            case Story():
                return self.documents["story", thing.id], ()
        field = {Quote: "quotes", Claim: "claims", Event: "events"}[type(thing)]
        return self.documents["story", thing.story.id], (field, thing.id)


_NAMED_BY: Mapping[type, str] = {Actor: "name", Topic: "name", Story: "headline"}


def find_uses(content: Content) -> tuple[tuple[Use, ...], tuple[Span, ...], list[Diagnostic]]:
    """Where ids are used in YAML, and the texts in Markdown, with what is said of the content."""
    resolver = _Resolver(content, Publishing(drafts=True))
    resolver.resolve()
    texts = tuple(it.place for it in resolver.references.texts)
    return tuple(resolver.references.uses), texts, resolver.found


def resolve_newsroom(content: Content, publishing: Publishing) -> tuple[Newsroom, list[Diagnostic]]:
    """The newsroom alone, and what was said of it."""
    resolution = resolve_content(content, publishing)
    return resolution.newsroom, resolution.found


def resolve_content(
    content: Content,
    publishing: Publishing,
    *,
    only: Container[str] | None = None,
    memory: Memory | None = None,
    parsed: Parsed | None = None,
) -> Resolution:
    """Resolve everything that can be resolved; of other stories than `only` just that they are there.

    With the `memory` of an earlier resolution, or an empty one, this one is remembered, too. `parsed` has
    what an earlier build read of YAML files.
    """
    return _Resolver(
        content, publishing, only=only, memory=memory, parsed=parsed or Parsed(bounds=content.bounds)
    ).resolve()


class _Resolver(Struct, dict=True):
    content: Content
    publishing: Publishing
    found: list[Diagnostic] = field(default_factory=list)
    only: Container[str] | None = None
    memory: Memory | None = None
    parsed: Parsed = field(default_factory=Parsed)

    def __post_init__(self) -> None:
        self.references = References(self.content, self.found)
        self.documents: dict[tuple[str, str], Document] = {}
        self.names: dict[str, Mapping[str, tuple[str, ...]]] = {}
        self.locks: dict[str, LockShape] = {}
        self._known = (self.memory or Memory()).with_surroundings(
            surroundings_of(self.content, self.publishing)
        )
        self._files: dict[str, tuple[SourceText, object]] = {}
        self._shapes: dict[Named, object] = {}
        self._traces: defaultdict[str, Trace] = defaultdict(Trace)
        self._facts: dict[str, Facts] = {}
        self._stories: dict[str, Remembered] = {}

    def resolve(self) -> Resolution:
        references = self.references
        self._resolve_actors()
        self._resolve_topics()
        newsroom = self._resolve_stories()
        uses, links = tuple(references.uses), frozenset(address for _, address in references.links)
        texts = tuple(references.texts)
        if self._known.newsroom and self.only is None:
            newsroom.take_over(self._known.newsroom)
        memory = self._remembered(newsroom) if self.memory is not None and self.only is None else None
        return Resolution(
            newsroom, self.found, self.documents, uses, texts, links, self.names, self.locks, memory
        )

    def _resolve_actors(self) -> None:
        references = self.references
        actors = list(self._read(self.content.actors, ActorShape))
        former = FormerIds("actor", self.content.actors, self.found)
        short_names = Counter(_short_name(shape) for _, _, shape in actors)
        for actor_id, document, shape in actors:
            self.documents["actor", actor_id] = document
            document.put_away()
            former.check(shape.formerly, document)
            short_name = _short_name(shape)
            is_unique = short_names[short_name] == 1
            references.actors[actor_id] = self._actor(
                actor_id, document, shape, short_name=short_name if is_unique else shape.name
            )
        same = self._same_actors(actors)
        references.actors |= same
        for actor_id, document, shape in actors:
            roles = tuple(_role(references, document, index, role) for index, role in enumerate(shape.roles))
            # Roles name other actors, so they can only be filled in once every actor is there.
            if actor_id not in same:
                force_setattr(references.actors[actor_id], "roles", roles)

    def _same_actors(self, actors: list[tuple[str, Document, ActorShape]]) -> dict[str, Actor]:
        """The actors that are what they were, and so are those whom their posts name."""
        known, now = self._known.actors, self.references.actors
        shapes = {actor_id: shape for actor_id, _, shape in actors}
        self._shapes |= {("actor", actor_id): shape for actor_id, shape in shapes.items()}
        same = {
            actor_id: known[actor_id][1]
            for actor_id, shape in shapes.items()
            if actor_id in known
            if known[actor_id][0] is shape and known[actor_id][1].short_name == now[actor_id].short_name
        }
        others = shapes.keys() - same.keys() | known.keys() - shapes.keys()
        while others := {it for it in same if not _named_in_roles(shapes[it]).isdisjoint(others)}:
            same = {actor_id: it for actor_id, it in same.items() if actor_id not in others}
        return same

    def _resolve_topics(self) -> None:
        former = FormerIds("topic", self.content.topics, self.found)
        for topic_id, document, shape in self._read(self.content.topics, TopicShape):
            self.documents["topic", topic_id] = document
            document.put_away()
            former.check(shape.formerly, document)
            self._shapes["topic", topic_id] = shape
            known = self._known.topics.get(topic_id)
            self.references.topics[topic_id] = (
                known[1]
                if known and known[0] is shape
                else Topic(topic_id, shape.name, shape.description or "", shape.series, shape.formerly)
            )

    def _resolve_stories(self) -> Newsroom:
        references = self.references
        changed = {("actor", it) for it in changes(self._known.actors, references.actors)}
        changed |= {("topic", it) for it in changes(self._known.topics, references.topics)}
        kept = self._known.unchanged(self.content, changed)
        former = FormerIds("story", self.content.stories, self.found)
        resolvers = []
        for story_id, files in self.content.stories.items():
            if story_id in kept:
                self._take_over(kept[story_id], former)
            elif resolver := self._introduced(story_id, files, former):
                resolvers.append(resolver)
        if self.only is not None:
            resolvers = [it for it in resolvers if it.story_id in self.only]
            kept = {name: it for name, it in kept.items() if name in self.only}
        new, unfinished = self._resolved(resolvers)
        claims = {(it.story.id, claim.id): claim for it in new for claim in it.claims}
        claims |= {(name, claim.id): claim for name, it in kept.items() for claim in it.things.claims}
        new = [
            replace(it, reliances=self._traced(it.story.id, partial(rest.reliances, claims)))
            for rest, it in zip(unfinished, new, strict=True)
        ]
        things = [*new, *(it.things for it in kept.values())]
        published = [it for it in things if it.story.id not in references.held]
        newsroom = _newsroom(references, sorted(published, key=lambda it: it.story.sort_key()))
        for it in unfinished:
            self._traced(it.story.id, partial(it.report_absent_quotations, newsroom))
        if self.memory is not None:
            self._stories = kept | {it.story.id: self._as_resolved(it) for it in new}
        return self._without_held_back(newsroom, things)

    def _resolved(self, resolvers: list[StoryResolver]) -> tuple[list[StoryThings], list[Unfinished]]:
        """All stories, and what is left to be done of each. The list is used up: what files say is large."""
        resolvers.reverse()
        things, unfinished = [], []
        while resolvers:
            resolver = resolvers.pop()
            things.append(self._traced(resolver.story_id, resolver.resolve))
            unfinished.append(resolver.unfinished())
        return things, unfinished

    def _introduced(self, story_id: str, files: StoryFiles, former: FormerIds) -> StoryResolver | None:
        """What resolves a story, once others can ask for it; None where its file cannot be read."""
        read = self._traced(story_id, lambda: [*self._read({story_id: files.story}, StoryShape)])
        if not read:
            return None
        [(_, document, shape)] = read
        former.check(shape.formerly, document)
        resolver = self._traced(story_id, partial(self._resolver_of, story_id, document, shape))
        is_withdrawn = resolver.story.is_withdrawn  # then its places are gone
        facts = Facts(
            resolver.story,
            document,
            {name: listing.names for name, listing in shape.actors.items()},
            None if is_withdrawn else frozenset(shape.quotes),
            frozenset() if is_withdrawn else resolver.claim_ids,
            frozenset() if is_withdrawn else resolver.own_places,
            self.publishing.holds_back(shape),
            resolver.seals.shape if resolver.seals else None,
        )
        document.put_away()
        if self.memory is None and self.parsed.knows(document.source):
            resolver.put_away()
        self._tell_of(story_id, facts)
        return resolver

    def _resolver_of(self, story_id: str, document: Document, shape: StoryShape) -> StoryResolver:
        former = FormerIds("quote", shape.quotes, self.found)
        for name, quote in shape.quotes.items():
            former.check(quote.formerly, document, ("quotes", name))
        text = self._article_text(story_id, document)
        seals, autolink = self._seals(story_id), self.publishing.autolink
        again = partial(self._shape_of, document.source)
        return StoryResolver(story_id, document, shape, again, text, self.references, autolink, seals)

    def _shape_of(self, source: SourceText) -> StoryShape:
        """What the file of a story says, once more."""
        read, _ = self._read_file(source, StoryShape)
        assert read
        return read[1]

    def _tell_of(self, story_id: str, facts: Facts) -> None:
        """Let others ask for a story."""
        references = self.references
        self._facts[story_id] = facts
        self.documents["story", story_id] = facts.document
        self.names[story_id] = facts.names
        if facts.lock:
            self.locks[story_id] = facts.lock
        references.stories[story_id] = facts.story
        references.claim_ids[story_id], references.places[story_id] = facts.claim_ids, facts.places
        if facts.quote_ids is not None:
            references.quote_ids[story_id] = facts.quote_ids
        if facts.is_held:
            references.held.add(story_id)

    def _traced(self, story_id: str, work: Callable[[], Result]) -> Result:
        """What the work gives; what it says of a story, and what it notes of it, is noted as the story's."""
        references, trace = self.references, self._traces[story_id]
        noted = (self.found, references.uses, references.links, references.texts)
        before = [len(it) for it in noted]
        result = work()
        if self.memory is not None:
            trace.found += self.found[before[0] :]
            trace.uses += references.uses[before[1] :]
            trace.links += references.links[before[2] :]
            trace.texts += references.texts[before[3] :]
        return result

    def _take_over(self, it: Remembered, former: FormerIds) -> None:
        """A story as it was resolved the last time."""
        self._tell_of(it.facts.story.id, it.facts)
        former.check(it.facts.story.formerly, it.facts.document)
        self.found += it.trace.found
        self.references.uses += it.trace.uses
        self.references.links += it.trace.links
        self.references.texts += it.trace.texts
        for source in it.files:
            if source.path in self._known.files:
                self._files[source.path] = self._known.files[source.path]

    def _as_resolved(self, things: StoryThings) -> Remembered:
        name = things.story.id
        trace = self._traces[name]
        return Remembered(self.content.stories[name], self._facts[name], things, trace, trace.asked)

    def _remembered(self, newsroom: Newsroom) -> Memory:
        shapes, references = self._shapes, self.references
        return Memory(
            self._known.surroundings,
            self._files,
            {name: (shapes["actor", name], it) for name, it in references.actors.items()},
            {name: (shapes["topic", name], it) for name, it in references.topics.items()},
            {name: it for name, it in self._stories.items() if it.trace.is_of_its_own},
            newsroom,
        )

    def _without_held_back(self, newsroom: Newsroom, things: list[StoryThings]) -> Newsroom:
        """The newsroom without the actors and topics that only unpublished things name."""
        references = self.references
        unseen = {it.story.id for it in things if it.story.is_withdrawn} | references.held
        silent = {self.documents["story", it].source.path for it in unseen}
        gone = {
            (self.documents["story", it.story.id].source.path, place_of_redaction(it))
            for it in newsroom.redactions
        }
        held = only_held_back(references.uses, references.links, silent, gone)
        return replace(
            newsroom,
            actors=tuple(it for it in newsroom.actors if ("actor", it.id) not in held),
            topics=tuple(it for it in newsroom.topics if ("topic", it.id) not in held),
        )

    def _actor(self, actor_id: str, document: Document, shape: ActorShape, *, short_name: str) -> Actor:
        image = shape.image
        if image and image.file not in self.content.images:
            guess = nearest(image.file, sorted(self.content.images))
            remedy = (
                f"Did you mean `{guess}`?"
                if guess
                else "Put the file into content/images/, or beside this one."
            )
            fact = f"There is no image `{image.file}`."
            self.found.append(Diagnostic(Code.FILE_MISSING, document.span(("image", "file")), fact, remedy))
        return Actor(
            id=actor_id,
            name=shape.name,
            kind=shape.kind,
            description=shape.description or "",
            aliases=shape.aliases,
            monogram=shape.monogram,
            same_as=shape.same_as,
            short_name=short_name,
            formerly=shape.formerly,
            # Filled in once all are there. Made with a list, since only then Python looks for actors that
            # name each other, and frees them.
            roles=[],  # type: ignore[arg-type]
            image=Image(self.content.images.get(image.file, ""), image.credit, image.license)
            if image
            else None,
        )

    def _seals(self, story_id: str) -> Seals | None:
        """The story's lock; None where there is none that can be read, which is told."""
        source = self.content.stories[story_id].lock
        locks = list(self._read({story_id: source}, LockShape)) if source else []
        for name, document, shape in locks:
            return Seals(name, document, shape, self.found)
        return None

    def _article_text(self, story_id: str, document: Document) -> SourceText:
        article = self.content.stories[story_id].article
        remedy = "Write the text that readers see into article.md, beside story.yml."
        place = f"stories/{story_id}/article.md"
        if article is None and place not in self.content.paths:  # else it is told why it was not read
            fact, key = "The story has no text: there is no article.md.", document.key_span(("text",))
            self.found.append(Diagnostic(Code.FILE_MISSING, key, fact, remedy))
        elif article is not None and not article.text.strip():
            fact = "The story has no text: this file is empty."
            self.found.append(Diagnostic(Code.FILE_MISSING, article.span(0, 0), fact, remedy))
        return article or SourceText(document.source.path.removesuffix("story.yml") + "article.md", "")

    def _read(
        self, sources: Mapping[str, SourceText], shape: type[ShapeT]
    ) -> Iterator[tuple[str, Document, ShapeT]]:
        """Each file that can be read as its shape, with its document; what is wrong is noted."""
        for name, source in sources.items():
            read, problems = self._read_file(source, shape)
            self.found += problems
            if read is not None:
                yield name, *read

    def _read_file(self, source: SourceText, shape: type[ShapeT]) -> _Read[ShapeT]:
        if self.memory is None:
            return self._read_as(source, shape)
        known = self._known.files.get(source.path)
        if known is None or known[0] != source:
            known = source, self._read_as(source, shape)
        self._files[source.path] = known
        return cast("_Read[ShapeT]", known[1])

    def _read_as(self, source: SourceText, shape: type[ShapeT]) -> _Read[ShapeT]:
        """A file as its document and its shape, if it can be read as one; and what is wrong in it."""
        document, found = self.parsed.document(source)
        if document is None:
            return None, found
        document, problems = document.with_maps(MAPS_BY_ID if shape is StoryShape else ())
        value, more = validate(document, shape)
        return None if value is None else (document, value), [*found, *problems, *more]


def place_of_redaction(it: Redaction) -> Path:
    """Where in its story's file something stands that was taken down."""
    field = {"note": "context", "related": "related"}.get(it.kind, f"{it.kind}s")
    return (field, it.id or it.index)


def _named_in_roles(shape: ActorShape) -> set[str]:
    """The words in the posts of an actor that can name others."""
    publishers = (role.source.publisher for role in shape.roles if role.source)
    return {it for it in (*(role.of for role in shape.roles), *publishers) if it}


def _short_name(shape: ActorShape) -> str:
    return min([shape.name, *shape.aliases[:1]], key=len)


def _role(references: References, document: Document, index: int, shape: RoleShape) -> Role:
    path = ("roles", index)
    of = references.party(shape.of, document, (*path, "of")) if shape.of else None
    source = references.reference(shape.source, document, (*path, "source"))
    return Role(shape.role, of, shape.from_, shape.to, shape.as_of, source)


def _newsroom(references: References, published: list[StoryThings]) -> Newsroom:
    return Newsroom(
        actors=tuple(sorted(references.actors.values(), key=lambda it: it.id)),
        topics=tuple(sorted(references.topics.values(), key=lambda it: it.id)),
        stories=tuple(it.story for it in published),
        quotes=tuple(quote for it in published for quote in it.quotes),
        claims=tuple(claim for it in published for claim in it.claims),
        reliances=tuple(reliance for it in published for reliance in it.reliances),
        events=tuple(
            sorted((event for it in published for event in it.events), key=lambda it: it.date.sort_key())
        ),
        notes=tuple(note for it in published for note in it.notes),
        mentions=tuple(mention for it in published for mention in it.mentions),
        appearances=tuple(appearance for it in published for appearance in it.appearances),
        related={it.story.id: it.related for it in published},
        redactions=tuple(redaction for it in published for redaction in it.redactions),
    )
