"""What the fields of a shape say of themselves, which editors show. Read from the source when asked for.

Pydantic would read it whenever the shapes are imported, which takes as long as all else that is imported.
"""

import ast
import inspect
import textwrap
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise

from backstory.schema.fields import Shape


@cache
def descriptions(shape: type[Shape]) -> Mapping[str, str]:
    """The text below each field in the source, by the field's name; nothing for one without any."""
    homes = [it for it in reversed(shape.__mro__) if issubclass(it, Shape)]
    return {name: text for home in homes for name, text in _texts(home)}


def _texts(shape: type[Shape]) -> Iterator[tuple[str, str]]:
    [home] = ast.parse(textwrap.dedent(inspect.getsource(shape))).body
    assert isinstance(home, ast.ClassDef)
    for line, following in pairwise(home.body):
        match line, following:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ) if name in shape.model_fields:
                yield name, inspect.cleandoc(text)
