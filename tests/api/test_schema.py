"""The schema is the contract: complete, committed, and what answers really look like."""

from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import combinations
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from django.core.management import call_command
from django.test import Client

from positions.api.answering.choices import CHOICES
from positions.comparison.records import Record
from tests.api.asking import RIVER, ask, refused
from tests.api.examples import ANSWERS, asked, like_the_example, river_talks_of_the_examples
from tests.world import RiverTalks

# Representations that are described field by field.
WHOLE = {"application/json", "application/problem+json"}
OPERATIONS = {
    "list_negotiations",
    "get_negotiation",
    "list_parties",
    "list_issues",
    "list_proposals",
    "compare_positions",
    "draw_chart",
    "suppose_positions",
    "make_snapshot",
    "get_snapshot",
    "get_snapshot_body",
    "verify_snapshot",
    "compare_pair",
    "list_agreement",
    "list_blocking_issues",
    "list_changes",
    "list_contradictions",
    "list_responses",
    "set_proposals_side_by_side",
    "follow_convergence",
    "list_conditional_links",
    "follow_changes",
    "read_atom_feed",
    "list_positions",
    "get_position",
    "get_position_history",
    "list_statements",
    "get_statement",
    "submit_article",
    "get_article",
    "get_extraction_run",
    "decide_statement",
    "decide_statements",
    "list_articles",
    "measure_quality",
    "get_download",
    "read_download",
    "list_webhooks",
    "make_webhook",
    "get_webhook",
    "change_webhook",
    "remove_webhook",
    "rotate_webhook_secret",
    "list_deliveries",
    "ping_webhook",
    "enable_webhook",
    "replay_events",
}
COMMITTED = Path(__file__).parents[2] / "docs" / "openapi.yaml"


@pytest.fixture(scope="module")
def schema() -> Any:
    written = StringIO()
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=written)
    return yaml.safe_load(written.getvalue())


def operations(schema: Any) -> Iterator[Any]:
    for path in schema["paths"].values():
        yield from path.values()


def parts(schema: Any) -> Iterator[Any]:
    """Every mapping in the schema."""
    if isinstance(schema, dict):
        yield schema
    for part in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from parts(part)


def test_the_committed_schema_is_the_generated_one(schema: Any):
    assert yaml.safe_load(COMMITTED.read_text()) == schema, "run `make schema`"


def test_operations_read_as_method_names(schema: Any):
    assert {operation["operationId"] for operation in operations(schema)} == OPERATIONS


def test_every_tag_says_what_its_part_is_about(schema: Any):
    described = {tag["name"] for tag in schema["tags"] if tag["description"]}
    assert {tag for operation in operations(schema) for tag in operation["tags"]} <= described


def test_no_enum_is_nullable(schema: Any):
    enums = {f"#/components/schemas/{name}" for name, part in schema["components"]["schemas"].items() if "enum" in part}
    for part in parts(schema):
        assert not ("enum" in part and (part.get("nullable") or None in part["enum"]))
        choices = part.get("anyOf", part.get("oneOf", []))
        assert not ({"type": "null"} in choices and any(choice.get("$ref") in enums for choice in choices))


def test_what_is_one_of_several_has_a_name(schema: Any):
    """Words of a parameter that more than one operation takes, and shapes of a part of an answer."""
    taken = [parameter["schema"] for operation in operations(schema) for parameter in operation.get("parameters", [])]
    words = Counter(tuple(part.get("items", part).get("enum", ())) for part in taken)
    assert [some for some, times in words.items() if some and times > 1] == []
    fields = [
        field for part in schema["components"]["schemas"].values() for field in part.get("properties", {}).values()
    ]
    choices = [part for field in fields for part in parts(field) if "$ref" in str(part.get("anyOf"))]
    assert [part for part in choices if {"type": "null"} not in part["anyOf"]] == []


