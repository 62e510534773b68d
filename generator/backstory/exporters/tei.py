"""TEI P5: a corpus of the stories, names and quotations marked, with a register of who is in them."""

from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree as ET

from backstory import addresses
from backstory.anchor import Mark, Marked, Node, Spot, Tagged, annotate
from backstory.exporters.plain_dates import begin_of, end_of
from backstory.exporters.xml_file import xml_file
from backstory.pages.edition import Edition
from backstory.record import Actor, Mention, Quote, Reference, Role, Story

_NAMESPACE = "http://www.tei-c.org/ns/1.0"
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NAMES = {"person": "persName", "place": "placeName"}  # all others are organisations
_HEADINGS = frozenset({"h3", "h4", "h5", "h6"})
_ELEMENTS: dict[str, tuple[str, dict[str, str]]] = {
    "p": ("p", {}),
    "blockquote": ("quote", {}),
    "pre": ("ab", {"rend": "preformatted"}),
    "ul": ("list", {"rend": "bulleted"}),
    "ol": ("list", {"rend": "numbered"}),
    "li": ("item", {}),
    "dl": ("list", {"type": "gloss"}),
    "dt": ("label", {}),
    "dd": ("item", {}),
    "table": ("table", {}),
    "tr": ("row", {}),
    "td": ("cell", {}),
    "th": ("cell", {"role": "label"}),
    "hr": ("milestone", {"unit": "section"}),
    "br": ("lb", {}),
    "code": ("code", {}),
    "abbr": ("abbr", {}),
    "q": ("q", {}),
    "em": ("hi", {"rend": "italic"}),
    "cite": ("hi", {"rend": "italic"}),
    "strong": ("hi", {"rend": "bold"}),
    "sub": ("hi", {"rend": "subscript"}),
    "sup": ("hi", {"rend": "superscript"}),
    "s": ("hi", {"rend": "strikethrough"}),
    "del": ("hi", {"rend": "strikethrough"}),
    "ins": ("hi", {"rend": "underline"}),
} | dict.fromkeys(_HEADINGS, ("p", {"rend": "heading"}))  # where one is no heading of the text
_QUOTE, _NAME = range(2)


def export_tei(edition: Edition) -> bytes:
    """A `teiCorpus`: the register in its header, then a `TEI` for each story that has not been withdrawn."""
    corpus = ET.Element("teiCorpus", xmlns=_NAMESPACE)
    header = _header(corpus, edition.site_name, edition, "/")
    ET.SubElement(ET.SubElement(header, "sourceDesc"), "p").text = "Written for this site."
    _add_register(ET.SubElement(corpus[0], "profileDesc"), edition)
    for story in edition.newsroom.stories:
        if not story.is_withdrawn:
            _add_story(corpus, story, edition)
    return xml_file(corpus)


def _header(parent: ET.Element, title: str, edition: Edition, address: str) -> ET.Element:
    """The description of the file, still without its source."""
    file = ET.SubElement(ET.SubElement(parent, "teiHeader"), "fileDesc")
    ET.SubElement(ET.SubElement(file, "titleStmt"), "title").text = title
    publication = ET.SubElement(file, "publicationStmt")
    ET.SubElement(publication, "publisher").text = edition.site_name
    if edition.site_url:
        whole = addresses.absolute(address, edition.site_url)
        ET.SubElement(publication, "idno", type="URI").text = whole
    return file


# ---- the register


_LISTS = {
    "person": ("particDesc", "listPerson"),
    "org": ("particDesc", "listOrg"),
    "place": ("settingDesc", "listPlace"),
}


def _add_register(profile: ET.Element, edition: Edition) -> None:
    for tag, (description, list_name) in _LISTS.items():
        if listed := [it for it in edition.newsroom.actors if _entry_of(it) == tag]:
            parent = profile.find(description)
            parent = ET.SubElement(profile, description) if parent is None else parent
            register = ET.SubElement(parent, list_name)
            for actor in listed:
                _add_actor(register, tag, actor, edition)


def _entry_of(actor: Actor) -> str:
    return actor.kind if actor.kind in {"person", "place"} else "org"


def _add_actor(parent: ET.Element, tag: str, actor: Actor, edition: Edition) -> None:
    entry = ET.SubElement(parent, tag, {_ID: _id_of(actor)})
    if tag == "org":
        entry.set("type", actor.kind)
    for name in (actor.name, *actor.aliases):
        ET.SubElement(entry, _name_of(actor)).text = name
    addresses_of_it = list(actor.same_as)
    if edition.site_url:
        addresses_of_it.append(addresses.absolute(addresses.of_actor(actor), edition.site_url))
    if tag == "person":
        for role in actor.roles:
            _add_role(entry, role)
        for url in addresses_of_it:
            ET.SubElement(entry, "idno", type="URI").text = url
    if actor.description:
        ET.SubElement(entry, "note" if tag == "person" else "desc").text = actor.description
    if tag != "person":
        for url in addresses_of_it:
            ET.SubElement(entry, "idno", type="URI").text = url


