"""Whichever write of a build fails, the site that was published stays whole, and the content as it was."""

import os
import subprocess
import sys
from pathlib import Path

from commands import ENVIRONMENT

STEP = os.environ.get("BACKSTORY_EVERY_WRITE") or "120"  # 1 lets each write fail: many minutes
DRIVER = Path(__file__).with_name("failing_writes.py")


def test_the_last_good_site_survives_each_write_that_fails(harbour):
    there = ",".join(sorted(it.name for it in harbour.path.iterdir()))
    written = harbour.published("content")
    # The first build of the driver succeeds; those that fail come after it.
    command = [sys.executable, str(DRIVER), str(harbour.path), STEP]
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, encoding="utf-8", check=True)
    outcomes, sites, folders = zip(*(it.split()[2:] for it in done.stdout.splitlines()), strict=True)
    assert len([it for it in outcomes if it != "built"]) > 3
    assert len(set(sites)) == 1
    assert set(folders) == {there}
    assert harbour.published("content") == written
