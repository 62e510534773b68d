"""Running `mkdocs` as its users do, and the example as it is built once for all tests."""

import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).parents[1]
# Without Material's notice about the future of MkDocs, and without a date of building.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
ENVIRONMENT |= {"NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}


@dataclass(frozen=True)
class Outcome:
    """What a command left: its exit code and all that it printed."""

    code: int
    output: str


def mkdocs(*arguments, cwd, **variables) -> Outcome:
    """Run `mkdocs …` in a folder, with further environment variables."""
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", *map(str, arguments)],
        cwd=cwd,
        env=ENVIRONMENT | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return Outcome(done.returncode, done.stdout)


@cache
def built_example(folder: Path) -> tuple[Path, Outcome]:
    """The strict build of the example in the folder of a test run: where it went, and what was said."""
    to = folder / "example" / "site"
    machine = {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"}
    outcome = mkdocs("build", "--strict", "-d", to, cwd=PROJECT, **machine)
    assert outcome.code == 0, outcome.output
    return to, outcome
