"""Generated pages within MkDocs: it knows where they are, and renders those in the navigation."""

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents

from backstory.engines.mkdocs_search import index_of
from backstory.engines.page_files import source_uri
from backstory.press import Page

# What other plugins may do to each page. Where one does, MkDocs renders all pages itself.
_PAGE_EVENTS = ("pre_page", "page_read_source", "page_markdown", "page_content", "page_context", "post_page")


LONG_AGO = "1970-01-01"


class CompiledFile(File):
    """A generated page, which links lead to; MkDocs renders it only where it `is_rendered`."""

    # The same of all of them, of which there are thousands.
    src_dir = abs_src_path = None
    use_directory_urls = True
    generated_by = "backstory"
    _content = ""

    is_rendered = True
    made: "Callable[[CompiledFile], MkDocsPage] | None" = None  # gives the page to who asks for it
    _page: MkDocsPage | None = None

    @classmethod
    def at(cls, address: str, config: MkDocsConfig, inclusion: InclusionLevel) -> "CompiledFile":
        """The file that the page at an address pretends to be."""
        # As `File.generated` makes it, which takes paths apart and puts them together again.
        file = cls.__new__(cls)
        file.src_uri, file.dest_uri = source_uri(address), f"{address.lstrip('/')}index.html"
        file.url = address.lstrip("/") or "./"
        file.dest_dir, file.inclusion = config.site_dir, inclusion
        return file

    @property
    def page(self) -> MkDocsPage | None:
        """The page; one that MkDocs does not render is made when it is asked for."""
        if self._page is None and self.made:
            self._page = self.made(self)
        return self._page

    @page.setter
    def page(self, page: MkDocsPage | None) -> None:
        self._page = page

    def is_documentation_page(self) -> bool:
        """Whether MkDocs renders it."""
        return self.is_rendered

    def is_media_file(self) -> bool:
        """Never: there is nothing to copy."""
        return False

    def copy_file(self, dirty: bool = False) -> None:  # noqa: FBT001, FBT002 - MkDocs's signature
        """Copy nothing."""


class CompiledPage(MkDocsPage):
    """A page whose content is there already."""

    @cached_property
    def present_anchor_ids(self) -> set[str]:  # type: ignore[override]
        """What links with a fragment are held against."""
        return set(re.findall(r' id="([^"]+)"', self.content or ""))


def fill(made: MkDocsPage, page: Page, meta: dict[str, Any], above: str) -> None:
    """Give a page all that MkDocs's stages would give it."""
    made.markdown = ""
    made.update_date = date_of(page)
    made.meta = meta
    made.toc = contents_of(page)
    made.content = above + page.html


def date_of(page: Page) -> str:
    """When readers could last see something new in it, as themes show it."""
    return page.updated.isoformat() if page.updated else LONG_AGO


def contents_of(page: Page) -> TableOfContents:
    """What the page lists as its contents."""
    return TableOfContents([AnchorLink(it.title, it.id, 2) for it in page.contents])


def who_looks_at_pages(config: MkDocsConfig) -> str | None:
    """Another plugin that wants to see each page on its way; Material's search sees them anyway."""
    search = index_of(config)
    for event in _PAGE_EVENTS:
        for method in config.plugins.events[event]:
            name = _plugin_of(method, config)
            is_search = (
                event == "page_context" and search and search.plugin is getattr(method, "__self__", None)
            )
            if name != "backstory" and not is_search:
                return f"{name} (on_{event})"
    return None


def _plugin_of(method: Any, config: MkDocsConfig) -> str:
    owner = getattr(method, "__self__", None)
    known = (name for name, plugin in config.plugins.items() if plugin is owner)
    return next(known, getattr(method, "__module__", "a hook"))
