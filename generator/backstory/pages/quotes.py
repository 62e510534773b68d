"""Every quote, by day; and each quote's own page, its permalink."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from backstory import addresses
from backstory.formats import Format
from backstory.language import Language
from backstory.pages.checked import Checked, checked
from backstory.pages.divided import MOST, ListView, Part, by_date, division_of_section, part_pages
from backstory.pages.echoed import Echo, echoes
from backstory.pages.edition import Edition, Outline, View, contents, data_files
from backstory.pages.embeds import embed_of_quote
from backstory.pages.filters import Filter, filter_of, shown_of, useful
from backstory.pages.ledger import ClaimRow, claim_row
from backstory.pages.parts import DataFile, Day, Face, Link, day, face, party_link, source_link, story_link
from backstory.pages.pictures import picture_of_quote
from backstory.pages.statement import Statement, kind_in_a_sentence, statement, statement_words
from backstory.pages.wordings import Wordings, wordings_of
from backstory.record import Quote, Seal, Story
from backstory.text import word_count

_TITLE_WORDS = 12
_MOST_SPEAKERS = 100  # beside the list of all quotes
_NEIGHBOURS = 6  # of one day, shown beside a quote


class QuoteDay(Struct, frozen=True):
    """What was said on one day; the last group has what no date is given for."""

    id: str
    day: Day | None
    title: str
    statements: tuple[Statement, ...]


class SpeakerCount(Struct, frozen=True):
    """A speaker, and how many statements are theirs."""

    face: Face
    number: int


class QuotesView(ListView, frozen=True, kw_only=True):
    """The list of all quotes, or a part of it."""

    speakers: tuple[SpeakerCount, ...]
    days: tuple[QuoteDay, ...]
    filters: tuple[Filter, ...]
    shown_of: str
    checked: tuple[Checked, ...]
    files: tuple[DataFile, ...]


def plan_quotes(edition: Edition) -> Iterator[Outline]:
    """The page of all quotes, newest day first; a long list in parts."""
    language = edition.language
    title, quotes = language.gettext("Quotes"), edition.newsroom.quotes
    parts = by_date(quotes, lambda it: it.day.start if it.date else None, addresses.QUOTES, language)
    yield Outline(addresses.QUOTES, title, partial(_section, edition, title, quotes, parts), tuple(quotes))
    yield from part_pages(parts, Link(title, addresses.QUOTES), partial(_list, edition), language)


def _section(
    edition: Edition, title: str, quotes: Sequence[Quote], parts: Sequence[Part[Quote]]
) -> QuotesView:
    language = edition.language
    shown = parts and sorted((it for it in quotes if it.date), key=Quote.sort_key)[-MOST:]
    section = _list(edition, title, shown or quotes)
    counted = Counter(it.speaker for it in quotes)
    ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0].name))[:_MOST_SPEAKERS]
    return replace(
        section,
        contents=(
            *section.contents,
            *contents(("checked", language.gettext("How quotes are checked"), bool(quotes))),
        ),
        summary=language.gettext("%(statements)s by %(speakers)s, %(own)s in their own words.")
        % {
            "statements": language.count("%(num)s statement", "%(num)s statements", len(quotes)),
            "speakers": language.count("%(num)s speaker", "%(num)s speakers", len(counted)),
            "own": language.number(sum(it.is_verbatim for it in quotes)),
        },
        division=division_of_section(parts, len(shown), language) if parts else None,
        speakers=tuple(SpeakerCount(face(actor, language), number) for actor, number in ranked),
        checked=checked(quotes, language),
        files=data_files(
            edition,
            Format.API,
            DataFile(addresses.QUOTES_TABLE, language.gettext("All of these as a table")),
            DataFile(addresses.QUOTES_LINES, language.gettext("All of these, one a line")),
        ),
    )


def _list(edition: Edition, title: str, quotes: Sequence[Quote]) -> QuotesView:
    """These quotes, newest day first."""
    language = edition.language
    newest_first = sorted((it for it in quotes if it.date), key=lambda it: it.day.sort_key(), reverse=True)
    days = [
        _quote_day(when, list(group), edition)
        for when, group in groupby(newest_first, key=lambda it: it.day.text)
    ]
    if undated := [it for it in quotes if not it.date]:
        days.append(_quote_day("", undated, edition))
    return QuotesView(
        address=addresses.QUOTES,
        template="quotes.html",
        title=title,
        description=language.gettext(
            "Everything that is quoted or reported in the stories, with its source."
        ),
        section=addresses.QUOTES,
        contents=contents(*((it.id, it.title, True) for it in days)),
        summary=language.count("%(num)s statement", "%(num)s statements", len(quotes)),
        speakers=(),
        days=tuple(days),
        filters=_filters([it for group in days for it in group.statements], edition),
        shown_of=shown_of(language),
        checked=(),
        files=(),
    )


def _quote_day(when: str, said: list[Quote], edition: Edition) -> QuoteDay:
    lines = tuple(statement(it, edition) for it in said)
    if not when:
        return QuoteDay("undated", None, edition.language.gettext("Date not given"), lines)
    known = day(said[0].day, edition.language)
    return QuoteDay(f"d{when.replace('/', '_')}", known, known.text, lines)


def _filters(statements: list[Statement], edition: Edition) -> tuple[Filter, ...]:
    _ = edition.language.gettext
    topics = {it.id: it.name for it in edition.newsroom.topics}
    return useful(
        (
            filter_of("speaker", _("Speaker"), ((it.speaker.id, it.speaker.name) for it in statements)),
            filter_of("topic", _("Topic"), ((name, topics[name]) for it in statements for name in it.topics)),
            filter_of("kind", _("Kind"), ((it.kind_id, it.kind) for it in statements)),
            filter_of(
                "checked", _("Checked"), ((it.seal.check.state, it.seal.check.label) for it in statements)
            ),
        )
    )


class Fact(Struct, frozen=True):
    """A fact about the quote: what, and its links or words."""

    name: str
    links: tuple[Link, ...]


class QuoteView(View, frozen=True, kw_only=True):
    """A quote's own page."""

    statement: Statement
    facts: tuple[Fact, ...]
    wordings: Wordings | None
    echoes: tuple[Echo, ...]
    original: str
    original_language: str
    claims: tuple[ClaimRow, ...]
    before: Link | None
    after: Link | None
    others: tuple[Statement, ...]
    further: Link | None


