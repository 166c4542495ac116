"""The base of every page here: rows are looked at, and changed only through the stages."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.http import HttpRequest

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
else:
    ModelAdmin = admin.ModelAdmin
    TabularInline = admin.TabularInline


# A row's part of the API's answers, as they are sent.
FOR_PROGRAMS = frozenset(("rendered",))


class LooksOnly:
    """Nobody adds, edits or deletes a row by hand, superusers included: history would no longer be true."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ReadOnlyAdmin(LooksOnly, ModelAdmin):
    """A list and a page per row, without a form. `list_select_related` keeps the count of queries constant."""

    list_per_page = 50
    show_full_result_count = False

    def hidden_from(self, request: HttpRequest) -> frozenset[str]:
        """The columns that are not for who looks: no page shows them, and no filter in an address finds them out."""
        return frozenset()

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Every column, also those that no form could have."""
        hidden = self.hidden_from(request)
        shown = [field.name for field in self.opts.fields if not field.auto_created and not field.primary_key]
        return [name for name in shown if name not in hidden | FOR_PROGRAMS]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Django filters by any column that an address names; here by none that is hidden."""
        column = lookup.partition(LOOKUP_SEP)[0]
        return column not in self.hidden_from(request) and super().lookup_allowed(lookup, value, request)

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        return self.get_readonly_fields(request, obj)


class ReadOnlyInline(LooksOnly, TabularInline):
    """Rows that belong to the one on the page. `related`: what they name, so that no row asks for it by itself."""

    extra = 0
    show_change_link = True
    related: ClassVar[tuple[str, ...]] = ()

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        return super().get_queryset(request).select_related(*self.related or [None])  # without a name Django takes all

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        """What is shown, or every column but the keys."""
        return list(self.fields or [field.name for field in self.opts.fields if not field.primary_key])
