"""An invented archive of any size, the same for the same numbers: stories of the length that real ones have."""

import random
from pathlib import Path

CONFIG = """\
site_name: The archive
site_url: https://archive.example/
docs_dir: content
theme: {name: material, font: false}
plugins: [search, backstory]
nav: [index.md, stories/index.md, actors/index.md, quotes/index.md, claims.md, timeline.md]
validation: {nav: {omitted_files: ignore}}
"""
SYLLABLES = (
    "ba",
    "cor",
    "del",
    "fen",
    "gar",
    "hol",
    "in",
    "jor",
    "kel",
    "lum",
    "mar",
    "nes",
    "or",
    "pel",
    "ras",
)
ENDINGS = ("ing", "ed", "er", "ly", "s", "", "", "ment", "ous", "al")
STORIES_AN_ACTOR = 4
QUOTES, EVENTS, NOTES, CLAIMS, CAST = 10, 8, 5, 3, 8


def write_archive(folder: Path, stories: int) -> None:
    """Write a site with so many stories into a folder: an actor for four stories, ten quotes in each."""
    chance = random.Random(stories)  # noqa: S311  # not for secrets: the same archive each time
    words = sorted({_word(chance) for _ in range(3000)})
    cast = [f"{_name(chance)} {_name(chance)}" for _ in range(max(CAST, stories // STORIES_AN_ACTOR))]
    cast = [f"{name}{number}" if cast.count(name) > 1 else name for number, name in enumerate(cast)]
    files = {"mkdocs.yml": CONFIG}
    for number, name in enumerate(cast):
        files[f"content/actors/{_id(name, number)}.yml"] = (
            f"name: {name}\nkind: person\ndescription: {_sentence(chance, words)}\n"
        )
    files["content/topics/harbour.yml"] = (
        "name: The harbour\ndescription: What the port needs.\nseries: true\n"
    )
    for number in range(stories):
        home = f"content/stories/story-{number:05}"
        people = chance.sample(range(len(cast)), CAST)
        quotes = [_sentence(chance, words, 24).rstrip(".") for _ in range(QUOTES)]
        spots = [_sentence(chance, words, 6).rstrip(".") for _ in range(NOTES)]
        files[f"{home}/story.yml"] = "".join(_story(chance, words, number, people, cast, quotes, spots))
        files[f"{home}/article.md"] = _article(chance, words, [cast[it] for it in people], quotes, spots)
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")


def _word(chance):
    return "".join(chance.choices(SYLLABLES, k=chance.randint(1, 3))) + chance.choice(ENDINGS)


def _name(chance):
    return "".join(chance.choices(SYLLABLES, k=2)).capitalize()


def _id(name, number):
    return f"{name.lower().replace(' ', '-')}-{number}"


def _sentence(chance, words, length=14):
    return " ".join(chance.choices(words, k=length)).capitalize() + "."


def _story(chance, words, number, people, cast, quotes, spots):
    ids = [_id(cast[it], it) for it in people]
    day = f"20{10 + number % 20}-{1 + number % 12:02}-{1 + number % 28:02}"
    yield f"headline: {_sentence(chance, words, 8)}\nsummary: {_sentence(chance, words, 20)}\n"
    yield f"published: {day}\ntext: retelling\ntopics: [harbour]\n"
    yield f"based_on: {{title: The day, publisher: The Gazette, url: https://gazette.example/{number}}}\n"
    yield f"backstory: {_sentence(chance, words, 30)}\nkey_points:\n"
    yield from (f"  - {_sentence(chance, words, 18)}\n" for _ in range(4))
    yield "questions:\n"
    yield from (
        f"  - {{q: {_sentence(chance, words, 7)}, a: {_sentence(chance, words, 25)}}}\n" for _ in range(4)
    )
    yield "actors:\n"
    yield from (f"  {it}: []\n" for it in ids)
    yield "quotes:\n"
    for index, text in enumerate(quotes):
        yield f"  quote-{index}:\n    speaker: {ids[index % CAST]}\n    text: {text}\n    kind: direct\n"
        yield f"    date: {day}\n    audience: [reporters]\n    medium: speech\n    about: [{ids[-1 - index % 4]}]\n"
    yield "claims:\n"
    for index in range(CLAIMS):
        yield f"  claim-{index}:\n    text: {_sentence(chance, words, 16)}\n    said_by: {ids[index]}\n"
        yield f"    status: disputed\n    why: {_sentence(chance, words, 20)}\n"
        yield f"    evidence: [https://gazette.example/{number}, https://council.example/{number}]\n"
    yield "events:\n"
    for index in range(EVENTS):
        yield f"  event-{index}: {{date: 20{index:02}-05, title: {_sentence(chance, words, 8)}, actors: [{ids[index]}]}}\n"
    yield "context:\n"
    for spot in spots:
        yield f"  - at: {spot}\n    title: {_sentence(chance, words, 4)}\n    note: {_sentence(chance, words, 25)}\n"


def _article(chance, words, names, quotes, spots):
    paragraphs = []
    for index, quote in enumerate(quotes):
        spot = f" {spots[index]}." if index < len(spots) else ""
        said = f"“{quote}”, {names[index % CAST]} said.{spot}"
        paragraphs.append(f"{_sentence(chance, words, 22)} {said} {_sentence(chance, words, 18)}")
    return "\n\n".join(paragraphs) + "\n"
