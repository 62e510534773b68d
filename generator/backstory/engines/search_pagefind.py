"""Full text at any size: Pagefind's index comes in pieces, of which a reader's browser fetches what it needs.

Pagefind is given pages that hold what Material's search would find, and nothing else: no frame, no cards.

https://pagefind.app/docs/
"""

import gzip
import json
import os
import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from html import escape
from importlib import import_module
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from backstory.engines.listing import Entry, put_in_order, without_empty
from backstory.language import Language

FOLDER = "pagefind"  # of the built site
SCRIPT = "assets/search.js"
WORKER = "assets/search-worker.js"
_SCRIPTS = Path(__file__).parent.parent / "assets" / "search"
_ENTRY = "pagefind-entry.json"
_NEEDED = ("pagefind.js", _ENTRY, "*.pf_meta", "wasm.*.pagefind")  # its own boxes and their styles are not
_LETTERS = 5  # of a name of a page's file: another text at its address gets the same one in a million times
_SIGNED = b"pagefind_dcd"  # with which each of its files begins
_PACKAGE = "pagefind_bin_extended"
_KNOWN = "1.5"  # how it speaks in a worker, and what its files are like
_REMEDY = f"run `pip install 'pagefind[extended]~={_KNOWN}.2'`, or write `search: auto`."


class NoPagefind(Exception):  # noqa: N818 - it says what is missing
    """Why there can be no index."""


class Wanted(Struct, frozen=True):
    """What the index is to be: its language, the name of the choice of kinds, "All" and "Quote" in it."""

    language: str
    name: str
    every: str
    quote: str

    def told(self) -> dict[str, str]:
        """As JSON has it."""
        return asdict(self)

    @classmethod
    def in_language(cls, language: Language) -> "Wanted":
        """Of a site in this language."""
        _ = language.gettext
        return cls(language.code, _("Kinds of results"), _("All"), _("Quote"))


class Sources(Struct, frozen=True):
    """The pages that Pagefind is given, by path; what the search box is to know of them."""

    pages: Mapping[str, str]
    known: Mapping[str, Any]
    language: str

    @property
    def fingerprint(self) -> str:
        """With the same, the index is the same."""
        said = json.dumps([*self.pages.items(), self.language])
        return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()

    def as_files(self) -> Iterator[tuple[str, bytes]]:
        """Each page with what stands in it."""
        return ((name, text.encode("utf-8", "xmlcharrefreplace")) for name, text in self.pages.items())


@cache
def pagefind() -> Path:
    """The program. Raises NoPagefind."""
    try:
        found = version(_PACKAGE)
        program: Path = import_module(_PACKAGE).get_executable()
    except (ImportError, FileNotFoundError) as problem:
        message = f"`search: pagefind` in mkdocs.yml needs Pagefind, which is not installed: {_REMEDY}"
        raise NoPagefind(message) from problem
    if not found.startswith(f"{_KNOWN}."):
        message = f"`search: pagefind` in mkdocs.yml needs Pagefind {_KNOWN}, not {found}: {_REMEDY}"
        raise NoPagefind(message)
    return program


# ---- what it is given


def sources_of(
    entries: Iterable[Entry], order: Iterable[str], labels: Mapping[str, str], wanted: Wanted
) -> Sources:
    """The pages of a site, from the search's entries. `order` has their addresses, `labels` is by page."""
    sections = put_in_order(without_empty(entries, labels), order)
    pages: dict[str, str] = {}
    for page, found in groupby(sections, key=lambda it: it["location"].partition("#")[0]):
        name = page if page.endswith(".html") else f"{page}index.html"
        pages[name] = "".join(_page(found, labels.get(page, "")))
    known = {"language": wanted.language, "name": wanted.name, "kinds": _kinds(sections, labels, wanted)}
    return Sources(pages, known, wanted.language)


def _page(sections: Iterable[Entry], label: str) -> Iterator[str]:
    yield "<!doctype html><html><meta charset=utf-8><body data-pagefind-body>"
    if label:
        yield f'<span data-pagefind-filter="kind[data-kind]" data-kind="{escape(label)}"></span>'
    for it in sections:
        _, _, fragment = it["location"].partition("#")
        if not fragment and it.get("boost", 1) > 1:
            name = it["title"].replace('"', "&quot;")
            yield f'<span data-pagefind-meta="name[data-name]" data-name="{name}"></span>'
        heading = f'<h2 id="{escape(fragment)}">' if fragment else "<h1>"
        yield f"{heading}{it['title']}{heading[:3].replace('<', '</')}><div>{it['text']}</div>\n"


def _kinds(
    sections: Iterable[Entry], labels: Mapping[str, str], wanted: Wanted
) -> list[tuple[str, list[str]]]:
    """The choice of kinds, each with the labels of its pages, those of most pages first; before them, all."""
    pages = dict.fromkeys(it["location"].partition("#")[0] for it in sections)
    found: Counter[str] = Counter()
    kinds: dict[str, set[str]] = {}
    for page in pages:
        if label := labels.get(page):
            kind = wanted.quote if page.startswith("quotes/") else label
            found[kind] += 1
            kinds.setdefault(kind, set()).add(label)
    ordered = sorted(kinds, key=lambda it: (-found[it], it))
    return [(wanted.every, []), *((it, sorted(kinds[it])) for it in ordered)]


# ---- the index