def test_a_decoder_that_tries_shapes_by_the_alphabet_loses_no_field(schema: Any):
    """openapi-generator's typescript-fetch sorts the shapes, and takes the first whose fields are all there."""
    components = schema["components"]["schemas"]
    for name in CHOICES:
        shapes = sorted(shape["$ref"].rpartition("/")[2] for shape in components[name]["oneOf"])
        for first, second in combinations([components[shape] for shape in shapes], 2):
            if set(first["required"]) <= set(second["properties"]):
                assert set(second["properties"]) <= set(first["properties"]), name


def test_every_parameter_and_every_field_is_described(schema: Any):
    described = [parameter for operation in operations(schema) for parameter in operation.get("parameters", [])]
    for component in schema["components"]["schemas"].values():
        described += component.get("properties", {}).values()
    assert [part for part in described if not part.get("description")] == []


def test_no_two_records_share_a_name():
    def records(base: type) -> Iterator[str]:
        for record in base.__subclasses__():
            yield record.__name__
            yield from records(record)

    assert [name for name, times in Counter(records(Record)).items() if times > 1] == []


@pytest.mark.parametrize("operation", ANSWERS)
def test_the_example_of_each_operation_is_a_real_answer(client: Client, curator: Any, schema: Any, operation: str):
    river_talks_of_the_examples(by=curator)
    assert like_the_example(ask(client, asked(operation))) == like_the_example(example_of(schema, operation))


@pytest.mark.parametrize("operation", ANSWERS)
def test_answers_look_as_the_schema_says(client: Client, curator: Any, schema: Any, operation: str):
    river_talks_of_the_examples(by=curator)
    body = ask(client, asked(operation))
    conform(body, schema, response_of(schema, operation, "200"))


@pytest.mark.parametrize("operation", ANSWERS)
def test_answers_have_the_headers_that_the_schema_names(client: Client, curator: Any, schema: Any, operation: str):
    river_talks_of_the_examples(by=curator)
    named = {
        name: part["$ref"].rpartition("/")[2]
        for name, part in responses_of(schema, operation)["200"]["headers"].items()
    }
    always = {name for name, header in named.items() if schema["components"]["headers"][header].get("required")}
    answered = client.get(asked(operation))
    assert {"ETag", "X-Request-ID"} <= always <= set(answered.headers)
    assert client.get(asked(operation), headers={"If-None-Match": answered["ETag"]}).status_code == 304
    assert "304" in responses_of(schema, operation)


def test_the_example_of_a_problem_is_a_real_one_and_looks_as_the_schema_says(
    client: Client, talks: RiverTalks, schema: Any
):
    problem = refused(client, f"{RIVER}comparison/", party="northlnd")
    for operation in ANSWERS:
        response = response_of(schema, operation, "400")
        (example,) = response["examples"].values()
        assert {**example["value"], "request_id": problem["request_id"]} == problem
        conform(problem, schema, response)


def test_the_schema_is_served_and_so_is_the_page_to_try_it_from_our_own_origin(client: Client, db: None):
    assert client.get("/api/v1/schema/").status_code == 200
    page = client.get("/api/v1/docs/").content.decode()
    assert "swagger-ui" in page
    assert "https://" not in page


def responses_of(schema: Any, operation: str) -> Any:
    (found,) = [o for o in operations(schema) if o["operationId"] == operation]
    return found["responses"]


def response_of(schema: Any, operation: str, status: str) -> Any:
    contents = responses_of(schema, operation)[status]["content"]
    (content,) = [content for media_type, content in contents.items() if media_type in WHOLE]
    return content


def example_of(schema: Any, operation: str) -> Any:
    (example,) = response_of(schema, operation, "200")["examples"].values()
    return example["value"]


def conform(body: Any, schema: Any, response: Any) -> None:
    whole = {**response["schema"], "components": schema["components"]}
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.Draft202012Validator(closed(whole), format_checker=checker).validate(body)


def closed(schema: Any) -> Any:
    """The same schema, allowing no field that it does not name."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    shut = {"additionalProperties": False} if "properties" in schema and schema.get("type") == "object" else {}
    return {name: closed(part) for name, part in schema.items()} | shut
