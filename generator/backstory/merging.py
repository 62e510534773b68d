"""Two actors that are one: everywhere the second, by position; what the first was called is kept."""

from collections.abc import Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from backstory.changes import Change, Refusal, Uses, doubt, uses_in
from backstory.edits import Edit
from backstory.entries import add_entries, add_to_list, data_at, in_brackets, put, take_out
from backstory.folder import Content
from backstory.links import Thing
from backstory.plain_yaml import Data
from backstory.renaming import no_such
from backstory.schema.story import MAPS_BY_ID
from backstory.source import Document, Path, parse_document
from backstory.text import SourceText, Span


def plan_merge(content: Content, pages: Mapping[str, SourceText], old: str, new: str) -> Change | Refusal:
    """Plan to make `old` and `new` one. `content` has paths in the content folder; `pages` likewise."""
    thing = Thing("actor", old)
    if refusal := no_such(thing, content.actors) or no_such(Thing("actor", new), content.actors):
        return refusal
    if old == new:
        return Refusal(f"`{old}` is one actor already.")
    uses = uses_in(content, pages)
    if isinstance(uses, Refusal):
        return uses
    joining = _Joining(uses, old, new)
    joining.join()
    if joining.doubts:
        return Refusal(" ".join(joining.doubts))
    gone = content.actors[old].path
    staying = [it for it in uses.ids if it.place not in joining.taken and it.place.path != gone]
    edits = [it for it in uses.edits_to(thing, new, but=joining.taken) if it.span.path != gone]
    try:
        change = uses.change([*edits, *joining.edits], removed=gone)
    except ValueError:
        return Refusal("A list names one of the two more than once. Take one out first.")
    lost = tuple(it for it in _keys(content.actors[old]) if it not in {"name", "kind", "aliases", "formerly"})
    return doubt(change, uses, staying, thing, new) or replace(change, lost=lost)


def _keys(source: SourceText) -> list[str]:
    data = _document(source).data
    return list(data) if isinstance(data, dict) else []


def _document(source: SourceText) -> Document:
    document, _ = parse_document(source)
    assert document
    return document


class _Joining(Struct):
    """What must be written otherwise where both actors stand together: in lists, in stories, in B's own file.

    `taken` are the places of ids that go; `doubts` say what a person must join.
    """

    uses: Uses
    old: str
    new: str
    edits: list[Edit] = field(default_factory=list)
    taken: set[Span] = field(default_factory=set)
    doubts: list[str] = field(default_factory=list)

    def join(self) -> None:
        content = self.uses.content
        self._join_files(_document(content.actors[self.old]), _document(content.actors[self.new]))
        for source in [*content.actors.values(), *(it.story for it in content.stories.values())]:
            if source.path != content.actors[self.old].path:
                self._join_lists(_document(source))
        for files in content.stories.values():
            document, _ = _document(files.story).with_maps(MAPS_BY_ID)
            listed = data_at(document, ("actors",))
            if isinstance(listed, dict) and {self.old, self.new} <= listed.keys():
                self._join_listings(document, listed[self.old], listed[self.new])

    def _join_files(self, one: Document, other: Document) -> None:
        """The names of the first, and its former ids, in the file of the second."""
        own = other.source.path
        for it in self.uses.of(Thing("actor", self.old)):
            if it.place.path == own:
                self.doubts.append(f"`{self.new}` would hold a post in itself: {_shown(it.place)}.")
        known = {*_texts(data_at(other, ("name",))), *_texts(data_at(other, ("aliases",)))}
        names = dict.fromkeys(_texts(data_at(one, ("name",))) + _texts(data_at(one, ("aliases",))))
        if aliases := [it for it in names if it not in known]:
            self.edits.append(add_to_list(other, ("aliases",), aliases))
        former = [self.old, *_texts(data_at(one, ("formerly",)))]
        self.edits.append(add_to_list(other, ("formerly",), former))

    # ---- lists of ids

    def _join_lists(self, document: Document) -> None:
        """Of both in one list, the second goes."""
        ids = {it.place: it.id for it in self.uses.ids if it.kind == "actor"}
        lists: dict[Path, list[Path]] = {}
        for path in document.values:
            is_item = isinstance(path[-1] if path else None, int) and path[:-1] != ("actors",)
            if is_item and ids.get(document.span(path)) in {self.old, self.new}:
                lists.setdefault(path[:-1], []).append(path)
        for items in lists.values():
            if len({ids[document.span(it)] for it in items}) > 1:
                for it in items[1:]:
                    self._take(document, it)

    def _take(self, document: Document, path: Path) -> None:
        edit = take_out(document, path)
        if edit is None:
            self.doubts.append(f"Both are here; take one out first: {_shown(document.key_span(path))}.")
            return
        self.edits.append(edit)
        self.taken |= {document.key_span(path), document.span(path)}

    # ---- the actors of a story

    def _join_listings(self, document: Document, one: Data, other: Data) -> None:
        """One entry of a story's `actors` with the names of both."""
        path: Path = ("actors", self.new)
        parts = [it.get("part") if isinstance(it, dict) else None for it in (one, other)]
        if all(parts) and parts[0] != parts[1]:
            places = (document.span(("actors", it, "part")) for it in (self.old, self.new))
            where = " and ".join(map(_shown, places))
            self.doubts.append(f"Both have a `part` in one story; join them first: {where}.")
            return
        part = parts[0] if isinstance(parts[0], str) and not parts[1] else None
        names = [it for it in _names(one) if it not in _names(other)]
        self.edits += _more_of(document, path, other, names, part)
        self._take(document, ("actors", self.old))


def _more_of(
    document: Document, path: Path, data: Data, names: list[str], part: str | None
) -> Iterator[Edit]:
    """More names, and a part, in an entry of a story's `actors`, whichever form it has."""
    if not names and not part:
        return
    if (data and isinstance(data, dict)) or (*path, "id") in document.values:
        has_names = bool(_names(data))
        if names and has_names:
            yield add_to_list(document, (*path, "names"), names)
        entries = [] if has_names or not names else [f"names: {_list(names)}"]
        entries += [f"part: {in_brackets(part)}"] if part else []
        if entries:
            yield add_entries(document, path, entries)
        return
    is_item = document.key_span(path) == document.span(path)
    if isinstance(data, list) and data and not part:
        yield add_to_list(document, path, names)
    elif is_item or part:
        pieces = [f"id: {path[-1]}"] if is_item else []
        pieces += [f"names: {_list([*_names(data), *names])}"]
        pieces += [f"part: {in_brackets(part)}"] if part else []
        yield put(document, path, f"{{{', '.join(pieces)}}}")
    else:
        yield put(document, path, _list([*_names(data), *names]))


def _shown(span: Span) -> str:
    return f"{span.path}:{span.line}:{span.column}"


def _list(texts: list[str]) -> str:
    return f"[{', '.join(map(in_brackets, texts))}]"


def _names(data: Data) -> list[str]:
    return _texts(data.get("names") if isinstance(data, dict) else data)


def _texts(data: Data) -> list[str]:
    if isinstance(data, str):
        return [data]
    return [it for it in data if isinstance(it, str)] if isinstance(data, list) else []
