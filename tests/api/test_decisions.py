"""Decisions through the API: by whom, about which version, all or none, and nothing in a dry run."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from positions import correction, review
from positions.models import Decision, Position, Revision, Statement
from positions.statements import store_found
from positions.vocabulary import Scope, Stance
from tests.api.asking import ask, refused
from tests.api.listing import STATEMENTS
from tests.api.posting import bearer, may_decide, post
from tests.suggestions import run_on, suggest, suggestion
from tests.world import RiverTalks, say, signed_in, write_article

MANY = f"{STATEMENTS}decisions/"


@pytest.fixture
def waiting(talks: RiverTalks) -> Statement:
    return say(talks, talks.northland, talks.dam, Stance.SUPPORTS, date(2024, 2, 10))


@pytest.fixture
def curating(talks: RiverTalks) -> Client:
    return bearer(may_decide(talks.by), scopes=[Scope.CURATE])


def etag(client: Client, statement: Statement) -> str:
    tag: str = client.get(f"{STATEMENTS}{statement.uuid}/")["ETag"]
    return tag


def decide(client: Client, statement: Statement, body: Any, *, if_match: str = "", query: str = "") -> Any:
    address = f"{STATEMENTS}{statement.uuid}/decision/{query}"
    return post(client, address, body, **({"if-match": if_match} if if_match else {}))


def kind_of(response: Any) -> tuple[int, str]:
    assert response["Content-Type"] == "application/problem+json", response.content
    return response.status_code, response.json()["type"].removeprefix("/docs/problems/")


def test_what_is_accepted_becomes_a_position(curating: Client, waiting: Statement):
    response = decide(curating, waiting, {"decision": "accept"}, if_match=etag(curating, waiting))
    answer = response.json()
    assert (response.status_code, answer["statement"]["decision"], answer["is_dry_run"]) == (200, "accept", False)
    assert [(row["party"], row["stance"]) for row in answer["recorded"]] == [("northland", "supports")]
    assert answer["revision"] == Revision.objects.latest("number").number
    assert answer["recorded"][0]["evidence"][0]["id"] == str(waiting.uuid)


def test_what_is_amended_is_recorded_as_amended(curating: Client, waiting: Statement):
    body = {
        "decision": "amend",
        "stance": "conditional",
        "condition": "if the League pays",
        "terms": [{"text": "30 days", "value": 30, "unit": "day"}],
        "said_on": "2024-02-09",
        "summary": "Northland would, if paid.",
        "reason": "the second half of the sentence",
    }
    answer = decide(curating, waiting, body, if_match=etag(curating, waiting)).json()
    (recorded,) = answer["recorded"]
    assert (recorded["stance"], recorded["valid_from"], recorded["summary"]) == (
        "conditional",
        "2024-02-09",
        "Northland would, if paid.",
    )
    assert recorded["terms"] == [{"text": "30 days", "value": 30, "unit": "day"}]
    assert answer["statement"]["review"]["reason"] == "the second half of the sentence"


@pytest.mark.parametrize("word", ["reject", "duplicate"])
def test_what_is_not_accepted_changes_nothing_public(curating: Client, waiting: Statement, word: str):
    answer = decide(curating, waiting, {"decision": word}, if_match=etag(curating, waiting)).json()
    assert (answer["statement"]["decision"], answer["revision"], answer["recorded"]) == (word, None, [])


def test_a_decision_is_undone(curating: Client, waiting: Statement):
    decide(curating, waiting, {"decision": "accept"}, if_match="*")
    answer = decide(curating, waiting, {"decision": "undo"}, if_match=etag(curating, waiting)).json()
    assert (answer["statement"]["decision"], answer["statement"]["version"]) == (
        "pending",
        "2-2024-02-10",
    )
    assert not Position.objects.known().exists()


def test_without_if_match_nothing_is_decided(curating: Client, waiting: Statement):
    assert kind_of(decide(curating, waiting, {"decision": "accept"})) == (428, "if-match-missing")
    assert not Decision.objects.exists()


def test_what_was_decided_on_since_is_told_and_the_next_try_succeeds(
    curating: Client, talks: RiverTalks, waiting: Statement
):
    read = etag(curating, waiting)
    review.reject_statement(waiting, by=talks.by)
    assert kind_of(decide(curating, waiting, {"decision": "undo"}, if_match=read)) == (412, "changed-since")
    assert decide(curating, waiting, {"decision": "undo"}, if_match=etag(curating, waiting)).status_code == 200


@pytest.mark.parametrize(
    "header", ['W/"0-2024-02-10.abc"', '"1-2024-02-10.abc"', '"0-2024-02-11.abc"', '"0.abc"', '"abc"', "nothing"]
)
def test_another_tag_or_a_weak_one_does_not_match(curating: Client, waiting: Statement, header: str):
    assert kind_of(decide(curating, waiting, {"decision": "accept"}, if_match=header)) == (412, "changed-since")


def test_a_tag_of_another_representation_matches(curating: Client, waiting: Statement):
    response = curating.get(f"{STATEMENTS}{waiting.uuid}/?fields=stance", headers={"accept-encoding": "gzip"})
    assert decide(curating, waiting, {"decision": "accept"}, if_match=response["ETag"]).status_code == 200


def test_who_read_the_day_before_it_was_corrected_decides_nothing(curating: Client, talks: RiverTalks):
    first, second = suggest(talks, ["The quota stays.", "No dam will stand here."])
    tags = [etag(curating, statement) for statement in (first, second)]
    wording = correction.Wording(title="", outlet="", published_on=date(2024, 3, 9))
    correction.correct_article(first.article, wording, reason="The archive.", by=talks.by, n_seen=0)
    response = decide(curating, first, {"decision": "accept"}, if_match=tags[0])
    assert kind_of(response) == (412, "changed-since")
    assert (
        "corrected meanwhile: “Northland: opposes Share of the water” counts as said on 9 March 2024 now."
        in (response.json()["detail"])
    )
    together = {"decisions": [{"statement": str(second.uuid), "etag": tags[1].strip('"'), "decision": "accept"}]}
    assert kind_of(post(curating, MANY, together)) == (412, "changed-since")
    assert not Decision.objects.exists()
    again = decide(curating, first, {"decision": "accept"}, if_match=etag(curating, first)).json()
    assert again["recorded"][0]["valid_from"] == "2024-03-09"


def test_the_tag_of_the_answer_fits_the_next_decision(curating: Client, waiting: Statement):
    first = decide(curating, waiting, {"decision": "accept"}, if_match=etag(curating, waiting))
    assert decide(curating, waiting, {"decision": "undo"}, if_match=first["ETag"]).status_code == 200


def test_a_dry_run_says_what_would_come_of_it_and_decides_nothing(curating: Client, waiting: Statement):
    read = etag(curating, waiting)
    answer = decide(curating, waiting, {"decision": "accept"}, if_match=read, query="?dry_run=true").json()
    assert (answer["is_dry_run"], answer["statement"]["decision"], len(answer["recorded"])) == (True, "accept", 1)
    assert not Decision.objects.exists()
    assert not Position.objects.exists()
    assert etag(curating, waiting) == read


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, (400, "missing-field")),
        ({"decision": "approve"}, (400, "unknown-choice")),
        ({"decision": "accept", "stanc": "supports"}, (400, "unknown-field")),
        ({"decision": "accept", "stance": "supports"}, (400, "bad-value")),
        ({"decision": "reject", "summary": "No."}, (400, "bad-value")),
        ({"decision": "amend", "stance": None}, (400, "unknown-choice")),
        ({"decision": "amend", "party": "northlnd"}, (400, "unknown-party")),
        ({"decision": "amend", "target": "damm"}, (400, "unknown-target")),
        ({"decision": "amend", "said_on": "2024-02-30"}, (400, "bad-value")),
        ({"decision": "amend", "condition": "x" * 2001}, (400, "bad-value")),
        ({"decision": "amend"}, (422, "not-applicable")),
        ({"decision": "amend", "stance": "unspecified"}, (422, "not-applicable")),
        ({"decision": "undo"}, (409, "nothing-to-undo")),
        ({"decision": "reject", "reason": "\0"}, (400, "bad-character")),
        (b'{"decision": "reject", "reason": "\\ud800"}', (400, "bad-request")),
        (b"{", (400, "bad-request")),
        (b"[" * 5000, (400, "bad-request")),
        (b" " * 70000, (413, "too-large")),
    ],
)
def test_what_can_not_be_decided_is_told(curating: Client, waiting: Statement, body: Any, expected: tuple[int, str]):
    assert kind_of(decide(curating, waiting, body, if_match="*")) == expected
    assert not Decision.objects.exists()


@pytest.mark.parametrize("field", ["said_on", "valid_from"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_that_can_only_be_a_slip_is_refused_by_its_name(
    curating: Client, waiting: Statement, field: str, day: str
):
    response = decide(curating, waiting, {"decision": "amend", "condition": "If it rains.", field: day}, if_match="*")
    assert kind_of(response) == (422, "not-applicable")
    assert [(error["parameter"], error["value"]) for error in response.json()["errors"]] == [(field, day)]
    assert not Decision.objects.exists()


@pytest.fixture
def undated(talks: RiverTalks) -> Statement:
    """In an article without a date."""
    text = "Northland spoke. The quota stays."
    run = run_on(write_article(text, published_on=None), talks)
    store_found(run, [suggestion(text, "The quota stays.")])
    return run.article.statements.get()


@pytest.mark.parametrize(
    "body",
    [
        {"decision": "accept"},
        {"decision": "accept", "valid_from": "2024-03-01"},
        {"decision": "amend", "stance": "supports"},
        {"decision": "amend", "attribution": "reported"},
    ],
)
def test_what_nobody_knows_the_day_of_is_not_accepted(curating: Client, undated: Statement, body: dict[str, str]):
    response = decide(curating, undated, body, if_match="*")
    assert kind_of(response) == (422, "day-missing")
    assert [error["parameter"] for error in response.json()["errors"]] == ["said_on"]
    response = post(curating, MANY, {"decisions": [{"statement": str(undated.uuid), "etag": "*", **body}]})
    assert [error["parameter"] for error in response.json()["errors"]] == ["decisions[0].said_on"]
    assert not Decision.objects.exists()


def test_whether_they_wait_is_asked_once_for_all_of_many(curating: Client, talks: RiverTalks):
    """4: the token with its account, what the account may (its own, its groups'), the statements."""
    texts = [f"Northland spoke. The quota of {n} stays." for n in range(5)]
    runs = [run_on(write_article(text, published_on=None), talks) for text in texts]
    for run, text in zip(runs, texts, strict=True):
        store_found(run, [suggestion(text, text.removeprefix("Northland spoke. "))])
    asked = [item(run.article.statements.get(), "*") for run in runs]
    counts = []
    curating.get(STATEMENTS)  # notes the use of the token, once in a while
    for n in (1, 5):
        with CaptureQueriesContext(connection) as queries:
            response = post(curating, MANY, {"decisions": asked[:n]})
        assert [error["kind"] for error in response.json()["errors"]] == ["day-missing"] * n
        counts.append(len(queries))
    assert counts == [4, 4]


def test_it_is_with_a_day_of_which_that_of_its_arrival_is_as_good_as_any(curating: Client, undated: Statement):
    day = undated.said_on.isoformat()
    response = decide(curating, undated, {"decision": "amend", "said_on": day}, if_match="*")
    assert [row["valid_from"] for row in response.json()["recorded"]] == [day]


def test_who_was_late_is_told_so_and_not_asked_for_a_day(curating: Client, undated: Statement):
    decide(curating, undated, {"decision": "reject"}, if_match="*")
    assert kind_of(decide(curating, undated, {"decision": "accept"}, if_match="*")) == (409, "already-decided")


@pytest.mark.parametrize(
    "body", [{"decision": "reject"}, {"decision": "duplicate"}, {"decision": "amend", "attribution": "predicted"}]
)
def test_what_is_not_published_needs_no_day(curating: Client, undated: Statement, body: dict[str, str]):
    assert decide(curating, undated, body, if_match="*").status_code == 200


def with_number(written: str) -> bytes:
    return b'{"decision": "amend", "stance": "conditional", "terms": [{"text": "t", "value": %s}]}' % written.encode()


@pytest.mark.parametrize(
    "written",
    [
        *("-1e999", "1e20", "1e16", "1e99999999999999999999", "1e-99999999999999999999", "1e-400", "1e-11"),
        *("9007199254740993", "123456789012.123456", "12345678901234567890123456789", "0.10000000000000000001"),
        *("12345678901234.571", "100000000000000.00001", '"5"', "true", "null", "[1]", "9" * 5000),
    ],
)
def test_a_number_that_would_not_be_kept_as_it_is_is_refused(curating: Client, waiting: Statement, written: str):
    status, kind = kind_of(decide(curating, waiting, with_number(written), if_match="*"))
    assert (status, kind in {"bad-value", "bad-request"}) == (400, True)
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        *[("30", "30"), ("1.50", "1.5"), ("-0.0001", "-0.0001"), ("3e11", "300000000000"), ("999999999999999", None)],
        *[("33.299999999999997", "33.3"), ("12345678901.1234", None), ("0.1234567891", None), ("0", "0")],
    ],
)
def test_a_number_of_a_term_is_stored_and_told_as_it_was_sent(
    curating: Client, waiting: Statement, written: str, stored: str | None
):
    (told,) = decide(curating, waiting, with_number(written), if_match="*").json()["recorded"][0]["terms"]
    assert Position.objects.get().terms[0]["value"] == (stored or written)
    assert told["value"] == float(written)


