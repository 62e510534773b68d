"""The content folder: which files there are and what they say. Reads; judges nothing but their names."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from backstory.bounds import out_of_bounds, too_large
from backstory.diagnostics import Code, Diagnostic, Severity, shown
from backstory.ordinary import SUFFIXES, problems_of_page
from backstory.project import Bounds
from backstory.schema.fields import WHAT_IDS_ARE, is_device, is_id, nearest_id
from backstory.text import SourceText, Span
from backstory.unseen import unseen

OURS = ("actors", "topics", "stories")
_IMAGES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif"})
_STORY_FILES = frozenset({"story.yml", "article.md", "quotes.lock"})


@dataclass(frozen=True)
class StoryFiles:
    """The files of one story's folder; the article and the lock are None where there is none."""

    story: SourceText
    article: SourceText | None
    lock: SourceText | None = None

    def __iter__(self) -> Iterator[SourceText]:
        return (it for it in (self.story, self.article, self.lock) if it)


@dataclass(frozen=True)
class Content:
    """The text of every file that is ours, by id, and the ordinary pages' addresses beside them.

    `images` leads from a portrait's file name to its address. `paths` are those of our files, relative to the
    content folder: the site does not publish them as they are.
    """

    actors: Mapping[str, SourceText] = field(default_factory=dict)
    topics: Mapping[str, SourceText] = field(default_factory=dict)
    stories: Mapping[str, StoryFiles] = field(default_factory=dict)
    pages: frozenset[str] = frozenset()
    images: Mapping[str, str] = field(default_factory=dict)
    paths: frozenset[str] = frozenset()

    def with_texts(self, texts: Mapping[str, str]) -> "Content":
        """The same content with other texts in some files, which may be new.

        `texts` are by path in the content folder, and so must this content have been read.
        """
        actors, topics, stories = dict(self.actors), dict(self.topics), dict(self.stories)
        for path, text in sorted(texts.items(), reverse=True):  # story.yml comes before article.md
            source = SourceText(path, text)
            match PurePosixPath(path).parts:
                case ("actors", name) if found := _id_in(name):
                    actors[found] = source
                case ("topics", name) if found := _id_in(name):
                    topics[found] = source
                case ("stories", found, "story.yml") if is_id(found):
                    stories[found] = replace(stories.get(found) or StoryFiles(source, None), story=source)
                case ("stories", found, "article.md") if found in stories:
                    stories[found] = replace(stories[found], article=source)
                case ("stories", found, "quotes.lock") if found in stories:
                    stories[found] = replace(stories[found], lock=source)
        return replace(self, actors=actors, topics=topics, stories=stories)


def read_content(
    folder: Path, *, shown_as: str, bounds: Bounds | None = None
) -> tuple[Content, list[Diagnostic]]:
    """Read `content/`. `shown_as` is how the folder's path is written in diagnostics."""
    return _Reader(folder, PurePosixPath(shown_as), bounds or Bounds()).read()


def read_pages(folder: Path, *, shown_as: str) -> dict[str, SourceText]:
    """The ordinary Markdown pages beside our files, by their shown path; unreadable ones are left out."""
    pages = {}
    for path in sorted(folder.rglob("*.md")):
        relative = path.relative_to(folder)
        is_article = relative.parts[0] == "stories" and relative.name == "article.md"
        if is_article or not path.is_file() or path.is_symlink():
            continue
        name = str(PurePosixPath(shown_as) / relative.as_posix())
        try:
            pages[name] = SourceText(name, path.read_bytes().decode("utf-8-sig"))
        except (OSError, UnicodeDecodeError):
            continue
    return pages


def _id_in(name: str) -> str | None:
    """The id that a file's name gives."""
    stem = name.removesuffix(".yml")
    return stem if stem != name and is_id(stem) else None


