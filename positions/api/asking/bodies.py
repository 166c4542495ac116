"""Request bodies: JSON of a bounded size, read strictly. Nothing is ignored in silence."""

import errno
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import IO, Any, ClassVar, NoReturn, TypeVar

from django.http import UnreadablePostError
from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

from positions.adapters import adapter_of
from positions.api.problems import KINDS, BadParameters, Fault, nearest_to, shown
from positions.comparison.records import Record

# Room for a hundred hypothetical positions with conditions of a few sentences.
LARGEST_BODY_BYTES = 64 * 1024
# Room for two hundred decisions with their reasons.
LARGEST_LIST_BYTES = 1024 * 1024
# Places of a body that are told to have the same wrong; who mends these knows the others.
MOST_TOLD = 100

# From pydantic's word for what is wrong with a value to the kind of problem.
KIND_OF_ERROR = {
    "unexpected_keyword_argument": "unknown-field",
    "missing": "missing-field",
    "enum": "unknown-choice",
    "too_long": "too-many-values",
}
QUOTED = re.compile(r"'([^']*)'")

Schema = Mapping[str, Any]
Asked = TypeVar("Asked", bound="Body")


class Body(Record):
    """The base of everything that is read from a request's body."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"use_attribute_docstrings": True, "extra": "forbid"}


def without_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)


# A field that may be left out, and then is None; null is not one of the values that may be given.
LEFT_OUT = Field(json_schema_extra=without_default)
NOT_GIVEN: Any = None


class BodyTooLarge(APIException):
    status_code = 413


class BodyNotArrived(APIException):
    """The web server gave up on it (`config.web`), or the client did."""

    status_code = 408
    default_detail = KINDS["not-arrived"].advice
    wait = 1  # second; by then others of that network address have been read


class BoundedJSONParser(BaseParser):
    """JSON by RFC 8259: no more bytes than allowed, no NaN, no number that would be rounded, no name twice."""

    media_type = "application/json"
    largest_bytes = LARGEST_BODY_BYTES

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None) -> Any:
        """Raises: BodyTooLarge; BodyNotArrived; ParseError."""
        try:
            body = stream.read(self.largest_bytes + 1)
        except UnreadablePostError as lost:
            if lost.errno == errno.EBADMSG:  # from `config.web`; it would be no better sent again
                raise ParseError("The body's chunks can't be read.") from None
            raise BodyNotArrived from None
        if len(body) > self.largest_bytes:
            raise BodyTooLarge(f"A body may have at most {self.largest_bytes} bytes.")
        try:
            read = json.loads(
                body.decode("utf-8-sig"),  # what some programs begin with means nothing
                object_pairs_hook=each_once,
                parse_constant=no_number,
                parse_float=as_sent,
                parse_int=whole,
            )
            json.dumps(read, ensure_ascii=False).encode()
        except RecursionError:
            raise ParseError("The body is nested too deeply.") from None
        except UnicodeDecodeError:
            raise ParseError("The body is not in UTF-8.") from None
        except UnicodeEncodeError:
            raise ParseError("The body has half a character in it, a surrogate without the other.") from None
        except ValueError as problem:
            raise ParseError(f"The body can't be read: {shown(str(problem))}.") from None
        return read


class LargeJSONParser(BoundedJSONParser):
    """The same for bodies that list many things."""

    largest_bytes = LARGEST_LIST_BYTES


def places_of_nul(read: Any) -> Iterator[str]:
    """Where in what was read there is a character that the database has no place for, first to last."""
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((), read)]
    while waiting:
        loc, part = waiting.pop()
        if isinstance(part, str) and "\0" in part:
            yield place_of(loc) or "the body"
        within = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
        waiting += [((*loc, name), value) for name, value in reversed(list(within))]


def each_once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names differ. Raises: ValueError."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"{shown(name)!r} is given more than once in one object")
        found[name] = value
    return found


def no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def whole(text: str) -> float:
    """A whole number, of as many digits as programs send. Raises: ValueError."""
    return int(text) if len(text) < 20 else as_sent(text)


def as_sent(text: str) -> float:
    """The number, if it is one that programs send: written so that it comes back the same. Raises: ValueError."""
    number = float(text)
    try:
        # As short as tells it apart, or with all of its 17 digits.
        if Decimal(text) in {Decimal(repr(number)), Decimal(f"{number:.17g}")}:
            return number
    except InvalidOperation:  # an exponent of twenty digits
        pass
    raise ValueError(f"this number can't be kept as it is: {text}")


def read_body(shape: type[Asked], given: Any) -> Asked:
    """The body as a record. Raises: BadParameters, naming everything that is wrong at once."""
    adapter = adapter_of(shape)
    try:
        # As JSON, strictly: a number in quotes is no number, and true is not 1.
        read: Asked = adapter.validate_json(json.dumps(given), strict=True)
    except ValidationError as invalid:
        schema = adapter.json_schema()
        raise BadParameters([fault_of(error, schema) for error in invalid.errors()]) from None
    return read


def read_kept(shape: type[Asked], given: Any) -> Asked:
    """The same for a body whose text is stored. Raises: BadParameters, also for what the database has no place for."""
    places = islice(places_of_nul(given), MOST_TOLD)
    if faults := [Fault("bad-character", f"{place} has a NUL in it.", place, "") for place in places]:
        raise BadParameters(faults)
    return read_body(shape, given)


def fault_of(error: ErrorDetails, schema: Schema) -> Fault:
    """What is wrong with one place of the body, which is named like `positions[3].stance`."""
    *above, last = error["loc"] or ("the body",)
    place = place_of(part for part in error["loc"] if part not in schema.get("$defs", {})) or "the body"
    kind = KIND_OF_ERROR.get(error["type"], "bad-value")
    if kind == "missing-field":
        return Fault(kind, f"{place} is missing.", place, "")
    value = error["input"] if isinstance(error["input"], str) else json.dumps(error["input"])
    if kind == "unknown-field":
        names = names_at(schema, above)
        return Fault(kind, f"There is no field {shown(place)!r}.", place, value, nearest=nearest_to(str(last), names))
    choices = QUOTED.findall(error.get("ctx", {}).get("expected", "")) if kind == "unknown-choice" else ()
    return Fault(kind, f"{place}: {error['msg']}.", place, value, nearest=nearest_to(value, choices))


def place_of(loc: Iterable[str | int]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc).removeprefix(".")


def names_at(schema: Schema, loc: Sequence[str | int]) -> Iterable[str]:
    """The fields that the object at that place of a body may have."""
    here: Any = schema
    for part in loc:
        if part in schema.get("$defs", {}):  # which of several shapes: the name of its record
            here = schema["$defs"][part]
            continue
        here = here.get("items", {}) if isinstance(part, int) else here.get("properties", {}).get(part, {})
        here = next((choice for choice in here.get("anyOf", ()) if choice.get("type") != "null"), here)
        here = schema["$defs"][here["$ref"].rpartition("/")[2]] if "$ref" in here else here
    names: Iterable[str] = here.get("properties", {})
    return names
