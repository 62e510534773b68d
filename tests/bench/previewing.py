"""The row of `mkdocs serve`: until a browser shows what was saved, and until the preview is there."""

import contextlib
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Page, sync_playwright
from sides import Bench, forget
from table import Row, missing
from timing import ENVIRONMENT, tell

_MEASURE, _GOAL = "`mkdocs serve`: a file saved → the open page shows it · start until ready", "< 1 s · < 5 s"
_SAVES = 5
_LONGEST = 300  # seconds
_HEADING = "text => document.querySelector('h1')?.textContent.includes(text)"


def of_saved_files(bench: Bench) -> Iterator[Row]:
    """The preview as its users start it, and a real browser."""
    browser = _browser()
    if not browser:
        yield missing(_MEASURE, _GOAL, "there is no Chrome or Chromium here")
        return
    archive = bench.archive(bench.stories, "all", use="served")
    first, starts, shown = [], [], []
    for _ in range(bench.runs):
        forget(archive)
        with _preview(archive, bench.engine) as (_, ready):
            first.append(ready)
        with _preview(archive, bench.engine) as (address, ready):
            starts.append(ready)
            shown += _seconds_of_saves(archive, address, browser)
    figure = f"{statistics.median(shown):.2f} s · {statistics.median(starts):.1f} s"
    began = f"starts after an earlier one, with nothing kept {statistics.median(first):.1f} s"
    of = f"{bench.stories:,} stories; {len(shown)} saves of a headline, Chromium; {len(starts)} {began}"
    yield Row(_MEASURE, figure, _GOAL, of)


@contextlib.contextmanager
def _preview(archive: Path, engine: str) -> Iterator[tuple[str, float]]:
    """The address of a running preview, and how many seconds it took to be there."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/"
    command = [sys.executable, "-m", engine, "serve", "-f", "mkdocs.yml", "-a", f"127.0.0.1:{port}"]
    begin = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=archive,
        env=ENVIRONMENT | {"TMPDIR": str(archive.parent)},  # where it keeps its site: it goes with the bench
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not _answers(address):
            assert process.poll() is None, f"{engine} serve ended"
            assert time.perf_counter() < begin + _LONGEST, "no preview"
            time.sleep(0.02)
        ready = time.perf_counter() - begin
        tell(f"  ready: {ready:.2f} s")
        yield address, ready
    finally:
        process.send_signal(signal.SIGINT)  # as its user ends it
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(30)
        process.kill()
        process.wait()


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=_LONGEST) as answer:  # noqa: S310  # our own
            return bool(answer.read())
    except (URLError, ConnectionError):
        return False


def _seconds_of_saves(archive: Path, address: str, browser: str) -> Iterator[float]:
    """From the save of a story's headline until its open page, which reloads itself, has it."""
    story = sorted(archive.glob("content/stories/*"))[-2]
    file = story / "story.yml"
    was = file.read_text(encoding="utf-8")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        page = chromium.new_page()
        page.goto(f"{address}stories/{story.name}/", timeout=_LONGEST * 1000)
        for number in range(_SAVES):
            page.wait_for_timeout(1500)  # so that it waits for changes, as it does while somebody writes
            yield _shown(page, file, was, f"Edition {number} of {time.time_ns()}")
        chromium.close()


def _shown(page: Page, file: Path, was: str, words: str) -> float:
    begin = time.perf_counter()
    file.write_text(was.replace("headline: ", f"headline: {words}. ", 1), encoding="utf-8")
    page.wait_for_function(_HEADING, arg=words, polling=10, timeout=_LONGEST * 1000)
    seconds = time.perf_counter() - begin
    tell(f"  shown: {seconds:.2f} s")
    return seconds


def _browser() -> str:
    """The path of a browser, as the tests find it; nothing where there is none."""
    named = os.environ.get("BACKSTORY_BROWSER", "")
    return "" if named == "none" else named
