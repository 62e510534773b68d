"""Stories that lean on a claim whose status has changed since."""

from collections.abc import Iterator

from backstory.checks.rule import Finding
from backstory.diagnostics import Related
from backstory.resolve import Resolution


def unreviewed_claims(resolution: Resolution) -> Iterator[Finding]:
    """The status of a claim has changed since the story that leans on it came out, or was reviewed last.

    Somebody has to look whether the story still holds: `reviewed` says when. An error, so that no site is
    published over it.

    Bad:
        # stories/storm/story.yml
        headline: The January storm
        summary: It broke the old wall.
        published: 2029-01-10
        text: retelling
        actors:
          ilse-varga: {}
        claims:
          gone-by-night:
            text: The wall went by night.
            said_by: ilse-varga
            status: open
            log:
              - date: 2031-05-02
                status: 'false'
                text: The harbour log has it at noon.
                evidence: https://harbour.example/log

        # stories/storm/article.md
        It blew.

        # stories/toll/story.yml
        relies_on:
          - story: storm
            claim: gone-by-night

    Good:
        # stories/storm/story.yml
        headline: The January storm
        summary: It broke the old wall.
        published: 2029-01-10
        text: retelling
        actors:
          ilse-varga: {}
        claims:
          gone-by-night:
            text: The wall went by night.
            said_by: ilse-varga
            status: open
            log:
              - date: 2031-05-02
                status: 'false'
                text: The harbour log has it at noon.
                evidence: https://harbour.example/log

        # stories/storm/article.md
        It blew.

        # stories/toll/story.yml
        relies_on:
          - story: storm
            claim: gone-by-night
            reviewed: 2031-05-02
    """
    for it in resolution.newsroom.reliances:
        for entry in it.unreviewed[-1:]:
            since = "it was reviewed" if it.reviewed else "this story came out"
            fact = f"The claim `{it.claim.id}` is `{entry.status}` since {entry.date.text}, after {since}."
            remedy = (
                f"See whether the story still holds, and say `reviewed: {entry.date.text}` or a later day."
            )
            place = resolution.place(it.story, "relies_on", it.index, "claim")
            log = resolution.place(it.claim, "log", it.claim.log.index(entry), "status")
            yield Finding(place, fact, remedy, (Related(log, "what became known"),))
