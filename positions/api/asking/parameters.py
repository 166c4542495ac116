"""Query parameters: what may be asked, read strictly. Nothing is ignored in silence."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from datetime import date, datetime
from functools import cache
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.request import Request

from positions.api.problems import BadParameters, Fault, nearest_to, shown
from positions.vocabulary import EvidenceDepth, Method, Role, Rollup, Salience, Stance, TargetKind, Word
from positions.written_times import find_day, find_instant

Asked = Mapping[str, list[Any]]
Fields = Mapping[str, serializers.Field[Any, Any, Any, Any]]
# Read by content negotiation, for every view alike.
EVERYWHERE = frozenset({"format"})
NO_DAY = "There is no day {value!r}; a day is written like 2025-03-14."
NO_INSTANT = "There is no instant {value!r}; one is written with its offset, like 2025-03-14T12:00:00Z."
WHOLE = re.compile(r"-?[0-9]+")
# From the framework's word for what is wrong with a value to the kind of problem.
KIND_OF_CODE = {
    "bad_date": "bad-date",
    "bad_instant": "bad-instant",
    "invalid_choice": "unknown-choice",
    "repeated_value": "repeated-value",
    "required": "missing-parameter",
    "too_many_values": "too-many-values",
    "null_characters_not_allowed": "bad-character",
    "surrogate_characters_not_allowed": "bad-character",
}


class DayField(serializers.DateField):
    """A day as 2025-03-14, and no other way of ISO 8601."""

    default_error_messages = {"bad_date": NO_DAY}

    def to_internal_value(self, value: Any) -> date:
        day = find_day(value)
        if day is None:
            self.fail("bad_date", value=shown(value))
        return day


class InstantField(serializers.DateTimeField):
    """An instant as 2025-03-14T12:00:00Z or with another offset; one without any is refused, not guessed at."""

    default_error_messages = {"bad_instant": NO_INSTANT}

    def to_internal_value(self, value: Any) -> datetime:
        instant = find_instant(value)
        if instant is None:
            self.fail("bad_instant", value=shown(value))
        return instant


class WordField(serializers.ChoiceField):
    """One word of a vocabulary."""

    def __init__(self, vocabulary: type[Word], **options: Any) -> None:
        super().__init__(choices=vocabulary.choices(), **options)
        self.vocabulary = vocabulary

    def to_internal_value(self, data: Any) -> Word:
        return self.vocabulary(super().to_internal_value(data))


class WholeField(serializers.IntegerField):
    """A whole number, in digits alone; of one below zero the bounds say what is wrong."""

    default_error_messages = {"invalid": "There is no number {value!r}; a whole one is written in digits alone."}

    def to_internal_value(self, data: Any) -> int:
        if not WHOLE.fullmatch(data):
            self.fail("invalid", value=shown(data))
        return super().to_internal_value(data)


class EachOnceField(serializers.ListField):
    """Several values, each given once."""

    default_error_messages = {"repeated_value": "{value!r} is given more than once."}

    def each_once(self, values: list[Any]) -> list[Any]:
        for value, times in Counter(values).items():
            if times > 1:
                self.fail("repeated_value", value=shown(value))
        return values


@extend_schema_field({"type": "array", "items": {"type": "string"}, "uniqueItems": True})
class SlugsField(EachOnceField):
    """Slugs, each given once; whether they exist is for the query to say."""

    child = serializers.CharField(allow_blank=True, trim_whitespace=False)

    def to_internal_value(self, data: list[str]) -> list[str]:
        # A field of its own for each of a thousand slugs takes long; it would find fault with none of these.
        are_plain = all(text.isascii() and text.isprintable() for text in data)
        return self.each_once(data if are_plain else super().to_internal_value(data))


class WordsField(EachOnceField):
    """Words of a vocabulary, each given once; any of them will do."""

    def __init__(self, vocabulary: type[Word], **options: Any) -> None:
        super().__init__(child=WordField(vocabulary), **options)
        self.choices = [word.value for word in vocabulary]

    def to_internal_value(self, data: list[str]) -> list[Word]:
        return self.each_once(super().to_internal_value(data))


class NamesField(serializers.ListField):
    """Names out of a list, with commas between or the parameter repeated."""

    default_error_messages = {"invalid_choice": "There is no {value!r} to choose here."}

    def __init__(self, choices: Iterable[str], **options: Any) -> None:
        self.choices = list(choices)
        super().__init__(child=serializers.ChoiceField(choices=self.choices), **options)

    def to_internal_value(self, data: list[str]) -> list[str]:
        names = list(dict.fromkeys(part for text in data for part in text.split(",")))
        for name in names:
            if name not in self.choices:
                self.fail("invalid_choice", value=shown(name))
        return names


class Query(serializers.Serializer[Any]):
    """The parameters of one address. `read` gives those that were given, as values."""

    @classmethod
    def read(cls, request: Request) -> Mapping[str, Any]:
        """Raises: BadParameters, naming everything that is wrong at once."""
        return cls.check(dict(request.query_params.lists()))

    @classmethod
    def check(cls, asked: Asked, *, besides: Iterable[str] = ()) -> Mapping[str, Any]:
        """The same from parameters that did not come with an address: {name: texts}. Raises: BadParameters.

        `besides`: names that the address has too and that are read elsewhere.
        """
        query = copy(unasked(cls))
        fields = query.fields
        query.initial_data = {
            name: given if takes_many(fields.get(name)) else given[-1] for name, given in asked.items()
        }
        faults = [*unknown(asked, fields, besides=besides), *repeated(asked, fields)]
        if not query.is_valid():
            faults += [query.fault(name, first_error(errors)) for name, errors in query.errors.items()]
        if faults:
            raise BadParameters(faults)
        values: Mapping[str, Any] = query.validated_data
        return values

    def fault(self, name: str, error: ErrorDetail) -> Fault:
        choices = [str(choice) for choice in getattr(self.fields[name], "choices", ())]
        given = self.initial_data.get(name, "")
        if isinstance(self.fields[name], NamesField):
            given = [part for text in given for part in text.split(",")]
        wrong = [text for text in given if choices and text not in choices]
        value = given if isinstance(given, str) else (wrong or given)[-1]
        kind = KIND_OF_CODE.get(error.code or "", "bad-value")
        return Fault(kind, str(error), name, value, nearest=nearest_to(value, choices))


@cache
def unasked(kind: type[Query]) -> Query:
    """Without values, to be copied with its fields: to make them anew takes a tenth of what a matrix does."""
    query = kind(data={})
    _ = query.fields
    return query


def takes_many(field: serializers.Field[Any, Any, Any, Any] | None) -> bool:
    return isinstance(field, serializers.ListField)


def unknown(asked: Asked, fields: Fields, *, besides: Iterable[str] = ()) -> Iterator[Fault]:
    """A fault for each parameter that the address does not have."""
    for name, given in asked.items():
        if name not in fields and name not in EVERYWHERE:
            detail = f"There is no parameter {shown(name)!r} here."
            yield Fault("unknown-parameter", detail, name, given[-1], nearest=nearest_to(name, [*fields, *besides]))


def repeated(asked: Asked, fields: Fields) -> Iterator[Fault]:
    """A fault for each parameter that takes one value and has more."""
    for name, given in asked.items():
        if name in fields and len(given) > 1 and not takes_many(fields[name]):
            yield Fault("repeated-parameter", f"{name} is given more than once.", name, given[-1])


def first_error(errors: Any) -> ErrorDetail:
    """The first of the framework's errors about one field: a list, or for a list field a mapping of lists."""
    while not isinstance(errors, ErrorDetail):
        errors = next(iter(errors.values() if isinstance(errors, Mapping) else errors))
    return errors


