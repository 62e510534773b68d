"""What single values may be: ids, dates, addresses, selectors. Each failure carries its own remedy."""

import re
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

from backstory.dates import When, parse_date
from backstory.diagnostics import Code

ID_PATTERN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_ID = 80


class Shape(BaseModel):
    """The base of all models: nothing unknown, nothing changed later."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, arbitrary_types_allowed=True)


def problem(code: Code, fact: str, remedy: str, *, at: tuple[str | int, ...] = ()) -> PydanticCustomError:
    """An error that becomes a diagnostic as it is; `at` leads from the validated value to the place."""
    # Pydantic fills its templates from the context: our words go in whole, so that braces stay braces.
    context = {"fact": fact, "remedy": remedy, "at": at}
    return PydanticCustomError(code.value, "{fact}", context)  # type: ignore[arg-type]


def is_id(text: str) -> bool:
    """Whether `text` has the form of an id: lower-case words of a-z and 0-9 joined by hyphens."""
    return bool(ID_PATTERN.fullmatch(text)) and len(text) <= LONGEST_ID


def _check_id(text: str) -> str:
    if not is_id(text):
        raise problem(
            Code.ID_MALFORMED,
            f"`{text}` is no id.",
            "Ids are addresses: lower-case letters a-z, digits, and single hyphens between them.",
        )
    return text


def _check_date(value: object) -> When:
    if isinstance(value, When):
        return value
    if isinstance(value, str):
        try:
            return parse_date(value.strip())
        except ValueError:
            pass
    raise problem(
        Code.DATE_UNREADABLE,
        f"`{value}` is no date." if value is not None else "There is no date here.",
        "Write 2031-03-04, 2031-03 or 2031, with ? when uncertain, or an interval 2031-03-01/2031-03-04.",
    )


def _check_moment(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise problem(
            Code.DATE_UNREADABLE,
            f"`{value}` is no moment in time.",
            "Write date, time and zone: 2031-03-04T06:00Z or 2031-03-04T06:00+01:00.",
        )
    return moment


def _check_address(text: str) -> str:
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        parts, host = None, None
    if parts is None or parts.scheme not in {"http", "https"} or not host or re.search(r"[\s<>\"\x00-\x1f]", text):
        raise problem(
            Code.ADDRESS_UNSAFE,
            f"`{text}` is no web address that can be linked to.",
            "Give the full address, beginning with https:// or http://.",
        )
    return text


def _check_selector(text: str) -> str:
    if not re.fullmatch(r"[^<>]*<[^<>]*\S[^<>]*>[^<>]*|[^<>]*\S[^<>]*", text, re.DOTALL):
        raise problem(
            Code.ANCHOR_MALFORMED,
            f"`{text}` does not say which words it means.",
            "Quote the words; put <…> around the part that is meant, once.",
        )
    return text


def _one_as_list(value: Any) -> Any:  # noqa: ANN401 - what an editor wrote can be anything
    return [value] if isinstance(value, str) else [] if value is None else value


Text = Annotated[str, StringConstraints(min_length=1)]
Id = Annotated[str, AfterValidator(_check_id)]
Date = Annotated[When, BeforeValidator(_check_date)]
Moment = Annotated[datetime, BeforeValidator(_check_moment)]
Address = Annotated[str, AfterValidator(_check_address)]
Selector = Annotated[str, AfterValidator(_check_selector)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(_one_as_list)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(_one_as_list)]
Addresses = Annotated[tuple[Address, ...], BeforeValidator(_one_as_list)]


class Reference(Shape):
    """Something outside: an address alone, or what else is known of it. Each part may be unknown."""

    url: Address | None = None
    title: Text | None = None
    date: Date | None = None
    publisher: Text | None = None
    archived: Address | None = None
    describe: Text | None = None


def _address_as_reference(value: Any) -> Any:  # noqa: ANN401 - what an editor wrote can be anything
    return {"url": value} if isinstance(value, str) else value


def _one_reference_as_list(value: Any) -> Any:  # noqa: ANN401 - what an editor wrote can be anything
    return [value] if isinstance(value, str | dict) else [] if value is None else value


Source = Annotated[Reference, BeforeValidator(_address_as_reference)]
Sources = Annotated[tuple[Source, ...], BeforeValidator(_one_reference_as_list)]
