"""The API against its published schemas, and its description against OpenAPI's: judged by others."""

import json
import re

import pytest
from jsonschema import Draft202012Validator
from jsonschema.validators import validator_for
from openapi_spec_validator import OpenAPIV31SpecValidator

from backstory.checks import NO_RULES
from backstory.compiler import Settings, compile_site
from commands import PROJECT

SITE_URL = "https://example.org/"
MOVED = {"actors/tomas-reyk.yml": "name: Tomas Reyk\nkind: person\nformerly: [reyk]\n"}


@pytest.fixture(scope="module")
def example():
    """The files of the example."""
    compilation = compile_site(
        PROJECT / "content", Settings("Backstory", SITE_URL, levels=NO_RULES, social_cards=False)
    )
    return compilation.site.files


@pytest.fixture
def moved(content):
    """What the API says at a former id."""
    for path, text in MOVED.items():
        content.write(path, text)
    return json.loads(content.compile().site.files["api/actors/reyk.json"])


def _schemas(files):
    found = (re.fullmatch(r"api/schemas/(\w+)\.json", path) for path in files)
    return {it[1]: json.loads(files[it[0]]) for it in found if it}


def _documents(files):
    """Each document of the API, and the name of its schema."""
    for path, data in files.items():
        match = re.fullmatch(r"api/(stories|actors)/[^/]+\.json", path)
        if match:
            yield ("story" if match[1] == "stories" else "actor"), json.loads(data)
    yield "index", json.loads(files["api/index.json"])
    for line in files["api/quotes.ndjson"].decode().splitlines():
        yield "quote", json.loads(line)


def _closed(schema):
    """The same schema, which allows nothing that it does not name."""
    if isinstance(schema, list):
        return [_closed(it) for it in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: _closed(value) for key, value in schema.items()}
    return made | ({"additionalProperties": False} if "properties" in made else {})


def test_each_schema_is_one_of_2020_12_and_names_its_address(example):
    schemas = _schemas(example)
    assert set(schemas) == {"story", "actor", "index", "moved", "quote"}
    for name, schema in schemas.items():
        assert validator_for(schema) is Draft202012Validator
        Draft202012Validator.check_schema(schema)
        assert schema["$id"] == f"{SITE_URL}api/schemas/{name}.json"


def test_every_document_of_the_example_is_as_its_schema_says_and_has_no_field_that_it_does_not_name(example):
    schemas = {name: Draft202012Validator(_closed(it)) for name, it in _schemas(example).items()}
    judged = list(_documents(example))
    assert {name for name, _ in judged} == {"story", "actor", "index", "quote"}
    problems = [
        f"{name}: {it.json_path}: {it.message[:200]}"
        for name, document in judged
        for it in schemas[name].iter_errors(document)
    ]
    assert not problems[:5]


def test_what_a_former_id_says_is_as_its_schema_says_and_no_story_or_actor(example, moved):
    judges = {name: Draft202012Validator(it) for name, it in _schemas(example).items()}
    assert [name for name in ("moved", "story", "actor") if judges[name].is_valid(moved)] == ["moved"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"version": 2},
        {"published": None},
        {"text": "copied"},
        {"headline": ""},
        {"quotes": [{"id": "x"}]},
        {"topics": "one"},
        {"actors": [{"id": "Not An Id"}]},
    ],
)
def test_a_wrong_field_is_found(example, wrong):
    document = next(it for name, it in _documents(example) if name == "story")
    judge = Draft202012Validator(_schemas(example)["story"])
    assert judge.is_valid(document)
    assert not judge.is_valid(document | wrong)
    key = next(iter(wrong))
    assert not judge.is_valid({name: it for name, it in document.items() if name != key})


def test_a_new_field_is_allowed(example):
    document = next(it for name, it in _documents(example) if name == "story")
    assert Draft202012Validator(_schemas(example)["story"]).is_valid(document | {"later": 1})


def test_the_description_is_openapi_and_its_schemas_are_files_of_the_site(example):
    description = json.loads(example["api/openapi.json"])
    assert description["openapi"].startswith("3.1.")
    for name in set(re.findall(r'"\$ref": "([^"]+)"', json.dumps(description))):
        assert f"api/{name}" in example
    inlined = json.loads(
        re.sub(
            r'\{"\$ref": "(schemas/\w+\.json)"\}',
            lambda it: json.dumps({"title": it[1]}),
            json.dumps(description),
        )
    )
    OpenAPIV31SpecValidator(inlined).validate()


def test_each_address_of_the_description_is_a_file_and_each_file_of_the_api_is_described(example):
    paths = json.loads(example["api/openapi.json"])["paths"]
    forms = [re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(it.lstrip("/")))) for it in paths]
    assert not [it.pattern for it in forms if not any(it.fullmatch(path) for path in example)]
    data = [it for it in example if it.startswith("api/") and not it.startswith("api/schemas/")]
    assert [it for it in data if not any(form.fullmatch(it) for form in forms)] == ["api/openapi.json"]
