"""The words that an annotation of somebody else selects, found in an article, and said as our selector."""

from msgspec import Struct

from backstory.anchor import Selector, find
from backstory.prose import Article
from backstory.text import TextSpan, normal_form

_WIDEST = 24  # words of context on each side, before it is given up


class Selected(Struct, frozen=True):
    """A TextQuoteSelector, and the `start` and `end` of a TextPositionSelector beside it, if there is one."""

    exact: str
    prefix: str = ""
    suffix: str = ""
    position: tuple[int, int] | None = None


def spots_of(article: Article, selected: Selected) -> list[TextSpan]:
    """The places with the words around them; of several, the one at the position."""
    places = find(article, Selector("", selected.exact, ""))
    around = [it for it in places if _stands_between(article, it, selected)]
    if len(around) > 1 and selected.position:
        return [it for it in around if it.start == selected.position[0]] or around
    return around


def is_at_position(article: Article, selected: Selected) -> bool:
    """Whether the position, if there is one, has the words that are quoted."""
    if selected.position is None:
        return True
    start, end = selected.position
    return normal_form(article.text[max(start, 0) : max(end, 0)]) == normal_form(selected.exact)


def selector_for(article: Article, span: TextSpan) -> str | None:
    """Words of the article that stand in it once: the span, with as many words around it as that needs."""
    exact = article.text[span.start : span.end]
    paragraph = article.paragraph_of(span)
    before = article.text[paragraph.start : span.start].split(" ")
    after = article.text[span.end : max(span.end, paragraph.end)].split(" ")
    for width in range(_WIDEST + 1):
        left = " ".join(before[-1 - width :]) if width else ""
        right = " ".join(after[: width + 1]) if width else ""
        if "<" in left + exact + right or ">" in left + exact + right:
            return None
        if find(article, Selector(left, exact, right)) == [span]:
            whole = f"{left}<{exact}>{right}" if width else exact
            return " ".join(whole.split())
    return None


def _stands_between(article: Article, span: TextSpan, selected: Selected) -> bool:
    before, after = _bare(selected.prefix), _bare(selected.suffix)
    reach = 2 * max(len(selected.prefix), len(selected.suffix)) + 40
    left = _bare(article.text[max(0, span.start - reach) : span.start])
    right = _bare(article.text[span.end : span.end + reach])
    return left.endswith(before) and right.startswith(after)


def _bare(text: str) -> str:
    """Words without the white space between them: others cut it, and lose it between paragraphs."""
    return normal_form(text).replace(" ", "")
