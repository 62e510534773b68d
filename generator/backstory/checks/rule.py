"""What a rule is: a code, how much it weighs, and a function that finds what speaks against it."""

from collections.abc import Callable, Iterable

from msgspec import Struct

from backstory.diagnostics import Code, Related, Severity
from backstory.resolve import Resolution
from backstory.text import Span


class Finding(Struct, frozen=True):
    """One place that a rule speaks of: the fact, and what would mend it."""

    span: Span
    fact: str
    remedy: str
    related: tuple[Related, ...] = ()


class Rule(Struct, frozen=True):
    """A rule beyond resolution. `level` is what it weighs where a site says nothing; None: it is off.

    The docstring of `find` is the rule's documentation; `example.py` has its form.
    """

    code: Code
    level: Severity | None
    find: Callable[[Resolution], Iterable[Finding]]
