"""`backstory schema`, proven against the language server that editors use for YAML."""

import itertools
import json
from collections import defaultdict

import pytest
from click.testing import CliRunner
from language_server import LanguageServer

from backstory.cli import main
from checkers import needs, package
from commands import PROJECT

pytestmark = needs("yaml-language-server", "node")

NUMBERS = itertools.count(1)
HEAD = "headline: H\nsummary: S\npublished: 2031-03-04\ntext: retelling\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site for which somebody called `backstory schema`."""
    folder = tmp_path_factory.mktemp("site")
    files = {
        "mkdocs.yml": "site_name: X\ndocs_dir: content\n",
        "content/actors/ilse-varga.yml": (
            "name: Ilse Varga\nkind: person\ndescription: Mayor of Port Alder since 2027.\n"
        ),
        "content/actors/tomas-reyk.yml": "name: Tomas Reyk\nkind: person\ndescription: A boatman.\n",
        "content/topics/sea-defences.yml": "name: Sea defences\n",
        "content/stories/storm/story.yml": HEAD.replace("headline: H", "headline: The storm"),
        "content/stories/storm/article.md": "It blew.\n",
    }
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    result = CliRunner().invoke(main, ["schema", str(folder)])
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture(scope="module")
def server(site):
    """The server with the settings that were written for VS Code."""
    settings = defaultdict(dict)
    for key, value in json.loads((site / ".vscode/settings.json").read_text(encoding="utf-8")).items():
        section, _, name = key.partition(".")
        settings[section] |= {name: value} if name else {}
    settings["yaml"] |= {"validate": True, "hover": True, "completion": True}
    program = package("yaml-language-server") / "bin" / "yaml-language-server"
    with LanguageServer(["node", str(program), "--stdio"], site, dict(settings)) as server:
        yield server


def _new_story():
    """A document of its own for each question: no late word on another can be taken for the answer."""
    return f"content/stories/toll-{next(NUMBERS)}/story.yml"


def _said(server, text, path=None):
    path = path or _new_story()
    return [it["message"] for it in server.open(path, text)]


def _offered(server, text, words):
    path = _new_story()
    server.open(path, text)
    result = server.ask("textDocument/completion", **server.at(path, text, words))
    items = result["items"] if isinstance(result, dict) else result
    return {it["label"]: it for it in items}


def _hover(server, text, words):
    path = _new_story()
    server.open(path, text)
    result = server.ask("textDocument/hover", **server.at(path, text, words))
    return result["contents"]["value"] if result else ""


@pytest.mark.parametrize(
    ("lines", "words", "offered"),
    [
        ("actors:\n  i\n", "  i", ["ilse-varga", "tomas-reyk"]),
        ("quotes:\n  q:\n    speaker: \n", "speaker: ", ["ilse-varga", "tomas-reyk"]),
        ("claims:\n  c:\n    said_by: \n", "said_by: ", ["ilse-varga", "tomas-reyk"]),
        ("quotes:\n  q:\n    about:\n      - \n", "- ", ["ilse-varga", "sea-defences"]),
        ("events:\n  e:\n    story: \n", "story: ", ["storm"]),
        ("topics:\n  - \n", "- ", ["sea-defences"]),
        ("quotes:\n  q:\n    kind: \n", "kind: ", ["direct", "no_comment"]),
        ("quotes:\n  q:\n    ki\n", "ki", ["kind"]),
        ("quotes:\n  \n", "quotes:\n  ", ["quote"]),
    ],
)
def test_what_may_stand_there_is_offered(server, lines, words, offered):
    assert set(offered) <= _offered(server, HEAD + lines, words).keys()


def test_an_offered_actor_says_who_it_is(server):
    text = HEAD + "quotes:\n  q:\n    speaker: \n"
    documentation = _offered(server, text, "speaker: ")["ilse-varga"]["documentation"]
    shown = documentation["value"] if isinstance(documentation, dict) else documentation
    assert "Mayor of Port Alder since 2027." in shown


@pytest.mark.parametrize(
    ("lines", "words", "said"),
    [
        ("quotes:\n  q:\n    speaker: ilse-varga\n", "speaker: ilse", "Mayor of Port Alder since 2027."),
        ("actors:\n  ilse-varga: []\n", "  ilse", "Mayor of Port Alder since 2027."),
        ("quotes:\n  q:\n    speaker: ilse-varga\n", "    spea", "Who said it."),
        ("developing: true\n", "deve", "Whether the story still moves."),
    ],
)
def test_hovering_shows_what_it_is(server, lines, words, said):
    assert said in _hover(server, HEAD + lines, words)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("quotes:\n  q:\n    speaker: ilse-varga\n", "speaker: ilse"),
        ("actors:\n  ilse-varga: []\n", "  ilse"),
        ("quotes:\n  q:\n    about: [ilse-varga]\n", "[ilse"),
        ("quotes:\n  q:\n    audience: [ilse-varga]\n", "[ilse"),
        ("quotes:\n  q:\n    about:\n      - ilse-varga\n", "- ilse"),
    ],
)
def test_hovering_an_id_shows_who_it_is_and_nobody_else(server, lines, words):
    shown = _hover(server, HEAD + lines, words)
    assert "Allowed Values" not in shown
    assert "Mayor of Port Alder since 2027." in shown
    assert "Tomas" not in shown
    assert "Sea" not in shown


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (
            "quotes:\n  q: {speaker: ilse-vargo, kind: indirect, text: It costs.}\n",
            "There is no such actor in this site's content.",
        ),
        ("actors:\n  ilse-vargo: []\n", "There is no such actor in this site's content."),
        ("topics: [sea-defence]\n", "There is no such topic in this site's content."),
        ("updated: soon\n", "Write 2031-03-04, 2031-03 or 2031"),
        ("developing: perhaps\n", "boolean"),
        ("based_on: {url: gazette.example}\n", "Give the full address"),
        ("colour: red\n", "colour"),
        ("status: drafted\n", "It can be one of: draft, published, withdrawn."),
    ],
)
def test_a_mistake_is_one_short_message(server, lines, message):
    [said] = _said(server, HEAD + lines)
    assert message in said
    assert len(said) < 130


def test_the_files_of_the_example_are_well(tmp_path_factory):
    """What `backstory check` lets through, the schemas let through."""
    folder = tmp_path_factory.mktemp("example")
    (folder / "content").symlink_to(PROJECT / "content")
    (folder / "mkdocs.yml").write_text("docs_dir: content\n", encoding="utf-8")
    assert CliRunner().invoke(main, ["schema", str(folder)]).exit_code == 0
    settings = json.loads((folder / ".vscode/settings.json").read_text(encoding="utf-8"))
    yaml = {"schemas": settings["yaml.schemas"], "validate": True, "schemaStore": {"enable": False}}
    program = package("yaml-language-server") / "bin" / "yaml-language-server"
    said = {}
    with LanguageServer(["node", str(program), "--stdio"], folder, {"yaml": yaml}) as server:
        for path in sorted((PROJECT / "content").rglob("*.yml")):
            name = path.relative_to(PROJECT)
            said[str(name)] = _said(server, path.read_text(encoding="utf-8"), name)
    assert {path: it for path, it in said.items() if it} == {}
