#!/usr/bin/env python3
"""Write the guide's pages on what can be wrong, one for each code, with a bad and a good example.

`make problems` runs this. The examples are those that the tests run: a rule's own, in its docstring, and the
cases in tests/cases for everything else. So a page shows what Backstory really says. With --check nothing is
written.
"""

import json
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from backstory.checks import CHECKS, NO_RULES
from backstory.checks.example import documentation, whole_example
from backstory.checks.levels import OFF
from backstory.checks.rule import Rule
from backstory.compiler import Settings, compile_site
from backstory.corrections import Earlier
from backstory.diagnostics import MEANINGS, Code, Diagnostic, Severity
from backstory.folder import read_content
from backstory.report import full
from backstory.resolve import Publishing, resolve_content

PROJECT = Path(__file__).parents[1]
CASES = PROJECT / "tests" / "cases"
PAGES = Path("content", "guide", "problems")
RULES = {it.code: it for it in CHECKS}
OF_THE_STORY = {"story.yml", "article.md"}
FAMILIES = {
    "file": "Files",
    "id": "Ids",
    "yaml": "YAML",
    "schema": "Keys and values",
    "date": "Dates",
    "address": "Addresses",
    "reference": "References",
    "link": "Links",
    "anchor": "Words and their places",
    "mention": "Names",
    "name": "Names",
    "actor": "Actors",
    "quote": "Quotes",
    "claim": "Claims",
    "event": "Events",
    "accusation": "Fairness",
    "story": "Stories",
    "correction": "Stories",
    "site": "What is held back",
}


@dataclass(frozen=True)
class Example:
    """Files by path in the content folder.

    All wrong content, what was published in their place before (if that matters), what is shown of the wrong,
    and what mends it.
    """

    content: Mapping[str, bytes]
    earlier: Mapping[str, bytes]
    bad: Mapping[str, bytes]
    good: Mapping[str, bytes]


@dataclass(frozen=True)
class Told:
    """What `backstory check` says of an example, of one code alone."""

    example: Example
    diagnostics: tuple[Diagnostic, ...]
    text: str

    def places(self) -> set[str]:
        """The files of the example that it speaks of."""
        spans = [
            span for it in self.diagnostics for span in (it.span, *(related.span for related in it.related))
        ]
        return {it.path.removeprefix("content/") for it in spans} & self.example.content.keys()


def main() -> None:
    """Write the pages; with --check, say which are not as they would be written."""
    pages = dict(_pages())
    old = {it.relative_to(PROJECT) for it in (PROJECT / PAGES).rglob("*.md")}
    changed = sorted(it for it, text in pages.items() if not _is_written(it, text))
    stale = sorted(old - pages.keys())
    if "--check" in sys.argv[1:]:
        for path in [*changed, *stale]:
            print(f"{path} is not as `make problems` writes it.")  # noqa: T201
        raise SystemExit(1 if changed or stale else 0)
    for path in changed:
        (PROJECT / path).parent.mkdir(parents=True, exist_ok=True)
        (PROJECT / path).write_text(pages[path], encoding="utf-8")
    for path in stale:
        (PROJECT / path).unlink()


def _is_written(path: Path, text: str) -> bool:
    file = PROJECT / path
    return file.is_file() and file.read_text(encoding="utf-8") == text


def _pages() -> Iterator[tuple[Path, str]]:
    yield PAGES / "index.md", _index()
    for code in Code:
        yield PAGES / f"{code}.md", _page(code)


def _index() -> str:
    lines = [
        "---",
        "title: What can be wrong",
        "description: Everything that Backstory may say of a file, with an example of each.",
        "---",
        "",
        "# What can be wrong",
        "",
        "`backstory check` names each problem by a code. Each has a page here, with a bad and a good",
        "example.",
        "`mkdocs.yml` can give rules [another weight](../../guide.md#how-much-a-rule-weighs).",
    ]
    for title in dict.fromkeys(FAMILIES.values()):
        lines += ["", f"## {title}", ""]
        codes = [it for it in Code if FAMILIES[it.split("/")[0]] == title]
        lines += [f"- [{it}]({it}.md), {_weight(it)}: {MEANINGS[it]}" for it in codes]
    return "\n".join(lines) + "\n"


def _weight(code: Code) -> str:
    """What a code weighs by itself: of those that can be either, the most."""
    rule = RULES.get(code)
    if rule and rule.level is None:
        return OFF
    return min((it.severity for it in _told(code).diagnostics), key=list(Severity).index)


