"""`backstory verify`: what is proven, what is written of it, and what is told of the rest."""

import hashlib
import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from backstory.cli import main
from backstory.sealing import extracting
from backstory.sealing.at_hand import read_shelf
from backstory.sealing.reading import UnreadableSourceError, read_source
from backstory.text import normal_form
from content_folder import STORY

SOURCE = """Council doubles the toll

“We can build the wall now – this year – or we can pay for the flood later,” Mayor Ilse Varga said on Tuesday.
“I will not pay for a wall,” said Tomas Reyk. Nobody voted against it if they fish.
"""
QUOTES = """\
based_on: {title: Council doubles the toll, url: https://gazette.example/toll}
quotes:
  build-the-wall:
    speaker: ilse-varga
    text: We can build the wall now
    kind: direct
    date: 2031-03-04
  wall-or-flood:
    speaker: ilse-varga
    text: We can build the wall now … or we can pay for the flood later
    kind: direct
    date: 2031-03-04
  no-pay:
    speaker: tomas-reyk
    text: "[He would] not pay for a wall"
    kind: direct
    date: 2031-03-04
  on-the-radio:
    speaker: tomas-reyk
    text: The boats stay out.
    kind: direct
    date: 2031-03-05
    source: https://radio.example/boats
  in-sum:
    speaker: ilse-varga
    text: The wall would come.
    kind: indirect
    date: 2031-03-04
"""


@pytest.fixture
def verify(content, monkeypatch):
    """Run `backstory verify` beside the content folder, which has a story with quotes, and `source.txt`."""
    monkeypatch.chdir(content.path.parent)
    content.story(QUOTES, "The council voted.\n")
    (content.path.parent / "source.txt").write_text(SOURCE, encoding="utf-8")
    return lambda *arguments: CliRunner().invoke(main, ["verify", *arguments])


def _lock(content):
    return (content.path / "stories/toll/quotes.lock").read_text(encoding="utf-8")


def _states(content):
    return {it.id: it.verification for it in content.newsroom().quotes}


def test_quotes_that_are_in_the_source_are_sealed(verify, content):
    result = verify("toll", "--source-text", "source.txt")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "toll: 3 of 4 quotes proven",
        "  read source.txt: 43 words",
        "  verbatim: build-the-wall",
        "  edited: wall-or-flood, no-pay",
        "  no text at hand: on-the-radio, from https://radio.example/boats",
        "  wrote content/stories/toll/quotes.lock",
    ]
    assert _states(content) == {
        "build-the-wall": "verbatim",
        "wall-or-flood": "edited",
        "no-pay": "edited",
        "on-the-radio": "unverified",
        "in-sum": "paraphrase",
    }


def test_nothing_of_the_source_is_kept_but_its_fingerprint(verify, content):
    verify("toll", "--source-text", "source.txt")
    normal = normal_form(SOURCE)
    assert hashlib.sha256(normal.encode()).hexdigest() in _lock(content)
    assert not any(word in _lock(content) for word in ("Mayor", "Tuesday", "fish", "pay for"))


def test_a_place_in_the_lock_is_where_the_words_stand_in_the_text_that_is_printed(verify, content):
    verify("toll", "--source-text", "source.txt")
    printed = CliRunner().invoke(main, ["text", "source.txt"]).stdout
    seal = content.newsroom().quotes[1].seal
    assert [printed[it.start : it.end] for it in seal.places] == [
        "We can build the wall now",
        "or we can pay for the flood later",
    ]
    assert seal.source_sha256 == hashlib.sha256(printed.encode()).hexdigest()


def test_the_same_proof_is_written_the_same(verify, content):
    verify("toll", "--source-text", "source.txt")
    first = _lock(content)
    result = verify("toll", "--source-text", "source.txt")
    assert "says so already" in result.stdout
    assert _lock(content) == first


