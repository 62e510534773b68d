"""`backstory new site`: a folder that builds at once; and the hooks around `backstory check`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from backstory.cli import main
from commands import PROJECT, mkdocs

NAME = "Port: “Alder” & $name #1"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A new site, as it is written."""
    folder = tmp_path_factory.mktemp("new") / "site"
    arguments = [
        "new",
        "site",
        str(folder),
        "--name",
        NAME,
        "--url",
        "https://harbour.example",
        "--language",
        "de",
    ]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    return folder


def test_a_new_site_is_well_as_it_is(site):
    result = CliRunner().invoke(main, ["check", str(site)])
    assert (result.exit_code, result.output) == (0, "No problems found.\n")


def test_new_files_are_as_the_formatter_leaves_them(tmp_path):
    site = tmp_path / "site"
    for arguments in (
        ["site", str(site), "--name", NAME],
        ["actor", "odile", "--name", "Odile: “x” #1", "--kind", "person", "--in", str(site)],
        ["story", "lights", "--headline", "Out", "--published", "2031-03-04", "--in", str(site)],
    ):
        assert CliRunner().invoke(main, ["new", *arguments]).exit_code == 0
    result = CliRunner().invoke(main, ["fmt", str(site), "--check"])
    assert result.exit_code == 0, result.output


def test_a_new_site_builds_strictly_and_names_itself(site):
    outcome = mkdocs("build", "--strict", cwd=site)
    assert outcome.code == 0, outcome.output
    assert "Deprecat" not in outcome.output
    home = (site / "site" / "index.html").read_text(encoding="utf-8")
    assert "Port: “Alder” &amp; $name #1" in home
    assert 'lang="de"' in home
    assert (site / "site" / "stories" / "harbour-toll" / "index.html").is_file()


def test_its_configuration_is_what_was_said(site):
    config = yaml.safe_load((site / "mkdocs.yml").read_text(encoding="utf-8"))
    assert (config["site_name"], config["site_url"]) == (NAME, "https://harbour.example/")


def test_no_placeholder_is_left_in_its_files(site):
    for path in site.rglob("*"):
        if path.is_file() and not {"site", ".backstory"} & set(path.relative_to(site).parts):
            text = path.read_text(encoding="utf-8").replace(NAME, "")
            assert not [it for it in ("$name", "$url", "$language", "$requirement", "$$") if it in text], path


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["there", "--name", "X"], "is there already, and not empty"),
        (["new"], "--name is missing"),
        (["new", "--name", " "], "The site needs a name."),
        (["new", "--name", "X", "--url", "harbour"], "is no web address"),
        (["new", "--name", "X", "--language", "German please"], "is no language"),
    ],
)
def test_a_mistake_is_said_and_nothing_is_written(tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "mine.txt").write_text("x", encoding="utf-8")
    result = CliRunner().invoke(main, ["new", "site", *arguments])
    assert result.exit_code == 2
    assert said in result.stderr
    assert sorted(it.relative_to(tmp_path).as_posix() for it in tmp_path.rglob("*")) == [
        "there",
        "there/mine.txt",
    ]


def _run(*command, cwd, **variables):
    return subprocess.run(
        command, cwd=cwd, env=os.environ | variables, capture_output=True, encoding="utf-8", check=False
    )


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ("vendor.github-actions", PROJECT / "action.yml"),
        ("vendor.github-workflows", PROJECT / ".github/workflows/pages.yml"),
        ("vendor.github-workflows", Path(".github/workflows/publish.yml")),
        ("vendor.dependabot", PROJECT / ".github/dependabot.yml"),
        ("vendor.dependabot", Path(".github/dependabot.yml")),
    ],
)
def test_what_github_runs_is_what_github_takes(site, schema, path):
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(site / path)]
    done = _run(*command, cwd=site)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_shell_step_of_the_action_is_a_shell_script():
    steps = yaml.safe_load((PROJECT / "action.yml").read_text(encoding="utf-8"))["runs"]["steps"]
    scripts = [it["run"] for it in steps if "run" in it]
    assert len(scripts) == 3
    for script in scripts:
        assert _run("bash", "-n", "-c", script, cwd=PROJECT).returncode == 0
        assert "${{" not in script  # what somebody else wrote reaches a shell by its environment alone


def test_the_actions_steps_check_a_site(site, tmp_path):
    steps = yaml.safe_load((PROJECT / "action.yml").read_text(encoding="utf-8"))["runs"]["steps"]
    write, check = (it["run"] for it in steps if it.get("name") in {"Write SARIF", "Check"})
    program = str(Path(sys.executable).parent / "backstory")
    variables = {"BACKSTORY": program, "SITE": str(site), "SARIF": str(tmp_path / "found.sarif")}
    assert _run("bash", "-e", "-c", write, cwd=tmp_path, **variables).returncode == 0
    assert '"results": []' in (tmp_path / "found.sarif").read_text(encoding="utf-8")
    assert _run("bash", "-e", "-c", check, cwd=tmp_path, **variables).stdout == "No problems found.\n"


def test_the_hooks_are_what_pre_commit_takes(site):
    manifest = [
        sys.executable,
        "-m",
        "pre_commit",
        "validate-manifest",
        str(PROJECT / ".pre-commit-hooks.yaml"),
    ]
    assert _run(*manifest, cwd=site).returncode == 0
    config = [sys.executable, "-m", "pre_commit", "validate-config", ".pre-commit-config.yaml"]
    assert _run(*config, cwd=site).returncode == 0


@pytest.mark.skipif(not shutil.which("git"), reason="git is not here")
def test_a_commit_of_a_mistake_is_stopped_and_a_good_one_is_not(tmp_path):
    site = tmp_path / "site"
    assert CliRunner().invoke(main, ["new", "site", str(site), "--name", "X"]).exit_code == 0
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    author = {
        f"GIT_{who}_{what}": "x@x.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    variables = {"PATH": path, "HOME": str(tmp_path), "PRE_COMMIT_HOME": str(tmp_path / "hooks"), **author}
    assert _run("git", "init", "-q", cwd=site, **variables).returncode == 0
    assert _run(sys.executable, "-m", "pre_commit", "install", cwd=site, **variables).returncode == 0
    _run("git", "add", "-A", cwd=site, **variables)
    assert _run("git", "commit", "-qm", "good", cwd=site, **variables).returncode == 0
    actor = site / "content" / "actors" / "ilse-varga.yml"
    actor.write_text(actor.read_text(encoding="utf-8").replace("person", "fish"), encoding="utf-8")
    stopped = _run("git", "commit", "-qam", "bad", cwd=site, **variables)
    assert stopped.returncode == 1
    assert "schema/bad-value" in stopped.stdout + stopped.stderr
