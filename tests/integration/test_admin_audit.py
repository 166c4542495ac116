"""Who did what: every decision and change, filtered, and exported without formulas."""

import csv
import io
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from positions import review
from positions.vocabulary import Stance
from tests.world import RiverTalks, say, signed_in

DECISIONS = reverse("admin:positions_decision_changelist")
REVISIONS = reverse("admin:positions_revision_changelist")


@pytest.fixture
def grace(talks: RiverTalks) -> Client:
    grace = User.objects.create_superuser("grace")
    for day, by in ((1, talks.by), (2, grace)):
        statement = say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, day))
        review.accept_statement(statement, by=by, reason="=HYPERLINK(1)")
    return signed_in(grace)


@pytest.mark.parametrize(("address", "who"), [(DECISIONS, "decided_by"), (REVISIONS, "committed_by")])
def test_the_trail_is_filtered_by_person_and_exported(talks, grace, address, who):
    by_ada = f"{address}?{who}__id__exact={talks.by.pk}"
    page = grace.get(by_ada)
    selected = [row.pk for row in page.context["cl"].result_list]
    answer = grace.post(by_ada, {"action": "export", "_selected_action": selected})
    assert answer["Content-Type"].startswith("text/csv")
    header, *rows = csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig")))
    assert len(rows) == len(selected) >= 1
    assert {row[header.index("by")] for row in rows} == {"ada"}


def test_no_exported_cell_begins_a_formula(grace):
    selected = [row.pk for row in grace.get(DECISIONS).context["cl"].result_list]
    answer = grace.post(DECISIONS, {"action": "export", "_selected_action": selected})
    cells = [cell for row in csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))) for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