def test_an_if_behind_the_words_is_told(verify, content):
    content.story(
        QUOTES.replace("text: The boats stay out.", "text: Nobody voted against it").split("    source:")[0]
    )
    result = verify("toll", "--source-text", "source.txt")
    assert result.exit_code == 0
    assert "note[quote/cut-short]: The quote `on-the-radio` leaves out “if”" in result.stderr


def test_a_quote_that_is_not_in_its_source_is_told_with_the_nearest_words(verify, content):
    content.story(QUOTES.replace("build the wall now\n", "build the dam now\n"))
    result = verify("toll", "--source-text", "source.txt")
    assert result.exit_code == 1
    assert "error[quote/not-in-source]: The words of `build-the-wall` are not in source.txt." in result.stderr
    assert "The nearest words there are “We can build the wall now”." in result.stderr
    assert "They differ in “dam” here, “wall” there." in result.stderr
    assert "state: not_found" in _lock(content)


def test_words_of_another_speaker_are_told(verify, content):
    also = QUOTES + "  elsewhere:\n    speaker: tomas-reyk\n    text: The boats stay out.\n    kind: direct\n"
    also = also.replace("text: We can build the wall now\n", "text: The boats stay out.\n", 1)
    content.story(also.replace("https://radio.example/boats", "https://gazette.example/toll"))
    result = verify("toll", "--source-text", "source.txt")
    assert "In `toll`, Tomas Reyk says them: who did?" in result.stderr
    assert "`tomas-reyk` says so here" in result.stderr


def test_words_from_another_text_at_hand_are_told(verify, content):
    (content.path.parent / "radio.html").write_text(
        "<!doctype html><title>The boats</title><p>“We shall <em>not</em> sail.”</p>", encoding="utf-8"
    )
    content.story(QUOTES.replace("text: The boats stay out.", "text: We can build the wall now"))
    result = verify(
        "toll", "--source-text", "source.txt", "--source", "https://radio.example/boats", "radio.html"
    )
    assert result.exit_code == 1
    assert "They are in source.txt: is that the source?" in result.stderr


def test_each_source_is_proven_by_itself_and_kept(verify, content):
    (content.path.parent / "radio.html").write_text("<p>“The boats <b>stay</b> out.”", encoding="utf-8")
    verify("toll", "--source-text", "source.txt")
    result = verify("toll", "--source", "https://radio.example/boats", "radio.html")
    assert "proven before: build-the-wall, wall-or-flood, no-pay" in result.stdout
    assert list(_states(content).values()) == ["verbatim", "edited", "edited", "verbatim", "paraphrase"]


def test_a_translation_is_proven_by_its_original(verify, content):
    (content.path.parent / "radio.txt").write_text("«Човни не вийдуть», сказав він.", encoding="utf-8")
    original = "    original: {text: Човни не вийдуть, language: uk}\n"
    content.story(QUOTES.replace("    source: https://radio", f"{original}    source: https://radio"))
    verify("toll", "--source", "https://radio.example/boats", "radio.txt")
    quote = content.newsroom().quotes[3]
    assert (quote.verification, quote.seal.state) == ("translated", "translated")
    changed = QUOTES.replace(
        "    source: https://radio", f"{original.replace('не', 'ще')}    source: https://radio"
    )
    content.story(changed)
    assert "The original of `on-the-radio` is not the one that was sealed." in content.said()[0]


def test_check_writes_nothing(verify, content):
    result = verify("toll", "--source-text", "source.txt", "--check")
    assert result.exit_code == 1
    assert not (content.path / "stories/toll/quotes.lock").exists()
    verify("toll", "--source-text", "source.txt")
    assert verify("toll", "--source-text", "source.txt", "--check").exit_code == 0
    (content.path.parent / "source.txt").write_text(SOURCE + "Corrected.", encoding="utf-8")
    assert verify("toll", "--source-text", "source.txt", "--check").exit_code == 1


def test_a_damaged_lock_is_written_anew(verify, content):
    content.write("stories/toll/quotes.lock", "<<<<<<<\n")
    assert verify("toll", "--source-text", "source.txt").exit_code == 0
    assert content.compile().diagnostics == ()


