"""Many statements are rejected from the list: a dry run first, then all, or none where one was decided since."""

import pytest
from django.contrib.auth.models import User

from positions import review
from positions.models import Decision, PendingStatement
from tests.browser import Visit
from tests.pages.desk_at_work import administrator, sign_in
from tests.suggestions import suggest
from tests.world import RiverTalks


@pytest.fixture
def grace(visit: Visit, talks: RiverTalks) -> User:
    suggest(talks, [f"The quota of plot {n} stays as it is." for n in range(5)])
    grace = administrator()
    sign_in(visit, grace)
    return grace


def select_all(visit: Visit) -> None:
    page = visit.open("/admin/positions/statement/")
    page.locator("#action-toggle").check()
    page.get_by_text("5 of 5 selected").wait_for()
    page.get_by_label("Action:").select_option(label="Dry run: reject all selected, or none")
    page.get_by_role("button", name="Run").or_(page.get_by_role("button", name="Go")).click()
    page.get_by_text("A dry run: nothing is decided yet. All are decided, or none.").wait_for()


def test_a_selection_is_rejected_after_a_dry_run(visit, grace):
    select_all(visit)
    page = visit.page
    assert page.locator("#desk tbody tr").count() == 5
    assert not Decision.objects.exists()
    visit.assert_accessible()
    page.get_by_label("Reason").fill("It is irony.")
    page.get_by_role("button", name="Reject all 5").click()
    page.get_by_text("Done: 5 statements. Each can be undone by itself.").wait_for()
    assert set(Decision.objects.values_list("decision", "reason", "decided_by__username")) == {
        ("reject", "It is irony.", "grace")
    }
    assert not PendingStatement.objects.exists()
    visit.assert_clean()


def test_what_somebody_decided_since_the_dry_run_stops_all_of_it(visit, grace, talks):
    select_all(visit)
    taken = PendingStatement.objects.order_by("pk")[2].statement
    review.reject_statement(taken, by=talks.by)
    page = visit.page
    page.get_by_role("button", name="Reject all 5").click()
    page.get_by_text("Nothing was decided: something changed meanwhile. Look again.").wait_for()
    assert Decision.objects.count() == 1
    visit.assert_accessible()
    page.get_by_role("button", name="Dry run again, without the refused ones").click()
    page.get_by_role("button", name="Reject all 4").click()
    page.get_by_text("Done: 4 statements.").wait_for()
    assert Decision.objects.count() == 5
    visit.assert_clean()