def _page(code: Code) -> str:
    rule = RULES.get(code)
    told = _told(code)
    example = told.example
    bad = dict(example.bad) | {path: example.content[path] for path in sorted(told.places())}
    text = documentation(rule).text if rule else MEANINGS[code]
    head = [
        "---",
        f"title: {code}",
        f"description: {json.dumps(MEANINGS[code])}",
        "search: {boost: 0.5}",
        "---",
    ]
    lines = [*head, "", f"# {code}", "", text, ""]
    if rule:
        lines += [
            f"This is a rule. It is `{_weight(code)}` unless `rules:` in mkdocs.yml says otherwise.",
            "",
        ]
    if example.earlier:
        lines += ["## Published before", "", *_shown(example.earlier)]
    lines += ["## Wrong", "", *_shown(bad), "```text", told.text, "```", ""]
    lines += ["## Right", "", *_shown(example.good)]
    lines += ["[All codes](../index.md) · [The guide](../../../guide.md)"]
    return "\n".join(lines).rstrip("\n") + "\n"


# Marks of direction would turn the page that explains them.
_UNSEEN = re.compile(r"[\x00-\x08\u202a-\u202e\u2066-\u2069]")


def _shown(files: Mapping[str, bytes]) -> Iterator[str]:
    for path, data in files.items():
        if not data:
            yield from (f"`content/{path}` is not there.", "")
            continue
        kinds = {"yml": "yaml", "yaml": "yaml", "lock": "yaml", "md": "markdown"}
        kind = kinds.get(path.rsplit(".", 1)[-1], "text")
        text = data.decode("utf-8", "replace").replace("\r\n", "\n").rstrip("\n")
        text = _UNSEEN.sub(lambda it: f"⟨U+{ord(it[0]):04X}⟩", text)
        yield from (f'````{kind} title="content/{path}"', text, "````", "")


@cache
def _told(code: Code) -> Told:
    rule = RULES.get(code)
    example = _example_of_rule(rule) if rule else _example_of_case(code)
    levels = NO_RULES | ({code: rule.level or Severity.WARNING} if rule else {})
    with tempfile.TemporaryDirectory() as name:
        for path, data in example.content.items():
            (Path(name) / path).parent.mkdir(parents=True, exist_ok=True)
            (Path(name) / path).write_bytes(data)
        earlier = _earlier(example) if example.earlier else None
        compilation = compile_site(Path(name), Settings(levels=levels, earlier=earlier))
    found = tuple(it for it in compilation.diagnostics if it.code is code)
    assert found, f"The example of {code} is told of nothing."
    text = full(found, compilation.sources).rsplit("\n", 1)[0].rstrip("\n")
    return Told(example, found, text)


def _earlier(example: Example) -> Earlier:
    with tempfile.TemporaryDirectory() as name:
        for path, data in (example.content | example.earlier).items():
            (Path(name) / path).parent.mkdir(parents=True, exist_ok=True)
            (Path(name) / path).write_bytes(data)
        content, _ = read_content(Path(name), shown_as="content")
    return Earlier("v1", resolve_content(content, Publishing()).newsroom)


def _example_of_rule(rule: Rule) -> Example:
    said = documentation(rule)
    bad, good = (
        {path: text.encode() for path, text in whole_example(it).items()} for it in (said.bad, said.good)
    )
    return Example(bad, {}, {it: bad[it] for it in said.bad}, {it: good[it] for it in said.good})


def _example_of_case(code: Code) -> Example:
    case = min(
        (it for it in CASES.iterdir() if (it / "mended").is_dir() and _tells(it, code)), key=_simplicity
    )
    bad, good = _files(case), _files(case / "mended")
    shown = {path: data for path, data in bad.items() if path in good or path.endswith("article.md")}
    earlier = _files(case / "earlier")
    return Example(_files(CASES / "base") | bad, earlier, shown or bad, good)


def _tells(case: Path, code: Code) -> bool:
    return f"[{code}]" in (case / "expected.txt").read_text(encoding="utf-8")


def _simplicity(case: Path) -> tuple[int, int, str]:
    """The case that tells least, and has least text: it shows best what is meant."""
    told = (case / "expected.txt").read_text(encoding="utf-8")
    return told.count("]: "), sum(map(len, _files(case).values())), case.name


def _files(folder: Path) -> dict[str, bytes]:
    files = {}
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if (
            path.is_file()
            and relative.parts[0] not in {"mended", "earlier"}
            and not path.name.startswith("expected.")
        ):
            home = "stories/toll/" if str(relative) in OF_THE_STORY else ""
            files[home + relative.as_posix()] = path.read_bytes()
    return files


if __name__ == "__main__":
    main()
