"""A site that several machines build: each a part of it, and one step that makes one site of the parts.

Every part but the first is files to be copied beside the others'. What speaks of all pages (the search, the
sitemaps, the headers) is made when they are put together, from what each part tells of its pages.
"""

import gzip
import json
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from backstory import addresses
from backstory.engines.content_policy import write_headers
from backstory.engines.listing import Entry, Listed, label_entries, put_in_order
from backstory.engines.search_pagefind import Wanted, leave_known, pagefind, sources_of, write_index
from backstory.engines.staging import Staging
from backstory.exporters import sitemaps

TOLD = ".shard.json"  # in the folder of a part: what it tells of its pages
INDEX = "search/search_index.json"


class NoShard(ValueError):  # noqa: N818  # it says what is wrong with what was given
    """What was given names no part, or no whole site can be made of the parts."""


class Shard(Struct, frozen=True):
    """The `number`th of so many parts, from 1 on."""

    number: int
    of: int

    @classmethod
    def read(cls, said: str) -> "Shard":
        """From K/N. Raises NoShard."""
        match = re.fullmatch(r"([1-9]\d{0,5})/([1-9]\d{0,5})", said)
        if match is None or int(match[1]) > int(match[2]):
            message = f"'{said}' is no part: write 1/4 for the first of four."
            raise NoShard(message)
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    @property
    def is_first(self) -> bool:
        """Whether it has what MkDocs renders, too: the section pages, ordinary pages, the theme's files."""
        return self.number == 1

    def part(self, things: Sequence[Any]) -> list[Any]:
        """Its part of things: the same for the same things, and no other part has any of them."""
        return list(things[self.number - 1 :: self.of])


class Told(Struct, frozen=True):
    """What a part tells: of its pages, by address; what the search finds in them; which were joined.

    The first tells the order of all pages, too, the site's address, and what Pagefind's index is to be.
    """

    shard: str
    pages: dict[str, Listed]
    entries: list[Entry]
    joined: list[str]
    order: list[str]
    site_url: str | None
    wanted: Wanted | None = None

    def write(self, folder: Path) -> None:
        """Write it into the part's folder."""
        pages = {address: it.told() for address, it in self.pages.items()}
        wanted = self.wanted and self.wanted.told()
        data = json.dumps(asdict(self) | {"pages": pages, "wanted": wanted}, ensure_ascii=False)
        (folder / TOLD).write_text(f"{data}\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> "Told":
        """What a part's folder tells. Raises NoShard where it is none."""
        try:
            said = json.loads((folder / TOLD).read_text(encoding="utf-8"))
            pages = {address: Listed.read(it) for address, it in said["pages"].items()}
            wanted = Wanted(**said["wanted"]) if said["wanted"] else None
            return cls(**said | {"pages": pages, "wanted": wanted})
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
            message = f"{folder} is no part of a site: `backstory build --shard` makes one."
            raise NoShard(message) from problem


def keep_only(folder: Path, files: Iterable[str]) -> None:
    """Take all other files out of a folder."""
    kept = {folder / it for it in files}
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif path not in kept:
            path.unlink()


def merge_shards(target: Path, folders: Sequence[Path]) -> None:
    """Make one site of its parts, the same as if it had been built at once. Raises NoShard, NoPagefind."""
    told = {folder: Told.read(folder) for folder in folders}
    first = _first(told)
    if first.wanted:
        pagefind()
    staging = Staging(target)
    for folder in folders:
        shutil.copytree(folder, staging.folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(TOLD))
    site = staging.folder
    pages = {address: it for part in told.values() for address, it in part.pages.items()}
    if first.wanted:
        found = [it for part in told.values() for it in part.entries]
        sources = sources_of(found, first.order, _labels(pages), first.wanted)
        leave_known(site / INDEX, sources.known)
        write_index(site, sources)
    elif (site / INDEX).is_file():
        data = json.loads((site / INDEX).read_text(encoding="utf-8"))
        others = [it for part in told.values() if part is not first for it in part.entries]
        data["docs"] = put_in_order([*data["docs"], *label_entries(others, _labels(pages))], first.order)
        written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        (site / INDEX).write_text(written, encoding="utf-8")
    if first.site_url:
        entries = (
            sitemaps.Entry(addresses.absolute(it, first.site_url), pages[it].updated)
            for it in first.order
            if it in pages and pages[it].listed
        )
        for name, data in sitemaps.sitemaps(entries, first.site_url).items():
            (site / name).write_bytes(data)
            _pack_again(site / f"{name}.gz", data)
    joined = [name for part in told.values() for name in part.joined]
    write_headers(site, joined, runs_wasm=first.wanted is not None)
    staging.publish()


def _labels(pages: Mapping[str, Listed]) -> dict[str, str]:
    return {address.lstrip("/"): it.label for address, it in pages.items() if it.is_compiled}


def _pack_again(packed: Path, data: bytes) -> None:
    """Pack a sitemap as MkDocs has packed the part's own: with the name and the moment that stand in it."""
    if packed.is_file():
        moment = int.from_bytes(packed.read_bytes()[4:8], "little")
        with packed.open("wb") as file, gzip.GzipFile(packed, fileobj=file, mode="wb", mtime=moment) as gz:
            gz.write(data)


def _first(told: dict[Path, Told]) -> Told:
    """The first part, if all are there once."""
    shards = {folder: Shard.read(it.shard) for folder, it in told.items()}
    of = {it.of for it in shards.values()}
    numbers = sorted(it.number for it in shards.values())
    if len(of) != 1:
        message = "The folders are parts of different sites: " + ", ".join(map(str, shards.values()))
        raise NoShard(message)
    if numbers != list(range(1, of.pop() + 1)):
        message = f"These parts are no whole site: {', '.join(map(str, sorted(shards.values(), key=str)))}."
        raise NoShard(message)
    return next(it for folder, it in told.items() if shards[folder].is_first)
