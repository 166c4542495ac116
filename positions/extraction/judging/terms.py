"""Stage extraction: quantities with their units, as the text prints them: "30 days", "800,000 troops", "$1.5 trillion".

In: a piece of text. Out: `Term` values. Only extraction calls it.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from positions.extraction.contract import Term, is_kept

SCALES = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
          "m": 10**6, "bn": 10**9, "tn": 10**12, "k": 10**3}  # fmt: skip
SMALL_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12,
}  # fmt: skip
CURRENCIES = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY"}
# Printed units and the word that stands for all of them.
UNITS = {
    "day": "day", "week": "week", "month": "month", "year": "year", "hour": "hour", "minute": "minute",
    "percent": "percent", "per cent": "percent", "%": "percent", "percentage point": "percentage_point",
    "dollar": "USD", "euro": "EUR", "pound": "GBP", "kilometer": "kilometre", "kilometre": "kilometre",
    "km": "kilometre", "mile": "mile", "meter": "metre", "metre": "metre",
    "ton": "tonne", "tonne": "tonne", "barrel": "barrel", "troop": "person", "soldier": "person",
    "person": "person", "people": "person", "prisoner": "person", "hostage": "person", "worker": "person",
    "job": "job", "seat": "seat", "missile": "missile", "tank": "tank", "degree": "degree",
}  # fmt: skip
NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|" + "|".join(SMALL_NUMBERS)
QUANTITY = re.compile(
    rf"(?<![\w.,])(?P<currency>[$€£¥])?(?P<number>{NUMBER})"
    rf"(?:[-\s]?(?P<scale>hundred|thousand|million|billion|trillion|bn|tn|m|k)\b)?"
    rf"(?:[-\s]*(?:(?:\w+)\s)?(?P<unit>{'|'.join(sorted(map(re.escape, UNITS), key=len, reverse=True))})s?(?!\w))?",
    re.IGNORECASE,
)


def find_terms(text: str) -> tuple[Term, ...]:
    """Every quantity that has a unit, in the order of the text; a bare number is no term, nor is one of 400 digits."""
    return tuple(dict.fromkeys(quantities(text)))


def quantities(text: str) -> Iterator[Term]:
    for match in QUANTITY.finditer(text):
        unit = unit_of(match)
        if unit is None:
            continue
        number = match["number"].lower()
        value = Decimal(SMALL_NUMBERS[number]) if number in SMALL_NUMBERS else Decimal(number.replace(",", ""))
        scale = SCALES[match["scale"].lower()] if match["scale"] else 1
        if is_kept(value) and is_kept(value * scale):
            yield Term(text=" ".join(match.group().split()), value=value * scale, unit=unit)


def unit_of(match: re.Match[str]) -> str | None:
    """The unit of a quantity, None when it has none."""
    if match["currency"]:
        return CURRENCIES[match["currency"]]
    return UNITS[match["unit"].lower()] if match["unit"] else None
