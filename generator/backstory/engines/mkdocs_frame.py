"""What stands around every generated page of a MkDocs site, in one print: with another, all are made anew."""

import json
import os
from collections.abc import Iterable
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation
from mkdocs.utils.yaml import yaml_load

from backstory.engines.mkdocs_pages import CompiledFile
from backstory.prints import digest

_OWN = Path(__file__).parent.parent
# Other plugins may bring anything into a page: what is theirs cannot be known from here.
_KNOWN_PLUGINS = frozenset({"search", "material/search", "backstory"})


def can_be_kept(config: MkDocsConfig) -> bool:
    """Whether nothing but what the frame has can change what pages look like."""
    return set(config.plugins) <= _KNOWN_PLUGINS and not config.hooks


def frame_of(config: MkDocsConfig, nav: Navigation, files: Iterable[File]) -> str:
    """The print of everything but the content: code, configuration, templates, navigation, other files."""
    said = (
        sorted(f"{it.name} {it.version}" for it in distributions()),
        digest_of_files(_OWN),
        _configuration(config),
        os.environ.get("SOURCE_DATE_EPOCH", ""),
        [digest_of_files(Path(it)) for it in _own_folders(config)],
        [_entry(it) for it in nav.items],
        sorted(it.src_uri for it in files if not isinstance(it, CompiledFile)),
    )
    return digest(json.dumps(said, default=_name, sort_keys=True))


def _configuration(config: MkDocsConfig) -> Any:
    """What mkdocs.yml says, with what it takes from elsewhere, and the command line."""
    with Path(config.config_file_path).open("rb") as file:
        said = yaml_load(file)
    plain = {name: it for name, it in config.items() if isinstance(it, str | int) and name != "site_dir"}
    return said, plain, config.theme.name


def digest_of_files(folder: Path) -> str:
    """One print of all files in a folder, and their names, without what Python makes of its own."""
    files = sorted(it for it in folder.rglob("*") if it.is_file() and it.suffix != ".pyc")
    prints = (f"{it.relative_to(folder).as_posix()} {digest(it.read_bytes())}" for it in files)
    return digest("\n".join(prints))


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
