"""The command line: parses arguments, calls the compiler, prints. Exit 0 clean, 1 errors, 2 could not run."""

import click

from backstory import __version__
from backstory.cli.build import build
from backstory.cli.check import check
from backstory.cli.export import export
from backstory.cli.fmt import fmt
from backstory.cli.importing import import_command
from backstory.cli.lsp import lsp
from backstory.cli.manifest import manifest
from backstory.cli.merge import merge
from backstory.cli.new import new
from backstory.cli.rename import rename
from backstory.cli.rules import rules
from backstory.cli.schema import schema
from backstory.cli.text import text
from backstory.cli.verify import verify
from backstory.cli.write import write

_COMMANDS: tuple[click.Command, ...] = (
    build,
    check,
    export,
    fmt,
    import_command,
    lsp,
    manifest,
    merge,
    new,
    rename,
    rules,
    schema,
    text,
    verify,
    write,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="backstory")
def main() -> None:
    """Backstory: annotated news stories in YAML, compiled into a cross-linked site."""


for _command in _COMMANDS:
    main.add_command(_command)
