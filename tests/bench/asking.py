"""The row of the search: what a reader's browser transfers."""

import os
from collections.abc import Iterator
from importlib.util import find_spec

from sides import Bench
from table import Row, missing

_MEASURE = "search, gzipped: what a first query transfers · each further one, with 8 results"
_GOAL = "≤ 200 KB · ≤ 220 KB"


def of_queries(bench: Bench) -> Iterator[Row]:
    """In the built archive."""
    if not find_spec("searching"):
        yield missing(_MEASURE, _GOAL, "there is nothing yet that measures it")
        return
    if os.environ.get("BACKSTORY_BROWSER", "none") in {"", "none"}:
        yield missing(_MEASURE, _GOAL, "there is no Chrome or Chromium here")
        return
    from searching import measure_search  # noqa: PLC0415  # it needs what the tests have beside the bench

    archive = bench.archive(bench.stories)
    if not (archive / "site").is_dir():
        bench.cold(archive)
    first, further = measure_search(archive / "site")
    figure = f"{first / 1000:,.0f} KB · {further / 1000:,.0f} KB"
    yield Row(_MEASURE, figure, _GOAL, f"{bench.stories:,} stories")
