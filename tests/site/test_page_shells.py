"""Pages that are joined with shells, held against the same pages as MkDocs renders them."""

import re
import shutil

import pytest

from commands import PROJECT, mkdocs

# What a theme may do with a page, in one template: each kind of page has something of its own.
ODD = """\
{% extends "base.html" %}
{% block announce %}{% if page and page.url == "stories/summit-agreed/" %}Today{% endif %}{% endblock %}
{% block footer %}
{% if page %}
<a href="{{ 'actors/vladimir-putin/' | url }}">Of the day</a>
{% if page.url.startswith("quotes/summit-agreed/") %}{{ page.title | upper }}{% endif %}
{% if "actors/" in page.url %}{{ page.file.src_uri }}{% endif %}
{{ page.title | e }} {{ pages | length }}
{% endif %}
{{ super() }}
{% endblock %}
"""
HOOK = "def on_post_page(output, **_):\n    return output.replace('</body>', 'By hand.</body>')\n"


def files(site):
    return {it.relative_to(site).as_posix(): it.read_bytes() for it in site.rglob("*") if it.is_file()}


def built(folder, *, shells, formats="all", **changes):
    """What a build of the folder gives, and what it says."""
    settings = (PROJECT / "mkdocs.yml").read_text(encoding="utf-8")
    options = f"{{page_shells: {str(shells).lower()}, formats: {formats}, social_cards: false}}"
    settings = settings.replace("  - backstory\n", f"  - backstory: {options}\n")
    for old, new in changes.items():
        settings = settings.replace(f"{old}:", new, 1)
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
    outcome = mkdocs("build", "--strict", cwd=folder)
    assert outcome.code == 0, outcome.output
    return files(folder / "site"), outcome.output


def differing(one, other):
    return sorted(it for it in one.keys() | other.keys() if one.get(it) != other.get(it))


@pytest.fixture
def copy(written, tmp_path):
    shutil.copytree(written, tmp_path / "content", copy_function=shutil.copyfile)
    return tmp_path


def test_every_file_of_the_example_is_as_mkdocs_renders_it(copy):
    joined, said = built(copy, shells=True)
    rendered, _ = built(copy, shells=False)
    assert not differing(joined, rendered)
    assert "one by one" not in said


def test_whatever_a_theme_asks_of_a_page_it_gets(copy):
    (copy / "overrides").mkdir()
    (copy / "overrides" / "main.html").write_text(ODD, encoding="utf-8")
    theme = "theme:\n  custom_dir: overrides"
    joined, said = built(copy, shells=True, formats="none", theme=theme)
    rendered, _ = built(copy, shells=False, formats="none", theme=theme)
    assert not differing(joined, rendered)
    assert b">Today<" in b"".join(joined["stories/summit-agreed/index.html"].split())
    assert re.search("Pages like actors/… are rendered one by one: the templates ask for `file`", said)


def test_a_hook_that_wants_each_page_gets_it(harbour):
    harbour.write("hook.py", HOOK)
    harbour.replace("mkdocs.yml", "docs_dir: content", "docs_dir: content\nhooks: [hook.py]")
    outcome = mkdocs("build", "--strict", cwd=harbour.path)
    assert outcome.code == 0, outcome.output
    assert "By hand." in harbour.page("quotes/harbour-toll/build-the-wall")
    assert "All pages are rendered one by one: hook.py (on_post_page)" in outcome.output
