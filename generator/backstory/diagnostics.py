"""What is said of an editor's mistake: a value with a code, a place, a fact and a remedy."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from backstory.text import Span


class Severity(StrEnum):
    """How much a diagnostic weighs: an error stops the build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Code(StrEnum):
    """The stable names of everything that can be wrong. A code is never reused for something else."""

    FILE_UNREADABLE = "file/unreadable"
    FILE_UNKNOWN = "file/unknown"
    FILE_MISSING = "file/missing"
    ID_MALFORMED = "id/malformed"
    ID_IN_USE = "id/in-use"
    YAML_SYNTAX = "yaml/syntax"
    YAML_DUPLICATE_KEY = "yaml/duplicate-key"
    YAML_NOT_PLAIN = "yaml/not-plain"
    YAML_COMMENT_CUTS = "yaml/comment-cuts"
    SCHEMA_UNKNOWN_KEY = "schema/unknown-key"
    SCHEMA_MISSING_KEY = "schema/missing-key"
    SCHEMA_WRONG_TYPE = "schema/wrong-type"
    SCHEMA_BAD_VALUE = "schema/bad-value"
    DATE_UNREADABLE = "date/unreadable"
    ADDRESS_UNSAFE = "address/unsafe"
    REFERENCE_UNKNOWN_ACTOR = "reference/unknown-actor"
    REFERENCE_UNKNOWN_STORY = "reference/unknown-story"
    REFERENCE_UNKNOWN_TOPIC = "reference/unknown-topic"
    REFERENCE_UNKNOWN_QUOTE = "reference/unknown-quote"
    REFERENCE_UNRESOLVED_WORD = "reference/unresolved-word"
    REFERENCE_UNPUBLISHED = "reference/unpublished"
    LINK_BROKEN = "link/broken"
    ANCHOR_MALFORMED = "anchor/malformed"
    ANCHOR_NOT_FOUND = "anchor/not-found"
    ANCHOR_AMBIGUOUS = "anchor/ambiguous"
    ANCHOR_OVERLAPS = "anchor/overlaps"
    MENTION_AMBIGUOUS = "mention/ambiguous"
    QUOTE_NOT_VERBATIM = "quote/not-verbatim"
    QUOTE_AMBIGUOUS = "quote/ambiguous"
    CLAIM_NO_EVIDENCE = "claim/no-evidence"
    CLAIM_LOG_OUT_OF_ORDER = "claim/log-out-of-order"


@dataclass(frozen=True)
class Related:
    """Another place that has to do with the mistake, and how: "first defined here"."""

    span: Span
    note: str


@dataclass(frozen=True)
class Diagnostic:
    """One mistake: where it is, what is the case, and what would mend it."""

    code: Code
    span: Span
    fact: str
    remedy: str = ""
    severity: Severity = Severity.ERROR
    related: tuple[Related, ...] = ()

    @property
    def is_error(self) -> bool:
        """Whether it stops the build."""
        return self.severity is Severity.ERROR


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each diagnostic once, by file and place."""
    unique = dict.fromkeys(diagnostics)
    return tuple(sorted(unique, key=lambda it: (it.span, it.code, it.fact)))


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any of them stops the build."""
    return any(it.is_error for it in diagnostics)


_LONGEST_SHOWN = 90


def shown(words: str) -> str:
    """`words` as a message can carry them: on one line, not too long, without control characters."""
    words = re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", "\ufffd", " ".join(words.split()))
    if len(words) <= _LONGEST_SHOWN:
        return words
    return words[: _LONGEST_SHOWN - 1].rsplit(" ", 1)[0] + " …"
