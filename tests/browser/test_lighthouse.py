"""Lighthouse on a telephone. Its figure for speed depends on the machine: `make bench` has that."""

import json
import os
import subprocess

import pytest

from checkers import needs, package

pytestmark = [pytest.mark.browser, needs("lighthouse", "node")]

CATEGORIES = ("accessibility", "best-practices", "seo")


@pytest.mark.parametrize("path", ["/", "/stories/summit-agreed/"])
def test_nothing_is_left_to_mend(address, tmp_path, path):
    report = tmp_path / "report.json"
    subprocess.run(
        [
            "node",
            package("lighthouse") / "cli" / "index.js",
            address + path,
            "--quiet",
            "--output=json",
            f"--output-path={report}",
            f"--only-categories={','.join(CATEGORIES)}",
            "--disable-full-page-screenshot",
            "--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-background-networking",
        ],
        env=os.environ | {"CHROME_PATH": os.environ["BACKSTORY_BROWSER"]},
        check=True,
        capture_output=True,
    )
    said = json.loads(report.read_text(encoding="utf-8"))
    scored = {name: it["score"] for name, it in said["audits"].items() if it["score"] is not None}
    assert [name for name, score in scored.items() if score < 1] == []
    assert {name: said["categories"][name]["score"] for name in CATEGORIES} == dict.fromkeys(CATEGORIES, 1)
