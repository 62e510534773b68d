"""The MkDocs plugin: compiled pages become MkDocs pages, so that `mkdocs build` and `serve` feel native.

MkDocs gives each generated page its frame (navigation, search, palette); the content comes from the
compiler and passes through no Markdown. A build happens beside the published site and replaces it at the
end; `serve` keeps showing the last good site, with the diagnostics above it, while the content is broken.
"""

import gc
import logging
import os
import re
from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

import click
import mkdocs
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from mkdocs.config import config_options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import CountHandler
from mkdocs.utils.templates import TemplateContext
from msgspec import Struct, field

from backstory.addresses import absolute
from backstory.compiler import Compilation, Settings, judge, prepare_site
from backstory.drawing.store import forget_pictures
from backstory.editors.vscode import renew_schemas
from backstory.engines.content_policy import write_headers
from backstory.engines.kept import Bound, Kept, Stock, is_as_built
from backstory.engines.listing import Entry, Listed
from backstory.engines.mkdocs_binding import Bindery, listed
from backstory.engines.mkdocs_frame import can_be_kept, frame_of, inputs_of, place_of
from backstory.engines.mkdocs_joining import Joiner
from backstory.engines.mkdocs_options import BackstoryConfig, settings_of
from backstory.engines.mkdocs_pages import LONG_AGO, CompiledFile, contents_of, date_of, who_looks_at_pages
from backstory.engines.mkdocs_preview import Preview, is_worth_waiting
from backstory.engines.mkdocs_saves import Saves, shown_after, states_of, tell
from backstory.engines.mkdocs_search import index_of, label_results, let_ask
from backstory.engines.mkdocs_texts import as_html, make_safe, texts_of, usable
from backstory.engines.page_files import SCRIPT, SECTIONS, WITHOUT_ADDRESS, source_uri
from backstory.engines.search import Checked
from backstory.engines.search_names import entries_of_names, is_for_all_words
from backstory.engines.search_pagefind import (
    FOLDER,
    WORKER,
    NoPagefind,
    Sources,
    Wanted,
    entries_in,
    leave_known,
    pagefind,
    sources_of,
    write_index,
    write_scripts,
)
from backstory.engines.search_pagefind import SCRIPT as SEARCH_SCRIPT
from backstory.engines.shards import INDEX, TOLD, Told, keep_only
from backstory.engines.shells import made_by as shells_are_made_by
from backstory.engines.site_files import Found, State, found_in
from backstory.engines.staging import Staging
from backstory.exporters import sitemaps
from backstory.held_back import files_of, find_leaks
from backstory.press import Chapter, Page, Press, Site, assets
from backstory.prints import digest
from backstory.programs import Programs, options_of
from backstory.project import KEPT, SPARE
from backstory.remembered import Memory
from backstory.report import full, summary
from backstory.workers import Begun

if TYPE_CHECKING:  # only `serve` needs it, and it is slow to load
    from mkdocs.livereload import LiveReloadServer

log = logging.getLogger("mkdocs.plugins.backstory")

# Under ProperDocs, which stands for MkDocs wherever that is imported, it is its own, and hears of both.
_LOG_OF_ENGINE = logging.getLogger(mkdocs.__name__)
_FRAME = Path(__file__).parent / "material"


