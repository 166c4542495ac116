"""Addresses: the API, its docs and the admin."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("", RedirectView.as_view(url="/api/v1/docs/")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("positions.api.urls")),
]
