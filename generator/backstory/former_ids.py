"""Ids that things had before they were renamed: their old addresses lead to the new ones."""

from collections.abc import Container

from msgspec import Struct, field

from backstory.diagnostics import Code, Diagnostic, Related
from backstory.source import Document, Path
from backstory.text import Span


class FormerIds(Struct):
    """The former ids of all things of one kind. `living` are the ids that they have now."""

    kind: str
    living: Container[str]
    found: list[Diagnostic]
    _places: dict[str, tuple[Document, Path]] = field(default_factory=dict)

    def check(self, formerly: tuple[str, ...], document: Document, path: Path = ()) -> None:
        """Report what is no former id: an address leads to one thing only."""
        for index, old in enumerate(formerly):
            place: Path = (*path, "formerly", index)
            remedy = "Take it out here, or give the other one another id."
            related: tuple[Related, ...] = ()
            if old in self.living:
                fact = f"`{old}` cannot be a former id: {_a(self.kind)} has it now."
            elif old in self._places:
                fact = f"`{old}` is given as a former id twice."
                related = (Related(_span(*self._places[old]), "first given here"),)
            else:
                self._places[old] = document, place
                continue
            self.found.append(Diagnostic(Code.ID_IN_USE, document.span(place), fact, remedy, related=related))


def _span(document: Document, path: Path) -> Span:
    return document.span(path)


def _a(kind: str) -> str:
    return f"an {kind}" if kind == "actor" else f"a {kind}"
