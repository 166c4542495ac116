"""Filters of lists: how a parameter is read, which rows it lets through, and how the schema describes it.

Each is a filter of django-filter with a strict form field. What they have in common: a parameter may be given more than
once where any of its values will do, a word or slug that there is not is refused with the nearest, and a lookup follows
two underscores: `valid_from__gte`, `stance__not`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.contrib.postgres.search import SearchQuery
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db.models import Func, QuerySet, TextField, Value
from django.http import QueryDict

from positions.api.asking.parameters import KIND_OF_CODE, NO_DAY, NO_INSTANT
from positions.api.problems import BadParameters, Fault, nearest_to, shown
from positions.models.search_words import HYPHENS, SEARCH_LANGUAGE, UNSEEN, UNSPACED, searched
from positions.queries.records.evidence import is_any_of
from positions.vocabulary import Word
from positions.written_times import find_day, find_instant

Rows = QuerySet[Any, Any]
Schema = Mapping[str, Any]
# A search with no more hits than this is answered from them; one with more, from the list in its order.
FEW_FOUND = 5000
# More values of one parameter than anybody chooses by hand.
MOST_VALUES = 100
LONGEST_SEARCH_CHARACTERS = 200
# A phrase begins and ends, and a hyphen joins, whichever sign for it a keyboard or a text has.
TYPED = str.maketrans(dict.fromkeys("“”„‟«»「」『』＂", '"') | dict.fromkeys(HYPHENS, "-") | dict.fromkeys(UNSEEN, ""))
PARTS = re.compile(r'"[^"]*"?|[^"]+')
# PostgreSQL would take each letter of it for a word, to be found anywhere; of a minus before it, the first alone.
WITHOUT_SPACES = re.compile(rf"(?<![\w{UNSPACED}-])(-?)([\w{UNSPACED}-]*[{UNSPACED}][\w{UNSPACED}-]*)")
# S-400 would be found wherever there is a 400, since S alone is a stop word. The index has S400 beside it.
LETTER_WITH_NUMBER = re.compile(r"(?<![^\s(\[/])(-?)([^\W\d_])-?([0-9]+)(?:s|([0-9A-Za-z]*))(?![^\s),;:!?/\]])")
# One hyphen right before a word or phrase excludes it. Several are a dash; PostgreSQL would take each for a "not", and
# fails where some thirty wait for their word.
WITHOUT_DASHES = r"""regexp_replace(%(expressions)s, '(?<![^\s!&|():"])-(([\s!&|():]*-)+|(?=\s))', ' ', 'g')"""
NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?")


class Strict(forms.Field):
    """Reads one value. Raises: ValidationError."""

    def read(self, text: str) -> Any:
        raise NotImplementedError

    def to_python(self, value: Any) -> Any:
        return self.read(value)


class DayOf(Strict):
    def read(self, text: str) -> date:
        day = find_day(text)
        if day is None:
            raise ValidationError(NO_DAY.format(value=shown(text)), "bad_date")
        return day


class InstantOf(Strict):
    def read(self, text: str) -> datetime:
        instant = find_instant(text)
        if instant is None:
            raise ValidationError(NO_INSTANT.format(value=shown(text)), "bad_instant")
        return instant


class NumberOf(Strict):
    """A decimal number in a range that both ends belong to."""

    def __init__(self, *, least: float, most: float, **options: Any) -> None:
        super().__init__(**options)
        self.least, self.most = least, most

    def read(self, text: str) -> float:
        number = float(text) if NUMBER.fullmatch(text) else None
        if number is None or not self.least <= number <= self.most:
            raise ValidationError(f"{shown(text)!r} is no number from {self.least:g} to {self.most:g}.", "bad_value")
        return number


class IdOf(Strict):
    def read(self, text: str) -> UUID:
        try:
            return UUID(text)
        except ValueError:
            raise ValidationError(f"{shown(text)!r} is no id.", "bad_value") from None


class TextOf(Strict):
    def read(self, text: str) -> str:
        ProhibitNullCharactersValidator()(text)
        if not text.strip() or len(text) > LONGEST_SEARCH_CHARACTERS:
            raise ValidationError(f"Give 1 to {LONGEST_SEARCH_CHARACTERS} characters.", "bad_value")
        return text


class ManyOf(forms.Field):
    """Several values of one parameter, each read by `one`, each given once."""

    widget = forms.MultipleHiddenInput

    def __init__(self, *, one: Strict, **options: Any) -> None:
        super().__init__(**options)
        self.one = one
        self.choices = getattr(one, "choices", ())

    def to_python(self, value: Any) -> list[Any]:
        given = list(value or ())
        if len(given) > MOST_VALUES:
            raise ValidationError(f"At most {MOST_VALUES} values may be given.", "too_many_values")
        if len(set(given)) < len(given):
            twice = next(text for text in given if given.count(text) > 1)
            raise ValidationError(f"{shown(twice)!r} is given more than once.", "repeated_value")
        return [self.one.read(text) for text in given]


class WordOf(Strict):
    def __init__(self, *, vocabulary: type[Word], **options: Any) -> None:
        super().__init__(**options)
        self.choices = [word.value for word in vocabulary]

    def read(self, text: str) -> str:
        if text not in self.choices:
            raise ValidationError(f"{shown(text)!r} is not a valid choice.", "invalid_choice")
        return text


class Given(django_filters.Filter):  # type: ignore[misc]  # django-filter has no types
    """A filter with the schema of its parameter."""

    schema: Schema = {"type": "string"}

    def __init__(self, column: str, lookup: str, description: str, **options: Any) -> None:
        super().__init__(field_name=column, lookup_expr=lookup, required=False, help_text=description, **options)


class DayFilter(Given):
    field_class = DayOf
    schema = {"type": "string", "format": "date"}


class InstantFilter(Given):
    field_class = InstantOf
    schema = {"type": "string", "format": "date-time"}


class NumberFilter(Given):
    field_class = NumberOf

    def __init__(self, column: str, lookup: str, description: str, *, least: float, most: float) -> None:
        super().__init__(column, lookup, description, least=least, most=most)
        self.schema = {"type": "number", "minimum": least, "maximum": most}


class TextFilter(Given):
    field_class = TextOf
    schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_SEARCH_CHARACTERS}


def as_words(asked: str) -> str:
    """What is looked for, as PostgreSQL is asked. What stands between quotation marks is a phrase as it is."""
    return PARTS.sub(lambda part: part[0] if part[0][0] == '"' else outside_phrases(part[0]), asked.translate(TYPED))


def outside_phrases(part: str) -> str:
    return LETTER_WITH_NUMBER.sub(r"\1\2\3\4", WITHOUT_SPACES.sub(r'\1"\2"', part))


class Search(TextFilter):
    """Full text: words, "a phrase", or, -without."""

    def __init__(self, vector: Func, description: str) -> None:
        super().__init__("", "exact", description)
        self.vector = vector

    def filter(self, rows: Rows, value: str) -> Rows:
        asked = Func(searched(Value(as_words(value))), template=WITHOUT_DASHES, output_field=TextField())
        query = SearchQuery(asked, config=SEARCH_LANGUAGE, search_type="websearch")
        everywhere = QuerySet(rows.model).order_by().alias(found_by=self.vector).filter(found_by=query)
        few = list(everywhere.values_list("pk", flat=True)[: FEW_FOUND + 1])
        if len(few) <= FEW_FOUND:
            # What is found seldom is looked up by the index of words; the planner would read the list to find it.
            return rows.filter(is_any_of("id", few))
        found: Rows = rows.alias(found_by=self.vector).filter(found_by=query)
        return found


class AnyOf(Given):
    """Any of several values will do, or with `exclude` none of them."""

    field_class = ManyOf

    def __init__(self, column: str, one: Strict, description: str, *, items: Schema, exclude: bool = False) -> None:
        super().__init__(column, "in", description, exclude=exclude, one=one)
        self.schema = {"type": "array", "items": items, "uniqueItems": True, "maxItems": MOST_VALUES}

    def filter(self, rows: Rows, value: list[Any]) -> Rows:
        found: Rows = self.get_method(rows)(**{f"{self.field_name}__in": value})
        return found


class SlugsFilter(AnyOf):
    """Any of several things by their slugs. `known`: those that this reader may see, from the request."""

    def __init__(
        self,
        column: str,
        noun: str,
        description: str,
        *,
        known: Callable[[Any], Rows],
        exclude: bool = False,
    ) -> None:
        super().__init__(column, TextOf(), description, items={"type": "string"}, exclude=exclude)
        self.noun, self.known = noun, known
        self.named: list[int] = []

    def filter(self, rows: Rows, value: list[str]) -> Rows:
        return super().filter(rows, self.keys(value))

    def keys(self, value: list[str]) -> list[int]:
        """Of those slugs. One query. Raises: BadParameters."""
        known = self.known(self.parent.request).order_by()
        keys: dict[str, list[int]] = {}
        for slug, key in known.filter(slug__in=value).values_list("slug", "pk"):
            keys.setdefault(slug, []).append(key)
        if missing := [slug for slug in value if slug not in keys]:
            choices = list(known.values_list("slug", flat=True).distinct())
            raise BadParameters([self.unknown(slug, choices) for slug in missing])
        self.named = sorted(key for some in keys.values() for key in some)
        return self.named

    def unknown(self, slug: str, choices: list[str]) -> Fault:
        (name,) = [name for name, one in self.parent.filters.items() if one is self]
        detail = f"There is no {self.noun} {shown(slug)!r}."
        return Fault(f"unknown-{self.noun}", detail, name, slug, nearest=nearest_to(slug, choices))


Filters = dict[str, Given]
COMPARED = {"gte": "on or after", "gt": "after", "lte": "on or before", "lt": "before"}
MEASURED = {"gte": "at least", "gt": "more than", "lte": "at most", "lt": "less than"}


def days(name: str, meaning: str) -> Filters:
    """That day, or before or after it."""
    lookups = {
        f"{name}__{lookup}": DayFilter(name, lookup, f"{meaning}: {how} that day.") for lookup, how in COMPARED.items()
    }
    return {name: DayFilter(name, "exact", f"{meaning}: that day."), **lookups}


def instants(name: str, meaning: str) -> Filters:
    return {
        f"{name}__{lookup}": InstantFilter(name, lookup, f"{meaning}: {how} that instant.")
        for lookup, how in COMPARED.items()
    }


def numbers(name: str, meaning: str, *, least: float, most: float) -> Filters:
    return {
        f"{name}__{lookup}": NumberFilter(name, lookup, f"{meaning}: {how} that.", least=least, most=most)
        for lookup, how in MEASURED.items()
    }


def words(
    name: str, vocabulary: type[Word], meaning: str, *, column: str | None = None, by: type[AnyOf] = AnyOf
) -> Filters:
    """One of these words, or with `__not` none of them."""
    items = {"type": "string", "enum": [word.value for word in vocabulary]}

    def one(description: str, *, exclude: bool) -> AnyOf:
        return by(column or name, WordOf(vocabulary=vocabulary), description, items=items, exclude=exclude)

    return {
        name: one(f"{meaning}: this, or one of these.", exclude=False),
        f"{name}__not": one(f"{meaning}: none of these.", exclude=True),
    }


def slugs(
    name: str, meaning: str, *, known: Callable[[Any], Rows], noun: str = "", by: type[SlugsFilter] = SlugsFilter
) -> Filters:
    """One of these things, or with `__not` none of them. `noun`: what they are called, if not as the parameter is."""

    def one(description: str, *, exclude: bool) -> SlugsFilter:
        return by(name, noun or name, description, known=known, exclude=exclude)

    return {
        name: one(f"{meaning}: this, or one of these.", exclude=False),
        f"{name}__not": one(f"{meaning}: none of these.", exclude=True),
    }


def ids(name: str, meaning: str, *, column: str) -> Filters:
    items = {"type": "string", "format": "uuid"}
    return {name: AnyOf(column, IdOf(), f"{meaning}: this, or one of these.", items=items)}


class StrictFilters(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    """The filters of one list. Only those that a request names are set up for it: a list may have sixty.

    So each has a value, one at least of those that take many.
    """

    base_filters: Filters

    def __init__(self, asked: QueryDict, rows: Rows, *, request: Any) -> None:
        self.base_filters = {name: one for name, one in type(self).base_filters.items() if name in asked}
        super().__init__(asked, rows, request=request)

    @property
    def named(self) -> Mapping[str, list[int]]:
        """By parameter, the keys of what its slugs name, once the rows are filtered: the same after a renaming."""
        return {name: one.named for name, one in self.filters.items() if isinstance(one, SlugsFilter)}

    def filter_queryset(self, rows: Rows) -> Rows:
        """Raises: BadParameters, naming all at once that there is not."""
        faults: list[Fault] = []
        for name, value in self.form.cleaned_data.items():
            try:
                rows = self.filters[name].filter(rows, value)
            except BadParameters as bad:
                faults += bad.faults
        if faults:
            raise BadParameters(faults)
        return rows

    def faults(self) -> Iterator[Fault]:
        """What is wrong with the values given."""
        for name, errors in self.form.errors.as_data().items():
            given, field = self.data.getlist(name), self.form.fields[name]
            choices = [str(choice) for choice in getattr(field, "choices", ())]
            wrong = [text for text in given if choices and text not in choices]
            value = (wrong or given)[-1]
            kind = KIND_OF_CODE.get(errors[0].code, "bad-value")
            yield Fault(kind, str(errors[0].message), name, value, nearest=nearest_to(value, choices))
        for name, given in self.data.lists():
            if name in self.base_filters and len(given) > 1 and not isinstance(self.base_filters[name], AnyOf):
                yield Fault("repeated-parameter", f"{name} is given more than once.", name, given[-1])


def filters(name: str, **declared: Given) -> type[StrictFilters]:
    """A set of filters with that name."""
    return type(name, (StrictFilters,), dict(declared))
