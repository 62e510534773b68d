"""From ids and addresses that editors wrote to the objects they mean; what means nothing is told."""

import re
from collections.abc import Iterable
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from backstory.diagnostics import Code, Diagnostic, Severity, shown
from backstory.folder import Content
from backstory.prose import links_of
from backstory.record import Actor, Party, Reference, Story, Topic
from backstory.schema.fields import Reference as ReferenceShape
from backstory.schema.fields import is_id
from backstory.schema.validation import nearest, only_neighbour
from backstory.source import Document, Path
from backstory.text import SourceText, Span

SECTION_ADDRESSES = frozenset(
    {"/", "/stories/", "/actors/", "/quotes/", "/timeline/", "/claims/", "/network/"}
)
# How like an id a word must be, before we take it for that id mistyped.
_SURELY_MEANT = 80
_KEY_OF_A_MAP = 2  # the length of the path `actors: <id>`

_HOW_TO_ADD = {
    Code.REFERENCE_UNKNOWN_ACTOR: "Add content/actors/{name}.yml, or use an actor that exists.",
    Code.REFERENCE_UNKNOWN_TOPIC: "Add content/topics/{name}.yml, or use a topic that exists.",
    Code.REFERENCE_UNKNOWN_STORY: "Add content/stories/{name}/story.yml, or use a story that exists.",
    Code.REFERENCE_UNKNOWN_QUOTE: "Use the id of a quote in this story.",
    Code.REFERENCE_UNKNOWN_CLAIM: "Use the id of a claim in that story.",
}


class Use(Struct, frozen=True, eq=False):
    """A place that names something by its id; a quote's id counts in its own story only."""

    kind: str
    id: str
    document: Document
    path: Path

    @property
    def place(self) -> Span:
        """Where the id stands."""
        return _place(self.document, self.path, self.id)


class Text(Struct, frozen=True, eq=False):
    """A text in Markdown: a value of a YAML file, or a whole file."""

    source: SourceText
    document: Document | None = None
    path: Path = ()

    @property
    def place(self) -> Span:
        """Where it stands."""
        if self.document:
            return self.document.span(self.path)
        return self.source.span(0, len(self.source.text))


