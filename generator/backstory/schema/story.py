"""`content/stories/<id>/story.yml`: one story's annotations."""

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, model_validator
from pydantic_core import PydanticCustomError

from backstory.diagnostics import Code
from backstory.schema.fields import (
    Address,
    Date,
    Flag,
    Id,
    Ids,
    Moment,
    Reference,
    Selector,
    Shape,
    Source,
    Sources,
    Text,
    Texts,
    all_of,
    problem,
)

QuoteKind = Literal[
    "direct", "partial", "indirect", "statement", "post", "document", "no_comment", "no_response"
]
Attribution = Literal["on_record", "background", "deep_background"]


def _false_as_word(value: object) -> object:
    """`false` without quotes is the one word of this list that YAML takes for something else."""
    return "false" if value is False else value


ClaimStatus = Annotated[
    Literal[
        "open", "confirmed", "unverified", "disputed", "false", "did_not_happen", "outdated", "retracted"
    ],
    BeforeValidator(_false_as_word),
]
Autolink = Literal["first", "paragraph", "all", "none"]

# What needs no evidence: nobody has checked it yet, or time will tell.
UNCHECKED: frozenset[str] = frozenset({"open", "unverified"})


class ListingShape(Shape):
    """An actor in one story: extra names in this text, and what they are in it."""

    names: tuple[Selector, ...] = ()
    part: Text | None = None


class QuestionShape(Shape):
    """What a newcomer would ask, and the answer."""

    q: Text
    a: Text


class OriginalShape(Shape):
    """The words in the language they were said in."""

    text: Text
    language: Text
    source: Source | None = None


class RenderingShape(Shape):
    """The same utterance as somebody else carried it."""

    publisher: Text
    text: Text
    url: Address | None = None
    language: Text | None = None


class QuoteShape(Shape):
    """Something that somebody said, wrote, or refused to say."""

    speaker: Id
    text: Text | None = None
    kind: QuoteKind
    verb: Text = "said"
    date: Date | None = None
    audience: Texts = ()
    medium: Text | None = None
    venue: Text | None = None
    about: Texts = ()
    via: Text | None = None
    source: Source | None = None
    attribution: Attribution = "on_record"
    description: Text | None = None
    original: OriginalShape | None = None
    renderings: tuple[RenderingShape, ...] = ()
    renderings_note: Text | None = None
    at: Selector | None = None
    in_text: Flag = True
    formerly: Ids = ()

    @model_validator(mode="after")
    def _needs(self) -> Self:
        if self.text is None and self.kind not in {"no_comment", "no_response"}:
            raise problem(
                Code.SCHEMA_MISSING_KEY,
                "This quote has no `text`.",
                "Write the words down; only `kind: no_comment` and `no_response` can do without.",
            )
        if self.attribution == "deep_background" and not self.description:
            raise problem(
                Code.SCHEMA_MISSING_KEY,
                "A quote on deep background needs a `description` of who the source is.",
                "Describe the source as closely as was agreed with them.",
                at=("attribution",),
            )
        return self


class LogShape(Shape):
    """What became known of a claim later."""

    date: Date
    status: ClaimStatus
    text: Text
    story: Id | None = None
    evidence: Sources = ()


class ClaimShape(Shape):
    """Something that somebody says is so, and what is known of it."""

    text: Text
    said_by: Id
    status: ClaimStatus
    why: Text | None = None
    evidence: Sources = ()
    at: Selector | None = None
    quote: Id | None = None
    log: tuple[LogShape, ...] = ()

    @model_validator(mode="after")
    def _needs(self) -> Self:
        problems = []
        if self.status not in UNCHECKED and not self.evidence:
            problems.append(_no_evidence(self.status, ("status",)))
        for index, entry in enumerate(self.log):
            if entry.status not in UNCHECKED and not (entry.evidence or entry.story):
                problems.append(_no_evidence(entry.status, ("log", index, "status")))
            if index and entry.date.end < self.log[index - 1].date.start:
                problems.append(_out_of_order(entry.date.text, ("log", index, "date")))
        if problems:
            raise all_of(problems)
        return self


