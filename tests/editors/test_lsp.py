"""`backstory lsp`, over standard input and output, asked by pygls's own client."""

import asyncio
import sys
import threading
from contextlib import contextmanager

import pytest
from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

from backstory.lsp.desk import Desk
from backstory.project import Project
from content_folder import FILES, ContentFolder

STORY, ARTICLE = "stories/toll/story.yml", "stories/toll/article.md"
HEAD = "headline: H\nsummary: S\npublished: 2031-03-04\ntext: retelling\nactors: [ilse-varga, tomas-reyk]\n"
TEXT = "“We can build the wall now 🌊”, Ilse Varga said. Tomas Reyk listened at the harbour.\n"
QUOTE = (
    "quotes:\n  wall: {speaker: ilse-varga, kind: indirect, text: It is to be built., about: [tomas-reyk]}\n"
)
PATIENCE = 60  # seconds


class Editor:
    """A text editor with a site open in it."""

    def __init__(self, folder, loop):
        self.folder = folder
        self.loop = loop
        self.client = LanguageClient("tests", "1")
        self.waiting = []  # for what is said of a document
        self.versions = {}

    async def start(self, encoding, *, renames_files=True):
        self.client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(
            lambda it: self._publish(it)  # noqa: PLW0108  # pygls marks the function, and cannot mark a method
        )
        await self.client.start_io(sys.executable, "-m", "backstory", "lsp")
        general = lsp.GeneralClientCapabilities(position_encodings=[encoding])
        operations = [lsp.ResourceOperationKind.Rename] if renames_files else None
        edit = lsp.WorkspaceEditClientCapabilities(document_changes=True, resource_operations=operations)
        workspace = lsp.WorkspaceClientCapabilities(workspace_edit=edit)
        capabilities = lsp.ClientCapabilities(general=general, workspace=workspace)
        await self.client.initialize_async(
            lsp.InitializeParams(capabilities=capabilities, root_uri=self.folder.as_uri())
        )
        self.client.initialized(lsp.InitializedParams())

    async def stop(self):
        await self.client.shutdown_async(None)
        self.client.exit(None)
        await self.client.stop()

    def _publish(self, parameters):
        """What was said of an older version has crossed the newer one on its way."""
        told = (parameters.uri, parameters.version)
        for waiting in [it for it in self.waiting if it[0] == told]:
            self.waiting.remove(waiting)
            waiting[1].set_result(parameters.diagnostics)

    def uri(self, path):
        return (self.folder / path).as_uri()

    def run(self, request):
        return asyncio.run_coroutine_threadsafe(request, self.loop).result(PATIENCE)

    def type(self, path, text):
        """Let a document say this; what is said of it then."""
        return self.run(self._type(path, text))

    async def _type(self, path, text):
        told = asyncio.get_running_loop().create_future()
        uri, version = self.uri(path), self.versions.get(path, 0) + 1
        self.waiting.append(((uri, version), told))
        if version == 1:
            document = lsp.TextDocumentItem(uri, "yaml", version, text)
            self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(document))
        else:
            document = lsp.VersionedTextDocumentIdentifier(version, uri)
            change = lsp.TextDocumentContentChangeWholeDocument(text)
            self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [change]))
        self.versions[path] = version
        return await told

    def at(self, path, text, words):
        """The document, and the position behind `words`, counted as LSP counts by default."""
        before = text[: text.index(words) + len(words)]
        line = before.rsplit("\n", 1)[-1]
        units = len(line.encode("utf-16-le")) // 2
        document = lsp.TextDocumentIdentifier(self.uri(path))
        return {"text_document": document, "position": lsp.Position(before.count("\n"), units)}


@contextmanager
def _editor_of(folder):
    # In a thread of its own: the browser's driver runs a loop in this one, once its tests have begun.
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    editor = Editor(folder, loop)
    editor.run(editor.start(lsp.PositionEncodingKind.Utf16))
    try:
        yield editor
    finally:
        editor.run(editor.stop())
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@pytest.fixture(scope="module")
def editor(tmp_path_factory):
    """One editor for all tests: each types what it needs."""
    content = ContentFolder(tmp_path_factory.mktemp("site") / "content")
    for path, text in FILES.items():
        content.write(path, text)
    content.write(STORY, HEAD)
    content.write(ARTICLE, TEXT)
    (content.path.parent / "mkdocs.yml").write_text("docs_dir: content\n", encoding="utf-8")
    with _editor_of(content.path) as editor:
        yield editor


