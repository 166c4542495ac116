"""How answers are described: the records that are sent are the schema, so the two can't differ."""

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ComponentIdentity, ResolvedComponent
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

from positions.adapters import adapter_of
from positions.api.answering.picked import FIELDS_MEDIA_TYPE
from positions.api.problems import KIND_OF_STATUS, KINDS, MEDIA_TYPE, Problem
from positions.comparison.records import Record

EXAMPLES = Path(__file__).parents[1] / "examples"


class RecordSchema(OpenApiSerializerExtension):
    """Lets `@extend_schema` take a record where it expects a serializer.

    A cell is one of two shapes, each with a null where the other has a value, so that no enum is nullable: generated
    clients stumble over those, and a reader who has seen that `position` is there knows that `absence` is not.
    """

    target_class = Record
    match_subclasses = True

    def get_name(self, auto_schema: AutoSchema, direction: str) -> str:
        """Its own; where a field has that name it is an answer: in a generated class the one would hide the other."""
        name: str = self.target.__name__
        return f"{name}Answer" if name.lower() in {field.name for field in dataclasses.fields(self.target)} else name

    def get_identity(self, auto_schema: AutoSchema, direction: str) -> ComponentIdentity:
        """Its name, by which it is known as a part of another record too. A test sees to it that names are unique."""
        return ComponentIdentity(self.get_name(auto_schema, direction))

    def map_serializer(self, auto_schema: AutoSchema, direction: str) -> dict[str, Any]:
        schema = adapter_of(self.target).json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
        records = records_by_name()
        for name, own in schema.pop("$defs", {}).items():
            part = inherited(own, records[name]) if name in records else own
            described = ResolvedComponent(
                name=name, type=ResolvedComponent.SCHEMA, object=ComponentIdentity(name), schema=untitled(part)
            )
            auto_schema.registry.register_on_missing(described)
        described_whole: dict[str, Any] = untitled(inherited(schema, self.target))
        return described_whole


def inherited(schema: Any, kind: type) -> Any:
    """With what a record's fields mean where they come from the record that it extends."""
    fields = schema.get("properties", {})
    for base in kind.__mro__[1:]:
        silent = {name for name, field in fields.items() if "description" not in field}
        if not silent or base is Record:
            break
        known = adapter_of(base).json_schema(mode="serialization")["properties"]
        for name in silent & known.keys() & {name for name in known if "description" in known[name]}:
            fields[name]["description"] = known[name]["description"]
    return schema


def records_by_name(base: type = Record) -> dict[str, type]:
    """Every record that there is."""
    found = {kind.__name__: kind for kind in base.__subclasses__()}
    return {name: kind for below in found.values() for name, kind in records_by_name(below).items()} | found


def untitled(schema: Any) -> Any:
    """Without the titles that repeat a field's name. A field called title is a mapping, and stays."""
    if isinstance(schema, Mapping):
        return {k: untitled(v) for k, v in schema.items() if not (k == "title" and isinstance(v, str))}
    return [untitled(item) for item in schema] if isinstance(schema, list) else schema


def describe_tables(result: Any, **_: Any) -> Any:
    """Says of each answer that is sent as CSV too what that is: text, and not the record that JSON is."""
    for path in result["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", []):
                if parameter["name"] == "format":
                    parameter["description"] = FORMAT
            for response in operation["responses"].values():
                if "text/csv" in response.get("content", {}):
                    response["content"]["text/csv"] = {"schema": {"type": "string", "description": TABLE}}
    return result


def let_webhooks_in(result: Any, **_: Any) -> Any:
    """Says of each message to a webhook that it shows no credentials: its signature says who sends it."""
    for path in result.get("webhooks", {}).values():
        for operation in path.values():
            operation["security"] = []
    return result


def describe_refusals(result: Any, **_: Any) -> Any:
    """Adds to each operation what any of them may answer: to a token, an Accept, many requests, an outage."""
    for path in result["paths"].values():
        for operation in path.values():
            missing = {str(status): refusal(status) for status in (401, 406, 429, 500, 503)}
            operation["responses"] = dict(sorted((missing | operation["responses"]).items()))
    return result


def refusal(status: int) -> dict[str, Any]:
    problem = {"schema": {"$ref": f"#/components/schemas/{Problem.__name__}"}}
    return {"content": {MEDIA_TYPE: problem}, "description": KINDS[KIND_OF_STATUS[status]].advice}


FORMAT = (
    "Instead of the header Accept: `json` (the default), or `csv` for the answer's rows as a table; of an answer in "
    "pages, the rows of this page."
)
TABLE = (
    "The answer's rows by RFC 4180, with a header; the columns are the same whatever is in them. Parts have their "
    "fields as columns, such as `position.stance`; lists of records are JSON. Text that a spreadsheet would run as a "
    "formula (it begins with =, +, -, @, tab or return) has a ' before it."
)

# The talks that an address is about.
SLUG = OpenApiParameter(
    "slug", {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}, OpenApiParameter.PATH, description="Slug of the talks."
)


def answers(record: type[Record], *statuses: int, status: int = 200) -> dict[Any, OpenApiResponse]:
    """The responses of an operation: `record` with `status`, or a problem with one of `statuses`."""
    return {status: OpenApiResponse(record, description=str(record.__doc__)), **refusals(*statuses)}


def refusals(*statuses: int) -> dict[Any, OpenApiResponse]:
    """A problem with one of `statuses`."""
    return {
        (status, MEDIA_TYPE): OpenApiResponse(Problem, description=KINDS[KIND_OF_STATUS[status]].advice)
        for status in statuses
    }


def list_answers(record: type[Record], *statuses: int) -> dict[Any, OpenApiResponse]:
    """The responses of a list, or of one of its records: whole, or only the fields that were asked for."""
    some = OpenApiResponse({"type": "object", "additionalProperties": True}, description="The fields asked for.")
    return {**answers(record, 400, *statuses, 429), (200, FIELDS_MEDIA_TYPE): some}


def examples(operation: str, *, status: int = 200) -> list[OpenApiExample]:
    """A real answer of that operation and a real problem, which tests give again."""
    return [
        OpenApiExample(
            "The river talks", value=read_example(operation), response_only=True, status_codes=[str(status)]
        ),
        OpenApiExample(
            "A wrong parameter",
            value=read_example("problem"),
            response_only=True,
            status_codes=["400"],
            media_type=MEDIA_TYPE,
        ),
    ]


def read_example(name: str) -> Any:
    return orjson.loads((EXAMPLES / f"{name}.json").read_bytes())
