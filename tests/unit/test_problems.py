"""The guide's pages on what can be wrong are made from the rules and the cases."""

import subprocess
import sys

from backstory.diagnostics import MEANINGS, Code
from commands import PROJECT


def test_every_code_has_a_meaning_in_the_same_order():
    assert list(MEANINGS) == list(Code)


def test_the_pages_are_as_they_are_written_from_the_rules_and_the_cases():
    command = [sys.executable, "tools/problems.py", "--check"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
