"""What may stand at a path of a file, as the models say: ids, words, fields."""

from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from msgspec import Struct

from backstory.schema.actor import ActorShape
from backstory.schema.descriptions import descriptions
from backstory.schema.fields import Names, Shape
from backstory.schema.story import StoryShape
from backstory.schema.topic import TopicShape
from backstory.source import Path

_SHAPES: dict[str, type[Shape]] = {"actor": ActorShape, "story": StoryShape, "topic": TopicShape}


class Hint(Struct, frozen=True):
    """What a model says of a place: a type without its wrappings, and which things it may name."""

    kind: Any
    names: tuple[Names, ...] = ()

    @property
    def shape(self) -> type[Shape] | None:
        """The shape, where a map with known keys stands."""
        return self.kind if isinstance(self.kind, type) and issubclass(self.kind, Shape) else None

    @property
    def words(self) -> tuple[str, ...]:
        """The words, where only a few may stand."""
        return get_args(self.kind) if get_origin(self.kind) is Literal else ()

    @property
    def names_of_keys(self) -> tuple[Names, ...]:
        """Which things the keys name, where a map by id stands."""
        return _bare(get_args(self.kind)[0]).names if get_origin(self.kind) is dict else ()


def hint_at(kind: str, path: Path) -> Hint | None:
    """What may stand at a path of a file of this kind; None where the models know nothing."""
    hint = Hint(_SHAPES[kind])
    for part in path:
        within = _within(hint, part)
        if within is None:
            return None
        hint = _bare(within, hint.names if get_origin(hint.kind) is tuple else ())
    return hint


def item_of(hint: Hint) -> Hint:
    """What one entry is, where a list may stand: it may stand there by itself."""
    if get_origin(hint.kind) is tuple:
        return _bare(get_args(hint.kind)[0], hint.names)
    return hint


def described(kind: str, path: Path) -> str | None:
    """What the field at the end of a path says of itself."""
    parent = hint_at(kind, path[:-1]) if path else None
    return fields_of(parent.shape).get(str(path[-1])) if parent and parent.shape else None


def fields_of(shape: type[Shape]) -> dict[str, str]:
    """The keys that a shape knows, each with what it says of itself."""
    texts = descriptions(shape)
    return {it.alias or name: texts.get(name, "") for name, it in shape.model_fields.items()}


def _within(hint: Hint, part: str | int) -> Any:
    origin, arguments = get_origin(hint.kind), get_args(hint.kind)
    if origin is tuple:
        inner = arguments[0]
        # One entry may stand where a list may: its fields are then right below.
        return inner if isinstance(part, int) else _within(_bare(inner), part)
    if origin is dict:
        return arguments[1]
    if hint.shape is None or not isinstance(part, str):
        return None
    hints = get_type_hints(hint.shape, include_extras=True)
    names = {it.alias or name: name for name, it in hint.shape.model_fields.items()}
    return hints[names[part]] if part in names else None


def _bare(annotation: Any, names: tuple[Names, ...] = ()) -> Hint:
    """The type without `Annotated` and `None`, and the marks that were found on the way."""
    if get_origin(annotation) is Annotated:
        inner, *marks = get_args(annotation)
        return _bare(inner, (*names, *(it for it in marks if isinstance(it, Names))))
    if get_origin(annotation) in {Union, UnionType}:
        return _bare(next(it for it in get_args(annotation) if it is not type(None)), names)
    return Hint(annotation, names)
