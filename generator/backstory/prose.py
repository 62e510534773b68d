"""Markdown that editors wrote, as readers see it: sanitised HTML, and the plain text of an article.

An article is kept as a tree, with each run of text knowing its place in the whole text. Annotations are
placed in that text, so that emphasis, links and line breaks of the Markdown are never in their way.
"""

import html
import re
import threading
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from html.parser import HTMLParser

import markdown
import nh3
from msgspec import Struct

from backstory.text import Normalised, TextSpan, normalise, sentences

_EXTENSIONS = ("markdown.extensions.tables", "markdown.extensions.sane_lists")
_BLOCKS = frozenset(["p", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "td", "th", "dt", "dd"])
_CONTAINERS = frozenset(["ul", "ol", "table", "thead", "tbody", "tr", "dl", "hr"])
_INLINE = frozenset(["em", "strong", "a", "code", "sub", "sup", "br", "abbr", "s", "del", "ins", "q", "cite"])
_ALLOWED_TAGS = set(_BLOCKS | _CONTAINERS | _INLINE | {"h1"})
_ALLOWED_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "abbr": {"title"}}
_VOID = frozenset({"br", "hr"})
_HEADINGS = frozenset({"h3", "h4", "h5", "h6"})
# The page has an h1, and the text stands under an h2 of the page.
_DEMOTED = {"h1": "h3", "h2": "h3", "h3": "h4", "h4": "h5", "h5": "h6"}


# What Markdown could take for markup, or an HTML parser for anything but text: all but words and their
# punctuation (`_` is of words), lines that begin with neither a letter nor an opening mark, and white space
# that ends a line.
_SIGN = re.compile(r"""[^\w \n.,;:?!'"()‘’“”„«»–—…/%$€£-]""")
_ODD_LINE = re.compile(r"""\n(?!\n|\Z)(?![^\W\d_]|["'(‘“„«])""")
_BLANK_LINES = re.compile(r"\n\n+")
# Every way to write a link in Markdown begins with one of these.
_MAYBE_LINK = re.compile(r"[\[<]")


def render_markdown(text: str) -> str:
    """HTML of `text`: Markdown's own elements, links to http, https, mailto and this site, nothing else."""
    return _render(text) if len(text) < _LONG else _render_long(text)


_FEW = 64  # articles that are worked on at a time
_LONG = 2000  # what is longer is an article, and stands on one page


def _rendered(text: str) -> str:
    paragraphs = _plain_paragraphs(text)
    if paragraphs is not None:
        return "\n".join(f"<p>{it}</p>" for it in paragraphs)
    return _convert(text)


_render = lru_cache(maxsize=2048)(_rendered)
_render_long = lru_cache(maxsize=_FEW)(_rendered)


def _plain_paragraphs(text: str) -> list[str] | None:
    """The paragraphs of a text that is nothing else, as most are; Python-Markdown takes its time."""
    if _may_have_markup(text):
        return None
    bare = text.strip("\n")
    return _BLANK_LINES.split(bare) if bare else []


def _may_have_markup(text: str) -> bool:
    return (
        "_" in text
        or " \n" in text
        or text.endswith(" ")
        or _SIGN.search(text) is not None
        or _ODD_LINE.match("\n" + text[:1]) is not None
        or _ODD_LINE.search(text) is not None
    )


def _convert(text: str) -> str:
    if is_bomb(text):
        return _as_written(text)
    text = tamed(text)
    try:
        made = _markdown().reset().convert(text)
    except RecursionError:  # the words stay, without what made lists in one another
        del _READY.markdown
        made = _markdown().convert(_NESTING.sub("", text))
    return nh3.clean(
        made,
        tags=_ALLOWED_TAGS,
        attributes=_ALLOWED_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
        strip_comments=True,
    )


