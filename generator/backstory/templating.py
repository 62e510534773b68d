"""Jinja, told what our templates are like, so that it makes quick programs of them.

They see objects with attributes, call functions that want to know nothing of the template, and show texts
that are to be escaped. Jinja allows for more at each of these places, and asks about it at each of them.
"""

from collections.abc import Callable, Iterable, MutableMapping
from functools import lru_cache
from pathlib import Path
from types import CodeType
from typing import Any

import markupsafe
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.utils import missing
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from backstory.language import Language
from backstory.programs import Programs

# `escape` itself, before it says that the text is markup now: Jinja's programs know that.
_without_signs: Callable[[str], str] = getattr(markupsafe, "_escape_inner", escape)
_FOLDER = Path(__file__).parent / "templates"


class Templates(Environment):
    """The templates in one language, with what they may call."""

    code_generator_class: type[CodeGenerator]

    def __init__(self, language: Language, called: MutableMapping[str, Any]) -> None:
        super().__init__(
            loader=FileSystemLoader(_FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            bytecode_cache=_programs(language),
        )
        self._words = _Words({"_": language.gettext, "pgettext": language.pgettext})
        self._loaded: dict[Any, Template] = {}
        self.tests["kind"] = _is_kind
        self.filters["format"] = _filled
        self.globals |= {
            "language": language,
            "_": language.gettext,
            "pgettext": language.pgettext,
            "ngettext": language.ngettext,
            **called,
        }

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What templates may call: the same for all of them."""
        return {**self.globals, **d} if d else self.globals

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Template:  # noqa: A002 - Jinja's name
        """The template of a name: each is loaded once."""
        if name not in self._loaded:
            self._loaded[name] = super().get_template(name, parent, globals)
        return self._loaded[name]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        template: nodes.Template = self._words.visit(super()._parse(source, name, filename))
        return template


class _Words(NodeTransformer):
    """Puts the interface's words into the templates when they are compiled, not on each page."""

    def __init__(self, words: dict[str, Callable[..., str]]) -> None:
        self._words = words

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802 - Jinja's name
        self.generic_visit(node)
        if isinstance(node.node, nodes.Name) and node.node.name in self._words:
            said = [it.value for it in node.args if isinstance(it, nodes.Const)]
            if len(said) == len(node.args):
                return nodes.Const(self._words[node.node.name](*said), lineno=node.lineno)
        return node


class _Generator(CodeGenerator):
    """Writes what a template asks for as Python itself asks for it."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        """An attribute: Jinja would look for an entry of a map as well."""
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002, N802 - Jinja's
        """A call: Jinja would ask what is called whether it wants to know the context."""
        self.visit(node.node, frame)
        self.write("(")
        for it in (*node.args, *node.kwargs):
            self.visit(it, frame)
            self.write(", ")
        self.write(")")


class _Macro:
    """A macro of a template, called with all that it takes or with less; what is missing has its default."""

    def __init__(
        self,
        environment: Environment,  # noqa: ARG002 - what Jinja's programs say of a macro
        macro: Callable[..., str],
        name: str,
        names: Iterable[str],
        *_: bool,
    ) -> None:
        self._macro, self._names = macro, tuple(names)
        self.name = name

    def __call__(self, *said: Any, **named: Any) -> Markup:
        """What the macro makes. Raises TypeError where it takes no such thing."""
        if named or len(said) != len(self._names):
            given = len(said)
            said = (*said, *[named.pop(it, missing) for it in self._names[given:]])
            if named:
                message = f"{self.name} takes no {', '.join(named)}"
                raise TypeError(message)
        return str.__new__(Markup, self._macro(*said))


def _escaped(value: Any) -> str:
    """What `markupsafe.escape` gives, as a plain text: it is only put together with others."""
    kind = type(value)
    if kind is str:
        return _without_signs(value)
    if kind is Markup:
        return value  # type: ignore[no-any-return]
    return str(value.__html__()) if hasattr(value, "__html__") else _without_signs(str(value))


def _filled(text: str, **named: Any) -> str:
    """A sentence with its placeholders filled in: with markup, where the sentence is markup."""
    if type(text) is not Markup:
        return text % named
    return str.__new__(Markup, str.__mod__(text, {name: _escaped(it) for name, it in named.items()}))


class _Template(Template):
    """A template whose program calls our own `escape` and our own macros."""

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],  # noqa: A002 - Jinja's name
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        """The template of a program."""
        template = super().from_code(environment, code, globals, uptodate)
        template.root_render_func.__globals__.update(escape=_escaped, Macro=_Macro)
        return template

    def _get_default_module(self, ctx: Any = None) -> Any:  # noqa: ARG002 - Jinja's name
        """What others import from it: the same whoever imports it."""
        self._module = self._module or self.make_module()
        return self._module


Templates.code_generator_class = _Generator
Templates.template_class = _Template


@lru_cache(maxsize=8)
def _programs(language: Language) -> Programs:
    own = Path(__file__).read_bytes()  # how they are compiled is said here
    return Programs(f"own-{language.tag}", (_FOLDER,), (own, language.catalogues))


def _is_kind(node: Any, name: str) -> bool:
    return bool(node.is_a == name)
