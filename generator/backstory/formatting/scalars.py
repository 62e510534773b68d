"""One text in YAML: without quotes where our dialect lets it, folded where it is long."""

import json
import re
import unicodedata

from backstory.formatting.tree import Scalar
from backstory.source import Document, parse_document
from backstory.text import SourceText

LONGEST = 120  # a line that an editor broke stays as it is up to here;
WIDTH = 110  # a longer text is filled anew up to here

_STEP = "  "
_LINE_END = re.compile("[\n\x85\u2028\u2029]")  # what YAML takes for one


def in_one_line(scalar: Scalar, *, in_flow: bool) -> str:
    """The text on one line, plain or in quotes."""
    value, is_plain = scalar.value, scalar.style == ""
    if is_plain and value[:1] not in {"-", "?", ":"} and not _LINE_END.search(value):
        return value
    if (is_plain or _is_visible(value)) and _is_plain(value, in_flow=in_flow):
        return value
    is_quoted_so = scalar.style in {"'", '"'} and "\n" not in scalar.written
    return scalar.written if is_quoted_so else _in_quotes(value)


def in_lines(scalar: Scalar, indent: int, room: int) -> list[str]:
    """The text behind its key or dash, and the lines below. `room` is what the first line has left.

    `indent` is how far the lines below are indented.
    """
    line = in_one_line(scalar, in_flow=False)
    block = _block(scalar, indent, is_long=len(line) > room)
    if not block:
        return [line]
    return [block[0], *(" " * indent + it if it else "" for it in block[1:])]


def _block(scalar: Scalar, indent: int, *, is_long: bool) -> list[str]:
    """The text behind | or >, where an editor wrote it so, or where one line is too long for it."""
    value, is_plain = scalar.value, scalar.style == ""
    match scalar.style:
        case "|":
            return _literal(value)
        case ">":
            lines = _own_lines(scalar, indent) or _filled(value, WIDTH - indent)
            return _folded(value, lines) or _literal(value)
    if (is_plain and "\n" in value) or (is_long and (is_plain or _is_visible(value, breaks="\n"))):
        lines = _filled(value, WIDTH - indent)
        return _folded(value, lines) if len(lines) > 1 else []
    return []


def _is_plain(value: str, *, in_flow: bool) -> bool:
    """Whether our dialect reads the text as the same text without quotes."""
    if value in {"", "true", "false"} or value != value.strip() or _LINE_END.search(value):
        return False
    document, found = parse_document(SourceText("", f"{{k: {value}}}\n" if in_flow else f"k: {value}\n"))
    return not found and isinstance(document, Document) and document.data == {"k": value}


def _is_visible(value: str, *, breaks: str = "") -> bool:
    """Whether every character can be seen, or is a space: the others are better kept as escapes."""
    return all(it == " " or it in breaks or unicodedata.category(it)[0] not in "CZ" for it in value)


def _in_quotes(value: str) -> str:
    if '"' in value and "'" not in value and _is_visible(value):
        return f"'{value}'"
    quoted = json.dumps(value, ensure_ascii=False)
    return "".join(it if _is_visible(it) else _escape(it) for it in quoted)


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004  # the last of four digits


# What a block cannot hold, or would read as the end of a line.
_NOT_IN_A_BLOCK = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def _chomping(value: str) -> str:
    return "" if value.endswith("\n") else "-"


def _literal(value: str) -> list[str]:
    """The text behind |; nothing where it cannot be written so."""
    body = value.removesuffix("\n")
    if not body.strip() or body.endswith("\n") or _NOT_IN_A_BLOCK.search(body):
        return []
    indicator = str(len(_STEP)) if re.match(r"\n*[ \t]", body) else ""
    return [f"|{indicator}{_chomping(value)}", *body.split("\n")]


def _folded(value: str, lines: list[str]) -> list[str]:
    """The text behind >, in these lines; nothing where it cannot be written so."""
    body = value.removesuffix("\n")
    has_blank_ends = re.search(r"^[ \t]|[ \t]$|\A\n|\n\Z", body, re.MULTILINE)
    if not body.strip() or has_blank_ends or _NOT_IN_A_BLOCK.search(body):
        return []
    return [f">{_chomping(value)}", *lines]


def _own_lines(scalar: Scalar, indent: int) -> list[str]:
    """The lines as the editor broke them; nothing where one is too long or indented further."""
    header, *lines = scalar.written.split("\n")
    depth = min((len(it) - len(it.lstrip(" ")) for it in lines if it.strip()), default=0)
    own = [it[depth:] for it in lines]
    is_odd = re.search(r"\d", header.split("#")[0]) or any(it != it.strip() for it in own)
    if is_odd or not own or not own[0] or max(map(len, own)) > LONGEST - indent:
        return []
    return own


def _filled(value: str, width: int) -> list[str]:
    """The text in lines of `width`, as > reads them: a blank line for each line end in it."""
    lines: list[str] = []
    for number, paragraph in enumerate(value.removesuffix("\n").split("\n")):
        if number:
            lines.append("")
        if paragraph:
            lines += _fill(paragraph, width)
    return lines


def _fill(paragraph: str, width: int) -> list[str]:
    # Only a single space can become the end of a line.
    words = re.split(r"(?<![ \t]) (?![ \t])", paragraph)
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
