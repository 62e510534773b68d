"""What a build keeps for the next: of each chapter, what it was made from and which files it became.

It is derived: lost, damaged, from another version or brought along by a repository, it costs only time.
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import chain, islice
from pathlib import Path
from sys import intern
from typing import Any

from msgspec import Struct, field
from msgspec.structs import asdict, force_setattr, replace

from backstory.diagnostics import Diagnostic
from backstory.engines.listing import Entry, Listed
from backstory.engines.site_files import Found, State, carry_over, found_in, state_of, states_in
from backstory.engines.staging import Staging
from backstory.held_back import HeldBack, find_leaks
from backstory.left import leave_pieces, read_left
from backstory.lookups import Answers
from backstory.newsroom import Newsroom
from backstory.press import Chapter
from backstory.prints import Prints, digest
from backstory.workers import in_shares


class Bound(Struct, frozen=True):
    """What is to be known of a chapter that is written: its pages by address, its files by path.

    `entries` are the search's, `pictures` the names of those drawn, `lookups` what it was made from, `print`
    that of all this; `leaks` are the words in it that must not be seen.
    """

    pages: dict[str, Listed]
    files: dict[str, State]
    entries: list[Entry]
    pictures: tuple[str, ...]
    notices: tuple[str, ...]
    lookups: tuple[str, ...]
    print: str = ""
    leaks: tuple[Diagnostic, ...] = ()

    def __post_init__(self) -> None:
        # Thousands of chapters have the same look-ups, also those that another process has made.
        force_setattr(self, "lookups", tuple(map(intern, self.lookups)))

    def told(self, numbers: dict[str, int]) -> dict[str, Any]:
        """As JSON has it; where words have leaked, there is nothing to keep.

        A look-up is told by its number, as thousands of chapters have it, and a new one is numbered.
        """
        pages = {address: it.told() for address, it in self.pages.items()}
        lookups = [numbers.setdefault(it, len(numbers)) for it in self.lookups]
        told = {name: it for name, it in asdict(self).items() if name != "leaks"}
        return told | {"pages": pages, "lookups": lookups}

    @classmethod
    def read(cls, told: Mapping[str, Any], lookups: Sequence[str]) -> "Bound":
        """From what JSON has, with all look-ups by their numbers. Raises what comes of damage."""
        return cls(
            {address: Listed.read(it) for address, it in told["pages"].items()},
            _as_states(told["files"]),
            told["entries"],
            tuple(map(str, told["pictures"])),
            tuple(map(str, told["notices"])),
            tuple(lookups[it] for it in told["lookups"]),
            str(told["print"]),
        )


class Kept(Struct, frozen=True):
    """What was kept: the frame of all pages, prints of held-back words, all look-ups, each chapter by name.

    A chapter is told as JSON has it: `Bound.read` reads it. `inputs` is the print of all that was built from,
    where the same would be built without a warning; `others` are the files that are no chapter's, by path;
    `index` is the print of what Pagefind was given.
    """

    frame: str = ""
    held: frozenset[str] = frozenset()
    chapters: Mapping[str, bytes] = field(default_factory=dict)
    lookups: Sequence[str] = ()
    inputs: str = ""
    others: Mapping[str, State] = field(default_factory=dict)
    index: str = ""

    @classmethod
    def read(cls, file: Path, frame: str) -> "Kept":
        """What the last build kept, if its pages had this frame; else nothing."""
        try:
            kept = cls.of_file(file)
        except _DAMAGE:
            return cls(frame)  # there is none, or none that can be read
        return kept if kept.frame == frame else cls(frame)

    @classmethod
    def of_file(cls, file: Path) -> "Kept":
        """What the file has, whatever it was made with. Raises what comes of damage."""
        return cls.of_lines((read_left(file) or b"").split(b"\n"))

    @classmethod
    def of_lines(cls, lines: Sequence[bytes]) -> "Kept":
        """From lines of JSON: what is of all, a line for each chapter, lists of look-ups.

        Of a chapter, only its name is read here. Raises what comes of damage.
        """
        first, *further = lines
        told = json.loads(first)
        chapters, lookups = further[: told["chapters"]], further[told["chapters"] :]
        named = (line.partition(b"\t") for line in chapters)
        return cls(
            told["frame"],
            frozenset(told["held"]),
            {str(json.loads(name)): it for name, _, it in named},
            tuple(str(it) for line in lookups for it in json.loads(line)),
            str(told["inputs"]),
            _as_states(told["others"]),
            str(told["index"]),
        )


_DAMAGE = (ValueError, LookupError, TypeError, AttributeError, RecursionError)


def _as_states(told: Mapping[str, Any]) -> dict[str, State]:
    return {name: (size, written) for name, (size, written) in told.items()}


def _as_json(it: Any) -> bytes:
    return json.dumps(it, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


class Stock:
    """Tells which chapters need not be made again, and keeps those of this build for the next.

    `look` tells of the files of the last site, which is in the folder `site`.
    """

    def __init__(
        self, kept: Kept, newsroom: Newsroom, site: Path, look: Callable[[], Found] | None = None
    ) -> None:
        self._kept, self._site = kept, site
        self._look = look or partial(found_in, site)
        self._answers, self._prints = Answers(newsroom), Prints()
        self._known: dict[str, str] = {}
        self._shared: dict[str, str | None] = {}  # answers that several chapters are made from
        self._index = ""

    def of(self, chapters: Sequence[Chapter], *, workers: int | None = None) -> dict[str, Bound]:
        """What chapters became in the last build, by name, where they would become the same and are there."""
        if not self._kept.chapters:
            return {}
        told = {it.name: bound for it in chapters if (bound := self._told(it.name))}
        lookups = Counter(it for bound in told.values() for it in bound.lookups)
        shared = [it for it, number in lookups.items() if number > 1]
        answers = in_shares(shared, self._answer_at_all, workers=workers, fewest=_MANY)
        self._shared = dict(zip(shared, answers, strict=True))
        there = self._there  # before there are more processes: it is one that tells
        known = [it for it in chapters if it.name in told and _is_whole(told[it.name], there)]
        same = in_shares(known, lambda it: self._is_same(it, told[it.name]), workers=workers, fewest=_MANY)
        return {it.name: told[it.name] for it, is_same in zip(known, same, strict=True) if is_same}

    def _told(self, name: str) -> Bound | None:
        """What is told of a chapter; nothing of a new one, or where that is damaged."""
        try:
            return Bound.read(json.loads(self._kept.chapters[name]), self._kept.lookups)
        except _DAMAGE:
            return None

    def _is_same(self, chapter: Chapter, bound: Bound) -> bool:
        try:
            return self.print_of(chapter, bound.lookups) == bound.print
        except _DAMAGE:
            return False  # something it speaks of has gone, or what was kept is damaged

    def carry(self, bound: Collection[Bound], staging: Staging) -> None:
        """Put the files of chapters into the next site, in which nothing has been built yet."""
        wanted = {name: state for it in bound for name, state in it.files.items()}
        there: set[str] = set()

        def is_right(name: str, entry: os.DirEntry[str]) -> bool:
            known = self._there.get(name) if name in wanted else None
            # Mostly it is another name for the very file of the site, which has been looked at.
            if known is None or (entry.inode() != known[1] and state_of(entry) != wanted[name]):
                return False
            there.add(name)
            return True

        if wanted:
            staging.take_spare(is_right)
        folders: set[str] = set()
        for name in wanted:
            if name not in there:
                carry_over(f"{self._site}/{name}", f"{staging.folder}/{name}", folders)

    def carries_index(self, folder: str, made_from: str, staging: Staging) -> bool:
        """Put the search's index into the next site, if it would become the same and is whole."""
        self._index = made_from
        files = {name: it for name, it in self._kept.others.items() if name.startswith(f"{folder}/")}
        there = {name: state for name, (state, _) in self._there.items() if name.startswith(f"{folder}/")}
        if made_from != self._kept.index or there != files:
            return False
        folders: set[str] = set()
        for name in files:
            carry_over(f"{self._site}/{name}", f"{staging.folder}/{name}", folders)
        return bool(files)

    def searched(self, bound: Bound, held: Iterable[HeldBack]) -> Bound:
        """The same with what must not be seen by now; what was held before has been searched for."""
        new = [it for it in held if _of_words(it) not in self._kept.held]
        files = ((name, (self._site / name).read_bytes()) for name in bound.files)
        return replace(bound, leaks=tuple(find_leaks(files, new))) if new else bound

    def keep(
        self,
        file: Path,
        chapters: Sequence[Chapter],
        bound: Sequence[Bound],
        held: Iterable[HeldBack],
        inputs: str,
    ) -> None:
        """Keep what was built; where that cannot be written, the next build takes longer."""
        others = states_in(self._site, without={name for it in bound for name in it.files})
        lines = self.lines(chapters, bound, held, inputs, others)
        leave_pieces(file, chain([next(lines)], (b"\n" + it for it in lines)))

    def lines(
        self,
        chapters: Sequence[Chapter],
        bound: Sequence[Bound],
        held: Iterable[HeldBack],
        inputs: str = "",
        others: Mapping[str, State] | None = None,
    ) -> Iterator[bytes]:
        """What is kept of a build, as `Kept.of_lines` reads it."""
        numbers: dict[str, int] = {}
        yield _as_json(
            {
                "frame": self._kept.frame,
                "chapters": len(chapters),
                "held": sorted(map(_of_words, held)),
                "inputs": inputs,
                "others": others or {},
                "index": self._index,
            }
        )
        for chapter, it in zip(chapters, bound, strict=True):
            yield _as_json(chapter.name) + b"\t" + _as_json(it.told(numbers))
        lookups = iter(numbers)
        while some := list(islice(lookups, _SOME)):
            yield _as_json(some)

    def print_of(self, chapter: Chapter, lookups: Iterable[str]) -> str:
        """Of what a chapter is made from: with the same print, it becomes the same."""
        return self._prints.of(*chapter.things, *(f"{it}: {self._answer(it)}" for it in lookups))

    def put_away(self) -> None:
        """Let go what was found out to take prints: all are taken."""
        self._known.clear()
        self._shared.clear()
        self._prints = Prints()

    def _answer(self, lookup: str) -> str:
        """What a look-up says, in short. Raises KeyError where what it is about is not there any more."""
        if lookup in self._shared:
            answer = self._shared[lookup]
            if answer is None:
                raise KeyError(lookup)
            return answer
        if lookup not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[lookup] = self._prints.of(self._answers.to(lookup))
        return self._known[lookup]

    def _answer_at_all(self, lookup: str) -> str | None:
        try:
            return self._answer(lookup)
        except _DAMAGE:
            return None

    @cached_property
    def _there(self) -> Found:
        """The files of the last site."""
        return self._look() if self._kept.chapters else {}


_MANY = 200  # chapters that are worth a process
_MOST_KNOWN = 20_000  # answers, some 200 bytes each; most are to what a single chapter asks
_SOME = 1_000  # look-ups on a line


def _is_whole(bound: Bound, there: Found) -> bool:
    """Whether nobody has touched the files since they were written."""
    return all(name in there and there[name][0] == state for name, state in bound.files.items())


def is_as_built(file: Path, site: Path, inputs: str) -> bool:
    """Whether the last build was of these inputs, and its site is as it left it. `file` is what it kept."""
    try:
        kept = Kept.of_file(file)
        if not inputs or kept.inputs != inputs:
            return False
        known = dict(kept.others)
        for told in kept.chapters.values():
            known |= _as_states(json.loads(told)["files"])
        return states_in(site) == known
    except (OSError, *_DAMAGE):
        return False


def _of_words(held: HeldBack) -> str:
    return digest(" ".join(held.words))
