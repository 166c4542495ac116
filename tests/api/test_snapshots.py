"""`snapshots/`: answers that were frozen so that they can be cited."""

import codecs
import hashlib
import json
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import Error, IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from positions.api.asking.throttles import SnapshotThrottle, VerifyThrottle
from positions.api.endpoints.freezing import ask_again
from positions.catalog import merge_entry, plan_merge, rename_entry, rename_talks
from positions.models import Negotiation, Participation, Party, Snapshot
from positions.snapshots import canonical_json, store
from positions.vocabulary import Stance
from tests.api.asking import COMPARISON, ask, n_queries, refused
from tests.api.posting import bearer, post, posted, refused_post
from tests.world import RiverTalks, freeze, hold, one_more_party

SNAPSHOTS = "/api/v1/snapshots/"
MATRIX = {"negotiation": "river-talks", "comparison": "matrix", "query": {"valid_on": "2024-03-05"}}


@pytest.fixture
def held(talks: RiverTalks) -> RiverTalks:
    hold(talks, talks.northland, talks.water_share, Stance.OPPOSES, date(2024, 2, 10))
    return talks


def make(talks: RiverTalks, body: Any = MATRIX) -> Any:
    return posted(bearer(talks.by), SNAPSHOTS, body, status=201)


def below(snapshot: Any, part: str = "") -> str:
    return f"{SNAPSHOTS}{snapshot['id']}/{part}"


def test_what_is_frozen_is_the_answer_of_that_comparison(client: Client, held: RiverTalks):
    frozen = make(held)
    again = ask(client, COMPARISON, valid_on=frozen["valid_on"], known_at=frozen["known_at"])
    assert frozen["body"] == again
    assert frozen["sha256"] == hashlib.sha256(canonical_json(again)).hexdigest()


def test_a_snapshot_says_what_was_asked_with_both_times(client: Client, held: RiverTalks):
    asked = {**MATRIX, "query": {"party": ["northland"], "target": "water-share"}}
    frozen = make(held, asked)
    body = frozen["body"]
    assert frozen["query"] == {**asked["query"], "valid_on": body["valid_on"], "known_at": body["known_at"]}
    assert (frozen["revision"], frozen["engine"], frozen["codebook"]) == (body["revision"], body["engine"], "1")


every_question = pytest.mark.parametrize(
    ("comparison", "query"),
    [
        ("matrix", {"party": ["southland"], "evidence": "all"}),
        ("pairwise", {"left": "northland", "right": "southland", "method": "binary", "evidence": "none"}),
        ("agreement", {"kind": "issue"}),
        ("changes", {}),
        ("changes", {"from_valid_on": "2024-01-01", "to_valid_on": "2024-03-05"}),
        ("blocking-issues", {"party": "northland"}),
        ("convergence", {}),
        ("convergence", {"left": "northland", "right": "southland", "from": "2024-02-01", "to": "2024-03-05"}),
    ],
)


@every_question
def test_every_comparison_comes_out_the_same_again(client: Client, held: RiverTalks, comparison: str, query: Any):
    hold(held, held.southland, held.water_share, Stance.SUPPORTS, date(2024, 2, 20))
    frozen = make(held, {"negotiation": "river-talks", "comparison": comparison, "query": query})
    address = COMPARISON if comparison == "matrix" else f"{COMPARISON}{comparison}/"
    assert frozen["body"] == ask(client, address, **frozen["query"])
    hold(held, held.southland, held.water_share, Stance.OPPOSES, date(2024, 2, 21))
    hold(held, held.league, held.dam, Stance.OPPOSES, date(2024, 2, 22))
    assert ask(client, below(frozen, "verify/"))["is_equal"]


