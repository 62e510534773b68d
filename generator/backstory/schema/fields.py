"""What single values may be: ids, dates, addresses, selectors. Each failure carries its own remedy."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Literal
from urllib.parse import urlsplit

from msgspec import Struct
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Strict, StringConstraints
from pydantic_core import PydanticCustomError

from backstory.dates import When, date_meant, parse_date
from backstory.diagnostics import Code, shown

ID_PATTERN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_ID = 80
# Windows takes these for devices, with whatever ending: no file and no folder can be called so there.
_DEVICES = re.compile(r"con|prn|aux|nul|com\d|lpt\d")
# Stands for words that are missing: no text has this character.
NO_WORDS = "\ue000"


class Shape(BaseModel):
    """The base of all models: nothing unknown, nothing changed later."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        str_strip_whitespace=True,
        arbitrary_types_allowed=True,
    )

    STAND_INS: ClassVar[Mapping[str, Any]] = {}
    """What stands for a key that must be there and is missing or wrong, so that the rest is judged too."""


class Names(Struct, frozen=True):
    """Marks a text that names a thing of this site by its id, or that may do so instead of plain words."""

    kind: Literal["actor", "topic", "story"]
    or_words: bool = False


def problem(
    code: Code, fact: str, remedy: str, *, at: tuple[str | int, ...] = (), meant: str | None = None
) -> PydanticCustomError:
    """An error that becomes a diagnostic as it is; `at` leads from the validated value to the place.

    `meant` is the text that was surely meant instead of the value.
    """
    # Pydantic fills its templates from the context: our words go in whole, so that braces stay braces.
    context = {"fact": fact, "remedy": remedy, "at": at, "meant": meant}
    return PydanticCustomError(code.value, "{fact}", context)


def all_of(problems: list[PydanticCustomError]) -> PydanticCustomError:
    """One error that becomes a diagnostic for each of `problems`: pydantic takes one from a validator."""
    first, *others = problems
    more = [{"code": it.type, **(it.context or {})} for it in others]
    return PydanticCustomError(first.type, "{fact}", {**(first.context or {}), "more": more})


def is_device(text: str) -> bool:
    """Whether Windows knows no file of that name."""
    return bool(_DEVICES.fullmatch(text))


@lru_cache(maxsize=1 << 16)
def is_id(text: str) -> bool:
    """Whether `text` has the form of an id: lower-case words of a-z and 0-9 joined by hyphens."""
    return bool(ID_PATTERN.fullmatch(text)) and len(text) <= LONGEST_ID and not is_device(text)


def nearest_id(text: str) -> str | None:
    """The id that a text most likely stands for; None where there is none in it."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    guess = re.sub(r"[^a-z0-9]+", "-", letters.replace("'", "").lower()).strip("-")
    return guess if is_id(guess) else None


WHAT_IDS_ARE = "Ids are addresses: lower-case letters a-z, digits, and single hyphens between them."


def how_to_write_id(text: str) -> str:
    """The remedy for an id that is none, with the id that may have been meant."""
    if is_device(text):
        return f"Write `{text}-1` or the like: Windows takes `{text}` for a device."
    guess = nearest_id(text)
    return f"Write `{guess}`. {WHAT_IDS_ARE}" if guess else WHAT_IDS_ARE


def _check_id(text: str) -> str:
    if not is_id(text):
        guess = nearest_id(text)
        meant = guess if guess and _letters(guess) == _letters(text) else None
        raise problem(Code.ID_MALFORMED, f"`{shown(text)}` is no id.", how_to_write_id(text), meant=meant)
    return text


def _letters(text: str) -> int:
    return sum(it.isalnum() for it in unicodedata.normalize("NFKD", text))


def what_it_is(value: object) -> str:
    """An editor's value in the middle of a message."""
    match value:
        case None:
            return "nothing"
        case bool():
            return f"`{str(value).lower()}`"
        case str():
            return f"`{shown(value)}`"
        case dict():
            return "a map"
        case _:
            return "a list"


