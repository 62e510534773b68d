"""What is said of an editor's mistake: a value with a code, a place, a fact and a remedy."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from msgspec import Struct

from backstory.edits import Edit
from backstory.text import Span


class Severity(StrEnum):
    """How much a diagnostic weighs: an error stops the build, a warning a strict one, a note none."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Code(StrEnum):
    """The stable names of everything that can be wrong. A code is never reused for something else."""

    FILE_UNREADABLE = "file/unreadable"
    FILE_UNKNOWN = "file/unknown"
    FILE_MISSING = "file/missing"
    FILE_ACTIVE = "file/active"
    FILE_TURNED_TEXT = "file/turned-text"
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
    REFERENCE_UNKNOWN_CLAIM = "reference/unknown-claim"
    REFERENCE_UNRESOLVED_WORD = "reference/unresolved-word"
    REFERENCE_UNPUBLISHED = "reference/unpublished"
    LINK_BROKEN = "link/broken"
    ANCHOR_MALFORMED = "anchor/malformed"
    ANCHOR_NOT_FOUND = "anchor/not-found"
    ANCHOR_AMBIGUOUS = "anchor/ambiguous"
    ANCHOR_OVERLAPS = "anchor/overlaps"
    MENTION_AMBIGUOUS = "mention/ambiguous"
    QUOTE_NOT_VERBATIM = "quote/not-verbatim"
    QUOTE_MARKS_AROUND = "quote/marks-around"
    QUOTE_AMBIGUOUS = "quote/ambiguous"
    QUOTE_SEAL_BROKEN = "quote/seal-broken"
    QUOTE_SEAL_UNUSED = "quote/seal-unused"
    QUOTE_NOT_IN_SOURCE = "quote/not-in-source"
    CLAIM_NO_EVIDENCE = "claim/no-evidence"
    CLAIM_LOG_OUT_OF_ORDER = "claim/log-out-of-order"
    # Rules beyond resolution, in checks/.
    ACTOR_UNUSED = "actor/unused"
    ACTOR_NO_DESCRIPTION = "actor/no-description"
    ACTOR_LOOK_ALIKE = "actor/look-alike"
    NAME_NEVER_OCCURS = "name/never-occurs"
    QUOTE_NO_SOURCE = "quote/no-source"
    QUOTE_NO_DATE = "quote/no-date"
    QUOTE_LOADED_VERB = "quote/loaded-verb"
    QUOTE_CUT_SHORT = "quote/cut-short"
    QUOTE_TWO_SPEAKERS = "quote/two-speakers"
    QUOTE_UNVERIFIED = "quote/unverified"
    CORRECTION_MISSING = "correction/missing"
    SITE_HELD_BACK = "site/held-back"
    CLAIM_UNREVIEWED = "claim/unreviewed"
    CLAIM_STATUS_CONTRADICTED = "claim/status-contradicted"
    CLAIM_OTHER_SPEAKER = "claim/other-speaker"
    CLAIM_SINGLE_SOURCE = "claim/single-source"
    ACCUSATION_UNANSWERED = "accusation/unanswered"
    EVENT_OUTSIDE_SPAN = "event/outside-span"
    DATE_REVERSED = "date/reversed"
    STORY_ONE_VOICE = "story/one-voice"
    STORY_STALE = "story/stale"


