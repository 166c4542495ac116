"""Whoever may corrects what is said of an article on a page, and reads on the article's what was said before."""

import html
import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from positions import review
from positions.models import Article, Decision, FormerWording, Position, Revision, Statement
from positions.queries.curating.trail import TrailFilter, list_deeds
from tests.integration.test_admin_bulk import LIST, form
from tests.integration.test_admin_desk import DECIDE, DESK
from tests.suggestions import suggest
from tests.world import RiverTalks


@pytest.fixture
def two(talks: RiverTalks) -> list[Statement]:
    """Of the two statements of an article one was accepted; the other waits."""
    two = suggest(talks, ["The quota stays.", "No dam will stand here."])
    review.accept_statement(two[0], by=talks.by)
    return two


def page_of(client: Client, article: Article) -> str:
    page = client.get(reverse("admin:positions_article_change", args=[article.pk])).content.decode()
    return " ".join(html.unescape(re.sub(r"<(?!a )[^>]+>", " ", page)).split())


def send(client: Client, article: Article, **changes: object):
    given = {
        "title": article.title, "outlet": article.outlet, "published_on": article.published_on or "",
        "reason": "The site's own archive.", "seen": 0,
    }  # fmt: skip
    return client.post(reverse("admin:desk_correct", args=[article.uuid]), given | changes, follow=True)


def test_it_is_corrected_and_the_page_says_who_changed_what_and_what_rests_on_the_old_day(grace, two):
    article = Article.objects.get()
    done = send(grace, article, title="A <b>report</b>", published_on="2024-03-09").content.decode()
    assert "Corrected; what was said before is below. 1 statement that nobody has decided followed its day." in done
    page = page_of(grace, article)
    assert "UTC, grace: title “Report of 5 March” became “A <b>report</b>”" in page
    assert "day 5 March 2024 became 9 March 2024. The site's own archive." in page
    assert "1 statement and 1 position still count from 5 March 2024" in page
    assert f'href="{DESK}?statement={two[0].uuid}"' in page
    assert f'href="{reverse("admin:desk_timeline", args=[Position.objects.get().uuid])}"' in page
    assert str(two[1].uuid) not in page


def test_an_undated_article_is_given_its_day(grace, talks):
    suggest(talks, ["The quota stays."])
    Article.objects.update(published_on=None)
    send(grace, Article.objects.get(), published_on="2024-03-09")
    assert Article.objects.get().published_on == date(2024, 3, 9)
    assert "day none became 9 March 2024" in page_of(grace, Article.objects.get())


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"published_on": "2999-03-05"}, "look at the year."),
        ({"published_on": "soon"}, "Write the date as year-month-day"),
        ({"reason": ""}, "This field is required."),
        ({"title": "x" * 501}, "at most 500 characters"),
        ({}, "Nothing was changed. Nothing differs from what is said of it already."),
        ({"seen": "x", "outlet": "Herald"}, "Nothing was changed."),
    ],
)
def test_what_can_not_be_is_said_and_nothing_is_changed(grace, two, changes, sentence):
    answer = send(grace, Article.objects.get(), **changes)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not FormerWording.objects.exists()


def test_who_was_overtaken_keeps_what_was_typed_and_reads_who_it_was(grace, two):
    article = Article.objects.get()
    send(grace, article, outlet="Herald")
    page = html.unescape(send(grace, article, outlet="Gazette").content.decode())
    assert "grace corrected it meanwhile: The site's own archive. Look at it again." in page
    assert 'value="Gazette"' in page
    assert 'name="seen" value="1"' in page
    assert Article.objects.get().outlet == "Herald"


def test_who_was_overtaken_takes_nothing_back_that_was_not_typed(grace, two):
    article = Article.objects.get()
    send(grace, article, outlet="Herald", published_on="2024-03-09")
    page = html.unescape(send(grace, article, title="Minister gives way").content.decode())
    shown = [dict(re.findall(r'(name|value)="([^"]*)"', field)) for field in re.findall(r"<input [^>]*>", page)]
    again = {field["name"]: field.get("value", "") for field in shown if "name" in field}
    assert (again["title"], again["outlet"], again["published_on"]) == ("Minister gives way", "Herald", "2024-03-09")
    send(grace, article, **{name: again[name] for name in ("title", "outlet", "published_on", "seen")})
    article.refresh_from_db()
    assert (article.title, article.outlet, article.published_on) == ("Minister gives way", "Herald", date(2024, 3, 9))


def test_who_was_overtaken_and_was_not_told_is_told_before_anything_is_taken_back(grace, two):
    article = Article.objects.get()
    send(grace, article, title="Minister gives way")
    page = send(grace, article, title="Minister wavers", reason="").content.decode()
    assert 'name="seen" value="0"' in page
    assert "corrected it meanwhile" in html.unescape(send(grace, article, title="Minister wavers").content.decode())
    article.refresh_from_db()
    assert article.title == "Minister gives way"


