"""The cases: content that an editor could have written, and what must be said of it.

`cases/README.md` has their form; `pytest --accept` writes down what they give, for you to read.
"""

import json
import shutil
from pathlib import Path

import pytest

from backstory.checks import CHECKS, NO_RULES
from backstory.compiler import Settings, compile_site
from backstory.corrections import Earlier
from backstory.diagnostics import Code, shown
from backstory.folder import read_content
from backstory.report import concise
from backstory.resolve import Publishing, resolve_newsroom

CASES = Path(__file__).parent / "cases"
BASE = CASES / "base"
NAMES = sorted(path.name for path in CASES.iterdir() if path.is_dir() and path != BASE)
MENDED = [name for name in NAMES if (CASES / name / "mended").is_dir()]
OF_THE_STORY = {"story.yml", "article.md"}


@pytest.mark.parametrize("name", NAMES)
def test_case_says_what_is_expected(name, tmp_path, pytestconfig):
    content = _lay_out(tmp_path, BASE, CASES / name)
    said = _said_of(content, _earlier(name, tmp_path))
    _compare(CASES / name / "expected.txt", said, accept=pytestconfig.getoption("accept"))
    if (expected := CASES / name / "expected.json").exists():
        asked = json.loads(expected.read_text(encoding="utf-8"))
        given = {key: part for key, part in _parts(content).items() if key in asked}
        _compare(
            expected,
            json.dumps(given, ensure_ascii=False, indent=2) + "\n",
            accept=pytestconfig.getoption("accept"),
        )


@pytest.mark.parametrize("name", MENDED)
def test_mended_case_is_clean_and_becomes_a_site(name, tmp_path):
    content = _lay_out(tmp_path, BASE, CASES / name, CASES / name / "mended")
    settings = Settings(levels=NO_RULES, social_cards=False, earlier=_earlier(name, tmp_path))
    compilation = compile_site(content, settings, shown_as=".")
    assert concise(compilation.diagnostics, compilation.sources) == "No problems found."
    assert compilation.site is not None


def test_every_code_has_a_bad_case_with_its_good_twin():
    told = {name: (CASES / name / "expected.txt").read_text(encoding="utf-8") for name in MENDED}
    rules = {it.code for it in CHECKS}  # their examples stand with them: unit/test_rules.py
    missing = [it for it in Code if it not in rules and not any(f"[{it}]" in text for text in told.values())]
    assert missing == []


def _earlier(name, tmp_path):
    """What had been published, where a case says so."""
    layer = CASES / name / "earlier"
    if not layer.is_dir():
        return None
    files, _ = read_content(_lay_out(tmp_path / "earlier", BASE, CASES / name, layer), shown_as=".")
    newsroom, found = resolve_newsroom(files, Publishing())
    assert not found
    return Earlier("v1", newsroom)


def _lay_out(folder, *layers):
    """A content folder of several layers, the later above the earlier."""
    content = folder / "content"
    for layer in layers:
        for path in sorted(layer.rglob("*")):
            relative = path.relative_to(layer)
            if (
                path.is_dir()
                or relative.parts[0] in {"mended", "earlier"}
                or relative.name.startswith("expected.")
            ):
                continue
            home = Path("stories/toll") if str(relative) in OF_THE_STORY else Path()
            (content / home / relative).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, content / home / relative)
            if layer.name == "mended" and not path.stat().st_size:
                (content / home / relative).unlink()
    return content


def _compare(expected, given, *, accept):
    if accept and given:
        expected.write_text(given, encoding="utf-8")
    elif accept:
        expected.unlink(missing_ok=True)
    assert given == (expected.read_text(encoding="utf-8") if expected.exists() else "")


def _said_of(content, earlier):
    """Each diagnostic in one line; below it the words that it marks, and its related places."""
    settings = Settings(levels=NO_RULES, social_cards=False, earlier=earlier)
    compilation = compile_site(content, settings, shown_as=".")
    lines = []
    for it in compilation.diagnostics:
        lines.append(concise((it,), compilation.sources).splitlines()[0])
        if marked := _marked(it.span, compilation.sources):
            lines.append(f"    marks: {marked}")
        lines += [
            f"    {related.note}: {related.span.path}:{related.span.line}:{related.span.column}"
            f" {_marked(related.span, compilation.sources)}"
            for related in it.related
        ]
    return "".join(f"{line}\n" for line in lines)


def _marked(span, sources):
    source = sources.get(span.path)
    if source is None:
        return ""
    lines = [source.line(number) for number in range(span.line, span.end_line + 1)]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return shown(" ".join(lines))


def _parts(content):
    """What the story became: its text, by paragraph, with the marks of one kind in it at a time."""
    files, _ = read_content(content, shown_as=".")
    newsroom, _ = resolve_newsroom(files, Publishing())
    story = next(it for it in newsroom.stories if it.id == "toll")
    quotes = newsroom.quotes_in(story)
    return {
        "texts": [story.backstory, story.short_headline, story.license, *story.key_points],
        "mentions": _with_marks(
            story,
            [
                (it.span, f"({it.actor.id})" if it.is_linked else f"{{{it.actor.id}}}")
                for it in newsroom.mentions_in(story)
            ],
        ),
        "quotes": _with_marks(story, [(span, f"({it.id})") for it in quotes for span in it.places]),
        "verification": {it.id: it.verification for it in quotes},
        "sentences": {it.id: it.around for it in quotes},
        "notes": _with_notes(story, newsroom.notes_in(story)),
        "claims": _with_marks(
            story, [(it.place, f"({it.id})") for it in newsroom.claims_in(story) if it.place]
        ),
        "statuses": {it.id: it.status for it in newsroom.claims_in(story)},
        "events": [it.id for it in newsroom.events_in(story)],
        "actors": [it.actor.id for it in newsroom.appearances_in(story)],
    }


def _with_marks(story, marks):
    """[words](id) for each mark, which may lie in one another."""
    inserts = {}
    for span, label in sorted(marks, key=lambda it: (it[0].start, -it[0].end)):
        inserts.setdefault(span.start, []).append("[")
        inserts.setdefault(span.end, []).insert(0, f"]{label}")
    return _with_inserts(story, inserts)


def _with_notes(story, notes):
    """Each note's number where it stands in the text."""
    inserts = {}
    for it in notes:
        inserts.setdefault(it.spot, []).append(f"[{it.number}]")
    return _with_inserts(story, inserts)


def _with_inserts(story, inserts):
    text = story.article.text
    return [
        "".join(
            "".join(inserts.get(at, ())) + (text[at] if at < paragraph.end else "")
            for at in range(paragraph.start, paragraph.end + 1)
        )
        for paragraph in story.article.paragraphs
    ]
