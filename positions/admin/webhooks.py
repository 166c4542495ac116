"""Webhooks: who is told of what, and why not; what was sent to them."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from positions import follow_ups, webhooks
from positions.admin.readonly import ReadOnlyAdmin
from positions.counting import counted
from positions.models import Delivery, Event, Webhook

SECRETS = frozenset({"secret", "previous_secrets"})


def sees_addresses(request: HttpRequest) -> bool:
    """Whoever knows the address of a chat's hook may write there, so it is not for all who look."""
    return request.user.has_perm("positions.change_webhook")


@admin.register(Webhook)
class WebhookAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "owner", "events", "negotiation", "created_at", "disabled_at", "disabled_reason")
    list_select_related = ("owner", "negotiation")
    list_filter = (("disabled_at", admin.EmptyFieldListFilter), "negotiation")
    search_fields = ("owner__username",)
    actions = ("enable",)

    def hidden_from(self, request: HttpRequest) -> frozenset[str]:
        """A secret from everybody."""
        return SECRETS if sees_addresses(request) else SECRETS | {"address"}

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return (*self.search_fields, "address") if sees_addresses(request) else self.search_fields

    def has_enable_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("positions.change_webhook")

    @admin.action(description="Enable the selected webhooks again, and send what they missed", permissions=["enable"])
    def enable(self, request: HttpRequest, queryset: "QuerySet[Webhook]") -> None:
        disabled = list(queryset.filter(disabled_at__isnull=False))
        for webhook in disabled:
            follow_ups.wake_deliveries(webhooks.enable_webhook(webhook))
        level = messages.SUCCESS if disabled else messages.WARNING
        self.message_user(request, f"{counted(len(disabled), 'webhook')} enabled.", level)


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    list_display = ("event", "webhook", "delivery_state", "n_attempts", "last_attempt_at", "last_outcome")
    list_select_related = ("event", "webhook")
    list_filter = ("delivery_state", "event__kind")
    search_fields = ("webhook__owner__username",)

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return (*self.search_fields, "webhook__address") if sees_addresses(request) else self.search_fields


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ("kind", "negotiation", "revision", "happened_at")
    list_select_related = ("negotiation", "revision__negotiation")
    list_filter = ("kind", "negotiation")
