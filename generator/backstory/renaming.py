"""Renaming a thing everywhere, by position: in YAML, in links, in the names of files."""

from collections.abc import Iterable, Mapping

from backstory.changes import Change, Refusal, doubt, uses_in
from backstory.edits import Edit
from backstory.entries import add_to_list, data_at
from backstory.folder import Content
from backstory.links import Thing
from backstory.schema.fields import how_to_write_id, is_id
from backstory.schema.story import MAPS_BY_ID
from backstory.schema.validation import nearest
from backstory.source import Document, Path, parse_document
from backstory.text import SourceText


def plan_rename(
    content: Content, pages: Mapping[str, SourceText], thing: Thing, new: str
) -> Change | Refusal:
    """Plan the renaming of `thing`. `content` is read with paths in the content folder; `pages` likewise."""
    if refusal := _refusal(content, thing, new):
        return refusal
    uses = uses_in(content, pages)
    if isinstance(uses, Refusal):
        return uses
    edits = [*uses.edits_to(thing, new), *_edits_of_its_own(content, thing, new)]
    change = uses.change(edits, move=_move(thing, new))
    return doubt(change, uses, uses.ids, thing, new) or change


def no_such(thing: Thing, living: Iterable[str]) -> Refusal | None:
    """The refusal to change what is not there. `living` are the ids that there are."""
    if thing.id in living:
        return None
    where = f" in the story `{thing.story}`" if thing.story else ""
    guess = nearest(thing.id, living)
    remedy = f" Did you mean `{guess}`?" if guess else ""
    return Refusal(f"There is no {thing.kind} `{thing.id}`{where}.{remedy}")


def _refusal(content: Content, thing: Thing, new: str) -> Refusal | None:
    living = _living(content, thing)
    if refusal := no_such(thing, living):
        return refusal
    if not is_id(new):
        return Refusal(f"`{new}` is no id. {how_to_write_id(new)}")
    if new == thing.id:
        return Refusal(f"The {thing.kind} is called `{new}` already.")
    if new in living:
        return Refusal(f"`{new}` is another {thing.kind} already.")
    return None


def _living(content: Content, thing: Thing) -> Iterable[str]:
    match thing.kind:
        case "actor":
            return content.actors
        case "topic":
            return content.topics
        case "story":
            return content.stories
    document = _document(content, thing)
    quotes = document.data.get("quotes") if document and isinstance(document.data, dict) else None
    return quotes if isinstance(quotes, dict) else ()


def _document(content: Content, thing: Thing) -> Document | None:
    """The file that says what the thing is."""
    if thing.kind in {"story", "quote"}:
        files = content.stories.get(thing.story or thing.id)
        document = parse_document(files.story, content.bounds)[0] if files else None
        return document.with_maps(MAPS_BY_ID)[0] if document else None
    source = (content.actors if thing.kind == "actor" else content.topics)[thing.id]
    return parse_document(source, content.bounds)[0]


def _edits_of_its_own(content: Content, thing: Thing, new: str) -> list[Edit]:
    """Its own key, where it has one, and `formerly`."""
    document = _document(content, thing)
    assert document is not None
    path: Path = ("quotes", thing.id) if thing.kind == "quote" else ()
    edits = [_remember(document, path, thing.id, new)]
    if path:
        edits.append(Edit(document.source.find(thing.id, document.key_span(path)), new))
        edits += _edits_of_seal(content, thing, new)
    return edits


def _edits_of_seal(content: Content, quote: Thing, new: str) -> list[Edit]:
    """The quote's key in the lock, if it is sealed."""
    lock = content.stories[quote.story or ""].lock
    document = parse_document(lock, content.bounds)[0] if lock else None
    sealed = document and data_at(document, ("quotes", quote.id))
    return [Edit(document.key_span(("quotes", quote.id)), new)] if document and sealed else []


def _remember(document: Document, path: Path, old: str, new: str) -> Edit:
    """`old` noted among the former ids; it takes the place of `new`, when a thing gets its old id back."""
    place = (*path, "formerly")
    former = data_at(document, place)
    if isinstance(former, list) and new in former:
        return Edit(document.source.find(new, document.span((*place, former.index(new)))), old)
    if former == new:
        return Edit(document.source.find(new, document.span(place)), old)
    return add_to_list(document, place, [old])


def _move(thing: Thing, new: str) -> tuple[str, str] | None:
    match thing.kind:
        case "actor" | "topic":
            return f"{thing.kind}s/{thing.id}.yml", f"{thing.kind}s/{new}.yml"
        case "story":
            return f"stories/{thing.id}", f"stories/{new}"
    return None