def _offered(editor, text, words):
    editor.type(STORY, text)
    parameters = lsp.CompletionParams(**editor.at(STORY, text, words))
    return {it.label: it for it in editor.run(editor.client.text_document_completion_async(parameters))}


def test_what_is_typed_is_judged_before_it_is_saved(editor):
    said = editor.type(STORY, HEAD + QUOTE.replace("ilse-varga", "ilse-vargo"))
    [error] = [it for it in said if it.severity is lsp.DiagnosticSeverity.Error]
    assert error.code == "reference/unknown-actor"
    assert error.message == "There is no actor `ilse-vargo`.\nDid you mean `ilse-varga`?"
    assert "ilse-vargo" not in (editor.folder / STORY).read_text(encoding="utf-8")


def test_what_is_mended_is_said_no_more(editor):
    editor.type(STORY, HEAD + QUOTE.replace("kind: indirect", "kind: spoken"))
    said = editor.type(STORY, HEAD + QUOTE)
    assert [it for it in said if it.severity is lsp.DiagnosticSeverity.Error] == []


def test_places_are_counted_as_the_editor_counts(editor):
    text = HEAD.replace("summary: S", "summary: 🌊") + "key_points: [🌊 One, {}]\n"
    said = editor.type(STORY, text)
    [error] = [it for it in said if it.severity is lsp.DiagnosticSeverity.Error]
    line = text.splitlines()[error.range.start.line]
    assert line.encode("utf-16-le")[error.range.start.character * 2 :].decode("utf-16-le") == "{}]"


@pytest.mark.parametrize(
    ("lines", "words", "offered"),
    [
        ("quotes:\n  q:\n    speaker: i\n", "speaker: i", {"ilse-varga", "tomas-reyk"}),
        ("quotes:\n  q: {speaker: il", "speaker: il", {"ilse-varga", "tomas-reyk"}),
        ("quotes:\n  q:\n    about: [tomas-reyk, \n", "tomas-reyk, ", {"ilse-varga", "sea-defences"}),
        ("quotes:\n  q:\n    kind: \n", "kind: ", {"direct", "no_comment"}),
        ("quotes:\n  q:\n    sp\n", "    sp", {"speaker", "text", "kind"}),
        ("events:\n  e:\n    story: t\n", "story: t", {"toll"}),
        ("topics:\n- \n", "- ", {"sea-defences"}),
        (QUOTE + "claims:\n  c:\n    quote: w\n", "quote: w", {"wall"}),
        ("context:\n  - at: “We\n", "at: “We", set()),
        ("context:\n  - at: listened\n", "at: listened", {"Tomas Reyk listened at the harbour."}),
        ("quotes:\n  q:\n    text: build\n", "text: build", {"We can build the wall now 🌊"}),
        ("developing: \n", "developing: ", {"true", "false"}),
        ("[[[ {{ \n  : - ]", ": - ]", set()),
    ],
)
def test_what_may_be_written_is_offered_while_the_line_is_no_yaml_yet(editor, lines, words, offered):
    assert offered <= _offered(editor, HEAD + lines, words).keys()


def test_an_offered_id_takes_the_place_of_what_was_begun_and_says_who_it_is(editor):
    text = HEAD.replace("summary: S", "summary: 🌊") + "quotes:\n  🌊: {text: 🌊, speaker: ilse-v\n"
    item = _offered(editor, text, "speaker: ilse-v")["ilse-varga"]
    assert item.text_edit.new_text == "ilse-varga"
    assert item.text_edit.range.end.character - item.text_edit.range.start.character == len("ilse-v")
    assert "The mayor." in item.documentation.value


def _places(locations):
    return sorted((it.uri.rsplit("/content/")[-1], it.range.start.line) for it in locations)


@pytest.mark.parametrize(
    ("words", "place"),
    [("speaker: ilse", ("actors/ilse-varga.yml", 0)), ("  wal", (STORY, 6))],
)
def test_an_id_leads_to_where_it_is_defined(editor, words, place):
    text = HEAD + QUOTE
    editor.type(STORY, text)
    parameters = lsp.DefinitionParams(**editor.at(STORY, text, words))
    assert _places([editor.run(editor.client.text_document_definition_async(parameters))]) == [place]


