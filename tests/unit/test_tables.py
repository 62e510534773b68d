"""The data as tables: by the rules of RFC 4180, and harmless in a spreadsheet."""

import csv
import io
import json

import pytest

from backstory.checks import NO_RULES
from backstory.compiler import Settings, compile_site

COLUMNS = {
    "api/quotes.csv": "story,id,url",
    "api/actors.csv": "id,url,name",
    "api/claims.csv": "story,id,url",
}


@pytest.fixture
def files(content):
    """The files of a small site, with a quote and a claim of which each is given as YAML."""

    def made(words='It pays, "he" said; and\\n- so on', claim="The toll pays.", lines=""):
        said = {
            "speaker": "ilse-varga",
            "kind": "statement",
            "text": words,
            "audience": ["reporters", "Radio"],
        }
        fact = {"said_by": "ilse-varga", "status": "open", "text": claim}
        content.story(f"quotes:\n  pays: {json.dumps(said)}\nclaims:\n  pays: {json.dumps(fact)}\n{lines}")
        settings = Settings(site_url="https://harbour.example/", levels=NO_RULES, social_cards=False)
        compilation = compile_site(content.path, settings)
        assert compilation.site, compilation.diagnostics
        return compilation.site.files

    return made


def _rows(data):
    return list(csv.DictReader(io.StringIO(data.decode(), newline=""), strict=True))


@pytest.mark.parametrize("path", sorted(COLUMNS))
def test_a_table_ends_its_lines_as_rfc_4180_wants_and_has_as_many_cells_in_each(files, path):
    data = files()[path]
    rows = list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True))
    assert data.decode().startswith(COLUMNS[path])
    assert data.endswith(b"\r\n")
    assert len(rows) > 1
    assert {len(it) for it in rows} == {len(rows[0])}


def test_a_row_has_the_words_as_they_are_and_lists_with_semicolons(files):
    (row,) = _rows(files(words='“A, "b"” ; c')["api/quotes.csv"])
    assert row["text"] == '“A, "b"” ; c'
    assert row["audience"] == "reporters; Radio"
    assert row["speaker_name"] == "Ilse Varga"
    assert row["url"] == "https://harbour.example/quotes/toll/pays/"
    assert row["date"] == ""


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝"])
def test_no_cell_begins_like_a_formula(files, sign):
    made = files(words=f"{sign}HYPERLINK(1)", claim=f"{sign}1")
    assert _rows(made["api/quotes.csv"])[0]["text"] == f"'{sign}HYPERLINK(1)"
    assert _rows(made["api/claims.csv"])[0]["text"] == f"'{sign}1"
    assert json.loads(made["api/quotes.ndjson"])["text"] == f"{sign}HYPERLINK(1)"


def test_each_line_of_the_quotes_is_the_quote_as_its_speakers_data_has_it(files):
    made = files()
    lines = [json.loads(it) for it in made["api/quotes.ndjson"].decode().splitlines()]
    assert lines == json.loads(made["api/actors/ilse-varga.json"])["quotes"]


def test_what_is_withdrawn_is_in_no_table(files):
    made = files(lines="status: withdrawn\nwithdrawn: It was wrong.\n")
    assert made["api/quotes.ndjson"] == b""
    assert not _rows(made["api/quotes.csv"])
    assert not _rows(made["api/claims.csv"])
