"""How much each code weighs on a site, and the lines that are excepted."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TypeAlias

from msgspec.structs import replace

from backstory.diagnostics import Code, Diagnostic, Severity
from backstory.schema.validation import nearest
from backstory.text import Sources, SourceText

Levels: TypeAlias = Mapping[
    Code, Severity | None
]  # None: off. What is not in it weighs what it weighs by itself.

OFF = "off"
_WORDS = (*(it.value for it in Severity), OFF)
# `# ok: quote/loaded-verb` at the end of a line: somebody looked, and it is as it should be.
_EXCEPTED = re.compile(r"(?:^|\s)#\s*ok:\s*([a-z/,\s-]+)$")


def read_levels(rules: object, adjustable: Iterable[Code]) -> Levels:
    """What `rules:` in mkdocs.yml says, such as `{actor/unused: off}`.

    Raises ValueError, with fact and remedy, where it says nothing that can be done.
    """
    if rules is None:
        return {}
    if not isinstance(rules, Mapping):
        message = "`rules` must be a map, such as `rules: {actor/unused: off}`."
        raise ValueError(message)  # noqa: TRY004  # the editor's mistake, not a caller's
    return {_code(code, frozenset(adjustable)): _level(code, level) for code, level in rules.items()}


def _code(name: object, adjustable: frozenset[Code]) -> Code:
    known = {it.value: it for it in Code}
    code = known.get(str(name))
    if code in adjustable:
        return code
    if code:
        message = f"`rules`: `{name}` is an error that nothing can be published with; it cannot weigh less."
        raise ValueError(message)
    guess = nearest(str(name), known)
    remedy = f" Did you mean `{guess}`?" if guess else " `backstory rules` lists them."
    message = f"`rules`: there is no rule `{name}`.{remedy}"
    raise ValueError(message)


def _level(code: object, level: object) -> Severity | None:
    word = OFF if level is False else level  # YAML takes `off` for false
    if word not in _WORDS:
        message = f"`rules`: `{code}` cannot be `{level}`. It can be {', '.join(_WORDS[:-1])} or {OFF}."
        raise ValueError(message)
    return None if word == OFF else Severity(str(word))


def weighed(
    found: Iterable[Diagnostic], levels: Levels, adjustable: Iterable[Code], sources: Sources
) -> Iterator[Diagnostic]:
    """The diagnostics with the weight that the site gives them, without those that are off or excepted."""
    can_change = frozenset(adjustable)
    for it in found:
        if it.code not in can_change:
            yield it
        elif not _is_excepted(it, sources) and (level := levels.get(it.code, it.severity)):
            yield replace(it, severity=level)


def _is_excepted(diagnostic: Diagnostic, sources: Sources) -> bool:
    source = sources.get(diagnostic.span.path)
    return source is not None and diagnostic.code.value in _excepted(source, diagnostic.span.line)


@lru_cache(maxsize=64)  # on a very long line, thousands of them may be excepted
def _excepted(source: SourceText, line: int) -> frozenset[str]:
    """The codes that a line excepts."""
    marks = _EXCEPTED.search(source.line(line))
    return frozenset(re.split(r"[,\s]+", marks[1].strip())) if marks else frozenset()
