"""The sections that Material's search finds in a page, read in a tenth of its time.

Its own parser asks at each tag about all open elements. Here the same is found in markup that is ours, and so
well-formed; whatever is not read in this way (`is_plain`) is left to it.
"""

import re
from html import escape, unescape
from typing import Any

from msgspec import Struct, field

_TAG = re.compile(r"""<(/?)([A-Za-z][^\s/>]*)([^"'>]*(?:(?:"[^"]*"|'[^']*')[^"'>]*)*)>""")
_NOT_PLAIN = re.compile(
    r"<[!?]|<(?:script|style|iframe|xmp|noembed|noframes|plaintext)\b|headerlink", re.IGNORECASE
)
_VALUE = re.compile(r"\"[^\"]*\"|'[^']*'")
_ID = re.compile(r"""\sid=(?:"([^"]*)"|'([^']*)')""")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_KEPT = frozenset({"p", "code", "pre", "li", "ol", "ul", "sub", "sup"})
_NEVER = frozenset({"object", "script", "style"})
_VOID = frozenset(
    {
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source"),
        *("track", "wbr"),
    }
)
_CLOSED = 1_000_000  # deeper than any element
_MARKED = re.compile(r'data-search-\w+="')
_MARK = re.compile(r'\s?data-search-\w+="[^"]+"')
_SAMPLE = 256  # every so many pages, one is held against what the search reads itself


class Checked:
    """Every so many pages, one is held against what the search reads itself; once it differs, all are."""

    def __init__(self) -> None:
        self._pages = 0
        self.is_trusted = True

    def is_due(self) -> bool:
        """Whether this page is one of them."""
        self._pages += 1
        return self._pages % _SAMPLE == 1


def add_entries(index: Any, page: Any, checked: Checked) -> None:
    """Add a MkDocs page to Material's index, and take out of the page what is for it alone, as it would."""
    place = len(index.entries)
    if checked.is_trusted and is_plain(page.content):
        _add_entries(index, page)
        if checked.is_due():
            ours = index.entries[place:]
            del index.entries[place:]
            index.add_entry_from_context(page)
            checked.is_trusted = ours == index.entries[place:]
    else:
        index.add_entry_from_context(page)
    if _MARKED.search(page.content):
        page.content = _MARK.sub("", page.content)


def _add_entries(index: Any, page: Any) -> None:
    if (page.meta.get("search") or {}).get("exclude"):
        return
    for section in sections_of(page.content):
        if not section.is_excluded():
            index.create_entry_for_section(section, page.toc, page.url, page)


class Section(Struct):
    """A heading and what follows it, as the search's own code takes them."""

    tag: str
    depth: int = 0
    is_left_out: bool = False
    id: str | None = None
    title: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    def is_excluded(self) -> bool:
        """Whether its heading is kept out of the search."""
        return self.is_left_out


def is_plain(html: str) -> bool:
    """Whether the markup has nothing that is read in another way: comments, scripts, links at headings."""
    return not _NOT_PLAIN.search(html)


def sections_of(html: str) -> list[Section]:
    """The sections of plain markup."""
    reader = _Reader()
    begin, end, read_text = reader.begin, reader.end, reader.read_text
    done = 0
    for tag in _TAG.finditer(html):
        start, next_ = tag.span()
        if done < start and not reader.is_skipping:
            read_text(html[done:start])
        is_end, name, said = tag.groups()
        name = name.lower()
        if name not in _VOID:
            if not is_end:
                begin(name, said)
            if is_end or said.endswith("/"):
                end(name)
        done = next_
    if done < len(html) and not reader.is_skipping:
        read_text(html[done:])
    return reader.sections


class _Reader:
    """Follows Material's parser step by step; it knows elements by their names alone, and so does this."""

    def __init__(self) -> None:
        self.sections: list[Section] = []
        self.is_skipping = False
        self._open: list[str] = []
        self._skipped = set(_NEVER)
        self._section: Section | None = None

    def begin(self, name: str, said: str) -> None:
        self._open.append(name)
        if name in self._skipped:
            self.is_skipping = True
        is_left_out = "data-search-exclude" in said and "data-search-exclude" in _VALUE.sub("", said)
        if name in _HEADINGS and (found := _ID.search(said)):
            self._begin_section(name, unescape(found[1] or found[2] or ""), is_left_out=is_left_out)
        elif self._section is None:
            self._current()
        if is_left_out or '"linenodiv"' in said:
            self._skipped.add(name)
            self.is_skipping = True
        elif name in _KEPT and not self.is_skipping:
            self._words().append(f"<{name}>")

    def _begin_section(self, name: str, id_: str, *, is_left_out: bool) -> None:
        depth = len(self._open)
        if name != "h1" and not self.sections:
            self.sections.append(Section("hx", depth))
        self._section = Section(name, depth, is_left_out, id_ if self.sections else None)
        self.sections.append(self._section)

    def _current(self) -> Section:
        if self._section is None:
            self._section = Section("hx")
            self.sections.append(self._section)
        return self._section

    def _words(self) -> list[str]:
        """Where words go now: the heading, or what follows it."""
        section = self._current()
        return section.title if section.tag in self._open else section.text

    def end(self, name: str) -> None:
        if not self._open or self._open[-1] != name:
            return
        if self._current().depth > len(self._open):
            self._leave_section()
        self._open.pop()
        if name in self._skipped:
            self._skipped -= {name} - _NEVER
            self.is_skipping = not self._skipped.isdisjoint(self._open)
        elif name in _KEPT and not self.is_skipping:
            _close(name, self._words())

    def _leave_section(self) -> None:
        """A section ends with the element that its heading stands in; an earlier one goes on."""
        depth = len(self._open)
        earlier = next((it for it in reversed(self.sections) if it.depth <= depth), None)
        if earlier:
            self._current().depth = _CLOSED
            self._section = earlier

    def read_text(self, raw: str) -> None:
        section = self._section or self._current()
        in_pre = "pre" in self._open
        words = unescape(raw)
        if not in_pre:
            words = " " if words.isspace() else words.replace("\n", " ")
        if section.tag in self._open:
            section.title.append(escape(words, quote=False))
        elif not words.isspace():
            section.text.append(escape(words, quote=False))
        elif in_pre or not section.text or not section.text[-1].isspace():
            section.text.append(words)


def _close(name: str, words: list[str]) -> None:
    """End an element; one that holds nothing goes."""
    first = words.index(f"<{name}>")
    if all(it.isspace() for it in words[first + 1 :]):
        del words[first:]
    else:
        words.append(f"</{name}>")
