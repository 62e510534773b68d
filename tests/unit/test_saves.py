"""What is asked while nobody waits is left when somebody saves: the save asks it again."""

import logging

import pytest
from mkdocs.config.defaults import MkDocsConfig

from backstory.compiler import Settings, prepare_site
from backstory.engines.mkdocs_preview import Preview
from backstory.engines.mkdocs_saves import Saves
from backstory.remembered import Memory


@pytest.fixture
def preview():
    preview = Preview()
    yield preview
    preview.end()
    preview.begin()  # nothing is to be tidied up later


@pytest.fixture
def saves(content, preview):
    content.write("actors/nobody-names-them.yml", "name: Nobody\nkind: person\n")
    compilation = prepare_site(content.path, Settings(), shown_as=".", memory=Memory(), only_errors=True)
    config = MkDocsConfig(config_file_path=str(content.path.parent / "mkdocs.yml"))
    return Saves(config, Settings(), compilation, compilation.memory, {}, preview, ())


def told(caplog):
    return [it.getMessage() for it in caplog.records if "nobody-names-them" in it.getMessage()]


def test_what_rules_find_is_told_once_unless_something_is_saved_meanwhile(saves, preview, caplog):
    caplog.set_level(logging.INFO)
    content = saves.compilation.content
    preview.begin()
    saves.ask_all_rules(content, frozenset())
    assert not told(caplog)
    preview.end()
    saves.ask_all_rules(content, frozenset())
    found = told(caplog)
    assert found
    saves.ask_all_rules(content, frozenset(saves.compilation.diagnostics))
    assert told(caplog) == found


def test_of_content_that_is_not_shown_any_more_nothing_is_told(saves, content, caplog):
    caplog.set_level(logging.INFO)
    other = prepare_site(content.path, Settings(), shown_as=".", memory=saves.memory).content
    saves.ask_all_rules(other, frozenset())
    assert not told(caplog)