def test_a_name_in_the_article_leads_to_its_actor(editor):
    editor.type(STORY, HEAD + QUOTE)
    editor.type(ARTICLE, TEXT)
    parameters = lsp.DefinitionParams(**editor.at(ARTICLE, TEXT, "Ilse Va"))
    found = editor.run(editor.client.text_document_definition_async(parameters))
    assert _places([found]) == [("actors/ilse-varga.yml", 0)]


def _definition(editor, path, text, words):
    parameters = lsp.DefinitionParams(**editor.at(path, text, words))
    return editor.run(editor.client.text_document_definition_async(parameters))


def test_the_words_of_a_quote_and_of_a_note_lead_to_the_article(editor):
    editor.type(ARTICLE, TEXT)
    direct = QUOTE.replace("indirect", "direct").replace("It is to be built.", "We can build the wall now")
    text = HEAD + direct + "context:\n  - {at: <listened> at the harbour, text: For an hour.}\n"
    editor.type(STORY, text)
    for words, start, end in (("text: We can", "We can", " 🌊”"), ("at: <liste", "listened", " at the")):
        found = _definition(editor, STORY, text, words)
        assert _places([found]) == [(ARTICLE, 0)]
        units = len(TEXT[: TEXT.index(start)].encode("utf-16-le")) // 2
        assert found.range.start.character == units
        assert found.range.end.character == len(TEXT[: TEXT.index(end)].encode("utf-16-le")) // 2


def test_a_link_leads_to_what_it_links_to(editor):
    text = HEAD.replace("summary: S", "summary: '[He](../../actors/tomas-reyk.md) said so.'") + QUOTE
    text += "backstory: 'So [she said](/quotes/toll/wall/).'\n"
    editor.type(STORY, text)
    assert _places([_definition(editor, STORY, text, "actors/tomas")]) == [("actors/tomas-reyk.yml", 0)]
    assert _places([_definition(editor, STORY, text, "/quotes/toll")]) == [(STORY, 6)]


def test_a_file_that_was_not_saved_yet_counts(editor):
    editor.type("actors/otto-brandt.yml", "name: Otto Brandt\nkind: person\ndescription: A pilot.\n")
    said = editor.type(STORY, HEAD + QUOTE.replace("speaker: ilse-varga", "speaker: otto-brandt"))
    assert [it for it in said if it.severity is lsp.DiagnosticSeverity.Error] == []


@pytest.fixture
def large(content):
    """The desk of a site that takes longer to judge than somebody waits who types."""
    content.story(QUOTE)
    content.write(ARTICLE, TEXT)
    for number in range(101):
        content.write(f"stories/day-{number}/story.yml", HEAD.partition("actors:")[0])
        content.write(f"stories/day-{number}/article.md", "A day.\n")
    desk = Desk(Project(content.path))
    assert desk.is_large
    return desk


def test_a_glance_at_a_large_site_says_of_the_open_file_what_is_said_of_it_in_the_end(large):
    large.type("stories/day-3/story.yml", "headline: [H]\n")
    for wrong in ("ilse-vargo", "Ilse Varga", "ilse-varga, spoken: so"):
        large.type(STORY, HEAD + QUOTE.replace("ilse-varga", wrong))
        glance = large.glance().diagnostics
        assert glance.keys() == {STORY, "stories/day-3/story.yml"}
        assert glance[STORY] == large.judged().diagnostics[STORY]


def test_until_rules_are_asked_again_they_say_what_they_said(large):
    large.type(STORY, HEAD + QUOTE)
    said = large.judged().diagnostics[STORY]
    large.type(STORY, HEAD + QUOTE + "developing: false\n")
    assert [it.code for it in large.glance().diagnostics[STORY]] == [it.code for it in said] != []


def test_a_large_site_is_told_of_while_somebody_types(large):
    text = HEAD + QUOTE.replace("speaker: ilse-varga", "speaker: ilse-vargo")
    with _editor_of(large.project.content) as editor:
        for comment in ("", "# more\n"):
            said = editor.type(STORY, text + comment)
            assert "reference/unknown-actor" in {it.code for it in said}
        assert "ilse-varga" in _offered(editor, text, "speaker: ilse")


