"""The review desk as a curator uses it: by keys alone, in a real browser."""

import pytest

from positions.models import Decision, Position
from tests.browser import Visit
from tests.pages.desk_at_work import administrator, sign_in, suggest
from tests.world import RiverTalks


@pytest.fixture
def desk(visit: Visit, talks: RiverTalks) -> Visit:
    """Grace is signed in; twenty statements wait."""
    for day in range(1, 6):
        suggest(talks, [f"The quota of plot {day}-{n} stays as it is." for n in range(4)], day=day)
    sign_in(visit, administrator())
    return visit


def press(visit: Visit, key: str) -> None:
    """Presses a key and waits for the sheet that it brings."""
    before = visit.page.locator("#sheet").element_handle()
    visit.page.keyboard.press(key)
    visit.page.wait_for_function("old => !old.isConnected", arg=before)


def test_twenty_statements_are_worked_through_by_keys_alone(desk):
    page = desk.open("/admin/desk/")
    for _ in range(20):
        press(desk, "a")
    page.get_by_role("heading", name="Nothing is waiting").wait_for()
    assert Decision.objects.filter(decision="accept", decided_by__username="grace").count() == 20
    assert Position.objects.known().get().evidence.known().count() == 20
    desk.assert_clean()
