"""Renaming a thing everywhere, by position: in YAML, in links, in the names of files."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from backstory.diagnostics import Diagnostic, has_errors
from backstory.edits import Edit, apply_edits, encoded_as, write_together
from backstory.folder import Content, StoryFiles
from backstory.links import Thing, edits_of_links
from backstory.references import Use
from backstory.resolve import find_uses
from backstory.schema.fields import how_to_write_id, is_id
from backstory.schema.story import MAPS_BY_ID
from backstory.schema.validation import nearest
from backstory.source import Document, parse_document
from backstory.source import Path as Place
from backstory.text import SourceText, Span


@dataclass(frozen=True)
class Renaming:
    """What a renaming changes: places in files, and the name of one file or folder.

    `texts` are the changed files by their old paths. All paths count from the content folder.
    """

    edits: tuple[Edit, ...]
    move: tuple[str, str] | None
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Refusal:
    """Why nothing was renamed, and the diagnostics that say so, if any."""

    reason: str
    diagnostics: tuple[Diagnostic, ...] = ()


def plan_rename(
    content: Content, pages: Mapping[str, SourceText], thing: Thing, new: str
) -> Renaming | Refusal:
    """Plan the renaming of `thing`. `content` is read with paths in the content folder; `pages` likewise."""
    if refusal := _refusal(content, thing, new):
        return refusal
    uses, texts, found = find_uses(content)
    if has_errors(found):
        reason = "The content has errors, so that not every place is known. Mend them first."
        return Refusal(reason, tuple(found))
    sources = {**_sources(content), **pages}
    edits = [
        Edit(sources[it.place.path].find(thing.id, it.place), new)
        for it in uses
        if (it.kind, it.id) == (thing.kind, thing.id) and thing.is_at_home_in(it.place.path)
    ]
    edits += _edits_of_its_own(content, thing, new)
    whole = [it.span(0, len(it.text)) for it in pages.values()]
    for span in dict.fromkeys([*texts, *whole]):
        edits += edits_of_links(sources[span.path], span, thing, new)
    renaming = Renaming(tuple(sorted(set(edits))), _move(thing, new), _texts(sources, edits))
    return _doubt(content, renaming, uses, thing, new) or renaming


def write_renaming(folder: Path, renaming: Renaming) -> None:
    """Write it into the content folder, all or nothing."""
    files = {}
    for name, text in renaming.texts.items():
        files[folder / _moved(name, renaming.move)] = encoded_as(folder / name, text)
    if renaming.move is None:
        write_together(files)
        return
    old, new = (folder / name for name in renaming.move)
    old.rename(new)
    try:
        write_together(files)
    except OSError:
        new.rename(old)
        raise


def _refusal(content: Content, thing: Thing, new: str) -> Refusal | None:
    living = _living(content, thing)
    if thing.id not in living:
        where = f" in the story `{thing.story}`" if thing.story else ""
        guess = nearest(thing.id, living)
        remedy = f" Did you mean `{guess}`?" if guess else ""
        return Refusal(f"There is no {thing.kind} `{thing.id}`{where}.{remedy}")
    if not is_id(new):
        return Refusal(f"`{new}` is no id. {how_to_write_id(new)}")
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
        document = parse_document(files.story)[0] if files else None
        return document.with_maps(MAPS_BY_ID)[0] if document else None
    return parse_document((content.actors if thing.kind == "actor" else content.topics)[thing.id])[0]


def _edits_of_its_own(content: Content, thing: Thing, new: str) -> list[Edit]:
    """Its own key, where it has one, and `formerly`."""
    document = _document(content, thing)
    assert document is not None
    path: Place = ("quotes", thing.id) if thing.kind == "quote" else ()
    edits = [_remember(document, path, thing.id, new)]
    if path:
        edits.append(Edit(document.source.find(thing.id, document.key_span(path)), new))
    return edits


def _remember(document: Document, path: Place, old: str, new: str) -> Edit:
    """`old` noted among the former ids; it takes the place of `new`, when a thing gets its old id back."""
    source, place = document.source, (*path, "formerly")
    former = _at(document, path).get("formerly")
    ids = [former] if isinstance(former, str) else former if isinstance(former, list) else []
    if new in ids:
        index = ids.index(new)
        return Edit(source.find(new, document.span((*place, index))), old)
    if not isinstance(former, list):
        if isinstance(former, str):
            return Edit(document.span(place), f"[{former}, {old}]")
        return _behind_the_last(document, path, list(_at(document, path)), f"formerly: [{old}]")
    if not former:
        return Edit(document.span(place), f"[{old}]")
    is_flow = _begins_with(source, document.span(place), "[")
    return _behind_the_last(document, place, range(len(former)), old if is_flow else f"- {old}")


def _behind_the_last(document: Document, path: Place, parts: Iterable[str | int], entry: str) -> Edit:
    """`entry` behind the last part of the map or list at `path`, written as its other parts are."""
    source, whole = document.source, document.span(path)
    last = max((document.span((*path, part)) for part in parts), key=lambda it: (it.end_line, it.end_column))
    if _begins_with(source, whole, "{") or _begins_with(source, whole, "["):
        return Edit(Span(source.path, *(last.end_line, last.end_column) * 2), f", {entry}")
    line = source.line(last.end_line)
    end = source.offset(last.end_line, 1) + len(line)
    newline = "\r\n" if "\r\n" in source.text else "\n"
    return Edit(source.span(end, end), f"{newline}{' ' * (whole.column - 1)}{entry}")


def _begins_with(source: SourceText, span: Span, sign: str) -> bool:
    return source.line(span.line)[span.column - 1 :].startswith(sign)


def _at(document: Document, path: Place) -> dict[str, object]:
    data: object = document.data
    for part in path:
        data = data.get(part) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}


def _move(thing: Thing, new: str) -> tuple[str, str] | None:
    match thing.kind:
        case "actor" | "topic":
            return f"{thing.kind}s/{thing.id}.yml", f"{thing.kind}s/{new}.yml"
        case "story":
            return f"stories/{thing.id}", f"stories/{new}"
    return None


def _moved(name: str, move: tuple[str, str] | None) -> str:
    if move and PurePosixPath(name).is_relative_to(move[0]):
        return move[1] + name.removeprefix(move[0])
    return name


def _sources(content: Content) -> dict[str, SourceText]:
    texts = [*content.actors.values(), *content.topics.values()]
    texts += [it for files in content.stories.values() for it in (files.story, files.article) if it]
    return {it.path: it for it in texts}


def _texts(sources: Mapping[str, SourceText], edits: Iterable[Edit]) -> dict[str, str]:
    by_file: dict[str, list[Edit]] = {}
    for edit in edits:
        by_file.setdefault(edit.span.path, []).append(edit)
    return {path: apply_edits(sources[path].text, by_file[path]) for path in sorted(by_file)}


def _doubt(
    content: Content, renaming: Renaming, uses: tuple[Use, ...], thing: Thing, new: str
) -> Refusal | None:
    """What speaks against the renaming: read again, the content must mean what it meant before."""
    uses_then, _, found = find_uses(_edited(content, renaming, thing, new))
    if has_errors(found):
        return Refusal("Renamed, the content would have errors.", tuple(found))
    expected = Counter(
        (it.kind, new if _means(it, thing) else it.id, _moved(it.place.path, renaming.move)) for it in uses
    )
    if expected != Counter((it.kind, it.id, it.place.path) for it in uses_then):
        return Refusal(f"`{new}` is used as a plain word already, and would then mean the {thing.kind}.")
    return None


def _means(use: Use, thing: Thing) -> bool:
    return (use.kind, use.id) == (thing.kind, thing.id) and thing.is_at_home_in(use.place.path)


def _edited(content: Content, renaming: Renaming, thing: Thing, new: str) -> Content:
    def text(source: SourceText) -> SourceText:
        return SourceText(_moved(source.path, renaming.move), renaming.texts.get(source.path, source.text))

    def name(kind: str, old: str) -> str:
        return new if (kind, old) == (thing.kind, thing.id) else old

    return Content(
        actors={name("actor", it): text(source) for it, source in content.actors.items()},
        topics={name("topic", it): text(source) for it, source in content.topics.items()},
        stories={
            name("story", it): StoryFiles(text(files.story), text(files.article) if files.article else None)
            for it, files in content.stories.items()
        },
        pages=content.pages,
        images=content.images,
        paths=content.paths,
    )
