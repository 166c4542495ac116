"""Numeric terms of two positions, compared in one unit where they count the same kind of thing.

In: the terms of both sides. Out: a record for every number on the left with every number on the right. What can't be
compared says why. Source of the conversion factors: the units library Pint; a month is a twelfth of 365.25 days.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pint import Unit, UnitRegistry

from positions.comparison.records import Record, Term
from positions.vocabulary import TermRefusal

# What talks count that no physical unit does: each is a kind of its own and converts into nothing else. A currency is
# one too, for rates of exchange move.
COUNTED = (
    "person", "job", "seat", "missile", "tank", "vehicle", "ship", "aircraft", "centrifuge", "household", "country",
    "share", "percentage_point", "warming", "usd", "eur", "gbp", "jpy", "cny", "chf",
)  # fmt: skip
# Every unit that is understood: its name in the library, then the words for it in the singular, the one shown first.
# No other word is looked up in the library, where a dam would be ten metres and a pound a mass.
WORDS: Mapping[str, tuple[str, ...]] = {
    **{name: (name,) for name in ("second", "minute", "hour", "day", "week", "month", "year", "century")},
    "ten_years": ("decade",),  # the library's own decade is a step of a logarithm
    **{name: (name,) for name in COUNTED[1:11]},
    "person": ("person", "people", "soldier", "troop", "worker", "prisoner", "hostage", "refugee"),
    "share": ("percent", "per cent", "%"),
    "percentage_point": ("percentage point",),  # the library's own point is a printer's, a length
    "warming": ("degree", "degree celsius", "degrees celsius", "°c"),
    "usd": ("USD", "dollar", "us dollar", "$"),
    "eur": ("EUR", "euro", "€"),
    "gbp": ("GBP", "pound", "£"),
    "jpy": ("JPY", "yen"),
    "cny": ("CNY", "yuan"),
    "chf": ("CHF", "swiss franc"),
    "metre": ("metre", "meter"),
    "kilometre": ("kilometre", "kilometer", "km"),
    "mile": ("mile",),
    "hectare": ("hectare",),
    "acre": ("acre",),
    "metre ** 2": ("square metre", "square meter", "m²", "m2"),
    "kilometre ** 2": ("square kilometre", "square kilometer", "sq km", "km²", "km2"),
    "mile ** 2": ("square mile",),
    "litre": ("litre", "liter"),
    "metre ** 3": ("cubic metre", "cubic meter", "m³", "m3"),
    "kilometre ** 3": ("cubic kilometre", "cubic kilometer", "km³", "km3"),
    "oil_barrel": ("barrel",),
    "kilogram": ("kilogram", "kg"),
    "tonne": ("tonne", "ton", "metric ton"),
    "megatonne": ("megatonne", "megaton"),
    "gigatonne": ("gigatonne", "gigaton"),
    **{f"{size}watt": (f"{size}watt", f"{size[0]}w") for size in ("kilo", "mega", "giga")},
    **{f"{size}watt_hour": (f"{size}watt hour", f"{size[0]}wh") for size in ("kilo", "mega", "giga", "tera")},
}  # fmt: skip
UNITS = {word.casefold(): unit for unit, words in WORDS.items() for word in words}
LARGE_NUMBERS = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
# What stands between the two units of a rate: "barrels per day", "barrels a day", "USD/month".
RATE = re.compile(r"\s+(?:per|an?|each)\s+|\s*/\s*")
# Digits kept of a converted value: floats have 15 to 17, and the last ones are noise.
SIGNIFICANT_DIGITS = 12
LARGEST = 1e100


@dataclass(frozen=True)
class TermsCompared(Record):
    """Two numbers of one kind, in one unit."""

    left: Term
    """The left side's term, as stated."""
    right: Term
    """The right side's term, as stated."""
    reason: None
    """Null: the two can be compared."""
    unit: str
    """The unit of the values here: the smaller of the two that were stated."""
    left_value: float
    """The left number in that unit."""
    right_value: float
    """The right number in that unit."""
    difference: float
    """Left minus right, in that unit."""
    ratio: float | None
    """Left divided by right; null where right is 0, or too near to it."""


@dataclass(frozen=True)
class TermsRefused(Record):
    """Two numbers that can't be compared."""

    left: Term
    """The left side's term, as stated."""
    right: Term
    """The right side's term, as stated."""
    reason: TermRefusal
    """Why they can't be compared."""
    unit: None
    """Null: there is no unit for both."""
    left_value: None
    """Null: there is no unit for both."""
    right_value: None
    """Null: there is no unit for both."""
    difference: None
    """Null: there is no unit for both."""
    ratio: None
    """Null: there is no unit for both."""


TermComparison = TermsCompared | TermsRefused


