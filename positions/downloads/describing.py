"""What is in a download, told beside it: `datapackage.json`, made of the records that the rows are.

Source: Data Package and Table Schema, specs.frictionlessdata.io, version 1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from datetime import datetime
from typing import Any

from positions.adapters import adapter_of
from positions.columns import Path, columns_of
from positions.comparison.records import Record
from positions.models import Negotiation
from positions.vocabulary import CODEBOOK

# Version of the files' names and columns; raised when a reader of the version before would stumble.
LAYOUT = 1
# From what JSON Schema calls a type, or the format of a string, to what Table Schema does.
TYPES = {"date": "date", "date-time": "datetime", "integer": "integer", "number": "number", "boolean": "boolean"}

Schema = Mapping[str, Any]


@dataclass(frozen=True)
class PackedFile:
    """A file in the zip. `record`: what each of its rows is; None where it has none."""

    name: str
    n_rows: int
    n_bytes: int
    sha256: str
    record: type[Record] | None = None


def package_of(
    talks: Negotiation, *, revision: int, known_at: datetime, licence: str, files: Sequence[PackedFile]
) -> Any:
    """The data package as JSON has it."""
    return {
        "profile": "data-package",  # a tabular one may hold nothing but tables with columns told, as JSON Lines are not
        "name": talks.slug,
        "title": talks.title,
        "description": talks.description,
        "version": str(revision),
        "known_at": known_at,
        "layout": LAYOUT,
        "codebook": CODEBOOK,
        "licenses": [{"name": licence, "title": licence}],
        "resources": [resource_of(file) for file in files if file.record is not None],
    }


def resource_of(file: PackedFile) -> dict[str, Any]:
    """One table in one of its two forms."""
    name, _, form = file.name.rpartition("/")[2].partition(".")
    return {
        "name": name if form == "csv" else f"{name}-json",
        "profile": "tabular-data-resource" if form == "csv" else "data-resource",
        "path": file.name,
        "description": str(file.record.__doc__),
        "format": form,
        "mediatype": "text/csv" if form == "csv" else "application/jsonl",
        "encoding": "utf-8",
        "rows": file.n_rows,
        "bytes": file.n_bytes,
        "hash": f"sha256:{file.sha256}",
        **({"schema": table_schema(file.record)} if form == "csv" and file.record else {}),
    }


def table_schema(record: type[Record]) -> dict[str, Any]:
    """The columns of its CSV: name, type, meaning."""
    whole = schema_of(record)
    return {"fields": [field_of(path, whole) for path in columns_of([record])], "missingValues": [""]}


def schema_of(record: type[Record]) -> Schema:
    """With what its fields mean, where another record that it extends says so too."""
    whole = adapter_of(record).json_schema(mode="serialization")
    for base in record.__mro__[1:]:
        known = adapter_of(base).json_schema(mode="serialization") if is_dataclass(base) else {}
        for name, field in known.get("properties", {}).items():
            whole["properties"][name] = {**field, **whole["properties"][name]}
    return whole


def field_of(path: Path, whole: Schema) -> dict[str, Any]:
    meaning, here = "", whole
    for name in path:
        here = resolved(here, whole)["properties"][name]
        meaning = here.get("description", meaning)
    told = resolved(here, whole)
    described = {"name": ".".join(path), "type": type_of(told), "description": meaning}
    return {**described, "constraints": {"enum": told["enum"]}} if "enum" in told else described


def resolved(schema: Schema, whole: Schema) -> Schema:
    """Without its null, and what it refers to."""
    for choice in schema.get("anyOf", ()):
        if choice.get("type") != "null":
            return resolved(choice, whole)
    if "$ref" in schema:
        return resolved(whole["$defs"][schema["$ref"].rpartition("/")[2]], whole)
    return schema


def type_of(schema: Schema) -> str:
    if schema.get("type") == "array" and "$ref" in schema.get("items", {}):
        return "array"
    return TYPES.get(schema.get("format", "") or str(schema.get("type")), "string")
