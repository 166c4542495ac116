"""A day that is only that on which an article came in is told as such, wherever statements are given away."""

import csv
import io

from django.test import Client
from django.urls import reverse

from positions import review
from positions.models import Statement
from positions.queries.listing import public_rows
from positions.review import Amendment
from positions.statements import store_found
from positions.vocabulary import Attribution
from tests.suggestions import run_on, suggestion
from tests.world import RiverTalks, write_article

LIST = reverse("admin:positions_statement_changelist")
STATEMENTS = "/api/v1/statements/"
TEXT = "Northland spoke. The quota stays. It is expected to say no. It may say more."


def found(talks: RiverTalks) -> tuple[Statement, Statement]:
    """Two in one article without a date: of one a curator said the day, the other, a prediction, needs none."""
    run = run_on(write_article(TEXT, published_on=None), talks)
    predicted = suggestion(TEXT, "expected to say no.", attribution=Attribution.PREDICTED)
    store_found(run, [suggestion(TEXT, "The quota stays."), predicted])
    dated, prediction = run.article.statements.order_by("start")
    review.amend_statement(dated, by=talks.by, amendment=Amendment(said_on=dated.said_on))
    review.accept_statement(prediction, by=talks.by)
    return dated, prediction


def test_the_day_on_which_an_article_came_in_is_told_as_such(talks: RiverTalks, client: Client, grace: Client):
    dated, prediction = found(talks)
    told = {str(dated.uuid): (True, False), str(prediction.uuid): (True, True)}
    rows = client.get(STATEMENTS).json()["results"]
    assert {row["id"]: (row["is_undated"], row["accepted"]["is_undated"]) for row in rows} == told
    packed = list(public_rows.statements(talks.negotiation))
    assert {str(row.id): (row.is_undated, row.accepted.is_undated) for row in packed} == told
    table = client.get(STATEMENTS, {"format": "csv"}).content.decode("utf-8-sig")
    cells = {row["id"]: row["is_undated"] for row in csv.DictReader(io.StringIO(table))}
    assert cells == dict.fromkeys(told, "true")
    sent = {"action": "export", "_selected_action": [dated.pk, prediction.pk]}
    exported = grace.post(f"{LIST}?decision=all", sent).getvalue().decode("utf-8-sig")
    assert [row["is_undated"] for row in csv.DictReader(io.StringIO(exported))] == ["true", "true"]
