"""How long commands take, and how much memory: by turns, so that what else runs meets all alike."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import click

ENVIRONMENT = {it: value for it, value in os.environ.items() if it != "SOURCE_DATE_EPOCH"}
ENVIRONMENT |= {"NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}
_UNIT = 1_000_000 if sys.platform == "darwin" else 1000  # macOS says bytes, others kilobytes


@dataclass(frozen=True)
class Taken:
    """What a command took: seconds from start to end, and megabytes of the largest of its processes."""

    seconds: float
    megabytes: float


Rounds: TypeAlias = list[dict[str, Taken]]


def run(folder: Path, *command: str, watched: Callable[[int], None] | None = None) -> Taken:
    """Run a command in a folder. `watched` is told the number of its process while it runs."""
    let_the_disk_rest()  # half a gigabyte that one command has written must not be paid for by the next
    with tempfile.TemporaryFile() as said:
        begin = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=ENVIRONMENT, stdout=said, stderr=said)
        if watched:
            watched(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            sys.exit(f"{' '.join(command)}: {process.returncode}\n{said.read().decode()[-4000:]}")
    return Taken(seconds, usage.ru_maxrss / _UNIT)


def let_the_disk_rest() -> None:
    """Wait until all is on the disk that was written or deleted."""
    if hasattr(os, "sync"):
        os.sync()


def python(folder: Path, *command: str) -> Taken:
    """Run `python -m …`."""
    return run(folder, sys.executable, "-m", *command)


def by_turns(works: Mapping[str, Callable[[], Taken]], runs: int, minutes: float) -> Rounds:
    """What the works took, all of them once in each round; no further round after so many minutes."""
    end = time.monotonic() + 60 * minutes
    rounds: Rounds = []
    while len(rounds) < runs and (not rounds or time.monotonic() < end):
        taken = {}
        for name, work in works.items():
            taken[name] = work()
            tell(f"  {name}: {taken[name].seconds:.2f} s")
        rounds.append(taken)
    return rounds


def ratio(rounds: Rounds, one: str, other: str) -> float:
    """The median of the ratios of two works, each of one round."""
    return statistics.median(it[one].seconds / it[other].seconds for it in rounds)


def seconds(rounds: Rounds, name: str) -> float:
    """How long a work took, as the median of the rounds."""
    return statistics.median(it[name].seconds for it in rounds)


def tell(progress: str) -> None:
    """Say how far a long bench has come."""
    click.echo(progress, err=True)
