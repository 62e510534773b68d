"""Places in an article: words found exactly once, names found wherever they stand, overlaps made flat.

Anchoring is exact. What is fuzzy serves only the message about words that were not found.
"""

import itertools
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from msgspec import Struct
from rapidfuzz import fuzz

from backstory.prose import Article, Element, Run
from backstory.text import (
    CLOSING_MARKS,
    OPENING_MARKS,
    Normalised,
    TextSpan,
    follow_one_another,
    is_mark,
    is_unspaced,
    normal_form,
    quotation_pieces,
    with_letters_restored,
)


class Selector(Struct, frozen=True):
    """Words in an article, with the words around them that say which occurrence is meant."""

    before: str
    exact: str
    after: str


def parse_selector(text: str) -> Selector:
    """Read `words around <the words meant> them`; without brackets, all of it is meant."""
    if "<" in text and (match := re.fullmatch(r"([^<>]*)<([^<>]+)>([^<>]*)", text, re.DOTALL)):
        return Selector(*match.groups())
    return Selector("", text, "")


def find(article: Article, selector: Selector, most: int | None = None) -> list[TextSpan]:
    """Every place where the words stand, with their context around them, compared in normal form.

    Those after the first `most` are left out.
    """
    comparable = article.comparable
    exact = normal_form(selector.exact)
    if not exact:
        return []
    before, after = _squeeze(selector.before).lstrip(), _squeeze(selector.after).rstrip()
    # White space inside the brackets belongs to the context: "<storm >of" means the word alone.
    before += " " if selector.exact[:1].isspace() and before and not before.endswith(" ") else ""
    after = (" " if selector.exact[-1:].isspace() and after and not after.startswith(" ") else "") + after
    whole = before + exact + after
    if not comparable.may_have(whole):
        return []
    places = (
        comparable.original(at + len(before), at + len(before) + len(exact))
        for at in comparable.occurrences(whole)
        if _whole_words(comparable.text, at, at + len(whole))
    )
    return [*itertools.islice(places, most)]


def _squeeze(text: str) -> str:
    if not text:
        return ""
    inner = normal_form(text)
    return (" " if text[:1].isspace() else "") + inner + (" " if text[-1:].isspace() and inner else "")


def _whole_words(text: str, start: int, end: int) -> bool:
    """Whether the stretch neither begins nor ends in the middle of a word."""
    return not (_within_word(text, start) or _within_word(text, end))


def _within_word(text: str, at: int) -> bool:
    """Whether the characters on both sides of the offset belong to one word."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before.isascii() and after.isascii():
        return before.isalnum() and after.isalnum()
    return _is_of_word(before) and (is_mark(after) or _is_of_word(after))


def _is_of_word(character: str) -> bool:
    return (character.isalnum() or is_mark(character)) and not is_unspaced(character)


MOST_WHOLE = 200  # places of a quotation: which one is meant, nobody would choose from a list
_MOST_OF_PIECE = 10_000


def find_quotation(article: Article, words: str) -> list[tuple[TextSpan, ...]]:
    """Each place where a quotation stands, as the spans of its pieces.

    A quotation without gaps is one piece. With gaps (…) or edits ([the wall]), the pieces follow one another
    in the text; each is taken at its first occurrence behind the piece before. Of words that stand nearly
    everywhere, not all places are given.
    """
    if whole := find(article, Selector("", words, ""), MOST_WHOLE + 1):
        return [(span,) for span in whole]
    for variant in with_letters_restored(words):
        pieces = quotation_pieces(variant)
        places = {
            it: find(article, Selector("", it, ""), _MOST_OF_PIECE) for it in {piece.text for piece in pieces}
        }
        if pieces and (ways := follow_one_another(pieces, [places[it.text] for it in pieces])):
            return ways
    return []


def with_quotation_marks(article: Article, span: TextSpan) -> TextSpan:
    """The span with the quotation marks that enclose it, where there are both."""
    text = article.text
    start, end = span.start - 1, span.end
    while end < len(text) and text[end] in ",.!?;:" and end < span.end + 1:
        end += 1
    if start >= 0 and text[start] in OPENING_MARKS and end < len(text) and text[end] in CLOSING_MARKS:
        return TextSpan(start, end + 1)
    end = span.end
    if start >= 0 and text[start] in OPENING_MARKS and end < len(text) and text[end] in CLOSING_MARKS:
        return TextSpan(start, end + 1)
    return span


# Characters. Likeness takes the product of both lengths: longer words are no longer looked for.
_LONGEST_SOUGHT = 10_000
_LONGEST_FITTED = 1_000


def nearest_passage(text: str, comparable: Normalised, words: str) -> tuple[str, float]:
    """The passage of a text most like `words`, and how like it is (0 to 100). For messages only.

    `comparable` is the text in normal form.
    """
    needle = normal_form(words)
    if not needle or len(needle) > _LONGEST_SOUGHT or not comparable.text.strip():
        return "", 0.0
    match = fuzz.partial_ratio_alignment(needle, comparable.text)
    if match is None or match.dest_end <= match.dest_start:
        return "", 0.0
    start, end = match.dest_start, match.dest_end
    while start > 0 and comparable.text[start - 1].isalnum() and comparable.text[start].isalnum():
        start -= 1
    while (
        end < len(comparable.text) and comparable.text[end].isalnum() and comparable.text[end - 1].isalnum()
    ):
        end += 1
    if len(needle) <= _LONGEST_FITTED:
        start, end = _closest_words(comparable.text, start, end, needle)
    # Punctuation at the ends comes from the neighbouring words, unless it was looked for.
    while start < end - 1 and not (
        comparable.text[start].isalnum() or needle.startswith(comparable.text[start])
    ):
        start += 1
    while end > start + 1 and not (
        comparable.text[end - 1].isalnum() or needle.endswith(comparable.text[end - 1])
    ):
        end -= 1
    span = comparable.original(start, end)
    return text[span.start : span.end].strip(), match.score


def _closest_words(text: str, start: int, end: int, needle: str) -> tuple[int, int]:
    """The stretch, made as many words long as `needle` at the end where that makes it more like it."""

    def likeness(stretch: tuple[int, int]) -> float:
        return fuzz.ratio(needle, text[slice(*stretch)])

    while start < end - 1 and text[start] == " ":
        start += 1
    while end > start + 1 and text[end - 1] == " ":
        end -= 1
    surplus = text.count(" ", start, end) - needle.count(" ")
    for _ in range(surplus):
        without_first = text.find(" ", start, end) + 1, end
        without_last = start, text.rfind(" ", start, end)
        start, end = max(without_first, without_last, key=likeness)
    for _ in range(-surplus):
        one_before = text.rfind(" ", 0, max(start - 1, 0)) + 1, end
        one_behind = start, text.find(" ", end + 1) if " " in text[end + 1 :] else len(text)
        start, end = max(one_before, one_behind, key=likeness)
    return start, end


class Naming(Struct, frozen=True):
    """How one actor is called in one story: names that may stand anywhere, and pinned spots."""

    actor: str
    names: tuple[str, ...]
    pins: tuple[TextSpan, ...] = ()


class FoundName(Struct, frozen=True, order=True):
    """One actor's name at one place."""

    span: TextSpan
    actor: str


