"""Stage extraction: quantities with their units, as the text prints them: "30 days", "800,000 troops", "$1.5 trillion".

In: a piece of text. Out: `Term` values. Only extraction calls it.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from positions.extraction.contract import Term, is_kept

SCALES = {"dozen": 12, "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
          "m": 10**6, "bn": 10**9, "tn": 10**12, "k": 10**3}  # fmt: skip
ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
SMALL_NUMBERS = {word: number for number, word in enumerate((*ONES, "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"), start=1)}  # fmt: skip
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
NAMED: dict[str, int | Decimal] = {**SMALL_NUMBERS, **TENS, "a": 1, "half a": Decimal("0.5")}
CURRENCIES = {"$": "USD", "us$": "USD", "c$": "CAD", "a$": "AUD", "€": "EUR", "£": "GBP", "¥": "JPY"}
# Printed units and the word that stands for all of them.
UNITS = {
    "day": "day", "week": "week", "month": "month", "year": "year", "hour": "hour", "minute": "minute",
    "percent": "percent", "per cent": "percent", "%": "percent", "percentage point": "percentage_point",
    "dollar": "USD", "euro": "EUR", "pound": "GBP", "ruble": "RUB", "rouble": "RUB", "yuan": "CNY", "yen": "JPY",
    "kilometer": "kilometre", "kilometre": "kilometre", "km": "kilometre", "mile": "mile",
    "nautical mile": "nautical_mile", "meter": "metre", "metre": "metre",
    "square kilometer": "square_kilometre", "square kilometre": "square_kilometre", "sq km": "square_kilometre",
    "square mile": "square_mile", "cubic meter": "cubic_metre", "cubic metre": "cubic_metre",
    "ton": "tonne", "tonne": "tonne", "barrel": "barrel", "troop": "person", "soldier": "person",
    "person": "person", "people": "person", "prisoner": "person", "hostage": "person", "worker": "person",
    "fighter": "person", "civilian": "person", "refugee": "person", "detainee": "person", "captive": "person",
    "peacekeeper": "person", "job": "job", "seat": "seat", "missile": "missile", "tank": "tank", "degree": "degree",
}  # fmt: skip
# May not stand between a number and its unit, as words of a kind do ("800 foreign troops"): "in 2031 last year".
APART = "a|the|this|that|last|next|each|every|per|and|or|to|of|in|on|by|for"
SCALE = "|".join(sorted(SCALES, key=len, reverse=True))
COUNTS = "dozen|hundred|thousand|million|billion|trillion"
WORDS = rf"(?:{'|'.join(TENS)})(?:-(?:{'|'.join(ONES)}))?|{'|'.join(sorted(SMALL_NUMBERS, key=len, reverse=True))}"
FEW = rf"half a(?= (?:{COUNTS})\b)|(?<!half )(?<!of )a(?= (?:{COUNTS})\b)"
NUMBER = rf"\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|(?:{WORDS})(?![a-z])|{FEW}"
# Of "a hundred and fifty days", or "twenty four hours", no part is read.
WHOLE = "".join(f"(?<!{before} )" for before in (*TENS, "hundred", "hundred and", "thousand", "thousand and"))
CURRENCY = r"(?:\b(?:US|C|A))?\$|[€£¥]"
UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
QUANTITY = re.compile(
    # The lower end of a range: "10 to 15 per cent", "$40-50 million", "between ten and twelve days".
    rf"(?<![\w.,$€£¥]){WHOLE}(?:(?P<between>between\s)?(?P<low_currency>{CURRENCY})?(?P<low>{NUMBER})"
    rf"(?:[-\s]?(?P<low_scale>{SCALE})\b|\s?%)?"
    rf"(?(between)\sand\s|(?:\s?[-–]\s?(?!{'|'.join(ONES)})|\s(?:to|or)\s(?(low_currency)(?={CURRENCY})))))?"
    rf"(?P<currency>{CURRENCY})?(?P<number>{NUMBER})(?P<half>\sand\sa\shalf\b)?(?:[-\s]?(?P<scale>{SCALE})\b)?"
    rf"(?:[-\s]*(?:(?!(?:{APART}|{WORDS})\s)\w+\s)??(?P<unit>{UNIT})s?(?!\w|-old))?"
    r"(?: (?:a|per|each|every) (?:hour|day|week|month|year)\b)?",
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
        for number, scale in scaled(match):
            if is_kept(number) and is_kept(number * scale):
                yield Term(text=" ".join(match.group().split()), value=number * scale, unit=unit)


def unit_of(match: re.Match[str]) -> str | None:
    """The unit of a quantity, None when it has none."""
    currency = match["currency"] or match["low_currency"]
    if currency:
        return CURRENCIES[currency.lower()]
    return UNITS[match["unit"].lower()] if match["unit"] else None


def scaled(match: re.Match[str]) -> Iterator[tuple[Decimal, int]]:
    """The number and its scale, after the lower end of a range, which has the upper one's scale if none of its own."""
    scale = SCALES[match["scale"].lower()] if match["scale"] else 1
    if match["low"]:
        low, own = number_of(match["low"]), match["low_scale"]
        yield low, SCALES[own.lower()] if own else scale if low < SCALES["thousand"] else 1
    number = number_of(match["number"])
    yield (number + Decimal("0.5") if match["half"] else number), scale


def number_of(printed: str) -> Decimal:
    """The value of a number in digits or words: "1,200", "twenty-five", "half a" (million)."""
    named = printed.lower()
    if named[0].isdigit():
        return Decimal(named.replace(",", ""))
    tens, _, ones = named.partition("-")
    return Decimal(NAMED[tens] + (NAMED[ones] if ones else 0))
