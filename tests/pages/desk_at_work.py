"""People at the desk: signed in, at its keys."""

from django.contrib.auth.models import User
from playwright.sync_api import Page

from tests.browser import Visit
from tests.world import signed_in


def sign_in(visit: Visit, user: User) -> None:
    """Puts the session's cookie into the browser: the door itself has a test of its own."""
    client = signed_in(user)
    cookie = client.cookies["sessionid"]
    visit.page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": visit.address}])


def administrator(name: str = "grace") -> User:
    return User.objects.create_superuser(name)


def press(page: Page, key: str) -> None:
    """Presses a key, once the page and its script are there, and waits for the sheet that it brings."""
    page.wait_for_load_state()
    before = page.locator("#sheet").element_handle()
    page.keyboard.press(key)
    page.wait_for_function("old => !old.isConnected", arg=before)


def told(page: Page, text: str) -> None:
    """The desk says so, above the statement."""
    page.locator("#desk-notice", has_text=text).wait_for()
