"""Whether what a generated Python client decoded is what its types say: nothing in it checks that by itself."""

import sys
import types
import typing
from datetime import datetime
from typing import Any


def misfit(value: Any, hint: Any, place: str) -> str:
    """Where a decoded value is not what its annotation says, or was not known to the client; empty where all fits."""
    if hint is Any:
        return ""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        found = [misfit(value, one, place) for one in typing.get_args(hint)]
        return "" if "" in found else f"{place}: {value!r:.80} is none of {hint}"
    if typing.get_origin(hint) is list:
        return first(misfit(one, typing.get_args(hint)[0], f"{place}[]") for one in value)
    kind = type(None) if hint is None else (int, float) if hint is float else hint
    if not isinstance(value, kind):
        return f"{place}: {value!r:.80} is no {hint}"
    return misfit_in(value, place) if hasattr(value, "additional_properties") else ""


def misfit_in(record: Any, place: str) -> str:
    """The same of each field of a record."""
    kind = type(record)
    hints = typing.get_type_hints(kind, vars(sys.modules[kind.__module__]), vars(sys.modules["parley_client.models"]))
    named = {name: hint for name, hint in hints.items() if name != "additional_properties"}
    if record.additional_properties and named:
        return f"{place}: {sorted(record.additional_properties)} is not known to {kind.__name__}"
    return first(misfit(getattr(record, name), hint, f"{place}.{name}") for name, hint in named.items())


def first(found: typing.Iterable[str]) -> str:
    return next((words for words in found if words), "")


def as_instants(answer: Any) -> Any:
    """With instants in place of their text: one is written in many ways."""
    if isinstance(answer, dict):
        return {name: as_instants(part) for name, part in answer.items()}
    if isinstance(answer, list):
        return [as_instants(part) for part in answer]
    try:
        return datetime.fromisoformat(answer) if isinstance(answer, str) and "T" in answer else answer
    except ValueError:
        return answer
