"""Webhooks: who is told of what, and why not; what was sent to them."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from positions import follow_ups, webhooks
from positions.admin.readonly import ReadOnlyAdmin
from positions.models import Delivery, Event, Webhook


@admin.register(Webhook)
class WebhookAdmin(ReadOnlyAdmin):
    list_display = ("address", "owner", "events", "negotiation", "created_at", "disabled_at", "disabled_reason")
    list_select_related = ("owner", "negotiation")
    list_filter = (("disabled_at", admin.EmptyFieldListFilter), "negotiation")
    search_fields = ("address", "owner__username")
    exclude = ("secret",)
    actions = ("enable",)

    def has_enable_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("positions.change_webhook")

    @admin.action(description="Enable the selected webhooks again, and send what they missed", permissions=["enable"])
    def enable(self, request: HttpRequest, queryset: "QuerySet[Webhook]") -> None:
        disabled = list(queryset.filter(disabled_at__isnull=False))
        for webhook in disabled:
            follow_ups.wake_deliveries(webhooks.enable_webhook(webhook))
        level = messages.SUCCESS if disabled else messages.WARNING
        self.message_user(request, f"{len(disabled)} webhooks enabled.", level)


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    list_display = ("event", "webhook", "delivery_state", "n_attempts", "last_attempt_at", "last_outcome")
    list_select_related = ("event", "webhook")
    list_filter = ("delivery_state", "event__kind")
    search_fields = ("webhook__address",)


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ("kind", "negotiation", "revision", "happened_at")
    list_select_related = ("negotiation", "revision__negotiation")
    list_filter = ("kind", "negotiation")
