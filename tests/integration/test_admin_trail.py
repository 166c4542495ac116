"""One page tells who did what: decisions, changes, codings, take-downs and accounts; filtered, and exported."""

import csv
import io
from copy import copy
from datetime import date, timedelta

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from positions import correction, review, take_down
from positions.catalog import merge_entry, plan_merge
from positions.models import Statement
from positions.queries.curating.trail import TrailFilter, list_deeds
from positions.vocabulary import Stance
from tests.world import RiverTalks, hold, one_more_issue, one_more_party, say, signed_in, write_article

TRAIL = "/admin/desk/trail/"


@pytest.fixture
def grace(talks: RiverTalks) -> Client:
    """Ada accepted and rejected; Grace made an account and took an article down."""
    grace = User.objects.create_superuser("grace")
    client = signed_in(grace)
    fill(talks, 1)
    client.post("/admin/auth/user/add/", {"username": "ken", "usable_password": "false"})
    gone = say(talks, talks.northland, talks.dam, Stance.SUPPORTS, date(2024, 2, 5)).article
    take_down.take_down_article(gone, reason="Order.", by=grace)
    return client


def fill(talks: RiverTalks, day: int) -> None:
    first = say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, day))
    review.accept_statement(first, by=talks.by, reason="=1+1")
    second = say(talks, talks.southland, talks.dam, Stance.SUPPORTS, date(2024, 2, day))
    review.reject_statement(second, by=talks.by, reason="<b>Irony</b>")


def told(**asked: object) -> list[tuple[str, str, str]]:
    deeds = list_deeds(TrailFilter(**asked), start=0, limit=100)  # type: ignore[arg-type]
    return [(deed.by, deed.what, deed.about) for deed in deeds]


def test_every_deed_is_told_latest_first(grace):
    assert told() == [
        ("grace", "taken down", "Minister digs in"),
        ("ada", "coded by hand", "Northland: supports The upper dam"),
        ("grace", "added user", "ken"),
        ("ada", "reject", "Southland: supports The upper dam"),
        ("ada", "coded by hand", "Southland: supports The upper dam"),
        ("ada", "recorded, revision 2", "Northland: opposes The upper dam from 2024-02-01"),
        ("ada", "accept", "Northland: opposes The upper dam"),
        ("ada", "coded by hand", "Northland: opposes The upper dam"),
        ("ada", "catalog, revision 1", ""),
    ]


def test_it_is_filtered_by_who_what_when_and_talks(grace):
    assert {by for by, _, _ in told(by="grace")} == {"grace"}
    assert [what for _, what, _ in told(sort="decision", talks="river-talks")] == ["reject", "accept"]
    assert told(talks="other-talks") == []
    assert told(until=date(2024, 1, 1)) == []
    assert len(told(since=date(2024, 1, 1))) == len(told())


def test_both_days_of_a_filter_are_in_it(grace):
    deeds = list_deeds(TrailFilter(), start=0, limit=100)
    first, last = deeds[-1].at.date(), deeds[0].at.date()
    assert len(told(since=first, until=last)) == len(deeds)
    assert told(since=last + timedelta(days=1)) == told(until=first - timedelta(days=1)) == []


def test_a_decision_is_told_with_its_talks_its_reason_and_its_statement(grace):
    (reject, _) = list_deeds(TrailFilter(sort="decision"), start=0, limit=2)
    statement = Statement.objects.get(uuid=reject.statement)
    assert (reject.talks, reject.why) == ("Talks on the Silver River", "<b>Irony</b>")
    assert (statement.party.slug, statement.standing.kind) == ("southland", "reject")


