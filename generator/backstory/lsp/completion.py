"""What may be written at a spot: ids with what they are, words, keys, and the article's own passages."""

import json
import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from backstory.editors.known import Known
from backstory.lsp.shapes import Hint, fields_of, hint_at, item_of
from backstory.lsp.spot import Spot
from backstory.prose import Article, parse_article
from backstory.schema.fields import Names

_QUOTED = re.compile(r"“([^“”]+)”|«([^«»]+)»|„([^„“”]+)[“”]|\"([^\"]+)\"")
# A text that YAML reads as it stands; anything else is put in quotes.
_PLAIN_IN_YAML = re.compile(r"[^\W\d_](?:(?!: |\s#)[^\n{}\[\],\"]|,(?=\s))*(?<![:\s])")
_LONGEST_LABEL = 60


class Offer(Struct, frozen=True):
    """Something that may be written: what is shown, what is put in, what is said of it (Markdown).

    It takes the place of `replaces` characters before the cursor. `kind` is id, word, key or passage.
    """

    label: str
    text: str
    said: str
    kind: str
    replaces: int


def offers_at(kind: str, spot: Spot, known: Known, quotes: Iterable[str], article: str | None) -> list[Offer]:
    """What may be written at a spot of such a file; `quotes` are the ids of the story's quotes."""
    hint = hint_at(kind, spot.path)
    if hint is None:
        return []
    above = hint_at(kind, spot.path[:-1]) if spot.path and isinstance(spot.path[-1], int) else None
    if above and above.names_of_keys:  # a list of ids stands for a map by id
        return list(_ids(above.names_of_keys, known, spot))
    if spot.is_key and hint.shape:
        fields = fields_of(hint.shape)
        return [Offer(it, f"{it}: ", said, "key", len(spot.word)) for it, said in fields.items()]
    if spot.is_key and hint.names_of_keys:
        return list(_ids(hint.names_of_keys, known, spot, ending=": "))
    if article is not None and _is_passage(spot):
        return list(_passages(parse_article(article), spot))
    return list(_values(item_of(hint), known, spot, quotes))


def _values(hint: Hint, known: Known, spot: Spot, quotes: Iterable[str]) -> Iterator[Offer]:
    yield from _ids(hint.names, known, spot)
    if spot.path[:1] == ("claims",) and spot.path[-1] == "quote":
        yield from (Offer(it, it, "", "id", len(spot.word)) for it in quotes)
    words = ("true", "false") if hint.kind is bool else hint.words
    yield from (Offer(it, it, "", "word", len(spot.word)) for it in words)


def _ids(names: Iterable[Names], known: Known, spot: Spot, ending: str = "") -> Iterator[Offer]:
    ids: dict[str, str] = {}
    for it in names:
        ids |= known.of(it.kind)
    yield from (Offer(name, name + ending, said, "id", len(spot.word)) for name, said in ids.items())


def _is_passage(spot: Spot) -> bool:
    """Whether the article's own words may stand there: the text of a quote, or a place in the article."""
    is_text = spot.path[:1] == ("quotes",) and spot.path[2:] == ("text",)
    return not spot.is_key and (is_text or spot.path[-1:] == ("at",))


def _passages(article: Article, spot: Spot) -> Iterator[Offer]:
    """What stands in quotation marks; for the text of a quote these, for a place sentences too."""
    found = [next(it for it in match.groups() if it) for match in _QUOTED.finditer(article.text)]
    if spot.path[-1] == "at":
        found += [article.text[it.start : it.end] for it in article.sentence_spans()]
    begun = spot.typed.lstrip("\"'")
    for passage in dict.fromkeys(" ".join(it.split()).rstrip(",") for it in found):
        if begun.casefold() in passage.casefold():
            label = passage if len(passage) <= _LONGEST_LABEL else f"{passage[: _LONGEST_LABEL - 1]}…"
            yield Offer(label, _in_yaml(passage, spot), passage, "passage", len(spot.typed))


def _in_yaml(passage: str, spot: Spot) -> str:
    if _PLAIN_IN_YAML.fullmatch(passage) and spot.typed[:1] not in {'"', "'"}:
        return passage
    return json.dumps(passage, ensure_ascii=False)
