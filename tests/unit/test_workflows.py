"""What workflows run is pinned to a commit: a tag can be moved to other code."""

import re
from pathlib import Path

PROJECT = Path(__file__).parents[2]
FILES = [
    PROJECT / "action.yml",
    *sorted((PROJECT / ".github").rglob("*.yml")),
    *sorted((PROJECT / "generator/backstory/starter/dot-github").rglob("*.yml")),
]
USES = re.compile(r"^\s*(?:- )?uses: *(.+)$", re.MULTILINE)


def test_each_action_is_pinned_to_one_commit_with_its_version_behind_it():
    used = [it for file in FILES for it in USES.findall(file.read_text(encoding="utf-8"))]
    assert len(used) > 8
    assert not [it for it in used if not re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", it)]
    assert len(set(used)) == len({it.partition("@")[0] for it in used})