class _Reader:
    def __init__(self, folder: Path, shown_as: PurePosixPath, bounds: Bounds) -> None:
        self.folder = folder
        self.shown_as = shown_as
        self.bounds = bounds
        self.found: list[Diagnostic] = []
        self.paths: set[str] = set()

    def read(self) -> tuple[Content, list[Diagnostic]]:
        if not self.folder.is_dir():
            fact = "There is no such folder."
            remedy = "Begin with `content/actors/` and `content/stories/`."
            self._say(Code.FILE_MISSING, self.folder, fact, remedy)
            return Content(), self.found
        for it in out_of_bounds(self.folder, OURS, self.bounds.named):
            self._say(it.code, it.path, it.fact, it.remedy)
        actors = dict(self._yaml_files("actors"))
        topics = dict(self._yaml_files("topics"))
        stories = dict(self._story_folders())
        pages = frozenset(self._page_addresses())
        for path in self._ordinary_pages():
            self.found += problems_of_page(path, self._shown(path), self.bounds.largest)
        images = {it.name: f"/{kind}/{it.name}" for kind in ("actors", "images") for it in self._images(kind)}
        return Content(actors, topics, stories, pages, images, frozenset(self.paths)), self.found

    def _yaml_files(self, kind: str) -> Iterator[tuple[str, SourceText]]:
        for path in self._entries(self.folder / kind):
            if path.suffix == ".yaml" and path.is_file():
                self._say_yaml(path)
                if path.with_suffix(".yml").exists():
                    continue
            elif path.suffix.lower() in _IMAGES:
                continue  # a portrait, beside the file of the actor
            elif path.suffix != ".yml" or path.is_dir():
                remedy = f"Files here are named <id>.yml. Move it out of {kind}/, or remove it."
                self._say_unread(path, remedy)
                continue
            if (found := self._id(path, path.stem)) and (text := self._text(path)):
                yield found, text

    def _images(self, kind: str) -> list[Path]:
        return [
            it for it in self._entries(self.folder / kind) if it.suffix.lower() in _IMAGES and it.is_file()
        ]

    def _story_folders(self) -> Iterator[tuple[str, StoryFiles]]:
        for path in self._entries(self.folder / "stories"):
            if not path.is_dir():
                self._say_unread(
                    path, "A story is a folder: stories/<id>/story.yml with article.md beside it."
                )
                continue
            entries = {entry.name: entry for entry in self._entries(path)}
            if "story.yaml" in entries and "story.yml" not in entries:
                entries["story.yml"] = entries.pop("story.yaml")
                self._say_yaml(entries["story.yml"])
            for name in sorted(entries.keys() - _STORY_FILES):
                remedy = "A story's folder holds story.yml, article.md and quotes.lock."
                self._say_unread(entries[name], remedy)
            if not entries:
                continue
            if "story.yml" not in entries:
                self._say(
                    Code.FILE_MISSING, path, "There is no story.yml here.", "Add it, or remove the folder."
                )
            elif (found := self._id(path, path.name)) and (story := self._text(entries["story.yml"])):
                article = self._text(entries["article.md"]) if "article.md" in entries else None
                lock = self._text(entries["quotes.lock"]) if "quotes.lock" in entries else None
                yield found, StoryFiles(story, article, lock)

    def _page_addresses(self) -> Iterator[str]:
        for path in sorted(self.folder.rglob("*.md")):
            relative = path.relative_to(self.folder)
            if relative.parts[0] == "stories" and relative.name == "article.md":
                continue
            parts = relative.with_suffix("").parts
            parts = parts[:-1] if parts[-1] in {"index", "README"} else parts
            yield "/" + "".join(f"{part}/" for part in parts)

    def _ordinary_pages(self) -> Iterator[Path]:
        for place, folders, files in os.walk(self.folder):
            folders[:] = sorted(it for it in folders if not it.startswith("."))
            for name in sorted(files):
                path = Path(place, name)
                is_page = path.suffix in SUFFIXES and not name.startswith(".")
                is_ours = path.relative_to(self.folder).as_posix() in self.paths
                if is_page and not is_ours and not path.is_symlink() and _is_ordinary(path):
                    yield path

    def _entries(self, folder: Path) -> list[Path]:
        if not folder.is_dir():
            return []
        try:
            entries = list(folder.iterdir())
        except OSError as problem:
            fact = f"This folder cannot be read: {problem.strerror}."
            self._say(Code.FILE_UNREADABLE, folder, fact, "Check that it may be read.")
            return []
        # What is no file or folder of its own was told of already.
        return sorted(
            path
            for path in entries
            if not path.name.startswith((".", "_")) and not path.is_symlink() and _is_ordinary(path)
        )

    def _id(self, path: Path, name: str) -> str | None:
        """The id that the name of a file or folder gives: the nearest one, where it is none.

        So is a wrong name told once, and not by everything that names the thing.
        """
        if is_id(name):
            return name
        guess = nearest_id(name)
        renamed = f"{guess}.yml" if path.is_file() else str(guess)
        is_taken = guess is not None and path.with_name(renamed).exists()
        remedy = f"Rename it to {renamed}." if guess else "Rename it."
        if is_device(name):
            remedy = f"Rename it, to {name}-1 or the like: Windows takes `{name}` for a device."
        if is_taken:
            remedy = f"Rename it, but not to {renamed}, which is there already."
        fact = f"The name `{shown(name)}` is no id."
        self._say(Code.ID_MALFORMED, path, fact, f"{remedy} {WHAT_IDS_ARE}")
        return None if is_taken else guess

    def _say_yaml(self, path: Path) -> None:
        self._say(Code.FILE_UNKNOWN, path, "This file ends in .yaml.", f"Rename it to {path.stem}.yml.")

    def _say_unread(self, path: Path, remedy: str) -> None:
        self._say(Code.FILE_UNKNOWN, path, f"`{shown(path.name)}` is not read.", remedy, Severity.WARNING)

    def _text(self, path: Path) -> SourceText | None:
        self._note_path(path)
        try:
            if found := too_large(path, self.bounds.largest):
                self._say(found.code, path, found.fact, found.remedy)
                return None
            data = path.read_bytes()
        except OSError as problem:
            fact = f"This file cannot be read: {problem.strerror}."
            self._say(Code.FILE_UNREADABLE, path, fact, "Check that it exists and may be read.")
            return None
        try:
            source = SourceText(self._shown(path), data.decode("utf-8-sig"))
            self.found += unseen(source)
            return source  # noqa: TRY300 - what `unseen` raises is our mistake
        except UnicodeDecodeError as problem:
            source = SourceText(self._shown(path), _probable_text(data))
            is_utf_16 = data.startswith(_UTF_16)
            at = 0 if is_utf_16 else len(data[: problem.start].decode("utf-8-sig"))
            fact = "This file is UTF-16." if is_utf_16 else "This character is not written in UTF-8."
            place = source.span(at, at + 1)
            self.found.append(Diagnostic(Code.FILE_UNREADABLE, place, fact, "Save the file as UTF-8."))
            return source

    def _note_path(self, path: Path) -> None:
        self.paths.add(path.relative_to(self.folder).as_posix())

    def _shown(self, path: Path) -> str:
        shown_path = self.shown_as / path.relative_to(self.folder).as_posix()
        return str(shown_path).encode("utf-8", "replace").decode()  # a name on disk can be no text at all

    def _say(
        self, code: Code, path: Path, fact: str, remedy: str, severity: Severity = Severity.ERROR
    ) -> None:
        if path.is_file():
            self._note_path(path)
        self.found.append(Diagnostic(code, Span(self._shown(path), 1, 1, 1, 1), fact, remedy, severity))


def _is_ordinary(path: Path) -> bool:
    return path.is_file() or path.is_dir()


_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def _probable_text(data: bytes) -> str:
    """What a file that is not UTF-8 most likely says, so that its other mistakes can be told as well."""
    if data.startswith(_UTF_16):
        return data.decode("utf-16", "replace")
    # Python notes each byte that is not UTF-8 as a character of its own, from U+DC80 on.
    return re.sub(
        "[\udc80-\udcff]",
        lambda byte: bytes([ord(byte[0]) - 0xDC00]).decode("cp1252", "replace"),
        data.decode("utf-8-sig", "surrogateescape"),
    )
