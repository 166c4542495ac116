"""The application that brings templates, styles, scripts and texts of the public pages."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "positions.pages"
    label = "pages"
    verbose_name = "Public pages"
