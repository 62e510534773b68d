"""Placing a story's words in its article, and telling the editor what could not be placed, and why."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from backstory.anchor import AmbiguousName, find, find_quotation, nearest_passage, parse_selector
from backstory.diagnostics import Code, Diagnostic, Related
from backstory.prose import Article
from backstory.source import Document, Path
from backstory.text import SourceText, Span, TextSpan, normal_form, pieces_between_gaps, word_count

_QUOTED = re.compile(r"“([^“”]+)”|«([^«»]+)»|„([^„“”]+)[“”]|\"([^\"]+)\"")
# A passage in quotation marks that is this much like a quote that is not in the text, is that quote altered.
_ALTERED = 72
# Without quotation marks around it, only long and almost equal passages are taken for the quote.
_ALMOST_EQUAL, _LONG = 90, 5
_SHOWN = 90


@dataclass
class Placing:
    """Places the words of one story; what goes wrong is added to `found`."""

    document: Document
    source: SourceText
    article: Article
    found: list[Diagnostic]

    def __post_init__(self) -> None:
        self._quoted_places: list[TextSpan] = []

    def one(self, selector: str, path: Path) -> TextSpan | None:
        """The one place that `selector` names; none or several are an error at `path`."""
        spans = find(self.article, parse_selector(selector))
        if len(spans) == 1:
            if path[0] == "quotes":
                self._quoted_places.append(spans[0])
            return spans[0]
        bare = selector.replace("<", "").replace(">", "")
        if spans:
            self._ambiguous(Code.ANCHOR_AMBIGUOUS, bare, [(span,) for span in spans], path)
        else:
            fact = f"“{_short(bare)}” is not in the article."
            self._not_there(Code.ANCHOR_NOT_FOUND, fact, bare, path)
        return None

    def quotation(self, words: str, path: Path, *, must_stand: bool) -> tuple[TextSpan, ...]:
        """Where a quotation stands in the text, as its pieces. Not to stand there is an error only on demand."""
        places = find_quotation(self.article, words)
        if len(places) == 1:
            self._quoted_places += places[0]
            return places[0]
        if places:
            self._ambiguous(Code.QUOTE_AMBIGUOUS, words, places, path)
        elif must_stand:
            fact = f"“{_short(words)}” is not in the text, word for word."
            self._not_there(Code.QUOTE_NOT_VERBATIM, fact, words, path)
            self._quoted_places.append(TextSpan(0, len(self.article.text)))  # said once, that is enough
        return ()

    def report_altered_quotations(self, unplaced: Mapping[str, str]) -> None:
        """Report quotes that stand in the text with other words than in the YAML."""
        for name, words in unplaced.items():
            passage = self._altered(words)
            if passage:
                fact = f"The article has this quote with other words: “{_short(passage)}”."
                remedy = "Make the two the same. If they are two quotes, say `in_text: false`."
                place = self.document.span(("quotes", name, "text"))
                related = self._in_article([self._find_raw(passage)], "the article's words")
                self.found.append(Diagnostic(Code.QUOTE_NOT_VERBATIM, place, fact, remedy, related=related))

    def _altered(self, words: str) -> str | None:
        pieces = [normal_form(piece) for piece in pieces_between_gaps(words)]
        best, passage = 0.0, None
        for match in _QUOTED.finditer(self.article.text):
            span = TextSpan(*match.span(match.lastindex or 0))
            if any(span.overlaps(place) for place in self._quoted_places):
                continue
            quoted = normal_form(self.article.text[span.start : span.end]).rstrip(".,;:!?")
            score = max((fuzz.ratio(piece.rstrip(".,;:!?"), quoted) for piece in pieces), default=0)
            if score > best:
                best, passage = score, self.article.text[span.start : span.end]
        if best >= _ALTERED:
            return passage
        near, score = nearest_passage(self.article, words)
        covered = any(self._find_raw(near).overlaps(place) for place in self._quoted_places) if near else True
        if score >= _ALMOST_EQUAL and word_count(words) >= _LONG and not covered:
            return near
        return None

    def report_shared_name(self, name: AmbiguousName) -> None:
        """Report a name that several of the story's actors share."""
        first, *others = name.actors
        fact = f"“{name.name}” can mean {_joined(f'`{it}`' for it in name.actors)}."
        remedy = "Pin each spot: give the words around it, with <…> around the name, to the actor who is meant."
        related = (
            *(Related(self.document.key_span(("actors", it)), "may be meant too") for it in others),
            *self._in_article(name.spans, "stands here"),
        )
        place = self.document.key_span(("actors", first))
        self.found.append(Diagnostic(Code.MENTION_AMBIGUOUS, place, fact, remedy, related=related))

    def report_overlaps(self, pins: Mapping[str, Iterable[TextSpan]]) -> None:
        """Report pinned names that overlap: one spot can name only one actor."""
        taken: list[tuple[TextSpan, str]] = []
        for actor, spans in pins.items():
            for span in spans:
                other = next((name for it, name in taken if it.overlaps(span)), None)
                if other is not None:
                    words = self.article.text[span.start : span.end]
                    fact = f"“{words}” is pinned for `{other}` and for `{actor}`."
                    remedy = "One spot can name only one actor: take one pin away."
                    related = (Related(self.document.key_span(("actors", other)), "pinned here too"),)
                    place = self.document.key_span(("actors", actor))
                    self.found.append(Diagnostic(Code.ANCHOR_OVERLAPS, place, fact, remedy, related=related))
                taken.append((span, actor))

    def _not_there(self, code: Code, fact: str, words: str, path: Path) -> None:
        near, score = nearest_passage(self.article, words)
        remedy, related = "Copy the words from article.md as they stand there.", ()
        if score >= 60 and near:  # noqa: PLR2004 - below that, the nearest words have nothing to do with it
            remedy = f"The nearest words there are “{_short(near)}”."
            related = self._in_article([self._find_raw(near)], "the nearest words")
        self.found.append(Diagnostic(code, self.document.span(path), fact, remedy, related=related))

    def _ambiguous(self, code: Code, words: str, places: list[tuple[TextSpan, ...]], path: Path) -> None:
        fact = f"“{_short(words)}” is in the article {len(places)} times."
        remedy = "Say which one is meant: `at:` with words around it, and <…> around the part that counts."
        related = self._in_article([spans[0] for spans in places], "found here")
        self.found.append(Diagnostic(code, self.document.span(path), fact, remedy, related=related))

    def _find_raw(self, passage: str) -> TextSpan:
        start = max(self.article.text.find(passage), 0)
        return TextSpan(start, start + len(passage))

    def _in_article(self, spans: Iterable[TextSpan], note: str) -> tuple[Related, ...]:
        return tuple(Related(place, note) for span in spans if (place := self._source_span(span)))

    def _source_span(self, span: TextSpan) -> Span | None:
        """Where words of the rendered text stand in article.md: the same occurrence of the same words."""
        words = self.article.text[span.start : span.end]
        nth = len(re.findall(re.escape(words), self.article.text[: span.start]))
        loosely = re.compile(r"\s+".join(map(re.escape, words.split())))
        for index, match in enumerate(loosely.finditer(self.source.text)):
            if index == nth:
                return self.source.span(*match.span())
        return None


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1].rsplit(" ", 1)[0] + " …"


def _joined(names: Iterable[str]) -> str:
    *head, last = names
    return f"{', '.join(head)} or {last}" if head else last