def plan_quote_pages(story: Story, edition: Edition) -> Iterator[QuoteView]:
    """A page for each quote of a story."""
    for quote in edition.newsroom.quotes_in(story):
        yield plan_quote(quote, edition)


def plan_quote(quote: Quote, edition: Edition) -> QuoteView:
    """The page of a quote."""
    newsroom, language = edition.newsroom, edition.language
    _ = language.gettext
    before, after = newsroom.neighbours_of(quote)
    claims = tuple(claim_row(it, edition) for it in newsroom.claims_made_in(quote))
    line = statement(quote, edition)
    wordings = wordings_of(quote, language) if quote.renderings else None
    original = None if wordings else quote.original  # the wordings show it too
    same_day = [it for it in newsroom.quotes_in(quote.story) if it.day.text == quote.day.text]
    siblings = _nearest(same_day, quote)
    elsewhere = echoes(quote, edition)
    title = _title(quote, edition)
    picture = picture_of_quote(quote, line, edition)
    return QuoteView(
        address=addresses.of_quote(quote),
        template="quote.html",
        title=title,
        description=_("%(name)s, %(kind)s, %(date)s. In: %(story)s")
        % {
            "name": quote.speaker.name,
            "kind": kind_in_a_sentence(quote.kind, language),
            "date": line.day.text if line.day else _("date not given"),
            "story": quote.story.headline,
        },
        section=addresses.QUOTES,
        label=line.kind,
        subject=quote,
        picture=picture,
        embed=embed_of_quote(quote, line, title, picture, edition),
        contents=contents(
            ("original", _("In the original language"), bool(original)),
            ("stood", _("Where it stands"), bool(line.sentence)),
            ("facts", _("Source and details"), True),
            ("wordings", _("In other wordings"), wordings is not None),
            ("echoes", _("The same words elsewhere"), bool(elsewhere)),
            ("claim", _("What is claimed, and what became of it"), bool(claims)),
            ("others", _("Said on the same day"), bool(siblings)),
        ),
        statement=line,
        facts=_facts(quote, line, edition),
        wordings=wordings,
        echoes=elsewhere,
        original=language.quoted(original.text) if original else "",
        original_language=original.language if original else "",
        claims=claims,
        before=_neighbour(before, edition),
        after=_neighbour(after, edition),
        others=tuple(statement(it, edition) for it in siblings),
        further=_further(len(same_day) - 1 - len(siblings), quote, edition),
    )


