"""What we read of a page for the search, held against the parser of Material's own search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from material.plugins.search.plugin import Parser

from backstory.engines.search import is_plain, sections_of

HARD = [
    "",
    "words alone &amp; &lt;more&gt;\n",
    "<h1 id='a'>One <b>bold</b></h1><p>Text</p><h2 id='b'>Two</h2><p></p><ul><li>a</li><li> </li></ul>",
    "<h2 id='b'>Two first</h2>\n\n<p>Text\n\nmore</p>",
    "<div data-search-exclude><div>no</div>yes, as Material has it</div><p>after</p>",
    '<div title="data-search-exclude">yes</div><p class="linenodiv">no</p>',
    "<section><h2 id='x' data-search-exclude>Out</h2><p>of it</p></section><p>in the first</p>",
    "<h1>No id</h1><section><div><h2 id='x'>Deep</h2></div><p>shallow</p></section><p>out</p>",
    "<pre>two\n\n lines</pre><svg><title>T &amp; t</title><path d='M0'/><linearGradient/></svg><br><br/>",
    "<h2 id='a&amp;b'>Code <code>x</code><sub></sub></h2><ol><li><p> </p></li></ol>",
    '<a href="a>b" title=\'"\'>quoted</a><input disabled><textarea readonly>&lt;iframe&gt;</textarea>',
]


def as_material(html):
    parser = Parser()
    parser.feed(html)
    parser.close()
    return [(it.el.tag, it.id, it.title, it.text, it.is_excluded()) for it in parser.data]


def as_ours(html):
    return [(it.tag, it.id, it.title, it.text, it.is_excluded()) for it in sections_of(html)]


@pytest.mark.parametrize("html", HARD)
def test_hard_markup_is_read_as_the_search_reads_it(html):
    assert is_plain(html)
    assert as_ours(html) == as_material(html)


NAMES = st.sampled_from(["p", "div", "section", "h1", "h2", "li", "ul", "pre", "code", "b", "details"])
SAID = st.sampled_from(
    ["", "", " id='x'", " class='a b'", " data-search-exclude", " id='y' data-search-exclude"]
)
LEAVES = st.sampled_from(
    ["word", " ", "\n", "a\nb &amp; c", "<br>", "<img alt='x'>", "two  words\n", "&nbsp;", "<BR>", "a > b"]
)


def _element(name, said, children):
    return f"<{name}{said}>{''.join(children)}</{name}>"


TREES = st.recursive(
    LEAVES, lambda it: st.builds(_element, NAMES, SAID, st.lists(it, max_size=4)), max_leaves=20
)


@given(st.lists(TREES, max_size=4).map("".join))
def test_any_tree_is_read_as_the_search_reads_it(html):
    try:
        theirs = as_material(html)
    except ValueError:  # it loses an element of which it has not kept the beginning
        return
    assert as_ours(html) == theirs


@pytest.mark.parametrize(
    "html", ["<script>a</script>", "<!-- a -->", '<a class="headerlink" href="#a">¶</a>']
)
def test_what_is_read_in_another_way_is_left_to_the_search(html):
    assert not is_plain(html)
