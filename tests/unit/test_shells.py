"""Page shells: whatever a template does with a page, what is joined is what would be rendered."""

import pytest
from jinja2 import DictLoader, Environment

from backstory.engines.shells import HEAD, Face, Links, Marks, ShellEnvironment, Unforeseen

TEXTS = {"title": "A <b> & “c”", "url": "stories/a/", "content": "<h1>A</h1>", "empty": ""}
OTHERS = {"title": "B", "url": "stories/b/", "content": "<h1>B</h1>", "empty": ""}
LINKS = Links(lambda target: f"../../{target}", str)


def environment(template, **settings):
    loader = DictLoader({"page.html": template, HEAD: "{{ page.title | safe }}!"})
    made = Environment(loader=loader, **settings)  # noqa: S701  # as MkDocs's
    made.filters["url"] = LINKS.url
    return made


def rendered(made, texts):
    return made.get_template("page.html").render(page=texts)


def shell_of(made, texts):
    marks = Marks(texts | {"head": f"{texts['title']}!"})
    page = Face({name: marks[name] for name in texts}, {"file"})
    return ShellEnvironment(made).shell("page.html", {"page": page}, marks, LINKS)


def joined(shell, texts):
    return shell.join(texts | {"head": f"{texts['title']}!"})


SHOWN = [
    "<title>{{ page.title }}</title>{{ page.content }}",
    "<title>{{ page.title | e }}</title>{{ page.title }}",
    "{% if page.title %}{{ page.title }}{% else %}none{% endif %}{% if page.empty %}full{% endif %}",
    "{% if '<h1' not in page.content %}<h1>{{ page.title }}</h1>{% endif %}{{ page.content }}",
    "{{ page.nothing | default('nothing', true) }}{{ page.empty | default('empty', true) }}",
    "{% macro of(it) %}<i>{{ it.title }}</i>{% endmacro %}{{ of(page) }}",
    "{% if page.title is string and page.title is not mapping %}{{ page.title }}{% endif %}",
    "{% include 'backstory/elsewhere.html' %}{{ 'about/' | url }}",
]


@pytest.mark.parametrize("template", SHOWN)
@pytest.mark.parametrize("autoescape", [False, True])
def test_a_shell_that_only_shows_texts_fits_another_page(template, autoescape):
    made = environment(template, autoescape=autoescape)
    shell = shell_of(made, TEXTS)
    assert joined(shell, TEXTS) == rendered(made, TEXTS)
    assert shell.fits(OTHERS)
    assert joined(shell, OTHERS) == rendered(made, OTHERS)


ASKED = [
    "{% if page.url == 'stories/a/' %}today{% endif %}",
    "{% if page.title in ['B', 'C'] %}today{% endif %}",
    "{% if page.url.startswith('stories/a') %}today{% endif %}",
    "{% if '&' in page.title %}today{% endif %}",
    "{{ page.title | length }}",
    "{{ page.title | upper }}",
    "{{ page.title | urlencode }}",
    "{{ page.title | replace('A', 'D') }}",
    "{{ page.title[:1] }}",
    "{{ '/' ~ page.url }}",
    "{{ 'see ' + page.url }}",
    "{{ '%s here' | format(page.title) }}",
    "{{ page.url.split('/')[1] }}",
    "{{ {'A': 1, 'B': 2}.get(page.title, 3) }}",
    "{{ page.url | url }}",
    "{% for it in page.title %}{{ it }},{% endfor %}",
]


@pytest.mark.parametrize("template", ASKED)
def test_a_shell_does_not_fit_a_page_that_answers_otherwise(template):
    made = environment(template)
    shell = shell_of(made, TEXTS)
    assert shell.fits(TEXTS)
    assert joined(shell, TEXTS) == rendered(made, TEXTS)
    assert not shell.fits(OTHERS)


UNFORESEEN = [
    "{{ page.file.src_uri }}",
    "{{ page.title | tojson }}",
    "{{ page | list }}",
    "{% filter upper %}{{ page.title }}{% endfilter %}",
    "{% set it %}{{ page.title }}{% endset %}{{ it | e }}{{ it | striptags }}",
    "{{ page.title | striptags }}",
    "{{ page.title in 'Apple' }}",
]


@pytest.mark.parametrize("template", UNFORESEEN)
def test_what_marks_cannot_stand_for_ends_the_shell(template):
    with pytest.raises(Unforeseen):
        shell_of(environment(template), TEXTS)


def test_a_shell_knows_which_pages_its_links_are_shorter_on():
    shell = shell_of(environment("{{ 'stories/b/' | url }} {{ 'actors/' | url }}"), TEXTS)
    assert [it for it in ("stories/a/", "stories/b/", "actors/b/") if shell.leads_to(it)] == ["stories/b/"]