def _nearest(same_day: list[Quote], quote: Quote) -> list[Quote]:
    """Those that stand around the quote, in order: a day of hundreds would bury the page."""
    place = same_day.index(quote)
    start = max(0, min(place - _NEIGHBOURS // 2, len(same_day) - 1 - _NEIGHBOURS))
    return [it for it in same_day[start : start + _NEIGHBOURS + 1] if it is not quote]


def _further(number: int, quote: Quote, edition: Edition) -> Link | None:
    """The way to those of the day that are not shown."""
    if not number:
        return None
    words = edition.language.count("%(num)s more in the story", "%(num)s more in the story", number)
    return Link(words, f"{addresses.of_story(quote.story)}#said")


def _title(quote: Quote, edition: Edition) -> str:
    """The speaker and the first words: what search results and tabs show."""
    words = statement_words(quote, edition.language)
    if word_count(words) > _TITLE_WORDS:
        words = " ".join(words.split()[:_TITLE_WORDS]) + " …"
    return edition.language.labelled(quote.speaker.name, words)


def _neighbour(quote: Quote | None, edition: Edition) -> Link | None:
    """The speaker's statement before or after."""
    if quote is None:
        return None
    words = statement_words(quote, edition.language).split()
    label = " ".join(words[:_TITLE_WORDS]) + (" …" if len(words) > _TITLE_WORDS else "")
    return Link(label, addresses.of_quote(quote))


def _proof(seal: Seal, language: Language) -> str:
    """What anybody needs who has the source, to prove it again."""
    places = [f"{it.start}–{it.end}" for it in seal.places]
    pieces = [
        language.count("source of %(num)s word", "source of %(num)s words", seal.source_words),
        language.gettext("SHA-256 of its text: %(fingerprint)s") % {"fingerprint": seal.source_sha256},
        language.gettext("characters %(places)s") % {"places": language.listed(places)} if places else "",
    ]
    return language.series(it for it in pieces if it)


def _facts(quote: Quote, line: Statement, edition: Edition) -> tuple[Fact, ...]:
    language = edition.language
    _ = language.gettext
    source = source_link(quote.source, language)
    box = f"{addresses.of_story(quote.story)}#source" if quote.story.based_on else None
    facts = [
        Fact(_("Kind"), (Link(line.kind),)),
        Fact(_("Date"), (Link(line.day.text if line.day else _("not given")),)),
        Fact(_("To whom"), line.audience),
        Fact(_("How and where"), line.setting),
        Fact(_("About"), line.about),
        Fact(_("Story"), (story_link(quote.story),)),
        Fact(_("Source"), (Link(source.label, source.address or box),)),
        Fact(_("Archived"), (Link(_("saved copy"), source.archived),) if source.archived else ()),
        Fact(_("Relayed by"), (party_link(quote.via),) if quote.via else ()),
        Fact(_("Checked"), (Link(line.seal.check.label, line.seal.check.address),)),
        Fact(_("Proof"), (Link(_proof(quote.seal, language)),) if quote.seal else ()),
        Fact(_("Attribution"), (Link(line.attribution),) if line.attribution else ()),
    ]
    return tuple(it for it in facts if it.links)
