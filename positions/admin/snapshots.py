"""Snapshots: what was frozen, for whom, under which hash, and how to cite it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html_join
from orjson import OPT_INDENT_2, dumps

from positions import snapshots
from positions.admin.readonly import ReadOnlyAdmin
from positions.models import Snapshot


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnlyAdmin):
    list_display = ("uuid", "negotiation", "comparison", "valid_on", "known_at", "sha256", "made_at", "made_by")
    list_filter = ("comparison", "negotiation")
    list_select_related = ("negotiation", "made_by")
    search_fields = ("uuid", "sha256")
    ordering = ("-pk",)
    change_form_template = "admin/desk/snapshot.html"

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Snapshot]":
        """Without the answers, each of which may have megabytes."""
        return super().get_queryset(request).defer("body")

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """The question in words; the answer is a link away."""
        shown = super().get_readonly_fields(request, obj)
        return ["asked" if name == "query" else name for name in shown if name != "body"]

    @admin.display(description="what was asked")
    def asked(self, snapshot: Snapshot) -> str:
        return format_html_join("\n", "<div>{}: {}</div>", in_words(snapshot.query))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        """With how to cite it."""
        snapshot = context["original"]
        address = request.build_absolute_uri(reverse("snapshot", args=[snapshot.uuid]))
        citation = snapshots.cite_snapshot(snapshot, address=address)
        csl = dumps(citation.csl, option=OPT_INDENT_2).decode()
        forms = [("A sentence", citation.text, 4), ("BibTeX", citation.bibtex, 9), ("CSL-JSON", csl, 9)]
        return super().render_change_form(request, {**context, "address": address, "forms": forms}, *args, **options)


def in_words(query: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each parameter of a question, with its values as an address has them."""
    return [
        (name, ", ".join(map(str, value)) if isinstance(value, list) else str(value)) for name, value in query.items()
    ]