# What begins a quotation or an item in a line, again and again, and what makes it a part of the one above.
_NESTING = re.compile(r"^(?:[ \t>]+|[-+*][ \t]+|\d+\.[ \t]+)+", re.MULTILINE)
_DEEP_NESTING = re.compile(
    r"^(?:[ \t]{80,}+|(?:[ \t]*+(?:>|[-+*][ \t]|\d+\.[ \t])){16,}+[ \t>]*+(?=[^\s*+-]))", re.MULTILINE
)


def tamed(text: str) -> str:
    """A Markdown text, without what is made to take for ever: nothing lies sixteen deep in one another."""
    text = _DEEP_NESTING.sub("", text)
    return _BLOCK.sub(lambda it: without_bombs(it[0]), text)


def is_bomb(text: str) -> bool:
    """Whether reading a text as Markdown would take for ever; it can only be shown as it is written.

    For each sign that may be markup, Python-Markdown writes its block anew; each row of a table and each item
    of a list is read by itself.
    """
    return any(
        len(it[0]) > _LONG_BLOCK
        and (len(it[0]) * len(_SIGN.findall(it[0])) > _MUCH_WRITING or len(_ROW.findall(it[0])) > _MOST_ROWS)
        for it in _BLOCK.finditer(text)
    ) or (text.count("<") > _MOST_OPEN and _most_open(text) > _MOST_OPEN)


def _most_open(text: str) -> int:
    """How many elements are begun, at most, before they are ended."""
    is_open = most = 0
    for tag in _TAG.finditer(text):
        is_open = max(is_open - 1, 0) if tag[1] else is_open + 1
        most = max(most, is_open)
    return most


def _as_written(text: str) -> str:
    return "\n".join(f"<p>{html.escape(it)}</p>" for it in _BLANK_LINES.split(text.strip("\n")))


_MOST_OPEN = 5_000
_TAG = re.compile(r"<(?:(/)|(?!(?:br|hr|img|wbr|input|li|p|t[dhr]|d[dt])\b)[a-z])", re.IGNORECASE)
_SIGN = re.compile(r"[\\`*_\[<&]")
_LONG_BLOCK = 10_000  # characters
_MUCH_WRITING = 1_000_000_000
_ROW = re.compile(r"^[ \t]*+(?:[-+*>]|\d+\.|[^|\n]*+\|)", re.MULTILINE)
_MOST_ROWS = 20_000
_BLOCK = re.compile(r"(?:^.*\S.*\n?)+", re.MULTILINE)
_MUCH_LOOKING = 2_000_000  # characters; a paragraph with a hundred links needs some thousands
_PAIRS = (("[", "]", "&#91;"), ("(", ")", "&#40;"), ("<", ">", "&lt;"))


def without_bombs(block: str) -> str:
    """A block of Markdown, in which signs that open are text where they are opened without an end.

    For each such sign Python-Markdown looks for the one that closes it through the whole block.
    """
    for opening, closing, written in _PAIRS:
        if (
            block.count(opening) * len(block) > _MUCH_LOOKING
            and _looking(block, opening, closing) > _MUCH_LOOKING
        ):
            block = block.replace(opening, written)
    if block.count("`") * block.count("|") > _MUCH_LOOKING:  # for each bar of a table, a code around it
        block = block.replace("`", "&#96;")
    return block


def _looking(block: str, opening: str, closing: str) -> int:
    """How many characters are passed until each sign that opens is closed."""
    passed, is_open = 0, []
    for match in re.finditer(f"[{re.escape(opening + closing)}]", block):
        if match[0] == opening:
            is_open.append(match.start())
        elif is_open:
            passed += match.start() - is_open.pop()
    return passed + sum(len(block) - it for it in is_open)


_READY = threading.local()  # one for each thread: it works on one text at a time


def _markdown() -> markdown.Markdown:
    if not hasattr(_READY, "markdown"):
        _READY.markdown = markdown.Markdown(extensions=list(_EXTENSIONS), output_format="html")
    made: markdown.Markdown = _READY.markdown
    return made


def plain_text(text: str) -> str:
    """The words of a Markdown text alone, on one line."""
    return " ".join(parse_article(text).text.split())


