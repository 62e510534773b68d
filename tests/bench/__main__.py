"""The benchmarks: `make bench`. It prints each figure beside its goal, and says on stderr how far it is."""

import sys
import tempfile
import time
from pathlib import Path

import asking
import checking
import click
import cold
import memory
import previewing
import rebuilds
from aside import clear
from sides import Bench
from table import Row, as_table, machine
from timing import tell

sys.path.append(str(Path(__file__).parents[1]))  # how the tests serve a site serves the bench, too
ROWS = {
    "stock": cold.against_stock,
    "hugo": cold.against_hugo,
    "zensical": cold.against_zensical,
    "growth": cold.against_fewer_stories,
    "memory": memory.of_cold_builds,
    "rebuild": rebuilds.of_kept_sites,
    "serve": previewing.of_saved_files,
    "check": checking.check_against_loading,
    "search": asking.of_queries,
    "formats": cold.with_all_formats,
    "properdocs": cold.under_properdocs,
}


@click.command()
@click.option("--stories", default=1000, show_default=True, help="How many stories the archive has.")
@click.option(
    "--share",
    default=200,
    show_default=True,
    help="On how many of them stock Material and Zensical, which take long, are measured.",
)
@click.option("--runs", default=3, show_default=True, help="How often each is measured, by turns.")
@click.option(
    "--minutes", default=15.0, show_default=True, help="After so many, a row takes no further turn."
)
@click.option("--only", multiple=True, type=click.Choice(list(ROWS)), help="Measure these rows alone.")
@click.option(
    "--engine", default="mkdocs", type=click.Choice(["mkdocs", "properdocs"]), help="What runs our plugin."
)
def main(only: tuple[str, ...], **options) -> None:
    """Print each figure beside its goal. Growth and memory also take five times as many stories."""
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(Path(name), **options)
        found = [row for it in only or ROWS for row in _rows(it, bench, begin)]
        click.echo(as_table(found))
        click.echo(f"\n{machine()}; our plugin under {bench.engine}; `make bench ARGS={_arguments(bench)}`.")


def _rows(name: str, bench: Bench, begin: float) -> list[Row]:
    tell(f"{(time.monotonic() - begin) / 60:.0f} min: {name}")
    clear(bench.folder)
    found = list(ROWS[name](bench))
    tell(as_table(found))  # a long bench that is broken off has told what it found
    return found


def _arguments(bench: Bench) -> str:
    return f'"--stories {bench.stories} --share {bench.share} --runs {bench.runs}"'


if __name__ == "__main__":
    main()
