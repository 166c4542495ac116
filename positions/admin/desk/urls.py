"""The first page of the admin, and the addresses below `/admin/desk/`; only staff who are signed in get through."""

from django.contrib.admin import site
from django.urls import path

from positions.admin import sessions
from positions.admin.desk import changing, coding, correcting, first_page, keeping, taking_down, trail, views

urlpatterns = [
    path("", site.admin_view(first_page.show_first_page), name="index"),
    path("signed-in/", site.admin_view(sessions.say_who), name="signed_in"),
    path("desk/", site.admin_view(views.show_desk), name="desk"),
    path("desk/decide/", site.admin_view(views.decide), name="desk_decide"),
    path("desk/undo/", site.admin_view(views.undo), name="desk_undo"),
    path("desk/foresee/", site.admin_view(views.foresee), name="desk_foresee"),
    path("desk/articles/<uuid:uuid>/", site.admin_view(coding.code_article), name="desk_article"),
    path("desk/articles/<uuid:uuid>/correct/", site.admin_view(correcting.correct_article), name="desk_correct"),
    path("desk/articles/<uuid:uuid>/take-down/", site.admin_view(taking_down.take_down_article), name="desk_take_down"),
    path("desk/keep/", site.admin_view(keeping.keep_answer), name="desk_keep"),
    path("desk/snapshots/<uuid:uuid>/verify/", site.admin_view(keeping.verify), name="desk_verify"),
    path("desk/trail/", site.admin_view(trail.show_trail), name="desk_trail"),
    path("desk/quotation/", site.admin_view(coding.code_excerpt), name="desk_quotation"),
    path("desk/positions/<uuid:uuid>/", site.admin_view(changing.show_timeline), name="desk_timeline"),
    path("desk/positions/<uuid:uuid>/<slug:way>/", site.admin_view(changing.change_position), name="desk_change"),
]
