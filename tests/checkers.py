"""The npm packages that some tests ask, where `tools/find-checkers` installed them."""

import os
import shutil
from pathlib import Path

import pytest

CHECKERS = os.environ.get("BACKSTORY_CHECKERS", "")


def package(name) -> Path:
    """The folder of a package."""
    return Path(CHECKERS, name)


def has(name):
    """Whether the package is there."""
    return CHECKERS not in {"", "none"} and package(name).is_dir()


def needs(name, *commands):
    """Skip a test where the package, or a command that runs it, is missing, and say so."""
    if not has(name):
        install = "`BACKSTORY_CHECKERS=$(tools/find-checkers)` installs it"
        why = f"BACKSTORY_CHECKERS names no folder with {name}; {install}"
        return pytest.mark.skipif(condition=True, reason=why)
    missing = [it for it in commands if not shutil.which(it)]
    return pytest.mark.skipif(bool(missing), reason=f"{name} needs {' and '.join(missing)}")
