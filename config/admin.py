"""Django's admin, with the curator's desk in its site."""

from django.contrib.admin.apps import AdminConfig


class CuratingConfig(AdminConfig):
    """The admin whose site is the product's own."""

    default_site = "config.admin_site.CuratingSite"
