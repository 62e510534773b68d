"""The protocol: pygls's requests to our questions, and our answers to its types."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from backstory import __version__
from backstory.changes import Change, Refusal
from backstory.diagnostics import Diagnostic, Severity, has_errors
from backstory.edits import Edit
from backstory.folder import read_pages
from backstory.links import Thing
from backstory.lsp.completion import offers_at
from backstory.lsp.desk import Desk, Judged, desk_for
from backstory.lsp.navigation import (
    definition_of,
    file_thing,
    kind_of,
    references_to,
    said_of,
    story_of,
    thing_at,
)
from backstory.lsp.spot import spot_at
from backstory.renaming import plan_rename
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
# Until somebody rests, each letter typed would be judged by itself.
_REST = 0.15  # seconds


class Server(LanguageServer):
    """The desks of all sites that documents are open of, and what was said of their files."""

    def __init__(self) -> None:
        super().__init__("backstory", __version__, text_document_sync_kind=lsp.TextDocumentSyncKind.Full)
        self.desks: dict[Path, Desk] = {}
        self.told: dict[Path, set[Path]] = {}
        self._waiting: dict[Path, asyncio.TimerHandle] = {}

    def desk(self, path: Path) -> Desk | None:
        """The desk of the site that a file belongs to."""
        known = next((it for content, it in self.desks.items() if path.is_relative_to(content)), None)
        desk = known or desk_for(path)
        if desk is not None:
            self.desks[desk.project.content] = desk
        return desk

    def tell_soon(self, desk: Desk) -> None:
        """Tell what is to be said of a site, once nothing was typed for a moment."""
        content = desk.project.content
        if waiting := self._waiting.pop(content, None):
            waiting.cancel()
        loop = asyncio.get_running_loop()
        self._waiting[content] = loop.call_later(_REST, lambda: self.tell(desk))

    def tell(self, desk: Desk) -> None:
        """Tell what is to be said of each file of a site; of a file that was mended, nothing."""
        judged = desk.judged()
        found = judged.diagnostics()
        before = self.told.get(desk.project.content, set())
        for path in sorted(found.keys() | before | desk.typed.keys()):
            said = [self.diagnostic(judged, it) for it in found.get(path, ())]
            self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(_uri(path), said))
        self.told[desk.project.content] = set(found)

    def diagnostic(self, judged: Judged, it: Diagnostic) -> lsp.Diagnostic:
        """A diagnostic as editors show it, with its remedy and the places it has to do with."""
        related = [
            lsp.DiagnosticRelatedInformation(self.location(judged, one.span), one.note) for one in it.related
        ]
        return lsp.Diagnostic(
            range=self.range(judged, it.span),
            message=f"{it.fact}\n{it.remedy}".rstrip(),
            severity=_SEVERITIES[it.severity],
            code=it.code.value,
            source="backstory",
            related_information=related,
        )

    def location(self, judged: Judged, span: Span) -> lsp.Location:
        """A span with its file."""
        return lsp.Location(_uri(Path(span.path)), self.range(judged, span))

    def range(self, judged: Judged, span: Span) -> lsp.Range:
        """A span as the client counts: from 0, in its own units."""
        source = judged.source(Path(span.path)) or SourceText(span.path, "")
        return lsp.Range(
            self._position(source, span.line, span.column),
            self._position(source, span.end_line, span.end_column),
        )

    def _position(self, source: SourceText, line: int, column: int) -> lsp.Position:
        before = source.line(line)[: column - 1]
        return lsp.Position(line - 1, self.workspace.position_codec.client_num_units(before))

    def place(self, source: SourceText, position: lsp.Position) -> tuple[int, int]:
        """Line and column of a client's position, both from 1, in characters."""
        units = self.workspace.position_codec.client_num_units
        column, used = 1, 0
        for sign in source.line(position.line + 1):
            if used >= position.character:
                break
            used += units(sign)
            column += 1
        return position.line + 1, column

    def workspace_edit(self, desk: Desk, renaming: Change) -> lsp.WorkspaceEdit:
        """The edits of a renaming, and the renaming of its file or folder."""
        judged, folder = desk.judged(), desk.project.content
        by_file: dict[Path, list[Edit]] = {}
        for edit in renaming.edits:
            by_file.setdefault(folder / edit.span.path, []).append(edit)
        pages = read_pages(folder, shown_as=folder.as_posix())
        changes: list[lsp.TextDocumentEdit | lsp.CreateFile | lsp.RenameFile | lsp.DeleteFile] = []
        for path, edits in sorted(by_file.items()):
            source = judged.source(path) or pages[path.as_posix()]
            texts: list[lsp.TextEdit | lsp.AnnotatedTextEdit | lsp.SnippetTextEdit] = [
                lsp.TextEdit(self._range_in(source, edit.span), edit.replacement) for edit in edits
            ]
            document = lsp.OptionalVersionedTextDocumentIdentifier(_uri(path))
            changes.append(lsp.TextDocumentEdit(document, texts))
        if renaming.move:
            old, new = (_uri(folder / it) for it in renaming.move)
            changes.append(lsp.RenameFile(old_uri=old, new_uri=new))
        return lsp.WorkspaceEdit(document_changes=changes)

    def _range_in(self, source: SourceText, span: Span) -> lsp.Range:
        return lsp.Range(
            self._position(source, span.line, span.column),
            self._position(source, span.end_line, span.end_column),
        )


