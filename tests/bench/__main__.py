"""The benchmarks: `make bench`. Each figure is a ratio of two times of one run on one machine."""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import click
import yaml
from archive import write_archive

from backstory.cli import main as backstory

STORIES = 1000
RUNS = 3


def main() -> None:
    """Print each figure with what it is held against."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_archive(folder, STORIES)
        texts = [it.read_text(encoding="utf-8") for it in sorted((folder / "content").rglob("*.yml"))]
        size = sum(map(len, texts)) / len(texts) / 1000
        click.echo(f"{STORIES} stories, {len(texts)} YAML files of {size:.1f} kB on average")
        # By turns, so that what else the machine does meets both alike.
        loads, checks = zip(
            *((_seconds(lambda: _load(texts)), _seconds(lambda: _check(folder))) for _ in range(RUNS)),
            strict=True,
        )
        click.echo(f"PyYAML's C loader alone: {min(loads):.2f} s; `backstory check`: {min(checks):.2f} s")
        click.echo(f"check / C loader = {min(checks) / min(loads):.2f} (at most 3)")


def _load(texts: list[str]) -> None:
    for text in texts:
        yaml.load(text, Loader=yaml.CSafeLoader)  # a safe loader


def _check(folder: Path) -> None:
    try:
        backstory(["check", str(folder), "--format", "concise"], standalone_mode=False)
    except SystemExit as end:
        if end.code:
            raise


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
    sys.exit(main())
