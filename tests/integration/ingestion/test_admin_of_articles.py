"""Staff submit articles, see every state with its count and age, try again, and look after feeds."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from positions import history
from positions.ingestion import SourceText, store_excerpt, store_source, submit_address
from positions.ingestion.outcomes import fail
from positions.models import Article, ExtractionRun, Feed, Negotiation
from positions.vocabulary import Origin, RevisionKind
from tests.layouts import BODY
from tests.world import RiverTalks

LIST = reverse("admin:positions_article_changelist")
ADD = reverse("admin:positions_article_add")
FEEDS = reverse("admin:positions_feed_changelist")


@pytest.fixture
def staff(client: Client, talks: RiverTalks) -> Client:
    client.force_login(User.objects.create_superuser("root"))
    return client


def received(number: int) -> Article:
    return submit_address(f"https://news.example/{number}", negotiations=[], origin=Origin.PERSON).article


def messages_of(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_states_are_listed_with_counts_and_the_age_of_the_oldest(staff: Client):
    for number in range(3):
        received(number)
    fail(received(4), "The address answers 404 (Not Found).")
    page = staff.get(LIST).content.decode()
    assert "Received: 3 (oldest 0" in page
    assert "Failed: 1 (oldest 0" in page
    assert "The address answers 404 (Not Found)." in page
    assert "news.example/4" in staff.get(LIST, {"article_state": "failed"}).content.decode()
    assert "news.example/1" not in staff.get(LIST, {"article_state": "failed"}).content.decode()


def test_the_list_takes_as_many_queries_with_two_articles_as_with_eight(staff: Client):
    def n_queries() -> int:
        with CaptureQueriesContext(connection) as queries:
            staff.get(LIST)
        return len(queries)

    for number in range(2):
        received(number)
    with_two = n_queries()
    for number in range(2, 8):
        received(number)
    assert n_queries() == with_two


def test_what_failed_is_tried_again_by_a_click(staff: Client):
    article = received(1)
    fail(article, "The address answers 404 (Not Found).")
    chosen = {"action": "retry", "_selected_action": [article.pk]}
    assert messages_of(staff.post(LIST, chosen, follow=True)) == ["1 article will be tried again."]
    article.refresh_from_db()
    assert (article.article_state, article.reason, article.due_at is not None) == ("received", "", True)


def test_a_run_that_failed_is_tried_again_too(staff: Client, talks: RiverTalks):
    staff.post(ADD, {"text": " ".join(BODY)})
    run = ExtractionRun.objects.get()
    ExtractionRun.objects.update(run_state="failed", reason="Out of memory.", finished_at=run.queued_at, n_attempts=5)
    article = Article.objects.get()
    assert (article.article_state, article.reason) == ("failed", "Out of memory.")
    staff.post(LIST, {"action": "retry", "_selected_action": [article.pk]})
    run.refresh_from_db()
    article.refresh_from_db()
    assert (run.run_state, run.n_attempts, article.article_state) == ("queued", 0, "fetched")


def test_stored_articles_are_read_again_with_the_catalog_of_now_or_for_other_talks(staff: Client, talks: RiverTalks):
    staff.post(ADD, {"text": " ".join(BODY)}, follow=True)
    again = {"action": "read_again", "_selected_action": [Article.objects.get().pk]}
    left = "Left as before: 1 (without a text, never read for any talks, or read like that already)."
    read_already = f"0 articles will be read again. {left}"
    assert messages_of(staff.post(LIST, again, follow=True)) == [read_already]
    first = ExtractionRun.objects.get()
    with transaction.atomic():
        history.open_revision(talks.negotiation, kind=RevisionKind.CATALOG, by=talks.by)
    assert messages_of(staff.post(LIST, again, follow=True)) == ["1 article will be read again."]
    first.refresh_from_db()
    assert first.superseded_at is not None
    other = Negotiation.objects.create(slug="lake-talks", title="Talks on the lake")
    for_other = {**again, "talks": other.pk}
    assert messages_of(staff.post(LIST, for_other, follow=True)) == ["1 article will be read again."]
    live = ExtractionRun.objects.filter(superseded_at__isnull=True)
    assert {run.negotiation for run in live} == {talks.negotiation, other}


def test_what_people_coded_is_not_among_what_waits_to_be_read(staff: Client, talks: RiverTalks):
    excerpt = store_excerpt(SourceText(text="Never.", title="A speech"))
    source = store_source(SourceText(text="", title="A survey"))
    assert {excerpt.article_state, source.article_state} == {"skipped"}
    page = staff.get(LIST).content.decode()
    assert "there is nothing to read." in page
    assert "Fetched:" not in page
    again = {"action": "read_again", "_selected_action": [excerpt.pk, source.pk], "talks": talks.negotiation.pk}
    left = "Left as before: 2 (without a text, never read for any talks, or read like that already)."
    read_already = f"0 articles will be read again. {left}"
    assert messages_of(staff.post(LIST, again, follow=True)) == [read_already]


def test_a_text_is_pasted_once(staff: Client, talks: RiverTalks):
    given = {"text": " ".join(BODY), "title": "No dam", "url": "https://news.example/dam", "published_on": "2024-03-05"}
    assert staff.post(ADD, given, follow=True).status_code == 200
    again, article = staff.post(ADD, given, follow=True), Article.objects.get()
    assert messages_of(again) == ["This article is stored already. Here it is, with the talks that it was read for."]
    assert again.redirect_chain[-1][0] == reverse("admin:positions_article_change", args=[article.pk])
    assert (article.title, article.origin, article.submitter.username) == ("No dam", "person", "root")
    assert ExtractionRun.objects.get().negotiation == talks.negotiation


def test_a_text_beside_a_file_is_refused_and_still_there(staff: Client):
    file = SimpleUploadedFile("memo.txt", b"From the file. " * 50)
    page = staff.post(ADD, {"text": "As I pasted it.", "file": file}).content.decode()
    assert "there is a text and a file, and only one can be the article" in page
    assert "As I pasted it." in page
    assert not Article.objects.exists()


def test_what_is_said_of_an_address_is_kept_with_it(staff: Client):
    staff.post(
        ADD, {"url": "https://news.example/dam", "title": "No dam", "outlet": "Daily", "published_on": "2024-03-05"}
    )
    article = Article.objects.get()
    assert (article.title, article.outlet, str(article.published_on)) == ("No dam", "Daily", "2024-03-05")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Give an address, a text or a file."),
        ({"url": "ftp://news.example/dam"}, "must begin with http"),
        ({"url": "https://user:secret@news.example/"}, "credentials"),
        ({"text": "As pasted. " * 50, "url": "https://user:secret@news.example/"}, "credentials"),
        ({"text": '{"text": 7}'}, "must be a string"),
        ({"text": '{"text": "No dam.", "published_on": "2999-02"}'}, "published_on is in the future: 2999-02."),
        ({"text": "a text", "published_on": "soon"}, "Enter a valid date."),
        (
            {"text": "a text", "published_on": "2999-03-05"},
            "Nothing can have been published on that day; look at the year.",
        ),
        (
            {"text": "a text", "published_on": "0026-03-05"},
            "Nothing can have been published on that day; look at the year.",
        ),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field(staff: Client, given, sentence):
    response = staff.post(ADD, given)
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert Article.objects.count() == 0


def test_a_feed_is_added_paused_and_asked_again(staff: Client, talks: RiverTalks):
    add = reverse("admin:positions_feed_add")
    assert "DatabaseDefault" not in staff.get(add).content.decode()
    assert (
        "must begin with http" in staff.post(add, {"url": "ftp://a.example/f", "interval_minutes": 5}).content.decode()
    )
    staff.post(
        add, {"url": "https://news.example/feed", "interval_minutes": 15, "negotiations": [talks.negotiation.pk]}
    )
    feed = Feed.objects.get()
    assert (feed.interval_minutes, feed.submitter.username, list(feed.negotiations.all())) == (
        15, "root", [talks.negotiation],
    )  # fmt: skip
    staff.post(FEEDS, {"action": "pause", "_selected_action": [feed.pk]})
    feed.refresh_from_db()
    assert (feed.feed_state, feed.reason) == ("paused", "Paused by root.")
    staff.post(FEEDS, {"action": "resume", "_selected_action": [feed.pk]})
    feed.refresh_from_db()
    assert (feed.feed_state, feed.reason) == ("active", "")
    assert "news.example/feed" in staff.get(FEEDS).content.decode()


def as_sent(response) -> dict[str, object]:
    """The form of a page as a browser sends it, with what it showed beside what stands in it."""
    fields = list(response.context["adminform"].form)
    shown = {field.html_initial_name: field.value() for field in fields if field.field.show_hidden_initial}
    sent = {field.html_name: field.value() for field in fields} | shown
    return {name: [one.pk for one in value] if isinstance(value, list) else value for name, value in sent.items()}


def test_what_a_colleague_changed_of_a_feed_meanwhile_stays(staff: Client, talks: RiverTalks):
    feed = Feed.objects.create(url="https://news.example/feed", interval_minutes=15, submitter=talks.by)
    change = reverse("admin:positions_feed_change", args=[feed.pk])
    mine = as_sent(page := staff.get(change))
    assert 'name="initial-title"' in page.content.decode()
    theirs = {"title": "The Courier", "negotiations": [talks.negotiation.pk]}
    assert staff.post(change, {**as_sent(staff.get(change)), **theirs}).status_code == 302
    assert staff.post(change, {**mine, "interval_minutes": 30}).status_code == 302
    feed.refresh_from_db()
    assert (feed.interval_minutes, feed.title) == (30, "The Courier")
    assert list(feed.negotiations.all()) == [talks.negotiation]


def test_nobody_submits_without_permission(client: Client, talks: RiverTalks):
    client.force_login(User.objects.create_user("reader", is_staff=True))
    assert client.get(ADD).status_code == 403
    assert client.post(ADD, {"text": "x"}).status_code == 403
