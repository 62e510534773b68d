"""The protocol: pygls's requests to our questions. The one module that knows pygls."""

import asyncio
from collections.abc import Callable, Iterable
from pathlib import Path

from lsprotocol import types as lsp
from msgspec import Struct
from pygls.exceptions import JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path, to_fs_path

from backstory import __version__
from backstory.changes import Refusal
from backstory.editors.known import known_in
from backstory.links import Thing
from backstory.lsp.completion import offers_at
from backstory.lsp.desk import Desk, Judged, Said, project_of
from backstory.lsp.navigation import (
    definition_of,
    file_thing,
    kind_of,
    references_to,
    said_of,
    story_of,
    thing_at,
    words_at,
)
from backstory.lsp.spot import ids_below, spot_at
from backstory.lsp.translation import Translation
from backstory.renaming import plan_rename
from backstory.text import SourceText

# Until somebody rests, each letter typed would be judged by itself; a large site waits for a longer rest.
_REST, _LONG_REST = 0.15, 0.6  # seconds
_WATCHED = "**/*.{yml,yaml,md,lock}"
_RENAMED = frozenset({"actor", "topic", "story", "quote"})


class Server(LanguageServer):
    """The desks of all sites that documents are open of, and what was said of their files."""

    def __init__(self) -> None:
        super().__init__("backstory", __version__, text_document_sync_kind=lsp.TextDocumentSyncKind.Full)
        self.desks: dict[Path, Desk] = {}
        self.told: dict[Path, set[str]] = {}
        self.uris: dict[Path, str] = {}  # of open documents, as the client writes them
        self._telling: set[asyncio.Task[None]] = set()
        self._judging = asyncio.Lock()  # one at a time: two would take twice as long each

    def desk(self, path: Path) -> Desk | None:
        """The desk of the site that a file belongs to."""
        for content, desk in self.desks.items():
            if path.is_relative_to(content):
                return desk
        project = project_of(path)
        return self.desks.setdefault(project.content, Desk(project)) if project else None

    def translation(self, desk: Desk) -> Translation:
        """What it takes to speak of the files of a site."""
        return Translation(self.workspace.position_codec.client_num_units, self._uri, desk.project.content)

    def _uri(self, path: Path) -> str:
        return self.uris.get(path) or from_fs_path(str(path)) or path.as_uri()

    def tell_soon(self, desk: Desk) -> None:
        """Tell what is to be said of a site, once nothing was typed for a moment."""
        telling = asyncio.get_running_loop().create_task(self._tell(desk, desk.state))
        self._telling.add(telling)
        telling.add_done_callback(self._telling.discard)

    async def _tell(self, desk: Desk, state: int) -> None:
        """Tell it, unless something else was typed by then.

        A large site takes longer than somebody waits who types: what is said of the open files comes first.
        """
        await asyncio.sleep(_REST)
        if desk.state == state and desk.is_large:
            if glance := await self._found(desk, state, desk.glance):
                self._publish(desk, glance, desk.typed)
            await asyncio.sleep(_LONG_REST)
        async with self._judging:
            judged = await self._found(desk, state, desk.judged)
        if judged:
            before = self.told.get(desk.project.content, set())
            self._publish(desk, judged, judged.diagnostics.keys() | before | desk.typed.keys())
            self.told[desk.project.content] = set(judged.diagnostics)

    async def _found(self, desk: Desk, state: int, look: Callable[[], Said]) -> Said | None:
        """What a look finds, in a thread, so that completion need not wait; None once it is too late."""
        said = await asyncio.to_thread(look) if desk.state == state else None
        return said if desk.state == state else None

    def _publish(self, desk: Desk, said: Said, paths: Iterable[str]) -> None:
        """Tell what is said of these files; of a file that was mended, nothing.

        Of an open document it is told which version was judged: by the time this arrives, a newer one may be
        on its way.
        """
        to = self.translation(desk)
        for path in sorted(paths):
            uri = to.file(path)
            diagnostics = [to.diagnostic(said, it) for it in said.diagnostics.get(path, ())]
            version = self.workspace.get_text_document(uri).version if path in desk.typed else None
            self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, diagnostics, version))

    def can_rename_files(self) -> bool:
        """Whether the client takes the new name of a file together with edits."""
        workspace = self.client_capabilities.workspace
        edit = workspace.workspace_edit if workspace else None
        kinds = (edit.resource_operations if edit else None) or ()
        return bool(edit and edit.document_changes) and lsp.ResourceOperationKind.Rename in kinds

    def can_watch_files(self) -> bool:
        """Whether the client tells of changes on disk when it is asked to."""
        workspace = self.client_capabilities.workspace
        watched = workspace.did_change_watched_files if workspace else None
        return bool(watched and watched.dynamic_registration)