def _check_date(value: object) -> When:
    if isinstance(value, When):
        return value
    form = "Write 2031-03-04, 2031-03 or 2031, with ? when uncertain, or an interval 2031-03-01/2031-03-04."
    if value is None:
        raise problem(Code.DATE_UNREADABLE, "There is no date here.", form)
    reason, guess, meant = "", None, None
    if isinstance(value, str):
        try:
            return parse_date(value.strip())
        except ValueError as why:
            reason = f": {why}" if str(why) else ""
            guess, is_certain = date_meant(value.strip())
            meant = guess if is_certain else None
    fact = f"{_capital(what_it_is(value))} is no date{reason}."
    remedy = f"Did you mean {guess}? {form}" if guess else form
    raise problem(Code.DATE_UNREADABLE, fact, remedy, meant=meant)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _check_moment(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise problem(
            Code.DATE_UNREADABLE,
            f"{_capital(what_it_is(value))} is no moment in time.",
            "Write date, time and zone: 2031-03-04T06:00Z or 2031-03-04T06:00+01:00.",
        )
    return moment


_NOT_OF_ADDRESSES = re.compile(r"[\s<>\"\x00-\x1f]")
# What most addresses are made of: nothing that has to be looked at more closely.
_PLAIN_ADDRESS = re.compile(r"https?://[a-z0-9][a-z0-9.-]*(?:/[\w./?=&%+,;~-]*)?", re.ASCII)


def is_address(text: str) -> bool:
    """Whether `text` is a web address that can be linked to."""
    if _PLAIN_ADDRESS.fullmatch(text):
        return True
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(host) and not _NOT_OF_ADDRESSES.search(text)


def _check_address(text: str) -> str:
    if not is_address(text):
        is_bare = re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", text)
        guess = f"Did you mean https://{shown(text)}? " if is_bare else ""
        raise problem(
            Code.ADDRESS_UNSAFE,
            f"`{shown(text)}` is no web address that can be linked to.",
            f"{guess}Give the full address, beginning with https:// or http://.",
        )
    return text


def _check_selector(text: str) -> str:
    meant = re.fullmatch(r"[^<>]*<([^<>]*)>[^<>]*|([^<>]*)", text)
    if not meant or not (meant[1] or meant[2] or "").strip():
        fact = f"`{shown(text)}` does not say which words it means." if text else "There are no words here."
        raise problem(
            Code.ANCHOR_MALFORMED,
            fact,
            "Quote the words; put <…> around the part that is meant, once.",
        )
    return text


def _one_as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else [] if value is None else value


Text = Annotated[str, StringConstraints(min_length=1)]
Flag = Annotated[bool, Strict()]  # "yes" is a text
Id = Annotated[str, AfterValidator(_check_id)]
Date = Annotated[When, BeforeValidator(_check_date)]
Moment = Annotated[datetime, BeforeValidator(_check_moment)]
Address = Annotated[str, AfterValidator(_check_address)]
Selector = Annotated[str, AfterValidator(_check_selector)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_one_as_list)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(_one_as_list)]
ActorId = Annotated[Id, Names("actor")]
StoryId = Annotated[Id, Names("story")]
TopicId = Annotated[Id, Names("topic")]
ActorIds = Annotated[tuple[ActorId, ...], BeforeValidator(_one_as_list)]
TopicIds = Annotated[tuple[TopicId, ...], BeforeValidator(_one_as_list)]
Party = Annotated[Text, Names("actor", or_words=True)]
Parties = Annotated[tuple[Party, ...], BeforeValidator(_one_as_list)]
Addresses = Annotated[tuple[Address, ...], BeforeValidator(_one_as_list)]


class Reference(Shape):
    """Something outside: an address alone, or what else is known of it. Each part may be unknown."""

    title: Text | None = None
    """Its title, as it is published."""
    describe: Text | None = None
    """What it is, where no title is known: `a news report`."""
    publisher: Party | None = None
    """Who published it: an actor's id, or a name."""
    url: Address | None = None
    """Where it is, beginning with `https://`."""
    date: Date | None = None
    """When it was published."""
    archived: Address | None = None
    """An archived copy of it."""


def _address_as_reference(value: Any) -> Any:
    return {"url": value} if isinstance(value, str) else value


def _one_reference_as_list(value: Any) -> Any:
    return [value] if isinstance(value, str | dict) else [] if value is None else value


Source = Annotated[Reference, BeforeValidator(_address_as_reference)]
Sources = Annotated[tuple[Source, ...], BeforeValidator(_one_reference_as_list)]
