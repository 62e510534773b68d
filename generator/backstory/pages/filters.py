"""The filters of long lists. They work in the browser; without JavaScript the whole list stands there."""

from collections.abc import Iterable

from msgspec import Struct

from backstory.language import Language, dictionary_order


class Choice(Struct, frozen=True):
    """One value of a filter, and how many entries have it."""

    value: str
    label: str
    number: int


class Filter(Struct, frozen=True):
    """A list of choices; `name` is the key in the page's address."""

    name: str
    label: str
    choices: tuple[Choice, ...]


def filter_of(name: str, label: str, values: Iterable[tuple[str, str]]) -> Filter:
    """The filter over (value, label) of all entries, choices in order of their labels."""
    numbers: dict[tuple[str, str], int] = {}
    for value in values:
        numbers[value] = numbers.get(value, 0) + 1
    ordered = sorted(numbers.items(), key=lambda item: (dictionary_order(item[0][1]), item[0][0]))
    return Filter(name, label, tuple(Choice(value, words, number) for (value, words), number in ordered))


def useful(filters: Iterable[Filter]) -> tuple[Filter, ...]:
    """The filters that leave something to choose."""
    return tuple(it for it in filters if len(it.choices) > 1)


def shown_of(language: Language) -> str:
    """The sentence that says how many entries a filter leaves, with %(shown)s and %(total)s in it."""
    return language.gettext("%(shown)s of %(total)s shown")