class Run(Struct, frozen=True):
    """Text without markup, and where it begins in the article's text."""

    text: str
    start: int

    @property
    def span(self) -> TextSpan:
        """Where it stands in the article's text."""
        return TextSpan(self.start, self.start + len(self.text))


class Element(Struct, frozen=True):
    """An HTML element of the allow list."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    children: "tuple[Element | Run, ...]"

    @property
    def is_void(self) -> bool:
        """Whether HTML knows it without content and end tag."""
        return self.tag in _VOID


class Article(Struct, frozen=True):
    """A text as readers see it. Offsets are into `text`, where paragraphs are two line ends apart.

    What can be told from that quickly is not kept: an archive has thousands of articles.
    """

    markdown: str
    text: str
    paragraphs: tuple[TextSpan, ...]
    unlinked: tuple[TextSpan, ...]  # headings, links and code: no name is linked there

    @property
    def blocks(self) -> "tuple[Element, ...]":
        """The elements that it consists of."""
        return _read(self.markdown)[0]

    @property
    def comparable(self) -> Normalised:
        """Its text in normal form."""
        return _normalised(self.text)

    def paragraph_of(self, span: TextSpan) -> TextSpan:
        """The paragraph in which `span` begins."""
        index = bisect_right(self.paragraphs, span.start, key=lambda paragraph: paragraph.start) - 1
        return self.paragraphs[max(index, 0)]

    def sentence_spans(self) -> Iterator[TextSpan]:
        """All sentences, in the order of the text."""
        for paragraph in self.paragraphs:
            for it in sentences(self.text[paragraph.start : paragraph.end]):
                yield TextSpan(it.start + paragraph.start, it.end + paragraph.start)

    def sentence_of(self, span: TextSpan) -> TextSpan:
        """The sentence, or the sentences, that `span` stands in."""
        _, sentence, _ = self._sentences(span)
        return sentence

    def sentences_around(self, span: TextSpan) -> tuple[str, str, str]:
        """The sentence before, the sentence or sentences that `span` stands in, and the one after."""
        before, sentence, after = (self.text[it.start : it.end] for it in self._sentences(span))
        return before, sentence, after

    def _sentences(self, span: TextSpan) -> tuple[TextSpan, TextSpan, TextSpan]:
        paragraph = self.paragraph_of(span)
        words = self.text[paragraph.start : paragraph.end]
        found = [TextSpan(it.start + paragraph.start, it.end + paragraph.start) for it in sentences(words)]
        inside = [index for index, it in enumerate(found) if it.overlaps(span)]
        nothing = TextSpan(0, 0)
        if not inside:
            return nothing, span, nothing
        first, last = inside[0], inside[-1]
        before = found[first - 1] if first else nothing
        after = found[last + 1] if last + 1 < len(found) else nothing
        return before, TextSpan(found[first].start, max(found[last].end, span.end)), after


def parse_article(text: str) -> Article:
    """Read a Markdown text as readers see it."""
    return _read(text)[1]


@lru_cache(maxsize=_FEW)
def _read(text: str) -> tuple[tuple[Element, ...], Article]:
    paragraphs = _plain_paragraphs(text)
    if paragraphs is not None:
        return _of_paragraphs(paragraphs)
    builder = _TreeBuilder()
    builder.feed(render_markdown(text))
    builder.close()
    return builder.article(text)


def _of_paragraphs(paragraphs: list[str]) -> tuple[tuple[Element, ...], Article]:
    blocks, spans, start = [], [], 0
    for it in paragraphs:
        blocks.append(Element("p", (), (Run(it, start),)))
        spans.append(TextSpan(start, start + len(it)))
        start += len(it) + 2
    text = "\n\n".join(paragraphs)
    # Such a text is Markdown of itself, and an archive need not have both.
    return tuple(blocks), Article(text, text, tuple(spans) or (TextSpan(0, 0),), ())


@lru_cache(maxsize=_FEW)
def _normalised(text: str) -> Normalised:
    return normalise(text)


# Elements that lie deeper in one another are left out, their words stay: templates recurse.
_DEEPEST = 24


class _TreeBuilder(HTMLParser):
    """Builds the tree from nh3's output, which is well-formed. Words outside all blocks get a paragraph."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._stack: list[tuple[str, tuple[tuple[str, str], ...], list[Element | Run]]] = [("", (), [])]
        self._text: list[str] = []
        self._length = 0
        self._paragraphs: list[TextSpan] = []
        self._unlinked: list[TextSpan] = []
        self._opened: list[int] = []
        self._block_start: int | None = None
        self._blocks = 0  # how many blocks are open
        self._loose = 0  # how high the stack is while a paragraph of loose words is its top

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = _DEMOTED.get(tag, tag)
        if tag in _BLOCKS | _CONTAINERS:
            self._end_loose_words()
            self._end_paragraph()
        else:
            self._begin_loose_words()
        attributes = tuple((name, value or "") for name, value in attrs)
        if tag in _VOID:
            self._stack[-1][2].append(Element(tag, attributes, ()))
            if tag == "br":
                self._append("\n")
            return
        self._begin_element(tag, attributes)

    def _begin_element(self, tag: str, attributes: tuple[tuple[str, str], ...]) -> None:
        self._blocks += tag in _BLOCKS
        self._opened.append(self._length)
        self._stack.append((tag, attributes, []))

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if tag in _BLOCKS | _CONTAINERS:
            self._end_loose_words()
        self._end_element()

    def _end_element(self) -> None:
        name, attributes, children = self._stack.pop()
        opened = self._opened.pop()
        self._blocks -= name in _BLOCKS
        if name in _HEADINGS | {"a", "code", "pre"}:
            self._unlinked.append(TextSpan(opened, self._length))
        if name in _BLOCKS:
            self._end_paragraph()
        if len(self._stack) > _DEEPEST:
            self._stack[-1][2].extend(children)
        else:
            self._stack[-1][2].append(Element(name, attributes, tuple(children)))

    def _begin_loose_words(self) -> None:
        if not self._blocks:
            self._begin_element("p", ())
            self._loose = len(self._stack)

    def _end_loose_words(self) -> None:
        if self._loose == len(self._stack):
            self._loose = 0
            self._end_element()

    def handle_data(self, data: str) -> None:
        if self._blocks and not self._loose:
            self._add_words(data)
            return
        first, *others = re.split(r"\n\s*\n", data)
        self._add_words(first)
        for paragraph in others:
            self._end_loose_words()
            self._add_words(paragraph)

    def _add_words(self, data: str) -> None:
        if self._block_start is None and not data.strip():
            return  # white space between blocks
        self._begin_loose_words()
        if self._block_start is None:
            if self._text:
                self._append("\n\n")
            self._block_start = self._length
        self._stack[-1][2].append(Run(data, self._length))
        self._append(data)

    def _append(self, text: str) -> None:
        self._text.append(text)
        self._length += len(text)

    def _end_paragraph(self) -> None:
        if self._block_start is not None:
            self._paragraphs.append(TextSpan(self._block_start, self._length))
            self._block_start = None

    def article(self, markdown: str) -> tuple[tuple[Element, ...], Article]:
        self._end_loose_words()
        text = "".join(self._text)
        blocks = tuple(it for it in self._stack[0][2] if isinstance(it, Element))
        paragraphs = tuple(self._paragraphs) or (TextSpan(0, 0),)
        return blocks, Article(markdown, text, paragraphs, tuple(sorted(self._unlinked)))


_HREF = re.compile(r'(<a href=")([^"]*)(")')


def links_of(text: str) -> Iterator[str]:
    """The addresses that a Markdown text links to."""
    return links_in(render_markdown(text)) if _MAYBE_LINK.search(text) else iter(())


def links_in(made: str) -> Iterator[str]:
    """The addresses that sanitised HTML links to."""
    for match in _HREF.finditer(made):
        yield match.group(2).replace("&amp;", "&")
