"""What stands around every page, in one print."""

from importlib.metadata import version

from backstory.engines.mkdocs_frame import _program, digest_of_files


def test_what_runs_is_known_by_its_version():
    packages, _ = _program()
    assert f"markdown-{version('markdown')}.dist-info" in map(str.lower, packages)


def test_what_python_keeps_of_its_own_is_no_part_of_a_program(tmp_path):
    (tmp_path / "page.py").write_text("1", encoding="utf-8")
    before = digest_of_files(tmp_path, without="__pycache__")
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__/page.cpython-313.pyc").write_text("1", encoding="utf-8")
    (tmp_path / "__pycache__/own-1.cpython-313.template").write_text("1", encoding="utf-8")
    assert digest_of_files(tmp_path, without="__pycache__") == before
    assert digest_of_files(tmp_path) != before
    (tmp_path / "page.py").write_text("2", encoding="utf-8")
    assert digest_of_files(tmp_path, without="__pycache__") != before
