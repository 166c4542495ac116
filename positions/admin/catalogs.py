"""Negotiations, parties and targets, as catalogs defined them."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from positions.admin.exporting import csv_response
from positions.admin.imports import show_import
from positions.admin.readonly import ReadOnlyAdmin, ReadOnlyInline
from positions.models import (
    Issue,
    Membership,
    Negotiation,
    Participation,
    Party,
    Proposal,
    ProposalTerm,
    Revision,
    Speaker,
)


@admin.register(Negotiation)
class NegotiationAdmin(ReadOnlyAdmin):
    list_display = ("title", "slug", "started_on", "ended_on", "is_published", "catalog")
    list_filter = ("is_published",)
    search_fields = ("slug", "title")
    change_list_template = "admin/catalog_desk/negotiations.html"

    @admin.display(description="parties, issues, proposals")
    def catalog(self, negotiation: Negotiation) -> str:
        return format_html(
            '<a href="{}">Catalog</a>',
            reverse("admin:catalog", args=[negotiation.slug], current_app=self.admin_site.name),
        )

    def get_urls(self) -> list[URLPattern]:
        """Before the rest, which would take `import` for a key."""
        return [path("import/", self.admin_site.admin_view(show_import), name="import_positions"), *super().get_urls()]


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    list_display = ("number", "negotiation", "kind", "committed_at", "committed_by")
    list_filter = ("negotiation", "kind", "committed_at", "committed_by")
    list_select_related = ("negotiation", "committed_by")
    ordering = ("-committed_at",)
    actions = ("export",)

    @admin.action(description="Export the selected revisions (CSV)", permissions=["view"])
    def export(self, request: HttpRequest, queryset: "QuerySet[Revision]") -> HttpResponseBase:
        columns = ("at", "by", "kind", "negotiation", "number")
        rows = queryset.values_list("committed_at", "committed_by__username", "kind", "negotiation__slug", "number")
        return csv_response("revisions", columns, rows)


class MembershipInline(ReadOnlyInline):
    model = Membership
    fk_name = "member"
    related = ("member", "bloc")


@admin.register(Party)
class PartyAdmin(ReadOnlyAdmin):
    list_display = ("name", "slug", "kind", "iso")
    list_filter = ("kind",)
    search_fields = ("slug", "name")
    inlines = (MembershipInline,)


class SpeakerInline(ReadOnlyInline):
    model = Speaker
    related = ("participation",)


@admin.register(Participation)
class ParticipationAdmin(ReadOnlyAdmin):
    list_display = ("name", "negotiation", "role", "aliases")
    list_filter = ("negotiation", "role")
    list_select_related = ("negotiation",)
    search_fields = ("name", "party__slug")
    inlines = (SpeakerInline,)


@admin.register(Issue)
class IssueAdmin(ReadOnlyAdmin):
    list_display = ("title", "slug", "topic", "proposition", "negotiation")
    list_filter = ("negotiation", "topic")
    list_select_related = ("negotiation",)
    search_fields = ("slug", "title", "proposition")


class ProposalTermInline(ReadOnlyInline):
    model = ProposalTerm
    related = ("proposal", "issue")


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyAdmin):
    list_display = ("title", "slug", "proposed_on", "negotiation")
    list_filter = ("negotiation",)
    list_select_related = ("negotiation",)
    search_fields = ("slug", "title", "summary")
    inlines = (ProposalTermInline,)
