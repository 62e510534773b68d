"""The benchmarks: `make bench`. Each figure is a ratio of two times of one run on one machine."""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import click
import yaml
from archive import write_archive

from backstory.cli import main as backstory

PROJECT = Path(__file__).parent.parent.parent
ENVIRONMENT = os.environ | {"NO_MKDOCS_2_WARNING": "1"}


@click.command()
@click.option("--stories", default=1000, show_default=True, help="How many stories the archive has.")
@click.option("--runs", default=3, show_default=True, help="How many pairs are measured.")
def main(stories: int, runs: int) -> None:
    """Print each figure with what it is held against."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_archive(folder, stories)
        check_against_loading(folder, runs)
        build_against_stock(folder, runs)
        formats_against_pages(folder / "example", runs)


def check_against_loading(folder: Path, runs: int) -> None:
    """`backstory check` with nothing cached, and PyYAML's C loader alone."""
    texts = [it.read_text(encoding="utf-8") for it in sorted((folder / "content").rglob("*.yml"))]
    size = sum(map(len, texts)) / len(texts) / 1000
    click.echo(f"{len(texts)} YAML files of {size:.1f} kB on average")
    pairs = [(_seconds(lambda: _check(folder)), _seconds(lambda: _load(texts))) for _ in range(runs)]
    _tell("backstory check", "PyYAML's C loader alone", pairs)
    click.echo(f"  check / C loader: {_ratio(pairs):.2f} (goal: at most 3)")


def build_against_stock(folder: Path, runs: int) -> None:
    """A cold build from YAML, and stock Material on the same pages with the same short navigation."""
    plain = folder / "plain"
    _run(folder, "backstory", "write", str(plain))
    pairs = [
        (_seconds(lambda: _build_anew(folder, "-m", "mkdocs")), _seconds(lambda: _run_stock(plain)))
        for _ in range(runs)
    ]
    pages = sum(1 for _ in (folder / "site").rglob("*.html"))
    _tell(f"mkdocs build, {pages} pages, from YAML", "stock Material, the same pages", pairs)
    click.echo(f"  stock / ours: {1 / _ratio(pairs):.2f} (goal: at least 15)")
    memory = _memory(lambda: _build_anew(folder, "-m", "mkdocs"))
    click.echo(f"  memory, as much as the largest of its processes took: {memory:.0f} MB (goal: at most 200)")
    _build(folder)  # from here on there is one that keeps its last site, too
    for change, goal in ((_edit_a_story, 40), (_rename_an_actor, 20), (None, 50)):
        _rebuild_against_stock(folder, runs, statistics.median(stock for _, stock in pairs), change, goal)


def _rebuild_against_stock(
    folder: Path, runs: int, stock: float, change: Callable[[Path, int], None] | None, goal: int
) -> None:
    """A build after a change of the content; what stock Material takes is what it took for all pages."""
    times = []
    for run in range(runs + 1):
        if change:
            change(folder, run)
        times.append(_seconds(lambda: _build(folder)))
    ours = statistics.median(times[1:])  # the first is after a build of another kind
    what = change.__doc__ if change else "Nothing has changed."
    click.echo(f"{what} mkdocs build: {ours:.2f} s; stock / ours: {stock / ours:.1f} (goal: at least {goal})")


def _edit_a_story(folder: Path, run: int) -> None:
    """One story's headline has changed."""
    story = sorted(folder.glob("content/stories/*/story.yml"))[-2]
    _change(story, "headline: ", f"headline: Edition {run}. ")


def _rename_an_actor(folder: Path, run: int) -> None:
    """The display name of an actor has changed."""
    actor = min(folder.glob("content/actors/*.yml"))
    text = actor.read_text(encoding="utf-8")
    name = yaml.safe_load(text)["name"]
    known_as = "" if "aliases:" in text else f"aliases: [{name}]\n"
    written = text.replace(f"name: {name}\n", f"name: {name.split(',')[0]}, {run}\n")
    actor.write_text(f"{written}{known_as}", encoding="utf-8")


def _change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def _memory(work: Callable[[], None]) -> float:
    """Megabytes that the largest of the processes of the work had at most."""
    reading, writing = os.pipe()
    if child := os.fork():
        os.waitpid(child, 0)
        return float(os.read(reading, 100))
    work()
    os.write(writing, str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000).encode())
    os._exit(0)


def _build(folder: Path) -> None:
    _run(folder, "mkdocs", "build", "-q")


def formats_against_pages(folder: Path, runs: int) -> None:
    """The example with everything that it publishes, nothing kept from before, and its pages alone."""
    shutil.copytree(PROJECT / "content", folder / "content")
    shutil.copy(PROJECT / "mkdocs.yml", folder)
    alone = Path(__file__).with_name("pages_alone.py")
    pairs = [
        (
            _seconds(lambda: _build_anew(folder, "-m", "mkdocs")),
            _seconds(lambda: _build_anew(folder, str(alone))),
        )
        for _ in range(runs)
    ]
    _tell("the example with all formats", "its pages alone", pairs)
    click.echo(f"  all / pages: {_ratio(pairs):.2f} (goal: at most 3)")


def _build_anew(folder: Path, *mkdocs: str) -> None:
    for name in ("site", ".backstory"):
        shutil.rmtree(folder / name, ignore_errors=True)
    command = (sys.executable, *mkdocs, "build", "-q")
    subprocess.run(command, cwd=folder, env=ENVIRONMENT, check=True, stdout=subprocess.DEVNULL)


def _tell(ours: str, other: str, pairs: list[tuple[float, float]]) -> None:
    mine, others = (statistics.median(it) for it in zip(*pairs, strict=True))
    click.echo(f"{ours}: {mine:.2f} s; {other}: {others:.2f} s")


def _ratio(pairs: list[tuple[float, float]]) -> float:
    """The median ratio of times taken by turns: what else the machine does meets both alike."""
    return statistics.median(mine / other for mine, other in pairs)


def _load(texts: list[str]) -> None:
    for text in texts:
        yaml.load(text, Loader=yaml.CSafeLoader)  # a safe loader


def _check(folder: Path) -> None:
    try:
        backstory(["check", str(folder), "--format", "concise"], standalone_mode=False)
    except SystemExit as end:
        if end.code:
            raise


def _run_stock(plain: Path) -> None:
    _run(plain, "mkdocs", "build", "-q")


def _run(folder: Path, *command: str) -> None:
    command = (sys.executable, "-m", *command)
    subprocess.run(command, cwd=folder, env=ENVIRONMENT, check=True, stdout=subprocess.DEVNULL)


def _seconds(work: Callable[[], None]) -> float:
    """How long the work takes in a process of its own, where nothing is left of an earlier run."""
    reading, writing = os.pipe()
    if child := os.fork():
        _, status = os.waitpid(child, 0)
        if status:
            sys.exit("The work to be measured failed.")
        return float(os.read(reading, 100))
    begin = time.perf_counter()
    work()
    os.write(writing, str(time.perf_counter() - begin).encode())
    os._exit(0)


if __name__ == "__main__":
    main()
