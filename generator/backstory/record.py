"""What is on record: actors, stories, quotes, claims and the rest, as frozen objects that know one another.

Objects point forward only (a quote knows its story and its speaker); `newsroom.py` answers the way back.
"""

import datetime as dt
from collections.abc import Iterable
from functools import cached_property
from typing import TypeAlias
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import asdict

from backstory.dates import When
from backstory.prose import Article
from backstory.text import TextSpan, word_count

VERBATIM_KINDS = frozenset({"direct", "partial", "statement", "post", "document"})
REFUSALS = frozenset({"no_comment", "no_response"})
# The states of a claim that nothing further is expected of.
SETTLED = frozenset({"confirmed", "false", "did_not_happen", "outdated", "retracted"})
KINDS = ("person", "group", "organization", "government", "media", "place")


class Redaction(Struct, frozen=True, eq=False):
    """Something that was taken down: its kind (quote, claim, event, note …), its id if it had one, and why.

    `index` is its place in its list, where it has no id.
    """

    kind: str
    id: str
    index: int
    story: "Story"
    reason: str


class Role(Struct, frozen=True, eq=False):
    """A post, and what is known of when it was held."""

    title: str
    of: "Party | None"
    since: When | None
    until: When | None
    as_of: When | None
    source: "Reference | None"

    def in_print(self) -> Iterable[object]:
        """All of it, with actors without their own posts: two may have posts with each other."""
        it = self.source
        source = it and {**asdict(it), "publisher": _without_posts(it.publisher)}
        return {**asdict(self), "of": _without_posts(self.of), "source": source}.values()

    def held_on(self, day: dt.date) -> bool:
        """Whether the post is known to be held, or named, on or before `day` and not given up by then."""
        begin = self.since or self.as_of
        return (begin is None or begin.start <= day) and (self.until is None or self.until.end >= day)


class Image(Struct, frozen=True, eq=False):
    """A portrait: its address on the site, its maker and its terms."""

    address: str
    credit: str
    license: str


class Actor(Struct, frozen=True, eq=False):
    """A person, organization, place or group that stories speak of.

    `short_name` is what diagrams and lists call them: the first alias, unless another actor has the same.
    """

    id: str
    name: str
    kind: str
    description: str
    aliases: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    monogram: str | None = None
    same_as: tuple[str, ...] = ()
    image: Image | None = None
    short_name: str = ""
    formerly: tuple[str, ...] = ()

    def role_on(self, day: dt.date) -> Role | None:
        """The post held on that day: the first listed that covers it."""
        return next((role for role in self.roles if role.held_on(day)), None)


Party: TypeAlias = Actor | str  # somebody with a page, or plain words


def _without_posts(party: "Party | None") -> object:
    return {**asdict(party), "roles": ()} if isinstance(party, Actor) else party


class Topic(Struct, frozen=True, eq=False):
    """A running subject; a series is told in order of date."""

    id: str
    name: str
    description: str
    series: bool
    formerly: tuple[str, ...] = ()


class Reference(Struct, frozen=True, eq=False):
    """Something outside this site. What is not known is None."""

    url: str | None = None
    title: str | None = None
    date: When | None = None
    publisher: Party | None = None
    archived: str | None = None
    describe: str | None = None

    @property
    def label(self) -> str:
        """What readers see of it: its title, or who published it, or the site it is on."""
        publisher = self.publisher.name if isinstance(self.publisher, Actor) else self.publisher
        return self.title or publisher or self.describe or self._site

    @property
    def _site(self) -> str:
        return (urlsplit(self.url).hostname or "").removeprefix("www.") if self.url else ""


class DatedText(Struct, frozen=True, eq=False):
    """A correction, or a change, and when it was made."""

    date: When
    text: str


class Question(Struct, frozen=True, eq=False):
    """A newcomer's question and its answer (Markdown)."""

    question: str
    answer: str


class Story(Struct, frozen=True, eq=False, dict=True):
    """A news story, told or republished, with its text as readers see it."""

    id: str
    headline: str
    short_headline: str
    summary: str
    published: When
    updated: When | None
    is_republished: bool
    license: str | None
    based_on: Reference | None
    topics: tuple[Topic, ...]
    backstory: str | None
    key_points: tuple[str, ...]
    questions: tuple[Question, ...]
    corrections: tuple[DatedText, ...]
    changes: tuple[DatedText, ...]
    developing: bool
    featured: bool
    status: str
    autolink: str
    article: Article
    formerly: tuple[str, ...] = ()
    why_withdrawn: str | None = None

    @property
    def is_withdrawn(self) -> bool:
        """Whether only its address is left."""
        return self.status == "withdrawn"

    @cached_property
    def words(self) -> int:
        """How many words the text has."""
        return word_count(self.article.text)

    def sort_key(self) -> tuple[dt.date, dt.date, str, str]:
        """Order of stories: by date of publication, then by id."""
        return (*self.published.sort_key(), self.id)


class Original(Struct, frozen=True, eq=False):
    """The words in the language they were said in."""

    text: str
    language: str
    source: Reference | None


class Rendering(Struct, frozen=True, eq=False):
    """The same utterance as somebody else carried it."""

    publisher: Party
    text: str
    url: str | None
    language: str | None


