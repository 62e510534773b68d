"""The site's mkdocs.yml for an engine that runs no plugin of ours."""

import io
from pathlib import Path
from typing import Any

import yaml

from backstory.engines.page_files import SCRIPT, STYLE

CONTENT = "content"
OVERRIDES = "overrides"


class NotWritable(Exception):  # noqa: N818  # it says what cannot be done, and is no error of ours
    """Why the tree of a site cannot be written, in words for its editor."""


class PlainConfig:
    """The site's mkdocs.yml as a tree of YAML nodes, so that tags such as `!ENV` stay what they are."""

    def __init__(self, config: Path) -> None:
        try:
            root = yaml.compose(config.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
        except (yaml.YAMLError, UnicodeDecodeError) as problem:
            message = f"{config} is no valid YAML: {problem}"
            raise NotWritable(message) from problem
        if not isinstance(root, yaml.MappingNode):
            message = f"{config} says nothing."
            raise NotWritable(message)
        self._root = root
        if "INHERIT" in self._keys(root):
            message = f"{config} inherits from another file: write both as one first."
            raise NotWritable(message)
        theme = self._value(root, "theme")
        named = self._value(theme, "custom_dir") if isinstance(theme, yaml.MappingNode) else None
        self.custom_dir = config.parent / str(named.value) if named else None

    def written(self, in_navigation: list[str]) -> str:
        """The same settings for the tree: without our plugin, with what it would add."""
        self._put(self._root, "docs_dir", CONTENT)
        self._put(self._root, "site_dir", "site")
        theme = self._value(self._root, "theme")
        if not isinstance(theme, yaml.MappingNode):
            self._put(self._root, "theme", {"name": str(theme.value) if theme else "material"})
            theme = self._value(self._root, "theme")
            assert isinstance(theme, yaml.MappingNode)
        self._put(theme, "custom_dir", OVERRIDES)
        self._leave_out_plugin()
        self._add("extra_css", STYLE)
        self._add("extra_javascript", {"path": SCRIPT, "defer": True})
        if "nav" not in self._keys(self._root):  # without one, every page would stand in the navigation
            self._put(self._root, "nav", in_navigation)
        text: str = yaml.serialize(self._root, allow_unicode=True, width=110)
        return text

    def _leave_out_plugin(self) -> None:
        plugins = self._value(self._root, "plugins")
        if isinstance(plugins, yaml.SequenceNode):
            plugins.value = [it for it in plugins.value if self._name_of_plugin(it) != "backstory"]
        elif isinstance(plugins, yaml.MappingNode):
            plugins.value = [(key, it) for key, it in plugins.value if key.value != "backstory"]

    def _name_of_plugin(self, node: yaml.Node) -> str:
        if isinstance(node, yaml.MappingNode) and node.value:
            return str(node.value[0][0].value)
        return str(node.value)

    def _add(self, key: str, item: Any) -> None:
        """An item in front of a list, which may be missing: what a site says itself comes later, and wins."""
        items = self._value(self._root, key)
        if isinstance(items, yaml.SequenceNode):
            items.value.insert(0, _node(item))
        else:
            self._put(self._root, key, [item])

    def _keys(self, node: yaml.MappingNode) -> list[str]:
        return [str(key.value) for key, _ in node.value]

    def _value(self, node: yaml.MappingNode, key: str) -> yaml.Node | None:
        return next((value for name, value in node.value if name.value == key), None)

    def _put(self, node: yaml.MappingNode, key: str, value: Any) -> None:
        others = [(name, it) for name, it in node.value if name.value != key]
        node.value = [*others, (_node(key), _node(value))]


def _node(value: Any) -> yaml.Node:
    node: yaml.Node = yaml.SafeDumper(io.StringIO()).represent_data(value)
    return node
