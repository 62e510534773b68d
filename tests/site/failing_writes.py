"""Builds a site again and again, and lets one write of each build fail: `failing_writes.py SITE STEP`.

With `killed` behind, the process of the build ends there, and nothing of it can tidy up; with `again`, what
the last build kept is there.
"""

import errno
import hashlib
import importlib
import logging
import os
import signal
import sys
import warnings
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

# What each build would import for itself, which takes longer than the build.
for module in ("backstory.engines.mkdocs", "material.plugins.search.plugin", "material.templates"):
    importlib.import_module(module)

WRITES = {"os.mkdir", "os.rename", "os.link", "os.symlink", "os.truncate"}


def is_write(event, arguments):
    if event != "open":
        return event in WRITES
    flags = arguments[2]
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))


def build_in_child(failing):
    """Build in a process of its own; how many writes it came to, and whether it succeeded."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        said = os.read(reading, 100).decode()
        os.close(reading)
        os.waitpid(child, 0)
        return said or "0 killed"
    count = 0

    def fail(event, arguments):
        nonlocal count
        if is_write(event, arguments):
            count += 1
            if count == failing and sys.argv[3:] == ["killed"]:
                os.kill(os.getpid(), signal.SIGKILL)
            if count == failing:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    config = load_config("mkdocs.yml")
    config.plugins.on_startup(command="build", dirty=False)
    sys.addaudithook(fail)
    outcome = "built"
    try:
        build(config)
    except BaseException as problem:  # noqa: BLE001 - whatever it is, the site must stay
        outcome = type(problem).__name__
    os.write(writing, f"{count} {outcome}".encode())
    os._exit(0)


def digest(site):
    """What the published site is, all of its files."""
    found = hashlib.sha256()
    for path in sorted(it for it in site.rglob("*") if it.is_file()):
        found.update(f"{path} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return found.hexdigest()


def main():
    site, step = sys.argv[1], int(sys.argv[2])
    os.chdir(site)
    logging.disable()
    warnings.simplefilter("ignore")
    build_in_child(0)
    if "again" not in sys.argv[3:]:
        Path(".backstory/cache/last-build.json").unlink()
    total = int(build_in_child(0).split()[0])
    # The last ones put the new site into the place of the old one.
    for failing in [*range(1, total - 3, step), *range(total - 3, total + 1)]:
        if "again" not in sys.argv[3:]:
            Path(".backstory/cache/last-build.json").unlink(missing_ok=True)  # all is written anew
        said = build_in_child(failing)
        there = ",".join(sorted(it.name for it in Path().iterdir()))
        sys.stdout.write(f"{failing} {said} {digest(Path('site'))} {there}\n")
        sys.stdout.flush()


main()
