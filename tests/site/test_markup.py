"""What browsers, screen readers and search engines ask of every page, without a browser."""
# ruff: noqa: SIM905 - a list of words, one a line, would fill a page

from collections import Counter

import pytest
from html_tree import HEADINGS

BLOCKS = frozenset(
    "address article aside blockquote details dialog div dl fieldset figcaption figure footer form h1 h2 h3 "
    "h4 h5 h6 header hr li main nav ol p pre section table ul".split()
)
WORDS_ONLY = frozenset(
    "abbr b bdi button cite code dt em h1 h2 h3 h4 h5 h6 i kbd label legend mark p pre q s small span strong "
    "sub summary sup time u var".split()
)
CONTROLS = frozenset("a button input select textarea summary label".split())
PARENTS = {
    "li": {"ul", "ol"},
    "dt": {"dl", "div"},
    "dd": {"dl", "div"},
    "figcaption": {"figure"},
    "legend": {"fieldset"},
    "summary": {"details"},
    "option": {"select", "optgroup"},
    "tr": {"table", "thead", "tbody", "tfoot"},
    "td": {"tr"},
    "th": {"tr"},
    "symbol": {"svg", "defs"},
}
CHILDREN = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"div", "dt", "dd"},
    "select": {"option", "optgroup"},
    "tr": {"td", "th"},
}


@pytest.fixture(scope="module")
def elements(example):
    """Every element of the site, with its page's address."""
    return [(page.address, it) for page in example.pages.values() for it in page.elements]


def _said(found):
    return [f"{address}: {it} in {it.parent}" for address, it in found]


def test_every_element_is_closed_where_it_was_opened(example):
    assert not [f"{page.address}: {problem}" for page in example.pages.values() for problem in page.problems]


def test_no_id_is_twice_on_a_page(example):
    for page in example.pages.values():
        counted = Counter(it["id"] for it in page.elements if it["id"])
        assert not [name for name, number in counted.items() if number > 1], page.address


def test_every_page_has_one_heading_of_the_first_level(example):
    assert {page.address: len(page.root.all("h1")) for page in example.pages.values()} == dict.fromkeys(
        example.pages, 1
    )


def test_every_page_says_its_title_and_its_language(example):
    for page in example.pages.values():
        assert page.root.all("title")[0].words, page.address
        assert page.root.all("html")[0]["lang"] == "en", page.address


def test_every_page_but_the_one_for_what_is_not_found_has_a_description(example):
    described = {
        page.address
        for page in example.pages.values()
        if any(it["content"].strip() for it in page.root.all("meta", name="description"))
    }
    assert example.pages.keys() - described <= {"/404.html"}


def test_no_two_pages_share_a_title(example):
    pages = [it for it in example.pages.values() if it.address != "/404.html" and not it.is_embed]
    titles = Counter(page.root.all("title")[0].words for page in pages)
    assert not [title for title, number in titles.items() if number > 1]


def test_headings_go_down_one_level_at_a_time(example):
    for page in example.pages.values():
        levels = [HEADINGS.index(it.tag) + 1 for it in page.content.all(*HEADINGS)]
        skipped = [
            f"h{below} after h{above}"
            for above, below in zip([0, *levels], levels, strict=False)
            if below > above + 1
        ]
        assert not skipped, page.address


def test_every_heading_link_and_button_has_a_name(elements):
    named = [(address, it) for address, it in elements if it.tag in {"a", "button", "summary", *HEADINGS}]
    assert not _said((address, it) for address, it in named if not it.name)


def test_every_field_has_a_name(example):
    for page in example.pages.values():
        labels = {it["for"] for it in page.root.all("label")}
        fields = [it for it in page.content.all("input", "select", "textarea") if it["type"] != "hidden"]
        nameless = [
            str(it)
            for it in fields
            if it["id"] not in labels
            and not it["aria-label"]
            and "label" not in {a.tag for a in it.ancestors()}
        ]
        assert not nameless, page.address


def test_every_button_says_what_type_it_is(elements):
    ours = [(address, it) for address, it in elements if it.tag == "button" and "bs" in it["class"]]
    assert ours
    assert not _said((address, it) for address, it in ours if it["type"] not in {"button", "submit", "reset"})


def test_every_popover_that_a_button_names_is_one(example):
    for page in example.pages.values():
        named = {it[name] for it in page.elements for name in ("popovertarget", "data-bs-card") if it[name]}
        assert not [name for name in named if "popover" not in page.ids[name].attributes], page.address


def test_every_popover_has_a_name_a_role_and_a_button_that_closes_it(example):
    for page in example.pages.values():
        for popover in (it for it in page.elements if "popover" in it.attributes):
            assert popover["role"], popover
            assert popover["aria-label"] or page.ids[popover["aria-labelledby"]].name, popover
            assert popover.all("button", popovertarget=popover["id"], popovertargetaction="hide"), popover


def test_every_image_says_what_it_shows(elements):
    assert not _said(
        (address, it) for address, it in elements if it.tag == "img" and "alt" not in it.attributes
    )


def test_no_link_or_control_is_inside_another(elements):
    # A label around its field, and a link in a summary, are HTML's own.
    nested = [
        (address, it)
        for address, it in elements
        if it.tag in CONTROLS - {"summary", "label", "input"}
        and {above.tag for above in it.ancestors()} & {"a", "button"}
    ]
    assert not _said(nested)


def test_what_holds_words_holds_no_blocks(elements):
    blocks = [
        (address, it)
        for address, it in elements
        if it.tag in BLOCKS and {above.tag for above in _up_to_block(it)} & WORDS_ONLY
    ]
    assert not _said(blocks)


def _up_to_block(element):
    """The elements above, as far as their words count: a heading in a summary, and so on."""
    for above in element.ancestors():
        yield above
        if above.tag in BLOCKS - WORDS_ONLY:
            return


def test_lists_hold_only_their_own_children(elements):
    stray = [
        (address, child)
        for address, it in elements
        if it.tag in CHILDREN
        for child in it.elements
        if child.tag not in CHILDREN[it.tag]
    ]
    stray += [
        (address, it)
        for address, it in elements
        if it.tag in PARENTS and it.parent.tag not in PARENTS[it.tag]
    ]
    assert not _said(stray)


def test_every_entry_of_a_definition_list_has_a_term_and_a_definition(elements):
    for address, it in elements:
        for entry in [it, *it.all("div")] if it.tag == "dl" else []:
            tags = [child.tag for child in entry.elements]
            if "div" not in tags:
                assert tags[:1] == ["dt"], (address, str(entry))
                assert tags[-1:] == ["dd"], (address, str(entry))


def test_every_time_has_a_date_that_machines_read(elements):
    days = {it["datetime"] for _, it in elements if it.tag == "time"}
    assert days
    assert not [it for it in days if not it[:4].isdigit() or len(it) not in {4, 7, 10}]
