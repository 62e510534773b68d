"""A story's text with its marks (names, quotes, claims, numbers of notes), as a tree for the template."""

from collections.abc import Mapping
from typing import ClassVar, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from backstory import addresses
from backstory.anchor import Mark, Marked, Node, Point, Spot, Tagged, annotate, with_quotation_marks
from backstory.pages.edition import Edition
from backstory.pages.marks import mark_of
from backstory.pages.parts import Face, Link, face, source_link, story_link
from backstory.record import Actor, Claim, Mention, Note, Quote, Story
from backstory.text import TextSpan


class NoteView(Struct, frozen=True):
    """A context note, as it stands beside its paragraph."""

    number: int
    title: str
    text: str
    story: Link | None
    sources: tuple[Link, ...]


class Words(Struct, frozen=True):
    """Plain text."""

    is_a: ClassVar[str] = "words"
    text: str


class Markup(Struct, frozen=True):
    """An element that the editor's Markdown made."""

    is_a: ClassVar[str] = "markup"
    tag: str
    attributes: tuple[tuple[str, str], ...]
    is_void: bool
    children: "tuple[TextNode, ...]"


class Name(Struct, frozen=True):
    """An actor's name. The first one carries the button of the card: `number` is the card's, from 1."""

    is_a: ClassVar[str] = "name"
    face: Face
    is_linked: bool
    opens_card: bool
    speaks_here: bool
    number: int
    children: "tuple[TextNode, ...]"


class Said(Struct, frozen=True):
    """A piece of a quote. The first piece carries the button, tied to `lead`, the first word."""

    is_a: ClassVar[str] = "said"
    quote: str
    face: Face
    announced_as: str
    is_reported: bool
    is_first: bool
    is_continued: bool
    lead: str
    children: "tuple[TextNode, ...]"


class ClaimPlace(Struct, frozen=True):
    """Where a claim stands in the text: a place to link to, with no mark of its own."""

    is_a: ClassVar[str] = "claim"
    id: str | None
    children: "tuple[TextNode, ...]"


class NoteNumber(Struct, frozen=True):
    """The number of a context note, tied to the word before it."""

    is_a: ClassVar[str] = "number"
    mark: str
    number: int
    title: str
    word: str


TextNode: TypeAlias = Words | Markup | Name | Said | ClaimPlace | NoteNumber


class Block(Struct, frozen=True):
    """A block of the text, with the notes whose numbers stand in it."""

    notes: tuple[NoteView, ...]
    node: TextNode


class _Piece(Struct, frozen=True):
    """A piece of a quote as the subject of a mark."""

    quote: Quote
    index: int


class AnnotatedText(Struct, frozen=True):
    """The blocks of the text, and the actors named in it in order, which is the order of their cards."""

    blocks: tuple[Block, ...]
    named: tuple[Actor, ...]

    @property
    def has_notes(self) -> bool:
        """Whether any number of a note stands in it."""
        return any(block.notes for block in self.blocks)


# Quotes lie outside claims, claims outside names.
_QUOTE, _CLAIM, _NAME = range(3)


def annotated_text(story: Story, edition: Edition) -> AnnotatedText:
    """The text of a story with everything that is marked in it."""
    newsroom = edition.newsroom
    mentions, notes = newsroom.mentions_in(story), newsroom.notes_in(story)
    quotes, claims = newsroom.quotes_in(story), newsroom.claims_in(story)
    visible = [it for it in mentions if story.autolink != "none"]
    marks = [Mark(it.span, _NAME, it) for it in visible]
    marks += [Mark(it.place, _CLAIM, it) for it in claims if it.place]
    marks += [
        Mark(with_quotation_marks(story.article, place), _QUOTE, _Piece(quote, index))
        for quote in quotes
        for index, place in enumerate(quote.places)
    ]
    points = [Point(it.spot, it) for it in notes]
    named = tuple(dict.fromkeys(it.actor for it in visible))
    weaver = _Weaver(
        edition,
        {it: number for number, it in enumerate(named, start=1)},
        frozenset(it.speaker for it in quotes),
    )
    blocks = []
    for block, node in zip(story.article.blocks, annotate(story.article, marks, points), strict=True):
        inside = _extent(block)
        here = tuple(_note(it, edition) for it in notes if inside.start < it.spot <= inside.end)
        words = story.article.text[inside.start : inside.end]
        blocks.append(Block(here, _directed(weaver.weave(node), words, edition)))
    return AnnotatedText(tuple(blocks), named)


