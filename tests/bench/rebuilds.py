"""Rows of builds after a change: what is taken from the last build, and what is made anew."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import yaml
from sides import Bench, forget, stock
from table import Row, pairs, part
from timing import Taken, ratio, tell

_CHANGES = {
    "edit": ("after one story’s edit", 40),
    "rename": ("after an actor’s new display name", 20),
    "nothing": ("where nothing has changed", 50),
}
_FORMATS = {"none": "rebuild", "all": "with all formats and pictures, rebuild"}
_IN_STORY = re.compile(r"^  ([a-z-]+): \[\]$", re.MULTILINE)
_numbers = count(1)


def of_kept_sites(bench: Bench) -> Iterator[Row]:
    """The pages alone, and all machine formats, against what stock Material makes each time: all pages."""
    plain = bench.plain(bench.share)
    works, archives = {"stock": lambda: stock(plain)}, []
    for formats in _FORMATS:
        archive = _built_before(bench, formats)
        works |= {
            f"edit, {formats}": _after(edit_a_story, bench, archive),
            f"rename, {formats}": _after(rename_an_actor, bench, archive),
            f"nothing, {formats}": lambda it=archive: bench.again(it),
        }
        archives.append(archive)
    rounds = bench.by_turns(**works)
    forget(*archives)
    for formats, measure in _FORMATS.items():
        for name, (what, goal) in _CHANGES.items():
            work = f"{name}, {formats}"
            figure = part(ratio(rounds, work, "stock"))
            of = f"{bench.share:,} stories: {pairs(rounds, work, 'stock')}"
            yield Row(f"{measure} {what}, against stock’s build", figure, f"≤ 1/{goal}", of)


def edit_a_story(archive: Path) -> None:
    """Give a story another headline."""
    story = sorted(archive.glob("content/stories/*/story.yml"))[-2]
    text = story.read_text(encoding="utf-8")
    story.write_text(text.replace("headline: ", f"headline: Edition {next(_numbers)}. ", 1), encoding="utf-8")


def rename_an_actor(archive: Path) -> None:
    """Give the actor who is in most stories another name; the one in the texts stays theirs."""
    stories = sorted(archive.glob("content/stories/*/story.yml"))
    named = Counter(name for it in stories for name in _IN_STORY.findall(it.read_text(encoding="utf-8")))
    actor = archive / f"content/actors/{named.most_common(1)[0][0]}.yml"
    said = yaml.safe_load(actor.read_text(encoding="utf-8"))
    said.setdefault("aliases", [said["name"]])
    said["name"] = f"{said['aliases'][0]}, {next(_numbers)}"
    actor.write_text(yaml.safe_dump(said, sort_keys=False, allow_unicode=True), encoding="utf-8")


def _built_before(bench: Bench, formats: str) -> Path:
    """An archive of which there was a build, and one after an edit, whose folders serve the next."""
    archive = bench.archive(bench.share, formats, use="kept")
    tell(f"  two builds for the next to take from, formats: {formats} …")
    bench.cold(archive)
    edit_a_story(archive)
    bench.again(archive)
    return archive


def _after(change: Callable[[Path], None], bench: Bench, archive: Path) -> Callable[[], Taken]:
    def build() -> Taken:
        # The system may have let go of what nobody has read while others were measured.
        change(archive)
        bench.again(archive)
        change(archive)
        return bench.again(archive)

    return build
