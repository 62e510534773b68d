"""The folder of a site: where its content is, and what its mkdocs.yml says to Backstory."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct, field

KEPT = ".backstory/cache/last-build.json"  # what the last build tells the next
PARSED = ".backstory/cache/parsed"  # what was read of YAML files
SPARE = ".backstory/cache/site-before"  # its folders and files serve the next build
DRAWN = ".backstory/cache/cards"  # in a site's folder: the social pictures of the last build
_PLUGIN = "backstory"
_CONFIGS = ("mkdocs.yml", "properdocs.yml")  # the second is what ProperDocs looks for first


class Bounds(Struct, frozen=True):
    """How much of what is read, and what stands in mkdocs.yml: it vouches for files it names.

    `largest` are megabytes of a text, `paragraphs` those of a text in Markdown, `values` those of a YAML
    file, where lists and maps lie at most `deepest` in one another.
    """

    largest: int = 4  # a thick novel has one
    paragraphs: int = 20_000  # that novel has some five thousand
    values: int = 50_000  # a story with a hundred quotes has some three thousand
    deepest: int = 32
    named: frozenset[str] = frozenset()


class Project(Struct, frozen=True):
    """A content folder, the mkdocs.yml that names it (None without one), the plugin's options in it.

    `settings` are those of the site itself: its name, address, theme.
    """

    content: Path
    config: Path | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def bounds(self) -> Bounds:
        """What may be in the content folder."""
        return bounds_of(self.settings, self.options)


# Each of our own functions calls itself for what lies in something, and Python ends at a thousand calls.
DEEPEST_OF_ALL = 100


def bounds_of(settings: Any, options: Mapping[str, Any]) -> Bounds:
    """What may be in the content folder of a site with these settings, and these options of the plugin."""
    said = {name: options.get(option) for option, name in BOUNDS.items()}
    numbers = {name: it for name, it in said.items() if isinstance(it, int) and it > 0}
    numbers["deepest"] = min(numbers.get("deepest", Bounds().deepest), DEEPEST_OF_ALL)
    return Bounds(**numbers, named=frozenset(_texts_in(settings)))


BOUNDS = {
    "largest_file": "largest",
    "most_paragraphs": "paragraphs",
    "most_values": "values",
    "deepest": "deepest",
}


def _texts_in(said: Any) -> Iterator[str]:
    match said:
        case str():
            yield said
        case dict():
            for it in said.values():
                yield from _texts_in(it)
        case list():
            for it in said:
                yield from _texts_in(it)


def config_in(folder: Path) -> Path | None:
    """The mkdocs.yml in a folder, or what ProperDocs calls it."""
    return next((it for name in _CONFIGS if (it := folder / name).is_file()), None)


def find_project(folder: Path) -> Project | None:
    """What DIR means: a site's folder (with mkdocs.yml) or a content folder; None without content."""
    if config := config_in(folder):
        said = read_settings(config)
        content = folder / str(said.get("docs_dir") or "docs")
        return Project(content, config, _options(said.get("plugins")), said) if content.is_dir() else None
    if any((folder / kind).is_dir() for kind in ("stories", "actors")):
        return Project(folder)
    return Project(folder / "content") if (folder / "content").is_dir() else None


class _Loader(yaml.SafeLoader):
    """Reads `!ENV` and the like, which only MkDocs understands, as nothing."""


_LOADER: Any = _Loader  # PyYAML's types do not know that constructors belong to a class
_LOADER.add_multi_constructor("", lambda *_: None)


def read_settings(config: Path) -> dict[str, Any]:
    """What a mkdocs.yml says; of one that cannot be read, only where content usually is."""
    try:
        said = yaml.load(config.read_text(encoding="utf-8-sig"), Loader=_Loader)  # noqa: S506  # a safe loader
    except (yaml.YAMLError, OSError, UnicodeDecodeError, ValueError):
        return {"docs_dir": "content"}  # MkDocs itself will say what is wrong
    return said if isinstance(said, dict) else {}


def _options(plugins: Any) -> Mapping[str, Any]:
    """The options of our plugin: `plugins` is a list of names and maps, or one map."""
    entries = plugins if isinstance(plugins, list) else [plugins]
    named = (it[_PLUGIN] for it in entries if isinstance(it, dict) and _PLUGIN in it)
    options = next(named, None)
    return options if isinstance(options, dict) else {}