def test_a_second_decision_is_refused(curating: Client, waiting: Statement):
    decide(curating, waiting, {"decision": "reject"}, if_match="*")
    assert kind_of(decide(curating, waiting, {"decision": "accept"}, if_match="*")) == (409, "already-decided")


def test_only_staff_with_the_scope_decide(client: Client, talks: RiverTalks, waiting: Statement):
    reader = User.objects.create_user("reader")
    for who, expected in (
        (client, 401),
        (bearer(talks.by), 403),
        (bearer(talks.by, scopes=[Scope.SUBMIT]), 403),
        (bearer(reader, scopes=[Scope.READ, Scope.CURATE]), 403),
    ):
        assert kind_of(decide(who, waiting, {"decision": "accept"}, if_match="*"))[0] == expected
    assert not Decision.objects.exists()


def test_a_token_gives_its_account_no_more_than_it_may(waiting: Statement):
    coder = User.objects.create_user("coder", is_staff=True)
    coder.user_permissions.add(Permission.objects.get(codename="add_statement"))
    program = bearer(coder, scopes=[Scope.READ, Scope.CURATE])
    session = signed_in(coder)
    for who in (program, session):
        one = decide(who, waiting, {"decision": "accept"}, if_match="*")
        many = post(who, MANY, {"decisions": [item(waiting)]})
        dry = post(who, f"{MANY}?dry_run=true", {"decisions": [item(waiting)]})
        assert [kind_of(answer)[0] for answer in (one, many, dry)] == [403, 403, 403]
    assert "may decide" in post(program, MANY, {"decisions": [item(waiting)]}).json()["detail"]
    assert not Decision.objects.exists()
    assert not Position.objects.exists()


