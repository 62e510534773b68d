"""The table that is printed, and goes into BENCHMARKS.md: each figure beside its goal."""

import os
import platform
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from timing import Rounds, seconds

_PACKAGES = {
    "MkDocs": "mkdocs",
    "Material": "mkdocs-material",
    "ProperDocs": "properdocs",
    "Zensical": "zensical",
    "PyYAML": "pyyaml",
}


@dataclass(frozen=True)
class Row:
    """What was measured, the figure, what it is to be, and on what it was measured."""

    measure: str
    figure: str
    goal: str
    of: str


def missing(measure: str, goal: str, why: str) -> Row:
    """The row of something that could not be measured."""
    return Row(measure, "not measured", goal, why)


def as_table(rows: Iterable[Row]) -> str:
    """The rows in Markdown."""
    lines = ["| measure | figure | goal | measured on |", "|---|---|---|---|"]
    lines += [f"| {it.measure} | {it.figure} | {it.goal} | {it.of} |" for it in rows]
    return "\n".join(lines)


def machine() -> str:
    """On what and with what it was measured."""
    system = f"{platform.system()} {platform.release()}"
    parts = [f"{_processor()}, {os.cpu_count()} cores, {system}", f"Python {platform.python_version()}"]
    parts += [f"{name} {version(package)}" for name, package in _PACKAGES.items()]
    return ", ".join([*parts, hugo_version() or "no Hugo"])


def hugo_version() -> str:
    """Hugo's name and version; nothing where it is not installed."""
    if not shutil.which("hugo"):
        return ""
    said = subprocess.run(["hugo", "version"], capture_output=True, encoding="utf-8", check=True).stdout
    return f"Hugo {said.split()[1].removeprefix('v').split('-')[0].split('+')[0]}"


def times(share: float) -> str:
    """A ratio as a number with two digits that count."""
    if share >= 10:
        return f"{share:.0f}"
    return f"{share:.1f}" if share >= 1 else f"{share:.2g}"


def part(share: float) -> str:
    """A ratio as a part of one: 1/57."""
    return f"1/{times(1 / share)}"


def pairs(rounds: Rounds, *names: str) -> str:
    """How long each took, and how often that was measured."""
    took = " against ".join(f"{seconds(rounds, it):.1f} s" for it in names)
    return f"{took}, median of {len(rounds)}" if len(rounds) > 1 else f"{took}, once"


def pages_of(site: Path) -> int:
    """How many pages a built site has."""
    return sum(1 for _ in site.rglob("*.html"))


def _processor() -> str:
    file = Path("/proc/cpuinfo")
    told = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    names = (it.partition(":")[2].strip() for it in told if it.startswith("model name"))
    return next(names, platform.processor() or platform.machine())
