"""One text for one answer: JSON by RFC 8785 (JSON Canonicalization Scheme).

Keys sorted by their UTF-16 code units, no space between tokens, UTF-8, strings with the shortest escapes, numbers as
ECMAScript writes them (1.0 is 1), no byte order mark, no newline at the end. Lists keep their order.

Source: RFC 8785; for numbers, ECMA-262, Number::toString.
"""

import json
import math
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from positions.comparison.records import plain


class NoSuchNumber(ValueError):
    """Neither NaN nor infinity nor an integer that is no double: not every reader of JSON would understand it."""


def canonical_json(answer: Any) -> bytes:
    """The text of an answer, from a record or from plain values; the same for all that mean the same.

    Raises: NoSuchNumber.
    """
    return "".join(pieces(plain(answer))).encode()


def pieces(value: Any) -> Iterator[str]:
    """The text of a plain value, piece by piece."""
    if isinstance(value, dict):
        yield "{"
        for number, key in enumerate(sorted(value, key=utf16)):
            yield f"{',' if number else ''}{text(key)}:"
            yield from pieces(value[key])
        yield "}"
    elif isinstance(value, list):
        yield "["
        for number, item in enumerate(value):
            yield "," if number else ""
            yield from pieces(item)
        yield "]"
    else:
        yield scalar(value)


def utf16(key: str) -> bytes:
    return key.encode("utf-16-be")


def text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def scalar(value: Any) -> str:
    if isinstance(value, str):
        return text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "null" if value is None else number_text(value)


def number_text(value: Any) -> str:
    """The shortest decimal that is read back as the same double. Raises: NoSuchNumber."""
    double = float(value)
    if not math.isfinite(double) or double != value:
        raise NoSuchNumber(f"JSON has no {value} that all its readers understand.")
    return ("-" if double < 0 else "") + digits_text(abs(double))


def digits_text(value: float) -> str:
    """A number of no sign. Source: ECMA-262, Number::toString; `point` is its n, the place of the decimal point."""
    _, places, exponent = Decimal(repr(value)).normalize().as_tuple()
    digits = "".join(map(str, places))
    point = len(digits) + int(exponent)
    if len(digits) <= point <= 21:
        return digits.ljust(point, "0")
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"0.{'0' * -point}{digits}"
    mantissa = digits[0] + (f".{digits[1:]}" if len(digits) > 1 else "")
    return f"{mantissa}e{point - 1:+d}"