def test_who_may_decide_no_longer_is_refused_at_once(curating: Client, talks: RiverTalks, waiting: Statement):
    talks.by.user_permissions.clear()
    assert kind_of(decide(curating, waiting, {"decision": "accept"}, if_match="*"))[0] == 403
    assert not Decision.objects.exists()


def test_a_body_of_another_type_is_refused(curating: Client, waiting: Statement):
    address = f"{STATEMENTS}{waiting.uuid}/decision/"
    response = curating.post(address, {"decision": "accept"}, headers={"if-match": "*"})
    assert kind_of(response) == (415, "unsupported-media-type")


def two(talks: RiverTalks) -> list[Statement]:
    return [
        say(talks, talks.northland, talks.dam, Stance.SUPPORTS, date(2024, 2, 10)),
        say(talks, talks.southland, talks.dam, Stance.OPPOSES, date(2024, 2, 11)),
    ]


def item(statement: Statement, etag: str = "", **values: Any) -> dict[str, Any]:
    read = {"etag": etag or f"0-{statement.said_on}", "decision": "accept"}
    return {"statement": str(statement.uuid), **read, **values}


def test_many_are_decided_together(curating: Client, talks: RiverTalks):
    first, second = two(talks)
    body = {"decisions": [item(first, etag(curating, first)), item(second, decision="reject")]}
    answer = post(curating, MANY, body).json()
    assert [one["statement"]["decision"] for one in answer["outcomes"]] == ["accept", "reject"]
    assert [len(one["recorded"]) for one in answer["outcomes"]] == [1, 0]


