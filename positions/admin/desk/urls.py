"""Addresses below `/admin/desk/`; only staff who are signed in get through."""

from django.contrib.admin import site
from django.urls import path

from positions.admin.desk import changing, coding, views

urlpatterns = [
    path("", site.admin_view(views.show_desk), name="desk"),
    path("decide/", site.admin_view(views.decide), name="desk_decide"),
    path("undo/", site.admin_view(views.undo), name="desk_undo"),
    path("foresee/", site.admin_view(views.foresee), name="desk_foresee"),
    path("articles/<uuid:uuid>/", site.admin_view(coding.code_article), name="desk_article"),
    path("quotation/", site.admin_view(coding.code_excerpt), name="desk_quotation"),
    path("positions/<uuid:uuid>/", site.admin_view(changing.show_timeline), name="desk_timeline"),
    path("positions/<uuid:uuid>/<slug:way>/", site.admin_view(changing.change_position), name="desk_change"),
]