class BackstoryPlugin(BasePlugin[BackstoryConfig]):
    """Compiles the content before each build and hands the pages to MkDocs."""

    def __init__(self) -> None:
        self._serving = False
        self._staging: Staging | None = None
        self._compilation: Compilation | None = None
        self._memory = Memory()
        self._press: Press | None = None  # of the last content without errors
        self._chapters: dict[str, Chapter] = {}  # by the Markdown file that a page pretends to be
        self._made: dict[str, Site] = {}  # chapters that were made before their turn, by name
        self._newest = LONG_AGO
        self._is_joined = False
        self._files: list[File] = []  # all pages, in order
        self._nav: Navigation | None = None
        self._bound: list[Bound] = []
        self._sitemaps: dict[str, bytes] = {}
        self._preview = Preview()
        self._saves: Saves | None = None  # after a build that shows no errors
        self._states: dict[str, State] = {}  # of the files that it was made from
        self._programs = _Compiled()
        self._is_previewed = False
        self._is_by_names = False
        self._wanted: Wanted | None = None  # of Pagefind
        self._stock: Stock | None = None
        self._looking: Begun[Found] | None = None  # at the files of the last site
        self._sections: Begun[dict[str, Site]] | None = None  # chapters that the first preview begins with
        self._inputs = ""
        self._warnings = CountHandler()
        self._warnings.setLevel(logging.WARNING)

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002
        """Note the command. Having this method also keeps the plugin alive between builds of `serve`."""
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Add the frame, which brings the style sheet, and the script; build beside the published site."""
        if not config.use_directory_urls:
            message = (
                "Backstory's addresses end in a slash: take `use_directory_urls: false` out of mkdocs.yml."
            )
            raise PluginError(message)
        frame = str(_FRAME)
        if frame not in config.theme.dirs:
            config.theme.dirs.insert(1 if config.theme.custom_dir else 0, frame)
        is_by_pagefind = self.config.search == "pagefind" and not self._serving
        if is_by_pagefind and not self.config.shard:  # of parts, it is made when they are put together
            try:
                pagefind()
            except NoPagefind as problem:
                raise PluginError(str(problem)) from problem
        for it in [SCRIPT, *([SEARCH_SCRIPT] if is_by_pagefind else [])]:
            if it not in map(str, config.extra_javascript):
                script = config_options.ExtraScriptValue(it)
                script.defer = True
                config.extra_javascript.append(script)
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Compile. Errors end a build before anything is touched; `serve` goes on and shows them."""
        self._preview.begin()
        if self._saves:
            self._saves.end()
        self._saves = None
        self._states = states_of(config) if self._serving else {}  # before anything is read
        self._inputs = ""
        if not self._serving and not self.config.shard:
            site = Path(config.site_dir)
            self._inputs = inputs_of(config, site)
            if _may_end() and is_as_built(_kept(config), site, self._inputs):
                log.info("Nothing has changed since the last build: the site stays as it is.")
                raise SystemExit(0)
            if _kept(config).is_file():
                self._looking = Begun(partial(found_in, site))
        gc.disable()  # nearly all that a build makes stays to its end
        if not self._serving:
            self._warnings.counts.clear()
            _LOG_OF_ENGINE.addHandler(self._warnings)
        folder = Path(config.docs_dir)
        shown_as = os.path.relpath(folder)
        compilation = prepare_site(
            folder,
            self._settings(config),
            shown_as=Path(shown_as).as_posix(),
            memory=self._memory if self._serving else None,
            only_errors=self._serving,  # the rest is said at the end, or later
        )
        self._compilation = compilation
        self._memory = compilation.memory or self._memory
        if compilation.press is not None:
            self._press = compilation.press
            tell(compilation, compilation.diagnostics)
        elif self._serving:
            log.error("The content has errors:\n%s", full(compilation.diagnostics, compilation.sources))
        else:
            message = f"The content has errors:\n{full(compilation.diagnostics, compilation.sources)}"
            raise PluginError(message)
        if not config.site_url:
            log.info(WITHOUT_ADDRESS)
        if self._serving:
            renew_schemas(Path(config.config_file_path).parent, compilation.content)
            self._begin_sections()
        else:
            self._compilation = compilation.put_away()
            self._staging = Staging(Path(config.site_dir))
            config.site_dir = str(self._staging.folder)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Take our YAML and articles out, and put the compiled pages and files in."""
        assert self._compilation is not None
        for path in self._compilation.content.paths:
            if file := files.get_file_from_path(path):
                files.remove(file)
        self._made, self._chapters = {}, {}
        other = who_looks_at_pages(config)
        if other and self.config.page_shells:
            log.info("All pages are rendered one by one: %s wants to see each.", other)
        if self.config.shard and not (self.config.page_shells and not other):
            message = "A part of the site can be built only where no other plugin wants to see each page."
            raise PluginError(message)
        self._is_joined = self.config.page_shells and not other and self._press is not None
        chapters = self._press.chapters if self._press else (_SECTIONS_ALONE,)
        self._is_previewed = self._serving and self._is_joined and is_worth_waiting(chapters)
        self._is_by_names = self._is_joined and self._asks_for_names()
        self._wanted = self._wanted_of_pagefind()
        changed = self._press.edition.newsroom.last_change_of(None) if self._press else None
        self._newest = changed.isoformat() if changed else LONG_AGO
        for chapter in chapters:
            for address in chapter.addresses:
                self._add_page(address, chapter, files, config)
            if not self._is_joined:
                for path, data in self._site_of(chapter).files.items():
                    if not files.get_file_from_path(path):
                        files.append(File.generated(config, path, content=data))
        return files

    def _wanted_of_pagefind(self) -> Wanted | None:
        if self.config.search != "pagefind" or self._serving:
            return None
        assert self._press
        return Wanted.in_language(self._press.edition.language)

    def _asks_for_names(self) -> bool:
        assert self._press
        if self.config.search == "pagefind" and self._serving:
            log.info("Pagefind is for publishing: the search of this preview finds names and first words.")
            return True
        if self.config.search != "auto" or self._is_previewed:
            return self.config.search == "names" or self._is_previewed
        if is_for_all_words(self._press.edition.newsroom):
            return False
        log.info(_LARGE)
        return True

    def _add_page(self, address: str, chapter: Chapter, files: Files, config: MkDocsConfig) -> None:
        uri = source_uri(address)
        if uri in files.src_uris:
            return  # an editor's own page stands at this address, and stays
        inclusion = InclusionLevel.INCLUDED if address in SECTIONS else InclusionLevel.NOT_IN_NAV
        file = CompiledFile.at(address, config, inclusion)
        file.is_rendered = address in SECTIONS or not self._is_joined
        self._chapters[uri] = chapter
        files.append(file)

    def _begin_sections(self) -> None:
        """Make the first pages of a large archive while MkDocs looks at its files."""
        is_first = self._nav is None  # later there are threads, which no copy of a process has
        if is_first and self._press and is_worth_waiting(self._press.chapters):
            self._sections = Begun(partial(_sections_of, self._press))

    def _site_of(self, chapter: Chapter) -> Site:
        """What is made of a chapter, before its turn where that is asked for."""
        if chapter is _SECTIONS_ALONE:
            return _site_of_sections()
        assert self._press
        if self._sections:
            self._made.update(self._sections.result())
            self._sections = None
        if chapter.name not in self._made:
            self._made[chapter.name] = self._press.make(chapter)
        return self._made[chapter.name]

    def _page(self, uri: str) -> Page | None:
        """The compiled page that a Markdown file pretends to be."""
        if uri not in self._chapters:
            return None
        pages = self._site_of(self._chapters[uri]).pages
        return next(it for it in pages if source_uri(it.address) == uri)

    @event_priority(-100)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Let each page belong to its section, so that the section is marked in the navigation."""
        sections = {page.file.src_uri: page for page in nav.pages}
        for uri in self._chapters:
            file = files.src_uris.get(uri)
            if not isinstance(file, CompiledFile):
                continue  # another plugin has taken its place
            if uri in sections:
                file.is_rendered = True
            elif file.is_rendered and file.inclusion.is_not_in_nav() and (compiled := self._page(uri)):
                made = MkDocsPage(None, file, config)
                made.parent = sections.get(source_uri(compiled.section))  # type: ignore[assignment]  # a page will do
        self._nav = nav
        return nav

    def on_page_read_source(self, *, page: MkDocsPage, config: MkDocsConfig) -> str | None:
        """Keep MkDocs from reading an ordinary page that has errors: it could take for ever, or fail."""
        if self._compilation is None or self._compilation.press is not None:
            return None
        shown_as = Path(os.path.relpath(config.docs_dir), page.file.src_uri).as_posix()
        has_errors = any(it.is_error and it.span.path == shown_as for it in self._compilation.diagnostics)
        return "" if has_errors and page.file.src_uri not in self._chapters else None

    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002
        """Give each generated page its title, description and template, and each page a date that stays."""
        page.update_date = self._newest
        if compiled := self._page(page.file.src_uri):
            page.update_date = date_of(compiled)
            page.meta.update(texts_of(compiled, config.site_url))
        else:
            meta, problems = usable(page.meta, config.theme.dirs)
            for it in problems:
                log.warning("%s: %s", page.file.src_uri, it)
            page.meta = as_html(meta)
        return markdown

    @event_priority(100)  # what other plugins add is the site's own
    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002
        """Put in the compiled content; while there are errors, put them above it."""
        compiled = self._page(page.file.src_uri)
        if compiled:
            html = compiled.html
            page.toc = contents_of(compiled)
            # MkDocs holds links with a fragment against these.
            page.present_anchor_ids = set(re.findall(r' id="([^"]+)"', html))
        else:
            html = make_safe(page, html)
        return self._banner() + html

    @event_priority(-100)
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Write the pages that MkDocs does not render, once all plugins have seen the templates."""
        self._files = [it for it in files if it.is_documentation_page() or isinstance(it, CompiledFile)]
        self._keep_compiled(env, config)
        # Text without its tags is text: MkDocs escapes nothing by itself.
        env.filters["striptags"] = lambda html: escape(Markup(html).striptags())  # noqa: S704
        if self._wanted:
            let_ask(WORKER, env, index_of(config))
        self._bound = self._bind(env, config, files) if self._is_joined else []
        return env

    def _keep_compiled(self, env: Environment, config: MkDocsConfig) -> None:
        """Take the templates' programs from the builds before: MkDocs has a new environment for each."""
        # What other plugins put into the templates' environment cannot be known from here.
        dirs = config.theme.dirs if can_be_kept(config) else ()
        folders = tuple(Path(it) for it in dirs if it != config.theme.custom_dir)
        engine = mkdocs.__name__, mkdocs.__version__
        self._programs = self._programs.with_options((folders, *engine, *options_of(env)))
        env.bytecode_cache = self._programs.of_engine

    def _bind(self, env: Environment, config: MkDocsConfig, files: Files) -> list[Bound]:
        assert self._compilation
        assert self._press
        assert self._nav
        pages = {it.file.src_uri: it for it in self._nav.pages}
        bindery = Bindery(
            self._press,
            self._made,
            config,
            files,
            {it: pages[source_uri(it)] for it in SECTIONS if source_uri(it) in pages},
            Joiner(config, env, self._nav, self._files, self._programs.of_shells),
            None if self._is_by_names else index_of(config),
            self._compilation.held,
            self._banner(),
            Checked(),
            self._staging,
            self._stock_of(config, files),
        )
        for it in files:
            if isinstance(it, CompiledFile) and not it.is_rendered:
                it.made = lambda file: bindery.shown(cast("Page", self._page(file.src_uri)), file)
        if self._is_previewed:
            self._preview.offer(self._press.chapters, bindery)
            return []
        shard = self.config.shard
        try:
            bound = bindery.bind_all(shard.part(self._press.chapters) if shard else self._press.chapters)
        except ChildProcessError as problem:
            raise PluginError(str(problem)) from problem
        for notice in dict.fromkeys(notice for it in bound for notice in it.notices):
            log.info(notice)
        if drawn := self._settings(config).drawn:
            forget_pictures(drawn, (picture for it in bound for picture in it.pictures))
        return bound

    def _stock_of(self, config: MkDocsConfig, files: Files) -> Stock | None:
        """What the last build left, where a whole site is built for which that can be told."""
        self._stock = None
        if self._staging and not self.config.shard and can_be_kept(config):
            assert self._press
            assert self._nav
            target = self._staging.target
            frame = frame_of(config, self._nav, files)
            frame = digest(f"{frame} {self._is_by_names} {place_of(target, config)}")
            self._staging.spare = Path(config.config_file_path).parent / SPARE
            kept = Kept.read(_kept(config), frame)
            look = self._looking.result if self._looking else None
            self._stock = Stock(kept, self._press.newsroom, target, look)
        return self._stock

    def on_page_context(
        self,
        context: TemplateContext,
        *,
        page: MkDocsPage,  # noqa: ARG002
        config: MkDocsConfig,  # noqa: ARG002
        nav: Navigation,  # noqa: ARG002
    ) -> TemplateContext:
        """Let the templates know all pages, those that MkDocs does not render, too."""
        context["pages"] = self._files
        return context

    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        """Let the templates know all pages; give the sitemap its text: none without the site's address."""
        context["pages"] = [it for it in self._files if it.inclusion.is_included()]
        if template_name == sitemaps.MAIN and self._is_previewed:
            context = cast("TemplateContext", {**context, "sitemap": ""})  # whom would it tell?
        elif template_name == sitemaps.MAIN:
            entries = (
                sitemaps.Entry(absolute(address, config.site_url), it.updated)
                for address, it in self._listing().items()
                if it.listed
            )
            self._sitemaps = sitemaps.sitemaps(entries, config.site_url)
            main = self._sitemaps.pop(sitemaps.MAIN, b"").decode()
            context = cast("TemplateContext", {**context, "sitemap": main})
        return context

    def _listing(self) -> dict[str, Listed]:
        """All pages in their order, as far as they are built here, for the search and the sitemaps."""
        bound = {address: it for chapter in self._bound for address, it in chapter.pages.items()}
        pages = {}
        for file in self._files:
            address = _address(file)
            if address in bound and file.src_uri in self._chapters:
                pages[address] = bound[address]
            elif file.is_documentation_page():
                compiled = self._page(file.src_uri)
                pages[address] = listed(compiled) if compiled else Listed(is_compiled=False)
        return pages

    @event_priority(100)
    def _join(self, *, config: MkDocsConfig) -> None:
        """Tell the search what is in the pages that MkDocs did not render, before it writes its index."""
        index = index_of(config)
        if (
            index
            and self._is_by_names
            and self._press
            and (not self.config.shard or self.config.shard.is_first)
        ):
            index.entries.extend(entries_of_names(self._press.edition.newsroom))
        elif index:
            for it in self._bound:
                index.entries.extend(it.entries)

    @event_priority(-100)
    def _publish(self, *, config: MkDocsConfig) -> None:
        """Publish what was built, unless warnings will end a strict build."""
        for name, data in self._sitemaps.items():
            (Path(config.site_dir) / name).write_bytes(data)
        pages, order = self._listing(), [*map(_address, self._files)]
        labels = {address.lstrip("/"): it.label for address, it in pages.items() if it.is_compiled}
        built = Path(config.site_dir)
        found, sources = self._hand_over(built, order, labels)
        self._end()
        self._saves = self._saves_to_come(config)
        self._ask_all_rules(config)
        if self._staging is None:
            return
        self._refuse_leaks(built, sources)
        joined = [name for it in self._bound for name in it.files if name.endswith(".html")]
        if shard := self.config.shard:
            entries = found or [it for bound in self._bound for it in bound.entries]
            first = (order, config.site_url, self._wanted) if shard.is_first else ([], config.site_url)
            Told(str(shard), pages, entries, joined, *first).write(built)
            if not shard.is_first:
                keep_only(built, [TOLD, *(name for it in self._bound for name in it.files)])
        else:
            write_headers(built, joined, runs_wasm=sources is not None)
        config.site_dir = str(self._staging.target)
        if config.strict and _has_warnings():
            log.info("The site was left as it was.")
            self._staging.discard()
        else:
            if sources:
                self._index(built, sources)
            self._staging.publish()
            self._keep(config)
        self._staging = None

    def _ask_all_rules(self, config: MkDocsConfig) -> None:
        """Say in the preview what rules find that is no error: of a large archive, when nobody waits."""
        compilation = self._compilation
        if not self._serving or compilation is None or compilation.press is None:
            return
        known = frozenset(compilation.diagnostics)
        if self._saves and not config.strict:  # which counts what was said by the end of the build
            self._preview.do_later(partial(self._saves.ask_all_rules, compilation.content, known))
        else:
            judged, _ = judge(compilation.content, (), self._settings(config), self._memory)
            tell(judged, (it for it in judged.diagnostics if it not in known))

    def _hand_over(
        self, built: Path, order: Sequence[str], labels: Mapping[str, str]
    ) -> tuple[list[Entry], Sources | None]:
        """Let results say what they are; or take what the search has found, and make of it Pagefind's pages.

        Of a part of the site, those are made when all parts are there.
        """
        index = built / INDEX
        if self._wanted is None:
            label_results(index, order, labels)
            return [], None
        found, sources = entries_in(index), None
        if self.config.shard is None:
            sources = sources_of(found, order, labels, self._wanted)
        elif not self.config.shard.is_first:
            found = []
        write_scripts(built)
        leave_known(index, sources.known if sources else None)
        return found, sources

    def _index(self, built: Path, sources: Sources) -> None:
        assert self._staging
        if self._stock and self._stock.carries_index(FOLDER, sources.fingerprint, self._staging):
            return
        log.info("Pagefind indexes %s pages.", len(sources.pages))
        try:
            write_index(built, sources)
        except NoPagefind as problem:
            raise PluginError(str(problem)) from problem

    def _keep(self, config: MkDocsConfig) -> None:
        if self._stock and self._press and self._compilation:
            inputs = "" if self._warnings.counts else self._inputs  # warnings are to be read again
            self._stock.keep(_kept(config), self._press.chapters, self._bound, self._compilation.held, inputs)

    on_post_build = CombinedEvent(_join, _publish)

    def _refuse_leaks(self, built: Path, sources: Sources | None) -> None:
        """End the build where something that is held back can be read in any of its files, or found."""
        assert self._compilation is not None
        searched = {name for it in self._bound for name in it.files}
        others = chain(files_of(built, without=searched), sources.as_files() if sources else ())
        leaks = (
            *(leak for it in self._bound for leak in it.leaks),
            *find_leaks(others, self._compilation.held),
        )
        if leaks:
            message = f"The site would show what is held back:\n{full(leaks, self._compilation.sources)}"
            raise PluginError(message)

    @event_priority(-100)  # what other plugins give to `watch` is held against the builder that there was
    def on_serve(
        self, server: "LiveReloadServer", *, config: MkDocsConfig, builder: Any
    ) -> "LiveReloadServer":
        """Make the pages of a large archive when they are asked for; hear of saves at once."""
        from backstory.engines.mkdocs_watching import hear_at_once  # noqa: PLC0415

        self._preview.watch(server)
        hear_at_once(server, [it for it in (config.docs_dir, config.config_file_path) if it])
        server.builder = shown_after(builder, self._take_in)
        return server

    def _take_in(self) -> bool:
        """Whether the preview shows what was saved, without a build."""
        if self._saves is None:
            return False
        self._preview.begin()  # a build, which may follow, ends it
        try:
            is_taken_in = self._saves.take_in()
        except BaseException:
            self._preview.end()
            raise
        if not is_taken_in:
            return False
        self._compilation, self._memory = self._saves.compilation, self._saves.memory
        self._press, self._made = self._compilation.press, {}
        assert self._press
        chapters = {it.name: it for it in self._press.chapters}
        self._chapters = {uri: chapters[it.name] for uri, it in self._chapters.items()}
        self._preview.end()
        return True

    def _saves_to_come(self, config: MkDocsConfig) -> Saves | None:
        """What takes in the saves after this build, where that can be done without another."""
        compilation = self._compilation
        if not self._is_previewed or compilation is None or compilation.press is None:
            return None
        order = [*map(_address, self._files)]
        return Saves(
            config, self._settings(config), compilation, self._memory, self._states, self._preview, order
        )

    def on_build_error(self, *, error: Exception) -> None:  # noqa: ARG002
        """Throw away what was built so far."""
        self._end()
        if self._staging:
            self._staging.discard()
            self._staging = None

    def _end(self) -> None:
        self._preview.end()
        for it in (self._looking, self._sections):
            if it:
                it.end()
        self._looking = self._sections = None
        if _may_end():
            gc.freeze()  # Python would look through all of it three times before it ends
        if not self._serving:
            gc.enable()
        _LOG_OF_ENGINE.removeHandler(self._warnings)

    def _settings(self, config: MkDocsConfig) -> Settings:
        return settings_of(self.config, config, drafts=self._serving)

    def _banner(self) -> str:
        compilation = self._compilation
        if compilation is None or compilation.press is not None:
            return ""
        banner: str = self._diagnostics_template.render(
            diagnostics=compilation.diagnostics,
            summary=summary(compilation.diagnostics),
            has_site=self._press is not None,
        )
        return banner

    @cached_property
    def _diagnostics_template(self) -> Any:
        environment = Environment(loader=FileSystemLoader(_FRAME), autoescape=True, undefined=StrictUndefined)
        return environment.get_template("diagnostics.html")


