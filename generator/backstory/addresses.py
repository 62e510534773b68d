"""Where everything is on the site. Addresses are promises: once published, they do not move."""

import posixpath
from urllib.parse import urlsplit

from backstory.record import Actor, Claim, Event, Quote, Redaction, Story, Topic

HOME = "/"
STORIES = "/stories/"
ACTORS = "/actors/"
QUOTES = "/quotes/"
TIMELINE = "/timeline/"
CLAIMS = "/claims/"
NETWORK = "/network/"
INDEX_DATA = "/api/index.json"
OPENAPI = "/api/openapi.json"
QUOTES_TABLE = "/api/quotes.csv"
QUOTES_LINES = "/api/quotes.ndjson"
ACTORS_TABLE = "/api/actors.csv"
CLAIMS_TABLE = "/api/claims.csv"
EMBED_LOADER = "/embed/embed.js"


def of_story(story: Story) -> str:
    """The story's page."""
    return f"/stories/{story.id}/"


def of_actor(actor: Actor) -> str:
    """The actor's page."""
    return f"/actors/{actor.id}/"


def of_topic(topic: Topic) -> str:
    """The topic's page."""
    return f"/topics/{topic.id}/"


def of_quote(quote: Quote) -> str:
    """The quote's permalink."""
    return f"/quotes/{quote.story.id}/{quote.id}/"


def of_gone_quote(redaction: Redaction) -> str:
    """The permalink of a quote that was taken down."""
    return f"/quotes/{redaction.story.id}/{redaction.id}/"


def of_statement(quote: Quote) -> str:
    """The quote among the statements of its story."""
    return f"{of_story(quote.story)}#quote-{quote.id}"


def of_place(quote: Quote) -> str:
    """Where the quote stands in the story's text; its statement where the text does not repeat it."""
    return f"{of_story(quote.story)}#in-{quote.id}" if quote.places else of_statement(quote)


def of_claim(claim: Claim) -> str:
    """The claim in the story that wrote it down."""
    return f"{of_story(claim.story)}#claim-{claim.id}"


def place_of_claim(claim: Claim) -> str:
    """The fragment where the claim stands in its story's text; no quote's `in-…` can be the same."""
    return f"at-claim-{claim.id}"


def of_event(event: Event) -> str:
    """The event on the timeline of its story."""
    return f"{of_story(event.story)}#event-{event.id}"


def picture_of_story(story: Story) -> str:
    """The social picture of a story."""
    return f"/cards/stories/{story.id}.png"


def picture_of_actor(actor: Actor) -> str:
    """The social picture of an actor."""
    return f"/cards/actors/{actor.id}.png"


def picture_of_quote(quote: Quote) -> str:
    """The social picture of a quote."""
    return f"/cards/quotes/{quote.story.id}/{quote.id}.png"


def embed_of_quote(quote: Quote) -> str:
    """The quote as a small page for frames on other sites."""
    return f"/embed/quotes/{quote.story.id}/{quote.id}/"


def embed_of_actor(actor: Actor) -> str:
    """The same of an actor."""
    return f"/embed/actors/{actor.id}/"


def embed_of_timeline(story: Story) -> str:
    """The same of a story's timeline."""
    return f"/embed/timelines/{story.id}/"


def embed_of_claim(claim: Claim) -> str:
    """The same of a claim."""
    return f"/embed/claims/{claim.story.id}/{claim.id}/"


def of_data(kind: str, name: str) -> str:
    """The JSON of a story or an actor; `kind` is `stories` or `actors`."""
    return f"/api/{kind}/{name}.json"


def annotations_of(story: Story) -> str:
    """The Web Annotations of a story."""
    return f"{of_story(story)}annotations.jsonld"


def text_of(story: Story) -> str:
    """The story's text without its markup, which annotations count in."""
    return f"{of_story(story)}article.txt"


def evidence_of(story: Story) -> str:
    """What a story was made from, to be checked again."""
    return f"{of_story(story)}evidence.zip"


def relative(target: str, page: str) -> str:
    """The link from `page` to `target`, both addresses on this site; other addresses stay as they are."""
    if not target.startswith("/"):
        return target
    path, hash_, fragment = target.partition("#")
    if path == page:
        return f"#{fragment}" if hash_ else "./"
    return _way(path, page) + ("/" if path.endswith("/") else "") + hash_ + fragment


def _way(path: str, page: str) -> str:
    """The relative path, as `posixpath.relpath` has it; it is asked for at each link of each page."""
    if "/." in path or "//" in path:
        return posixpath.relpath(path, page)
    begin, end = _folders(page), _folders(path)
    common = 0
    for one, other in zip(begin, end, strict=False):
        if one != other:
            break
        common += 1
    steps = [".."] * (len(begin) - common) + end[common:]
    return "/".join(steps) or "."


def _folders(address: str) -> list[str]:
    return address.strip("/").split("/") if address != "/" else []


def rooted(target: str, page: str, root: str) -> str:
    """The link from `page` to `target` from the root of the domain on; `root` is the site's path there."""
    if not target.startswith("/"):
        return target
    path, hash_, fragment = target.partition("#")
    return f"#{fragment}" if hash_ and path == page else root.rstrip("/") + target


def root_of(site_url: str | None) -> str:
    """The site's path on its domain: `/`, or `/news/` for a site at https://example.org/news/."""
    path = urlsplit(site_url or "").path
    return path if path.endswith("/") else f"{path}/"


def absolute(target: str, site_url: str | None) -> str:
    """The address with the site's own in front, as far as it is known."""
    if not site_url or not target.startswith("/"):
        return target
    return site_url.rstrip("/") + target


def site_of(url: str) -> str:
    """The host name that readers know a site by."""
    return (urlsplit(url).hostname or "").removeprefix("www.")
