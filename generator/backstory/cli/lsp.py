"""`backstory lsp`: the language server, for text editors."""

import logging

import click


@click.command()
def lsp() -> None:
    """Speak with a text editor over standard input and output, by the Language Server Protocol."""
    # Here, so that no other command waits for it.
    from backstory.lsp.server import make_server  # noqa: PLC0415

    log = logging.StreamHandler()
    log.setFormatter(_OneLine())
    logging.basicConfig(level=logging.WARNING, handlers=[log])
    make_server().start_io()


class _OneLine(logging.Formatter):
    """A line for each message, also for a mistake of ours: text editors show what is logged as it is."""

    def format(self, record: logging.LogRecord) -> str:
        why = record.exc_info[1] if record.exc_info else None
        message = f"{record.getMessage()}: {why!r}" if why else record.getMessage()
        return f"backstory lsp: {' '.join(message.split())}"
