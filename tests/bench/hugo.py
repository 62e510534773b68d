"""Hugo: a site with the same pages, whose layout is the frame that our pages have."""

import json
import re
import shutil
from pathlib import Path

import yaml
from aside import put_aside
from timing import Taken, run

CONFIG = """\
baseURL: https://archive.example/
title: The archive
disableKinds: [taxonomy, term, RSS]
markup: {goldmark: {renderer: {unsafe: true}}}
"""
# What of a page's frame is the page's own, and what Hugo is to put there.
OWN = (
    (r"(<title>).*?(</title>)", r"\1{{ .Title }} - The archive\2"),
    (r'(<meta name="description" content=")[^"]*"', r'\1{{ .Description }}"'),
    (r'(<meta property="og:title" content=")[^"]*"', r'\1{{ .Title }}"'),
    (r'(<meta property="og:description" content=")[^"]*"', r'\1{{ .Description }}"'),
    (r'(<meta property="og:url" content=")[^"]*"', r'\1{{ .Permalink }}"'),
    (r'(<link rel="canonical" href=")[^"]*"', r'\1{{ .Permalink }}"'),
    (r'(<article class="md-content__inner md-typeset">).*?(</article>)', r"\1{{ .Content }}\2"),
)
CONTENTS = (
    "{{ range .Params.contents }}"
    '<li class="md-nav__item"><a href="#{{ .id }}" class="md-nav__link">'
    '<span class="md-ellipsis">{{ .title }}</span></a></li>'
    "{{ end }}"
)
LIST = r'(<ul class="md-nav__list" data-md-component="toc"[^>]*>).*?(</ul>)'


def write_hugo(site: Path, plain: Path, target: Path, suffix: str) -> None:
    """A Hugo site with the pages of `backstory write` as `.md` or `.html` files.

    Those pass by Hugo's Markdown. `site` is the same site as we build it.
    """
    for file in sorted((plain / "content").rglob("*.md")):
        head, body = file.read_text(encoding="utf-8").removeprefix("---\n").split("\n---\n", 1)
        said = {
            key: it for key, it in yaml.safe_load(head).items() if key in {"title", "description", "contents"}
        }
        path = target / "content" / _name(file.relative_to(plain / "content"), file).with_suffix(suffix)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\n{json.dumps(said)}\n---\n{body}", encoding="utf-8")
    layout = _layout(next(site.glob("quotes/*/*/index.html")).read_text(encoding="utf-8"))
    for name in ("_default/single.html", "_default/list.html", "index.html"):
        path = target / "layouts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(layout, encoding="utf-8")
    shutil.copytree(site / "assets", target / "static/assets")
    (target / "config.yaml").write_text(CONFIG, encoding="utf-8")


def hugo(folder: Path) -> Taken:
    """Build it, with nothing left of another build."""
    put_aside(folder / "public", folder / "resources")
    return run(folder, "hugo", "--quiet", "--ignoreCache")


def _name(path: Path, file: Path) -> Path:
    """The name by which Hugo takes a page with others below it for what it is."""
    if path.name == "index.md":
        return path.with_name("_index.md")
    return path.with_suffix("") / "_index.md" if file.with_suffix("").is_dir() else path


def _layout(page: str) -> str:
    page = page.replace("{{", "{ {")
    for pattern, put in (*OWN, (LIST, rf"\1{CONTENTS}\2")):
        page, found = re.subn(pattern, put, page, flags=re.DOTALL)
        assert found, pattern
    return page