@every_question
def test_other_names_in_addresses_make_no_difference(client: Client, held: RiverTalks, comparison: str, query: Any):
    for party, stance in ((held.southland, Stance.SUPPORTS), (held.league, Stance.OPPOSES)):
        hold(held, party, held.water_share, stance, date(2024, 2, 20))
        hold(held, party, held.dam, Stance.SUPPORTS, date(2024, 2, 20))
    frozen = make(held, {"negotiation": "river-talks", "comparison": comparison, "query": query})
    rename_talks(held.negotiation, "silver-river", by=held.by)
    rename_entry(held.negotiation, "parties", "northland", "upland", by=held.by)
    rename_entry(held.negotiation, "issues", "water-share", "a-share", by=held.by)
    verified = ask(client, below(frozen, "verify/"))
    assert (verified["differences"], verified["is_equal"]) == ([], True)
    assert verified["computed_sha256"] == frozen["sha256"]


def test_what_it_names_may_be_renamed(client: Client, held: RiverTalks):
    query = {"party": ["southland", "northland"], "target": "water-share", "evidence": "all"}
    frozen = make(held, {**MATRIX, "query": query})
    rename_entry(held.negotiation, "parties", "northland", "north", by=held.by)
    rename_entry(held.negotiation, "issues", "water-share", "share", by=held.by)
    hold(held, held.northland, held.water_share, Stance.SUPPORTS, date(2024, 2, 20))
    assert ask(client, below(frozen, "verify/"))["is_equal"]
    assert ask(client, frozen["address"])["query"] == frozen["query"]


@pytest.mark.parametrize("query", [{}, {"party": "northland", "target": "dam"}])
def test_what_it_names_may_be_merged_into_another(client: Client, held: RiverTalks, query: Any):
    frozen = make(held, {**MATRIX, "query": query})
    for section, gone, kept in (("parties", "northland", "southland"), ("issues", "dam", "water-share")):
        seen = plan_merge(held.negotiation, section, gone, into=kept).seen
        merge_entry(held.negotiation, section, gone, into=kept, seen=seen, by=held.by)
    rename_entry(held.negotiation, "parties", "southland", "south", by=held.by)
    assert ask(client, below(frozen, "verify/"))["is_equal"]


def test_what_it_names_may_be_renamed_and_then_merged(client: Client, held: RiverTalks):
    frozen = make(held, {**MATRIX, "query": {"party": ["northland", "southland"], "target": "dam"}})
    rename_entry(held.negotiation, "parties", "northland", "north", by=held.by)
    rename_entry(held.negotiation, "issues", "dam", "upper-dam", by=held.by)
    for section, gone, kept in (("parties", "north", "southland"), ("issues", "upper-dam", "water-share")):
        seen = plan_merge(held.negotiation, section, gone, into=kept).seen
        merge_entry(held.negotiation, section, gone, into=kept, seen=seen, by=held.by)
    assert ask(client, below(frozen, "verify/"))["differences"] == []


def test_another_party_in_its_place_is_a_difference_whatever_was_renamed(client: Client, held: RiverTalks):
    frozen = make(held)
    rename_entry(held.negotiation, "parties", "northland", "north", by=held.by)
    Party.objects.filter(slug="southland").update(slug="northern")
    differing = ask(client, below(frozen, "verify/"))["differences"]
    assert {(one["frozen"], one["computed"]) for one in differing} == {('"southland"', '"northern"')}


def test_its_address_is_permanent(client: Client, held: RiverTalks):
    response = post(bearer(held.by), SNAPSHOTS, MATRIX)
    assert response["Location"] == f"http://testserver{below(response.json())}" == response.json()["address"]
    before = ask(client, response["Location"])
    hold(held, held.northland, held.water_share, Stance.SUPPORTS, date(2024, 2, 20))
    assert ask(client, response["Location"]) == before == response.json()


def test_the_bytes_that_were_hashed_can_be_had(client: Client, held: RiverTalks):
    frozen = make(held)
    body = client.get(below(frozen, "body/")).content
    assert (len(body), hashlib.sha256(body).hexdigest()) == (frozen["n_bytes"], frozen["sha256"])


def test_it_can_be_cited(held: RiverTalks):
    frozen = make(held)
    citation = frozen["citation"]
    for words in (citation["text"], citation["bibtex"], str(citation["csl"])):
        assert all(part in words for part in (frozen["address"], frozen["sha256"], "Talks on the Silver River"))
    (item,) = citation["csl"]
    assert (item["type"], item["author"]) == ("dataset", [{"literal": "Parley"}])