def test_what_is_done_to_an_article_is_told_once_in_the_talks_that_quote_it_or_without_any(talks):
    said = say(talks, talks.northland, talks.dam, Stance.SUPPORTS, date(2024, 2, 5))
    review.accept_statement(said, by=talks.by)
    for article, title in ((said.article, "Quoted"), (write_article("Nobody quotes this."), "Alone")):
        wording = correction.Wording(title=title, outlet=article.outlet, published_on=article.published_on)
        correction.correct_article(article, wording, reason="Typo.", by=talks.by, n_seen=0)
        take_down.take_down_article(article, reason="Order.", by=talks.by)
    deeds = list_deeds(TrailFilter(), start=0, limit=4)
    assert [(deed.what, deed.talks, deed.about, deed.why) for deed in deeds] == [
        ("taken down", "", "Alone", "Order."),
        ("corrected", "", "Alone", "Typo."),
        ("taken down", "Talks on the Silver River", "Quoted", "Order."),
        ("corrected", "Talks on the Silver River", "Quoted", "Typo."),
    ]
    assert [what for _, what, _ in told(sort="change")] == ["recorded, revision 2", "catalog, revision 1"]


def test_the_page_shows_markup_as_text_and_the_export_no_formula(grace):
    page = grace.get(TRAIL).content.decode()
    assert "&lt;b&gt;Irony&lt;/b&gt;" in page
    rows = list(csv.DictReader(io.StringIO(grace.get(f"{TRAIL}?export=csv&by=ada").getvalue().decode("utf-8-sig"))))
    assert {row["by"] for row in rows} == {"ada"}
    assert "'=1+1" in {row["why"] for row in rows}


def test_a_filter_that_can_not_be_meant_is_said(grace):
    for asked in ("since=yesterday", "by=nobody", "sort=x", "page=0"):
        answer = grace.get(f"{TRAIL}?{asked}")
        assert (answer.status_code, "can't be used" in answer.content.decode()) == (400, True)


def test_the_number_of_queries_does_not_grow(talks, grace, django_assert_max_num_queries):
    """Session, user, the talks for the frame and for the filter, people, the page."""
    counts = []
    for day in (8, 9):
        fill(talks, day)
        with django_assert_max_num_queries(6) as queries:
            grace.get(TRAIL)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_it_is_for_those_who_may_see_decisions(talks):
    client = signed_in(User.objects.create_user("ken", is_staff=True))
    assert client.get(TRAIL).status_code == 403


def test_the_export_is_whole_whatever_the_length_and_never_held_at_once(grace):
    ken = User.objects.get(username="ken")
    logged = LogEntry(user=ken, action_flag=CHANGE, object_repr="again", action_time=timezone.now())
    LogEntry.objects.bulk_create([copy(logged) for _ in range(3_000)])
    pieces = list(grace.get(f"{TRAIL}?export=csv&by=ken").streaming_content)
    rows = list(csv.DictReader(io.StringIO(b"".join(pieces).decode("utf-8-sig"))))
    assert [row["about"] for row in rows] == ["again"] * 3_000
    assert max(piece.count(b"\n") for piece in pieces) <= 500


def test_what_was_changed_of_an_account_is_told_in_words(grace):
    ken = User.objects.get(username="ken")
    joined = {"date_joined_0": "2024-01-01", "date_joined_1": "00:00"}
    grace.post(f"/admin/auth/user/{ken.pk}/change/", {"username": "ken", "first_name": "Ken", **joined})
    deeds = list_deeds(TrailFilter(sort="account"), start=0, limit=10)
    assert [(deed.what, deed.why) for deed in deeds] == [
        ("changed user", "Changed First name, Active and Date joined."),
        ("added user", ""),
    ]


def test_a_merge_says_what_went_into_what(talks):
    one_more_issue(talks, "big-dam")
    one_more_party(talks, "north-land")
    hold(talks, talks.southland, talks.dam, Stance.SUPPORTS, date(2024, 2, 1))
    for section, gone, kept in [("issues", "big-dam", "dam"), ("parties", "north-land", "northland")]:
        plan = plan_merge(talks.negotiation, section, gone, into=kept)
        merge_entry(talks.negotiation, section, gone, into=kept, seen=plan.seen, by=talks.by)
    assert [about for _, what, about in told() if what.startswith("catalog")] == [
        "north-land (north-land) merged into Northland (northland)",
        "big-dam (big-dam) merged into The upper dam (dam)",
        "",
    ]
