"""`backstory lsp`: the language server, for text editors."""

import click


@click.command()
def lsp() -> None:
    """Speak with a text editor over standard input and output, by the Language Server Protocol."""
    # Here, so that no other command waits for it.
    from backstory.lsp.server import make_server  # noqa: PLC0415

    make_server().start_io()
