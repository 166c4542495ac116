"""Snapshots: what was frozen, for whom, and under which hash."""

from django.contrib import admin

from positions.admin.readonly import ReadOnlyAdmin
from positions.models import Snapshot


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnlyAdmin):
    list_display = ("uuid", "negotiation", "comparison", "valid_on", "known_at", "sha256", "made_at", "made_by")
    list_filter = ("comparison", "negotiation")
    list_select_related = ("negotiation", "made_by")
    search_fields = ("uuid", "sha256")
    ordering = ("-pk",)
