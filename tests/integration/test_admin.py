"""The admin lists everything, decides through `review`, and edits nothing by hand."""

from datetime import date

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from positions import history, review, take_down, tokens, webhooks
from positions.admin import statements
from positions.admin.readonly import ReadOnlyInline
from positions.ingestion import queue_extraction
from positions.models import Article, ConditionalLink, Decision, Feed, Position, ProposalTerm, SiteRules, Statement
from positions.vocabulary import EventKind, Scope, Stance
from tests.world import RiverTalks, freeze, hold, one_more_issue, say, signed_in

LISTED = sorted((m for m in admin.site._registry if m._meta.app_label == "positions"), key=lambda m: m.__name__)
STATEMENTS = reverse("admin:positions_statement_changelist")


def fill(talks: RiverTalks, first_day: int) -> None:
    """One more of everything that a list shows."""
    Feed.objects.create(url=f"https://example.org/feed-{first_day}")
    SiteRules.objects.create(origin=f"https://{first_day}.example.org", read_at=timezone.now())
    gone = say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, first_day)).article
    take_down.take_down_article(gone, reason="A court's order.", by=talks.by)
    for day in (first_day, first_day + 1):
        statement = say(talks, talks.northland, talks.water_share, Stance.OPPOSES, date(2024, 2, day))
        review.accept_statement(statement, by=talks.by)
        hold(talks, talks.southland, talks.dam, Stance.SUPPORTS, date(2024, 2, day))
        waiting = say(talks, talks.southland, talks.dam, Stance.SUPPORTS, date(2024, 2, day))
        queue_extraction(waiting.article, negotiations=[talks.negotiation])
        tokens.make_token(talks.by, scopes=[Scope.READ], lifetime=None)
        freeze(talks)
        ends = {"party": talks.northland, "target": talks.dam, "awaits_party": talks.league, "awaits_target": talks.dam}
        history.set_link(history.Link(**ends, note=f"Day {day}."), by=talks.by)
        asked = webhooks.NewWebhook(address="https://example.org/told", events=[EventKind.STANCE_CHANGED])
        webhooks.ping_webhook(webhooks.make_webhook(asked, owner=talks.by))


def test_everything_that_is_stored_is_listed():
    parts = {"Finding", "Membership", "PendingStatement", "ProposalTerm", "Speaker", "StandingDecision", "Target"}
    parts |= {"ArticleFingerprint", "FeedEntry", "FormerLink", "FormerSlug", "FormerWording"}
    tables = {model.__name__ for model in apps.get_app_config("positions").get_models()}
    made_again = {"Edition", "Announced", "Download", "DownloadPart"}  # counts that nobody reads, and copies
    assert {model.__name__ for model in LISTED} == tables - parts - made_again


@pytest.mark.parametrize("model", LISTED, ids=lambda model: model.__name__)
def test_the_number_of_queries_of_a_list_does_not_grow(model, talks, grace, django_assert_max_num_queries):
    """Session, user, count, the page, and at most one for each filter by negotiation or party."""
    address = reverse(f"admin:positions_{model._meta.model_name}_changelist")
    counts = []
    for first_day in (1, 10):
        fill(talks, first_day)
        with django_assert_max_num_queries(9) as queries:
            assert grace.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("of", ["position", "statement", "proposal"])
def test_the_number_of_queries_of_a_page_does_not_grow_with_the_rows_that_belong_to_it(of, talks, grace):
    """Evidence, decisions and terms are read with what they name."""
    held = hold(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 1))
    issues = [talks.dam, talks.water_share, one_more_issue(talks, "locks"), one_more_issue(talks, "ports")]
    undone = say(talks, talks.southland, talks.dam, Stance.SUPPORTS, date(2024, 2, 1))
    row = {"position": held, "statement": undone, "proposal": talks.league_draft}[of]
    counts = []
    for number in (1, 2, 3):
        same = say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 1))
        review.accept_statement(same, by=talks.by)
        review.reject_statement(undone, by=talks.by)
        review.undo_decision(undone, by=talks.by)
        ProposalTerm.objects.create(proposal=talks.league_draft, issue=issues[number], number=number)
        with CaptureQueriesContext(connection) as queries:
            assert grace.get(reverse(f"admin:positions_{of}_change", args=[row.pk])).status_code == 200
        counts.append(len(queries))
    assert counts[1] == counts[2]


def test_nothing_but_its_filters_stands_beside_a_list(talks, grace):
    page = grace.get(STATEMENTS).content.decode()
    assert "changelist-filter" in page
    assert "nav-sidebar" not in page


def test_only_what_is_edited_on_its_page_leads_to_a_history_of_that(talks, grace):
    held = hold(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 1))
    feed = Feed.objects.create(url="https://example.org/feed")
    pages = [
        grace.get(reverse(f"admin:positions_{row._meta.model_name}_change", args=[row.pk])) for row in (held, feed)
    ]
    assert ["historylink" in page.content.decode() for page in pages] == [False, True]


