"""Claims that one source alone has settled."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from backstory.checks.rule import Finding
from backstory.record import SETTLED, Actor, Claim, Reference
from backstory.resolve import Resolution


def claims_with_one_source(resolution: Resolution) -> Iterator[Finding]:
    """A claim counts as settled, and all of the evidence comes from one publisher.

    A story of this site in the log counts as a source of its own: it has its sources.

    Bad:
        # stories/toll/story.yml
        claims:
          tenth:
            text: The toll takes a tenth of a day's catch.
            said_by: tomas-reyk
            status: confirmed
            evidence: ["https://gazette.example/1", "https://gazette.example/2"]

    Good:
        # stories/toll/story.yml
        claims:
          tenth:
            text: The toll takes a tenth of a day's catch.
            said_by: tomas-reyk
            status: confirmed
            evidence: ["https://gazette.example/1", "https://council.example/records"]
    """
    for claim in resolution.newsroom.claims:
        sources = {_publisher(it) for it in _evidence(claim)}
        has_story = bool(claim.log and claim.log[-1].story)
        if claim.status in SETTLED and len(sources) == 1 and not has_story:
            path = ("log", len(claim.log) - 1, "evidence") if claim.log else ("evidence",)
            fact = f"That the claim is `{claim.status}` rests on one source."
            remedy = "Add evidence from somebody else, or keep it `disputed` or `unverified` until there is."
            yield Finding(resolution.place(claim, *path), fact, remedy)


def _evidence(claim: Claim) -> tuple[Reference, ...]:
    return claim.log[-1].evidence if claim.log else claim.evidence


def _publisher(reference: Reference) -> object:
    if isinstance(reference.publisher, Actor):
        return reference.publisher.id
    return reference.publisher or (reference.url and urlsplit(reference.url).hostname) or reference.label
