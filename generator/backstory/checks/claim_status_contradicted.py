"""Claims whose status and log do not agree."""

from collections.abc import Iterator
from itertools import pairwise

from backstory.checks.rule import Finding
from backstory.diagnostics import Related
from backstory.record import SETTLED, Claim
from backstory.resolve import Resolution


def contradicted_statuses(resolution: Resolution) -> Iterator[Finding]:
    """What the log of a claim says cannot be true together with its status, or with itself.

    `status` is what held on the day of the story: an entry of the log from that day or before it, with
    another status, contradicts it. So do two entries of one day, and a settled claim that is open again.

    Bad:
        # stories/toll/story.yml
        claims:
          tenth:
            text: The toll takes a tenth of a day's catch.
            said_by: tomas-reyk
            status: open
            log:
              - date: 2031-03-01
                status: disputed
                text: The council gave another figure.
                evidence: ["https://council.example/records"]

    Good:
        # stories/toll/story.yml
        claims:
          tenth:
            text: The toll takes a tenth of a day's catch.
            said_by: tomas-reyk
            status: disputed
            why: The council gave another figure on 1 March.
            evidence: ["https://council.example/records"]
    """
    for claim in resolution.newsroom.claims:
        yield from _against_the_status(resolution, claim)
        yield from _within_the_log(resolution, claim)


def _against_the_status(resolution: Resolution, claim: Claim) -> Iterator[Finding]:
    day = claim.story.published
    for index, entry in enumerate(claim.log):
        if entry.date.end <= day.start and entry.status != claim.first_status:
            fact = (
                f"The claim was `{entry.status}` on {entry.date.text} already; "
                f"on the day of the story it cannot have been `{claim.first_status}`."
            )
            remedy = f"Say `status: {entry.status}`, or correct the date of the entry."
            related = (Related(resolution.place(claim, "log", index, "date"), "the log's entry"),)
            yield Finding(resolution.place(claim, "status"), fact, remedy, related)
            return


def _within_the_log(resolution: Resolution, claim: Claim) -> Iterator[Finding]:
    for index, (one, other) in enumerate(pairwise(claim.log), start=1):
        place = resolution.place(claim, "log", index, "status")
        related = (Related(resolution.place(claim, "log", index - 1, "status"), "the entry before"),)
        if one.date.is_exact and one.date == other.date and one.status != other.status:
            fact = f"On {one.date.text} the claim is both `{one.status}` and `{other.status}`."
            yield Finding(place, fact, "Keep the entry that held at the end of the day.", related)
        elif one.status in SETTLED and other.status == "open":
            fact = f"The claim was `{one.status}`, and is open again."
            remedy = "Say `disputed` if somebody doubts what was settled; open is what nobody can know yet."
            yield Finding(place, fact, remedy, related)
