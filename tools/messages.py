#!/usr/bin/env python3
"""Bring the catalogues in generator/backstory/locale up to date with the messages in the source.

`make messages` runs this. It writes the same bytes wherever and whenever it runs: no dates, no versions, no
paths. With --check it writes nothing and says what is not as it would write it.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PROJECT = Path(__file__).parents[1]
LOCALE = Path("generator", "backstory", "locale")
# What gettext does not know: Language.count(one, many, number) and Language.plural_forms(one, many).
KEYWORDS = DEFAULT_KEYWORDS | parse_keywords(["count:1,2", "plural_forms:1,2"])
COMMENTS = ["Translators:"]
# The order of Arabic plurals that translators' tools have; Babel's own swaps the last two.
ARABIC = "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5)"


class Plain(Catalog):
    """A catalogue whose header says how to read it, and nothing else."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The lines of the header."""
        return [
            ("Language", str(self.locale_identifier)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", self._plurals()),
        ]

    def _plurals(self) -> str:
        return f"nplurals=6; plural={ARABIC};" if self.locale_identifier == "ar" else self.plural_forms


def extracted() -> Catalog:
    """Every message of the source, without a translation."""
    with (PROJECT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(
        PROJECT, methods, options, KEYWORDS, comment_tags=COMMENTS, strip_comment_tags=True
    )
    template = Catalog()
    for _path, _line, message, comments, context in found:
        template.add(message, auto_comments=comments, context=context)
    return template


def updated(text: str, language: str, template: Catalog) -> tuple[Plain, list[str]]:
    """The catalogue as it should be, and what is still to be translated. What the source has no more goes."""
    old = read_po(io.StringIO(text), language)
    catalogue, missing = Plain(language, header_comment="", fuzzy=False), []
    for message in template:
        if not message.id:
            continue
        known = old.get(message.id, message.context)
        strings = known.string if known and not known.fuzzy else ""
        if message.pluralizable:
            strings = strings if isinstance(strings, tuple) else ()
            strings += ("",) * (catalogue.num_plurals - len(strings))
        catalogue.add(
            message.id, strings, auto_comments=sorted(set(message.auto_comments)), context=message.context
        )
        if not all([*strings] if message.pluralizable else [strings]):
            missing.append(message.id[0] if message.pluralizable else message.id)
    return catalogue, missing


def files(languages: list[str]) -> Iterator[tuple[Path, bytes, list[str]]]:
    """Both files of each language as they should be, with what is still to be translated."""
    template = extracted()
    for language in languages:
        po = PROJECT / LOCALE / language / "LC_MESSAGES" / "backstory.po"
        text = po.read_text(encoding="utf-8") if po.is_file() else ""
        catalogue, missing = updated(text, language, template)
        written, compiled = io.BytesIO(), io.BytesIO()
        write_po(written, catalogue, width=0, no_location=True, sort_output=True)
        write_mo(compiled, catalogue)
        yield po, written.getvalue().strip() + b"\n", missing
        yield po.with_suffix(".mo"), compiled.getvalue(), []


def main() -> int:
    """Write the files, or with --check compare them. A language's code begins its catalogue."""
    check = "--check" in sys.argv
    named = [it for it in sys.argv[1:] if not it.startswith("-")]
    there = [it.name for it in (PROJECT / LOCALE).iterdir() if it.is_dir()]
    wrong = False
    for path, data, missing in files(sorted({*there, *named})):
        name = path.relative_to(PROJECT).as_posix()
        if check and not (path.is_file() and path.read_bytes() == data):
            sys.stderr.write(f"{name} is not up to date: run `make messages`.\n")
            wrong = True
        elif not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        for it in missing:
            sys.stderr.write(f"{name}: not translated: {it}\n")
            wrong = True
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
