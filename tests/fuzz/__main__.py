"""Look for texts that break what reads texts, guided by which lines they reach: `make fuzz`.

Each target has a budget: `make fuzz ARGS="anchor -runs=1000000 -max_total_time=600"` gives one of them
another (the options are libFuzzer's, https://llvm.org/docs/LibFuzzer.html#options). A text that breaks
something is left in .fuzz/, and becomes a case in tests/cases or an @example before it is mended.
"""

import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["backstory"]):
    from backstory.anchor import Mark, Naming, Selector, annotate, find, find_names, find_quotation
    from backstory.diagnostics import Diagnostic
    from backstory.ordinary import problems_of_front_matter
    from backstory.prose import parse_article
    from backstory.report import full
    from backstory.source import parse_document
    from backstory.text import SourceText, normal_form, normalise

PROJECT = Path(__file__).parents[2]
FINDINGS = PROJECT / ".fuzz"
BUDGET = ("-runs=50000", "-max_total_time=60", "-timeout=10", "-rss_limit_mb=2048", "-max_len=4096")


def source(data):
    """Any YAML file gives data or diagnostics with places in it."""
    text = SourceText("story.yml", data.decode("utf-8", "replace"))
    document, found = parse_document(text)
    assert document is not None or found
    _can_be_told(found, text)
    if document is not None:
        assert all(0 <= start <= end <= len(text.text) for start, end in document.values.values())


def front_matter(data):
    """Any front matter is let be, or told."""
    text = SourceText("about.md", "---\n" + data.decode("utf-8", "replace") + "\n---\n")
    _can_be_told([*problems_of_front_matter(text)], text)


def normaliser(data):
    """Any text can be compared; each place in it leads back to one of the text itself."""
    text = data.decode("utf-8", "replace")
    compared = normalise(text)
    places = [compared.original(at, at + 1) for at in range(len(compared.text))]
    assert all(0 <= it.start < it.end <= len(text) for it in places)
    assert places == sorted(places)
    assert normal_form(text) == compared.text.strip()


def anchor(data):
    """Any words in any article are found where they stand, or not at all; marks take no word away."""
    written, _, words = data.decode("utf-8", "replace").rpartition("\x00")
    article = parse_article(written)
    names, ambiguous = find_names(article, [Naming("a", (words, words[:3])), Naming("b", (words[1:],))])
    spans = [*find(article, Selector("", words, "")), *(it.span for it in names)]
    spans += [piece for places in find_quotation(article, words) for piece in places]
    spans += [span for it in ambiguous for span in it.spans]
    assert all(0 <= it.start < it.end <= len(article.text) for it in spans)
    named = [it.span for it in names]
    assert not any(one.overlaps(other) for one, other in pairwise(sorted(named)))
    unmarked = _words(annotate(article, (), ()))
    assert _words(annotate(article, [Mark(it, at % 3, at) for at, it in enumerate(spans)], ())) == unmarked


def _words(nodes):
    return "".join(it if isinstance(it, str) else _words(it.children) for it in nodes)


def _can_be_told(found, text):
    assert all(isinstance(it, Diagnostic) and it.span.line >= 1 and it.span.column >= 1 for it in found)
    assert isinstance(full(tuple(found), {text.path: text}), str)


TARGETS = {it.__name__: it for it in (source, front_matter, normaliser, anchor)}


def seeds_for(name):
    """The texts of the cases, in the form that a target reads."""
    articles = [it.read_bytes() for it in sorted(PROJECT.glob("tests/cases/*/**/article.md"))]
    if name == "anchor":
        return [text + b"\x00" + b" ".join(text.split()[:4]) for text in articles]
    if name == "source":
        return [it.read_bytes() for it in sorted(PROJECT.glob("tests/cases/**/*.yml")) if it.is_file()]
    return articles if name == "normaliser" else [b"title: The wall\nhide: [toc]", b"a: {b: [c]}"]


def run(name, options):
    """Fuzz one target in this process, which ends with it."""
    with tempfile.TemporaryDirectory() as corpus:
        for number, text in enumerate(seeds_for(name)):
            Path(corpus, str(number)).write_bytes(text)
        atheris.Setup(
            [name, *BUDGET, f"-artifact_prefix={FINDINGS}/{name}-", *options, corpus], TARGETS[name]
        )
        atheris.Fuzz()


def main(arguments):
    """Fuzz the targets that are named, or all, one after another; fail if one was broken."""
    options = [it for it in arguments if it.startswith("-")]
    names = [it for it in arguments if not it.startswith("-")] or [*TARGETS]
    if options[:1] == ["-one"]:
        return run(names[0], options[1:])
    if unknown := [it for it in names if it not in TARGETS]:
        return f"There is no target `{unknown[0]}`. There are {', '.join(TARGETS)}."
    FINDINGS.mkdir(exist_ok=True)
    failed = []
    for name in names:
        sys.stdout.write(f"== {name}\n")
        sys.stdout.flush()
        command = [sys.executable, __file__, "-one", name, *options]
        if subprocess.run(command, check=False).returncode:
            failed.append(name)
    return f"Broken: {', '.join(failed)}. The texts are in {FINDINGS}." if failed else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