class _Compiled(Struct, frozen=True):
    """Templates as programs: those of MkDocs and those of our shells, which differ, with these options.

    The first of them are the folders of the theme, which is a package.
    """

    options: tuple[Any, ...] = ()
    of_engine: Programs = field(default_factory=Programs)
    of_shells: Programs = field(default_factory=Programs)

    def with_options(self, options: tuple[Any, ...]) -> "_Compiled":
        """Those with these options: the same, if they are."""
        if options == self.options:
            return self
        folders, *others = options
        return _Compiled(
            options,
            Programs("engine", folders, others),
            Programs("shells", folders, (*others, shells_are_made_by())),
        )


def _site_of_sections() -> Site:
    """What is served when the content was broken from the start: the sections, with nothing in them yet."""
    pages = (
        Page(address, title, "", f"<h1>{title}</h1>", address, (), "", None)
        for address, title in SECTIONS.items()
    )
    return Site(tuple(pages), assets())


_SECTIONS_ALONE = Chapter("sections", tuple(SECTIONS))


_LARGE = (
    "The archive is large: its search finds names and first words. `search: pagefind` finds all words at any "
    "size, `search: full` by an index that each reader has to load."
)


def _sections_of(press: Press) -> dict[str, Site]:
    """The chapters of the navigation, by name: MkDocs wants to have them first."""
    return {it.name: press.make(it) for it in press.front if {*it.addresses} & SECTIONS.keys()}


def _may_end() -> bool:
    """Whether this is `mkdocs build` or `backstory build`, which have nothing else to do: others go on."""
    command = click.get_current_context(silent=True)
    return command is not None and command.info_name == "build"


def _kept(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent / KEPT


def _address(file: File) -> str:
    """The address of a page on the site."""
    return f"/{file.url.removeprefix('./')}"


def _has_warnings() -> bool:
    counters = (it for it in _LOG_OF_ENGINE.handlers if isinstance(it, CountHandler))
    return any(counter.get_counts() for counter in counters)
