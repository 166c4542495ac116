"""Positions over both times, and what proves them."""

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html

from positions.admin.readonly import ReadOnlyAdmin, ReadOnlyInline
from positions.admin.sheets.arriving import POSITIONS
from positions.admin.sheets.leaving import export_positions
from positions.admin.sheets.lists import SheetAdmin
from positions.models import Evidence, Position


class NowFilter(admin.SimpleListFilter):
    """What this database says now, or also what it said before."""

    title = "record time"
    parameter_name = "recorded"

    def lookups(self, request: object, model_admin: object) -> list[tuple[str, str]]:
        return [("now", "recorded now"), ("before", "superseded")]

    def queryset(self, request: object, queryset: "QuerySet[Position]") -> "QuerySet[Position]":
        if self.value() is None:
            return queryset
        return queryset.filter(superseded_at__isnull=self.value() == "now")


class EvidenceInline(ReadOnlyInline):
    model = Evidence
    fields = ("statement", "said_on", "recorded_at", "superseded_at")
    related = ("position__party", "position__target", "statement__party", "statement__target")


@admin.register(Position)
class PositionAdmin(SheetAdmin):
    list_display = (
        "party",
        "target",
        "timeline",  # beside what it is of: the columns to the right of it are out of sight on many screens
        "stance",
        "act",
        "salience",
        "valid_from",
        "valid_to",
        "recorded_at",
        "superseded_at",
        "reason",
    )
    list_filter = (NowFilter, "negotiation", "stance", "salience", "reason")
    list_select_related = ("party", "target")
    search_fields = ("party__name", "target__title", "summary")
    ordering = ("-recorded_at", "-pk")
    inlines = (EvidenceInline,)
    actions = ("export",)
    sheet_kind = POSITIONS

    @admin.action(description="Export the selected positions (CSV)", permissions=["view"])
    def export(self, request: HttpRequest, queryset: "QuerySet[Position]") -> HttpResponseBase:
        return export_positions(queryset)

    @admin.display(description="all versions")
    def timeline(self, position: Position) -> str:
        """Where the forms are that change it through history."""
        return format_html('<a href="{}">timeline</a>', reverse("admin:desk_timeline", args=[position.uuid]))

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return ["timeline", *super().get_readonly_fields(request, obj)]


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    list_display = ("position", "statement", "said_on", "recorded_at", "superseded_at")
    list_select_related = (
        "position__party",
        "position__target",
        "statement__party",
        "statement__target",
    )
    ordering = ("-recorded_at", "-pk")
