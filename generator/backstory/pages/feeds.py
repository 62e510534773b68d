"""Which feeds there are, and which of them a page offers. None without the site's address."""

from backstory import addresses
from backstory.formats import Format
from backstory.pages.edition import Edition, Feed, View
from backstory.record import Actor, Topic


def feed_of_site(edition: Edition) -> Feed:
    """All stories."""
    follows = edition.language.gettext("All stories")
    return Feed("/feed", addresses.HOME, edition.site_name, follows)


def feed_of_corrections(edition: Edition) -> Feed:
    """What was wrong, and what was withdrawn."""
    follows = edition.language.gettext("Corrections")
    title = edition.language.labelled(edition.site_name, follows)
    return Feed("/corrections", addresses.STORIES, title, follows)


def feed_of(subject: Actor | Topic, edition: Edition) -> Feed:
    """The stories with an actor, or on a topic."""
    page = addresses.of_actor(subject) if isinstance(subject, Actor) else addresses.of_topic(subject)
    title = edition.language.labelled(edition.site_name, subject.name)
    return Feed(f"{page}feed", page, title, subject.name)


def feeds_of_site(edition: Edition) -> tuple[Feed, ...]:
    """The two of the site as a whole."""
    return (feed_of_site(edition), feed_of_corrections(edition)) if has_feeds(edition) else ()


def feeds_of(subject: Actor | Topic, edition: Edition) -> tuple[Feed, ...]:
    """The one of an actor or a topic."""
    return (feed_of(subject, edition),) if has_feeds(edition) else ()


def feeds_in_head(view: View, edition: Edition) -> tuple[Feed, ...]:
    """What programs find in the head of a page: what it shows, and what is the site's."""
    return tuple(dict.fromkeys((*view.feeds, *feeds_of_site(edition))))


def has_feeds(edition: Edition) -> bool:
    """Whether there are any: the site wants them, their addresses are whole ones, there is what to follow."""
    return bool(edition.publishes(Format.FEEDS) and edition.site_url and not edition.newsroom.is_empty)
