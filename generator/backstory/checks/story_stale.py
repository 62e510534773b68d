"""Stories that are said to be developing, long after they stopped."""

from collections.abc import Iterator
from datetime import date

from backstory.checks.rule import Finding
from backstory.record import Story
from backstory.resolve import Resolution

_DAYS = 30


def stale_developing_stories(resolution: Resolution) -> Iterator[Finding]:
    """The story is `developing`, and nothing has come for thirty days.

    The days count up to the newest story of the site, not up to today: the same content gives the same words.

    Bad:
        # stories/toll/story.yml
        developing: true
        # stories/later/story.yml
        headline: The toll is doubled
        summary: From 1 May.
        published: 2031-05-01
        text: retelling
        # stories/later/article.md
        The toll is doubled.

    Good:
        # stories/toll/story.yml
        updated: 2031-04-20
        developing: true
        # stories/later/story.yml
        headline: The toll is doubled
        summary: From 1 May.
        published: 2031-05-01
        text: retelling
        # stories/later/article.md
        The toll is doubled.
    """
    stories = resolution.newsroom.stories
    newest = max((_last_day(it) for it in stories), default=date.min)
    for story in stories:
        days = (newest - _last_day(story)).days
        if story.developing and days > _DAYS:
            fact = f"The story has been developing without a change for {days} days."
            remedy = "Bring it up to date, with `updated:`, or take `developing:` out."
            yield Finding(resolution.place(story, "developing"), fact, remedy)


def _last_day(story: Story) -> date:
    return (story.updated or story.published).end
