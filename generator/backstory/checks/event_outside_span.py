"""Events that the story cannot know of."""

from collections.abc import Iterator

from backstory.checks.rule import Finding
from backstory.resolve import Resolution


def events_outside_the_span(resolution: Resolution) -> Iterator[Finding]:
    """An event is told as past and comes after the story, or is planned and was over before it.

    Most often the date is wrong by a year, or `planned: true` is missing.

    Bad:
        # stories/toll/story.yml
        events:
          next-vote: {date: 2031-04, title: The council votes again}

    Good:
        # stories/toll/story.yml
        events:
          next-vote: {date: 2031-04, title: The council votes again, planned: true}
    """
    for event in resolution.newsroom.events:
        story = event.story
        last = (story.updated or story.published).end
        if not event.planned and event.date.start > last:
            fact = f"The event comes after the story, which tells what was known on {last.isoformat()}."
            remedy = "Correct the date, or say `planned: true`; or give the story's `updated:`."
            yield Finding(resolution.place(event, "date"), fact, remedy)
        elif event.planned and event.date.end < story.published.start:
            fact = f"The event is planned, and was over before the story of {story.published.text}."
            place = resolution.place(event, "date")
            yield Finding(place, fact, "Correct the date, or take `planned: true` out.")
