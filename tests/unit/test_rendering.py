"""What stands on many pages is rendered once, and is on each what it would be there by itself."""

from pathlib import Path

import pytest

from backstory.compiler import Settings, compile_edition
from backstory.pages.kinds import PAGE_KINDS
from backstory.rendering import Renderer

EXAMPLE = Path(__file__).parents[2] / "content"


@pytest.mark.parametrize("root", [None, "/news/"])
def test_a_page_of_the_example_is_the_same_whatever_was_rendered_before_it(root):
    edition = compile_edition(EXAMPLE, Settings(site_url="https://example.org/news/")).edition
    views = [view for plan in PAGE_KINDS for view in plan(edition)]
    shared = Renderer(edition.language, root)
    rendered = [shared.render(view) for view in views]
    alone = [Renderer(edition.language, root).render(view) for view in views]
    assert not [one.address for one, a, b in zip(views, rendered, alone, strict=True) if a != b]
    assert rendered[::-1] == [shared.render(view) for view in views[::-1]]
