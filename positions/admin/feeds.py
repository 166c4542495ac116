"""Feeds: added, paused and resumed here, each with what came of it last."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ValidationError
from django.http import HttpRequest

from positions import ingestion
from positions.admin.readonly import ModelAdmin, ReadOnlyAdmin
from positions.models import Feed, SiteRules

SHOWN = ("feed_state", "reason", "last_result", "polled_at", "answered_at", "n_failures", "next_poll_at")


def only_of_the_web(url: str) -> None:
    try:
        ingestion.require_web_address(url)
    except ingestion.ArticleRefused as refused:
        raise ValidationError(str(refused)) from None


@admin.register(Feed)
class FeedAdmin(ModelAdmin):
    list_display = ("__str__", "feed_state", "last_result", "reason", "polled_at", "next_poll_at", "interval_minutes")
    list_filter = ("feed_state", "negotiations")
    search_fields = ("title", "url")
    fields = ("url", "title", "negotiations", "interval_minutes", *SHOWN)
    readonly_fields = SHOWN
    filter_horizontal = ("negotiations",)
    actions = ("pause", "resume")
    list_per_page = 50
    show_full_result_count = False

    def get_fields(self, request: HttpRequest, obj: Feed | None = None) -> list[Any]:
        """Nothing came yet of one that is being added."""
        return [name for name in super().get_fields(request, obj) if obj or name not in SHOWN]

    def formfield_for_dbfield(self, db_field: Any, request: Any, **options: Any) -> Any:
        """An address without a scheme is taken for one with https; one that is none of the web is refused.

        The page gives back what it showed: what counts as edited is what differs from that, not from what is stored.
        """
        if db_field.name == "url":
            options |= {"assume_scheme": "https", "validators": [only_of_the_web]}
        return super().formfield_for_dbfield(db_field, request, show_hidden_initial=True, **options)

    def save_model(self, request: HttpRequest, obj: Feed, form: Any, change: Any) -> None:
        """A new feed is asked within half a minute. Of one that is there only what was edited is written."""
        if not change:
            obj.submitter = request.user  # type: ignore[assignment]  # somebody who is logged in
            obj.save()
        elif form.changed_data:
            obj.save(update_fields=[name for name in form.changed_data if name != "negotiations"])

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        """The talks likewise: those that a colleague chose meanwhile stay where they were not edited here."""
        if not change or "negotiations" in form.changed_data:
            super().save_related(request, form, formsets, change)

    @admin.action(description="Pause the selected feeds", permissions=["change"])
    def pause(self, request: HttpRequest, queryset: "QuerySet[Feed]") -> None:
        for feed in queryset:
            ingestion.pause_feed(feed, reason=f"Paused by {request.user.get_username()}.")
        self.message_user(request, f"{queryset.count()} paused.", messages.SUCCESS)

    @admin.action(description="Ask the selected feeds now, also paused ones", permissions=["change"])
    def resume(self, request: HttpRequest, queryset: "QuerySet[Feed]") -> None:
        for feed in queryset:
            ingestion.resume_feed(feed)
        self.message_user(request, f"{queryset.count()} are asked within half a minute.", messages.SUCCESS)


@admin.register(SiteRules)
class SiteRulesAdmin(ReadOnlyAdmin):
    list_display = ("origin", "read_at", "next_request_at")
    search_fields = ("origin",)
