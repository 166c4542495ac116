"""The version of the comparison: raised with every field, so that a snapshot that differs says why."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from importlib import import_module
from inspect import formatannotation
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, get_args, get_type_hints

import positions.comparison
from positions.comparison import ENGINE
from positions.comparison.records import Record

KEPT = Path(__file__).parent / "engines"
ADVICE = f"""An answer has other fields than those that engine {ENGINE} gave.

Raise ENGINE in positions/comparison, and keep the fields of the new engine in a file beside the old one:
python -m tests.unit.comparison.test_engine
"""


def answers() -> list[type[Any]]:
    """Every record that names its engine."""
    for module in iter_modules(positions.comparison.__path__):
        import_module(f"positions.comparison.{module.name}")
    ours = [record for record in extending(Record) if record.__module__.startswith("positions.comparison.")]
    return [record for record in ours if "engine" in get_type_hints(record)]


def extending(record: type[Any]) -> Iterator[type[Any]]:
    """Records that no other extends: those that are sent."""
    for below in record.__subclasses__():
        yield from extending(below) if below.__subclasses__() else [below]


def fields_of(record: type[Any]) -> Iterator[str]:
    """Each with what it holds, as the record and those inside it say."""
    hints = get_type_hints(record)
    for field in fields(record):
        yield f"{record.__name__}.{field.name}: {formatannotation(hints[field.name])}"
        for inside in records_in(hints[field.name]):
            yield from fields_of(inside)


def records_in(hint: Any) -> Iterator[type[Any]]:
    if is_dataclass(hint) and isinstance(hint, type):
        yield hint
    for part in get_args(hint):
        yield from records_in(part)


def all_fields() -> list[str]:
    return sorted({line for answer in answers() for line in fields_of(answer)})


def test_no_answer_has_another_field_without_another_engine():
    assert len(answers()) > 8
    assert (KEPT / f"{ENGINE}.txt").read_text(encoding="utf-8").splitlines() == all_fields(), ADVICE


if __name__ == "__main__":
    with (KEPT / f"{ENGINE}.txt").open("x", encoding="utf-8") as new:
        new.writelines(f"{line}\n" for line in all_fields())