def make_server() -> Server:
    """The server with everything that it answers."""
    server = Server()
    for feature, answer in (
        (lsp.TEXT_DOCUMENT_DID_OPEN, _did_open),
        (lsp.TEXT_DOCUMENT_DID_CHANGE, _did_change),
        (lsp.TEXT_DOCUMENT_DID_SAVE, _did_save),
        (lsp.TEXT_DOCUMENT_DID_CLOSE, _did_close),
        (lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, _files_changed),
        (lsp.TEXT_DOCUMENT_DEFINITION, _definition),
        (lsp.TEXT_DOCUMENT_REFERENCES, _references),
        (lsp.TEXT_DOCUMENT_HOVER, _hover),
        (lsp.TEXT_DOCUMENT_RENAME, _rename),
    ):
        server.feature(feature)(answer)
    server.feature(
        lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=[" ", ":", "-", '"', "“"])
    )(_completion)
    server.feature(lsp.TEXT_DOCUMENT_PREPARE_RENAME)(_prepare_rename)
    kinds = lsp.CodeActionOptions(code_action_kinds=[lsp.CodeActionKind.QuickFix])
    server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, kinds)(_code_action)
    return server


def _type(server: Server, uri: str) -> None:
    path = _path(uri)
    desk = server.desk(path)
    if desk:
        desk.type(path, server.workspace.get_text_document(uri).source)
        server.tell_soon(desk)


async def _did_open(server: Server, parameters: lsp.DidOpenTextDocumentParams) -> None:
    _type(server, parameters.text_document.uri)


async def _did_change(server: Server, parameters: lsp.DidChangeTextDocumentParams) -> None:
    _type(server, parameters.text_document.uri)


async def _did_save(server: Server, parameters: lsp.DidSaveTextDocumentParams) -> None:
    _type(server, parameters.text_document.uri)


async def _did_close(server: Server, parameters: lsp.DidCloseTextDocumentParams) -> None:
    path = _path(parameters.text_document.uri)
    if desk := server.desk(path):
        desk.put_away(path)
        server.tell_soon(desk)


async def _files_changed(server: Server, _: lsp.DidChangeWatchedFilesParams) -> None:
    for desk in server.desks.values():
        desk.refresh()
        server.tell_soon(desk)


def _at(
    server: Server, uri: str, position: lsp.Position
) -> tuple[Desk, Judged, Path, SourceText, int, int] | None:
    """What is known of a place: None where it is in no file of ours."""
    path = _path(uri)
    desk = server.desk(path)
    judged = desk.judged() if desk else None
    source = judged.source(path) if judged else None
    if desk is None or judged is None or source is None:
        return None
    return desk, judged, path, source, *server.place(source, position)


def _thing(server: Server, uri: str, position: lsp.Position) -> tuple[Judged, Thing] | None:
    """What the place names; anywhere else in a file, the thing whose file it is."""
    if (where := _at(server, uri, position)) is None:
        return None
    _, judged, path, _, line, column = where
    found = thing_at(judged, path, line, column)
    thing = found[0] if found else file_thing(path)
    return (judged, thing) if thing else None


def _definition(server: Server, parameters: lsp.DefinitionParams) -> lsp.Location | None:
    found = _thing(server, parameters.text_document.uri, parameters.position)
    span = definition_of(*found) if found else None
    return server.location(found[0], span) if found and span else None


