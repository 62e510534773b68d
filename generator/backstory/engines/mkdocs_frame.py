"""What stands around every generated page of a MkDocs site, in one print: with another, all are made anew."""

import json
import os
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import mkdocs
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation
from mkdocs.utils.yaml import yaml_load

from backstory.engines.mkdocs_pages import CompiledFile
from backstory.prints import digest

_ELSEWHERE = frozenset(
    {"config_file_path", "docs_dir", "site_dir", "strict"}
)  # what says nothing of the pages
_OWN = Path(__file__).parent.parent
# Other plugins may bring anything into a page: what is theirs cannot be known from here.
_KNOWN_PLUGINS = frozenset({"search", "material/search", "backstory"})


def can_be_kept(config: MkDocsConfig) -> bool:
    """Whether nothing but what the frame has can change what pages look like."""
    return set(config.plugins) <= _KNOWN_PLUGINS and not config.hooks


def frame_of(config: MkDocsConfig, nav: Navigation, files: Iterable[File]) -> str:
    """The print of everything but the content: code, configuration, templates, navigation, other files."""
    others = sorted(it.src_uri for it in files if not isinstance(it, CompiledFile))
    return _print(_surroundings(config), [_entry(it) for it in nav.items], others)


def inputs_of(config: MkDocsConfig, site: Path) -> str:
    """The print of all that a site is built from; none where that cannot be known."""
    if not can_be_kept(config) or not all(map(_reads_nothing, config.markdown_extensions)):
        return ""
    return _print(_surroundings(config), digest_of_files(Path(config.docs_dir)), place_of(site, config))


def place_of(site: Path, config: MkDocsConfig) -> str:
    """Where a site is, as seen from its mkdocs.yml: both may be moved together."""
    return os.path.relpath(site, Path(config.config_file_path).parent)


def _reads_nothing(extension: str) -> bool:
    """Whether an extension of Markdown makes its pages of what stands in them alone."""
    package, _, name = extension.rpartition(".")
    if package == "pymdownx":
        return name not in {"snippets", "b64"}
    return package in {"", "markdown.extensions", "material.extensions"} and not extension.startswith("mdx")


def _surroundings(config: MkDocsConfig) -> Any:
    return (
        mkdocs.__name__,  # `properdocs`, where that runs
        *_program(),
        _configuration(config),
        os.environ.get("SOURCE_DATE_EPOCH", ""),
        [digest_of_files(Path(it)) for it in _own_folders(config)],
    )


@cache
def _program() -> tuple[list[str], str]:
    """What runs: every installed package with its version, and our own files."""
    # The name of the folder that describes a package has both; reading each takes a sixth of a small build.
    folders = (it for it in map(Path, sys.path) if it.is_dir())
    packages = (it.name for folder in folders for it in folder.glob("*.*-info"))
    return sorted(packages), digest_of_files(_OWN, without="__pycache__")


def _print(*said: Any) -> str:
    return digest(json.dumps(said, default=_name, sort_keys=True))


def _configuration(config: MkDocsConfig) -> Any:
    """What mkdocs.yml says, with what it takes from elsewhere, and the command line."""
    with Path(config.config_file_path).open("rb") as file:
        said = yaml_load(file)
    plain = {name: it for name, it in config.items() if isinstance(it, str | int) and name not in _ELSEWHERE}
    return said, plain, config.theme.name


def digest_of_files(folder: Path, *, without: str = "") -> str:
    """One print of all files in a folder, and their names, but for those in folders of this name."""
    found = (f"{home}/{name}".replace(os.sep, "/") for home, _, names in os.walk(folder) for name in names)
    start = len(f"{folder}/")
    files = sorted(it for it in found if without not in it[start:].split("/") and Path(it).is_file())
    return digest("\n".join(f"{it[start:]} {digest(Path(it).read_bytes())}" for it in files))


def _entry(item: Any) -> Any:
    """An entry of the navigation: its title, where it leads, what its page says of itself, its own."""
    children = [_entry(it) for it in item.children or ()]
    return item.title, getattr(item, "url", None), getattr(item, "meta", None), children


def _own_folders(config: MkDocsConfig) -> list[str]:
    """The folders of templates that belong to no installed package: those have a version."""
    custom = config.theme.custom_dir
    return [custom] if custom else []


def _name(value: Any) -> str:
    """Of functions and the like, their name: where they are in memory says nothing."""
    kind = value if hasattr(value, "__qualname__") else type(value)
    return f"{kind.__module__}.{kind.__qualname__}"