class Seal(Struct, frozen=True, eq=False):
    """The proof that a quote is in its source, or that it is not (`not_found`).

    The source's text is known by the SHA-256 of its normal form alone; `places` are in that form.
    """

    state: str
    source_sha256: str
    source_words: int
    places: tuple[TextSpan, ...]

    @property
    def is_proof(self) -> bool:
        """Whether the words were found."""
        return self.state != "not_found"


class Quote(Struct, frozen=True, eq=False, dict=True):
    """Something that somebody said, wrote, or would not say.

    `places` are its pieces in the article (none where the text does not repeat it).
    """

    id: str
    story: Story
    speaker: Actor
    text: str
    kind: str
    verb: str
    date: When | None
    audience: tuple[Party, ...]
    medium: str | None
    venue: Party | None
    about: "tuple[Party | Topic, ...]"
    via: Party | None
    source: Reference | None
    is_from_source_article: bool
    attribution: str
    description: str | None
    original: Original | None
    renderings: tuple[Rendering, ...]
    renderings_note: str | None
    verification: str
    seal: Seal | None
    places: tuple[TextSpan, ...]
    formerly: tuple[str, ...] = ()

    @property
    def around(self) -> tuple[str, str, str]:
        """The sentence before it in the text, the one it stands in, and the one after."""
        if not self.places:
            return "", "", ""
        return self.story.article.sentences_around(TextSpan(self.places[0].start, self.places[-1].end))

    @property
    def is_verbatim(self) -> bool:
        """Whether it claims to be the speaker's own words."""
        return self.kind in VERBATIM_KINDS

    @property
    def is_refusal(self) -> bool:
        """Whether somebody would not say anything."""
        return self.kind in REFUSALS

    @property
    def day(self) -> When:
        """When it was said, as far as is known: at the latest when the story was published."""
        return self.date or self.story.published

    def sort_key(self) -> tuple[dt.date, dt.date, str, str]:
        """Order of quotes: by date, then by story. Sorting is stable, so a story's own order stays."""
        return (*self.day.sort_key(), self.story.id)


class Said(Struct, frozen=True):
    """How much somebody said: in their own words, in those of others, and how often they would not say."""

    own: int
    reported: int
    refused: int

    @classmethod
    def of(cls, quotes: Iterable[Quote]) -> "Said":
        """Counts quotes."""
        listed = list(quotes)
        own = sum(it.is_verbatim for it in listed)
        refused = sum(it.is_refusal for it in listed)
        return cls(own, len(listed) - own - refused, refused)


class LogEntry(Struct, frozen=True, eq=False):
    """What became known of a claim, and where it is told."""

    date: When
    status: str
    text: str
    story: Story | None
    evidence: tuple[Reference, ...]


class Claim(Struct, frozen=True, eq=False):
    """Something that somebody says is so, and what became of it."""

    id: str
    story: Story
    text: str
    said_by: Actor
    first_status: str
    why: str | None
    evidence: tuple[Reference, ...]
    place: TextSpan | None
    quote: str | None
    log: tuple[LogEntry, ...]

    @property
    def status(self) -> str:
        """The status now: the last that was logged."""
        return self.log[-1].status if self.log else self.first_status

    @property
    def status_date(self) -> When:
        """Since when the status is what it is."""
        return self.log[-1].date if self.log else self.story.published


class Reliance(Struct, frozen=True, eq=False):
    """A story leans on a claim of another. `index` is its place in the story's list."""

    story: Story
    claim: Claim
    reviewed: When | None
    index: int

    @property
    def changes(self) -> tuple[LogEntry, ...]:
        """What changed the claim's status after the story came out."""
        return self._after(self.story.published)

    @property
    def unreviewed(self) -> tuple[LogEntry, ...]:
        """Those of the changes that nobody has looked at for the sake of this story."""
        return self._after(self.reviewed or self.story.published)

    def _after(self, day: When) -> tuple[LogEntry, ...]:
        before = (self.claim.first_status, *(it.status for it in self.claim.log))
        return tuple(
            entry
            for entry, status in zip(self.claim.log, before, strict=False)
            if entry.status != status and entry.date.start > day.end
        )


class Event(Struct, frozen=True, eq=False):
    """Something that happened or is planned."""

    id: str
    story: Story
    date: When
    title: str
    actors: tuple[Actor, ...]
    place: Party | None
    source: Reference | None
    planned: bool
    told_in: Story | None


class Note(Struct, frozen=True, eq=False):
    """An explainer note; `number` counts from 1 in the order of the text.

    `place` is what it explains, `spot` where its number stands.
    """

    number: int
    story: Story
    place: TextSpan
    spot: int
    title: str
    text: str
    told_in: Story | None
    sources: tuple[Reference, ...]

    @property
    def exact(self) -> str:
        """The words that it explains."""
        return self.story.article.text[self.place.start : self.place.end]


class Related(Struct, frozen=True, eq=False):
    """Further reading, and what it adds."""

    title: str
    url: str | None
    story: Story | None
    adds: str | None


class Mention(Struct, frozen=True, eq=False):
    """An actor's name at one place of a story's text."""

    actor: Actor
    story: Story
    span: TextSpan
    is_first: bool
    is_linked: bool


class Appearance(Struct, frozen=True, eq=False):
    """An actor in a story: listed in it, or speaking in it."""

    actor: Actor
    story: Story
    part: str | None
