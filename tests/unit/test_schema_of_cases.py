"""What `backstory check` lets through, the JSON Schemas for text editors let through."""

import jsonschema
import pytest

from backstory.editors.json_schema import schemas
from backstory.editors.known import known_in
from backstory.folder import read_content
from backstory.source import parse_document
from test_cases import BASE, CASES, MENDED, NAMES, _lay_out

GOOD = [name for name in NAMES if not (CASES / name / "expected.txt").exists()]


@pytest.mark.parametrize("name", [*GOOD, *(f"{it}/mended" for it in MENDED)])
def test_what_is_well_is_well_for_the_schemas(name, tmp_path):
    layers = [CASES / part for part in (name.removesuffix("/mended"), name)]
    content, _ = read_content(_lay_out(tmp_path, BASE, *dict.fromkeys(layers)), shown_as=".")
    written = schemas(known_in(content))
    files = [("actor", it) for it in content.actors.values()]
    files += [("topic", it) for it in content.topics.values()]
    files += [("story", it.story) for it in content.stories.values()]
    for kind, source in files:
        document, _ = parse_document(source)
        jsonschema.Draft7Validator(written[kind]).validate(document.data)


def test_the_schemas_themselves_are_schemas(content):
    files, _ = read_content(content.path, shown_as=".")
    for schema in schemas(known_in(files)).values():
        jsonschema.Draft7Validator.check_schema(schema)
