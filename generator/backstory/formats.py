"""Which machine formats a site publishes beside its pages: `formats` in mkdocs.yml."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from backstory.schema.validation import nearest


class Format(StrEnum):
    """What can be left away, by its name in mkdocs.yml. What the web asks of every site cannot."""

    API = "api"
    ANNOTATIONS = "annotations"
    EMBEDS = "embeds"
    EVIDENCE = "evidence"
    FEEDS = "feeds"
    LINKED_DATA = "linked-data"
    LLMS = "llms"
    PICTURES = "pictures"


ALL = frozenset(Format)
_ALL, _NONE = "all", "none"


def formats_of(options: Mapping[str, Any]) -> frozenset[Format]:
    """What the options of a site say in `formats`: `all`, `none`, or a list of names.

    Raises ValueError, with fact and remedy, where they say something else.
    """
    said = options.get("formats")
    if said is None or said == _ALL:
        return ALL
    if said in (_NONE, []):
        return frozenset()
    if isinstance(said, list):
        return frozenset(map(_format, said))
    message = f"`formats` cannot be `{said}`. It can be `all`, `none`, or a list of {_names()}."
    raise ValueError(message)


def _format(name: object) -> Format:
    if name in {it.value for it in Format}:
        return Format(str(name))
    guess = nearest(str(name), Format)
    remedy = f"Did you mean `{guess}`?" if guess else f"There are {_names()}."
    message = f"`formats`: there is no format `{name}`. {remedy}"
    raise ValueError(message)


def _names() -> str:
    return ", ".join(Format)
