"""Page shells: a template is rendered once for many pages, with marks where their own texts go.

What a template does with a text beyond showing it (a comparison, a question whether there is any) is noted
as a question with its answer. A shell fits each page whose texts answer alike: so none is ever joined with a
page that the template would have shown otherwise.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, DictLoader, Environment, pass_context
from markupsafe import Markup, escape
from msgspec import Struct

from backstory.programs import Programs

HEAD = "backstory/elsewhere.html"  # what differs most is rendered by itself for each page
Texts = Mapping[str, str]

# A mark has in it what any change would change: capital and small letters, and what HTML escapes.
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(
    f"{_OPEN}(?:<(?P<raw>[^&]+)&Rr>|&lt;(?P<escaped>[^&]+)&amp;Ee&gt;){_CLOSE}",
)


class Unforeseen(Exception):  # noqa: N818  # it says what a template does, and is no error
    """Why no shell can be made: what a template asks that has no answer in texts."""


class _Question(Struct, frozen=True):
    """What a template asked about a text, and what it was told."""

    name: str
    ask: Callable[[str], object]
    answer: object


class Mark:
    """A text of a page, as a template sees it while a shell is rendered: it says yes to being a `str`."""

    def __init__(self, name: str, text: str, questions: list[_Question]) -> None:
        self._name, self._text, self._questions = name, text, questions

    @property  # type: ignore[misc]  # for isinstance
    def __class__(self) -> type:
        return str

    def shown(self) -> "_Shown":
        """What stands in the shell where the text is shown."""
        return _Shown(f"{_OPEN}<{self._name}&Rr>{_CLOSE}", self.__html__())

    def __html__(self) -> str:
        return f"{_OPEN}&lt;{self._name}&amp;Ee&gt;{_CLOSE}"

    def _asked(self, ask: Callable[[str], Any]) -> Any:
        answer = ask(self._text)
        self._questions.append(_Question(self._name, ask, answer))
        return answer

    def __getattr__(self, name: str) -> Callable[..., Any]:
        getattr(str, name)  # an AttributeError where texts have none
        return lambda *args, **named: self._asked(lambda text: getattr(text, name)(*args, **named))

    def __str__(self) -> str:
        return str(self._asked(str))

    def __format__(self, form: str) -> str:
        return format(str(self), form)

    def __bool__(self) -> bool:
        return bool(self._asked(bool))

    def __len__(self) -> int:
        return int(self._asked(len))

    def __iter__(self) -> Iterator[str]:
        return iter(str(self))

    def __contains__(self, part: object) -> bool:
        words = str(part)
        return bool(self._asked(lambda text: words in text))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, str):
            words = str(other)
            return bool(self._asked(lambda text: text == words))
        return False

    def __hash__(self) -> int:
        return hash(str(self))

    def __lt__(self, other: Any) -> bool:
        return str(self) < str(other)

    def __gt__(self, other: Any) -> bool:
        return str(self) > str(other)

    def __getitem__(self, place: Any) -> str:
        return str(self._asked(lambda text: text[place]))

    def __add__(self, other: Any) -> str:
        return str(self) + str(other)

    def __radd__(self, other: Any) -> str:
        return str(other) + str(self)

    def __mod__(self, other: Any) -> str:
        return str(str(self) % other)


class _Shown(Struct, frozen=True):
    """A mark on its way into the shell, as it is or escaped: whichever the template's environment does."""

    raw: str
    escaped: str

    def __str__(self) -> str:
        return self.raw

    def __html__(self) -> str:
        return self.escaped


class Face:
    """An object as a template sees it while a shell is rendered: what is not foreseen ends the shell."""

    def __init__(self, attributes: Mapping[str, Any], unforeseen: Iterable[str]) -> None:
        self._attributes, self._unforeseen = attributes, frozenset(unforeseen)

    def __getattr__(self, name: str) -> Any:
        if name in self._unforeseen:
            reason = f"the templates ask for `{name}`"
            raise Unforeseen(reason)
        try:
            return self._attributes[name]
        except KeyError:
            raise AttributeError(name) from None

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)

    def __contains__(self, name: object) -> bool:
        return name in self._attributes or name in self._unforeseen

    def __bool__(self) -> bool:
        return True

    def get(self, name: str, default: Any = None) -> Any:
        """As of a map."""
        return getattr(self, name, default)


