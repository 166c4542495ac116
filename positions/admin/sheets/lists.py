"""A list whose rows leave and arrive as CSV files."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from positions.admin.readonly import ReadOnlyAdmin
from positions.admin.sheets.arriving import Kind, import_sheet


class SheetAdmin(ReadOnlyAdmin):
    """With a way to the import, for those who may."""

    change_list_template = "admin/sheets/list.html"
    sheet_kind: ClassVar[Kind]

    def get_urls(self) -> list[URLPattern]:
        """Before the rest, which would take `import` for a key."""
        name = f"positions_{self.opts.model_name}_import"
        return [path("import/", self.admin_site.admin_view(self.import_rows), name=name), *super().get_urls()]

    def import_rows(self, request: HttpRequest) -> HttpResponse:
        return import_sheet(request, self.sheet_kind)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        may_import = request.user.has_perm(self.sheet_kind.permission)
        return super().changelist_view(request, {**(extra_context or {}), "may_import": may_import})
