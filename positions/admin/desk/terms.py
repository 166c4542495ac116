"""Terms as they are typed: words, a number, what the number counts."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from positions.extraction.contract import Term, is_kept

# `2.5`, `1000` and, in groups of three, `1,000` or `1 000`. Any other comma or blank may mean something else.
GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:([, \u00a0\u202f])\d{3}(?:\1\d{3})*)(?:\.\d+)?")
PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)")
HOW_TO_WRITE = "Write it with a point, such as 2.5; commas only between thousands, such as 1,000."


class TermProblem(Exception):
    """A row of terms can't be read; the text says which and why."""


@dataclass(frozen=True)
class TermRow:
    """One term as it is typed: its words, its number, what the number counts."""

    text: str = ""
    value: str = ""
    unit: str = ""

    @classmethod
    def of(cls, term: Term) -> "TermRow":
        return cls(term.text, "" if term.value is None else format(term.value.normalize(), "f"), term.unit or "")

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.value or self.unit)

    def as_term(self) -> Term:
        if not self.text:
            raise TermProblem("A term needs its words, such as “30 days”.")
        if len(self.text) > 500 or len(self.unit) > 40 or "\x00" in self.text + self.unit:
            raise TermProblem(f"The term “{self.text[:40]}” is too long.")
        if not self.value and self.unit:
            raise TermProblem(f"The term “{self.text}” says what is counted, “{self.unit}”, and no number.")
        value = self._number() if self.value else None
        return Term(text=self.text, value=value, unit=self.unit or None)

    def _number(self) -> Decimal:
        if GROUPED.fullmatch(self.value):
            value = Decimal(re.sub(r"[, \u00a0\u202f]", "", self.value))
        elif PLAIN.fullmatch(self.value):
            value = Decimal(self.value)
        else:
            raise TermProblem(f"“{self.value}” in the term “{self.text}” is no number. {HOW_TO_WRITE}")
        if not is_kept(value):
            raise TermProblem(f"“{self.value}” in the term “{self.text}” is no number that can be stored.")
        return value


def read_term_rows(given: QueryDict) -> list[TermRow]:
    """The rows as they were sent; columns of unequal length are filled up."""
    columns = [given.getlist(f"term_{column}")[:50] for column in ("text", "value", "unit")]
    longest = max(map(len, columns))
    filled = [[value.strip() for value in column] + [""] * (longest - len(column)) for column in columns]
    return [row for row in (TermRow(*values) for values in zip(*filled, strict=True)) if not row.is_empty]


class WithTerms(forms.Form):
    """A form that terms are typed in. `term_rows`: as they were sent, or are stored; none of them is empty."""

    term_rows: list[TermRow]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        try:
            cleaned["terms"] = tuple(row.as_term() for row in self.term_rows)
        except TermProblem as problem:
            self.add_error(None, str(problem))
        return cleaned