class Marks:
    """The texts of a page as marks, and what is asked about them."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self.questions: list[_Question] = []

    def __getitem__(self, name: str) -> Mark:
        return Mark(name, self._texts[name], self.questions)


class _Slot(Struct, frozen=True):
    name: str
    is_escaped: bool


class Shell(Struct, frozen=True):
    """What is the same on all pages that answer the questions alike, and the places of what is not."""

    pieces: tuple[str | _Slot, ...]
    questions: tuple[_Question, ...]
    folders: frozenset[tuple[str, ...]]  # what the templates lead to, by its two outermost folders

    def fits(self, texts: Texts) -> bool:
        """Whether a page with these texts would be rendered alike but for them."""
        return all(it.ask(texts[it.name]) == it.answer for it in self.questions)

    def leads_to(self, address: str) -> bool:
        """Whether it leads to the page or below its folder: relative links are shorter there."""
        return _outermost(address) in self.folders

    def join(self, texts: Texts) -> str:
        """The page with these texts."""
        return "".join(it if isinstance(it, str) else _filled(it, texts) for it in self.pieces)


def _outermost(address: str) -> tuple[str, ...]:
    return tuple(address.lstrip("./").split("/")[:2])


def _filled(slot: _Slot, texts: Texts) -> str:
    text = texts[slot.name]
    return str(escape(text)) if slot.is_escaped else text


def _taken_apart(html: str, questions: Iterable[_Question], targets: Iterable[str]) -> Shell:
    pieces: list[str | _Slot] = []
    done = 0
    for mark in _MARK.finditer(html):
        pieces += [html[done : mark.start()], _Slot(mark["raw"] or mark["escaped"], mark["raw"] is None)]
        done = mark.end()
    pieces.append(html[done:])
    if any(_OPEN in it or _CLOSE in it for it in pieces if isinstance(it, str)):
        reason = "the templates change a text of the page"
        raise Unforeseen(reason)
    return Shell(tuple(pieces), tuple(questions), frozenset(map(_outermost, targets)))


class Links(Struct, frozen=True):
    """What the filters `url` and `script_tag` give on a page at a made-up address."""

    url: Callable[[str], str]
    script_tag: Callable[[Any], str]


def made_by() -> bytes:
    """What can change how a template is compiled for its shell."""
    return Path(__file__).read_bytes()


class ShellEnvironment:
    """The site's templates, as shells are rendered with them. `programs` keeps them compiled."""

    def __init__(self, environment: Environment, programs: Programs | None = None) -> None:
        if environment.finalize:
            reason = "another plugin changes what the templates show"
            raise Unforeseen(reason)
        head = DictLoader({HEAD: f"{_OPEN}<head&Rr>{_CLOSE}"})
        assert environment.loader
        self._environment = environment.overlay(
            loader=ChoiceLoader([head, environment.loader]), finalize=_finalized, bytecode_cache=programs
        )
        filters = {"url": self._url, "script_tag": self._script_tag}
        self._environment.filters = {**environment.filters, **filters}
        self._links = Links(str, str)
        self._targets: set[str] = set()

    def shell(self, template: str, context: Mapping[str, Any], marks: Marks, links: Links) -> Shell:
        """The shell of a page, which `context` shows with the marks."""
        self._links, self._targets = links, set()
        try:
            html = self._environment.get_template(template).render(context)
        except Unforeseen:
            raise
        except Exception as problem:  # whatever a template cannot do with a mark
            raise Unforeseen(str(problem)) from problem
        return _taken_apart(html, marks.questions, self._targets)

    @pass_context
    def _url(self, _: Any, target: Any) -> Any:
        if isinstance(target, Mark) and target.startswith("#"):
            return target  # a place on the page itself
        self._targets.add(str(target))
        return self._links.url(str(target))

    @pass_context
    def _script_tag(self, _: Any, script: Any) -> str:
        self._targets.add(str(script))
        return Markup(self._links.script_tag(script))  # noqa: S704 - MkDocs's own markup


def _finalized(value: Any) -> Any:
    return value.shown() if type(value) is Mark else value
