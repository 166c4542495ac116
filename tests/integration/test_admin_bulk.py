"""Many statements are decided at once: a dry run first, then all of them or none."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from positions import history, review
from positions.models import Decision, Position, Statement
from positions.statements import store_found
from positions.vocabulary import Attribution, DecisionKind, Stance
from tests.suggestions import run_on, suggestion
from tests.world import RiverTalks, hold, say, signed_in, write_article

LIST = reverse("admin:positions_statement_changelist") + "?decision=all"


@pytest.fixture
def two(talks: RiverTalks) -> list[Statement]:
    return [
        say(talks, talks.northland, talks.dam, stance, date(2024, 2, day))
        for day, stance in ((1, Stance.OPPOSES), (9, Stance.SUPPORTS))
    ]


def form(action: str, statements: list[Statement], **more: object) -> dict[str, object]:
    return {"action": action, "_selected_action": [s.pk for s in statements], **more}


def test_a_dry_run_says_what_would_happen_and_decides_nothing(grace, two):
    page = grace.post(LIST, form("accept_all", two)).content.decode()
    assert "Northland: opposes from 1 February 2024" in page
    both = "Northland: opposes from 1 February 2024 until 9 February 2024; Northland: supports from 9 February 2024"
    assert both in page
    assert (Decision.objects.count(), Position.objects.count()) == (0, 0)


def test_a_dry_run_tells_what_the_desk_does_of_each(talks, grace, undated):
    before = say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 1))
    review.accept_statement(before, by=talks.by)
    asked = {"condition": "the quota stays", "attribution": Attribution.REPORTED}
    new = say(talks, talks.northland, talks.dam, Stance.CONDITIONAL, date(2024, 2, 9), **asked)
    page = " ".join(grace.post(LIST, form("accept_all", [new])).content.decode().split())
    assert "said on 9 February 2024, reported" in page
    assert "Minister digs in, Northport Courier" in page
    assert "Northland: conditional, if the quota stays from 9 February 2024" in page
    tag = '<span class="desk-tag accept">accept</span>'
    alike = f'?statement={before.uuid}">Minister digs in</a> {tag} opposes, 1 February'
    assert alike in page.partition("In nearly the same words elsewhere")[2]
    assert "without a day, " in grace.post(LIST, form("accept_all", [undated])).content.decode()


@pytest.mark.parametrize("n", [1, 4])
def test_what_is_alike_is_looked_for_at_once_and_only_of_what_may_be_accepted(talks, grace, n):
    said = [say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, day)) for day in range(1, n + 2)]
    review.reject_statement(said[0], by=talks.by)
    with CaptureQueriesContext(connection) as queries:
        page = grace.post(LIST, form("accept_all", said)).content.decode()
    assert sum("ROW_NUMBER()" in query["sql"] for query in queries) == 1
    assert page.count("In nearly the same words elsewhere") == n


@pytest.fixture
def undated(talks: RiverTalks) -> Statement:
    article = write_article("Northland's minister said: no dam.", published_on=None)
    store_found(run_on(article, talks), [suggestion(article.text, "no dam.")])
    return article.statements.get()


def test_a_dry_run_leaves_what_has_no_day_to_the_desk_and_goes_on_without_it(grace, two, undated):
    page = grace.post(LIST, form("accept_all", [*two, undated])).content.decode()
    assert page.count("refused: The article has no date: say on which day this was said.") == 1
    assert f'name="_selected_action" value="{undated.pk}"' not in page
    assert "Dry run again, without the refused ones" in page
    grace.post(LIST, form("accept_all", two, confirm="1", **as_shown(grace.post(LIST, form("accept_all", two)))))
    assert set(Decision.objects.values_list("statement", flat=True)) == {statement.pk for statement in two}


def test_confirmed_unseen_what_has_no_day_is_not_accepted_and_nothing_else_is(grace, two, undated):
    seen = {f"version_{s.pk}": f"0-{s.said_on}" for s in (*two, undated)}
    page = grace.post(LIST, form("accept_all", [*two, undated], confirm="1", **seen)).content.decode()
    assert "refused: The article has no date" in page
    assert (Decision.objects.count(), Position.objects.count()) == (0, 0)


def test_what_has_no_day_is_rejected_with_the_others(grace, two, undated):
    seen = {f"version_{s.pk}": f"0-{s.said_on}" for s in (*two, undated)}
    grace.post(LIST, form("reject_all", [*two, undated], confirm="1", **seen))
    assert Decision.objects.filter(decision="reject").count() == 3


def test_accepted_without_a_dry_run_nothing_counts_from_a_day_that_nobody_read(grace, two, undated):
    page = grace.post(LIST, form("accept", [*two, undated]), follow=True).content.decode()
    assert "The article has no date: say on which day this was said. The review desk asks for it" in page
    assert "2 statements accepted." in page
    assert not Decision.objects.filter(statement=undated).exists()


@pytest.mark.parametrize(
    ("attribution", "is_decided", "n_accepted"),
    [(Attribution.PREDICTED, False, 1), (Attribution.REPORTED, True, 0), (Attribution.REPORTED, False, 0)],
)
def test_a_day_is_asked_for_only_where_accepting_would_publish_it(talks, grace, attribution, is_decided, n_accepted):
    article = write_article("Northland's minister said: no dam.", published_on=None)
    store_found(run_on(article, talks), [suggestion(article.text, "no dam.", attribution=attribution)])
    undated = article.statements.get()
    if is_decided:
        review.reject_statement(undated, by=talks.by)
    page = grace.post(LIST, form("accept", [undated]), follow=True).content.decode()
    assert ("say on which day" in page) == (not is_decided and not n_accepted)
    assert Decision.objects.filter(decision=DecisionKind.ACCEPT).count() == n_accepted


def test_what_is_selected_beyond_the_page_is_shown_before_it_is_accepted(grace, two):
    page = grace.post(LIST, form("accept", two[:1], select_across="1")).content.decode()
    assert "A dry run: nothing is decided yet" in page
    assert page.count('name="_selected_action"') == 2
    assert not Decision.objects.exists()


def test_what_is_confirmed_is_done_with_its_reason(grace, two):
    seen = {f"version_{s.pk}": f"0-{s.said_on}" for s in two}
    grace.post(LIST, form("reject_all", two, confirm="1", reason="Irony.", **seen))
    assert set(Decision.objects.values_list("decision", "reason")) == {("reject", "Irony.")}
    assert Decision.objects.count() == 2


def test_where_one_is_refused_none_is_decided(talks, grace, two):
    review.reject_statement(two[0], by=talks.by)
    page = grace.post(LIST, form("accept_all", two)).content.decode()
    assert "refused: ada already decided “reject”" in page
    assert "nothing, since others are refused" in page
    assert Decision.objects.count() == 1


def test_what_changed_between_dry_run_and_confirmation_is_told(talks, grace, two):
    seen = {f"version_{s.pk}": f"0-{s.said_on}" for s in two}
    review.reject_statement(two[0], by=talks.by)
    review.undo_decision(two[0], by=talks.by)
    page = grace.post(LIST, form("accept_all", two, confirm="1", **seen)).content.decode()
    assert "Nothing was decided: something changed meanwhile" in page
    assert "ada decided “undo” on “Northland: opposes The upper dam” on" in page
    assert str(two[0].uuid) not in page.partition("refused:")[2].partition("</td>")[0]
    assert not Position.objects.exists()


def as_shown(page, **more: object) -> dict[str, object]:
    """The form as the page of a dry run sends it."""
    fields = re.findall(r'<input type="hidden" name="((?:version|seen)_\d+)" value="([^"]*)">', page.content.decode())
    return {**dict(fields), **more}


def test_what_was_shown_is_what_is_done_though_one_decision_moves_what_the_next_finds(grace, two):
    shown = as_shown(grace.post(LIST, form("accept_all", two)))
    page = grace.post(LIST, form("accept_all", two, confirm="1", **shown)).content.decode()
    assert "Done: 2 statements" in page
    assert "Back to what waits" in page
    assert [row.stance for row in Position.objects.known().order_by("valid_from")] == ["opposes", "supports"]


def test_nothing_is_decided_once_the_position_is_no_longer_what_the_dry_run_saw(talks, grace):
    held = hold(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 1))
    chosen = [
        say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 3, 14)),
        say(talks, talks.southland, talks.dam, Stance.OPPOSES, date(2024, 3, 14)),
    ]
    trial = grace.post(LIST, form("accept_all", chosen))
    assert "adds evidence for what stands" in trial.content.decode()
    undecided = replace(history.content_of(held), stance=Stance.UNDECIDED)
    history.correct_position(held, content=undecided, by=talks.by)
    page = grace.post(LIST, form("accept_all", chosen, confirm="1", **as_shown(trial))).content.decode()
    assert "Nothing was decided: something changed meanwhile" in page
    assert "ada changed what is recorded for Northland on “The upper dam” meanwhile" in page
    assert (Decision.objects.count(), Position.objects.known().get().stance) == (0, "undecided")
    for statement in chosen:
        assert f'name="_selected_action" value="{statement.pk}"' in page
    assert "Dry run again</button>" in page


def test_who_may_not_decide_has_no_such_action(talks, two):
    client = signed_in(User.objects.create_user("ken", is_staff=True))
    client.post(LIST, form("accept_all", two, confirm="1"))
    assert not Decision.objects.exists()
