"""The compiled pages as plain files: any engine that reads mkdocs.yml builds them without our plugin."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from backstory.compiler import Compilation
from backstory.engines.page_files import SECTIONS, front_matter, source_uri
from backstory.engines.plain_config import CONTENT, OVERRIDES, NotWritable, PlainConfig
from backstory.engines.staging import Staging
from backstory.press import Page, Site

MARK = ".written-by-backstory"
_ON_MARK = (
    b"`backstory write` made the folders and files beside this one, and replaces them at its next run.\n"
)
_TOP = frozenset({MARK, CONTENT, OVERRIDES, "mkdocs.yml"})
_FRAME = Path(__file__).parent / "plain"
_ELSEWHERE = "backstory/elsewhere.html"  # what all frames have in the head of a page
_MARKUP = re.compile(
    r"""<(?P<raw>script|style)\b.*?</(?P=raw)>|<!--.*?-->"""
    r"""|(?P<tag>(?P<pre></?pre\b)?(?:(?<=pre)|<)[^>"']*(?:(?:"[^"]*"|'[^']*')[^>"']*)*>)""",
    re.DOTALL,
)
_VALUE = re.compile(r"\"[^\"]*\"|'[^']*'")


def tree_of(compilation: Compilation, content: Path, config: Path) -> dict[str, bytes]:
    """The files of the tree by their paths in it: mkdocs.yml, overrides/ and content/.

    `content` is the folder that was compiled, `config` the mkdocs.yml beside it.
    """
    site = compilation.site
    assert site is not None
    own = {
        name: data
        for name, data in _files_below(content)
        if name not in compilation.content.paths and not _is_hidden(name)
    }
    site_url = compilation.edition.site_url if compilation.edition else None
    pages = {
        source_uri(it.address): _markdown_file(it, site_url) for it in _pages_to_write(site, compilation)
    }
    content_files = site.files | pages | own  # an editor's own page stays
    plain = PlainConfig(config)
    overrides = {it.name: it.read_bytes() for it in sorted(_FRAME.iterdir()) if it.is_file()}
    overrides[_ELSEWHERE] = (_FRAME.parent / "material" / _ELSEWHERE).read_bytes()
    overrides |= dict(_files_below(plain.custom_dir)) if plain.custom_dir else {}
    in_navigation = [source_uri(it) for it in SECTIONS if source_uri(it) in content_files]
    in_navigation += sorted(it for it in own if it.endswith(".md") and it not in in_navigation)
    return {
        MARK: _ON_MARK,
        "mkdocs.yml": plain.written(in_navigation).encode(),
        **{f"{OVERRIDES}/{name}": data for name, data in sorted(overrides.items())},
        **{f"{CONTENT}/{name}": data for name, data in sorted(content_files.items())},
    }


def write_tree(target: Path, files: Mapping[str, bytes]) -> None:
    """Write the tree whole or not at all, in the place of the one before. What else is in `target` stays."""
    if target.exists() and not (target / MARK).is_file() and (not target.is_dir() or any(target.iterdir())):
        message = f"{target} is there already, and `backstory write` did not make it."
        raise NotWritable(message)
    staging = Staging(target)
    for name, data in files.items():
        path = staging.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    others = sorted(it.name for it in target.iterdir()) if target.is_dir() else []
    staging.publish(keeping=[it for it in others if it not in _TOP])


def _files_below(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def _is_hidden(name: str) -> bool:
    return any(it.startswith(".") for it in PurePosixPath(name).parts)


def _pages_to_write(site: Site, compilation: Compilation) -> list[Page]:
    return [it for it in site.pages if it.address not in compilation.content.pages]


# ---- pages


def _markdown_file(page: Page, site_url: str | None) -> bytes:
    """The page as Markdown that has nothing to do but to pass it on."""
    meta = front_matter(page, site_url)
    if page.contents:
        meta["contents"] = [{"id": it.id, "title": it.title} for it in page.contents]
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in meta.items()]
    return "\n".join(["---", *lines, "---", "", _on_one_line(page.html), ""]).encode()


def _on_one_line(html: str) -> str:
    """The same HTML on one line: what works on lines (fences, snippets, lists) finds nothing to work on."""
    pieces: list[str] = []
    done, in_pre = 0, False
    for match in _MARKUP.finditer(html):
        pieces.append(_text(html[done : match.start()], in_pre=in_pre))
        pieces.append(_tag(match["tag"]) if match["tag"] else match[0].replace("\n", " "))
        in_pre = match["pre"] == "<pre" or (in_pre and match["pre"] is None)
        done = match.end()
    return "".join([*pieces, html[done:]]).strip()


def _text(text: str, *, in_pre: bool) -> str:
    return text.replace("\n", "&#10;" if in_pre else " ")


def _tag(tag: str) -> str:
    """Line ends in values are written as references; between attributes they are mere white space."""
    return _VALUE.sub(lambda it: it[0].replace("\n", "&#10;"), tag).replace("\n", " ")
