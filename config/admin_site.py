"""The admin's site: Django's own, with the curator's desk beside the lists.

It is asked for before the product's lists are registered, so it names the desk's addresses and imports none of them.
"""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, TypeVar, cast

from django.contrib import admin, messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, include, path, reverse

from config.signing_in import SigningInForm

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

LOST = (
    "You were signed out, and nothing of what you sent was stored. Go back in your browser: what you typed may still "
    "be there. Copy it, or sign in in another tab and send it again."
)


class CuratingSite(admin.AdminSite):
    """Where analysts work all day."""

    site_header = "Parley"
    site_title = "Parley"
    enable_nav_sidebar = False  # beside all the lists one of them has no room for its own columns
    login_form = SigningInForm
    index_template = "admin/desk/first_page.html"
    index_title = "Curating"

    def admin_view(self, view: View, cacheable: bool = False) -> View:  # noqa: FBT001, FBT002  (Django's signature)
        """Whoever sends a form without being signed in is told, at the door, that nothing of it was stored."""
        guarded = super().admin_view(view, cacheable)

        def answer(request: HttpRequest, *arguments: Any, **options: Any) -> HttpResponseBase:
            is_of_a_person = request.method == "POST" and not request.headers.get("X-Desk")
            if is_of_a_person and not self.has_permission(request) and request.path != reverse("admin:logout"):
                messages.warning(request, LOST)
            return guarded(request, *arguments, **options)

        return cast("View", update_wrapper(answer, guarded))

    def get_urls(self) -> list[URLPattern | URLResolver]:
        return [
            path("", include("positions.admin.desk.urls")),
            path("catalogs/", include("positions.admin.catalog_desk.urls")),
            *super().get_urls(),
        ]