def write_index(site: Path, sources: Sources) -> None:
    """Make the index of these pages in the folder of a site. Raises NoPagefind."""
    index = site / FOLDER
    if sources.pages:
        with tempfile.TemporaryDirectory() as folder:
            _write_pages(Path(folder), sources)
            _run(
                "--site", folder, "--output-path", str(index.resolve()), "--force-language", sources.language
            )
        _tidy(index)
        _settle(index)


def write_scripts(site: Path) -> None:
    """Put what asks the index into the folder of a site."""
    for name in (SCRIPT, WORKER):
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_bytes((_SCRIPTS / Path(name).name).read_bytes())


def entries_in(index: Path) -> list[Entry]:
    """What Material's search has found, in its written index."""
    entries: list[Entry] = json.loads(index.read_text(encoding="utf-8"))["docs"]
    return entries


def leave_known(index: Path, known: Mapping[str, Any] | None) -> None:
    """Leave nothing in Material's written index but its settings, and what the search box is to know."""
    data = json.loads(index.read_text(encoding="utf-8")) | {"docs": []}
    if known:
        data["config"]["backstory"] = known
    index.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _write_pages(folder: Path, sources: Sources) -> None:
    for name, data in sources.as_files():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def _run(*arguments: str) -> None:
    """Run it where no settings of its own are found."""
    plain = {name: it for name, it in os.environ.items() if not name.startswith("PAGEFIND_")}
    with tempfile.TemporaryDirectory() as nowhere:
        done = subprocess.run(  # noqa: S603 - the package's own program
            [str(pagefind()), *arguments, "--silent"],
            cwd=nowhere,
            env=plain,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        message = f"Pagefind could not index the site: {' '.join(done.stderr.split())}"
        raise NoPagefind(message)


def _tidy(index: Path) -> None:
    """Leave what our worker fetches."""
    for it in index.iterdir():
        if it.is_file() and not any(it.match(name) for name in _NEEDED):
            it.unlink()


def _settle(index: Path) -> None:
    """Put the kinds of the filter in order: Pagefind's own is another each time, and files are named by it.

    All else is the same for the same pages: page numbers by path, words by the alphabet. The names of all
    pages' files, which each reader fetches, get shorter.
    """
    entry = json.loads((index / _ENTRY).read_text(encoding="utf-8"))
    for language in entry["languages"].values():
        meta = index / f"pagefind.{language['hash']}.pf_meta"
        said = gzip.decompress(meta.read_bytes())
        for filter_ in sorted((index / "filter").glob("*.pf_filter")):
            data = _in_order(gzip.decompress(filter_.read_bytes()))
            name = _named_by(filter_.stem, data)
            said = said.replace(filter_.stem.encode(), name.encode())  # as long as it was
            filter_.unlink()
            _pack(filter_.with_name(f"{name}.pf_filter"), data)
        said = _with_shorter_names(index, said)
        language["hash"] = _named_by(language["hash"], said)
        meta.unlink()
        _pack(index / f"pagefind.{language['hash']}.pf_meta", said)
    (index / _ENTRY).write_text(json.dumps(entry, ensure_ascii=False), encoding="utf-8")


def _with_shorter_names(index: Path, said: bytes) -> bytes:
    """The list of pages, whose files lose letters that no packing makes smaller: noughts stand for them."""
    names = {it.stem for it in (index / "fragment").iterdir()}
    shorter = {}
    for name in sorted(names):
        language, _, letters = name.rpartition("_")
        short = f"{language}_{letters[:_LETTERS].rjust(len(letters), '0')}"
        if short not in names:
            names.add(short)
            shorter[name.encode()] = short.encode()
            (index / "fragment" / f"{name}.pf_fragment").rename(index / "fragment" / f"{short}.pf_fragment")
    languages = sorted({re.escape(it.rpartition(b"_")[0]) for it in shorter})
    listed = re.compile(rb"(?:%s)_[0-9a-f]+" % b"|".join(languages))
    return listed.sub(lambda it: shorter.get(it[0], it[0]), said)


def _in_order(data: bytes) -> bytes:
    """A filter with its values by name. It is CBOR: [name, [[value, [page, …]], …]].

    https://www.rfc-editor.org/rfc/rfc8949#section-3
    """
    name = _end(data, len(_SIGNED) + 1)
    (number, at), values = _head(data, name), []
    for _ in range(number):
        after = _end(data, at)
        values.append(data[at:after])
        at = after
    _, first = _head(data, name)
    return data[:first] + b"".join(sorted(values)) + data[at:]


def _head(data: bytes, at: int) -> tuple[int, int]:
    """What the head of an item at this place says, and where it ends."""
    low = data[at] & 31
    if low < 24:  # noqa: PLR2004 - it is said at once
        return low, at + 1
    size = 1 << (low - 24)
    return int.from_bytes(data[at + 1 : at + 1 + size]), at + 1 + size


def _end(data: bytes, at: int) -> int:
    """Where an item ends: a number, a text or a list."""
    kind = data[at] >> 5
    said, at = _head(data, at)
    if kind == 3:  # noqa: PLR2004 - a text
        return at + said
    for _ in range(said if kind else 0):
        at = _end(data, at)
    return at


def _named_by(name: str, data: bytes) -> str:
    """A name like this one, by what is in the file."""
    language, _, old = name.rpartition("_")
    return f"{language}_{sha256(data).hexdigest()[: len(old)]}"


def _pack(file: Path, data: bytes) -> None:
    file.write_bytes(gzip.compress(data, mtime=0))