def test_a_space_can_be_corrected(grace, two):
    Article.objects.update(title="Minister digs in.Talks stall")
    article = Article.objects.get()
    send(grace, article, title="Minister digs in. Talks stall")
    article.refresh_from_db()
    assert article.title == "Minister digs in. Talks stall"


def test_a_line_break_in_a_title_that_a_browser_drops_is_no_correction(grace, two):
    Article.objects.update(title="Minister\ndigs  in")
    article = Article.objects.get()
    send(grace, article, title="Ministerdigs  in", outlet="Herald")
    article.refresh_from_db()
    assert (article.title, article.outlet) == ("Minister\ndigs  in", "Herald")


def test_who_did_what_tells_it_once_with_its_reason(grace, two):
    send(grace, Article.objects.get(), outlet="Herald")
    (deed,) = list_deeds(TrailFilter(sort="correction"), start=0, limit=10)
    assert (deed.by, deed.what, deed.about, deed.why) == (
        "grace", "corrected", "Report of 5 March", "The site's own archive.",
    )  # fmt: skip
    changes = list_deeds(TrailFilter(sort="change", by="grace"), start=0, limit=10)
    assert (changes, Revision.objects.count()) == ([], 3)


def seen_on(page: str) -> dict[str, str]:
    """The hidden fields with which a page says what it showed."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))


def typed(client: Client, statement: Statement, **changes: object) -> dict[str, object]:
    """What the desk shows of a statement, as a browser sends it, with what was typed over it."""
    page = client.get(DESK, {"statement": statement.uuid}).content.decode()
    names = ("stance", "act", "attribution", "salience", "condition", "speaker", "said_on")
    shown = {name: getattr(statement, name) for name in names} | {"party": "northland", "target": "water-share"}
    return shown | seen_on(page) | {"decision": "accept"} | changes


def test_a_list_that_showed_the_old_day_accepts_nothing_and_then_shows_the_new_one(grace, two):
    waiting = two[1]
    shown = seen_on(grace.get(LIST).content.decode())
    send(grace, Article.objects.get(), published_on="2024-03-09")
    refused = grace.post(LIST, form("accept", [waiting], **shown), follow=True).content.decode()
    assert "counts as said on 9 March 2024 now." in refused
    assert not Decision.objects.filter(statement=waiting).exists()
    grace.post(LIST, form("accept", [waiting], **seen_on(refused)))
    assert Decision.objects.get(statement=waiting).decision == "accept"


def test_a_desk_that_showed_the_old_day_decides_nothing_and_then_shows_the_new_one(grace, two):
    waiting = two[1]
    sent = typed(grace, waiting, condition="if paid")
    send(grace, Article.objects.get(), published_on="2024-03-09")
    refused = grace.post(DECIDE, sent).content.decode()
    assert "The day of the article was corrected meanwhile" in refused
    assert not Decision.objects.filter(statement=waiting).exists()
    assert 'name="said_on" value="2024-03-09"' in refused
    assert "if paid" in refused
    grace.post(DECIDE, sent | seen_on(refused) | {"said_on": "2024-03-09"})
    assert Decision.objects.get(statement=waiting).amended == {"condition": "if paid"}


def test_looking_at_the_outcome_again_makes_no_day_of_before_one_that_was_typed(grace, two):
    sent = typed(grace, two[1])
    send(grace, Article.objects.get(), published_on="2024-03-09")
    outcome = grace.post(reverse("admin:desk_foresee"), sent).content.decode()
    assert 'id="desk-amended" data-n="0"' in outcome
    grace.post(DECIDE, sent | seen_on(outcome))
    assert not Decision.objects.filter(statement=two[1]).exists()


def test_a_day_that_somebody_typed_stays_when_the_article_gets_another(grace, two):
    sent = typed(grace, two[1], said_on="2024-03-01")
    send(grace, Article.objects.get(), published_on="2024-03-09")
    assert 'name="said_on" value="2024-03-01"' in grace.post(DECIDE, sent).content.decode()


def test_a_dry_run_that_told_the_old_day_decides_nothing(grace, two):
    trial = grace.post(LIST, form("accept_all", two[1:])).content.decode()
    send(grace, Article.objects.get(), published_on="2024-03-09")
    sent = form("accept_all", two[1:], confirm="1") | seen_on(trial) | {"_selected_action": [two[1].pk]}
    refused = grace.post(LIST, sent).content.decode()
    assert "The day of the article was corrected meanwhile" in refused
    assert not Decision.objects.filter(statement=two[1]).exists()
