"""What a built site consists of: each file with its SHA-256, as `sha256sum` writes and checks it.

https://www.gnu.org/software/coreutils/manual/html_node/cksum-output-modes.html
"""

import re
from collections.abc import Iterator, Mapping
from hashlib import file_digest
from pathlib import Path

from msgspec import Struct

_LINE = re.compile(r"(\\?)([0-9a-f]{64}) [ *]([^\n]+?)\r?")
_SIGNS = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}

Manifest = Mapping[str, str]  # SHA-256 by path, the paths in order


class NoManifest(ValueError):  # noqa: N818 - it says what is wrong with what was given
    """What was given is no manifest."""


class Difference(Struct, frozen=True):
    """What to do to publish one site after another: files that are new or not the same, files that go."""

    changed: tuple[str, ...]
    removed: tuple[str, ...]


def manifest_of(site: Path) -> Manifest:
    """Of a folder. Raises OSError."""
    files = sorted(it.relative_to(site).as_posix() for it in site.rglob("*") if it.is_file())
    return {name: _sha256(site / name) for name in files}


def lines_of(manifest: Manifest) -> Iterator[str]:
    """The manifest as it is written: a file a line."""
    for name, digest in manifest.items():
        written = "".join(_SIGNS.get(it, it) for it in name)
        yield f"{'' if written == name else chr(92)}{digest}  {written}"


def read_manifest(text: str) -> Manifest:
    """What lines say. Raises NoManifest."""
    manifest = {}
    for number, line in enumerate(text.removesuffix("\n").split("\n") if text else (), start=1):
        match = _LINE.fullmatch(line)
        if match is None:
            message = f"Line {number} is not a SHA-256, two spaces and a path."
            raise NoManifest(message)
        has_signs, digest, name = match.groups()
        name = _without_signs(name) if has_signs else name
        if name.startswith("/") or ".." in name.split("/"):  # who takes files away would go there
            message = f"Line {number} names a file outside the site."
            raise NoManifest(message)
        manifest[name] = digest
    return manifest


def difference(new: Manifest, old: Manifest) -> Difference:
    """What is to be done where `old` is published."""
    changed = tuple(name for name, digest in new.items() if old.get(name) != digest)
    return Difference(changed, tuple(name for name in old if name not in new))


def _sha256(file: Path) -> str:
    with file.open("rb") as data:
        return file_digest(data, "sha256").hexdigest()


def _without_signs(name: str) -> str:
    signs = {written: it for it, written in _SIGNS.items()}
    return re.sub(r"\\[\\nr]", lambda it: signs[it[0]], name)
