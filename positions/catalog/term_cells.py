"""Terms in one cell of a sheet: words with semicolons between them, or JSON where a term has a number. Pure."""

import json
from collections.abc import Mapping, Sequence
from typing import Any


class TermsUnreadable(Exception):
    """The cell is no list of terms."""


def terms_cell(terms: Sequence[Mapping[str, Any]]) -> str:
    """What `read_terms` makes the same terms of. `terms`: as stored, `[{"text", "value", "unit"}]`."""
    words = [str(term["text"]) for term in terms]
    is_plain = all(term["value"] is None and term["unit"] is None for term in terms)
    if is_plain and words == read_terms_in_words("; ".join(words)) and not "".join(words).startswith("["):
        return "; ".join(words)
    return json.dumps([dict(term) for term in terms], ensure_ascii=False) if terms else ""


def read_terms(cell: str) -> list[dict[str, Any]]:
    """Terms with the keys `text` and, where there is a number, `value` and `unit`. Raises: TermsUnreadable."""
    if not cell.startswith("["):
        return [{"text": words} for words in read_terms_in_words(cell)]
    try:
        terms = json.loads(cell, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise TermsUnreadable(f"begins as a list and is none: {error}") from error
    if not all(isinstance(term, dict) for term in terms):
        raise TermsUnreadable('needs terms such as {"text": "30 days", "value": 30, "unit": "days"}')
    return list(terms)


def read_terms_in_words(cell: str) -> list[str]:
    return [words for part in cell.split(";") if (words := part.strip())]
