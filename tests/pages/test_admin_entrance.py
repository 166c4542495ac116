"""The door of the admin, in a real browser."""

from django.contrib.auth.models import User

from tests.browser import Visit
from tests.pages.desk_at_work import administrator, sign_in
from tests.suggestions import suggest
from tests.world import RiverTalks


def test_staff_sign_in_and_see_what_there_is(visit: Visit, curator: User) -> None:
    curator.set_password("between two rivers")
    curator.is_superuser = True
    curator.save()
    page = visit.open("/admin/")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("between two rivers")
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("link", name="Statements", exact=True).first.wait_for()
    visit.assert_clean()


def test_the_first_page_fits_a_phone(visit: Visit, talks: RiverTalks) -> None:
    suggest(talks, ["The quota stays."])
    sign_in(visit, administrator())
    visit.page.set_viewport_size({"width": 360, "height": 800})
    page = visit.open("/admin/")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    visit.assert_accessible()