def test_all_stories_are_sealed_from_a_folder_of_texts(verify, content):
    content.write("stories/wall/story.yml", STORY + QUOTES)
    content.write("stories/wall/article.md", "The council voted.\n")
    shelf = content.path.parent / "texts"
    shelf.mkdir()
    shutil.copy(content.path.parent / "source.txt", shelf / "toll.txt")
    (shelf / "boats.html").write_text("<p>The boats stay out.", encoding="utf-8")
    (shelf / "stray.txt").write_text("Nothing.", encoding="utf-8")
    (shelf / "sources.yml").write_text("https://radio.example/boats: boats.html\n", encoding="utf-8")
    result = verify("--all", "--sources", "texts")
    assert result.exit_code == 0
    assert "toll: 4 of 4 quotes proven" in result.stdout
    assert "wall: 1 of 4 quotes proven" in result.stdout
    assert "there is no story `stray`" in result.stderr


def test_a_renamed_quote_keeps_its_seal(verify, content):
    verify("toll", "--source-text", "source.txt")
    CliRunner().invoke(main, ["rename", "quote", "toll/build-the-wall", "wall-now"])
    assert "\n  wall-now:\n    state: verbatim" in _lock(content)
    assert _states(content)["wall-now"] == "verbatim"
    assert content.compile().diagnostics == ()