def _directed(node: TextNode, words: str, edition: Edition) -> TextNode:
    """The block, saying so where its text runs against the page."""
    direction = edition.language.direction_of(words)
    if not direction or not isinstance(node, Markup):
        return node
    return replace(node, attributes=(*node.attributes, ("dir", direction)))


def _extent(block: object) -> TextSpan:
    spans = list(_runs(block))
    return TextSpan(spans[0].start, spans[-1].end) if spans else TextSpan(0, 0)


def _runs(node: object) -> "list[TextSpan]":
    children = getattr(node, "children", None)
    if children is None:
        return [node.span]  # type: ignore[attr-defined]
    return [span for child in children for span in _runs(child)]


def _note(note: Note, edition: Edition) -> NoteView:
    sources = tuple(source_link(it, edition.language) for it in note.sources)
    return NoteView(
        note.number, note.title, note.text, story_link(note.told_in) if note.told_in else None, sources
    )


def _has_buttons(node: Node) -> bool:
    match node:
        case Spot() | Marked(subject=_Piece(index=0), begins=True):
            return True
        case Tagged() | Marked():
            return any(map(_has_buttons, node.children))
    return False


def _with_link_inward(node: Tagged) -> Tagged:
    """A link that buttons would stand in, as a plain element with links around its words alone."""
    if node.tag != "a" or not _has_buttons(node):
        return node
    return replace(node, tag="span", attributes=(), children=_linked(node, node))


def _linked(node: Tagged | Marked, link: Tagged) -> tuple[Node, ...]:
    children: list[Node] = []
    for child in node.children:
        match child:
            case str():
                children.append(replace(link, children=(child,)))
            case Spot():
                children += [replace(link, children=(child.word,))] if child.word else []
                children.append(replace(child, word=""))
            case _:
                children.append(replace(child, children=_linked(child, link)))
    return tuple(children)


class _Weaver(Struct):
    """Turns placed marks into what the template shows."""

    edition: Edition
    cards: Mapping[Actor, int]
    speakers: frozenset[Actor]

    def weave(self, node: Node) -> TextNode:
        match node:
            case str():
                return Words(node)
            case Tagged():
                outer = _with_link_inward(node)
                return Markup(outer.tag, outer.attributes, outer.is_void, self._all(outer.children))
            case Spot(subject=Note() as note):
                return NoteNumber(mark_of(note), note.number, note.title, node.word)
            case Marked(subject=Mention() as mention):
                return self._name(mention, node)
            case Marked(subject=Claim() as claim):
                place = addresses.place_of_claim(claim) if node.begins else None
                return ClaimPlace(place, self._all(node.children))
            case Marked(subject=_Piece() as piece):
                return self._said(piece, node)
        message = f"nothing to show for {node!r}"
        raise AssertionError(message)

    def _all(self, nodes: tuple[Node, ...]) -> tuple[TextNode, ...]:
        return tuple(self.weave(node) for node in nodes)

    def _name(self, mention: Mention, node: Marked) -> Name:
        actor = mention.actor
        return Name(
            face=face(actor, self.edition.language),
            is_linked=mention.is_linked,
            opens_card=mention.is_first and node.begins,
            speaks_here=actor in self.speakers,
            number=self.cards[actor],
            children=self._all(node.children),
        )

    def _said(self, piece: _Piece, node: Marked) -> Said:
        quote = piece.quote
        begins = node.begins and piece.index == 0
        children = node.children
        lead = ""
        if begins and children and isinstance(children[0], str):
            lead, space, rest = children[0].partition(" ")
            children = (space + rest, *children[1:]) if space + rest else children[1:]
        return Said(
            quote=quote.id,
            face=face(quote.speaker, self.edition.language),
            announced_as=self._announced(quote, continued=not begins),
            is_reported=not quote.is_verbatim,
            is_first=begins,
            is_continued=node.begins and piece.index > 0,
            lead=lead,
            children=self._all(children),
        )

    def _announced(self, quote: Quote, *, continued: bool) -> str:
        gettext = self.edition.language.gettext
        if quote.is_refusal:
            words = gettext("No comment from %(name)s:")
        elif not quote.is_verbatim:
            words = gettext("Reported words of %(name)s:")
        elif continued:
            words = gettext("Quote by %(name)s, continued:")
        else:
            words = gettext("Quote by %(name)s:")
        return words % {"name": quote.speaker.name}