@dataclass(frozen=True)
class Amount:
    """A number of units. `kind` is what both sides must count: a unit of the library, else a word as it stands."""

    value: float
    word: str
    unit: Unit | None
    factor: float

    @property
    def in_units(self) -> float:
        return self.value * self.factor


def compare_terms(left_terms: Sequence[Term], right_terms: Sequence[Term]) -> list[TermComparison]:
    """Every number on the left with every number on the right; terms in words alone are not compared.

    Shape: one for each pair of terms that have numbers, in the order of the left terms, then of the right ones.
    """
    right = [term for term in right_terms if has_number(term)]
    return [compare_two(one, other) for one in left_terms if has_number(one) for other in right]


def has_number(term: Term) -> bool:
    """Far beyond anything stated, a float has no room left to convert in."""
    return term.value is not None and abs(term.value) < LARGEST


def compare_two(left: Term, right: Term) -> TermComparison:
    """The two numbers in the smaller of their units, or why there is none. Both terms must have a number."""
    one, other = amount_of(left), amount_of(right)
    if one.unit is None or other.unit is None:
        if one.word and one.word == other.word:  # whatever it is, both count it
            return compared(left, right, one.word, (one.in_units, other.in_units))
        return refused(left, right, TermRefusal.UNKNOWN_UNIT if one.word and other.word else TermRefusal.NO_UNIT)
    if not one.unit.is_compatible_with(other.unit):
        return refused(left, right, TermRefusal.OTHER_KIND)
    smaller = min(one, other, key=lambda amount: (size_of(amount.unit), amount.word))
    values = tuple(in_unit(amount, smaller.unit) for amount in (one, other))
    return compared(left, right, smaller.word, (values[0], values[1]))


def compared(left: Term, right: Term, unit: str, values: tuple[float, float]) -> TermsCompared:
    left_value, right_value = (without_noise(value) for value in values)
    return TermsCompared(
        left=left,
        right=right,
        reason=None,
        unit=unit,
        left_value=left_value,
        right_value=right_value,
        difference=without_noise(left_value - right_value),
        ratio=ratio_of(left_value, right_value),
    )


def ratio_of(left: float, right: float) -> float | None:
    ratio = left / right if right else math.inf
    return without_noise(ratio) if math.isfinite(ratio) else None


def refused(left: Term, right: Term, reason: TermRefusal) -> TermsRefused:
    return TermsRefused(
        left=left,
        right=right,
        reason=reason,
        unit=None,
        left_value=None,
        right_value=None,
        difference=None,
        ratio=None,
    )


def amount_of(term: Term) -> Amount:
    """The number of a term with its unit; a large number that stands in the unit ("million dollars") is worked out."""
    words = (term.unit or "").strip().split()
    factor = 1
    while len(words) > 1 and factor < LARGEST and words[0].casefold() in LARGE_NUMBERS:
        factor *= LARGE_NUMBERS[words.pop(0).casefold()]
    name, unit = named_unit(" ".join(words))
    return Amount(value=float(term.value or 0), word=name, unit=unit, factor=factor)


def named_unit(words: str) -> tuple[str, Unit | None]:
    """What the unit is called, however the term spells it, and the unit; None where it is not one of `WORDS`."""
    whole = singular(words)
    if whole in UNITS:
        return WORDS[UNITS[whole]][0], registry().Unit(UNITS[whole])
    parts = [singular(part) for part in RATE.split(words)]
    if not all(part in UNITS for part in parts):
        return whole, None
    names = [UNITS[part] for part in parts]
    return " per ".join(WORDS[name][0] for name in names), registry().Unit(" / ".join(f"({name})" for name in names))


def singular(words: str) -> str:
    """The word for a unit without a plural's ending, where that makes it one that is known."""
    word = " ".join(words.casefold().replace("-", " ").replace("_", " ").split())
    shorter = [word.removesuffix("ies") + "y", word.removesuffix("es"), word.removesuffix("s"), word]
    return next((known for known in shorter[::-1] if known in UNITS), word)


def size_of(unit: Unit | None) -> float:
    """How much one of it is, in the base units of its kind."""
    return float((1 * unit).to_base_units().magnitude) if unit is not None else 0.0


def in_unit(amount: Amount, unit: Unit | None) -> float:
    return float(registry().Quantity(amount.in_units, amount.unit).to(unit).magnitude)


def without_noise(value: float) -> float:
    """To 12 significant digits; whole numbers as such."""
    rounded = float(f"{value:.{SIGNIFICANT_DIGITS}g}")
    return int(rounded) if rounded.is_integer() else rounded


@cache
def registry() -> UnitRegistry[Any]:
    """The library's units and what talks count besides. Built once a process: it takes a fifth of a second."""
    units: UnitRegistry[Any] = UnitRegistry(on_redefinition="ignore")
    for name in COUNTED:
        units.define(f"{name} = [{name}]")
    units.define("ten_years = 10 * year")
    return units
