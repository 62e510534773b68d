"""An invented archive of any size, the same for the same number: stories as long as real ones."""

import random
from itertools import product
from pathlib import Path

CONFIG = """\
site_name: The archive
site_url: https://archive.example/
docs_dir: content
theme: {name: material, font: false}
plugins: [search, {backstory: {formats: FORMATS}}]
nav: [index.md, stories/index.md, actors/index.md, quotes/index.md, claims.md, timeline.md]
validation: {nav: {omitted_files: ignore}}
"""
SYLLABLES = tuple("".join(it) for it in product("bcdfghjklmnprstv", "aeiou", ("", "l", "n", "r", "s")))
ENDINGS = ("ing", "ed", "er", "ly", "s", "", "", "ment", "ous", "al")
VOCABULARY = 20_000
STORIES_A_TOPIC = 20
QUOTES, EVENTS, NOTES, CLAIMS = 8, 8, 5, 3
CAST, NEW_FACES = 8, 3


def write_archive(folder: Path, stories: int, formats: str = "none") -> None:
    """Write a site with so many stories into a folder: in each eight quotes by eight people, three new.

    That makes twelve pages a story, and some where people, quotes and claims are listed. `formats` is what
    its mkdocs.yml says of them.
    """
    for path, text in _Archive(stories, formats).files():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


class _Archive:
    def __init__(self, stories, formats):
        self.stories = stories
        self.config = CONFIG.replace("FORMATS", formats)
        self.chance = random.Random(stories)  # noqa: S311  # not for secrets: the same archive each time
        self.words = sorted({self._word() for _ in range(VOCABULARY)})
        self.cast = self._names(CAST + NEW_FACES * stories)

    def files(self):
        yield "mkdocs.yml", self.config
        for topic in range(-(-self.stories // STORIES_A_TOPIC)):
            said = f"name: {self._sentence(2)[:-1]} {topic}\ndescription: What it needs.\nseries: true\n"
            yield f"content/topics/topic-{topic}.yml", said
        for name in self.cast:
            said = f"name: {name}\nkind: person\ndescription: {self._sentence()}\n"
            yield f"content/actors/{_id(name)}.yml", said
        for number in range(self.stories):
            home = f"content/stories/story-{number:05}"
            known = CAST + NEW_FACES * number  # so many were there before
            people = self.cast[known : known + NEW_FACES]
            people += self.chance.sample(self.cast[:known], CAST - NEW_FACES)
            quotes = [self._sentence(24).rstrip(".") for _ in range(QUOTES)]
            spots = [self._sentence(6).rstrip(".") for _ in range(NOTES)]
            yield f"{home}/story.yml", "".join(self._story(number, [_id(it) for it in people], quotes, spots))
            yield f"{home}/article.md", self._article(people, quotes, spots)

    def _word(self):
        return "".join(self.chance.choices(SYLLABLES, k=self.chance.randint(1, 3))) + self.chance.choice(
            ENDINGS
        )

    def _names(self, number):
        """So many different names of two words."""
        names = {}
        while len(names) < number:
            given, family = (self.chance.choices(SYLLABLES, k=it) for it in (2, 3))
            names["".join(given).capitalize() + " " + "".join(family).capitalize()] = None
        return list(names)

    def _sentence(self, length=14):
        return " ".join(self.chance.choices(self.words, k=length)).capitalize() + "."

    def _story(self, number, ids, quotes, spots):
        day = f"20{10 + number % 20}-{1 + number % 12:02}-{1 + number % 28:02}"
        yield f"headline: {self._sentence(8)}\nsummary: {self._sentence(20)}\n"
        yield f"published: {day}\ntext: retelling\ntopics: [topic-{number // STORIES_A_TOPIC}]\n"
        yield f"based_on: {{title: The day, publisher: The Gazette, url: https://gazette.example/{number}}}\n"
        yield f"backstory: {self._sentence(30)}\nkey_points:\n"
        yield from (f"  - {self._sentence(18)}\n" for _ in range(4))
        yield "questions:\n"
        yield from (f"  - {{q: {self._sentence(7)}, a: {self._sentence(25)}}}\n" for _ in range(4))
        yield "actors:\n"
        yield from (f"  {it}: []\n" for it in ids)
        yield "quotes:\n"
        for index, text in enumerate(quotes):
            yield f"  quote-{index}:\n    speaker: {ids[index % CAST]}\n    text: {text}\n    kind: direct\n"
            yield f"    date: {day}\n    audience: [reporters]\n    medium: speech\n"
            yield f"    about: [{ids[-1 - index % 4]}]\n"
        yield "claims:\n"
        for index in range(CLAIMS):
            yield f"  claim-{index}:\n    text: {self._sentence(16)}\n    said_by: {ids[index]}\n"
            yield f"    status: disputed\n    why: {self._sentence(20)}\n"
            yield f"    evidence: [https://gazette.example/{number}, https://council.example/{number}]\n"
        yield "events:\n"
        for index in range(EVENTS):
            said = f"title: {self._sentence(8)}, actors: [{ids[index]}]"
            yield f"  event-{index}: {{date: 20{index:02}-05, {said}}}\n"
        yield "context:\n"
        for spot in spots:
            yield f"  - at: {spot}\n    title: {self._sentence(4)}\n    note: {self._sentence(25)}\n"

    def _article(self, names, quotes, spots):
        paragraphs = []
        for index, quote in enumerate(quotes):
            spot = f" {spots[index]}." if index < len(spots) else ""
            said = f"“{quote}”, {names[index % CAST]} said.{spot}"
            other = f" {names[-1 - index % CAST]} was there." if index % 2 else ""
            paragraphs.append(f"{self._sentence(22)} {said}{other} {self._sentence(20)}")
        return "\n\n".join(paragraphs) + "\n"


def _id(name):
    return name.lower().replace(" ", "-")
