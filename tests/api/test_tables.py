"""Table-shaped answers as CSV: the same rows, the same columns always, and nothing that runs in a spreadsheet."""

import csv
import io
from datetime import date
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import get_resolver

from positions import history
from positions.api.views import TableView
from positions.vocabulary import Act, Stance
from tests.api.asking import COMPARISON, RIVER, ask, refused
from tests.api.examples import ANSWERS, asked, river_talks_of_the_examples
from tests.world import RiverTalks, hold

FEBRUARY = date(2024, 2, 10)


def table(client: Client, address: str, **parameters: object) -> list[dict[str, str]]:
    response = client.get(address, {**parameters, "format": "csv"})
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.content.decode(), newline="")))


def test_the_matrix_is_a_line_a_cell(client: Client, talks: RiverTalks):
    hold(talks, talks.northland, talks.dam, Stance.OPPOSES, FEBRUARY)
    rows = table(client, COMPARISON, valid_on="2024-03-05", target="dam")
    assert [(row["party"], row["target"], row["absence"], row["position.stance"]) for row in rows] == [
        ("northland", "dam", "", "opposes"),
        ("southland", "dam", "never_stated", ""),
        ("river-league", "dam", "never_stated", ""),
    ]
    answer = ask(client, COMPARISON, valid_on="2024-03-05", target="dam")
    assert {(row["valid_on"], row["known_at"]) for row in rows} == {("2024-03-05", answer["known_at"])}


def test_what_was_taken_back_is_a_line_that_leads_to_it(client: Client, talks: RiverTalks):
    held = hold(talks, talks.northland, talks.dam, Stance.OPPOSES, FEBRUARY)
    history.withdraw_position(held, on=date(2024, 2, 20), by=talks.by)
    cell, *_ = ask(client, COMPARISON, target="dam", valid_on="2024-03-05")["cells"]
    row, *_ = table(client, COMPARISON, target="dam", valid_on="2024-03-05")
    columns = ("absence", "withdrawn_on", "last_position")
    assert [row[column] for column in columns] == [cell[column] for column in columns]


def test_a_pair_has_its_score_on_every_line(client: Client, talks: RiverTalks):
    for party, stance in ((talks.northland, Stance.OPPOSES), (talks.southland, Stance.CONDITIONAL)):
        hold(talks, party, talks.dam, stance, FEBRUARY)
    pair = {"left": "northland", "right": "southland"}
    (row,) = table(client, f"{COMPARISON}pairwise/", **pair)
    score = ask(client, f"{COMPARISON}pairwise/", **pair)["agreement"]
    parts = ("score", "low", "high", "coverage")
    assert [float(row[f"agreement.{part}"]) for part in parts] == [score[part] for part in parts]
    assert (row["agreement.reason"], float(row["agreement"])) == ("", 0.25)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (f"{COMPARISON}?format=csv", "river-talks-comparison.csv"),
        (f"{COMPARISON}chart.csv?kind=matrix", "river-talks-comparison-chart.csv"),
        ("/api/v1/negotiations/?format=csv", "negotiations.csv"),
    ],
)
def test_a_table_is_saved_under_a_name_that_says_what_it_is(client: Client, talks: RiverTalks, address, name):
    assert client.get(address)["Content-Disposition"] == f'attachment; filename="{name}"'


def test_accept_asks_for_it_too(client: Client, talks: RiverTalks):
    assert client.get(COMPARISON, headers={"accept": "text/csv"})["Content-Type"] == "text/csv; charset=utf-8"
    assert client.get(COMPARISON, headers={"accept": "*/*"})["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("application/json;q=0.1, text/csv", "text/csv"),
        ("application/json;q=0, text/csv", "text/csv"),
        ("text/csv;q=0.5, application/json", "application/json"),
        ("text/csv, */*", "text/csv"),
        ("application/json;q=0, */*;q=0.5", "text/csv"),
        ("text/*", "text/csv"),
        ("text/csv, application/json", "application/json"),  # of equals, what is sent to most
        ("text/html, application/xhtml+xml, */*;q=0.8", "application/json"),
        ("", "application/json"),
    ],
)
def test_accept_says_what_is_wanted_more(client: Client, talks: RiverTalks, accept: str, expected: str):
    response = client.get(COMPARISON, headers={"accept": accept})
    assert (response.status_code, response["Content-Type"].split(";")[0]) == (200, expected)


