"""Placing a story's words in its article, and telling the editor what could not be placed, and why."""

import itertools
import re
from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct
from rapidfuzz import fuzz

from backstory.anchor import (
    MOST_WHOLE,
    AmbiguousName,
    find,
    find_quotation,
    nearest_passage,
    parse_selector,
)
from backstory.diagnostics import Code, Diagnostic, Related, Severity, shown
from backstory.edits import Edit
from backstory.prose import Article
from backstory.source import Document, Path
from backstory.text import (
    CLOSING_MARKS,
    OPENING_MARKS,
    SourceText,
    Span,
    TextSpan,
    normal_form,
    quotation_pieces,
    with_letters_restored,
    word_count,
)

_QUOTED = re.compile(r"“([^“”]+)”|«([^«»]+)»|„([^„“”]+)[“”]|\"([^\"]+)\"")
# A passage in quotation marks that is this much like a quote that is not in the text, is that quote altered.
_ALTERED = 72
# Without quotation marks around it, only long and almost equal passages are taken for the quote.
_ALMOST_EQUAL, _LONG = 90, 5
# More places than these help nobody.
_MOST_RELATED = 6
# Characters. An article has some five thousand, and a few of its quotes are not found.
_MOST_COMPARED = 20_000_000
# Single words stand anywhere: only pieces of a few words say that a quotation is there, out of order.
_FEW = 3


