"""A change to several files of the content: planned by position, read again, written whole or not at all."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from msgspec import Struct, field

from backstory.diagnostics import Code, Diagnostic, has_errors
from backstory.edits import Edit, apply_edits, encoded_as, write_together
from backstory.folder import Content, StoryFiles
from backstory.links import Thing, edits_of_links
from backstory.references import Use
from backstory.resolve import find_uses
from backstory.text import SourceText, Span


class Change(Struct, frozen=True):
    """Places in files, the name of one file or folder, a file that goes, and the keys that are lost with it.

    `texts` are the changed files by their old paths. All paths count from the content folder.
    """

    edits: tuple[Edit, ...]
    texts: Mapping[str, str]
    move: tuple[str, str] | None = None
    removed: str | None = None
    lost: tuple[str, ...] = ()


class Refusal(Struct, frozen=True):
    """Why nothing was changed, and the diagnostics that say so, if any."""

    reason: str
    diagnostics: tuple[Diagnostic, ...] = ()


class Uses(Struct, frozen=True):
    """The content and the pages beside it, with each place that uses an id, and each text with links."""

    content: Content
    pages: Mapping[str, SourceText]
    ids: tuple[Use, ...]
    texts: tuple[Span, ...]
    sources: Mapping[str, SourceText] = field(default_factory=dict)

    def of(self, thing: Thing) -> tuple[Use, ...]:
        """The places that use the id of `thing`."""
        return tuple(it for it in self.ids if means(it, thing))

    def edits_to(self, thing: Thing, new: str, *, but: Container[Span] = ()) -> Iterator[Edit]:
        """Another id in each place that uses that of `thing`, and in each link to it."""
        for it in self.of(thing):
            if it.place not in but:
                yield Edit(self.sources[it.place.path].find(thing.id, it.place), new)
        whole = [it.span(0, len(it.text)) for it in self.pages.values()]
        for span in dict.fromkeys([*self.texts, *whole]):
            yield from edits_of_links(self.sources[span.path], span, thing, new)

    def change(
        self, edits: Iterable[Edit], *, move: tuple[str, str] | None = None, removed: str | None = None
    ) -> Change:
        """The change that these edits make. A ValueError says that two of them overlap."""
        by_file: dict[str, list[Edit]] = {}
        every = tuple(sorted(set(edits)))
        for edit in every:
            by_file.setdefault(edit.span.path, []).append(edit)
        texts = {path: apply_edits(self.sources[path].text, by_file[path]) for path in sorted(by_file)}
        return Change(every, texts, move, removed)


def uses_in(content: Content, pages: Mapping[str, SourceText]) -> Uses | Refusal:
    """All uses in `content`, which is read with paths in the content folder; `pages` likewise."""
    ids, texts, found = find_uses(content)
    # A name that two share hides no place; that the two are one may be what makes an end of it.
    if has_errors(it for it in found if it.code is not Code.MENTION_AMBIGUOUS):
        reason = "The content has errors, so that not every place is known. Mend them first."
        return Refusal(reason, tuple(found))
    ours = [*content.actors.values(), *content.topics.values()]
    ours += [it for files in content.stories.values() for it in files]
    return Uses(content, pages, ids, texts, {it.path: it for it in ours} | dict(pages))


def means(use: Use, thing: Thing) -> bool:
    """Whether a place means `thing`."""
    return (use.kind, use.id) == (thing.kind, thing.id) and thing.is_at_home_in(use.place.path)


def doubt(change: Change, uses: Uses, expected: Iterable[Use], thing: Thing, new: str) -> Refusal | None:
    """What speaks against a change: read again, the content must mean what it meant before.

    `expected` are the places that stay; those that meant `thing` must mean `new`.
    """
    uses_then, _, found = find_uses(_content_after(uses.content, change))
    if has_errors(found):
        return Refusal("After that, the content would have errors.", tuple(found))
    before = Counter(
        (it.kind, new if means(it, thing) else it.id, _moved(it.place.path, change.move)) for it in expected
    )
    if before != Counter((it.kind, it.id, it.place.path) for it in uses_then):
        return Refusal(f"`{new}` is used as a plain word already, and would then mean the {thing.kind}.")
    return None


def write_change(folder: Path, change: Change) -> None:
    """Write it into the content folder, all or nothing."""
    files = {}
    for name, text in change.texts.items():
        files[folder / _moved(name, change.move)] = encoded_as(folder / name, text)
    move = change.move or _aside(change.removed)
    if move is None:
        write_together(files)
        return
    old, new = (folder / name for name in move)
    old.rename(new)
    try:
        write_together(files)
    except OSError:
        new.rename(old)
        raise
    if change.removed:
        new.unlink()


def _aside(name: str | None) -> tuple[str, str] | None:
    """Where a file that goes waits until all others are written."""
    path = PurePosixPath(name or "")
    return (str(path), str(path.with_name(f".{path.name}-removed"))) if name else None


def _moved(name: str, move: tuple[str, str] | None) -> str:
    if move and PurePosixPath(name).is_relative_to(move[0]):
        return move[1] + name.removeprefix(move[0])
    return name


def _content_after(content: Content, change: Change) -> Content:
    def text(source: SourceText) -> SourceText:
        return SourceText(_moved(source.path, change.move), change.texts.get(source.path, source.text))

    def files(sources: Mapping[str, SourceText]) -> dict[str, SourceText]:
        after = [text(it) for it in sources.values() if it.path != change.removed]
        return {PurePosixPath(it.path).stem: it for it in after}

    stories = [
        StoryFiles(text(it.story), it.article and text(it.article), it.lock and text(it.lock))
        for it in content.stories.values()
    ]
    return Content(
        actors=files(content.actors),
        topics=files(content.topics),
        stories={PurePosixPath(it.story.path).parent.name: it for it in stories},
        pages=content.pages,
        images=content.images,
        paths=content.paths,
    )
