"""Templates as programs, kept from one process to the next beside Python's own."""

import sys

import pytest
from jinja2 import Environment, FileSystemLoader

from backstory.programs import Programs, options_of


class Counting(Environment):
    """Counts what it compiles."""

    compiled = 0

    def compile(self, *arguments, **named):
        self.compiled += 1
        return super().compile(*arguments, **named)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a template, which counts as a package's; programs are kept elsewhere."""
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "kept"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme/page.html").write_text("Hello {{ name }}", encoding="utf-8")
    return tmp_path / "theme"


def rendered(folder, *made_by, folders=None):
    """What another process makes of the template, and how much it compiles."""
    programs = Programs("theme", [folder] if folders is None else folders, made_by)
    environment = Counting(autoescape=True, loader=FileSystemLoader(folder), bytecode_cache=programs)
    return environment.get_template("page.html").render(name="Ada"), environment.compiled


def kept(folder):
    return [*(folder.parent / "kept").rglob("*.template")]


def test_a_template_is_compiled_once_for_all_processes(folder):
    assert rendered(folder) == ("Hello Ada", 1)
    assert rendered(folder) == ("Hello Ada", 0)
    assert len(kept(folder)) == 1


def test_a_template_that_has_changed_is_compiled_anew(folder):
    rendered(folder)
    (folder / "page.html").write_text("Bye {{ name }}", encoding="utf-8")
    assert rendered(folder) == ("Bye Ada", 1)
    assert rendered(folder) == ("Bye Ada", 0)
    assert len(kept(folder)) == 1


def test_what_something_else_has_compiled_is_compiled_anew(folder):
    rendered(folder, "one")
    assert rendered(folder, "other") == ("Hello Ada", 1)


@pytest.mark.parametrize("damage", [b"", b"\xe3", b"nonsense", b"\xa9\x01i\x00"])
def test_a_damaged_program_costs_only_time(folder, damage):
    rendered(folder)
    [file] = kept(folder)
    file.write_bytes(damage)
    assert rendered(folder) == ("Hello Ada", 1)
    assert rendered(folder) == ("Hello Ada", 0)


def test_the_templates_of_a_site_are_kept_by_no_package(folder):
    assert rendered(folder, folders=[]) == ("Hello Ada", 1)
    assert rendered(folder, folders=[folder.parent / "other"]) == ("Hello Ada", 1)
    assert not kept(folder)


def test_where_python_is_to_keep_nothing_nothing_is_kept(folder, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert rendered(folder) == ("Hello Ada", 1)
    assert not kept(folder)


def test_where_nothing_can_be_written_each_process_compiles(folder):
    (folder.parent / "kept").write_text("a file", encoding="utf-8")
    assert rendered(folder) == ("Hello Ada", 1)
    assert rendered(folder) == ("Hello Ada", 1)


def test_an_environment_with_a_filter_of_its_own_is_another():
    usual, same, own = (Environment(autoescape=True) for _ in range(3))
    own.filters["upper"] = str.lower
    others = Environment(autoescape=True, block_start_string="<%", block_end_string="%>")
    assert options_of(usual) == options_of(same)
    assert options_of(usual) != options_of(own)
    assert options_of(usual) != options_of(others)
