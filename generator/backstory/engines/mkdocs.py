"""The MkDocs plugin: compiled pages become MkDocs pages, so that `mkdocs build` and `serve` feel native.

MkDocs gives each generated page its frame (navigation, search, palette); the content comes from the
compiler and passes through no Markdown. A build happens beside the published site and replaces it at the
end; `serve` keeps showing the last good site, with the diagnostics above it, while the content is broken.
"""

import json
import logging
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from mkdocs.config import config_options
from mkdocs.config.base import Config, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import CountHandler
from mkdocs.utils.templates import TemplateContext

from backstory.checks import levels_of
from backstory.checks.levels import Levels
from backstory.compiler import Compilation, Page, Settings, Site, assets, compile_site
from backstory.diagnostics import Severity
from backstory.editors.known import known_in
from backstory.editors.vscode import renew_schemas
from backstory.engines.content_policy import write_headers
from backstory.engines.mkdocs_pages import (
    CompiledFile,
    CompiledPage,
    Joiner,
    contents_of,
    let_search,
    who_looks_at_pages,
)
from backstory.engines.mkdocs_texts import as_html, make_safe, texts_of
from backstory.engines.page_files import SCRIPT, SECTIONS, WITHOUT_ADDRESS, source_uri
from backstory.engines.staging import Staging
from backstory.exporters import sitemaps
from backstory.held_back import files_of, find_leaks
from backstory.project import DRAWN, bounds_of, read_settings
from backstory.report import concise, full, summary
from backstory.resolve import Publishing

log = logging.getLogger("mkdocs.plugins.backstory")

_FRAME = Path(__file__).parent / "material"
_LONG_AGO = "1970-01-01"


class _Moment(config_options.OptionallyRequired[datetime]):
    """A date and time with its zone, such as 2031-03-04T06:00Z."""

    def run_validation(self, value: object) -> datetime:
        try:
            moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            message = f"'{value}' is no moment in time: write 2031-03-04T06:00Z."
            raise ValidationError(message)
        return moment


class _Rules(config_options.Optional[Levels]):
    """How much each rule weighs: `{actor/unused: off}`."""

    def __init__(self) -> None:
        super().__init__(config_options.Type(dict))

    def validate(self, value: object) -> Levels:
        try:
            return levels_of({"rules": value})
        except ValueError as problem:
            raise ValidationError(str(problem)) from problem


class BackstoryConfig(Config):
    """The plugin's options in mkdocs.yml."""

    autolink = config_options.Choice(("first", "paragraph", "all", "none"), default="first")
    drafts = config_options.Optional(config_options.Type(bool))
    as_of = config_options.Optional(_Moment())
    rules = _Rules()
    social_cards = config_options.Type(bool, default=True)
    feed_id = config_options.Optional(config_options.Type(str))
    evidence = config_options.Type(bool, default=True)
    largest_file = config_options.Optional(config_options.Type(int))
    page_shells = config_options.Type(bool, default=True)


