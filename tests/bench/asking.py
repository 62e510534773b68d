"""The row of the search: what a reader's browser transfers."""

from collections.abc import Iterator

from sides import Bench
from table import Row, missing

try:
    from searching import measure_search
except ImportError:
    measure_search = None

_MEASURE = "search, gzipped: what a first query transfers · each further one, with 8 results"
_GOAL = "≤ 200 KB · ≤ 220 KB"


def of_queries(bench: Bench) -> Iterator[Row]:
    """In the built archive."""
    if not measure_search:
        yield missing(_MEASURE, _GOAL, "there is nothing yet that measures it")
        return
    archive = bench.archive(bench.stories)
    if not (archive / "site").is_dir():
        bench.cold(archive)
    first, further = measure_search(archive / "site")
    figure = f"{first / 1000:,.0f} KB · {further / 1000:,.0f} KB"
    yield Row(_MEASURE, figure, _GOAL, f"{bench.stories:,} stories")
