"""The door of the admin, in a real browser."""

from django.contrib.auth.models import User

from tests.browser import Visit


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
