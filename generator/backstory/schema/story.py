"""`content/stories/<id>/story.yml`: one story's annotations."""

from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, model_validator
from pydantic_core import PydanticCustomError

from backstory.diagnostics import Code
from backstory.schema.fields import (
    NO_WORDS,
    ActorId,
    ActorIds,
    Address,
    Date,
    Flag,
    Id,
    Ids,
    Moment,
    Names,
    Parties,
    Party,
    Reference,
    Selector,
    Shape,
    Source,
    Sources,
    StoryId,
    Text,
    Texts,
    TopicIds,
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
    """Extra names in this text: `the mayor`. `<…>` pins one spot; the words around it are context."""
    part: Text | None = None
    """What the actor is in this story."""


class ItemShape(Shape):
    """Something in a story that can be taken down by itself."""

    redact: Text | None = None
    """Takes this down, and says why: nothing else of it is published."""


class QuestionShape(ItemShape):
    """What a newcomer would ask, and the answer."""

    q: Text
    """What a newcomer would ask."""
    a: Text
    """The answer (Markdown)."""


class OriginalShape(Shape):
    """The words in the language they were said in."""

    text: Text
    """The words as they were said."""
    language: Text
    """Their language: `hu`."""
    source: Source | None = None
    """Where they are from."""


class RenderingShape(Shape):
    """The same utterance as somebody else carried it."""

    publisher: Party
    """Who carried it: an actor's id, or a name."""
    text: Text
    """The words as they carried them."""
    url: Address | None = None
    """Where."""
    language: Text | None = None
    """Their language, if it is another one."""


class QuoteShape(ItemShape):
    """Something that somebody said, wrote, or refused to say."""

    speaker: ActorId
    """Who said it."""
    text: Text | None = None
    """The words, without quotation marks around them. `…` marks a gap, `[ ]` an edit."""
    kind: QuoteKind
    """`direct`: a sentence or more. `partial`: some words. `indirect`: the sense, in other words."""
    verb: Text = "said"
    """`said` is nearly always the fair choice."""
    date: Date | None = None
    """When it was said."""
    audience: Parties = ()
    """To whom: ids, or plain words."""
    medium: Text | None = None
    """`interview`, `speech`, `press_conference`, `broadcast`, `post`, `press_release`, `document` …"""
    venue: Party | None = None
    """Where: an id, or words."""
    about: Annotated[Parties, Names("topic", or_words=True)] = ()
    """Whom or what it is about: ids of actors and topics, or plain words."""
    via: Party | None = None
    """Who relayed it, when the source has it second-hand."""
    source: Source | None = None
    """Where it is from. Without it: the story's `based_on`."""
    attribution: Attribution = "on_record"
    """`on_record`, `background` or `deep_background`."""
    description: Text | None = None
    """Who the source is, as closely as was agreed; needed on deep background."""
    original: OriginalShape | None = None
    """The words in the language they were said in."""
    renderings: tuple[RenderingShape, ...] = ()
    """The same utterance as others carried it."""
    renderings_note: Text | None = None
    """What differs between them, and what does not."""
    at: Selector | None = None
    """Where it stands in the article, when `text` alone cannot tell."""
    in_text: Flag = True
    """`false` when similar words in the article are not this quote."""
    formerly: Ids = ()
    """Ids that this quote had before."""

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
    """When it became known."""
    status: ClaimStatus
    """What the claim is since then."""
    text: Text
    """What became known (Markdown)."""
    story: StoryId | None = None
    """The story on this site that tells it."""
    evidence: Sources = ()
    """What shows it: addresses, or `{title, url}`."""


class ClaimShape(ItemShape):
    """Something that somebody says is so, and what is known of it."""

    text: Text
    """What is claimed, in one sentence."""
    said_by: ActorId
    """Who claims it."""
    status: ClaimStatus
    """What held on the day of the story. `open`: time will tell; `unverified`: nobody has checked."""
    why: Text | None = None
    """Why the status is what it is (Markdown)."""
    evidence: Sources = ()
    """What shows it; needed for every status but `open` and `unverified`."""
    at: Selector | None = None
    """Where it stands in the article."""
    quote: Id | None = None
    """The quote in this story that makes the claim."""
    log: tuple[LogShape, ...] = ()
    """What became known later, oldest first. Only ever added to."""

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


class RelianceShape(Shape):
    """A claim of another story that this one leans on."""

    story: StoryId
    """The story that has the claim."""
    claim: Id
    """The claim's id there."""
    reviewed: Date | None = None
    """When somebody last looked whether this story still holds, after the claim's status had changed."""


class EventShape(ItemShape):
    """Something that happened, or is planned, on a day or about then."""

    date: Date
    """When: `2031-03-04`, `2031-03`, `2031`, `2031-03?`, `2031-03-01/2031-03-04`."""
    title: Text
    """What happened."""
    planned: Flag = False
    """Whether it has not happened yet."""
    actors: ActorIds = ()
    """Who took part."""
    place: Party | None = None
    """Where: an id, or words."""
    source: Source | None = None
    """Who says so."""
    story: StoryId | None = None
    """The story on this site that tells it."""


class NoteShape(ItemShape):
    """An explainer note at a spot in the text."""

    at: Selector
    """The words in the article that it explains: `the <January storm> of 2029`."""
    title: Text
    """A few words: `Which storm?`"""
    note: Text
    """The explanation (Markdown), under 45 words."""
    story: StoryId | None = None
    """The story on this site that tells it."""
    sources: Sources = ()
    """Where it is from."""


class RelatedShape(ItemShape):
    """Further reading: elsewhere by `url`, on this site by `story`."""

    title: Text | None = None
    """Its title."""
    url: Address | None = None
    """Where it is, if elsewhere."""
    story: StoryId | None = None
    """Which story, if on this site."""
    adds: Text | None = None
    """What it adds."""

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
    """When."""
    text: Text
    """What (Markdown)."""


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

    STAND_INS: ClassVar = {
        "headline": NO_WORDS,
        "summary": NO_WORDS,
        "published": "2000",
        "text": "retelling",
    }

    headline: Text
    """The title."""
    short_headline: Text | None = None
    """Two to five words, for links to this story."""
    summary: Text
    """One or two sentences under the headline."""
    published: Date
    """When the story came out."""
    updated: Date | None = None
    """When it was last brought up to date."""
    text: Literal["retelling", "republished"]
    """`retelling`: our own words about somebody's article. `republished`: the article; needs a `license`."""
    license: Text | None = None
    """On which terms the text is republished: `CC-BY-4.0`."""
    based_on: Reference | None = None
    """The article that it is about; each part may be unknown."""
    topics: TopicIds = ()
    """Running subjects that it belongs to."""
    featured: Flag = False
    """Whether it is first on the home page."""
    backstory: Text | None = None
    """How this explainer was made, and by whom (Markdown)."""
    key_points: Texts = ()
    """Three to five sentences: the short version."""
    questions: tuple[QuestionShape, ...] = ()
    """What a newcomer would ask: `{q: …, a: …}`."""
    actors: Annotated[dict[ActorId, Listing], ById] = {}
    """Who is in this text: ids, each with a list of extra names. Only these are linked."""
    quotes: Annotated[dict[Id, QuoteShape], ById] = {}
    """What was said, by id. The id is the address of the quote."""
    claims: Annotated[dict[Id, ClaimShape], ById] = {}
    """What somebody says is so, by id."""
    relies_on: tuple[RelianceShape, ...] = ()
    """Claims of other stories that this one leans on: `{story, claim, reviewed}`."""
    events: Annotated[dict[Id, EventShape], ById] = {}
    """The story's timeline, by id."""
    context: tuple[NoteShape, ...] = ()
    """Notes that explain a spot in the text."""
    related: tuple[RelatedShape, ...] = ()
    """Further reading: `{title, url, adds}`, or `{story, adds}` for a story on this site."""
    corrections: tuple[DatedTextShape, ...] = ()
    """What was wrong: `{date, text}`."""
    changes: tuple[DatedTextShape, ...] = ()
    """What was added later: `{date, text}`."""
    developing: Flag = False
    """Whether the story still moves."""
    autolink: Autolink | None = None
    """Which mentions are strong links."""
    status: Literal["draft", "published", "withdrawn"] = "published"
    """`draft`: only the live preview shows it. `withdrawn`: the address stays, the text goes."""
    withdrawn: Text | None = None
    """Why the story was withdrawn, for readers who come to its address (Markdown)."""
    embargo: Moment | None = None
    """Held back until then: `2031-03-04T06:00Z`."""
    formerly: Ids = ()
    """Ids that this story had before: their addresses lead on to it."""

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