def test_a_republished_story_has_nothing_to_seal(verify, content):
    lines = "license: CC-BY-4.0\nquotes:\n  q: {speaker: ilse-varga, text: The toll, kind: direct}\n"
    content.write("stories/toll/story.yml", (STORY + lines).replace("text: retelling", "text: republished"))
    content.write("stories/toll/article.md", "The toll.\n")
    result = verify("toll", "--source-text", "source.txt")
    assert result.exit_code == 0
    assert "compared with article.md at each build" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Which story?"),
        (["tol", "--source-text", "source.txt"], "There is no story `tol`. Did you mean `toll`?"),
        (
            ["toll"],
            "of `toll`: --source-text FILE, --source https://radio.example/boats FILE.",
        ),
        (
            ["toll", "--source", "https://radio.example/boat", "source.txt"],
            "Did you mean https://radio.example/boats?",
        ),
        (["toll", "--source-text", "empty.txt"], "There is no text in empty.txt."),
        (["--all"], "With --all, give a folder of texts"),
        (["toll", "--sources", "."], "--sources goes with --all."),
        (["--all", "--sources", "content"], "No text in content is a source of a story's quotes."),
    ],
)
def test_what_cannot_be_done_is_said(verify, content, arguments, message):
    (content.path.parent / "empty.txt").write_text(" \n", encoding="utf-8")
    result = verify(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert not (content.path / "stories/toll/quotes.lock").exists()


def test_a_story_with_errors_is_not_sealed(verify, content):
    content.story(QUOTES.replace("speaker: tomas-reyk", "speaker: tomas-rek"))
    result = verify("toll", "--source-text", "source.txt")
    assert result.exit_code == 1
    assert "reference/unknown-actor" in result.stderr
    assert "Mend these first" in result.stderr


# ---- sources of other kinds


def test_the_words_of_a_page_are_those_that_readers_see(tmp_path):
    page = tmp_path / "page.html"
    page.write_bytes(
        "<!DOCTYPE html><html><head><meta charset=windows-1252><title>Title</title><style>p {}</style></head>"
        "<body><script>alert(1)</script><p>One<br>two <b>thr</b>ee</p><p>caf\u00e9 &amp; \u201cfour\u201d</p>"
        "<noscript>Turn it on</noscript></body></html>".encode("cp1252")
    )
    assert normal_form(read_source(page)) == 'One two three café & "four"'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_is_read_in_the_encoding_it_is_in(tmp_path, encoding):
    (tmp_path / "a.txt").write_bytes("Der Zoll – “größer”".encode(encoding))
    assert read_source(tmp_path / "a.txt") == "Der Zoll – “größer”"


def _pdf(*lines):
    """A PDF of one page with these lines, by the book (PDF 1.4)."""
    shown = b" T* ".join(b"(" + it.encode("cp1252") + b") Tj" for it in lines)
    stream = b"BT /F1 12 Tf 14 TL 72 720 Td " + shown + b" ET" if lines else b""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R %s >>"
        % b"/Resources << /Font << /F1 5 0 R >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, it in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, it)
    table = b"".join(b"%010d 00000 n \n" % it for it in places)
    end = b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
    return out + end % (table, len(out))


def test_a_quote_is_proven_by_a_pdf_across_its_lines(verify, content):
    (content.path.parent / "toll.pdf").write_bytes(
        _pdf(
            "“We can build the wall now – this ye-",
            "ar – or we can pay for the",
            "flood later,” she said. I will not pay for a wall.",
        )
    )
    result = verify("toll", "--source-text", "toll.pdf")
    assert "3 of 4 quotes proven" in result.stdout


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (_pdf(), "There is no text in a.pdf. Its pages are pictures"),
        (b"%PDF-1.4\nnothing of the kind", "a.pdf is no PDF that can be read"),
        (_pdf("Some words")[:300], "a.pdf"),
    ],
    ids=["scanned", "no pdf", "cut"],
)
def test_a_pdf_without_text_is_told(tmp_path, monkeypatch, data, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.pdf").write_bytes(data)
    result = CliRunner().invoke(main, ["text", "a.pdf"])
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(65 * 1024 * 1024)
    with pytest.raises(UnreadableSourceError, match="larger than 64 MB"):
        read_source(path)


@pytest.mark.parametrize("name", ["undefined", "unicode_escape", "punycode", "utf-7", "zlib"])
def test_an_encoding_that_no_browser_has_is_not_asked(tmp_path, name):
    page = f'<html><meta charset="{name}"><p>the w\u00e4ll \\ud800</p>'
    (tmp_path / "s.html").write_bytes(page.encode("cp1252"))
    assert read_source(tmp_path / "s.html").strip() == "the w\u00e4ll \\ud800"


def test_comments_before_a_text_are_passed_over_once(tmp_path):
    (tmp_path / "s.txt").write_text("<!-- a -->" * 40 + "the wall", encoding="utf-8")
    assert read_source(tmp_path / "s.txt").endswith("the wall")


def test_a_page_that_would_take_minutes_is_told(tmp_path, monkeypatch):
    monkeypatch.setitem(extracting._PATIENCE, "html", 1)
    (tmp_path / "s.html").write_text("<html>" + "<div>" * 300_000 + "the wall", encoding="utf-8")
    with pytest.raises(UnreadableSourceError, match=r"cannot be read within 1 seconds|cannot be read: "):
        read_source(tmp_path / "s.html")


def test_a_text_longer_than_a_book_is_told(tmp_path):
    (tmp_path / "s.txt").write_text("the wall " * 500_000, encoding="utf-8")
    with pytest.raises(UnreadableSourceError, match="has more than 4,000,000 characters"):
        read_source(tmp_path / "s.txt")


def test_a_device_is_no_source():
    with pytest.raises(UnreadableSourceError, match="no ordinary file"):
        read_source(Path("/dev/zero"))


def test_what_is_no_file_on_a_shelf_is_told(tmp_path):
    (tmp_path / "toll.txt").symlink_to("toll.txt")
    (tmp_path / "storm.html").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "flood.txt")
    (tmp_path / "sources.yml").write_text('"https://b.example": flood.txt\n')
    shelf = read_shelf(tmp_path, ["toll", "storm"])
    assert not shelf.articles
    assert not shelf.others
    told = "\n".join(shelf.problems)
    for name in ("toll.txt", "storm.html", "flood.txt"):
        assert f"{tmp_path / name} " in told
