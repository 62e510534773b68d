"""What earlier builds have left: put aside while something is measured, and deleted between the rows.

ext4 gives the place of a deleted file to no other for a minute, and looks past all of them for each new one:
what is measured right after a large deletion would take three times the system's time.
"""

import itertools
import shutil
import time
from pathlib import Path

from timing import let_the_disk_rest, tell

_NAME = "aside"
_A_MINUTE = 65  # seconds
_numbers = itertools.count(1)


def put_aside(*built: Path) -> None:
    """Free the names of what was built in a project's folder. Its files stay until the next `clear`."""
    for it in built:
        if it.exists():
            aside = it.parents[1] / _NAME
            aside.mkdir(exist_ok=True)
            it.rename(aside / f"{next(_numbers)}")


def clear(folder: Path) -> None:
    """Delete what was put aside in the bench's folder, and wait until that disturbs nothing any more."""
    if (folder / _NAME).exists():
        tell("  deleting what was built, and waiting a minute …")
        shutil.rmtree(folder / _NAME)
        let_the_disk_rest()
        time.sleep(_A_MINUTE)
