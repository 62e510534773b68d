"""One utterance as several outlets carried it: each version against those in its own language."""

import re

QUOTE = """\
actors: [ilse-varga]
quotes:
  wall:
    speaker: ilse-varga
    kind: direct
    text: We can build the wall now
    in_text: false
    original: {text: Most felépíthetjük a falat, language: hu}
    renderings:
      - {publisher: Coast Radio, text: We could build the wall now}
      - {publisher: Harbour Post, text: Most felépíthetjük a nagy falat, language: hu}
      - {publisher: Le Port, text: Nous pouvons construire le mur, language: fr}
"""


def _versions(content):
    content.story(QUOTE)
    page = next(it.html for it in content.compile().site.pages if it.address == "/quotes/toll/wall/")
    return re.findall(r'<li class="bs-word">(.*?)</li>', page, re.DOTALL)


def test_versions_are_compared_within_their_language(content):
    marked = [re.findall(r'<b class="bs-var">(.*?)</b>', it) for it in _versions(content)]
    assert marked == [[], ["nagy"], [], ["can"], ["could"]]


def test_the_reference_and_the_original_are_named(content):
    said = [" ".join(re.sub(r"<[^>]+>", " ", it).split()) for it in _versions(content)]
    assert said[0].startswith("The original")
    assert said[3].startswith("The source article Quoted here")