def make_server() -> Server:
    """The server with everything that it answers."""
    server = Server()
    for feature, answer in (
        (lsp.INITIALIZED, _initialized),
        (lsp.TEXT_DOCUMENT_DID_OPEN, _did_open),
        (lsp.TEXT_DOCUMENT_DID_CHANGE, _did_change),
        (lsp.TEXT_DOCUMENT_DID_SAVE, _did_save),
        (lsp.TEXT_DOCUMENT_DID_CLOSE, _did_close),
        (lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, _files_changed),
        (lsp.TEXT_DOCUMENT_DEFINITION, _definition),
        (lsp.TEXT_DOCUMENT_REFERENCES, _references),
        (lsp.TEXT_DOCUMENT_HOVER, _hover),
        (lsp.TEXT_DOCUMENT_PREPARE_RENAME, _prepare_rename),
        (lsp.TEXT_DOCUMENT_RENAME, _rename),
    ):
        server.feature(feature)(answer)
    triggers = lsp.CompletionOptions(trigger_characters=[" ", ":", "-", '"', "“"])
    server.feature(lsp.TEXT_DOCUMENT_COMPLETION, triggers)(_completion)
    kinds = lsp.CodeActionOptions(code_action_kinds=[lsp.CodeActionKind.QuickFix])
    server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, kinds)(_code_action)
    return server


# ---- what the client tells


async def _initialized(server: Server, _: lsp.InitializedParams) -> None:
    if server.can_watch_files():
        watchers = [lsp.FileSystemWatcher(_WATCHED)]
        options = lsp.DidChangeWatchedFilesRegistrationOptions(watchers)
        wish = lsp.Registration("files", lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        await server.client_register_capability_async(lsp.RegistrationParams([wish]))


async def _did_open(server: Server, parameters: lsp.DidOpenTextDocumentParams) -> None:
    server.uris[_path(parameters.text_document.uri)] = parameters.text_document.uri
    _type(server, parameters.text_document.uri)


async def _did_change(server: Server, parameters: lsp.DidChangeTextDocumentParams) -> None:
    _type(server, parameters.text_document.uri)


def _type(server: Server, uri: str) -> None:
    path = _path(uri)
    if desk := server.desk(path):
        name = path.relative_to(desk.project.content).as_posix()
        desk.type(name, server.workspace.get_text_document(uri).source)
        server.tell_soon(desk)


async def _did_save(server: Server, _: lsp.DidSaveTextDocumentParams) -> None:
    _look_again(server)


async def _files_changed(server: Server, _: lsp.DidChangeWatchedFilesParams) -> None:
    _look_again(server)


def _look_again(server: Server) -> None:
    for desk in server.desks.values():
        desk.look_again()
        server.tell_soon(desk)


async def _did_close(server: Server, parameters: lsp.DidCloseTextDocumentParams) -> None:
    path = _path(parameters.text_document.uri)
    if desk := server.desk(path):
        desk.put_away(path.relative_to(desk.project.content).as_posix())
        server.tell_soon(desk)
    server.uris.pop(path, None)


# ---- what the client asks


class _Where(Struct, frozen=True):
    """A place in a document of a site: line and column from 1, in characters."""

    desk: Desk
    source: SourceText
    line: int
    column: int
    to: Translation

    @property
    def path(self) -> str:
        return self.source.path

    @property
    def judged(self) -> Judged:
        return self.desk.judged()

    @property
    def thing(self) -> Thing | None:
        """What the place names."""
        found = thing_at(self.judged, self.path, self.line, self.column)
        return found[0] if found else None


def _where(server: Server, document: lsp.TextDocumentIdentifier, position: lsp.Position) -> _Where | None:
    """The place that a request is about; None in a file of no site."""
    path = _path(document.uri)
    desk = server.desk(path)
    if desk is None:
        return None
    name = path.relative_to(desk.project.content).as_posix()
    source = SourceText(name, server.workspace.get_text_document(document.uri).source)
    translation = server.translation(desk)
    return _Where(desk, source, *translation.place(source, position), translation)


def _definition(server: Server, parameters: lsp.DefinitionParams) -> lsp.Location | None:
    where = _where(server, parameters.text_document, parameters.position)
    if where is None:
        return None
    judged, place = where.judged, (where.path, where.line, where.column)
    span = definition_of(judged, where.thing) if where.thing else words_at(judged, *place)
    return where.to.location(judged, span) if span else None


def _references(server: Server, parameters: lsp.ReferenceParams) -> list[lsp.Location]:
    """Anywhere else in a file, those to the thing whose file it is."""
    where = _where(server, parameters.text_document, parameters.position)
    thing = (where.thing or file_thing(where.path)) if where else None
    if where is None or thing is None:
        return []
    spans = list(references_to(where.judged, thing))
    if parameters.context.include_declaration and (span := definition_of(where.judged, thing)):
        spans.append(span)
    return [where.to.location(where.judged, it) for it in sorted(set(spans))]


def _hover(server: Server, parameters: lsp.HoverParams) -> lsp.Hover | None:
    where = _where(server, parameters.text_document, parameters.position)
    found = said_of(where.judged, where.path, where.line, where.column) if where else None
    if where is None or found is None:
        return None
    said, span = found
    return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, said), where.to.range(where.source, span))