class AmbiguousName(Struct, frozen=True):
    """A name that several listed actors share, at places that are not pinned."""

    name: str
    actors: tuple[str, ...]
    spans: tuple[TextSpan, ...]


def find_names(article: Article, namings: Iterable[Naming]) -> tuple[list[FoundName], list[AmbiguousName]]:
    """Where the story's actors are named: pinned spots first, then the longest name, on whole words.

    Names in headings, links and code are passed over; a possessive 's stays outside.
    """
    found = [FoundName(span, naming.actor) for naming in namings for span in naming.pins]
    bearers: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for naming in namings:
        for name in naming.names:
            bearers[normal_form(name)][naming.actor] = None
    bearers.pop("", None)
    comparable = article.comparable
    taken = bytearray(len(article.text))  # by pins, by longer names, and where nothing is linked
    for span in (*(it.span for it in found), *article.unlinked):
        taken[span.start : span.end] = b"\x01" * (span.end - span.start)
    ambiguous: list[AmbiguousName] = []
    for name in sorted(bearers, key=lambda it: (-len(it), it)):
        spans = []
        for at in comparable.occurrences(name) if comparable.may_have(name) else ():
            span = comparable.original(at, at + len(name))
            if any(taken[span.start : span.end]) or span.end > article.paragraph_of(span).end:
                continue
            if _whole_words(comparable.text, at, at + len(name)):
                taken[span.start : span.end] = b"\x01" * (span.end - span.start)
                spans.append(span)
        actors = tuple(bearers[name])
        if len(actors) == 1:
            found += [FoundName(span, actors[0]) for span in spans]
        elif spans:
            ambiguous.append(AmbiguousName(name, actors, tuple(spans)))
    return sorted(found), ambiguous


class Mark(Struct, frozen=True):
    """A stretch of the article that means something. `subject` is the caller's; `rank` 0 lies outermost."""

    span: TextSpan
    rank: int
    subject: object


class Point(Struct, frozen=True):
    """A spot between two characters where something stands, such as the number of a note."""

    offset: int
    subject: object


class Marked(Struct, frozen=True):
    """Part of a mark, or all of it: marks are cut where they cross each other or the markup."""

    subject: object
    children: "tuple[Node, ...]"
    begins: bool
    ends: bool


class Spot(Struct, frozen=True):
    """A point, together with the word that it must not be parted from."""

    subject: object
    word: str


