"""`content/stories/<id>/quotes.lock`: what `backstory verify` found, and when it no longer holds."""

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator

from backstory.diagnostics import Code, shown
from backstory.schema.fields import Address, Id, Shape, Text, problem, what_it_is
from backstory.text import TextSpan

_AGAIN = "Write the lock anew: `backstory verify STORY --source-text FILE`."


def _check_fingerprint(text: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{64}", text):
        raise problem(Code.SCHEMA_BAD_VALUE, f"`{shown(text)}` is no SHA-256.", _AGAIN)
    return text


def _check_count(value: Any) -> Any:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,12}", value):
        return int(value)
    raise problem(Code.SCHEMA_BAD_VALUE, f"{what_it_is(value)} is no number.", _AGAIN)


def _check_place(value: Any) -> TextSpan:
    places = re.fullmatch(r"([0-9]{1,12})-([0-9]{1,12})", value) if isinstance(value, str) else None
    if not places or not int(places[1]) < int(places[2]):
        raise problem(Code.SCHEMA_BAD_VALUE, f"{what_it_is(value)} is no place in a text.", _AGAIN)
    return TextSpan(int(places[1]), int(places[2]))


Fingerprint = Annotated[str, AfterValidator(_check_fingerprint)]
Count = Annotated[int, BeforeValidator(_check_count)]
Place = Annotated[TextSpan, BeforeValidator(_check_place)]
ById = BeforeValidator(lambda value: {} if value is None else value)


class SealedSourceShape(Shape):
    """A source's text that was at hand; it is kept nowhere."""

    url: Address | None = None
    """Where it is, as story.yml says."""
    title: Text | None = None
    """Its title, as story.yml says."""
    sha256: Fingerprint
    """Of its text in normal form: `backstory text FILE | sha256sum`."""
    words: Count
    """How many words it has."""


class SealShape(Shape):
    """What was found of a quote."""

    state: Literal["verbatim", "edited", "translated", "not_found"]
    """`edited`: but for its declared gaps and brackets. `translated`: its original is in the source."""
    source: Text
    """In which source: `article`, or its address."""
    sha256: Fingerprint
    """Of the words in story.yml."""
    original: Fingerprint | None = None
    """Of the original's words, where it is a translation."""
    at: tuple[Place, ...] = ()
    """Where it stands in the source's text in normal form, piece by piece: characters from 0, `120-184`."""


class LockShape(Shape):
    """The quotes of a story, proven against the text of their sources. Never written by hand."""

    version: Literal["1"]
    """The form of this file."""
    sources: Annotated[dict[Text, SealedSourceShape], ById] = {}
    """The texts that were at hand: `article` is what the story is based on."""
    quotes: Annotated[dict[Id, SealShape], ById] = {}
    """What was found, by the id of the quote."""
