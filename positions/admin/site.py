"""The admin's site: Django's own, with the curator's desk beside the lists."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, path

from positions.admin.desk import views


class CuratingSite(admin.AdminSite):
    """Where analysts work all day."""

    site_header = "Parley"
    site_title = "Parley"
    index_title = "What was said, and what it was taken to mean"

    def get_urls(self) -> list[URLPattern | URLResolver]:
        desk = [
            path("desk/", self.admin_view(views.show_desk), name="desk"),
            path("desk/decide/", self.admin_view(views.decide), name="desk_decide"),
            path("desk/undo/", self.admin_view(views.undo), name="desk_undo"),
            path("desk/foresee/", self.admin_view(views.foresee), name="desk_foresee"),
        ]
        return [*desk, *super().get_urls()]
