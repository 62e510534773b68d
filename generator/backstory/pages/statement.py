"""A statement as a line: the words, who, when, to whom, how it was checked, and where it leads."""

from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from backstory import addresses
from backstory.language import Language
from backstory.pages.checked import Check, check_of
from backstory.pages.edition import Edition, planned_once
from backstory.pages.marks import mark_of
from backstory.pages.parts import Day, Face, Link, day, face, party_link, role_on, source_link, story_link
from backstory.prose import plain_text
from backstory.record import Quote


class Seal(Struct, frozen=True):
    """How a quote was checked, and its source; whether that is what its whole story is based on."""

    check: Check
    source: Link
    is_of_article: bool


class Statement(Struct, frozen=True):
    """One statement, ready to be marked up."""

    id: str
    mark: str
    former_ids: tuple[str, ...]
    speaker: Face
    role: str
    words: str
    bare_words: str
    is_reported: bool
    is_refusal: bool
    kind: str
    kind_id: str
    day: Day | None
    audience: tuple[Link, ...]
    about: tuple[Link, ...]
    setting: tuple[Link, ...]
    via: Link | None
    seal: Seal
    is_added: bool
    wordings: str
    echoes: str
    place: str | None
    permalink: str
    in_story: str
    story: Link
    topics: tuple[str, ...]
    before: str
    sentence: str
    after: str
    attribution: str
    citation: str


@planned_once
def statement(quote: Quote, edition: Edition) -> Statement:
    """The statement of a quote."""
    language = edition.language
    before, sentence, after = quote.around
    words = statement_words(quote, language)
    wordings = len(quote.renderings) + 1
    # A source often names a post only on the day of the story, a day or two after the words.
    speaker_role = role_on(quote.speaker, language, quote.day.start, quote.story.published.start)
    link = addresses.absolute(addresses.of_quote(quote), edition.site_url)
    said = language.series(
        it for it in (quote.speaker.name, speaker_role, language.day(quote.date) if quote.date else "") if it
    )
    return Statement(
        id=quote.id,
        mark=mark_of(quote),
        former_ids=quote.formerly,
        speaker=face(quote.speaker, language),
        role=speaker_role,
        words=words,
        bare_words=quote.text,
        is_reported=not quote.is_verbatim,
        is_refusal=quote.is_refusal,
        kind=kind_word(quote.kind, language),
        kind_id=quote.kind,
        day=day(quote.date, language) if quote.date else None,
        audience=tuple(party_link(it) for it in quote.audience),
        about=tuple(party_link(it) for it in quote.about),
        setting=_setting(quote, language),
        via=_via(quote, language),
        seal=seal(quote, language),
        is_added=_is_added(quote, edition),
        wordings=language.count("%(num)s wording", "%(num)s wordings", wordings) if quote.renderings else "",
        echoes=f"{addresses.of_quote(quote)}#echoes" if edition.newsroom.echoes_of(quote) else "",
        place=f"#in-{quote.id}" if quote.places else None,
        permalink=addresses.of_quote(quote),
        in_story=addresses.of_place(quote),
        story=story_link(quote.story),
        topics=tuple(it.id for it in quote.story.topics),
        before=before,
        sentence=sentence,
        after=after,
        attribution=_attribution(quote, language),
        citation=f"{words} — {said}. {link}",
    )


def statement_words(quote: Quote, language: Language) -> str:
    """The words as readers see them: the speaker's own in quotation marks, reported ones without."""
    if quote.is_verbatim:
        return language.quoted(quote.text)
    if quote.text and not quote.is_refusal:
        return plain_text(quote.text)
    if quote.text:
        return quote.text[0].upper() + quote.text[1:]
    return kind_word(quote.kind, language)


@lru_cache(maxsize=256)
def kind_word(kind: str, language: Language) -> str:
    """What kind of statement it is, in words."""
    return {
        "direct": language.gettext("Direct quote"),
        "partial": language.gettext("Partial quote"),
        "indirect": language.gettext("Reported, not quoted"),
        "statement": language.gettext("Statement"),
        "post": language.gettext("From a post"),
        "document": language.gettext("From a document"),
        "no_comment": language.gettext("No comment"),
        "no_response": language.gettext("No response"),
    }[kind]


@lru_cache(maxsize=256)
def kind_in_a_sentence(kind: str, language: Language) -> str:
    """The same in the middle of a sentence: languages differ in what begins with a capital there."""
    return {
        "direct": language.pgettext("in a sentence", "direct quote"),
        "partial": language.pgettext("in a sentence", "partial quote"),
        "indirect": language.pgettext("in a sentence", "reported, not quoted"),
        "statement": language.pgettext("in a sentence", "statement"),
        "post": language.pgettext("in a sentence", "from a post"),
        "document": language.pgettext("in a sentence", "from a document"),
        "no_comment": language.pgettext("in a sentence", "no comment"),
        "no_response": language.pgettext("in a sentence", "no response"),
    }[kind]


@lru_cache(maxsize=256)
def medium_word(medium: str, language: Language) -> str:
    """The medium in words; one that is not in our list as the editor wrote it."""
    known = {
        "interview": language.gettext("in an interview"),
        "speech": language.gettext("in a speech"),
        "press_conference": language.gettext("at a press conference"),
        "broadcast": language.gettext("in a broadcast"),
        "post": language.gettext("in a post"),
        "press_release": language.gettext("in a press release"),
        "document": language.gettext("in a document"),
        "statement": language.gettext("in a statement"),
        "announcement": language.gettext("in an announcement"),
    }
    return known.get(medium, medium.replace("_", " "))


def seal(quote: Quote, language: Language) -> Seal:
    """How the quote was checked, and against what."""
    check = check_of(quote, language)
    if quote.is_refusal:
        words = language.gettext("As reported"), language.pgettext("in a sentence", "as reported")
        check = replace(check, label=words[0], remark=words[1])
    source = source_link(quote.source, language)
    if quote.is_from_source_article and quote.story.based_on and not source.address:
        source = Link(source.label, f"{addresses.of_story(quote.story)}#source")
    return Seal(check, source, is_of_article=quote.is_from_source_article)


def _setting(quote: Quote, language: Language) -> tuple[Link, ...]:
    medium = (Link(medium_word(quote.medium, language)),) if quote.medium else ()
    venue = (party_link(quote.venue),) if quote.venue else ()
    return medium + venue


def _is_added(quote: Quote, edition: Edition) -> bool:
    """Whether it is from elsewhere, in a retelling of one article that has quotes of its own."""
    if quote.story.is_republished or quote.is_from_source_article:
        return False
    return any(it.is_from_source_article for it in edition.newsroom.quotes_in(quote.story))


def _via(quote: Quote, language: Language) -> Link | None:
    """Who relayed it, unless the source's own label says so."""
    if quote.via is None:
        return None
    via = party_link(quote.via)
    label = source_link(quote.source, language).label
    return None if via.label in label else via


def _attribution(quote: Quote, language: Language) -> str:
    words = {
        "on_record": "",
        "background": language.gettext("on background"),
        "deep_background": language.gettext("on deep background"),
    }[quote.attribution]
    return language.labelled(words, quote.description) if words and quote.description else words