@pytest.mark.parametrize(
    ("comparison", "query", "told"),
    [
        ("matrix", {"valid_on": "2024-03-05"}, ""),
        ("pairwise", {"left": "northland", "right": "southland"}, "Asked: left northland; right southland. "),
        ("matrix", {"party": ["northland", "southland"]}, "Asked: party northland, southland. "),
        (
            "changes",
            {"from_valid_on": "2024-01-01", "target": ["dam"]},
            (
                "Asked: from_valid_on 2024-01-01; target dam; "
                "from_known_at {from_known_at}; to_valid_on {to_valid_on}; to_known_at {to_known_at}. "
            ),
        ),
    ],
)
def test_a_citation_says_what_was_asked(held: RiverTalks, comparison: str, query: Any, told: str):
    frozen = make(held, {"negotiation": "river-talks", "comparison": comparison, "query": query})
    citation = frozen["citation"]
    computed_by = f"Engine {frozen['engine']}, codebook {frozen['codebook']}, SHA-256 {frozen['sha256']}"
    note = f"{told.format(**frozen['query'])}{computed_by}"
    assert citation["csl"][0]["note"] == note
    assert citation["text"].endswith(f", made {frozen['made_at'][:10]}. {note}. {frozen['address']}")
    assert f"note = {{{note}}}".replace("_", r"\_") in citation["bibtex"]


def test_special_characters_do_not_break_bibtex(held: RiverTalks):
    Negotiation.objects.update(title=r"50% & {more} \ #1 ~x^_$")
    entry = make(held)["citation"]["bibtex"]
    assert r"50\% \& \{more\} \textbackslash{} \#1 \textasciitilde{}x\textasciicircum{}\_\$" in entry


def test_it_still_comes_out_the_same_whatever_was_written_later(client: Client, held: RiverTalks):
    frozen = make(held)
    hold(held, held.northland, held.water_share, Stance.SUPPORTS, date(2024, 2, 20))
    hold(held, held.southland, held.dam, Stance.OPPOSES, date(2024, 1, 1))
    verified = ask(client, below(frozen, "verify/"))
    assert (verified["is_equal"], verified["is_hash_right"], verified["n_differences"]) == (True, True, 0)
    assert verified["computed_sha256"] == frozen["sha256"]


def test_bytes_that_do_not_have_their_hash_are_not_equal(held: RiverTalks):
    kept = freeze(held)
    kept.sha256 = "0" * 64
    verified = store.verify_snapshot(kept, ask_again(kept), at=kept.made_at)
    assert (verified.is_equal, verified.is_hash_right, verified.n_differences) == (False, False, 0)


def test_what_differs_is_named_by_its_place(client: Client, held: RiverTalks):
    frozen = make(held)
    Participation.objects.filter(party=held.northland).update(name="The North")
    verified = ask(client, below(frozen, "verify/"))
    assert (verified["is_equal"], verified["is_hash_right"], verified["n_differences"]) == (False, True, 1)
    assert verified["differences"] == [
        {"pointer": "/parties/0/name", "frozen": '"Northland"', "computed": '"The North"'}
    ]


def test_of_many_differences_some_are_shown_and_all_are_counted(client: Client, held: RiverTalks, monkeypatch):
    monkeypatch.setattr(store, "N_DIFFERENCES_SHOWN", 2)
    frozen = make(held)
    Participation.objects.update(name="Somebody")
    verified = ask(client, below(frozen, "verify/"))
    assert (len(verified["differences"]), verified["n_differences"]) == (2, 3)


def test_when_a_position_is_called_stale_is_frozen_too(client: Client, held: RiverTalks, settings):
    frozen = make(held)
    settings.STALE_AFTER_DAYS = 1
    assert ask(client, below(frozen, "verify/"))["is_equal"]
    assert make(held)["body"]["cells"][0]["position"]["is_stale"]


