"""The row of memory: the largest process, and all processes together, so that forking hides nothing."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path

from sides import Bench, command_of, forget
from table import Row
from timing import run

_EVERY = 0.2  # seconds
_PROCESSES = Path("/proc")


def of_cold_builds(bench: Bench) -> Iterator[Row]:
    """What cold builds of the archive, and of five times as many stories, take at most."""
    sizes = (bench.stories, bench.stories * 5)
    measured = [_measured(bench, it) for it in sizes]
    largest = " · ".join(f"{it:,.0f} MB" for it, _ in measured)
    together = " · ".join(f"{it:,.0f} MB" if it else "unknown" for _, it in measured)
    of = f"the largest process; all processes together, what they share counted once: {together}"
    measure = f"memory of a cold build at {sizes[0]:,} · {sizes[1]:,} stories"
    yield Row(measure, largest, "≤ 200 MB · ≤ 800 MB", of)


def _measured(bench: Bench, stories: int) -> tuple[float, float]:
    archive = bench.archive(stories)
    forget(archive)
    sum_of = _Sum()
    taken = run(archive, *command_of(bench.engine), watched=sum_of.watch)
    forget(archive)
    return taken.megabytes, sum_of.most


class _Sum:
    """The most that a process and all below it had at one time, in megabytes; none where that is not told."""

    def __init__(self) -> None:
        self.most = 0.0

    def watch(self, process: int) -> None:
        threading.Thread(target=self._watch, args=(process,), daemon=True).start()

    def _watch(self, process: int) -> None:
        pause = threading.Event()
        while (_PROCESSES / str(process)).is_dir() and not pause.wait(_EVERY):
            self.most = max(self.most, sum(map(_megabytes, _with_those_below(process))))


def _with_those_below(process: int) -> list[int]:
    found = [process]
    for it in found:
        for file in _PROCESSES.glob(f"{it}/task/*/children"):
            found += map(int, _read(file).split())
    return found


def _megabytes(process: int) -> float:
    """What is its own, and its share of what it has together with others."""
    told = re.search(r"^Pss:\s+(\d+) kB", _read(_PROCESSES / str(process) / "smaps_rollup"), re.MULTILINE)
    return int(told[1]) / 1000 if told else 0.0


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError:  # it has ended
        return ""
