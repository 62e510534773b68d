"""A story in which each field of the schema that can hold words holds some."""

import types
from typing import Annotated, Union, get_args, get_origin, get_type_hints

from backstory.dates import When
from backstory.schema.fields import Address, Selector, Shape
from backstory.schema.story import StoryShape

MARK = "zqx"
# What must be an id, or one of a few words, to be read at all.
GIVEN = {
    "speaker": "tomas-reyk",
    "said_by": "tomas-reyk",
    "quote": "zqxquotes",
    "story": "storm",
    "language": "hu",
    "status": "open",
    "kind": "direct",
    "attribution": "on_record",
    "autolink": "first",
    "actors": "otto-brandt",
    "topics": "zqxtopic",
}
# These decide whether and where a story is seen, and relies_on needs another's claim.
NOT_FILLED = {"status", "embargo", "withdrawn", "formerly", "redact", "relies_on"}


class Filled:
    """A story in which each field that can hold words holds a word of its own."""

    def __init__(self):
        self.number = 0

    def story(self):
        return self._shape(StoryShape, NOT_FILLED) | {"text": "retelling"}

    def _shape(self, shape, left):
        hints = get_type_hints(shape, include_extras=True)
        fields = {it.alias or name: hints[name] for name, it in shape.model_fields.items()}
        return {name: self._value(hint, name) for name, hint in fields.items() if name not in left}

    def _value(self, hint, name):
        arguments = get_args(hint)
        match get_origin(hint):
            case origin if hint == Selector:
                value = "went"
            case origin if hint == Address:
                value = f"https://{self._word()}.example/"
            case origin if origin is Annotated:
                value = self._value(arguments[0], name)
            case origin if origin in {Union, types.UnionType}:
                value = self._value(next(it for it in arguments if it is not type(None)), name)
            case origin if origin is tuple:
                value = [self._value(arguments[0], name)]
            case origin if origin is dict and name == "actors":
                value = {"otto-brandt": {"names": ["Zqxname"], "part": self._words()}, "tomas-reyk": {}}
            case origin if origin is dict:
                value = {f"zqx{name}": self._value(arguments[1], name)}
            case _ if isinstance(hint, type) and issubclass(hint, Shape):
                value = self._shape(hint, {"redact", "formerly"})
            case _ if hint in {When, bool}:
                value = "2031-03-04" if hint is When else True
            case _:
                value = GIVEN.get(name) or self._words()
        return value

    def _word(self):
        self.number += 1
        return f"{MARK}{self.number}"

    def _words(self):
        return f"The {self._word()} of the harbour {self._word()} was seen"