def _out_of_order(date: str, at: tuple[str | int, ...]) -> PydanticCustomError:
    return problem(
        Code.CLAIM_LOG_OUT_OF_ORDER,
        f"The log entry of {date} stands after a later one.",
        "Keep the log in order, the oldest entry first; add new ones at the end.",
        at=at,
    )


def _no_evidence(status: str, at: tuple[str | int, ...]) -> PydanticCustomError:
    return problem(
        Code.CLAIM_NO_EVIDENCE,
        f"Nothing is given that shows the claim to be `{status}`.",
        "Add `evidence: [https://…]` (in the log, or a `story:`), or keep the status open or unverified.",
        at=at,
    )


class EventShape(Shape):
    """Something that happened, or is planned, on a day or about then."""

    date: Date
    title: Text
    actors: Ids = ()
    place: Text | None = None
    source: Source | None = None
    planned: Flag = False
    story: Id | None = None


class NoteShape(Shape):
    """An explainer note at a spot in the text."""

    at: Selector
    title: Text
    note: Text
    story: Id | None = None
    sources: Sources = ()


class RelatedShape(Shape):
    """Further reading: elsewhere by `url`, on this site by `story`."""

    title: Text | None = None
    url: Address | None = None
    story: Id | None = None
    adds: Text | None = None

    @model_validator(mode="after")
    def _needs(self) -> Self:
        if not self.story and not self.title:
            raise problem(
                Code.SCHEMA_MISSING_KEY, "This entry has no `title`.", "Say what it is, or give a `story:`."
            )
        return self


class DatedTextShape(Shape):
    """An entry of the corrections, or of the change log."""

    date: Date
    text: Text


def _names_as_listing(value: Any) -> Any:
    match value:
        case None:
            return {}
        case str():
            return {"names": [value]}
        case list():
            return {"names": value}
        case _:
            return value


def _empty_as_map(value: Any) -> Any:
    return {} if value is None else value


Listing = Annotated[ListingShape, BeforeValidator(_names_as_listing)]
ById = BeforeValidator(_empty_as_map)

# The fields that are maps by id; a list of items with `id:` is accepted for each.
MAPS_BY_ID = ("actors", "quotes", "claims", "events")


class StoryShape(Shape):
    """A news story, annotated."""

    headline: Text
    short_headline: Text | None = None
    summary: Text
    published: Date
    updated: Date | None = None
    text: Literal["retelling", "republished"]
    license: Text | None = None
    based_on: Reference | None = None
    topics: Ids = ()
    backstory: Text | None = None
    key_points: Texts = ()
    questions: tuple[QuestionShape, ...] = ()
    actors: Annotated[dict[Id, Listing], ById] = {}
    quotes: Annotated[dict[Id, QuoteShape], ById] = {}
    claims: Annotated[dict[Id, ClaimShape], ById] = {}
    events: Annotated[dict[Id, EventShape], ById] = {}
    context: tuple[NoteShape, ...] = ()
    related: tuple[RelatedShape, ...] = ()
    corrections: tuple[DatedTextShape, ...] = ()
    changes: tuple[DatedTextShape, ...] = ()
    developing: Flag = False
    featured: Flag = False
    autolink: Autolink | None = None
    status: Literal["draft", "published", "withdrawn"] = "published"
    embargo: Moment | None = None
    formerly: Ids = ()

    @model_validator(mode="after")
    def _needs(self) -> Self:
        if self.text == "republished" and not self.license:
            raise problem(
                Code.SCHEMA_MISSING_KEY,
                "A republished text needs its `license`.",
                "Say on which terms it may be republished, or retell it: `text: retelling`.",
                at=("text",),
            )
        return self
