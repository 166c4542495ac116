"""Addresses below `/admin/catalogs/`; only staff who are signed in get through."""

from django.contrib.admin import site
from django.urls import URLPattern, path

from positions.admin.catalog_desk import merging, views

SECTIONS = tuple(views.NOUNS)


def entry_paths(section: str) -> list[URLPattern]:
    """The form of a new entry and of one that is there."""
    view = site.admin_view(views.edit_entry)
    return [
        path(f"<slug:slug>/{section}/", view, {"section": section}, name=f"catalog_new_{section}"),
        path(f"<slug:slug>/{section}/<slug:entry>/", view, {"section": section}, name=f"catalog_{section}"),
        path(f"<slug:slug>/{section}/<slug:entry>/rename/", site.admin_view(views.rename), {"section": section}),
        path(f"<slug:slug>/{section}/<slug:entry>/merge/", site.admin_view(merging.merge), {"section": section}),
    ]


urlpatterns = [
    path("", site.admin_view(views.edit_talks), name="catalog_new"),
    path("<slug:slug>/", site.admin_view(views.show_catalog), name="catalog"),
    path("<slug:slug>/talks/", site.admin_view(views.edit_talks), name="catalog_talks"),
    path("<slug:slug>/talks/rename/", site.admin_view(views.rename)),
    path("<slug:slug>/file/", site.admin_view(views.download_catalog), name="catalog_file"),
    *(address for section in SECTIONS for address in entry_paths(section)),
]
