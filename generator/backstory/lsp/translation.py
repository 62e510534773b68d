"""Our places and findings in the protocol's words, and back: it counts from 0, in units of its own."""

from collections.abc import Callable, Iterable
from pathlib import Path

from lsprotocol import types as lsp
from msgspec import Struct

from backstory.changes import Change
from backstory.diagnostics import Diagnostic, Severity
from backstory.edits import Edit
from backstory.lsp.completion import Offer
from backstory.lsp.desk import Judged, Said
from backstory.lsp.spot import Spot
from backstory.text import SourceText, Span

_SEVERITIES = {
    Severity.ERROR: lsp.DiagnosticSeverity.Error,
    Severity.WARNING: lsp.DiagnosticSeverity.Warning,
    Severity.NOTE: lsp.DiagnosticSeverity.Information,
}
_KINDS = {
    "id": lsp.CompletionItemKind.Reference,
    "word": lsp.CompletionItemKind.EnumMember,
    "key": lsp.CompletionItemKind.Property,
    "passage": lsp.CompletionItemKind.Text,
}


class Translation(Struct, frozen=True):
    """What it takes to speak with one client of one site.

    `units` counts characters as the client does (UTF-16 by default), `uri` gives the address of a file.
    """

    units: Callable[[str], int]
    uri: Callable[[Path], str]
    folder: Path

    def place(self, source: SourceText, position: lsp.Position) -> tuple[int, int]:
        """Line and column of a position, both from 1, in characters; what lies behind a line is its end."""
        column, used = 1, 0
        for sign in source.line(position.line + 1):
            if used >= position.character:
                break
            used += self.units(sign)
            column += 1
        return position.line + 1, column

    def range(self, source: SourceText, span: Span) -> lsp.Range:
        """A span of a text."""
        return lsp.Range(
            self._position(source, span.line, span.column),
            self._position(source, span.end_line, span.end_column),
        )

    def _position(self, source: SourceText, line: int, column: int) -> lsp.Position:
        return lsp.Position(line - 1, self.units(source.line(line)[: column - 1]))

    def file(self, path: str) -> str:
        """The address of a file."""
        return self.uri(self.folder / path)

    def location(self, said: Said, span: Span) -> lsp.Location:
        """A span with its file."""
        source = said.source(span.path) or SourceText(span.path, "")
        return lsp.Location(self.file(span.path), self.range(source, span))

    def diagnostic(self, said: Said, it: Diagnostic) -> lsp.Diagnostic:
        """A diagnostic with its remedy and the places it has to do with."""
        related = [
            lsp.DiagnosticRelatedInformation(self.location(said, one.span), one.note) for one in it.related
        ]
        return lsp.Diagnostic(
            range=self.location(said, it.span).range,
            message=f"{it.fact}\n{it.remedy}".rstrip(),
            severity=_SEVERITIES[it.severity],
            code=it.code.value,
            source="backstory",
            related_information=related,
        )

    def completion(
        self, source: SourceText, spot: Spot, place: tuple[int, int], offer: Offer
    ) -> lsp.CompletionItem:
        """An offer that takes the place of what was begun before the cursor at `place`."""
        line, column = place
        begun = Span(source.path, line, column - offer.replaces, line, column)
        documentation = lsp.MarkupContent(lsp.MarkupKind.Markdown, offer.said) if offer.said else None
        return lsp.CompletionItem(
            offer.label,
            kind=_KINDS[offer.kind],
            documentation=documentation,
            text_edit=lsp.TextEdit(self.range(source, begun), offer.text),
            # A client holds this against what stands where the edit will be.
            filter_text=spot.typed if offer.kind == "passage" else offer.label,
        )

    def quick_fix(self, judged: Judged, it: Diagnostic) -> lsp.CodeAction:
        """What mends a diagnostic, to be done with one key."""
        return lsp.CodeAction(
            title=_title(it.fix),
            kind=lsp.CodeActionKind.QuickFix,
            diagnostics=[self.diagnostic(judged, it)],
            is_preferred=True,
            edit=lsp.WorkspaceEdit(changes=self._changes(judged, it.fix)),
        )

    def renaming(self, judged: Judged, renaming: Change, *, in_documents: bool) -> lsp.WorkspaceEdit:
        """All edits, and the new name of the file or folder; `in_documents` is the form that can have one."""
        changes = self._changes(judged, renaming.edits)
        if not in_documents:
            return lsp.WorkspaceEdit(changes=changes)
        steps: list[lsp.TextDocumentEdit | lsp.CreateFile | lsp.RenameFile | lsp.DeleteFile] = [
            lsp.TextDocumentEdit(lsp.OptionalVersionedTextDocumentIdentifier(uri), edits)
            for uri, edits in changes.items()
        ]
        if renaming.move:
            old, new = map(self.file, renaming.move)
            steps.append(lsp.RenameFile(old_uri=old, new_uri=new))
        return lsp.WorkspaceEdit(document_changes=steps)

    def _changes(self, judged: Judged, edits: Iterable[Edit]) -> dict[str, list[lsp.TextEdit]]:
        changes: dict[str, list[lsp.TextEdit]] = {}
        for it in edits:
            location = self.location(judged, it.span)
            changes.setdefault(location.uri, []).append(lsp.TextEdit(location.range, it.replacement))
        return changes


def _title(fix: Iterable[Edit]) -> str:
    words = [it.replacement for it in fix if it.replacement.strip('"')]
    return f"Write {words[0]}" if words else "Take the quotation marks away"
