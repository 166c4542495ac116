"""Staff keep the answer that a page shows as a snapshot, cite it and verify it; nobody else is told of it."""

from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from positions import history
from positions.admin.desk import keeping
from positions.api.asking.throttles import SnapshotThrottle, VerifyThrottle
from positions.models import Negotiation, Participation, Snapshot
from positions.snapshots import store
from positions.vocabulary import Stance
from tests.api.asking import COMPARISON, ask
from tests.api.posting import bearer, post
from tests.reading import open_page, text_of
from tests.world import RiverTalks, freeze, hold, signed_in

pytestmark = pytest.mark.usefixtures("river")
TALKS = "/negotiations/river-talks/"
TABLE = f"{TALKS}?valid_on=2024-03-06"
PAIR = f"{TALKS}pair/?left=northland&right=southland&method=binary"
KEEP = "/admin/desk/keep/?negotiation=river-talks&comparison=matrix&valid_on=2024-03-06"
# Each page, and the comparisons that it shows.
KEPT_FROM = [
    (TABLE, ["matrix"]),
    (f"{TABLE}&party=northland&from_valid_on=2024-01-01", ["changes", "matrix"]),
    (PAIR, ["pairwise", "convergence"]),
    (f"{TALKS}pictures/?valid_on=2024-03-06", ["convergence", "agreement", "blocking-issues", "matrix"]),
    (f"{TALKS}parties/northland/", ["agreement"]),
]
# Pages that show none.
OTHERS = [
    "/",
    f"{TALKS}proposals/league-draft/",
    f"{TALKS}cell/?cell=northland~dam",
    f"{TALKS}embed/?from_valid_on=2024-01-01",
]
every_page = pytest.mark.parametrize("page", [*(page for page, _ in KEPT_FROM), *OTHERS])


@pytest.fixture(autouse=True)
def nothing_counted_yet() -> None:
    """Nobody is refused because of how often other tests asked."""
    cache.clear()


def links(client: Client, page: str) -> list[str]:
    """Where the answers that a page shows are kept."""
    return open_page(client, page).xpath("//a[starts-with(@href, '/admin/')]/@href")


def kept(client: Client, address: str) -> Snapshot:
    """What is kept when the button of that address is pressed."""
    answer = client.post(address)
    made = Snapshot.objects.latest("pk")
    assert (answer.status_code, answer["Location"]) == (302, f"/admin/positions/snapshot/{made.pk}/change/")
    return made


def refused(client: Client, address: str, *, status: int) -> str:
    """What the page says to somebody who presses the button in vain."""
    answer = client.post(address)
    assert answer.status_code == status
    assert not Snapshot.objects.exists()
    return answer.content.decode()


@pytest.mark.parametrize(("page", "comparisons"), KEPT_FROM)
def test_every_answer_of_a_page_can_be_kept_as_the_api_gives_it(client: Client, grace: Client, page: str, comparisons):
    found = links(grace, page)
    for address, comparison in zip(found, comparisons, strict=True):
        made = kept(grace, address)
        assert made.comparison == comparison
        asked = {name: value for name, value in parse_qsl(urlsplit(address).query) if name.endswith(("_on", "_at"))}
        assert asked.items() <= made.query.items()  # the times that the page showed
        part = "" if comparison == "matrix" else f"{comparison}/"
        assert (
            client.get(f"{COMPARISON}{part}", made.query).json()
            == ask(client, f"/api/v1/snapshots/{made.uuid}/")["body"]
        )


@pytest.mark.parametrize("page", OTHERS)
def test_a_page_that_shows_no_such_answer_offers_none_to_staff_either(grace: Client, page: str):
    """The table in a frame neither: it stands in pages of others."""
    assert links(grace, page) == []


def test_what_is_kept_of_a_table_is_what_it_shows(client: Client, grace: Client):
    (address,) = links(grace, f"{TABLE}&party=southland&party=northland&topic=water&order=title")
    body = ask(client, f"/api/v1/snapshots/{kept(grace, address).uuid}/")["body"]
    assert [party["slug"] for party in body["parties"]] == ["southland", "northland"]
    assert {target["topic"] for target in body["targets"]} == {"water"}


def test_a_table_of_nothing_is_not_kept_as_one_of_everything(grace: Client):
    assert links(grace, f"{TABLE}&topic=water&kind=proposal") == []


def test_what_is_kept_stays_as_the_page_showed_it(client: Client, grace: Client, talks: RiverTalks):
    address, _ = links(grace, PAIR)
    score = text_of(open_page(grace, PAIR).find_class("number")[0])
    hold(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 2))
    assert text_of(open_page(grace, PAIR).find_class("number")[0]) != score
    body = ask(client, f"/api/v1/snapshots/{kept(grace, address).uuid}/")["body"]
    assert f"{round(100 * body['agreement']['score'])} % agreement" == score


