"""The page in a story's evidence bundle: what lies beside it, and how to check it all again."""

from collections.abc import Iterable

from msgspec import Struct

from backstory import addresses
from backstory.language import Language
from backstory.pages.checked import Check, check_of
from backstory.pages.edition import Edition, View
from backstory.pages.parts import Link, source_link
from backstory.pages.statement import statement_words
from backstory.record import Quote, Story
from backstory.text import TextSpan

PAGE = "how-to-check.html"
SUMS = "SHA256SUMS"


class FileInBundle(Struct, frozen=True):
    """A file, or a folder of files, and what it is."""

    name: str
    is_what: str


class Proof(Struct, frozen=True):
    """How a quote was checked: the file with its words, their fingerprint, where they stand."""

    file: str
    link: Link
    words: str
    check: Check
    fingerprint: str
    places: tuple[str, ...]


class Against(Struct, frozen=True):
    """The quotes that were checked against one text.

    Without `sha256` that is the article's own text, or none was at hand.
    """

    source: Link
    sha256: str
    words: str
    is_article: bool
    proofs: tuple[Proof, ...]


class EvidenceView(View, frozen=True, kw_only=True):
    """How to check a story again."""

    story: Link
    files: tuple[FileInBundle, ...]
    against: tuple[Against, ...]


def plan_evidence(
    story: Story, fingerprints: dict[str, str], names: Iterable[str], edition: Edition
) -> EvidenceView:
    """The page; `fingerprints` are those of the quotes' words, by id, `names` the files in the bundle."""
    title = edition.language.gettext("How to check this again")
    quotes = [it for it in edition.newsroom.quotes_in(story) if it.id in fingerprints]
    groups: dict[tuple[str, bool], list[Quote]] = {}
    for it in quotes:
        groups.setdefault((it.seal.source_sha256 if it.seal else "", _is_in_article(it)), []).append(it)
    return EvidenceView(
        address=addresses.of_story(story),
        template="evidence.html",
        title=edition.language.labelled(story.headline, title),
        description=title,
        section=addresses.STORIES,
        story=Link(story.headline, addresses.absolute(addresses.of_story(story), edition.site_url)),
        files=_files(set(names), edition.language),
        against=tuple(
            _against(sha256, group, fingerprints, edition, is_article=is_article)
            for (sha256, is_article), group in groups.items()
        ),
    )


def _is_in_article(quote: Quote) -> bool:
    """Whether each build proves it against the republished text itself."""
    return not quote.seal and quote.story.is_republished and bool(quote.places)


def _against(
    sha256: str, quotes: list[Quote], fingerprints: dict[str, str], edition: Edition, *, is_article: bool
) -> Against:
    language = edition.language
    first = quotes[0]
    count = language.count("%(num)s word", "%(num)s words", first.seal.source_words) if first.seal else ""
    proofs = tuple(_proof(it, fingerprints[it.id], edition, is_article=is_article) for it in quotes)
    return Against(source_link(first.source, language), sha256, count, is_article, proofs)


def _proof(quote: Quote, fingerprint: str, edition: Edition, *, is_article: bool) -> Proof:
    places = quote.seal.places if quote.seal else quote.places if is_article else ()
    link = addresses.absolute(addresses.of_quote(quote), edition.site_url)
    return Proof(
        file=f"quotes/{quote.id}.txt",
        link=Link(quote.speaker.name, link),
        words=statement_words(quote, edition.language),
        check=check_of(quote, edition.language),
        fingerprint=fingerprint,
        places=tuple(map(_place, places)),
    )


def _place(place: TextSpan) -> str:
    return f"{place.start}–{place.end}"


def _files(names: set[str], language: Language) -> tuple[FileInBundle, ...]:
    _ = language.gettext
    told = (
        ("story.yml", _("What the editors wrote, without their comments and without what was taken down.")),
        ("quotes.lock", _("What was proven of the quotes, and against which texts.")),
        ("article.txt", _("The story’s text. Places in it are counted in characters from 0.")),
        (
            "annotations.jsonld",
            _("Where names, quotes, claims and notes stand in that text: W3C Web Annotations."),
        ),
        ("story.json", _("All of it as data, as the site publishes it.")),
        (
            "quotes",
            _("The words of each quote that count: no punctuation, no white space but between words."),
        ),
    )
    folders = {it.split("/")[0] for it in names}
    return tuple(FileInBundle(name, is_what) for name, is_what in told if name in folders)
