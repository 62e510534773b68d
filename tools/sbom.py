#!/usr/bin/env python3
"""Write what the program is made of, with licences and fingerprints: a bill of materials (CycloneDX 1.6).

https://cyclonedx.org/docs/1.6/json/ · It has no date and no number of its own: one lock gives one text.
"""

import json
import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[1]
_PACKAGE = re.compile(r"^([\w.-]+)==([^\s;\\]+)(.*?)(?=^\S|\Z)", re.MULTILINE | re.DOTALL)
_FINGERPRINT = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def main() -> None:
    """Write the bill of requirements.lock to standard output."""
    lock = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": _component("backstory", metadata("backstory")["Version"], "application")},
        "components": [_of_lock(*it.groups()) for it in _PACKAGE.finditer(lock)],
    }
    sys.stdout.write(json.dumps(bill, indent=2) + "\n")


def _of_lock(name: str, version: str, rest: str) -> dict[str, Any]:
    component = _component(name, version, "library")
    purl = f"pkg:pypi/{name.lower()}@{version}"
    files = [
        {"type": "distribution", "url": purl, "hashes": [{"alg": "SHA-256", "content": it}]}
        for it in _FINGERPRINT.findall(rest)
    ]
    return component | {"purl": purl, "bom-ref": purl, "externalReferences": files}


def _component(name: str, version: str, kind: str) -> dict[str, Any]:
    licence = _licence(name)
    licences = {"licenses": [{"license": {"name": licence}}]} if licence else {}
    return {"type": kind, "name": name, "version": version} | licences


def _licence(name: str) -> str | None:
    """What the package says of its licence; nothing where this machine has no need of it."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return None
    named = said.get("License-Expression") or said.get("License") or ""
    if named and "\n" not in named:
        return str(named)
    classifiers = said.get_all("Classifier") or []
    return next((it.rsplit(" :: ", 1)[-1] for it in classifiers if it.startswith("License ::")), None)


main()
