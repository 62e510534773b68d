"""Machine formats. Each takes the edition and gives files: path on the site -> bytes."""

from collections.abc import Callable, Iterator

from backstory.exporters.json_api import export_json_api
from backstory.exporters.redirect_rules import export_redirect_rules
from backstory.pages.edition import Edition

Exporter = Callable[[Edition], Iterator[tuple[str, bytes]]]

EXPORTERS: tuple[Exporter, ...] = (export_json_api, export_redirect_rules)