class BackstoryPlugin(BasePlugin[BackstoryConfig]):
    """Compiles the content before each build and hands the pages to MkDocs."""

    def __init__(self) -> None:
        self._serving = False
        self._staging: Staging | None = None
        self._compilation: Compilation | None = None
        self._site: Site | None = None
        self._pages: Mapping[str, Page] = {}
        self._newest = _LONG_AGO
        self._files: list[File] = []  # all pages, in order
        self._nav: Navigation | None = None
        self._joiner: Joiner | None = None
        self._sitemaps: dict[str, bytes] = {}

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
        if SCRIPT not in map(str, config.extra_javascript):
            script = config_options.ExtraScriptValue(SCRIPT)
            script.defer = True
            config.extra_javascript.append(script)
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Compile. Errors end a build before anything is touched; `serve` goes on and shows them."""
        folder = Path(config.docs_dir)
        shown_as = os.path.relpath(folder)
        compilation = compile_site(folder, self._settings(config), shown_as=Path(shown_as).as_posix())
        self._compilation = compilation
        if compilation.site is not None:
            self._site = compilation.site
            for diagnostic in compilation.diagnostics:
                level = logging.INFO if diagnostic.severity is Severity.NOTE else logging.WARNING
                log.log(level, concise((diagnostic,), compilation.sources).splitlines()[0])
        elif self._serving:
            log.error("The content has errors:\n%s", full(compilation.diagnostics, compilation.sources))
        else:
            message = f"The content has errors:\n{full(compilation.diagnostics, compilation.sources)}"
            raise PluginError(message)
        if not config.site_url:
            log.info(WITHOUT_ADDRESS)
        if self._serving:
            renew_schemas(Path(config.config_file_path).parent, known_in(compilation.content))
        else:
            self._staging = Staging(Path(config.site_dir))
            config.site_dir = str(self._staging.folder)

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Take our YAML and articles out, and put the compiled pages and files in."""
        assert self._compilation is not None
        for path in self._compilation.content.paths:
            if file := files.get_file_from_path(path):
                files.remove(file)
        site = self._site or _site_of_sections()
        dates = [it.updated.isoformat() for it in site.pages if it.updated]
        self._newest = max(dates, default=_LONG_AGO)
        is_joined = self._is_joined(config)
        self._pages = {}
        for page in site.pages:
            uri = source_uri(page.address)
            if files.get_file_from_path(uri):
                continue  # an editor's own page stands at this address, and stays
            self._pages[uri] = page
            inclusion = InclusionLevel.INCLUDED if page.address in SECTIONS else InclusionLevel.NOT_IN_NAV
            file = CompiledFile.of(page, config, inclusion)
            file.is_rendered = page.address in SECTIONS or not is_joined
            files.append(file)
        for path, data in site.files.items():
            if not files.get_file_from_path(path):
                files.append(File.generated(config, path, content=data))
        return files

    @event_priority(-100)
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Let each page belong to its section, so that the section is marked in the navigation."""
        sections = {page.file.src_uri: page for page in nav.pages}
        for uri, page in self._pages.items():
            file = files.get_file_from_path(uri)
            if not isinstance(file, CompiledFile):
                continue  # another plugin has taken its place
            if uri in sections:
                file.is_rendered = True
            elif file.inclusion.is_not_in_nav():
                made = CompiledPage(None, file, config)
                made.parent = sections.get(source_uri(page.section))  # type: ignore[assignment]  # a page will do
                if not file.is_rendered:
                    made.fill(page, texts_of(page, config.site_url), self._newest, self._banner())
        self._nav = nav
        return nav

    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002
        """Give each generated page its title, description and template, and each page a date that stays."""
        page.update_date = self._newest
        if compiled := self._pages.get(page.file.src_uri):
            page.meta.update(texts_of(compiled, config.site_url))
        else:
            page.meta = as_html(page.meta)
        return markdown

    @event_priority(100)  # what other plugins add is the site's own
    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002
        """Put in the compiled content; while there are errors, put them above it."""
        compiled = self._pages.get(page.file.src_uri)
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
        """Note what the pages that MkDocs does not render are joined with, once all plugins have seen it."""
        self._files = [it for it in files if it.is_documentation_page() or isinstance(it, CompiledFile)]
        assert self._nav
        # Text without its tags is text: MkDocs escapes nothing by itself.
        env.filters["striptags"] = lambda html: escape(Markup(html).striptags())  # noqa: S704
        self._joiner = Joiner(config, env, self._nav, self._files)
        return env

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
        if template_name == sitemaps.MAIN:
            self._sitemaps = sitemaps.sitemaps(self._listed(context["pages"]), config.site_url)
            main = self._sitemaps.pop(sitemaps.MAIN, b"").decode()
            context = cast("TemplateContext", {**context, "sitemap": main})
        return context

    def _listed(self, files: Iterable[File]) -> Iterator[sitemaps.Entry]:
        """Each page for the sitemap, ordinary ones, too, but none that only says that something is gone."""
        for file in files:
            compiled = self._pages.get(file.src_uri)
            if file.page and file.page.canonical_url and (compiled is None or compiled.listed):
                changed = compiled.updated if compiled else None
                yield sitemaps.Entry(file.page.canonical_url, changed)

    @event_priority(100)
    def _join(self, *, config: MkDocsConfig) -> None:
        """Write the pages that MkDocs does not render, before the search writes its index."""
        assert self._joiner
        assert self._nav
        pages = [
            it.page for it in self._files if isinstance(it, CompiledFile) and it.page and not it.is_rendered
        ]
        let_search(pages, config, self._nav)
        self._joiner.write(pages)

    @event_priority(-100)
    def _publish(self, *, config: MkDocsConfig) -> None:
        """Publish what was built, unless warnings will end a strict build."""
        for name, data in self._sitemaps.items():
            (Path(config.site_dir) / name).write_bytes(data)
        self._label_search_results(Path(config.site_dir) / "search" / "search_index.json")
        if self._staging is None:
            return
        self._refuse_leaks(Path(config.site_dir))
        write_headers(Path(config.site_dir))
        config.site_dir = str(self._staging.target)
        if config.strict and _has_warnings():
            log.info("The site was left as it was.")
            self._staging.discard()
        else:
            self._staging.publish()
        self._staging = None

    on_post_build = CombinedEvent(_join, _publish)

    def _refuse_leaks(self, built: Path) -> None:
        """End the build where something that is held back can be read in any of its files."""
        assert self._compilation is not None
        if leaks := tuple(find_leaks(files_of(built), self._compilation.held)):
            message = f"The site would show what is held back:\n{full(leaks, self._compilation.sources)}"
            raise PluginError(message)

    def _label_search_results(self, index: Path) -> None:
        """Let each result say what it is: a person, a quote, a story.

        The headings of what is kept out of the index (`data-search-exclude`) leave empty entries: they go.
        """
        if not index.is_file():
            return
        order = {it.url.removeprefix("./"): place for place, it in enumerate(self._files)}
        labels = {it.address.lstrip("/"): it.label for it in self._pages.values()}
        data = json.loads(index.read_text(encoding="utf-8"))
        entries = []
        for entry in data["docs"]:
            page, _, fragment = entry["location"].partition("#")
            if fragment and page in labels and not entry["text"].strip():
                continue
            if not fragment and labels.get(page):
                entry["title"] = f"{labels[page]} · {entry['title']}"
            entries.append(entry)
        data["docs"] = sorted(entries, key=lambda it: order.get(it["location"].partition("#")[0], 0))
        index.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")

    def on_build_error(self, *, error: Exception) -> None:  # noqa: ARG002
        """Throw away what was built so far."""
        if self._staging:
            self._staging.discard()
            self._staging = None

    def _settings(self, config: MkDocsConfig) -> Settings:
        drafts = self._serving if self.config.drafts is None else self.config.drafts
        publishing = Publishing(
            drafts=drafts, now=self.config.as_of or _build_date(), autolink=self.config.autolink
        )
        language = config.theme.get("language") or config.theme.get("locale") or "en"
        levels = self.config.rules or {}
        return Settings(
            config.site_name,
            config.site_url or None,
            str(language),
            publishing,
            levels,
            social_cards=self.config.social_cards,
            feed_id=self.config.feed_id or None,
            evidence=self.config.evidence,
            bounds=bounds_of(read_settings(Path(config.config_file_path)), self.config.largest_file),
            drawn=Path(config.config_file_path).parent / DRAWN,
        )

    def _is_joined(self, config: MkDocsConfig) -> bool:
        other = who_looks_at_pages(config)
        if other and self.config.page_shells:
            log.info("All pages are rendered one by one: %s wants to see each.", other)
        return self.config.page_shells and not other

    def _banner(self) -> str:
        compilation = self._compilation
        if compilation is None or compilation.site is not None:
            return ""
        banner: str = self._diagnostics_template.render(
            diagnostics=compilation.diagnostics,
            summary=summary(compilation.diagnostics),
            has_site=self._site is not None,
        )
        return banner

    @cached_property
    def _diagnostics_template(self) -> Any:
        environment = Environment(loader=FileSystemLoader(_FRAME), autoescape=True, undefined=StrictUndefined)
        return environment.get_template("diagnostics.html")


def _build_date() -> datetime | None:
    """The moment that SOURCE_DATE_EPOCH gives: the one input from the environment that a build has.

    https://reproducible-builds.org/specs/source-date-epoch/
    """
    said = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        return datetime.fromtimestamp(int(said), UTC) if said else None
    except (ValueError, OverflowError, OSError):
        message = f"SOURCE_DATE_EPOCH is {said!r}: it must be a number of seconds since 1970."
        raise PluginError(message) from None


def _site_of_sections() -> Site:
    """What is served when the content was broken from the start: the sections, with nothing in them yet."""
    pages: Iterable[Page] = (
        Page(address, title, "", f"<h1>{title}</h1>", address, (), "", None)
        for address, title in SECTIONS.items()
    )
    return Site(tuple(pages), assets())


def _has_warnings() -> bool:
    counters = (it for it in logging.getLogger("mkdocs").handlers if isinstance(it, CountHandler))
    return any(counter.get_counts() for counter in counters)
