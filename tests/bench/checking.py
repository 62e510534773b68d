"""The row of `backstory check`, against what it cannot do without: reading the YAML."""

import sys
from collections.abc import Iterator

from sides import Bench
from table import Row, pairs, times
from timing import ratio, run

_LOAD = """\
import sys, pathlib, yaml
for file in sorted(pathlib.Path(sys.argv[1]).rglob("*.yml")):
    yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
"""


def check_against_loading(bench: Bench) -> Iterator[Row]:
    """Both as commands, from their start to their end."""
    archive = bench.archive(bench.stories)
    rounds = bench.by_turns(
        check=lambda: bench.check(archive),
        loader=lambda: run(archive, sys.executable, "-c", _LOAD, "content"),
    )
    figure = times(ratio(rounds, "check", "loader"))
    files = sum(1 for _ in (archive / "content").rglob("*.yml"))
    of = f"{bench.stories:,} stories, {files:,} YAML files: {pairs(rounds, 'check', 'loader')}"
    yield Row("`backstory check`, nothing cached, against PyYAML’s C loader alone", figure, "≤ 3", of)