class Placing(Struct, dict=True):
    """Places the words of one story; what goes wrong is added to `found`."""

    document: Document
    source: SourceText
    article: Article
    found: list[Diagnostic]

    def __post_init__(self) -> None:
        self._quoted = bytearray(len(self.article.text))  # 1 where a quote stands, or may be meant
        self._compared = 0  # characters that were looked through for what is like other words
        self._absent: list[tuple[Path, str]] = []  # quotes, and the piece of each that is nowhere
        self._told: set[Path] = set()  # the quotes that something was said of: once is enough

    def one(self, selector: str, path: Path) -> TextSpan | None:
        """The one place that `selector` names; none or several are an error at `path`."""
        spans = find(self.article, parse_selector(selector))
        if len(spans) == 1:
            return spans[0]
        bare = selector.replace("<", "").replace(">", "")
        if spans:
            self._ambiguous(Code.ANCHOR_AMBIGUOUS, bare, [(span,) for span in spans], path)
        else:
            fact = f"“{shown(bare)}” is not in the article."
            self._not_there(Code.ANCHOR_NOT_FOUND, fact, bare, path)
        return None

    def pin(self, selector: str, path: Path) -> TextSpan | None:
        """The one place of a pinned name, which cannot be where no name is linked."""
        span = self.one(selector, path)
        if span and any(span.overlaps(it) for it in self.article.unlinked):
            fact = f"“{shown(self.article.text[span.start : span.end])}” stands in a heading, a link or code."
            remedy = "Names are not linked there: take the pin away, or pin another spot."
            self.found.append(Diagnostic(Code.ANCHOR_OVERLAPS, self.document.span(path), fact, remedy))
            return None
        return span

    def without_marks(self, words: str, path: Path) -> str:
        """The words of a quotation as they were meant, when somebody typed quotation marks around them."""
        pair = _QUOTED.fullmatch(words.strip())
        if not pair:
            return words
        fact = "There are quotation marks around this quote, and the page adds its own."
        remedy = "Take them away. Marks within the words stay."
        place = self.document.span(path)
        fix = _edits_of_marks(self.document.source, place)
        self.found.append(Diagnostic(Code.QUOTE_MARKS_AROUND, place, fact, remedy, Severity.WARNING, fix=fix))
        return pair[pair.lastindex or 0]

    def quotation(
        self, words: str, path: Path, *, at: TextSpan | None, must_stand: bool
    ) -> tuple[TextSpan, ...]:
        """Where a quotation stands in the text (within `at`, if given), as its pieces.

        Not to stand there is an error only on demand.
        """
        places = find_quotation(self.article, words)
        if at:
            inside = [it for it in places if all(piece.within(at) for piece in it)]
            places = inside or [it for it in places if any(piece.overlaps(at) for piece in it)]
        if len(places) == 1:
            self._note_quoted(places[0])
            return places[0]
        if places:
            self._note_quoted(piece for place in places for piece in place)
            self._ambiguous(Code.QUOTE_AMBIGUOUS, words, places, path, can_be_elsewhere=not must_stand)
        elif must_stand or not at:
            self._not_verbatim(words, path, must_stand=must_stand)
        if at:
            self._note_quoted((at,))
            return (at,)
        return ()

    def _note_quoted(self, places: Iterable[TextSpan]) -> None:
        for it in places:
            self._quoted[it.start : it.end] = b"\x01" * (it.end - it.start)

    def _is_quoted(self, span: TextSpan) -> bool:
        return any(self._quoted[span.start : span.end])

    def _may_compare(self) -> bool:
        """Whether the text may be looked through once more; a hostile one would be so for hours."""
        self._compared += len(self.article.text)
        return self._compared <= _MOST_COMPARED

    def _not_verbatim(self, words: str, path: Path, *, must_stand: bool) -> None:
        pieces = [it.text for it in quotation_pieces(with_letters_restored(words)[0])]
        missing = [it for it in pieces if not find_quotation(self.article, it)]
        if len(pieces) > 1 and not missing and (must_stand or min(map(word_count, pieces)) >= _FEW):
            fact = "The pieces of this quote are in the article, but in another order or too far apart."
            remedy = "Give them as they follow one another there; what is left out between them is a …"
            places = [find_quotation(self.article, it)[0][0] for it in pieces]
            related = self._in_article(sorted(places), "a piece of it")
            place = self.document.span(path)
            self.found.append(Diagnostic(Code.QUOTE_NOT_VERBATIM, place, fact, remedy, related=related))
        elif must_stand:
            self._absent.append((path, missing[0] if missing else words))
        else:
            return
        self._told.add(path[:2])

    @property
    def has_absent(self) -> bool:
        """Whether there are quotes that the text should have, and has not."""
        return bool(self._absent)

    def report_absent_quotations(self, elsewhere: Callable[[str], Iterable[str]]) -> None:
        """Report quotes that the text does not have. `elsewhere` tells by id who else has the words."""
        for path, piece in self._absent:
            fact = f"“{shown(piece)}” is not in the text, word for word."
            self._not_there(Code.QUOTE_NOT_VERBATIM, fact, piece, path, " ".join(elsewhere(str(path[1]))))

    def report_altered_quotations(self, unplaced: Mapping[str, str]) -> None:
        """Report quotes that stand in the text with other words than in the YAML."""
        for name, words in unplaced.items():
            passage = None if ("quotes", name) in self._told else self._altered(words)
            if passage:
                fact = f"The article has this quote with other words: “{shown(passage)}”."
                remedy = "Make the two the same. If they are two quotes, say `in_text: false`."
                place = self.document.span(("quotes", name, "text"))
                related = self._in_article([self._find_raw(passage)], "the article's words")
                self.found.append(Diagnostic(Code.QUOTE_NOT_VERBATIM, place, fact, remedy, related=related))

    def _altered(self, words: str) -> str | None:
        if not self._may_compare():
            return None
        pieces = [normal_form(piece.text) for piece in quotation_pieces(words)]
        best, passage = 0.0, None
        for match in _QUOTED.finditer(self.article.text):
            span = TextSpan(*match.span(match.lastindex or 0))
            if self._is_quoted(span):
                continue
            quoted = normal_form(self.article.text[span.start : span.end]).rstrip(".,;:!?")
            score = max((fuzz.ratio(piece.rstrip(".,;:!?"), quoted) for piece in pieces), default=0)
            if score > best:
                best, passage = score, self.article.text[span.start : span.end]
        if best >= _ALTERED:
            return passage
        near, score = nearest_passage(self.article.text, self.article.comparable, words)
        covered = self._is_quoted(self._find_raw(near)) if near else True
        if score >= _ALMOST_EQUAL and word_count(words) >= _LONG and not covered:
            return near
        return None

    def report_shared_name(self, name: AmbiguousName) -> None:
        """Report a name that several of the story's actors share."""
        first, *others = name.actors
        fact = f"“{name.name}” can mean {_joined(f'`{it}`' for it in name.actors)}."
        remedy = (
            "Pin each spot: give the words around it, with <…> around the name, to the actor who is meant."
        )
        related = (
            *(Related(self.document.key_span(("actors", it)), "may be meant too") for it in others),
            *self._in_article(name.spans, "stands here"),
        )
        place = self.document.key_span(("actors", first))
        self.found.append(Diagnostic(Code.MENTION_AMBIGUOUS, place, fact, remedy, related=related))

    def report_overlaps(self, pins: Iterable[tuple[str, TextSpan, Path]]) -> None:
        """Report pins (actor, spot, place in the YAML) that overlap: a spot can name only one actor."""
        taken: list[tuple[str, TextSpan, Path]] = []
        is_taken = bytearray(len(self.article.text))
        for pin in pins:
            actor, span, path = pin
            other = None
            if any(is_taken[span.start : span.end]):
                other = next((it for it in taken if it[1].overlaps(span)), None)
            is_taken[span.start : span.end] = b"\x01" * (span.end - span.start)
            if other:
                words = shown(self.article.text[span.start : span.end])
                fact = f"“{words}” is pinned for `{other[0]}` and for `{actor}`."
                if other[0] == actor:
                    fact = f"“{words}” is pinned for `{actor}` twice."
                remedy = "One spot can be pinned only once: take one pin away."
                related = (Related(self.document.span(other[2]), "pinned here too"),)
                place = self.document.span(path)
                self.found.append(Diagnostic(Code.ANCHOR_OVERLAPS, place, fact, remedy, related=related))
            taken.append(pin)

    def _nearest(self, words: str) -> tuple[str, float]:
        """The passage of the article that is most like these words, and how like it is."""
        if not self._may_compare():
            return "", 0.0
        return nearest_passage(self.article.text, self.article.comparable, words)

    def _not_there(self, code: Code, fact: str, words: str, path: Path, also: str = "") -> None:
        if not self.source.text.strip():
            return  # that there is no article is told once, not for each of its words
        near, score = self._nearest(words)
        remedy = also or "Copy the words from article.md as they stand there."
        related: tuple[Related, ...] = ()
        if score >= 60 and near:  # noqa: PLR2004 - below that, the nearest words have nothing to do with it
            remedy = f"{also} The nearest words there are “{shown(near)}”.".lstrip()
            related = self._in_article([self._find_raw(near)], "the nearest words")
        self.found.append(Diagnostic(code, self.document.span(path), fact, remedy, related=related))

    def _ambiguous(
        self,
        code: Code,
        words: str,
        places: list[tuple[TextSpan, ...]],
        path: Path,
        *,
        can_be_elsewhere: bool = False,
    ) -> None:
        times = "twice" if len(places) == 2 else f"{len(places)} times"  # noqa: PLR2004 - English has a word for it
        times = f"more than {MOST_WHOLE} times" if len(places) > MOST_WHOLE else times
        fact = f"“{shown(words)}” is in the article {times}."
        remedy = "Say which one is meant: give words around it, and put <…> around the part that counts."
        if code is Code.QUOTE_AMBIGUOUS:
            remedy = "Say which one is meant: `at:` with words around it, and <…> around the quote."
            remedy += " If none is, say `in_text: false`." if can_be_elsewhere else ""
        self._told.add(path[:2])
        related = self._in_article([spans[0] for spans in places], "found here")
        self.found.append(Diagnostic(code, self.document.span(path), fact, remedy, related=related))

    def _find_raw(self, passage: str) -> TextSpan:
        start = max(self.article.text.find(passage), 0)
        return TextSpan(start, start + len(passage))

    def _in_article(self, spans: Iterable[TextSpan], note: str) -> tuple[Related, ...]:
        some = itertools.islice(spans, _MOST_RELATED) if self._may_compare() else ()
        places = (place_in_source(self.article, self.source, span) for span in some)
        return tuple(Related(place, note) for place in places if place)