@pytest.mark.parametrize(
    "accept", ["application/json;q=0, text/csv;q=0", "application/json;q=0", "*/*;q=0", "text/html"]
)
def test_what_is_not_wanted_is_not_sent(client: Client, talks: RiverTalks, accept: str):
    assert client.get(RIVER, headers={"accept": accept}).status_code == 406


def test_format_counts_more_than_accept(client: Client, talks: RiverTalks):
    response = client.get(COMPARISON, {"format": "csv"}, headers={"accept": "application/json"})
    assert (response.status_code, response["Content-Type"]) == (200, "text/csv; charset=utf-8")


def test_a_format_twice_is_refused(client: Client, talks: RiverTalks):
    problem = refused(client, COMPARISON, format=["csv", "json"])
    assert (problem["type"], problem["errors"][0]["parameter"]) == ("/docs/problems/repeated-parameter", "format")


def test_columns_are_the_same_whatever_is_in_them(client: Client, talks: RiverTalks):
    opposed = {"format": "csv", "stance": "opposes"}
    empty = client.get(COMPARISON, opposed).content.splitlines()
    hold(talks, talks.northland, talks.dam, Stance.OPPOSES, FEBRUARY)
    assert len(empty) == 1
    assert client.get(COMPARISON, opposed).content.splitlines()[0] == empty[0]


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_what_a_spreadsheet_would_run_is_made_text(client: Client, talks: RiverTalks, formula: str):
    content = history.Content(stance=Stance.SUPPORTS, act=Act.DEMAND, summary=formula, condition='a "b", c')
    history.record_position(party=talks.northland, target=talks.dam, content=content, valid_from=FEBRUARY, by=talks.by)
    row = table(client, COMPARISON, target="dam")[0]
    assert (row["position.summary"], row["position.condition"]) == (f"'{formula}", 'a "b", c')


def test_lines_end_as_the_standard_says(client: Client, talks: RiverTalks):
    assert client.get(f"{RIVER}parties/", {"format": "csv"}).content.count(b"\r\n") == 4


def test_a_wrong_parameter_is_a_problem_in_this_format_too(client: Client, talks: RiverTalks):
    assert refused(client, COMPARISON, party="northlnd", format="csv")["errors"][0]["nearest"][0] == "northland"


def test_an_answer_without_rows_has_no_table(client: Client, talks: RiverTalks):
    assert refused(client, RIVER, format="csv")["errors"][0]["parameter"] == "format"


SOME_IDS = {"position": UUID(int=1), "statement": UUID(int=1)}
TABLES = [
    operation
    for operation, (address,) in ANSWERS.items()
    if issubclass(get_resolver().resolve(address.format(**SOME_IDS).split("?")[0]).func.cls, TableView)
]


@pytest.mark.parametrize("operation", TABLES)
def test_every_table_has_as_many_lines_as_the_answer_has_rows(client: Client, curator: User, operation: str):
    river_talks_of_the_examples(by=curator)
    address = asked(operation)
    separator = "&" if "?" in address else "?"
    response = client.get(f"{address}{separator}format=csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode(), newline="")))
    lists = [value for value in ask(client, address).values() if isinstance(value, list)]
    assert response.status_code == 200
    assert len(rows) in {len(value) for value in lists}
    assert all(None not in row for row in rows)


def test_the_matrix_lists_and_pairs_are_among_the_tables():
    assert {"compare_positions", "list_parties", "list_issues", "list_proposals", "list_agreement"} <= set(TABLES)