def test_the_sites_own_weights_of_rules_count(editor):
    config = editor.folder.parent / "mkdocs.yml"
    plugins = "plugins: [{backstory: {rules: {quote/no-date: error}}}]\n"
    before = config.read_text(encoding="utf-8")
    config.write_text(before + plugins, encoding="utf-8")
    try:
        watched = [lsp.FileEvent(config.as_uri(), lsp.FileChangeType.Changed)]
        editor.run(_tell(editor, lsp.DidChangeWatchedFilesParams(watched)))
        said = editor.type(STORY, HEAD + QUOTE)
        assert "quote/no-date" in {it.code for it in said if it.severity is lsp.DiagnosticSeverity.Error}
    finally:
        config.write_text(before, encoding="utf-8")
        editor.run(_tell(editor, lsp.DidChangeWatchedFilesParams(watched)))


async def _tell(editor, changed):
    editor.client.workspace_did_change_watched_files(changed)


def test_every_place_that_names_somebody_is_found(editor):
    text = HEAD + QUOTE
    editor.type(STORY, text)
    context = lsp.ReferenceContext(include_declaration=True)
    parameters = lsp.ReferenceParams(context=context, **editor.at(STORY, text, "about: [tomas"))
    found = editor.run(editor.client.text_document_references_async(parameters))
    assert _places(found) == [("actors/tomas-reyk.yml", 0), (STORY, 4), (STORY, 6)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("speaker: ilse", "The mayor."),
        ("    wal"[2:], "It is to be built."),
        ("head", "The title."),
        ("kin", "direct"),
    ],
)
def test_hovering_says_what_it_is(editor, words, said):
    text = HEAD + QUOTE
    editor.type(STORY, text)
    parameters = lsp.HoverParams(**editor.at(STORY, text, words))
    hover = editor.run(editor.client.text_document_hover_async(parameters))
    assert said in hover.contents.value


def test_a_quick_fix_writes_what_was_meant(editor):
    text = HEAD + QUOTE.replace("ilse-varga", "ilse-vargo")
    said = editor.type(STORY, text)
    [error] = [it for it in said if it.severity is lsp.DiagnosticSeverity.Error]
    document = lsp.TextDocumentIdentifier(editor.uri(STORY))
    context = lsp.CodeActionContext(diagnostics=[error])
    parameters = lsp.CodeActionParams(document, error.range, context)
    [action] = editor.run(editor.client.text_document_code_action_async(parameters))
    [edit] = action.edit.changes[editor.uri(STORY)]
    assert (edit.new_text, edit.range) == ("ilse-varga", error.range)
    assert action.is_preferred


def test_a_renaming_changes_every_file_and_moves_the_actors(editor):
    text = HEAD + QUOTE
    editor.type(STORY, text)
    parameters = lsp.RenameParams(new_name="mayor", **editor.at(STORY, text, "speaker: ilse"))
    *edits, move = editor.run(editor.client.text_document_rename_async(parameters)).document_changes
    assert move.old_uri.endswith("actors/ilse-varga.yml")
    assert move.new_uri.endswith("actors/mayor.yml")
    changed = {it.text_document.uri.rsplit("/content/")[-1]: it.edits for it in edits}
    assert set(changed) == {"actors/ilse-varga.yml", STORY}
    assert [it.new_text for it in changed[STORY]] == ["mayor", "mayor"]


def test_a_renaming_that_cannot_be_done_says_why(editor):
    text = HEAD + QUOTE
    editor.type(STORY, text)
    parameters = lsp.RenameParams(new_name="tomas-reyk", **editor.at(STORY, text, "speaker: ilse"))
    with pytest.raises(Exception, match="`tomas-reyk` is another actor already"):
        editor.run(editor.client.text_document_rename_async(parameters))


def test_a_file_of_no_site_is_left_alone(editor, tmp_path):
    (tmp_path / "other.yml").write_text("a: 1\n", encoding="utf-8")
    document = lsp.TextDocumentIdentifier((tmp_path / "other.yml").as_uri())
    parameters = lsp.HoverParams(document, lsp.Position(0, 0))
    assert editor.run(editor.client.text_document_hover_async(parameters)) is None