def place_in_source(article: Article, source: SourceText, span: TextSpan) -> Span | None:
    """Where words of the rendered text stand in article.md: the same occurrence of the same words."""
    words = article.text[span.start : span.end]
    nth = len(re.findall(re.escape(words), article.text[: span.start]))
    loosely = re.compile(r"\s+".join(map(re.escape, words.split())))
    for index, match in enumerate(loosely.finditer(source.text)):
        if index == nth:
            return source.span(*match.span())
    return None


def _joined(names: Iterable[str]) -> str:
    *head, last = names
    return f"{', '.join(head)} or {last}" if head else last


def _edits_of_marks(source: SourceText, place: Span) -> tuple[Edit, ...]:
    """The edits that take the quotation marks around a whole text away; none where that is not simple.

    Around a plain text they become the marks of YAML: without any, [W]e would begin a list.
    """
    written = source.words(place)
    first, last = source.offset(place.line, place.column), source.offset(place.end_line, place.end_column) - 1
    if written[0] in OPENING_MARKS and written[0] not in "\"'" and not re.search(r'["\\]', written):
        return Edit(source.span(first, first + 1), '"'), Edit(source.span(last, last + 1), '"')
    if written[0] in "\"'" and written[1] in OPENING_MARKS and written[-2] in CLOSING_MARKS:
        return Edit(source.span(first + 1, first + 2), ""), Edit(source.span(last - 1, last), "")
    return ()
