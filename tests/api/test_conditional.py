"""What a reader has already is not sent again, and what may have changed is."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from positions.catalog import rename_talks
from positions.models import AccessToken, Article, Negotiation, Party, Position, Revision
from positions.review import accept_statement
from positions.take_down import take_down_article
from positions.vocabulary import Scope, Stance
from tests.api.asking import COMPARISON, RIVER, ask
from tests.api.listing import POSITIONS
from tests.api.posting import bearer
from tests.world import RiverTalks, freeze, hold, river_talks, say

READS = {
    "negotiations": "/api/v1/negotiations/",
    "negotiation": RIVER,
    "parties": f"{RIVER}parties/",
    "issues": f"{RIVER}issues/",
    "proposals": f"{RIVER}proposals/",
    "matrix": COMPARISON,
    "pairwise": f"{COMPARISON}pairwise/?left=northland&right=southland",
    "agreement": f"{COMPARISON}agreement/",
    "changes": f"{COMPARISON}changes/",
    "convergence": f"{COMPARISON}convergence/?left=northland&right=southland",
    "contradictions": f"{COMPARISON}contradictions/",
    "blocking": f"{COMPARISON}blocking-issues/",
    "links": f"{COMPARISON}conditional-links/",
    "responses": f"{RIVER}proposals/league-draft/responses/",
}
FOR_A_DAY, ASK_AGAIN = "public, max-age=86400, immutable", "public, no-cache"
# Of a day that is over: what never changes any more, and what follows the catalog of today.
SETTLED = (
    f"{COMPARISON}?valid_on=2024-03-05",
    f"{COMPARISON}changes/?to_valid_on=2024-03-05",
    f"{COMPARISON}contradictions/?valid_on=2024-03-05",
    f"{COMPARISON}chart.svg?kind=matrix&valid_on=2024-03-05",
    f"{COMPARISON}chart.csv?kind=timeline&party=northland&valid_on=2024-03-05",
)
FOLLOWS_THE_CATALOG = (
    f"{COMPARISON}?role=principal&valid_on=2024-03-05",
    f"{COMPARISON}?%72ole=principal&valid_on=2024-03-05",
    f"{COMPARISON}?topic=water&valid_on=2024-03-05",
    f"{COMPARISON}?rollup=parent&valid_on=2024-03-05",
    f"{COMPARISON}pairwise/?left=northland&right=southland&valid_on=2024-03-05",
    f"{COMPARISON}agreement/?valid_on=2024-03-05",
    f"{COMPARISON}blocking-issues/?valid_on=2024-03-05",
    f"{COMPARISON}convergence/?left=northland&right=southland&to=2024-03-05",
    f"{RIVER}proposals/league-draft/responses/?valid_on=2024-03-05",
    f"{COMPARISON}chart.svg?kind=agreement&valid_on=2024-03-05",
    f"{COMPARISON}chart.csv?kind=convergence&left=northland&right=southland&valid_on=2024-03-05",
    f"{COMPARISON}chart.png?kind=blocking-issues&valid_on=2024-03-05",
    f"{COMPARISON}chart.svg?kind=responses&proposal=league-draft&valid_on=2024-03-05",
)
every_read = pytest.mark.parametrize("address", READS.values(), ids=READS.keys())


NAMES_OF_THE_DAY = ("valid_on", "%76alid%5Fon")


def tag(client: Client, address: str, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == 200, response.content
    etag: str = response["ETag"]
    return etag


def again(client: Client, address: str, etag: str, **headers: str) -> int:
    """The status of the same question by a reader who has that answer."""
    status: int = client.get(address, headers={"if-none-match": etag, **headers}).status_code
    return status


def known_now(client: Client, address: str) -> str:
    """The question as what is known now answers it, on whatever day."""
    instant = "to_known_at" if "to_valid_on" in address else "known_at"
    return f"{address}&{instant}={ask(client, COMPARISON)['known_at']}"


def test_before_the_first_change_an_answer_that_names_another_instant_has_another_tag(
    client: Client, talks: RiverTalks
):
    Negotiation.objects.update(is_published=False)
    first, second = (client.get(POSITIONS) for _ in range(2))
    assert first.json()["known_at"] < second.json()["known_at"]
    assert first["ETag"] != second["ETag"]
    then = {"known_at": first.json()["known_at"]}
    third, fourth = (client.get(POSITIONS, then) for _ in range(2))
    assert (third["ETag"], third.content) == (fourth["ETag"], fourth.content)


@every_read
def test_whoever_has_any_version_is_told_so_where_there_is_an_answer(client: Client, talks: RiverTalks, address: str):
    assert again(client, address, "*") == 304
    wrong = f"{address}{'&' if '?' in address else '?'}known_at=yesterday"
    assert again(client, wrong, "*") == 400


@every_read
def test_an_unchanged_answer_is_not_sent_again_and_costs_one_query(client: Client, talks: RiverTalks, address: str):
    etag = tag(client, address)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address, headers={"if-none-match": etag})
    assert (response.status_code, response.content, response["ETag"]) == (304, b"", etag)
    assert len(queries) == 1


@every_read
def test_a_public_change_gives_another_tag(client: Client, talks: RiverTalks, address: str):
    etag = tag(client, address)
    hold(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 10))
    assert again(client, address, etag) == 200


@every_read
def test_the_long_way_comes_to_the_same_tag_as_the_short_one(client: Client, talks: RiverTalks, address: str):
    etag = tag(client, address)
    for accept in ("application/json", "*/*", "application/json;q=0.9, */*;q=0.1"):
        assert again(client, address, etag, accept=accept) == 304
    assert again(client, address, f'W/{etag}, "other"') == 304
    client.cookies["theme"] = "dark"
    assert again(client, address, etag) == 304


def test_another_day_and_another_part_have_other_tags(client: Client, talks: RiverTalks):
    tags = {tag(client, f"{COMPARISON}?{query}") for query in ("", "valid_on=2025-03-14", "valid_on=2025-03-15")}
    tags |= {tag(client, f"{COMPARISON}?party={party}") for party in ("northland", "southland")}
    assert len(tags) == 5


def test_tomorrow_the_answer_about_today_has_another_tag(client: Client, talks: RiverTalks, monkeypatch):
    etag = tag(client, COMPARISON)
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert again(client, COMPARISON, etag) == 200


def test_what_was_known_then_keeps_its_tag_when_more_is_recorded(client: Client, talks: RiverTalks):
    known_at = ask(client, COMPARISON)["known_at"]
    address = f"{COMPARISON}?valid_on=2024-03-05&known_at={known_at}"
    etag = tag(client, address)
    hold(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 10))
    assert again(client, address, etag) == 304


def test_a_time_counts_however_its_name_is_written(client: Client, talks: RiverTalks):
    known_at = ask(client, COMPARISON)["known_at"]
    plain, escaped = (f"{COMPARISON}?party=northland&{day}=2024-03-05&known_at={known_at}" for day in NAMES_OF_THE_DAY)
    kept = client.get(plain)["Cache-Control"]
    assert client.get(escaped)["Cache-Control"] == kept == FOR_A_DAY
    assert again(client, escaped, tag(client, escaped)) == 304


def test_of_a_time_that_is_given_again_the_last_counts_for_the_tag(client: Client, talks: RiverTalks):
    known_at = ask(client, COMPARISON)["known_at"]
    twice = f"{COMPARISON}?valid_on=2024-03-05&known_at={known_at}&valid_on=nonsense"
    assert client.get(twice, headers={"if-none-match": tag(client, COMPARISON)}).status_code == 400


def test_only_an_answer_about_the_past_may_be_kept_without_asking(client: Client, talks: RiverTalks):
    known_at = ask(client, COMPARISON)["known_at"]
    later = (timezone.now() + timedelta(seconds=30)).isoformat().replace("+00:00", "Z")
    today = timezone.now().date()
    kept = {
        query: client.get(f"{COMPARISON}?{query}")["Cache-Control"]
        for query in (
            f"valid_on=2024-03-05&known_at={known_at}",
            f"valid_on={today}&known_at={known_at}",
            f"valid_on=2024-03-05&known_at={later}",
            "valid_on=2024-03-05",
            f"known_at={known_at}",
        )
    }
    first, *others = kept.values()
    assert first == FOR_A_DAY
    assert set(others) == {ASK_AGAIN}


@pytest.mark.parametrize("address", SETTLED)
def test_what_was_held_may_be_kept_for_a_day(client: Client, talks: RiverTalks, address: str):
    assert client.get(known_now(client, address))["Cache-Control"] == FOR_A_DAY


@pytest.mark.parametrize("address", FOLLOWS_THE_CATALOG)
def test_what_follows_the_catalog_of_today_is_asked_for_each_time(client: Client, talks: RiverTalks, address: str):
    asked = known_now(client, address)
    first = client.get(asked)
    assert (first.status_code, first["Cache-Control"]) == (200, ASK_AGAIN)
    unchanged = client.get(asked, headers={"if-none-match": first["ETag"]})
    assert (unchanged.status_code, unchanged["Cache-Control"]) == (304, ASK_AGAIN)


def test_the_same_score_of_the_past_changes_with_the_terms_of_a_proposal(client: Client, talks: RiverTalks):
    for party, stance in ((talks.northland, Stance.OPPOSES), (talks.southland, Stance.SUPPORTS)):
        hold(talks, party, talks.dam, stance, date(2024, 3, 1))
        hold(talks, party, talks.league_draft, Stance.SUPPORTS, date(2024, 3, 4))
    asked = known_now(client, f"{COMPARISON}pairwise/?left=northland&right=southland&valid_on=2024-03-05")
    score, etag = ask(client, asked)["agreement"]["score"], tag(client, asked)
    talks.league_draft.terms.create(number=1, issue=talks.dam, stance=Stance.OPPOSES.value, text="no dam")
    assert (score, ask(client, asked)["agreement"]["score"]) == (0.5, 1.0)
    assert again(client, asked, etag) == 200


def test_a_name_that_changes_in_other_talks_gives_another_tag(client: Client, talks: RiverTalks):
    etag = tag(client, f"{RIVER}parties/")
    Party.objects.filter(slug="northland").update(iso="NL")
    assert again(client, f"{RIVER}parties/", etag) == 200


def test_what_arrives_and_waits_changes_no_public_tag(client: Client, talks: RiverTalks):
    etag = tag(client, COMPARISON)
    say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 10))
    assert again(client, COMPARISON, etag) == 304


def test_a_headline_that_is_mended_gives_another_tag(client: Client, talks: RiverTalks):
    etag = tag(client, COMPARISON)
    say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 10))
    Article.objects.update(title="Minister digs out")
    assert again(client, COMPARISON, etag) == 200


def test_a_table_is_another_representation(client: Client, talks: RiverTalks):
    as_json, as_csv = tag(client, COMPARISON), tag(client, COMPARISON, accept="text/csv")
    assert as_json != as_csv
    assert again(client, COMPARISON, as_json, accept="text/csv") == 200
    assert again(client, COMPARISON, as_csv, accept="text/csv") == 304


def test_a_program_with_a_token_gets_an_unchanged_answer_for_one_query(talks: RiverTalks):
    client = bearer(User.objects.create_user("reader"))
    etag = tag(client, COMPARISON)
    with CaptureQueriesContext(connection) as queries:
        assert again(client, COMPARISON, etag) == 304
    assert len(queries) == 1


def test_a_token_that_was_revoked_gets_no_unchanged_answer(talks: RiverTalks):
    client = bearer(talks.by)
    etag = tag(client, COMPARISON)
    AccessToken.objects.update(revoked_at=timezone.now())
    assert again(client, COMPARISON, etag) == 401


def test_staff_and_public_have_tags_of_their_own(client: Client, talks: RiverTalks):
    assert tag(client, COMPARISON) != tag(bearer(talks.by), COMPARISON)
    assert client.get(COMPARISON)["Cache-Control"] == "public, no-cache"
    assert bearer(talks.by).get(COMPARISON)["Cache-Control"] == "private, no-cache"


def test_who_may_not_read_gets_no_unchanged_answer(client: Client, talks: RiverTalks, settings):
    etag = tag(client, COMPARISON)
    Negotiation.objects.update(is_published=False)
    assert again(client, COMPARISON, etag) == 404
    Negotiation.objects.update(is_published=True)
    etag = tag(client, COMPARISON)
    settings.PUBLIC_READS = False
    assert again(client, COMPARISON, etag) == 401
    assert again(bearer(talks.by, scopes=[Scope.SUBMIT]), COMPARISON, etag) == 403


def test_an_error_has_no_tag_and_is_not_kept(client: Client, talks: RiverTalks):
    response = client.get(f"{COMPARISON}?party=nobody")
    assert (response.status_code, response["Cache-Control"], "ETag" in response) == (400, "no-store", False)


def test_what_an_answer_varies_by_is_said(client: Client, talks: RiverTalks):
    for response in (
        client.get(COMPARISON),
        client.get(COMPARISON, headers={"if-none-match": tag(client, COMPARISON)}),
    ):
        assert set(response["Vary"].split(", ")) >= {"Accept", "Accept-Encoding", "Authorization", "Cookie"}


def test_a_snapshot_never_changes(client: Client, talks: RiverTalks):
    address = f"/api/v1/snapshots/{freeze(talks).uuid}/"
    for below in ("", "body/"):
        etag = tag(client, address + below)
        with CaptureQueriesContext(connection) as queries:
            assert again(client, address + below, etag) == 304
        assert len(queries) == 1
        assert client.get(address + below)["Cache-Control"] == FOR_A_DAY


def test_an_answer_that_had_words_of_an_article_is_sent_again_once_they_are_taken_down(
    client: Client, talks: RiverTalks
):
    statement = say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 10))
    accept_statement(statement, by=talks.by)
    position, before = Position.objects.get(), Revision.objects.latest("number").committed_at
    addresses = [
        f"/api/v1/positions/{position.uuid}/",
        f"/api/v1/positions/{position.uuid}/history/",
        f"/api/v1/statements/{statement.uuid}/",
        f"{COMPARISON}?valid_on=2024-03-01&known_at={before:%Y-%m-%dT%H:%M:%S.%fZ}",
    ]
    had = {address: tag(client, address) for address in addresses}
    take_down_article(statement.article, reason="A court's order.", by=talks.by)
    for address, etag in had.items():
        assert again(client, address, etag) == 200
        assert statement.quote not in client.get(address).text


def test_a_snapshot_says_what_its_talks_are_called_now(client: Client, talks: RiverTalks):
    address = f"/api/v1/snapshots/{freeze(talks).uuid}/"
    etag = tag(client, address)
    rename_talks(talks.negotiation, "silver-river", by=talks.by)
    assert again(client, address, etag) == 200


def test_the_schema_has_a_tag(client: Client, db: None):
    assert again(client, "/api/v1/schema/", tag(client, "/api/v1/schema/")) == 304


def test_the_talks_of_others_do_not_change_an_answer(client: Client, talks: RiverTalks):
    other = river_talks(by=talks.by, slug="lake-talks")
    etag = tag(client, COMPARISON)
    hold(other, talks.northland, other.dam, Stance.OPPOSES, date(2024, 2, 10))
    assert again(client, COMPARISON, etag) == 304
