"""Tokens: who has which, when they were last used, and taking them back. They are made by `manage.py create_token`."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from positions import tokens
from positions.admin.readonly import ReadOnlyAdmin
from positions.counting import counted
from positions.models import AccessToken


@admin.register(AccessToken)
class AccessTokenAdmin(ReadOnlyAdmin):
    list_display = ("token_key", "user", "scopes", "created", "expiry", "revoked_at", "last_used_at")
    list_select_related = ("user",)
    search_fields = ("token_key", "user__username")
    ordering = ("-created",)
    actions = ("revoke",)

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("positions.change_accesstoken")

    @admin.action(description="Revoke the selected tokens", permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: "QuerySet[AccessToken]") -> None:
        n_revoked = sum(tokens.revoke_token(token, at=timezone.now()) for token in queryset)
        self.message_user(
            request, f"{counted(n_revoked, 'token')} revoked.", messages.SUCCESS if n_revoked else messages.WARNING
        )
