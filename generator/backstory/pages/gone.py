"""What stays at the address of a quote that was taken down: that it was here, and why it is not."""

from collections.abc import Iterator

from backstory import addresses
from backstory.pages.edition import Edition, View
from backstory.pages.parts import Link, story_link
from backstory.record import Story


class GoneView(View, frozen=True, kw_only=True):
    """The page of a quote that was taken down."""

    reason: str
    story: Link


def plan_gone_pages(story: Story, edition: Edition) -> Iterator[GoneView]:
    """A page for each quote of a story that was taken down, by itself or with the story."""
    title = edition.language.gettext("This quote was taken down")
    for it in edition.newsroom.redactions_in(story):
        if it.kind == "quote":
            yield GoneView(
                address=addresses.of_gone_quote(it),
                template="gone.html",
                title=title,
                description=title,
                section=addresses.QUOTES,
                listed=False,
                reason=it.reason,
                story=story_link(it.story),
            )
