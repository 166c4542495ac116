"""Terms as they are typed: words, a number, what the number counts."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.http import QueryDict

from positions.extraction.contract import Term


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
        if not self.value:
            return Term(text=self.text, value=None, unit=None)
        try:
            value = Decimal(self.value.replace(",", "").replace(" ", ""))
        except InvalidOperation:
            raise TermProblem(f"“{self.value}” in the term “{self.text}” is no number.") from None
        if not value.is_finite() or abs(value) >= Decimal(10) ** 16:
            raise TermProblem(f"“{self.value}” in the term “{self.text}” is no number that can be stored.")
        return Term(text=self.text, value=value, unit=self.unit or None)


def read_term_rows(given: QueryDict) -> list[TermRow]:
    """The rows as they were sent; columns of unequal length are filled up."""
    columns = [given.getlist(f"term_{column}")[:50] for column in ("text", "value", "unit")]
    longest = max(map(len, columns))
    filled = [[value.strip() for value in column] + [""] * (longest - len(column)) for column in columns]
    return [row for row in (TermRow(*values) for values in zip(*filled, strict=True)) if not row.is_empty]