def test_a_list_says_in_which_zone_its_times_are(talks, grace):
    assert "Days and times are in UTC." in grace.get(STATEMENTS).content.decode()


def test_every_choice_of_a_filter_can_be_read(talks, grace):
    say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 1))
    Article.objects.update(language="")  # as most are: nobody said which language it is
    page = grace.get(reverse("admin:positions_article_changelist")).content.decode()
    assert '<a href="?language=">not known</a>' in page


@pytest.mark.parametrize("model", [m for m in LISTED if m is not Feed], ids=lambda model: model.__name__)
def test_no_row_is_edited_by_hand_not_even_by_an_administrator(model, talks, grace):
    fill(talks, 1)
    row = model.objects.first()
    page = reverse(f"admin:positions_{model._meta.model_name}_change", args=[row.pk])
    assert grace.get(page).status_code == 200
    assert grace.post(page, {}).status_code == 403
    may_add = 200 if model in {Article, ConditionalLink} else 403  # by forms that call the stages
    assert grace.get(reverse(f"admin:positions_{model._meta.model_name}_add")).status_code == may_add
    assert grace.get(reverse(f"admin:positions_{model._meta.model_name}_delete", args=[row.pk])).status_code == 403


def act(client: Client, action: str, *statements: Statement, address: str = STATEMENTS) -> str:
    """What the page says after the action on the selected statements."""
    selected = {"action": action, "_selected_action": [s.pk for s in statements]}
    return client.post(address, selected, follow=True).content.decode()


def test_the_list_shows_what_waits_first(talks, grace):
    waiting = say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 1), quote="It waits.")
    decided = say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 1), quote="It is decided.")
    review.reject_statement(decided, by=talks.by)
    page = grace.get(STATEMENTS).content.decode()
    assert waiting.quote in page
    assert decided.quote not in page
    assert decided.quote in grace.get(STATEMENTS + "?decision=decided").content.decode()


def test_accepted_statements_become_positions(talks, grace):
    first = say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 1))
    second = say(talks, talks.southland, talks.dam, Stance.SUPPORTS, date(2024, 2, 1))
    assert "2 statements accepted." in act(grace, "accept", first, second)
    assert Position.objects.count() == 2
    assert set(Decision.objects.values_list("decided_by__username", flat=True)) == {"grace"}


def test_rejected_statements_become_nothing(talks, grace):
    statement = say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 1))
    assert "1 statement rejected." in act(grace, "reject", statement)
    assert not Position.objects.exists()


def test_a_statement_that_somebody_decided_meanwhile_is_refused_and_the_others_go_on(talks, grace):
    taken = say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 1))
    free = say(talks, talks.southland, talks.dam, Stance.SUPPORTS, date(2024, 2, 1))
    review.reject_statement(taken, by=talks.by)
    page = act(grace, "accept", taken, free, address=STATEMENTS + "?decision=all")
    assert "ada already decided “reject”" in page
    assert "1 statement accepted." in page


def test_of_more_than_can_be_decided_at_once_the_rest_goes_on_waiting(talks, grace, monkeypatch):
    monkeypatch.setattr(statements, "MOST_AT_ONCE", 1)
    chosen = [say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, day)) for day in (1, 2, 3)]
    page = act(grace, "accept", *chosen)
    assert "1 statement accepted." in page
    assert "2 more were selected and wait; select them next time, without those that were refused." in page
    assert Decision.objects.get().statement == chosen[0]


class Bare(ReadOnlyInline):
    model = Decision


def test_rows_that_name_nothing_are_read_without_all_that_they_lead_to(rf):
    request = rf.get("/")
    request.user = User(is_superuser=True)
    assert Bare(Statement, admin.site).get_queryset(request).query.select_related is False


def test_staff_without_the_permission_look_and_do_not_decide(talks):
    reader = User.objects.create_user("ken", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_statement"))
    statement = say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 1))
    act(signed_in(reader), "accept", statement)
    assert not Decision.objects.exists()


def test_markup_in_a_quote_is_shown_as_text(talks, grace):
    say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 2, 1), quote="<script>alert(1)</script>")
    page = grace.get(STATEMENTS).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_statements_are_filtered_by_the_stances_that_a_statement_may_have(talks, grace):
    said = [
        say(talks, talks.northland, talks.dam, stance, date(2024, 2, 1)) for stance in (Stance.OPPOSES, Stance.SUPPORTS)
    ]
    page = grace.get(STATEMENTS, {"stance": "opposes"})
    assert list(page.context["cl"].result_list) == said[:1]
    assert b">Undecided</a>" in page.content
    assert b">Unspecified</a>" not in page.content
