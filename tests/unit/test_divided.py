"""A long list is divided: each thing stands on the page of one part, at an address that stays."""

import re
from datetime import date, timedelta

import pytest

from backstory.compiler import Settings, compile_site
from backstory.language import Language
from backstory.pages.divided import MOST, by_date, by_letter

ENGLISH = Language("en")
STORY = """\
headline: The chronicle
summary: All of it.
published: 2031-01-01
text: retelling
events:
"""


def parts_of(days):
    return by_date(days, lambda it: it, "/timeline/", ENGLISH)


def test_a_list_that_one_page_can_hold_is_not_divided():
    assert parts_of([date(2030, 1, 1)] * MOST) == []
    assert by_letter(["Ada"] * MOST, str, "/actors/by/") == []


def test_years_are_parts_and_long_years_months():
    days = [date(2029, 5, 1)] * 3 + [date(2030, 1, 1) + timedelta(it) for it in range(MOST + 1)]
    parts = parts_of(days)
    assert [it.address for it in parts] == [
        *(f"/timeline/2030-0{month}/" for month in range(7, 0, -1)),
        "/timeline/2029/",
    ]
    assert [it.name for it in parts][-2:] == ["January 2030", "2029"]
    assert sorted(it for part in parts for it in part.things) == sorted(days)


def test_what_has_no_date_is_a_part_of_its_own():
    parts = parts_of([date(2030, 1, 1)] * MOST + [None])
    assert (parts[-1].address, parts[-1].name, parts[-1].things) == (
        "/timeline/undated/",
        "Date not given",
        (None,),
    )


def test_names_are_divided_by_their_letters_in_any_script():
    names = [*("Ada" for _ in range(MOST)), "Émile", "Eva", "Яна", "4 July"]
    parts = by_letter(names, str, "/actors/by/")
    assert [(it.address, it.name) for it in parts] == [
        ("/actors/by/0/", "0"),
        ("/actors/by/a/", "A"),
        ("/actors/by/e/", "E"),
        ("/actors/by/u44f/", "Я"),
    ]
    assert sorted(it for part in parts for it in part.things) == sorted(names)


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The pages of a story with 210 events of two years and more people than one page holds."""
    content = tmp_path_factory.mktemp("long") / "content"
    (content / "actors").mkdir(parents=True)
    for number in range(MOST + 1):
        name = f"{'AB'[number % 2]}da {number}"
        (content / "actors" / f"it-{number}.yml").write_text(f"name: {name}\nkind: person\n")
    events = [date(2029, 12, 1) + timedelta(it) for it in range(MOST + 10)]
    lines = [f"  e{it}: {{date: {day}, title: Event number {it}}}\n" for it, day in enumerate(events)]
    (content / "stories" / "it").mkdir(parents=True)
    (content / "stories" / "it" / "story.yml").write_text(STORY + "".join(lines))
    (content / "stories" / "it" / "article.md").write_text("It happened.\n")
    made = compile_site(content, Settings(site_url="https://a.example/"))
    return {it.address: it for it in made.site.pages}


def tells(number, html):
    return re.search(rf"Event number {number}\b", html) is not None


def test_the_sections_page_shows_the_newest_and_leads_to_all(pages):
    timeline = pages["/timeline/"].html
    assert f"{MOST} of {MOST + 10} shown" in timeline
    assert not tells(9, timeline)
    assert tells(MOST + 9, timeline)
    for address in ("2029", "2030"):
        assert f'href="{address}/"' in timeline


def test_each_event_stands_on_the_page_of_one_part(pages):
    parts = [it.html for address, it in pages.items() if address.startswith("/timeline/2")]
    for number in range(MOST + 10):
        assert sum(tells(number, it) for it in parts) == 1, number


def test_parts_lead_back_and_to_their_neighbours(pages):
    page = pages["/timeline/2029/"]
    assert page.title == "Timeline: 2029"
    assert '<a href="../">Timeline</a>' in page.html
    assert '<a href="../2030/">2030</a>' in page.html


def test_a_large_register_is_divided_by_letters(pages):
    assert 'href="by/a/"' in pages["/actors/"].html
    assert "Ada 0<" in pages["/actors/by/a/"].html
    assert "Bda 1<" not in pages["/actors/by/a/"].html
    assert pages["/actors/by/a/"].is_list