# What each code says in general, without the case at hand.
MEANINGS: Mapping[Code, str] = {
    Code.FILE_UNREADABLE: "A file cannot be read, is not written in UTF-8, or is too large.",
    Code.FILE_UNKNOWN: "A file stands where Backstory reads files, and has no meaning there.",
    Code.FILE_MISSING: "A file that is needed is not there, or is empty.",
    Code.FILE_ACTIVE: "A browser or the server would run what is in a file.",
    Code.FILE_TURNED_TEXT: "A mark that nobody sees turns the direction of what follows.",
    Code.ID_MALFORMED: "An id is not made of lower-case letters a-z, digits and single hyphens.",
    Code.ID_IN_USE: "A former id belongs to something else.",
    Code.YAML_SYNTAX: "The file is no valid YAML.",
    Code.YAML_DUPLICATE_KEY: "A key or an id is given twice.",
    Code.YAML_NOT_PLAIN: "The file uses a part of YAML that is not read here: tags, anchors, merge keys.",
    Code.YAML_COMMENT_CUTS: "A comment ends a text that may have been meant to go on.",
    Code.SCHEMA_UNKNOWN_KEY: "A key is not known at this place.",
    Code.SCHEMA_MISSING_KEY: "A key that is needed is not there, or has no value.",
    Code.SCHEMA_WRONG_TYPE: "A value is of another kind: a text for a list, a list for a map.",
    Code.SCHEMA_BAD_VALUE: "A value is none of those that are allowed.",
    Code.DATE_UNREADABLE: "A date or a time is not written in a form that can be read.",
    Code.ADDRESS_UNSAFE: "An address cannot be linked to.",
    Code.REFERENCE_UNKNOWN_ACTOR: "There is no actor of that id.",
    Code.REFERENCE_UNKNOWN_STORY: "There is no story of that id.",
    Code.REFERENCE_UNKNOWN_TOPIC: "There is no topic of that id.",
    Code.REFERENCE_UNKNOWN_QUOTE: "The story has no quote of that id.",
    Code.REFERENCE_UNKNOWN_CLAIM: "The story has no claim of that id.",
    Code.REFERENCE_UNRESOLVED_WORD: "A word looks like an id, and is the id of nothing.",
    Code.REFERENCE_UNPUBLISHED: "Something refers to a story that is not published yet.",
    Code.LINK_BROKEN: "A link leads nowhere on this site.",
    Code.ANCHOR_MALFORMED: "It is not clear which words are meant.",
    Code.ANCHOR_NOT_FOUND: "The words are not in the article.",
    Code.ANCHOR_AMBIGUOUS: "The words are in the article more than once.",
    Code.ANCHOR_OVERLAPS: "A name is pinned where it cannot be linked.",
    Code.MENTION_AMBIGUOUS: "A name can mean several of the story's actors.",
    Code.QUOTE_NOT_VERBATIM: "The article does not have the quote word for word.",
    Code.QUOTE_MARKS_AROUND: "A quote is written with quotation marks around it.",
    Code.QUOTE_AMBIGUOUS: "The quote is in the article more than once.",
    Code.QUOTE_SEAL_BROKEN: "A quote is not what was proven of it.",
    Code.QUOTE_SEAL_UNUSED: "There is a proof for a quote that the story does not have.",
    Code.QUOTE_NOT_IN_SOURCE: "The source does not have the quote word for word.",
    Code.CLAIM_NO_EVIDENCE: "A claim's status is given without evidence for it.",
    Code.CLAIM_LOG_OUT_OF_ORDER: "The log of a claim is not in order of date.",
    Code.ACTOR_UNUSED: "Nothing refers to an actor.",
    Code.ACTOR_NO_DESCRIPTION: "An actor has no description.",
    Code.ACTOR_LOOK_ALIKE: "Two actors look like one.",
    Code.NAME_NEVER_OCCURS: "A name that a story gives to an actor is not in its text.",
    Code.QUOTE_NO_SOURCE: "A quote has no source.",
    Code.QUOTE_NO_DATE: "A quote has no date.",
    Code.QUOTE_LOADED_VERB: "The verb of a quote judges it.",
    Code.QUOTE_CUT_SHORT: "A quote leaves out what may turn its sense.",
    Code.QUOTE_TWO_SPEAKERS: "Two people say the same on the same day.",
    Code.QUOTE_UNVERIFIED: "A direct quote was not compared with its source.",
    Code.CORRECTION_MISSING: "What was published has changed, and no correction says so.",
    Code.SITE_HELD_BACK: "What is held back stands in a file of the built site.",
    Code.CLAIM_UNREVIEWED: "What became of a claim that a story leans on was not reviewed.",
    Code.CLAIM_STATUS_CONTRADICTED: "A claim's log contradicts its status, or itself.",
    Code.CLAIM_OTHER_SPEAKER: "A claim is ascribed to somebody else than the quote that makes it.",
    Code.CLAIM_SINGLE_SOURCE: "A claim counts as settled by one source alone.",
    Code.ACCUSATION_UNANSWERED: "Somebody is accused, and the story has no answer of theirs.",
    Code.EVENT_OUTSIDE_SPAN: "An event lies where its story cannot know of it.",
    Code.DATE_REVERSED: "Of two dates, the one that must be later is the earlier.",
    Code.STORY_ONE_VOICE: "One speaker has nearly all the words that a story quotes.",
    Code.STORY_STALE: "A story is said to be developing, and has not changed for long.",
}


class Related(Struct, frozen=True):
    """Another place that has to do with the mistake, and how: "first defined here"."""

    span: Span
    note: str


class Diagnostic(Struct, frozen=True):
    """One mistake: where it is, what is the case, and what would mend it.

    `fix` are the edits that mend it beyond doubt; there are none where a person must decide.
    """

    code: Code
    span: Span
    fact: str
    remedy: str = ""
    severity: Severity = Severity.ERROR
    related: tuple[Related, ...] = ()
    fix: tuple[Edit, ...] = ()

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
_MUCH = 4 * _LONGEST_SHOWN
# Control characters, marks that turn the direction of what follows, halves of characters.
_UNSHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def shown(words: str) -> str:
    """`words` as a message can carry them: on one line, not too long, without control characters."""
    words = _UNSHOWN.sub("\ufffd", " ".join(words[:_MUCH].split()))
    if len(words) <= _LONGEST_SHOWN:
        return words
    return words[: _LONGEST_SHOWN - 1].rsplit(" ", 1)[0] + " …"
