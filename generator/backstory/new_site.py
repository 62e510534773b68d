"""A site to begin with: a folder that builds at once, with an invented story."""

import json
from importlib.metadata import Distribution, PackageNotFoundError
from pathlib import Path
from string import Template

from backstory import __version__

_STARTER = Path(__file__).parent / "starter"
# In a package, files that begin with a dot get lost on the way.
_HIDDEN = "dot-"


def site_files(name: str, url: str, language: str, requirement: str) -> dict[Path, str]:
    """The files of a new site by path. `requirement` is a line for pip: where Backstory is."""
    yaml = {"name": _in_yaml(name), "url": _in_yaml(url), "language": _in_yaml(language)}
    files = {}
    for path in sorted(_STARTER.rglob("*")):
        if path.is_file():
            parts = path.relative_to(_STARTER).parts
            values = yaml if path.name == "mkdocs.yml" else {**yaml, "name": name}
            text = Template(path.read_text(encoding="utf-8")).substitute(values, requirement=requirement)
            files[Path(*(_shown(it) for it in parts))] = text
    return files


def _shown(name: str) -> str:
    return f".{name.removeprefix(_HIDDEN)}" if name.startswith(_HIDDEN) else name


def _in_yaml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def installed_from() -> str:
    """The line that lets pip install this Backstory again: from its repository, if it came from one."""
    try:
        said = Distribution.from_name("backstory").read_text("direct_url.json")
    except PackageNotFoundError:
        said = None
    origin = json.loads(said) if said else {}
    version_control = origin.get("vcs_info")
    if version_control:
        commit = version_control["commit_id"]
        return f"backstory @ {version_control['vcs']}+{origin['url']}@{commit}"
    return (
        "# Backstory is on no package index yet. Put the address of its repository here, or of a wheel:\n"
        "# backstory @ git+https://…\n"
        f"backstory=={__version__}"
    )
