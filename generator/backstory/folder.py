"""The content folder: which files there are and what they say. Reads; judges nothing but their names."""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from msgspec import Struct, field
from msgspec.structs import replace

from backstory.bounds import out_of_bounds, too_large, too_long
from backstory.diagnostics import Code, Diagnostic, Severity, shown
from backstory.ordinary import SUFFIXES, problems_of_page
from backstory.project import Bounds
from backstory.schema.fields import WHAT_IDS_ARE, is_device, is_id, nearest_id
from backstory.text import SourceText, Span
from backstory.unseen import unseen

OURS = ("actors", "topics", "stories")
_IMAGES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif"})
_STORY_FILES = frozenset({"story.yml", "article.md", "quotes.lock"})


class StoryFiles(Struct, frozen=True):
    """The files of one story's folder; the article and the lock are None where there is none."""

    story: SourceText
    article: SourceText | None
    lock: SourceText | None = None

    def __iter__(self) -> Iterator[SourceText]:
        return (it for it in (self.story, self.article, self.lock) if it)


class Content(Struct, frozen=True):
    """The text of every file that is ours, by id, and the ordinary pages' addresses beside them.

    `images` leads from a portrait's file name to its address. `paths` are those of our files, relative to the
    content folder: the site does not publish them as they are. `bounds` are those that it was read with.
    """

    actors: Mapping[str, SourceText] = field(default_factory=dict)
    topics: Mapping[str, SourceText] = field(default_factory=dict)
    stories: Mapping[str, StoryFiles] = field(default_factory=dict)
    pages: frozenset[str] = frozenset()
    images: Mapping[str, str] = field(default_factory=dict)
    paths: frozenset[str] = frozenset()
    bounds: Bounds = field(default_factory=Bounds)

    @property
    def data_files(self) -> Iterator[SourceText]:
        """Every file in YAML."""
        yield from self.actors.values()
        yield from self.topics.values()
        for files in self.stories.values():
            yield from (it for it in (files.story, files.lock) if it)

    def with_texts(self, texts: Mapping[str, str]) -> "Content":
        """The same content with other texts in some files, which may be new.

        `texts` are by path in the content folder, and so must this content have been read.
        """
        return self.with_sources({path: SourceText(path, text) for path, text in texts.items()})

    def with_sources(self, sources: Mapping[str, SourceText]) -> "Content":
        """The same content with other files, by path in the content folder, some of which may be new."""
        actors, topics, stories = dict(self.actors), dict(self.topics), dict(self.stories)
        for path, source in sorted(sources.items(), reverse=True):  # story.yml comes before article.md
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


