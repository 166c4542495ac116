"""Addresses below `/admin/desk/`; only staff who are signed in get through."""

from django.contrib.admin import site
from django.urls import path

from positions.admin.desk import views

urlpatterns = [
    path("", site.admin_view(views.show_desk), name="desk"),
    path("decide/", site.admin_view(views.decide), name="desk_decide"),
    path("undo/", site.admin_view(views.undo), name="desk_undo"),
    path("foresee/", site.admin_view(views.foresee), name="desk_foresee"),
]
