"""The content as it was in an earlier version, which git has."""

import io
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path, PurePosixPath

from backstory.corrections import Earlier
from backstory.folder import read_content
from backstory.resolve import Publishing, resolve_content

_PATIENCE = 60  # seconds; git reads from the disk, and from no network


class NoHistoryError(Exception):
    """Why there is no earlier version, in words for an editor."""


def read_earlier(content: Path, version: str) -> Earlier:
    """The content folder in a version: a commit, a branch or a tag; the last tag, or else commit, if empty.

    Raises NoHistoryError.
    """
    if version.startswith("-"):  # git would take it for an option
        message = f"`{version}` is no version."
        raise NoHistoryError(message)
    version = version or _last(content)
    packed = _git(content, "archive", "--format=tar", version, ".")
    with tempfile.TemporaryDirectory() as name:
        _unpack(packed, Path(name))
        folder, _ = read_content(Path(name), shown_as=version)
    # What was wrong then is not told now.
    return Earlier(version, resolve_content(folder, Publishing()).newsroom)


def _unpack(packed: bytes, folder: Path) -> None:
    """Write the plain files of an archive into a folder; links, and whatever leads out of it, stay away."""
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        for member in archive:
            path, file = PurePosixPath(member.name), archive.extractfile(member) if member.isfile() else None
            if file and not path.is_absolute() and ".." not in path.parts:
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(file.read())


def _last(content: Path) -> str:
    try:
        return _git(content, "describe", "--tags", "--abbrev=0").decode().strip()
    except NoHistoryError:
        return "HEAD"


def _git(content: Path, *arguments: str) -> bytes:
    program = shutil.which("git")
    if program is None:
        message = "git is not installed, and it has the earlier versions."
        raise NoHistoryError(message)
    done = subprocess.run(  # noqa: S603  # no shell, and git knows what is no version
        [program, "-C", str(content), *arguments], capture_output=True, check=False, timeout=_PATIENCE
    )
    if done.returncode:
        why = done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")
        message = f"git has no such version of {content}: {why or 'it does not say why'}."
        raise NoHistoryError(message)
    return done.stdout
