"""W3C Web Annotations of each story: what its text names, quotes, claims and explains, and where.

They point into a plain text beside them, so that who holds that file can check every place by counting. The
Web Annotation Data Model (https://www.w3.org/TR/annotation-model/) counts code points, as Python does.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from backstory import addresses
from backstory.pages.edition import Edition
from backstory.prose import plain_text
from backstory.record import Claim, Mention, Note, Quote, Story
from backstory.text import TextSpan

Json: TypeAlias = dict[str, Any]

_AROUND = 32  # characters before and after what is selected


def export_web_annotations(story: Story, edition: Edition) -> Iterator[tuple[str, bytes]]:
    """`stories/<id>/article.txt` and `stories/<id>/annotations.jsonld`, also where the story was before."""
    if story.is_withdrawn:
        return
    files = {
        "article.txt": story.article.text.encode(),
        "annotations.jsonld": annotations_of(story, edition),
    }
    for name in (story.id, *story.formerly):
        yield from ((f"stories/{name}/{file}", data) for file, data in files.items())


def annotations_of(story: Story, edition: Edition) -> bytes:
    """The story's annotations as a collection of one page, in the order of the text."""
    collection = addresses.absolute(addresses.annotations_of(story), edition.site_url)
    items = list(_Annotations(story, edition).all())
    page = {
        "id": f"{collection}#page-1",
        "type": "AnnotationPage",
        "partOf": collection,
        "startIndex": 0,
        "items": items,
    }
    data = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": collection,
        "type": "AnnotationCollection",
        "label": story.headline,
        "creator": {"type": "Organization", "name": edition.site_name},
        "total": len(items),
        "first": page,
        "last": page["id"],
    }
    return (json.dumps(data, ensure_ascii=False) + "\n").encode()


class _Annotations:
    def __init__(self, story: Story, edition: Edition) -> None:
        self.story = story
        self.edition = edition
        self.page = self._url(addresses.of_story(story))
        self.text = self._url(addresses.text_of(story))
        self.collection = self._url(addresses.annotations_of(story))

    def all(self) -> Iterator[Json]:
        newsroom, story = self.edition.newsroom, self.story
        found = [
            (it.span, self._mention(it, at)) for at, it in enumerate(newsroom.mentions_in(story), start=1)
        ]
        found += [(it.places[0], self._quote(it)) for it in newsroom.quotes_in(story) if it.places]
        found += [(it.place, self._claim(it, it.place)) for it in newsroom.claims_in(story) if it.place]
        found += [(it.place, self._note(it)) for it in newsroom.notes_in(story)]
        return (annotation for _, annotation in sorted(found, key=lambda it: (it[0].start, -it[0].end)))

    def _mention(self, mention: Mention, number: int) -> Json:
        actor = self._url(addresses.of_actor(mention.actor))
        return self._annotation(f"mention-{number}", [_thing(actor, "identifying")], [mention.span])

    def _quote(self, quote: Quote) -> Json:
        """The quote's own page, and who said it."""
        bodies = [
            _thing(self._url(addresses.of_quote(quote)), "linking"),
            _thing(self._url(addresses.of_actor(quote.speaker)), "identifying"),
        ]
        return self._annotation(f"in-{quote.id}", bodies, quote.places)

    def _claim(self, claim: Claim, place: TextSpan) -> Json:
        """The claim's place in the ledger, and how it stands."""
        status = {"type": "TextualBody", "value": claim.status, "purpose": "tagging", "language": "en"}
        link = _thing(self._url(addresses.of_claim(claim)), "linking")
        return self._annotation(addresses.place_of_claim(claim), [link, status], [place])

    def _note(self, note: Note) -> Json:
        said = ". ".join(it for it in (note.title, plain_text(note.text)) if it)
        language = self.edition.language.code
        comment = {"type": "TextualBody", "value": said, "format": "text/plain", "language": language}
        told_in = [self._url(addresses.of_story(note.told_in))] if note.told_in else []
        sources = [it.url for it in note.sources if it.url]
        links = [_thing(it, "linking") for it in (*told_in, *sources)]
        return self._annotation(
            f"note-{note.number}", [comment | {"purpose": "commenting"}, *links], [note.place]
        )

    def _annotation(self, name: str, bodies: list[Json], places: Iterable[TextSpan]) -> Json:
        targets = [self._target(it) for it in places]
        return {
            "id": f"{self.collection}#{name}",
            "type": "Annotation",
            "motivation": bodies[0]["purpose"],
            "body": bodies[0] if len(bodies) == 1 else bodies,
            "target": targets[0] if len(targets) == 1 else targets,
        }

    def _target(self, place: TextSpan) -> Json:
        text = self.story.article.text
        return {
            "type": "SpecificResource",
            "source": self.text,
            "scope": self.page,
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": text[place.start : place.end],
                    "prefix": text[max(0, place.start - _AROUND) : place.start],
                    "suffix": text[place.end : place.end + _AROUND],
                },
                {"type": "TextPositionSelector", "start": place.start, "end": place.end},
            ],
        }

    def _url(self, address: str) -> str:
        return addresses.absolute(address, self.edition.site_url)


def _thing(address: str, purpose: str) -> Json:
    return {"type": "SpecificResource", "source": address, "purpose": purpose}