@every_page
def test_readers_are_told_nothing_of_it(client: Client, grace: Client, page: str):
    answer = client.get(page)
    assert "/admin/" not in answer.content.decode()
    assert (answer["Cache-Control"], answer.cookies) == ("no-cache", {})
    assert "Cookie" in answer["Vary"]
    again = client.get(page, headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    for_staff = grace.get(page)
    assert for_staff["Cache-Control"] == "private, no-cache"
    assert for_staff.cookies == {}
    assert grace.get(page, headers={"If-None-Match": for_staff["ETag"]}).status_code == 304


@every_page
def test_staff_alone_wait_for_what_they_may_to_be_looked_up(client: Client, talks: RiverTalks, page: str):
    """Session and account, what it may (two), and on the first page which talks are drafts."""

    def queries_of(reader: Client) -> list[str]:
        with CaptureQueriesContext(connection) as queries:
            assert reader.get(page).status_code == 200
        return [str(query["sql"]) for query in queries]

    for_readers = queries_of(client)
    assert not any("auth_" in query or "session" in query for query in for_readers)
    assert len(queries_of(signed_in(talks.by))) - len(for_readers) <= 5


def test_an_account_that_may_not_look_at_snapshots_is_offered_none(client: Client):
    for user in (User.objects.create_user("reader"), User.objects.create_user("new", is_staff=True)):
        browser = signed_in(user)
        assert links(browser, TABLE) == []
    assert browser.post(KEEP).status_code == 403
    answer = client.post(KEEP)
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/admin/login/")
    assert not Snapshot.objects.exists()


def test_nobody_keeps_by_a_forged_form_or_by_looking(grace: Client, talks: RiverTalks):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(talks.by)
    assert careful.post(KEEP).status_code == 403
    assert "nobody can change or delete it" in text_of(open_page(grace, KEEP))
    assert not Snapshot.objects.exists()


def test_the_form_says_what_was_asked(grace: Client):
    (address,) = links(grace, f"{TABLE}&party=northland&party=southland")
    said = text_of(open_page(grace, address))
    assert "Comparison matrix" in said
    assert "party northland, southland" in said
    assert "valid_on 2024-03-06" in said


def test_what_was_kept_is_shown_with_how_to_cite_it(client: Client, grace: Client):
    answer = grace.post(KEEP, follow=True)
    made = Snapshot.objects.get()
    assert made.made_by.username == "grace"
    address = f"http://testserver/api/v1/snapshots/{made.uuid}/"
    page = open_page(grace, answer.redirect_chain[0][0])
    citation = ask(client, address)["citation"]
    sentence, bibtex, csl = (area.text for area in page.xpath("//textarea"))
    assert (sentence.strip(), bibtex.strip()) == (citation["text"], citation["bibtex"].strip())
    assert f'"URL": "{address}"' in csl
    found = page.xpath("//section[@id='desk']//a/@href")
    assert found == [address, f"{address}body/", f"{address}verify/"]
    assert all(client.get(one).status_code == 200 for one in found)
    said = text_of(page)
    assert all(part in said for part in (made.sha256, "known_at: ", "valid_on: 2024-03-06", "6 March 2024"))


def test_the_page_of_a_snapshot_does_not_carry_the_answer(grace: Client, talks: RiverTalks):
    made = freeze(talks)
    with CaptureQueriesContext(connection) as queries:
        page = grace.get(f"/admin/positions/snapshot/{made.pk}/change/").content.decode()
        grace.get("/admin/positions/snapshot/")
    assert '"absence"' in made.body
    assert "absence" not in page
    assert not any('"positions_snapshot"."body"' in str(query["sql"]) for query in queries)


def test_a_snapshot_of_a_draft_is_for_staff(client: Client, grace: Client):
    Negotiation.objects.update(is_published=False)
    assert "only staff may read it" in text_of(open_page(grace, KEEP))
    made = kept(grace, links(grace, TABLE)[0])
    assert client.get(f"/api/v1/snapshots/{made.uuid}/").status_code == 404


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/admin/desk/keep/", 404, "press Keep this answer there"),
        (KEEP.replace("river-talks", "river-talk"), 404, "The nearest that there is: river-talks."),
        (KEEP.replace("matrix", "matrx"), 400, "There is no comparison 'matrx'. The nearest that there is: matrix"),
        (f"{KEEP}&valid_on=2024-03-07", 400, "valid_on is given more than once."),
        (f"{KEEP}&partys=northland", 400, "There is no parameter 'partys' here."),
        (KEEP.replace("2024-03-06", "2024-02-30"), 400, "There is no day '2024-02-30'"),
        (f"{KEEP}&format=csv", 400, "There is no parameter 'format' here."),
    ],
)
def test_an_address_that_asks_for_no_answer_says_so_before_anything_is_sent(grace: Client, address, status, said):
    page = open_page(grace, address, status=status)
    assert said in text_of(page)
    assert page.xpath("//main//form[@method='post']") == []
    assert said.split(".")[0] in text_of(open_page(grace, address, status=status))


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            "&party=northlnd",
            "There is no party &#x27;northlnd&#x27; in these talks. The nearest that there is: northland",
        ),
        ("&known_at=2999-01-01T00:00:00Z", "known_at may be at most 60 seconds ahead"),
    ],
)
def test_a_question_without_an_answer_is_refused_and_can_be_seen(grace: Client, more: str, said: str):
    assert said in refused(grace, f"{KEEP}{more}", status=400)


