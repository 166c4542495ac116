"""Addresses: the pages, the API, its docs and the admin."""

from django.contrib import admin
from django.templatetags.static import static
from django.urls import include, path
from django.views.generic import RedirectView

from positions.api.edge.operations import Metrics
from positions.api.endpoints.problem_pages import problem_page

handler500 = "positions.api.edge.not_now.handle_error"
urlpatterns = [
    path("favicon.ico", RedirectView.as_view(url=static("positions/icon.svg"))),  # asked for where a page names none
    path("", include("positions.pages.urls")),
    path("docs/problems/<slug:kind>", problem_page),
    path("metrics", Metrics.as_view()),
    path("admin/", admin.site.urls),
    path("api/v1/", include("positions.api.urls")),
]