def test_one_that_is_refused_takes_all_with_it_and_each_is_named(curating: Client, talks: RiverTalks):
    first, second = two(talks)
    response = post(curating, MANY, {"decisions": [item(first), item(second, etag='"1.x"')]})
    assert kind_of(response) == (412, "changed-since")
    assert [error["parameter"] for error in response.json()["errors"]] == ["decisions[1]"]
    response = post(curating, MANY, {"decisions": [item(first, etag="7"), item(second, decision="undo")]})
    assert kind_of(response) == (400, "invalid-parameters")
    told = {error["parameter"]: (error["kind"], error["detail"]) for error in response.json()["errors"]}
    assert [kind for kind, _ in told.values()] == ["changed-since", "nothing-to-undo"]
    assert list(told) == ["decisions[0]", "decisions[1]"]
    assert all(detail in response.json()["detail"] for _, detail in told.values())
    assert not Decision.objects.exists()


def test_a_dry_run_of_many_decides_nothing(curating: Client, talks: RiverTalks):
    answer = post(curating, f"{MANY}?dry_run=true", {"decisions": [item(one) for one in two(talks)]}).json()
    assert [one["is_dry_run"] for one in answer["outcomes"]] == [True, True]
    assert not Decision.objects.exists()


@pytest.mark.parametrize("body", [{"decisions": []}, {"decisions": [{}]}, {}, []])
def test_what_is_no_list_of_decisions_is_refused(curating: Client, talks: RiverTalks, body: Any):
    assert kind_of(post(curating, MANY, body))[0] == 400


def test_statements_that_there_are_not_or_twice_are_named(curating: Client, talks: RiverTalks):
    first, _ = two(talks)
    missing = {**item(first), "statement": "01a211e6-3c5d-71ab-ad45-dd35f4f575f3"}
    response = post(curating, MANY, {"decisions": [item(first), item(first), missing]})
    assert [error["parameter"] for error in response.json()["errors"]] == [
        "decisions[1].statement",
        "decisions[2].statement",
    ]


def test_the_draft_of_a_decision_is_not_public(client: Client, waiting: Statement):
    assert refused(client, f"{STATEMENTS}{waiting.uuid}/")["status"] == 404
    assert ask(client, STATEMENTS)["results"] == []