def test_an_answer_that_is_too_large_is_not_kept(grace: Client, monkeypatch):
    monkeypatch.setattr(store, "LARGEST_BODY_BYTES", 10)
    said = refused(grace, KEEP, status=413)
    assert "a snapshot keeps at most 10. Ask for fewer parties, fewer targets or less evidence." in said


def test_an_account_keeps_as_many_an_hour_here_as_by_the_api_and_both_together(talks: RiverTalks, monkeypatch):
    monkeypatch.setattr(SnapshotThrottle, "rate", "2/hour")
    asked = {"negotiation": "river-talks", "comparison": "matrix", "query": {}}
    assert post(bearer(talks.by), "/api/v1/snapshots/", asked).status_code == 201
    browser = signed_in(talks.by)
    kept(browser, KEEP)
    answer = browser.post(KEEP)
    assert answer.status_code == 429
    assert "At most 2 are possible in one hour. Try again in 60 minutes." in answer.content.decode()
    assert Snapshot.objects.count() == 2
    kept(signed_in(User.objects.create_superuser("hopper")), KEEP)


def test_while_others_write_nothing_is_kept_and_the_button_stays(grace: Client, monkeypatch):
    def busy(*_: object, **__: object) -> None:
        raise history.TalksBusy

    monkeypatch.setattr(keeping.snapshots, "make_snapshot", busy)
    said = refused(grace, KEEP, status=503)
    assert "Somebody else is writing to these talks just now." in said
    assert "Keep this answer</button>" in said


def verified(client: Client, snapshot: Snapshot, *, status: int = 200) -> str:
    (link,) = open_page(client, f"/admin/positions/snapshot/{snapshot.pk}/change/").xpath("//a[.='Verify']/@href")
    return text_of(open_page(client, link, status=status).xpath("//main")[0])


def test_a_snapshot_that_comes_out_the_same_is_said_to_be_equal(grace: Client, talks: RiverTalks):
    made = freeze(talks)
    hold(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 2))
    said = verified(grace, made)
    assert "Equal. Asked again, the question gives the same answer, byte for byte." in said
    assert said.count(made.sha256) == 2


def test_where_a_snapshot_comes_out_otherwise_both_values_are_shown(grace: Client, talks: RiverTalks):
    made = freeze(talks)
    Participation.objects.filter(party=talks.northland).update(name="The <North>")
    said = verified(grace, made)
    assert "One place differs." in said
    assert '/parties/0/name Kept "Northland" Now "The <North>"' in said


def test_of_many_differences_some_are_shown_and_all_are_counted(grace: Client, talks: RiverTalks, monkeypatch):
    monkeypatch.setattr(store, "N_DIFFERENCES_SHOWN", 2)
    made = freeze(talks)
    Participation.objects.update(name="Somebody")
    said = verified(grace, made)
    assert "3 places differ." in said
    assert "The first 2 are listed." in said
    assert said.count('Now "Somebody"') == 2


def test_another_engine_is_named_as_the_reason(grace: Client, talks: RiverTalks, monkeypatch):
    made = freeze(talks)
    monkeypatch.setattr(store, "ENGINE", "99")
    Participation.objects.update(name="Somebody")
    assert f"It was computed by engine {made.engine}, and just now by engine 99" in verified(grace, made)


def test_verifying_is_counted_as_in_the_api(client: Client, grace: Client, talks: RiverTalks, monkeypatch):
    monkeypatch.setattr(VerifyThrottle, "rate", "1/min")
    made = freeze(talks)
    ask(client, f"/api/v1/snapshots/{made.uuid}/verify/")
    assert "At most 1 are possible in one minute. Try again in a minute." in verified(grace, made, status=429)


def test_a_snapshot_that_there_is_not_is_not_found(grace: Client):
    assert grace.get("/admin/desk/snapshots/0190c1de-8a52-7c6e-b6a1-51d8a3f0c001/verify/").status_code == 404