def _completion(server: Server, parameters: lsp.CompletionParams) -> list[lsp.CompletionItem]:
    """Nothing is judged for it: it must be there while somebody types."""
    where = _where(server, parameters.text_document, parameters.position)
    kind = kind_of(where.path) if where else None
    if where is None or kind is None:
        return []
    content = where.desk.content()
    files = content.stories.get(story_of(where.path) or "")
    article = files.article.text if files and files.article else None
    lines = where.source.text.replace("\r\n", "\n")
    spot = spot_at(lines, where.line - 1, where.column - 1)
    offers = offers_at(kind, spot, known_in(content), ids_below(lines, "quotes"), article)
    place = where.line, where.column
    return [where.to.completion(where.source, spot, place, it) for it in offers]


def _prepare_rename(
    server: Server, parameters: lsp.PrepareRenameParams
) -> lsp.PrepareRenamePlaceholder | None:
    where = _where(server, parameters.text_document, parameters.position)
    found = thing_at(where.judged, where.path, where.line, where.column) if where else None
    if where is None or found is None or found[0].kind not in _RENAMED:
        return None
    return lsp.PrepareRenamePlaceholder(where.to.range(where.source, found[1]), found[0].id)


def _rename(server: Server, parameters: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
    where = _where(server, parameters.text_document, parameters.position)
    thing = where.thing if where else None
    if where is None or thing is None or thing.kind not in _RENAMED:
        return None
    judged = where.judged
    outcome = plan_rename(judged.content, judged.pages, thing, parameters.new_name)
    if isinstance(outcome, Refusal):
        first = next((it.fact for it in outcome.diagnostics if it.is_error), "")
        raise JsonRpcInvalidParams(f"{outcome.reason} {first}".rstrip())
    can_move = server.can_rename_files()
    if outcome.move and not can_move:
        command = f"backstory rename {thing.kind} {thing.id} {parameters.new_name}"
        message = f"This text editor does not rename files for us. In a terminal: {command}"
        raise JsonRpcInvalidParams(message)
    return where.to.renaming(judged, outcome, in_documents=can_move)


def _code_action(server: Server, parameters: lsp.CodeActionParams) -> list[lsp.CodeAction]:
    where = _where(server, parameters.text_document, parameters.range.start)
    if where is None:
        return []
    begin, end = (where.line, where.column), where.to.place(where.source, parameters.range.end)
    judged = where.judged
    return [
        where.to.quick_fix(judged, it)
        for it in judged.diagnostics.get(where.path, ())
        if it.fix
        and (it.span.line, it.span.column) <= end
        and begin <= (it.span.end_line, it.span.end_column)
    ]


def _path(uri: str) -> Path:
    return Path(to_fs_path(uri) or "")
