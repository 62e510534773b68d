"""`backstory fmt`: YAML files laid out in one way."""

import difflib
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
from msgspec import Struct, field

from backstory.bounds import too_large
from backstory.cli.asking import CLEAN, ERRORS, project_in, stop
from backstory.diagnostics import in_order
from backstory.edits import encoded_as, write_together
from backstory.folder import read_content
from backstory.formatting.formatter import LeftAlone, format_source, shape_of
from backstory.project import Bounds, config_in, find_project
from backstory.report import FORMATS
from backstory.text import SourceText


@click.command()
@click.argument("paths", metavar="[DIR | FILE...]", nargs=-1, type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 if a file would change.")
@click.option("--diff", is_flag=True, help="The same, and show what would change.")
def fmt(paths: tuple[Path, ...], *, check: bool, diff: bool) -> None:
    """Lay out the YAML files of DIR, or these: keys in one order, long texts wrapped, comments kept.

    What a file says stays the same. A file with errors in its YAML is left alone.
    """
    files = list(dict.fromkeys(it for path in paths or (Path(),) for it in _files(path)))
    outcome = _formatted(files)
    for source, text in outcome.changed.values():
        click.echo("".join(_diff(source, text)) if diff else source.path, nl=not diff)
    _say_left_alone(outcome)
    if not (check or diff):
        _write(outcome)
    same = len(files) - len(outcome.changed) - len(outcome.left_alone)
    done = "would change" if check or diff else "changed"
    counts = [f"{_files_counted(len(outcome.changed))} {done}", f"{same} in order"]
    counts += [f"{len(outcome.left_alone)} left alone"] if outcome.left_alone else []
    click.echo(f"{', '.join(counts)}.", err=True)
    raise SystemExit(ERRORS if outcome.left_alone or (outcome.changed and (check or diff)) else CLEAN)


class _Outcome(Struct):
    changed: dict[Path, tuple[SourceText, str]] = field(default_factory=dict)
    left_alone: list[tuple[str, LeftAlone]] = field(default_factory=list)


def _files(path: Path) -> Iterator[Path]:
    """The files that an argument means."""
    if path.is_file():
        if not shape_of(path.absolute().as_posix()):
            stop(f"{path} is no file of an actor, a topic or a story.")
        yield path
        return
    if not path.exists():
        stop(f"There is no {path}.")
    project = project_in(path)
    folder = project.content
    content, _ = read_content(folder, shown_as=".", bounds=project.bounds)
    yield from (folder / it for it in sorted(content.paths) if shape_of(it) and not _is_linked(folder, it))


def _is_linked(folder: Path, name: str) -> bool:
    """Whether a link leads from the content folder to a file in it: what is behind it is not the site's."""
    path = Path(name)
    return any((folder / it).is_symlink() for it in (path, *path.parents[:-1]))


@cache
def _bounds_around(folder: Path) -> Bounds:
    """What may be in the files of the site that a folder is in."""
    home = next((it for it in (folder, *folder.parents) if config_in(it)), None)
    project = find_project(home) if home else None
    return project.bounds if project else Bounds()


def _formatted(files: list[Path]) -> _Outcome:
    outcome = _Outcome()
    for path in files:
        name = Path(os.path.relpath(path)).as_posix()
        shape = shape_of(path.absolute().as_posix())
        assert shape
        bounds = _bounds_around(path.absolute().parent)
        try:
            if found := too_large(name, path.stat().st_size, bounds.largest):
                outcome.left_alone.append((name, LeftAlone(f"{found.fact} {found.remedy}")))
                continue
            source = SourceText(name, path.read_bytes().decode("utf-8-sig"))
        except OSError as problem:
            stop(f"{name} cannot be read: {problem.strerror}. Nothing was changed.")
        except UnicodeDecodeError:
            outcome.left_alone.append((name, LeftAlone("It is not written in UTF-8. Save it as UTF-8.")))
            continue
        text = format_source(source, shape, bounds)
        if isinstance(text, LeftAlone):
            outcome.left_alone.append((name, text))
        elif text != source.text:
            outcome.changed[path] = (source, text)
    return outcome


def _diff(source: SourceText, text: str) -> Iterator[str]:
    before, after = (it.splitlines(keepends=True) for it in (source.text, text))
    for line in difflib.unified_diff(before, after, source.path, source.path):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _say_left_alone(outcome: _Outcome) -> None:
    for name, why in outcome.left_alone:
        if not why.diagnostics:
            click.echo(f"{name}: {why.reason}", err=True)
    if found := in_order(it for _, why in outcome.left_alone for it in why.diagnostics):
        click.echo(FORMATS["concise"](found, {}), err=True)


def _write(outcome: _Outcome) -> None:
    try:
        write_together({path: encoded_as(path, text) for path, (_, text) in outcome.changed.items()})
    except OSError as problem:
        stop(f"Nothing was changed: {problem}.")


def _files_counted(number: int) -> str:
    return "1 file" if number == 1 else f"{number} files"
