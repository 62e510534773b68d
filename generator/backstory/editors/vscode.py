"""The files that set up a text editor for a site: JSON Schemas with its ids, and settings for VS Code."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from backstory.editors.json_schema import schemas
from backstory.editors.known import Known, known_in
from backstory.edits import write_atomically
from backstory.folder import Content
from backstory.left import is_at_home

SCHEMAS = Path(".backstory")  # made anew whenever an id comes or goes: nothing to keep in a repository
_SETTINGS, _EXTENSIONS, _TASKS = (
    Path(".vscode", name) for name in ("settings.json", "extensions.json", "tasks.json")
)
_FILES = {"actor": "actors/*.yml", "story": "stories/*/story.yml", "topic": "topics/*.yml"}
_YAML_EXTENSION = "redhat.vscode-yaml"
_TASK = "backstory check"


def schema_files(known: Known) -> dict[Path, bytes]:
    """The schemas by their path in the site's folder."""
    return {SCHEMAS / f"{name}.schema.json": _as_json(it) for name, it in schemas(known).items()}


def renew_schemas(site: Path, content: Content) -> None:
    """Bring the schemas of `backstory schema` up to date, where somebody has asked for them."""
    if not any((site / SCHEMAS).glob("*.schema.json")):
        return
    for path, data in schema_files(known_in(content)).items():
        if not is_at_home(site / path):
            continue
        if not (site / path).is_file() or (site / path).read_bytes() != data:
            write_atomically(site / path, data)


def settings_files(site: Path, docs_dir: str) -> Iterator[tuple[Path, bytes | None]]:
    """VS Code's files by their path in the site's folder, with what is in them already.

    None where a file is no plain JSON (comments would be lost), or has something else where ours would be.
    """
    changes: dict[Path, Callable[[dict[str, Any]], None]] = {
        _SETTINGS: lambda it: _add_settings(it, docs_dir),
        _EXTENSIONS: _add_extension,
        _TASKS: _add_task,
    }
    for path, change in changes.items():
        data = _read(site / path)
        try:
            if data is not None:
                change(data)
        except (AttributeError, TypeError):
            data = None
        yield path, None if data is None else _as_json(data)


def _read(path: Path) -> dict[str, Any] | None:
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig")) if path.exists() else {}
    except (OSError, ValueError):
        return None
    return data if isinstance(data, dict) else None


def _add_settings(settings: dict[str, Any], docs_dir: str) -> None:
    by_schema = settings.setdefault("yaml.schemas", {})
    for name, files in _FILES.items():
        by_schema[f"./{(SCHEMAS / f'{name}.schema.json').as_posix()}"] = f"{docs_dir}/{files}"
    settings.setdefault("yaml.schemaStore.enable", False)  # what is ours is here; nothing is fetched
    settings.setdefault("files.associations", {}).setdefault("quotes.lock", "yaml")
    in_yaml = settings.setdefault("[yaml]", {})
    in_yaml.setdefault("editor.quickSuggestions", {"other": True, "comments": False, "strings": True})
    in_yaml.setdefault("editor.wordWrap", "on")


def _add_extension(extensions: dict[str, Any]) -> None:
    wanted = extensions.setdefault("recommendations", [])
    if _YAML_EXTENSION not in wanted:
        wanted.append(_YAML_EXTENSION)


def _add_task(tasks: dict[str, Any]) -> None:
    tasks.setdefault("version", "2.0.0")
    of_others = [it for it in tasks.get("tasks", []) if it.get("label") != _TASK]
    place = {"file": 1, "line": 2, "column": 3, "severity": 4, "code": 5, "message": 6}
    regexp = r"^(.+?):(\d+):(\d+) (error|warning|note)\[([a-z/-]+)\]: (.*)$"
    task = {
        "label": _TASK,
        "type": "shell",
        "command": "backstory check --format concise",
        "group": "test",
        "presentation": {"reveal": "silent"},
        "problemMatcher": {
            "owner": "backstory",
            "fileLocation": ["relative", "${workspaceFolder}"],
            "severity": "info",
            "pattern": {"regexp": regexp, **place},
        },
    }
    tasks["tasks"] = [*of_others, task]


def _as_json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