def read_again(content: Content, folder: Path, places: Iterable[str], *, shown_as: str) -> Content | None:
    """The content with what some of its files say now; None where there is something to be said of one.

    `places` are paths in the folder, of files that the content has.
    """
    reader = _Reader(folder, PurePosixPath(shown_as), content.bounds)
    texts = {place: reader.text(place) for place in places}
    sources = {place: it for place, it in texts.items() if it}
    return None if reader.found or len(sources) < len(texts) else content.with_sources(sources)


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
    """Reads a folder. `paths` are in it, and texts: an archive has so many files that `Path` is too slow."""

    def __init__(self, folder: Path, shown_as: PurePosixPath, bounds: Bounds) -> None:
        self.folder = folder
        self.shown_as = str(shown_as / "x")[:-1]
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
        for path, place in self._ordinary_pages():
            self.found += problems_of_page(path, _as_text(self.shown_as + place), self.bounds)
        images = {name: f"/{kind}/{name}" for kind in ("actors", "images") for name in self._images(kind)}
        return Content(actors, topics, stories, pages, images, frozenset(self.paths), self.bounds), self.found

    def _yaml_files(self, kind: str) -> Iterator[tuple[str, SourceText]]:
        for entry in self._entries(kind):
            (stem, suffix), place = _stem_and_suffix(entry.name), f"{kind}/{entry.name}"
            if suffix == ".yaml" and entry.is_file():
                self._say_yaml(self.folder / place)
                if (self.folder / place).with_suffix(".yml").exists():
                    continue
            elif suffix.lower() in _IMAGES:
                continue  # a portrait, beside the file of the actor
            elif suffix != ".yml" or entry.is_dir():
                remedy = f"Files here are named <id>.yml. Move it out of {kind}/, or remove it."
                self._say_unread(self.folder / place, remedy)
                continue
            if (found := self._id(place, stem)) and (text := self.text(place)):
                yield found, text

    def _images(self, kind: str) -> list[str]:
        return [
            it.name
            for it in self._entries(kind)
            if _stem_and_suffix(it.name)[1].lower() in _IMAGES and it.is_file()
        ]

    def _story_folders(self) -> Iterator[tuple[str, StoryFiles]]:
        for entry in self._entries("stories"):
            home = f"stories/{entry.name}"
            if not entry.is_dir():
                remedy = "A story is a folder: stories/<id>/story.yml with article.md beside it."
                self._say_unread(self.folder / home, remedy)
                continue
            entries = {it.name: f"{home}/{it.name}" for it in self._entries(home)}
            if "story.yaml" in entries and "story.yml" not in entries:
                entries["story.yml"] = entries.pop("story.yaml")
                self._say_yaml(self.folder / home / "story.yaml")
            for name in sorted(entries.keys() - _STORY_FILES):
                remedy = "A story's folder holds story.yml, article.md and quotes.lock."
                self._say_unread(self.folder / home / name, remedy)
            if not entries:
                continue
            if "story.yml" not in entries:
                fact, remedy = "There is no story.yml here.", "Add it, or remove the folder."
                self._say(Code.FILE_MISSING, self.folder / home, fact, remedy)
            elif (found := self._id(home, entry.name)) and (story := self.text(entries["story.yml"])):
                article = self.text(entries["article.md"]) if "article.md" in entries else None
                lock = self.text(entries["quotes.lock"]) if "quotes.lock" in entries else None
                yield found, StoryFiles(story, article, lock)

    def _page_addresses(self) -> Iterator[str]:
        for place, folders, files in os.walk(self.folder):
            below = place.removeprefix(str(self.folder))
            parts = tuple(it for it in below.split(os.sep) if it)  # noqa: PTH206 - there are thousands
            for name in (it for it in (*folders, *files) if it.endswith(".md")):
                if parts[:1] == ("stories",) and name == "article.md":
                    continue
                stem = name.removesuffix(".md") or name
                address = parts if stem in {"index", "README"} else (*parts, stem)
                yield "/" + "".join(f"{it}/" for it in address)

    def _ordinary_pages(self) -> Iterator[tuple[Path, str]]:
        """The pages that are the editors' own, each with its path in the folder."""
        for home, folders, files in os.walk(self.folder):
            folders[:] = sorted(it for it in folders if not it.startswith("."))
            below = home.removeprefix(str(self.folder)).replace(os.sep, "/").lstrip("/")
            for name in sorted(it for it in files if not it.startswith(".")):
                place = f"{below}/{name}".lstrip("/")
                if name.endswith(_PAGES) and place not in self.paths:
                    path = Path(home, name)
                    if path.is_file() and not path.is_symlink():
                        yield path, place

    def _entries(self, place: str) -> list[os.DirEntry[str]]:
        folder = f"{self.folder}/{place}"
        if not os.path.isdir(folder):  # noqa: PTH112 - there are thousands
            return []
        try:
            with os.scandir(folder) as entries:
                # What is no file or folder of its own was told of already.
                known = [it for it in entries if not it.name.startswith((".", "_")) and _is_ordinary(it)]
        except OSError as problem:
            fact = f"This folder cannot be read: {problem.strerror}."
            self._say(Code.FILE_UNREADABLE, Path(folder), fact, "Check that it may be read.")
            return []
        return sorted(known, key=lambda it: it.name)

    def _id(self, place: str, name: str) -> str | None:
        """The id that the name of a file or folder gives: the nearest one, where it is none.

        So is a wrong name told once, and not by everything that names the thing.
        """
        if is_id(name):
            return name
        path, guess = self.folder / place, nearest_id(name)
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

    def text(self, place: str) -> SourceText | None:
        """What a file of ours says; None where it cannot be read."""
        self.paths.add(place)
        path = f"{self.folder}/{place}"
        try:
            with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - there are thousands
                if found := too_large(path, os.fstat(file.fileno()).st_size, self.bounds.largest):
                    self._say(found.code, found.path, found.fact, found.remedy)
                    return None
                data = file.readall()
        except OSError as problem:
            fact = f"This file cannot be read: {problem.strerror}."
            self._say(Code.FILE_UNREADABLE, Path(path), fact, "Check that it exists and may be read.")
            return None
        name = _as_text(self.shown_as + place)
        try:
            source = SourceText(name, data.decode("utf-8-sig"))
            if place.endswith(".md") and (found := too_long(path, source.text, self.bounds.paragraphs)):
                self._say(found.code, found.path, found.fact, found.remedy)
                return None
            self.found += unseen(source)
            return source  # noqa: TRY300 - what `unseen` raises is our mistake
        except UnicodeDecodeError as problem:
            source = SourceText(name, _probable_text(data))
            is_utf_16 = data.startswith(_UTF_16)
            at = 0 if is_utf_16 else len(data[: problem.start].decode("utf-8-sig"))
            fact = "This file is UTF-16." if is_utf_16 else "This character is not written in UTF-8."
            here = source.span(at, at + 1)
            self.found.append(Diagnostic(Code.FILE_UNREADABLE, here, fact, "Save the file as UTF-8."))
            return source

    def _say(
        self, code: Code, path: Path, fact: str, remedy: str, severity: Severity = Severity.ERROR
    ) -> None:
        place = path.relative_to(self.folder).as_posix()
        if path.is_file():
            self.paths.add(place)
        shown_path = str(PurePosixPath(self.shown_as, place))
        self.found.append(Diagnostic(code, Span(_as_text(shown_path), 1, 1, 1, 1), fact, remedy, severity))


def _as_text(path: str) -> str:
    """A path that can be shown: a name on disk can be no text at all."""
    return path.encode("utf-8", "replace").decode()


def _stem_and_suffix(name: str) -> tuple[str, str]:
    """What `Path` says they are."""
    stem, _, ending = name.rpartition(".")
    return (stem, f".{ending}") if stem and ending else (name, "")


def _is_ordinary(entry: os.DirEntry[str]) -> bool:
    return not entry.is_symlink() and (entry.is_file() or entry.is_dir())


_PAGES = tuple(SUFFIXES)
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