def test_nobody_changes_a_snapshot(held: RiverTalks):
    frozen = freeze(held)
    for change in (lambda: Snapshot.objects.update(engine="2"), frozen.delete):
        with pytest.raises(Error, match=r"only changes by losing|Cannot delete"), transaction.atomic():
            change()


def test_the_database_refuses_a_hash_of_something_else(held: RiverTalks):
    frozen = freeze(held)
    frozen.pk, frozen.uuid, frozen.body = None, "0190c1de-8a52-7c6e-b6a1-51d8a3f0c001", '{"cells":[]}'
    with pytest.raises(IntegrityError, match="snapshot_hash_is_that_of_its_body"), transaction.atomic():
        frozen.save(force_insert=True)


def test_a_list_of_nothing_is_no_question(held: RiverTalks):
    problem = refused_post(bearer(held.by), SNAPSHOTS, {**MATRIX, "query": {"target": []}})
    assert (problem["type"], problem["errors"][0]["parameter"]) == ("/docs/problems/bad-value", "target")


def test_staff_may_make_one_from_their_session(client: Client, held: RiverTalks):
    client.force_login(held.by)
    assert posted(client, SNAPSHOTS, MATRIX, status=201)["negotiation"] == "river-talks"
    assert Snapshot.objects.get().made_by == held.by


def test_a_session_needs_the_token_against_forged_requests(held: RiverTalks):
    client = Client(enforce_csrf_checks=True)
    client.force_login(held.by)
    assert refused_post(client, SNAPSHOTS, MATRIX)["status"] == 403


def test_a_snapshot_of_a_draft_is_for_staff(client: Client, held: RiverTalks):
    Negotiation.objects.update(is_published=False)
    frozen = make(held)
    for part in ("", "body/", "verify/"):
        assert refused(client, below(frozen, part))["type"] == "/docs/problems/unknown-snapshot"
    reader = bearer(User.objects.create_user("reader"))
    assert refused_post(reader, SNAPSHOTS, MATRIX)["type"] == "/docs/problems/unknown-talks"


@pytest.mark.parametrize(
    ("body", "kind", "parameter", "nearest"),
    [
        ({**MATRIX, "negotiation": "river-talk"}, "unknown-talks", "negotiation", "river-talks"),
        ({**MATRIX, "negotiation": "river\0talks"}, "unknown-talks", "negotiation", None),
        ({**MATRIX, "comparison": "matrx"}, "unknown-choice", "comparison", "matrix"),
        ({**MATRIX, "comparsion": "matrix"}, "unknown-field", "comparsion", "comparison"),
        ({"negotiation": "river-talks"}, "missing-field", "comparison", None),
        ({**MATRIX, "query": {"valid_on": "2024-02-30"}}, "bad-date", "valid_on", None),
        ({**MATRIX, "query": {"party": ["northlnd"]}}, "unknown-party", "party", "northland"),
        ({**MATRIX, "query": {"partys": "northland"}}, "unknown-parameter", "partys", "party"),
        ({**MATRIX, "query": {"format": "csv"}}, "unknown-parameter", "format", None),
        ({"negotiation": "river-talks", "comparison": "pairwise", "query": {"left": "x"}}, None, None, None),
        ({**MATRIX, "query": {"party": {}}}, None, None, None),
        ([MATRIX], "bad-value", "the body", None),
    ],
)
def test_what_is_wrong_with_a_body_is_told(held: RiverTalks, body, kind, parameter, nearest):
    problem = refused_post(bearer(held.by), SNAPSHOTS, body)
    assert problem["status"] == 400
    if kind:
        (error,) = problem["errors"]
        assert (problem["type"], error["parameter"]) == (f"/docs/problems/{kind}", parameter)
        assert nearest is None or error["nearest"][0] == nearest


HALF = "The body has half a character in it, a surrogate without the other."


