"""What was taken down, and which public change told it."""

from django.contrib import admin

from positions.admin.readonly import ReadOnlyAdmin
from positions.models import TakeDown


@admin.register(TakeDown)
class TakeDownAdmin(ReadOnlyAdmin):
    list_display = ("article", "reason", "revision", "by", "at")
    list_select_related = ("article__taken_down_by", "revision__negotiation")
    ordering = ("-pk",)

    @admin.display(description="reason")
    def reason(self, told: TakeDown) -> str:
        return told.article.taken_down_reason

    @admin.display(description="by")
    def by(self, told: TakeDown) -> str:
        return str(told.article.taken_down_by)

    @admin.display(description="at")
    def at(self, told: TakeDown) -> object:
        return told.article.taken_down_at
