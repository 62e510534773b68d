"""Rows of builds from nothing: against others, against ourselves with more pages, and with all formats."""

import statistics
from collections.abc import Iterator

from hugo import hugo, write_hugo
from sides import Bench, forget, stock, zensical
from table import Row, hugo_version, missing, pages_of, pairs, times
from timing import ratio

# What Hugo is given: as `backstory write` has the pages, and in the form that is the least work for it.
_CONTENT = {".md": "its pages as `.md`", ".html": "its pages as `.html`, past its Markdown"}


def against_stock(bench: Bench) -> Iterator[Row]:
    """Material for MkDocs with a short navigation, on the pages of `backstory write`."""
    archive, plain = bench.archive(bench.share), bench.plain(bench.share)
    rounds = bench.by_turns(ours=lambda: bench.cold(archive), stock=lambda: stock(plain))
    faster = ratio(rounds, "stock", "ours")
    of = f"{_pages(bench.share, pages_of(archive / 'site'))}: {pairs(rounds, 'ours', 'stock')}"
    yield Row("cold build, against stock Material", f"{times(faster)} times faster", "≥ 15 times faster", of)


def against_zensical(bench: Bench) -> Iterator[Row]:
    """Zensical on the same pages."""
    archive, plain = bench.archive(bench.share), bench.plain(bench.share)
    rounds = bench.by_turns(ours=lambda: bench.cold(archive), zensical=lambda: zensical(plain))
    figure = times(ratio(rounds, "ours", "zensical"))
    of = f"{_pages(bench.share, pages_of(archive / 'site'))}: {pairs(rounds, 'ours', 'zensical')}"
    yield Row("cold build, against Zensical’s", figure, "≤ 0.1", of)


def against_hugo(bench: Bench) -> Iterator[Row]:
    """Hugo, with the same pages as Markdown files and as HTML files."""
    measure, goal = "cold build, against Hugo’s", "≤ 1.0"
    if not hugo_version():
        yield missing(measure, goal, "there is no `hugo` here (Debian: `apt-get install hugo`)")
        return
    archive, plain = bench.archive(bench.stories), bench.plain(bench.stories)
    bench.cold(archive)
    works = {"ours": lambda: bench.cold(archive)}
    for suffix in _CONTENT:
        target = bench.folder / f"hugo{suffix}"
        write_hugo(archive / "site", plain, target, suffix)
        works[suffix] = lambda it=target: hugo(it)
    rounds = bench.by_turns(**works)
    pages = pages_of(archive / "site")
    for suffix, what in _CONTENT.items():
        figure = times(ratio(rounds, "ours", suffix))
        made = pages_of(bench.folder / f"hugo{suffix}" / "public")
        of = f"{_pages(bench.stories, pages)}, {made:,} of Hugo: {pairs(rounds, 'ours', suffix)}"
        yield Row(f"{measure}, {what}", figure, goal, of)


def against_fewer_stories(bench: Bench) -> Iterator[Row]:
    """Time a page where there are ten times as many."""
    few, many = max(bench.stories // 2, 1), bench.stories * 5
    small, large = bench.archive(few), bench.archive(many)
    rounds = bench.by_turns(few=lambda: bench.cold(small), many=lambda: bench.cold(large))
    pages = {"few": pages_of(small / "site"), "many": pages_of(large / "site")}
    forget(large)
    each = [{name: it[name].seconds / pages[name] for name in pages} for it in rounds]
    figure = f"{statistics.median(it['many'] / it['few'] for it in each):.2f}"
    of = f"{pages['many']:,} and {pages['few']:,} pages: {pairs(rounds, 'many', 'few')}"
    yield Row(f"growth: time a page at {many:,} stories against {few:,}", figure, "≤ 1.15", of)


def with_all_formats(bench: Bench) -> Iterator[Row]:
    """All machine formats and social pictures, against the pages alone."""
    alone, everything = bench.archive(bench.stories), bench.archive(bench.stories, "all")
    rounds = bench.by_turns(all=lambda: bench.cold(everything), pages=lambda: bench.cold(alone))
    files = sum(1 for it in (everything / "site").rglob("*") if it.is_file())
    forget(everything)
    figure = times(ratio(rounds, "all", "pages"))
    of = f"{bench.stories:,} stories, {files:,} files: {pairs(rounds, 'all', 'pages')}"
    yield Row("with all formats and pictures, cold, against the pages alone", figure, "≤ 3", of)


def under_properdocs(bench: Bench) -> Iterator[Row]:
    """The same build by ProperDocs and by MkDocs."""
    archive = bench.archive(bench.stories)
    rounds = bench.by_turns(
        properdocs=lambda: bench.cold(archive, "properdocs"), mkdocs=lambda: bench.cold(archive, "mkdocs")
    )
    figure = f"{ratio(rounds, 'properdocs', 'mkdocs'):.2f}"
    of = f"{bench.stories:,} stories: {pairs(rounds, 'properdocs', 'mkdocs')}"
    yield Row("cold build under ProperDocs, against under MkDocs", figure, "none", of)


def _pages(stories: int, pages: int) -> str:
    return f"{stories:,} stories, {pages:,} pages"