def _add_role(parent: ET.Element, role: Role) -> None:
    held = ET.SubElement(parent, "occupation")
    held.text = f"{role.title}, " if role.of else role.title
    if role.since:
        held.set("from", begin_of(role.since))
    if role.until:
        held.set("to", end_of(role.until))
    if role.as_of and not (role.since or role.until):
        held.set("when", begin_of(role.as_of))
    if isinstance(role.of, Actor):
        ET.SubElement(held, _name_of(role.of), ref=f"#{_id_of(role.of)}").text = role.of.name
    elif role.of:
        held.text += role.of


# ---- a story


def _add_story(corpus: ET.Element, story: Story, edition: Edition) -> None:
    tei = ET.SubElement(corpus, "TEI")
    file = _header(tei, story.headline, edition, addresses.of_story(story))
    publication = file[1]
    date = ET.SubElement(publication, "date", when=begin_of(story.published))
    date.text = story.published.text
    if story.license:
        terms = ET.SubElement(ET.SubElement(publication, "availability"), "licence")
        terms.text = story.license
    _add_source(ET.SubElement(file, "sourceDesc"), story.based_on)
    profile = ET.SubElement(tei[0], "profileDesc")
    languages = ET.SubElement(profile, "langUsage")
    ET.SubElement(languages, "language", ident=edition.language.code).text = edition.language.code
    text = ET.SubElement(tei, "text", {_LANG: edition.language.code})
    _TextOf(story, edition).add_to(ET.SubElement(text, "body"))


def _add_source(parent: ET.Element, source: Reference | None) -> None:
    if source is None:
        ET.SubElement(parent, "p").text = "Written for this site."
        return
    bibl = ET.SubElement(parent, "bibl")
    ET.SubElement(bibl, "title").text = source.title or source.label
    if source.publisher:
        party = source.publisher
        ET.SubElement(bibl, "publisher").text = party.name if isinstance(party, Actor) else party
    if source.date:
        ET.SubElement(bibl, "date", when=begin_of(source.date)).text = source.date.text
    if source.url:
        ET.SubElement(bibl, "ref", target=source.url).text = source.url


class _TextOf:
    """The text of a story as divisions, each with its heading, and its marks as elements."""

    def __init__(self, story: Story, edition: Edition) -> None:
        newsroom = edition.newsroom
        quotes = newsroom.quotes_in(story)
        marks = [Mark(it.span, _NAME, it) for it in newsroom.mentions_in(story)]
        marks += [Mark(place, _QUOTE, it) for it in quotes for place in it.places]
        self.story = story
        self.blocks = annotate(story.article, marks, ())
        self.last: dict[Quote, str] = {}  # the part of a quote before the one at hand
        self.parts = 0

    def add_to(self, body: ET.Element) -> None:
        division = ET.SubElement(body, "div")
        for block in self.blocks:
            if isinstance(block, Tagged) and block.tag in _HEADINGS:
                # A division without anything in it says nothing.
                if not len(division):
                    body.remove(division)
                division = ET.SubElement(body, "div")
                self._add_all(ET.SubElement(division, "head"), block.children)
            else:
                self._add(division, block)
        if not len(body):
            ET.SubElement(ET.SubElement(body, "div"), "p")

    def _add_all(self, parent: ET.Element, nodes: Iterable[Node]) -> None:
        for node in nodes:
            self._add(parent, node)

    def _add(self, parent: ET.Element, node: Node) -> None:
        match node:
            case str():
                _add_words(parent, node)
            case Tagged():
                self._add_all(_element(parent, node), node.children)
            case Marked(subject=Mention() as mention):
                name = ET.SubElement(parent, _name_of(mention.actor), ref=f"#{_id_of(mention.actor)}")
                self._add_all(name, node.children)
            case Marked(subject=Quote() as quote):
                self._add_all(self._said(parent, quote), node.children)
            case Marked() | Spot():
                message = f"nothing to write for {node!r}"
                raise AssertionError(message)

    def _said(self, parent: ET.Element, quote: Quote) -> ET.Element:
        """A part of a quote; one that goes on names the part before it."""
        said = ET.SubElement(parent, "said", who=f"#{_id_of(quote.speaker)}")
        said.set("direct", "true" if quote.is_verbatim else "false")
        name = f"quote.{quote.story.id}.{quote.id}"
        if before := self.last.get(quote):
            self.parts += 1
            name = f"{name}.{self.parts}"
            said.set("prev", f"#{before}")
        said.set(_ID, name)
        self.last[quote] = name
        return said


def _element(parent: ET.Element, node: Tagged) -> ET.Element:
    attributes: dict[str, Any] = dict(node.attributes)
    if node.tag == "a":
        return ET.SubElement(parent, "ref", target=str(attributes.get("href", "")))
    if node.tag in {"thead", "tbody"}:  # TEI has rows alone
        return parent
    tag, fixed = _ELEMENTS[node.tag]
    return ET.SubElement(parent, tag, fixed)


def _add_words(parent: ET.Element, words: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + words
    else:
        parent.text = (parent.text or "") + words


def _name_of(actor: Actor) -> str:
    return _NAMES.get(actor.kind, "orgName")


def _id_of(actor: Actor) -> str:
    return f"actor-{actor.id}"