class Tagged(Struct, frozen=True):
    """An HTML element of the article, with annotated children."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    children: "tuple[Node, ...]"
    is_void: bool


Node: TypeAlias = Tagged | Marked | Spot | str


def annotate(article: Article, marks: Iterable[Mark], points: Iterable[Point]) -> tuple[Node, ...]:
    """The article as a tree in which all marks are flat and well nested, whatever they overlapped."""
    ordered = sorted(marks, key=lambda mark: (mark.rank, mark.span.start, -mark.span.end))
    spots: defaultdict[int, list[object]] = defaultdict(list)
    for point in points:
        spots[point.offset].append(point.subject)
    over = _by_run([run for block in article.blocks for run in _runs(block)], ordered)
    return tuple(_annotate(block, over, spots) for block in article.blocks)


def _runs(element: Element) -> Iterator[Run]:
    for child in element.children:
        if isinstance(child, Run):
            yield child
        else:
            yield from _runs(child)


def _by_run(runs: list[Run], marks: list[Mark]) -> dict[int, list[Mark]]:
    """The marks over each run of text, by where it starts, in their order."""
    starts = [run.start for run in runs]
    over: defaultdict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        first = max(bisect_right(starts, mark.span.start) - 1, 0)
        for run in runs[first : bisect_left(starts, mark.span.end)]:
            if mark.span.overlaps(run.span):
                over[run.start].append(mark)
    return over


def _annotate(element: Element, over: Mapping[int, list[Mark]], spots: Mapping[int, list[object]]) -> Tagged:
    children: list[Node] = []
    for child in element.children:
        if isinstance(child, Run):
            children += _nest(_segments(child, over.get(child.start, []), spots), 0)
        else:
            children.append(_annotate(child, over, spots))
    return Tagged(element.tag, element.attributes, tuple(children), element.is_void)


class _Segment(Struct, frozen=True):
    """A piece of text between two boundaries, with the marks over it, and what stands at its end."""

    span: TextSpan
    text: str
    marks: tuple[Mark, ...]
    spots: tuple[object, ...]


def _segments(run: Run, marks: list[Mark], spots: Mapping[int, list[object]]) -> list[_Segment]:
    whole = run.span
    cuts = {whole.start, whole.end}
    for mark in marks:
        cuts |= {cut for cut in (mark.span.start, mark.span.end) if whole.start < cut < whole.end}
    cuts |= {offset for offset in spots if whole.start < offset < whole.end}
    edges = sorted(cuts)
    over: list[list[Mark]] = [[] for _ in edges]  # by the edge that a piece begins at
    for mark in marks:
        end = min(mark.span.end, whole.end)
        for piece in range(bisect_left(edges, mark.span.start), bisect_left(edges, end)):
            over[piece].append(mark)
    segments = []
    for (start, end), above in zip(itertools.pairwise(edges), over, strict=False):
        text = run.text[start - whole.start : end - whole.start]
        segments.append(_Segment(TextSpan(start, end), text, tuple(above), tuple(spots.get(end, ()))))
    return segments


def _nest(segments: list[_Segment], depth: int) -> list[Node]:
    """Group neighbouring segments under the mark that they share at this depth."""
    nodes: list[Node] = []
    index = 0
    while index < len(segments):
        segment = segments[index]
        if len(segment.marks) <= depth:
            nodes += _text_nodes(segment)
            index += 1
            continue
        mark = segment.marks[depth]
        group = [segment]
        while index + len(group) < len(segments) and _shares(segments[index + len(group)], mark, depth):
            group.append(segments[index + len(group)])
        index += len(group)
        begins, ends = group[0].span.start == mark.span.start, group[-1].span.end == mark.span.end
        # What stands at the very end of a mark stands behind it, not in it.
        last, behind = group[-1], group[-1].spots if ends else ()
        group[-1] = _Segment(last.span, last.text, last.marks, () if ends else last.spots)
        nodes.append(Marked(mark.subject, tuple(_nest(group, depth + 1)), begins, ends))
        nodes += [Spot(subject, "") for subject in behind]
    return nodes


def _shares(segment: _Segment, mark: Mark, depth: int) -> bool:
    return len(segment.marks) > depth and segment.marks[depth] is mark


def _text_nodes(segment: _Segment) -> list[Node]:
    if not segment.spots:
        return [segment.text]
    head, word = split_last_word(segment.text)
    nodes: list[Node] = [head] if head else []
    nodes.append(Spot(segment.spots[0], word))
    return nodes + [Spot(subject, "") for subject in segment.spots[1:]]


def split_last_word(text: str) -> tuple[str, str]:
    """The text up to its last word, and that word."""
    cut = max(text.rfind(" "), text.rfind("\n"), text.rfind("\u00a0")) + 1
    return text[:cut], text[cut:]


def end_of_note_spot(article: Article, span: TextSpan) -> int:
    """Where a note's number stands: behind the words, and behind punctuation that closes them."""
    end = span.end
    limit = article.paragraph_of(span).end
    while end < limit and article.text[end] in CLOSING_MARKS + ".,;:!?…)]":
        end += 1
    return end
