"""Whoever is signed out while they type, and signs in again elsewhere, loses nothing; two clicks do one thing."""

from time import sleep

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Page

from positions.admin import bulk
from positions.models import Article, Decision, Position, Statement
from tests.browser import Visit
from tests.pages.desk_at_work import administrator, press, told
from tests.suggestions import suggest
from tests.world import RiverTalks, write_article

SIGNED_OUT = "You are signed out"
PASSWORD = "a long enough one"


@pytest.fixture
def grace(visit: Visit, talks: RiverTalks) -> User:
    grace = administrator()
    grace.set_password(PASSWORD)
    grace.save()
    enter(visit, visit.page)
    return grace


def enter(visit: Visit, page: Page, name: str = "grace") -> None:
    """By the door, which gives the browser another token."""
    page.goto(f"{visit.address}/admin/login/?next=/admin/password_change/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/password_change/")


def leave(visit: Visit) -> None:
    visit.page.context.clear_cookies(name="sessionid")


def enter_elsewhere(visit: Visit, name: str = "grace") -> None:
    """In another tab of the same browser."""
    leave(visit)
    other = visit.page.context.new_page()
    enter(visit, other, name)
    other.close()


def test_a_decision_is_made_once_signed_in_again(visit, grace, talks):
    suggest(talks, ["The quota stays.", "No dam will stand here."])
    page = visit.open("/admin/desk/")
    page.get_by_label("Summary").fill("As I typed it.")
    leave(visit)
    page.keyboard.press("Control+Enter")
    told(page, SIGNED_OUT)
    enter_elsewhere(visit)
    press(page, "Control+Enter")
    told(page, "Accepted: Northland")
    assert Decision.objects.count() == 1
    assert Position.objects.get().summary == "As I typed it."


def test_an_article_that_was_typed_is_stored_once_signed_in_again(visit, grace, talks):
    page = visit.open("/admin/positions/article/add/")
    page.get_by_label("Text:").fill("The dam will never be built. " * 30)
    page.locator("#id_file").set_input_files([])
    leave(visit)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("alert").filter(has_text=SIGNED_OUT).wait_for()
    enter_elsewhere(visit)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("was added successfully").wait_for()
    assert Article.objects.get().text.startswith("The dam will never be built.")


def test_a_coded_statement_is_stored_with_the_button_that_was_pressed(visit, grace, talks):
    article = write_article("Ms Holm said that Northland will never build the dam.")
    page = visit.open(f"/admin/desk/articles/{article.uuid}/")
    page.get_by_label("Words", exact=True).fill("will never build the dam")
    page.get_by_label("Opposes").check()
    page.get_by_label("Party").select_option("northland")
    page.get_by_label("Target").select_option("dam")
    page.get_by_label("Known how").select_option("paraphrased")
    page.get_by_label("Said on").fill("2024-03-05")
    enter_elsewhere(visit)  # before anything is pressed: the page's token is old
    page.get_by_role("button", name="Store, and review it now").click()
    page.get_by_text("Begins Northland: opposes on 5 March 2024.").wait_for()
    assert Statement.objects.get().coder == grace


def test_what_one_person_typed_is_not_sent_as_another_unasked(visit, grace, talks):
    User.objects.create_superuser("ada2", password=PASSWORD)
    page = visit.open("/admin/positions/article/add/")
    page.get_by_label("Text:").fill("The dam will never be built. " * 30)
    enter_elsewhere(visit, "ada2")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("You are signed in as ada2 now, and grace opened this page.").wait_for()
    assert not Article.objects.exists()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("was added successfully").wait_for()
    assert Article.objects.get().submitter.username == "ada2"


def test_a_second_click_does_nothing_and_the_first_one_is_answered(visit, grace, talks, monkeypatch):
    suggest(talks, [f"The quota of plot {n} stays as it is." for n in range(3)])
    page = visit.open(reverse("admin:positions_statement_changelist"))
    page.locator("#action-toggle").check()
    page.get_by_label("Action:").select_option(label="Dry run: reject all selected, or none")
    page.get_by_role("button", name="Run").or_(page.get_by_role("button", name="Go")).click()
    page.get_by_text("A dry run: nothing is decided yet.").wait_for()
    arrived = slowly(monkeypatch)
    button = page.get_by_role("button", name="Reject all 3")
    button.evaluate("button => { button.click(); setTimeout(() => button.click(), 120); }")
    page.get_by_text("Done: 3 statements.").wait_for()
    assert arrived == [True]
    assert Decision.objects.count() == 3


def slowly(monkeypatch) -> list[bool]:
    """Every decision on many takes half a second; gives those that arrive: whether each was confirmed."""
    arrived: list[bool] = []
    run = bulk._run

    def wait_and_run(asked, *, by, is_confirmed):
        arrived.append(is_confirmed)
        sleep(0.5)
        return run(asked, by=by, is_confirmed=is_confirmed)

    monkeypatch.setattr(bulk, "_run", wait_and_run)
    return arrived


def test_files_are_asked_for_one_after_the_other(visit, grace, talks):
    suggest(talks, ["The quota stays."])
    page = visit.open(reverse("admin:positions_statement_changelist"))
    page.locator("#action-toggle").check()
    page.get_by_label("Action:").select_option(label="Export the selected statements (CSV)")
    run = page.get_by_role("button", name="Run").or_(page.get_by_role("button", name="Go"))
    for _ in range(2):
        with page.expect_download():
            run.click()
        page.wait_for_timeout(1_200)


def test_a_form_that_is_come_back_to_can_be_sent_again(visit, grace, talks):
    page = visit.open("/admin/desk/quotation/")
    button = page.get_by_role("button", name="Store, and review it now")
    button.click()
    page.get_by_text("This field is required.").first.wait_for()
    page.go_back()
    button.click()
    page.get_by_text("This field is required.").first.wait_for()
    visit.assert_clean()
