"""What all lists share: filters, ordering, pages, a count where asked for, and which fields are sent."""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from positions.api.answering.picked import FIELDS_MEDIA_TYPE, Picked
from positions.api.asking.filters import StrictFilters
from positions.api.asking.paging import (
    LONGEST_CURSOR_CHARACTERS,
    MOST_ROWS,
    PAGE_ROWS,
    Cursor,
    Ordering,
    Slice,
    cursors,
    cut,
    list_digest,
)
from positions.api.asking.parameters import NamesField, Query, WholeField
from positions.api.problems import BadParameters
from positions.api.views import TableView
from positions.comparison.records import Record

Declared = Mapping[str, serializers.Field[Any, Any, Any, Any]]
# What says how much of a list is shown, and not what is in it.
OF_THE_PAGE = ("cursor", "page_size", "count", "fields", "expand", "evidence", "format")


@extend_schema_field({"type": "boolean"})
class StrictFlag(serializers.ChoiceField):
    """True or false, in these words."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=["true", "false"], **options)

    def to_internal_value(self, data: Any) -> Any:
        return super().to_internal_value(data) == "true"


class PageParameters(Query):
    """Which page of a list, and how it is shown."""

    cursor = serializers.CharField(
        required=False,
        max_length=LONGEST_CURSOR_CHARACTERS,
        help_text="Where the page begins, as `next` and `previous` say it. Default: the first page.",
    )
    page_size = WholeField(
        required=False,
        min_value=1,
        max_value=MOST_ROWS,
        help_text=f"Rows on a page, at most {MOST_ROWS}. Default: {PAGE_ROWS}.",
    )
    count = StrictFlag(
        required=False,
        help_text="`true`: say how many there are on all pages, which takes longer. Default: `false`.",
    )


@dataclass(frozen=True)
class Shown:
    """One page with the addresses of those beside it. `count`: None unless asked for."""

    rows: Slice
    next: str | None
    previous: str | None
    count: int | None

    def page(self) -> dict[str, Any]:
        return {"next": self.next, "previous": self.previous, "count": self.count}


class ListView(TableView):
    """A list in pages. `orderings`: by name, the default first."""

    parameters: ClassVar[type[Query]]
    filters: ClassVar[type[StrictFilters]]
    orderings: ClassVar[Mapping[str, Ordering]]

    def read_parameters(self, rows: QuerySet[Any]) -> tuple[Mapping[str, Any], StrictFilters]:
        """The list's own parameters, and its filters over the rows. Raises: BadParameters, everything at once."""
        asked = self.request.query_params
        names = set(self.filters.base_filters)
        chosen = self.filters(asked, rows, request=self.request)
        faults = list(chosen.faults())
        try:
            own = {name: given for name, given in asked.lists() if name not in names}
            values = self.parameters.check(own, besides=names)
        except BadParameters as bad:
            raise BadParameters([*bad.faults, *faults]) from None
        if faults:
            raise BadParameters(faults)
        return values, chosen

    def show(
        self, rows: QuerySet[Any], asked: Mapping[str, Any], chosen: StrictFilters, *, answered: Mapping[str, str]
    ) -> Shown:
        """The page asked for, of rows that were `chosen` by those filters.

        `answered`: parameters as they were resolved, which the next page is asked with.
        """
        name = asked.get("ordering", next(iter(self.orderings)))
        ordering = self.orderings[name]
        resolved = {**answered, "ordering": name}
        digest = list_digest(self.request, resolved, named=chosen.named, without=OF_THE_PAGE)
        cursor = Cursor.read(asked["cursor"], digest) if "cursor" in asked else None
        found = cut(rows, ordering, cursor, size=asked.get("page_size", PAGE_ROWS))
        following, before = cursors(found, ordering)
        return Shown(
            rows=found,
            next=self.address(following, digest, answered),
            previous=self.address(before, digest, answered),
            count=rows.count() if asked.get("count") else None,
        )

    def address(self, cursor: Cursor | None, digest: str, answered: Mapping[str, str]) -> str | None:
        if cursor is None:
            return None
        address: str = self.request.build_absolute_uri()
        for name, value in {**answered, "cursor": cursor.written(digest)}.items():
            address = replace_query_param(address, name, value)
        return address

    def answer_page(self, page: Record, shown: Shown, asked: Mapping[str, Any]) -> Response:
        """With the addresses of the pages beside it in the header Link too."""
        response = pick(page, asked, rows="results")
        beside = {"next": shown.next, "prev": shown.previous}
        if links := [f'<{address}>; rel="{relation}"' for relation, address in beside.items() if address]:
            response["Link"] = ", ".join(links)
        return response


def pick(answer: Record, asked: Mapping[str, Any], *, rows: str | None = None) -> Response:
    """The answer, or only those fields of it (or of its rows) that were asked for."""
    names = asked.get("fields")
    return Response(Picked(answer, tuple(names), rows) if names else answer)


def ordering_field(orderings: Iterable[str]) -> serializers.ChoiceField:
    """The parameter that says how a list is sorted."""
    first, *_ = names = list(orderings)
    return serializers.ChoiceField(choices=names, required=False, help_text=f"How it is sorted. Default: `{first}`.")


def fields_field(record: type[Record]) -> NamesField:
    """The parameter that says which fields of a record are sent."""
    return NamesField(
        [field.name for field in fields(record)],  # type: ignore[arg-type]  # every record is a dataclass
        required=False,
        help_text="Only these fields of each, with commas between. The answer is then another media type, "
        f"`{FIELDS_MEDIA_TYPE}`, since it is not the record that this schema describes.",
    )


def parameters(name: str, base: type[Query], declared: Declared) -> type[Query]:
    """The parameters of one address: those of `base` and these."""
    own = {known: deepcopy(field) for known, field in declared.items()}
    return type(name, (base,), {**own, "__doc__": base.__doc__, "__module__": __name__})


def parameters_of(filters: type[StrictFilters]) -> list[OpenApiParameter]:
    """How the schema describes the filters of a list."""
    return [
        OpenApiParameter(name, dict(one.schema), OpenApiParameter.QUERY, description=one.extra["help_text"])
        for name, one in filters.base_filters.items()
    ]
