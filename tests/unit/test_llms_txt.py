"""`llms.txt` has the form of llmstxt.org: a title, a summary, words, and lists of links under headings."""

import re

import pytest

from backstory.checks import NO_RULES
from backstory.compiler import Settings, compile_site

LINK = re.compile(r"- \[(?:\\.|[^\[\]\\])+\]\(https://harbour\.example/\S*\)(?:: \S.*)?")


@pytest.fixture
def text(content):
    """The file of a small site with a topic, a withdrawn story, and marks in its words."""
    content.story("topics: [sea-defences]\n")
    gone = "headline: Never mind\nsummary: Gone.\npublished: 2030-01-01\ntext: retelling\ntopics: [old]\n"
    content.write("stories/gone/story.yml", f"{gone}status: withdrawn\nwithdrawn: It was wrong.\n")
    content.write("stories/gone/article.md", "Nobody may read this any more.\n")
    content.write("topics/old.yml", "name: Old\n")
    content.write("topics/sea-defences.yml", 'name: "Sea [defences]"\ndescription: "Walls\\nand more"\n')
    site_url = "https://harbour.example/"
    compilation = compile_site(
        content.path, Settings("Port Alder", site_url, levels=NO_RULES, social_cards=False)
    )
    assert compilation.site, compilation.diagnostics
    return compilation.site.files["llms.txt"].decode()


def test_it_has_one_title_a_summary_and_then_only_lists_of_links_under_headings(text):
    head, *sections = text.split("\n## ")
    title, summary, *words = head.strip().split("\n\n")
    assert title == "# Port Alder"
    assert re.fullmatch(r"> .+", summary)
    assert words
    assert not [it for it in words if it.startswith("#")]
    assert [it.splitlines()[0] for it in sections] == ["Stories", "Topics", "Data"]
    links = [line for it in sections for line in it.splitlines()[1:] if line]
    assert links
    assert [it for it in links if not LINK.fullmatch(it)] == []


def test_it_tells_of_stories_and_topics_with_their_summaries(text):
    assert "(https://harbour.example/stories/toll/): 2031-03-04. The toll pays for a sea wall." in text
    assert r"- [Sea \[defences\]](https://harbour.example/topics/sea-defences/): Walls and more" in text


def test_it_does_not_tell_of_what_was_withdrawn(text):
    assert "Never mind" not in text
    assert "Old" not in text
