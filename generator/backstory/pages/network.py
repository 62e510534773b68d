"""Who spoke about whom, as two columns of names with lines between them; and whose words are quoted.

The lines are laid out here, when compiling. Each line is as wide as there are statements; the lines of a row
lie on top of one another in the order of the rows they lead to. A table says the same.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from msgspec import Struct

from backstory import addresses
from backstory.language import Language
from backstory.pages.divided import ListView
from backstory.pages.edition import Edition, Outline, contents
from backstory.pages.home import Bar
from backstory.pages.parts import Face, face
from backstory.record import Actor, Quote
from backstory.text import word_count

# In units of the drawing, whose width is 100 and is stretched; the style sheet gives a row the same height.
_ROW, _STEP, _GAP = 44.0, 3.1, 0.6
_MOST_ROWS = 10
_MOST_PAIRS = 300  # in the table
_MOST_VOICES = 8


class NetworkRow(Struct, frozen=True):
    """Somebody on one side, where their name leads, and how many statements."""

    face: Face
    address: str
    number: int


class NetworkLine(Struct, frozen=True):
    """The statements of one about another, as a curve. A marked one leads to somebody who is not quoted."""

    path: str
    width: str
    is_marked: bool


class NetworkPair(Struct, frozen=True):
    """A line of the table."""

    speaker: Face
    subject: Face
    number: int


class Network(Struct, frozen=True):
    """The picture and the table."""

    speakers: tuple[NetworkRow, ...]
    subjects: tuple[NetworkRow, ...]
    lines: tuple[NetworkLine, ...]
    rows: int
    height: str
    pairs: tuple[NetworkPair, ...]
    unheard: str
    left_out: str


def network(
    quotes: Iterable[Quote], language: Language, *, cast: frozenset[Actor] = frozenset()
) -> Network | None:
    """The network of these statements; None where nobody speaks about anybody.

    On a story's page, the names of its `cast` lead to their places on that page.
    """
    quotes = list(quotes)
    pairs = ((it.speaker, subject) for it in quotes for subject in it.about)
    counted = Counter((speaker, it) for speaker, it in pairs if isinstance(it, Actor))
    if not counted:
        return None
    speakers = _heaviest(speaker for (speaker, _), number in counted.items() for _n in range(number))
    subjects = _heaviest(subject for (_, subject), number in counted.items() for _n in range(number))
    shown = {pair: number for pair, number in counted.items() if pair[0] in speakers and pair[1] in subjects}
    heard = {it.speaker for it in quotes}
    height = max(len(speakers), len(subjects)) * _ROW
    left, right = _places(shown, speakers, side=0), _places(shown, subjects, side=1)
    unheard = [it for it in subjects if it.kind == "person" and it not in heard]
    return Network(
        speakers=tuple(_row(it, number, "said", language, cast) for it, number in speakers.items()),
        subjects=tuple(_row(it, number, "cast", language, cast) for it, number in subjects.items()),
        lines=tuple(
            NetworkLine(
                path=f"M0 {left[pair]:.1f}C50 {left[pair]:.1f} 50 {right[pair]:.1f} 100 {right[pair]:.1f}",
                width=f"{_STEP * number - _GAP:.1f}",
                is_marked=pair[1] in unheard,
            )
            for pair, number in shown.items()
        ),
        rows=max(len(speakers), len(subjects)),
        height=f"{height:.0f}",
        pairs=tuple(
            NetworkPair(face(speaker, language), face(subject, language), number)
            for (speaker, subject), number in sorted(counted.items(), key=lambda item: -item[1])[:_MOST_PAIRS]
        ),
        unheard=language.listed(it.short_name for it in unheard) if unheard else "",
        left_out=_left_out(min(len(counted), _MOST_PAIRS) - len(shown), language),
    )


def _heaviest(actors: Iterable[Actor]) -> dict[Actor, int]:
    """The actors with the most statements, in order of appearance."""
    counted = Counter(actors)
    heaviest = {it for it, _ in sorted(counted.items(), key=lambda item: -item[1])[:_MOST_ROWS]}
    return {it: number for it, number in counted.items() if it in heaviest}


def _places(
    pairs: Mapping[tuple[Actor, Actor], int], rows: Mapping[Actor, int], *, side: int
) -> dict[tuple[Actor, Actor], float]:
    """How far down each line begins (side 0) or ends (side 1)."""
    order = {it: index for index, it in enumerate(rows)}
    others = {it: index for index, it in enumerate(dict.fromkeys(pair[1 - side] for pair in pairs))}
    places: dict[tuple[Actor, Actor], float] = {}
    for actor, index in order.items():
        mine = sorted((it for it in pairs if it[side] is actor), key=lambda it: others[it[1 - side]])
        at = index * _ROW + (_ROW - _STEP * sum(pairs[it] for it in mine) + _GAP) / 2
        for pair in mine:
            places[pair] = at + (_STEP * pairs[pair] - _GAP) / 2
            at += _STEP * pairs[pair]
    return places


def _row(actor: Actor, number: int, place: str, language: Language, cast: frozenset[Actor]) -> NetworkRow:
    address = f"#{place}-{actor.id}" if actor in cast else addresses.of_actor(actor)
    return NetworkRow(face(actor, language), address, number)


def _left_out(number: int, language: Language) -> str:
    if not number:
        return ""
    return language.count(
        "One further pair is in the table only.", "%(num)s further pairs are in the table only.", number
    )


def voice_share(quotes: Iterable[Quote], language: Language) -> tuple[Bar, ...]:
    """Who gets how many of the quoted words, most first."""
    words: Counter[Actor] = Counter()
    for quote in quotes:
        if quote.is_verbatim and (number := word_count(quote.text)):  # “👍” has none
            words[quote.speaker] += number
    total = sum(words.values())
    ranked = sorted(words.items(), key=lambda item: (-item[1], item[0].name))[:_MOST_VOICES]
    return tuple(
        Bar(
            face(actor, language),
            language.ngettext("%(num)s word, %(share)s", "%(num)s words, %(share)s", number)
            % {"num": language.number(number), "share": language.percent(number / total)},
            f"{number / ranked[0][1]:.2f}",
        )
        for actor, number in ranked
    )


class NetworkView(ListView, frozen=True, kw_only=True):
    """The network of the whole site."""

    network: Network | None
    voices: tuple[Bar, ...]


def plan_network(edition: Edition) -> Iterator[Outline]:
    """The page of who spoke about whom."""
    title = edition.language.gettext("Who spoke about whom")
    yield Outline(addresses.NETWORK, title, partial(_of_all, edition, title))


def _of_all(edition: Edition, title: str) -> NetworkView:
    language, quotes = edition.language, edition.newsroom.quotes
    drawn = network(quotes, language)
    voices = voice_share(quotes, language)
    pairs = len(drawn.pairs) if drawn else 0
    return NetworkView(
        address=addresses.NETWORK,
        template="network.html",
        title=title,
        description=language.gettext("Who speaks about whom in all stories, and who gets how many words."),
        section=addresses.QUOTES,
        contents=contents(
            ("network", language.gettext("Who spoke about whom"), drawn is not None),
            ("voices", language.gettext("Whose words are quoted"), bool(voices)),
        ),
        network=drawn,
        voices=voices,
        summary=language.count("%(num)s pair", "%(num)s pairs", pairs),
    )
