"""The admin's site: Django's own, with the curator's desk beside the lists.

It is asked for before the product's lists are registered, so it names the desk's addresses and imports none of them.
"""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path


class CuratingSite(admin.AdminSite):
    """Where analysts work all day."""

    site_header = "Parley"
    site_title = "Parley"
    index_template = "admin/desk/first_page.html"
    index_title = "What was said, and what it was taken to mean"

    def get_urls(self) -> list[URLPattern | URLResolver]:
        return [
            path("", include("positions.admin.desk.urls")),
            path("catalogs/", include("positions.admin.catalog_desk.urls")),
            *super().get_urls(),
        ]
