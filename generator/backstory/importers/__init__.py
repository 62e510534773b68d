"""Formats of others that can come in: each gives what would be written, or says why nothing can be."""

from collections.abc import Callable, Mapping

from backstory.changes import Refusal
from backstory.folder import Content
from backstory.importers.intake import Intake
from backstory.importers.json_file import JsonFile
from backstory.importers.popolo import import_popolo
from backstory.importers.timelinejs import import_timelinejs
from backstory.importers.webannotation import import_webannotation

Importer = Callable[[JsonFile, Content, str | None], Intake | Refusal]

IMPORTERS: Mapping[str, Importer] = {
    "popolo": import_popolo,
    "timelinejs": import_timelinejs,
    "webannotation": import_webannotation,
}