class NoParameters(Query):
    """An address that takes none."""


# What several addresses take, each a field of its own: fields stand in the schema in the order in which they are made.


def parties_field() -> SlugsField:
    return SlugsField(
        source="parties", required=False, help_text="Slug of a party; once each, in the order wanted. Default: all."
    )


def kind_field() -> WordField:
    return WordField(TargetKind, required=False, help_text="Only issues, or only proposals.")


def method_field() -> WordField:
    return WordField(
        Method,
        required=False,
        help_text="How scores are computed: by distance and salience (`city-block`, the default), with every target "
        "counting the same (`equal-weights`), or by side alone (`binary`).",
    )


def valid_on_field() -> DayField:
    return DayField(required=False, help_text="What did the parties hold on this day? Default: today in UTC.")


def known_at_field() -> InstantField:
    return InstantField(
        required=False,
        help_text="What did this database say at this instant? At most 60 seconds ahead. Default: now.",
    )


def evidence_field() -> WordField:
    return WordField(
        EvidenceDepth,
        required=False,
        help_text="How much evidence each position carries: none, the first piece (the default), or all.",
    )


class MatrixParameters(Query):
    """Which part of the matrix, when, and with how much evidence."""

    party = parties_field()
    target = SlugsField(
        source="targets",
        required=False,
        help_text="Slug of an issue or proposal; once each, in the order wanted. "
        "Default: all that were in the catalog by `known_at`, stated on or not.",
    )
    kind = kind_field()
    role = WordsField(
        Role, source="roles", required=False, help_text="Only parties with this part in the talks, or one of these."
    )
    topic = SlugsField(
        source="topics", required=False, help_text="Only issues of this topic, or one of these; once each."
    )
    stance = WordsField(
        Stance,
        source="stances",
        required=False,
        help_text="Only parties and targets with at least one cell in which this stance, or one of these, is held. "
        "Their other cells are shown too, as they are.",
    )
    salience = WordsField(
        Salience,
        source="saliences",
        required=False,
        help_text="The same for salience. With a stance too, one position must match both.",
    )
    rollup = WordsField(
        Rollup,
        required=False,
        help_text="Sum up parts into their widest issue (`parent`), members into the blocs that they belong to on "
        "`valid_on` (`bloc`), or both. Nothing is inferred: such a cell shows what is held at each of its places.",
    )
    valid_on = valid_on_field()
    known_at = known_at_field()
    evidence = evidence_field()