def _references(server: Server, parameters: lsp.ReferenceParams) -> list[lsp.Location]:
    found = _thing(server, parameters.text_document.uri, parameters.position)
    if found is None:
        return []
    spans = list(references_to(*found))
    if parameters.context.include_declaration and (span := definition_of(*found)):
        spans.append(span)
    return [server.location(found[0], it) for it in sorted(set(spans))]


def _hover(server: Server, parameters: lsp.HoverParams) -> lsp.Hover | None:
    if (where := _at(server, parameters.text_document.uri, parameters.position)) is None:
        return None
    _, judged, path, _, line, column = where
    if (said := said_of(judged, path, line, column)) is None:
        return None
    text, span = said
    return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, text), server.range(judged, span))


def _completion(server: Server, parameters: lsp.CompletionParams) -> list[lsp.CompletionItem]:
    where = _at(server, parameters.text_document.uri, parameters.position)
    kind = kind_of(where[2]) if where else None
    if where is None or kind is None:
        return []
    _, judged, path, source, line, column = where
    spot = spot_at(source.text.replace("\r\n", "\n"), line - 1, column - 1)
    files = judged.content.stories.get(story_of(path)) if kind == "story" else None
    quotes = [it.id for it in judged.resolution.newsroom.quotes if it.story.id == story_of(path)]
    article = files.article.text if files and files.article else None
    items = []
    for offer in offers_at(kind, spot, judged.known, quotes, article):
        begin = Span(source.path, line, column - offer.replaces, line, column)
        edit = lsp.TextEdit(server.range(judged, begin), offer.text)
        documentation = lsp.MarkupContent(lsp.MarkupKind.Markdown, offer.said) if offer.said else None
        items.append(
            lsp.CompletionItem(
                offer.label,
                kind=_KINDS[offer.kind],
                documentation=documentation,
                text_edit=edit,
                # A client holds this against what stands where the edit will be.
                filter_text=spot.typed if offer.kind == "passage" else offer.label,
            )
        )
    return items


def _prepare_rename(server: Server, parameters: lsp.PrepareRenameParams) -> lsp.Range | None:
    if (where := _at(server, parameters.text_document.uri, parameters.position)) is None:
        return None
    _, judged, path, _, line, column = where
    found = thing_at(judged, path, line, column) if path.suffix == ".yml" else None
    return server.range(judged, found[1]) if found else None


def _rename(server: Server, parameters: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
    if (where := _at(server, parameters.text_document.uri, parameters.position)) is None:
        return None
    desk, judged, path, _, line, column = where
    if (found := thing_at(judged, path, line, column)) is None:
        return None
    content = desk.relative_content()
    pages = read_pages(desk.project.content, shown_as=".")
    outcome = plan_rename(content, pages, found[0], parameters.new_name)
    if isinstance(outcome, Refusal):
        first = next((it.fact for it in outcome.diagnostics if has_errors([it])), "")
        raise JsonRpcInvalidParams(f"{outcome.reason} {first}".rstrip())
    return server.workspace_edit(desk, outcome)


def _code_action(server: Server, parameters: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    uri = parameters.text_document.uri
    where = _at(server, uri, parameters.range.start)
    if where is None:
        return []
    _, judged, path, source, *begin = where
    end = server.place(source, parameters.range.end)
    actions = []
    for it in judged.diagnostics().get(path, ()):
        span = it.span
        touches = (span.line, span.column) <= end and tuple(begin) <= (span.end_line, span.end_column)
        if it.fix and touches:
            actions.append(_quick_fix(server, judged, it, uri))
    return actions


def _quick_fix(server: Server, judged: Judged, it: Diagnostic, uri: str) -> lsp.CodeAction:
    edits = [lsp.TextEdit(server.range(judged, edit.span), edit.replacement) for edit in it.fix]
    return lsp.CodeAction(
        title=_title(it.fix),
        kind=lsp.CodeActionKind.QuickFix,
        diagnostics=[server.diagnostic(judged, it)],
        is_preferred=True,
        edit=lsp.WorkspaceEdit(changes={uri: edits}),
    )


def _title(fix: Iterable[Edit]) -> str:
    words = [it.replacement for it in fix if it.replacement.strip('"')]
    return f"Write {words[0]}" if words else "Take the quotation marks away"


def _path(uri: str) -> Path:
    return Path(to_fs_path(uri) or "")


def _uri(path: Path) -> str:
    return from_fs_path(str(path)) or path.as_uri()