class References(Struct, dict=True):
    """Everything that can be referred to. Ids of files with errors are known too: they are told of once."""

    content: Content
    found: list[Diagnostic]
    actors: dict[str, Actor] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    stories: dict[str, Story] = field(default_factory=dict)
    quote_ids: dict[str, frozenset[str]] = field(default_factory=dict)
    claim_ids: dict[str, frozenset[str]] = field(default_factory=dict)
    places: dict[str, frozenset[str]] = field(default_factory=dict)
    held: set[str] = field(default_factory=set)
    _near: dict[str, bool] = field(default_factory=dict)
    uses: list[Use] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)  # file, address on this site that it leads to
    texts: list[Text] = field(default_factory=list)  # those in Markdown, whose links may lead to our pages

    def actor(self, name: str, document: Document, path: Path) -> Actor | None:
        """The actor of that id; unknown ids are an error at `path`."""
        self.uses.append(Use("actor", name, document, path))
        if name not in self.content.actors:
            known = _not_listed(self.content.actors, document, path)
            self._unknown(Code.REFERENCE_UNKNOWN_ACTOR, name, known, (document, path))
        return self.actors.get(name)

    def party(self, word: str, document: Document, path: Path, *, expects_id: bool = False) -> Party:
        """The actor that `word` is the id of, or the word itself as plain words for readers.

        What looks like an id, and like one of ours, is a mistyped id. Where an id is expected, anything
        that has the form of one must be one.
        """
        if word in self.content.actors:
            self.uses.append(Use("actor", word, document, path))
            return self.actors.get(word, word)
        if is_id(word):
            known = self.content.actors
            if expects_id or self._is_near_an_actor(word):
                self._unknown(Code.REFERENCE_UNKNOWN_ACTOR, word, known, (document, path), or_words=True)
            elif "-" in word:
                fact = f"`{word}` looks like an id, and there is no actor of that id."
                remedy = "Add the actor, or write plain words as readers should see them."
                code, place = Code.REFERENCE_UNRESOLVED_WORD, document.span(path)
                self.found.append(Diagnostic(code, place, fact, remedy, Severity.WARNING))
        return word

    def _is_near_an_actor(self, word: str) -> bool:
        if word not in self._near:  # the same few words in every story: reporters, the-public
            self._near[word] = nearest(word, self.content.actors, least=_SURELY_MEANT) is not None
        return self._near[word]

    def subject(self, word: str, document: Document, path: Path) -> Party | Topic:
        """What a quote is about: an actor, a topic, or plain words."""
        if word in self.content.topics:
            self.uses.append(Use("topic", word, document, path))
            return self.topics.get(word, word)
        if word not in self.content.actors and is_id(word) and self._is_nearer_to_topics(word):
            self._unknown(Code.REFERENCE_UNKNOWN_TOPIC, word, self.content.topics, (document, path))
            return word
        return self.party(word, document, path)

    def _is_nearer_to_topics(self, word: str) -> bool:
        guess = nearest(word, [*self.content.actors, *self.content.topics], least=_SURELY_MEANT)
        return guess is not None and guess not in self.content.actors

    def check_quote(self, name: str, known: Iterable[str], document: Document, path: Path) -> None:
        """Report the id of a quote that the story does not have."""
        self.uses.append(Use("quote", name, document, path))
        if name not in known:
            self._unknown(Code.REFERENCE_UNKNOWN_QUOTE, name, known, (document, path))

    def check_claim(self, story: str, name: str, document: Document, path: Path) -> None:
        """Report the id of a claim that a story does not have. One with errors has it, for all we know."""
        known = self.claim_ids.get(story)
        if known is not None and name not in known:
            self._unknown(Code.REFERENCE_UNKNOWN_CLAIM, name, known, (document, path))

    def topic(self, name: str, document: Document, path: Path) -> Topic | None:
        """The topic of that id; unknown ids are an error at `path`."""
        self.uses.append(Use("topic", name, document, path))
        if name not in self.content.topics:
            self._unknown(Code.REFERENCE_UNKNOWN_TOPIC, name, self.content.topics, (document, path))
        return self.topics.get(name)

    def story(self, name: str | None, document: Document, path: Path) -> Story | None:
        """The story of that id; unknown ids are an error at `path`, stories held back are None."""
        if name is None:
            return None
        self.uses.append(Use("story", name, document, path))
        if name not in self.content.stories:
            self._unknown(Code.REFERENCE_UNKNOWN_STORY, name, self.content.stories, (document, path))
        if name in self.held:
            self._say_held(name, document.span(path))
            return None
        return self.stories.get(name)

    def reference(self, shape: ReferenceShape | None, document: Document, path: Path) -> Reference | None:
        """The reference with its publisher resolved."""
        if shape is None:
            return None
        publisher = None
        if shape.publisher:
            publisher = self.party(shape.publisher, document, (*path, "publisher"), expects_id=True)
        return Reference(shape.url, shape.title, shape.date, publisher, shape.archived, shape.describe)

    def references(
        self, shapes: tuple[ReferenceShape, ...], document: Document, path: Path
    ) -> tuple[Reference, ...]:
        """Each reference with its publisher resolved."""
        resolved = (self.reference(shape, document, (*path, index)) for index, shape in enumerate(shapes))
        return tuple(it for it in resolved if it is not None)

    def check_links(
        self, text: str | None, document: Document, path: Path, own_places: frozenset[str]
    ) -> None:
        """Report links of a Markdown text in a YAML file that lead nowhere on this site.

        `own_places` are the places of the story itself, such as `quote-build-the-wall`.
        """
        if text:
            self._check_links(text, Text(document.source, document, path), own_places)

    def check_links_of_article(self, article: SourceText, own_places: frozenset[str]) -> None:
        """The same for a text that is a file by itself."""
        self._check_links(article.text, Text(article), own_places)

    def _check_links(self, text: str, home: Text, own_places: frozenset[str]) -> None:
        self.texts.append(home)
        for link in links_of(text):
            if re.match(r"[a-z][a-z0-9+.-]*:", link, re.IGNORECASE):
                continue
            address, _, fragment = link.partition("#")
            self.links.append((home.source.path, address))
            story = re.fullmatch(r"/stories/([^/]+)/", address)
            places = own_places if not address else self.places.get(story[1]) if story else None
            place = _place_of(link, home)
            if self._is_held(address):
                self._say_held(link, place)
            elif address not in self._addresses and address:
                remedy = "Links on this site begin and end with /, links elsewhere begin with https://."
                self._broken(link, self._addresses, place, remedy)
            elif not link:
                self._broken(link, (), place, "Write it into the round brackets.")
            elif fragment and places is not None and fragment not in places:
                remedy = "There is no such quote, claim or event in that story."
                self._broken(link, (f"{address}#{it}" for it in places), place, remedy)

    @cached_property
    def _addresses(self) -> frozenset[str]:
        return (
            SECTION_ADDRESSES
            | self.content.pages
            | frozenset(self.content.images.values())
            | {f"/actors/{it}/" for it in self.content.actors}
            | {f"/topics/{it}/" for it in self.content.topics}
            | {f"/stories/{it}/" for it in self.content.stories}
            | {f"/quotes/{story}/{quote}/" for story, quotes in self.quote_ids.items() for quote in quotes}
        )

    def _is_held(self, address: str) -> bool:
        parts = address.strip("/").split("/")
        return len(parts) > 1 and parts[0] in {"stories", "quotes"} and parts[1] in self.held

    def _unknown(
        self,
        code: Code,
        name: str,
        known: Iterable[str],
        where: tuple[Document, Path],
        *,
        or_words: bool = False,
    ) -> None:
        document, path = where
        kind = code.value.removeprefix("reference/unknown-")
        fact = f"There is no {kind} `{name}`."
        guess = nearest(name, known)
        remedy = f"Did you mean `{guess}`?" if guess else _HOW_TO_ADD[code].format(name=name)
        if or_words and not guess:
            remedy = f"Add content/actors/{name}.yml, or write the name as readers should see it."
        place = _place(document, path, name)
        meant = only_neighbour(name, known)
        fix = document.swap(place, name, meant) if meant else ()
        self.found.append(Diagnostic(code, place, fact, remedy, fix=fix))

    def _broken(self, link: str, known: Iterable[str], place: Span, remedy: str) -> None:
        guess = nearest(link, known)
        fact = f"The link `{shown(link)}` leads nowhere." if link else "A link has no address."
        remedy = f"Did you mean `{guess}`?" if guess else remedy
        self.found.append(Diagnostic(Code.LINK_BROKEN, place, fact, remedy))

    def _say_held(self, name: str, place: Span) -> None:
        fact = f"`{shown(name)}` is not published yet, so that readers cannot follow this."
        remedy = "Publish it first, or take this out until then."
        self.found.append(Diagnostic(Code.REFERENCE_UNPUBLISHED, place, fact, remedy, Severity.WARNING))


def _not_listed(known: Iterable[str], document: Document, path: Path) -> list[str]:
    """Those of `known` that can still be meant at `path`: a map has each key once."""
    return [it for it in known if len(path) != _KEY_OF_A_MAP or (*path[:-1], it) not in document.keys]


def _place(document: Document, path: Path, name: str) -> Span:
    """Where an id stands: a key can hold it (the actors of a story) as well as a value."""
    return document.key_span(path) if path and path[-1] == name else document.span(path)


def _place_of(link: str, home: Text) -> Span:
    source, whole = home.source, home.place
    place = source.find(f"({link})", whole)
    if place == whole:
        return source.find(link, whole)
    return replace(place, column=place.column + 1, end_column=place.end_column - 1)
