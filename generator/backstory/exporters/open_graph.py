"""Open Graph (https://ogp.me): what social networks show of a page when somebody links to it."""

from collections.abc import Iterator

from babel.core import get_global

from backstory import addresses
from backstory.language import Language
from backstory.pages.edition import Edition, View
from backstory.record import Actor, Quote, Story


def open_graph(view: View, edition: Edition) -> tuple[tuple[str, str], ...]:
    """Properties and what they say; the picture's are the page's own. Without an address, no `og:url`."""
    subject = view.subject
    story = subject.story if isinstance(subject, Quote) else subject
    is_person = isinstance(subject, Actor) and subject.kind == "person"
    kind = "article" if isinstance(story, Story) else "profile" if is_person else "website"
    said = [
        ("og:title", view.title),
        ("og:description", view.description),
        ("og:type", kind),
        ("og:url", addresses.absolute(view.address, edition.site_url) if edition.site_url else ""),
        ("og:site_name", edition.site_name),
        ("og:locale", _locale(edition.language)),
    ]
    if isinstance(story, Story):
        said += _article(story, edition)
    return tuple((name, content) for name, content in said if content)


def _article(story: Story, edition: Edition) -> Iterator[tuple[str, str]]:
    published, changed = story.published.start, edition.newsroom.last_change(story)
    yield "article:published_time", published.isoformat()
    if changed != published:
        yield "article:modified_time", changed.isoformat()
    for topic in story.topics:
        yield "article:tag", topic.name


def _locale(language: Language) -> str:
    """The language with a country, as Open Graph wants it; the likeliest where none was said."""
    locale = language.locale
    if locale.territory:
        return f"{locale.language}_{locale.territory}"
    likely = str(get_global("likely_subtags").get(locale.language, ""))
    return f"{locale.language}_{likely.rsplit('_', 1)[-1]}" if likely else str(locale.language)
