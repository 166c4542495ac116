"""Whatever goes wrong under /api/ is told as a problem detail, and never as a page."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from positions.api.endpoints import negotiations
from positions.api.problems import KINDS
from tests.api.asking import COMPARISON, RIVER, refused
from tests.world import RiverTalks


def wrong(client: Client, **parameters: object) -> tuple[str, list[dict[str, object]]]:
    """The kind of problem that a comparison asked like this has, and what is wrong with which value."""
    problem = refused(client, COMPARISON, **parameters)
    assert problem["status"] == 400
    return problem["type"].removeprefix("/docs/problems/"), problem["errors"]


def test_a_problem_says_what_was_wrong_where_and_what_would_have_been_right(client: Client, talks: RiverTalks):
    response = client.get(COMPARISON, {"party": ["northlnd", "southland"]})
    assert response.json() == {
        "type": "/docs/problems/unknown-party",
        "title": "Unknown party",
        "status": 400,
        "detail": "There is no party 'northlnd' in these talks.",
        "instance": COMPARISON,
        "errors": [
            {
                "parameter": "party",
                "value": "northlnd",
                "nearest": ["northland", "southland", "river-league"],
                "kind": "unknown-party",
                "detail": "There is no party 'northlnd' in these talks.",
            }
        ],
        "request_id": response["X-Request-ID"],
    }


def test_an_unknown_target_is_told_with_the_nearest(client: Client, talks: RiverTalks):
    kind, errors = wrong(client, target="watershare")
    assert (kind, errors[0]["nearest"][0]) == ("unknown-target", "water-share")


@pytest.mark.parametrize(
    ("parameter", "value", "nearest"),
    [
        ("kind", "isue", ["issue", "proposal"]),
        ("evidence", "full", ["all", "none", "first"]),
        ("kind", "", []),
        ("format", "xml", ["json"]),
        ("format", "", []),
    ],
)
def test_a_word_that_is_no_choice_is_told_with_those_there_are(
    client: Client, talks: RiverTalks, parameter: str, value: str, nearest: list[str]
):
    kind, errors = wrong(client, **{parameter: value})
    assert (kind, errors[0]["parameter"]) == ("unknown-choice", parameter)
    assert set(nearest) <= set(errors[0]["nearest"])


@pytest.mark.parametrize("day", ["2025-13-45", "2025-02-29", "20250314", "14.03.2025", "yesterday", "", "2025-03-14\0"])
def test_what_is_no_day_is_refused(client: Client, talks: RiverTalks, day: str):
    kind, errors = wrong(client, valid_on=day)
    told = [(error["parameter"], error["value"], error["nearest"], error["kind"]) for error in errors]
    assert (kind, told) == ("bad-date", [("valid_on", day, [], "bad-date")])


@pytest.mark.parametrize(
    "instant",
    [
        "2025-03-14T12:00:00",  # no offset: which of 38 instants?
        "2025-03-14",
        "2025-13-14T12:00:00Z",
        "2025-03-14T25:00:00Z",
        "0001-01-01T00:00:00+14:00",  # before the calendar begins
        "now",
        "",
        "2025-03-14T12:00:00Z\0",
    ],
)
def test_what_is_no_instant_is_refused(client: Client, talks: RiverTalks, instant: str):
    assert wrong(client, known_at=instant)[0] == "bad-instant"


def test_what_will_be_known_nobody_can_say(client: Client, talks: RiverTalks):
    kind, errors = wrong(client, known_at=(timezone.now() + timedelta(seconds=90)).isoformat())
    assert (kind, errors[0]["parameter"]) == ("known-at-in-the-future", "known_at")


def test_a_parameter_that_there_is_not_is_told_with_the_nearest(client: Client, talks: RiverTalks):
    kind, errors = wrong(client, partys="northland")
    assert (kind, errors[0]["parameter"], errors[0]["nearest"][0]) == ("unknown-parameter", "partys", "party")


@pytest.mark.parametrize("address", ["/api/v1/negotiations/", RIVER, f"{RIVER}parties/", f"{RIVER}issues/"])
def test_addresses_without_parameters_refuse_any(client: Client, talks: RiverTalks, address: str):
    assert refused(client, address, page=2)["type"] == "/docs/problems/unknown-parameter"


def test_the_same_party_twice_is_refused(client: Client, talks: RiverTalks):
    kind, errors = wrong(client, party=["northland", "northland"])
    assert (kind, errors[0]["parameter"]) == ("repeated-value", "party")


def test_a_day_twice_is_refused(client: Client, talks: RiverTalks):
    assert wrong(client, valid_on=["2025-03-14", "2025-03-15"])[0] == "repeated-parameter"


@pytest.mark.parametrize("slug", ["north\0land", "\ud800"])
def test_characters_that_no_text_has_are_told(client: Client, talks: RiverTalks, slug: str):
    address = f"{COMPARISON}?party=" + "".join(f"%{byte:02X}" for byte in slug.encode("utf-8", "surrogatepass"))
    assert client.get(address).json()["status"] == 400


def test_everything_that_is_wrong_is_told_at_once(client: Client, talks: RiverTalks):
    kind, errors = wrong(client, valid_on="2025-13-45", known_at="now", colour="blue")
    assert (kind, {error["parameter"] for error in errors}) == (
        "invalid-parameters",
        {"valid_on", "known_at", "colour"},
    )


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        (COMPARISON, "party=zz&target=yy&topic=qq"),
        (f"{COMPARISON}pairwise/", "left=zz&right=xx&target=yy"),
        (f"{COMPARISON}agreement/", "party=zz&target=yy"),
        (f"{COMPARISON}blocking-issues/", "party=zz&target=yy"),
        (f"{COMPARISON}changes/", "party=zz&target=yy"),
        (f"{COMPARISON}contradictions/", "party=zz&target=yy"),
        (f"{COMPARISON}convergence/", "left=zz&right=xx&target=yy"),
        ("/api/v1/positions/", "party=zz&target=yy&negotiation=qq"),
        ("/api/v1/statements/", "party=zz&target__not=yy&negotiation=qq"),
    ],
)
def test_every_name_that_is_unknown_is_told_at_once(client: Client, talks: RiverTalks, address: str, asked: str):
    problem = refused(client, f"{address}?{asked}")
    wrong_ones = {f"{error['parameter']}={error['value']}" for error in problem["errors"]}
    assert (problem["status"], wrong_ones) == (400, set(asked.split("&")))


def test_a_very_long_value_is_not_sent_back_whole(client: Client, talks: RiverTalks):
    problem = refused(client, COMPARISON, party="x" * 3000)
    assert len(problem["errors"][0]["value"]) == 200
    assert len(problem["detail"]) < 300


def test_more_parameters_than_can_be_read_are_refused(client: Client, talks: RiverTalks):
    problem = refused(client, COMPARISON, target=[f"issue-{n}" for n in range(10_000)])
    assert problem["type"] == "/docs/problems/too-many-values"
    assert problem["detail"] == "An address may have at most 1,000 parameters."


def test_unknown_talks_in_the_path_are_not_found_and_the_nearest_are_named(client: Client, talks: RiverTalks):
    problem = refused(client, "/api/v1/negotiations/river-talk/comparison/")
    assert (problem["status"], problem["errors"][0]["nearest"]) == (404, ["river-talks"])


@pytest.mark.parametrize("address", ["/api/", "/api/v2/", "/api/v1/nothing", "/api/v1/nothing/", f"{RIVER}%00/"])
@pytest.mark.parametrize("debug", [False, True])
def test_an_address_where_nothing_is_gives_a_problem(client: Client, db: None, settings, address: str, debug: bool):
    settings.DEBUG = debug
    problem = refused(client, address)
    assert (problem["status"], problem["type"]) == (404, "/docs/problems/not-found")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_reads_take_no_other_method_and_say_which_they_take(client: Client, talks: RiverTalks, method: str):
    response = getattr(client, method)(COMPARISON)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response.json()["type"] == "/docs/problems/method-not-allowed"


def test_a_representation_that_there_is_not_is_not_acceptable(client: Client, talks: RiverTalks):
    response = client.get(COMPARISON, headers={"accept": "text/html"})
    assert (response.status_code, response.json()["type"]) == (406, "/docs/problems/not-acceptable")


@pytest.mark.parametrize(
    ("method", "headers", "detail"),
    [
        ("PUT", {}, "This address takes other methods; the header Allow names them."),
        ("POST", {"accept": "text/html"}, "Accept application/json, or what else the schema names of this address."),
        ("POST", {"content-type": "text/plain"}, "Bodies are JSON: send application/json."),
    ],
)
def test_what_the_framework_refuses_is_told_with_what_to_do(
    client: Client, talks: RiverTalks, method: str, headers: dict[str, str], detail: str
):
    response = client.generic(method, f"{COMPARISON}what-if/", "{}", headers=headers)
    assert response.json()["detail"] == detail


@pytest.mark.parametrize("address", ["/api/v1/schema/", "/api/v1/docs/"])
def test_a_form_that_the_schema_does_not_have_is_told_as_elsewhere(client: Client, db: None, address: str):
    assert refused(client, address, format="xml")["type"] == "/docs/problems/unknown-choice"


def test_head_answers_like_get_without_a_body(client: Client, talks: RiverTalks):
    response = client.head(COMPARISON)
    assert (response.status_code, response["Content-Type"], response.content) == (200, "application/json", b"")


def test_options_names_the_methods(client: Client, talks: RiverTalks):
    response = client.options(COMPARISON)
    assert (response.status_code, response["Allow"], response.content) == (204, "GET, HEAD, OPTIONS", b"")


@pytest.mark.parametrize("debug", [False, True])
def test_our_own_fault_is_a_problem_with_the_request_id_and_without_a_trace(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch, settings, debug: bool
):
    def break_down(**_: object) -> None:
        raise RuntimeError("the secret of the dam")

    settings.DEBUG = debug
    monkeypatch.setattr(negotiations.negotiations, "list_negotiations", break_down)
    client.raise_request_exception = False
    response = client.get("/api/v1/negotiations/")
    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    assert response.json()["request_id"] == response["X-Request-ID"]
    assert b"secret" not in response.content


def test_a_wrong_host_is_told_as_a_problem(client: Client, db: None):
    response = client.get("/api/v1/negotiations/", headers={"host": "evil.example"})
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


def test_pages_outside_the_api_keep_their_own_errors(client: Client, db: None):
    response = client.get("/nothing/")
    assert (response.status_code, response["Content-Type"]) == (404, "text/html; charset=utf-8")


def test_every_request_has_an_id_of_its_own(client: Client, db: None):
    first, second = (client.get("/api/v1/negotiations/")["X-Request-ID"] for _ in range(2))
    assert first != second


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_problem_has_a_page(client: Client, kind: str):
    response = client.get(f"/docs/problems/{kind}")
    assert (response.status_code, KINDS[kind].title in response.content.decode()) == (200, True)


def test_the_page_of_problems_lists_every_kind_as_it_is():
    listed = (Path(__file__).parents[2] / "docs" / "problems.md").read_text().splitlines()[6:]
    assert listed == [f"| `{name}` | {kind.status} | {kind.title} | {kind.advice} |" for name, kind in KINDS.items()]


def test_a_kind_that_there_is_not_has_no_page(client: Client):
    assert client.get("/docs/problems/flat-tyre").status_code == 404
