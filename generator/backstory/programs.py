"""Templates as programs: compiled once, and kept where Python keeps its own programs of our modules.

Whoever can write there can change the modules, too: such programs are trusted as much as those. They are
never taken from a site's own folder, whose cache may have come with a repository.
"""

import marshal
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from importlib.metadata import version
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path
from types import CodeType

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from jinja2.filters import FILTERS as DEFAULT_FILTERS
from jinja2.tests import TESTS as DEFAULT_TESTS

from backstory.prints import digest


class Programs(BytecodeCache):
    """Templates as programs, for as long as this process runs; each with the text that it was made of.

    Those of the templates in `folders`, which are of installed packages, are kept for other processes under
    `name`, as long as what compiles them is the same: `made_by` is whatever of it can change a program.
    """

    def __init__(self, name: str = "", folders: Iterable[Path] = (), made_by: Iterable[object] = ()) -> None:
        self._name = name
        self._folders = tuple(f"{it}{os.sep}" for it in folders)
        self._made_by = digest(repr((MAGIC_NUMBER, version("jinja2"), version("markupsafe"), *made_by)))
        self._programs: dict[tuple[str, str], CodeType | None] = {}

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> "_Bucket":
        """Where the program of a template goes; it is there already, if it was compiled before."""
        key, checksum = self.get_cache_key(name, filename), self.get_source_checksum(source)
        is_kept = filename is not None and filename.startswith(self._folders)
        bucket = _Bucket(environment, key, checksum, self._file(key) if is_kept else None)
        self.load_bytecode(bucket)
        return bucket

    def _file(self, key: str) -> Path | None:
        """Where the program is kept; None where Python keeps none."""
        try:
            module = Path(cache_from_source(__file__))
        except NotImplementedError:
            return None
        return module.with_name(f"{self._name}-{key}.{sys.implementation.cache_tag}.template")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take the program of a template, if there is one."""
        place = bucket.key, bucket.checksum
        if place not in self._programs and isinstance(bucket, _Bucket) and bucket.file:
            with suppress(OSError, EOFError, ValueError, TypeError):
                made_by, checksum, code = marshal.loads(bucket.file.read_bytes())  # noqa: S302 - as Python does
                if (made_by, checksum) == (self._made_by, bucket.checksum) and isinstance(code, CodeType):
                    self._programs[place] = code
        bucket.code = self._programs.get(place)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the program of a template."""
        self._programs[bucket.key, bucket.checksum] = bucket.code
        if isinstance(bucket, _Bucket) and bucket.file and not sys.dont_write_bytecode:
            data = marshal.dumps((self._made_by, bucket.checksum, bucket.code))
            new = bucket.file.with_name(f"{bucket.file.name}.{os.getpid()}")
            try:
                new.parent.mkdir(parents=True, exist_ok=True)
                new.write_bytes(data)
                new.replace(bucket.file)
            except OSError:  # nobody may write there, or there is no room: then each process compiles
                with suppress(OSError):
                    new.unlink(missing_ok=True)


class _Bucket(Bucket):
    """A template's program, and the file that keeps it, if any does."""

    def __init__(self, environment: Environment, key: str, checksum: str, file: Path | None) -> None:
        self.file = file
        super().__init__(environment, key, checksum)


def options_of(environment: Environment) -> tuple[object, ...]:
    """What of an environment can change the program of a template, where Jinja's own compiler makes it."""
    changed = (
        (name, getattr(it, "__module__", ""), getattr(it, "__qualname__", ""))
        for now, usual in ((environment.filters, DEFAULT_FILTERS), (environment.tests, DEFAULT_TESTS))
        for name, it in now.items()
        if usual.get(name) is not it
    )
    return (
        *(getattr(environment, name, None) for name in _OPTIONS),
        *sorted(environment.extensions),
        *sorted((name, repr(it)) for name, it in environment.policies.items()),
        *sorted(changed),
    )


_OPTIONS = (
    *("block_start_string", "block_end_string", "variable_start_string", "variable_end_string"),
    *("comment_start_string", "comment_end_string", "line_statement_prefix", "line_comment_prefix"),
    *("trim_blocks", "lstrip_blocks", "newline_sequence", "keep_trailing_newline"),
    *("optimized", "finalize", "autoescape", "is_async", "sandboxed", "newstyle_gettext"),
)
