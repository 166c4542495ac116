"""Addresses below `/admin/catalogs/`; only staff who are signed in get through."""

from django.contrib.admin import site
from django.urls import URLPattern, path

from positions.admin.catalog_desk import merging, views
from positions.admin.catalog_desk.former_addresses import View, at_present_address

SECTIONS = tuple(views.NOUNS)


def guarded(view: View, *, follows_merges: bool = True) -> View:
    """For staff, under every name that the talks and their entries ever had."""
    answer: View = site.admin_view(at_present_address(view, follows_merges=follows_merges))
    return answer


def entry_paths(section: str) -> list[URLPattern]:
    """The form of a new entry and of one that is there."""
    view, rename = guarded(views.edit_entry), guarded(views.rename, follows_merges=False)
    merge = guarded(merging.merge, follows_merges=False)
    return [
        path(f"<slug:slug>/{section}/", view, {"section": section}, name=f"catalog_new_{section}"),
        path(f"<slug:slug>/{section}/<slug:entry>/", view, {"section": section}, name=f"catalog_{section}"),
        path(f"<slug:slug>/{section}/<slug:entry>/rename/", rename, {"section": section}),
        path(f"<slug:slug>/{section}/<slug:entry>/merge/", merge, {"section": section}),
    ]


urlpatterns = [
    path("", guarded(views.edit_talks), name="catalog_new"),
    path("<slug:slug>/", guarded(views.show_catalog), name="catalog"),
    path("<slug:slug>/talks/", guarded(views.edit_talks), name="catalog_talks"),
    path("<slug:slug>/talks/rename/", guarded(views.rename)),
    path("<slug:slug>/file/", guarded(views.download_catalog), name="catalog_file"),
    *(address for section in SECTIONS for address in entry_paths(section)),
]
