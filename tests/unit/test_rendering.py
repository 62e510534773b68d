"""What stands on many pages is rendered once, and is on each what it would be there by itself."""

from pathlib import Path

import pytest

from backstory.compiler import Settings, prepare_site
from backstory.rendering import Renderer

EXAMPLE = Path(__file__).parents[2] / "content"


@pytest.mark.parametrize("root", [None, "/news/"])
def test_a_page_of_the_example_is_the_same_whatever_was_rendered_before_it(root):
    press = prepare_site(EXAMPLE, Settings(site_url="https://example.org/news/")).press
    language = press.edition.language
    views = [view for chapter in press.chapters for plan in chapter.plans for view in plan()]
    shared = Renderer(language, root)
    rendered = [shared.render(view) for view in views]
    alone = [Renderer(language, root).render(view) for view in views]
    assert not [one.address for one, a, b in zip(views, rendered, alone, strict=True) if a != b]
    assert rendered[::-1] == [shared.render(view) for view in views[::-1]]


def test_each_chapter_says_where_its_pages_will_be():
    press = prepare_site(EXAMPLE, Settings(site_url="https://example.org/news/")).press
    for chapter in press.chapters:
        assert tuple(it.address for it in press.make(chapter).pages) == chapter.addresses


def test_a_chapter_is_the_same_whatever_was_made_before_it():
    settings = Settings(site_url="https://example.org/news/", social_cards=False)
    forwards, backwards = (prepare_site(EXAMPLE, settings).press for _ in range(2))
    made = [backwards.make(it) for it in reversed(backwards.chapters)]
    assert [forwards.make(it) for it in forwards.chapters] == made[::-1]
