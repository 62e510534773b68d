"""The preview's server hears of each save at once, and of what others let it watch as it always did."""

import threading
import time
from contextlib import contextmanager

import pytest
from mkdocs.livereload import LiveReloadServer

from backstory.engines.mkdocs_watching import hear_at_once

WITHIN = 20  # seconds


@pytest.fixture
def heard(tmp_path):
    """A running server that hears of the content at once and watches another folder; how often it built."""
    with _running(tmp_path) as builds:
        yield builds


@contextmanager
def _running(home):
    for name in ("content", "data"):
        (home / name).mkdir()
        (home / name / "wall.txt").write_text("stone", encoding="utf-8")
    builds = []
    server = LiveReloadServer(lambda: builds.append(1), "127.0.0.1", 0, str(home), polling_interval=0.1)
    for name in ("data", "content"):
        server.watch(str(home / name))
    hear_at_once(server, [str(home / "content")])
    running = threading.Thread(target=server.serve)
    running.start()
    time.sleep(0.5)  # until it has seen what is there
    yield builds
    server.shutdown()
    running.join(WITHIN)


def _builds_after(builds, file, text):
    before = len(builds)
    # In one step: a busy machine may look between a file's being emptied and being written.
    new = file.parents[1] / "unseen.txt"
    new.write_text(text, encoding="utf-8")
    new.replace(file)
    deadline = time.monotonic() + WITHIN
    while len(builds) == before and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(1)  # in which it could be heard of twice
    return len(builds) - before


def test_each_save_is_heard_of_once_also_of_what_others_watch(heard, tmp_path):
    for number in range(3):
        assert _builds_after(heard, tmp_path / "content/wall.txt", f"{number} stones") == 1
        assert _builds_after(heard, tmp_path / "data/wall.txt", f"{number} stones") == 1
    assert _builds_after(heard, tmp_path / "content/new.txt", "a new stone") == 1