@pytest.mark.parametrize(
    ("body", "status", "detail"),
    [
        (b"", 400, None),
        (b"{", 400, None),
        (b'{"a": NaN}', 400, "The body can't be read: NaN is no number of JSON."),
        (b'{"a": "b", "a": "c"}', 400, "The body can't be read: 'a' is given more than once in one object."),
        (b'{"a": "\\ud800"}', 400, HALF),
        (b'{"\\udfff\\ud800": 1}', 400, HALF),
        (b'"\xff"', 400, "The body is not in UTF-8."),
        ("{}".encode("utf-16"), 400, "The body is not in UTF-8."),
        (b"9" * 50, 400, "The body can't be read: this number can't be kept as it is: " + "9" * 50 + "."),
        (b"[" * 60_000, 400, "The body is nested too deeply."),
        (b" " * 65_537, 413, "A body may have at most 65536 bytes."),
    ],
)
def test_what_is_no_json_is_refused(held: RiverTalks, body: bytes, status: int, detail: str | None):
    problem = refused_post(bearer(held.by), SNAPSHOTS, body)
    assert (problem["status"], problem["detail"]) == (status, detail or problem["detail"])


def test_a_byte_order_mark_before_a_body_means_nothing(held: RiverTalks):
    posted(bearer(held.by), SNAPSHOTS, codecs.BOM_UTF8 + json.dumps(MATRIX).encode(), status=201)


def test_another_media_type_is_refused(held: RiverTalks):
    response = bearer(held.by).post(SNAPSHOTS, {"negotiation": "river-talks"})
    assert (response.status_code, response.json()["type"]) == (415, "/docs/problems/unsupported-media-type")


def test_an_answer_that_is_too_large_is_not_kept(held: RiverTalks, monkeypatch):
    monkeypatch.setattr(store, "LARGEST_BODY_BYTES", 10)
    assert refused_post(bearer(held.by), SNAPSHOTS, MATRIX)["status"] == 413
    assert not Snapshot.objects.exists()


def test_who_makes_too_many_is_told_how_long_to_wait(held: RiverTalks, monkeypatch):
    monkeypatch.setattr(SnapshotThrottle, "rate", "1/hour")
    make(held)
    response = post(bearer(held.by), SNAPSHOTS, MATRIX)
    assert (response.status_code, 3590 < int(response["Retry-After"]) <= 3600) == (429, True)
    assert response.json()["type"] == "/docs/problems/too-many-requests"
    posted(bearer(User.objects.create_user("reader")), SNAPSHOTS, MATRIX, status=201)


def test_verifying_is_throttled_by_address_whatever_a_client_says_of_itself(
    client: Client, held: RiverTalks, monkeypatch
):
    monkeypatch.setattr(VerifyThrottle, "rate", "1/min")
    address = below(make(held), "verify/")
    ask(client, address)
    assert client.get(address, headers={"x-forwarded-for": "192.0.2.7"}).status_code == 429


@pytest.mark.parametrize("name", ["nothing", "0190c1de-8a52-7c6e-b6a1-51d8a3f0c001"])
def test_a_snapshot_that_there_is_not_is_not_found(client: Client, db: None, name: str):
    assert refused(client, f"{SNAPSHOTS}{name}/")["status"] == 404


def test_the_number_of_queries_does_not_grow_with_the_answer(client: Client, held: RiverTalks):
    def counts() -> tuple[int, ...]:
        frozen = make(held)
        program = bearer(held.by)
        ask(program, COMPARISON)  # so that its use is noted
        with CaptureQueriesContext(connection) as queries:
            posted(program, SNAPSHOTS, MATRIX, status=201)
        return (len(queries), *(n_queries(client, below(frozen, part)) for part in ("", "verify/")))

    # make: token; negotiation; 7 of the matrix; a transaction's two, the lock, what was taken down; the row and when it
    # was made
    # one: with its negotiation; verify: besides, 7 of the matrix
    assert counts() == (15, 1, 8)
    for number in range(4):
        hold(held, one_more_party(held, f"p{number}"), held.dam, Stance.SUPPORTS, date(2024, 2, 1))
    assert counts() == (15, 1, 8)
