"""Feeds that are asked: what is new is received once, what fails is asked less and paused, and people go first."""

import json
import threading
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from positions.ingestion import fetch_article, pause_feed, poll_feed, resume_feed, submit_address
from positions.ingestion.feeds import MOST_FAILURES
from positions.markup import apart
from positions.markup.feed_entries import FeedUnreadable, read_feed
from positions.models import Article, Feed, FeedEntry
from positions.vocabulary import Origin
from tests.layouts import LAYOUTS
from tests.site import Page, Site, Visit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("talks")]
ITEM = "<item><title>{title}</title><link>{url}</link><guid>{key}</guid><pubDate>{day}</pubDate></item>"
DAY = "Tue, 05 Mar 2024 08:00:00 GMT"


def rss(site: Site, *entries: tuple[str, str]) -> str:
    items = [ITEM.format(title=title, url=site.url(path), key=path, day=DAY) for path, title in entries]
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>The Post</title>{''.join(items)}</channel></rss>"


def atom(site: Site, *entries: tuple[str, str]) -> str:
    items = [
        f"<entry><title>{title}</title><id>{path}</id><link href='{site.url(path)}'/>"
        f"<updated>2024-03-05T08:00:00Z</updated></entry>"
        for path, title in entries
    ]
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>The Post</title>{''.join(items)}</feed>"


def json_feed(site: Site, *entries: tuple[str, str]) -> str:
    items = [
        {"id": path, "url": site.url(path), "title": title, "date_published": "2024-03-05T08:00:00Z"}
        for path, title in entries
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "The Post", "items": items})


def polled(feed: Feed) -> Feed:
    """The feed after it was asked once more."""
    Feed.objects.filter(pk=feed.pk).update(next_poll_at=timezone.now())
    poll_feed(feed.pk)
    feed.refresh_from_db()
    return feed


TYPES = {rss: "application/rss+xml", atom: "application/atom+xml", json_feed: "application/feed+json"}


@pytest.mark.parametrize("form", TYPES)
def test_what_is_new_is_received_once_with_what_the_feed_says(site: Site, talks, form):
    site.pages = {"/feed": Page(form(site, ("/a", "One &amp; two"), ("/b", "Three")), type=TYPES[form])}
    feed = polled(Feed.objects.create(url=site.url("/feed")))
    assert (feed.title, feed.last_result, feed.n_failures) == ("The Post", "2 entries: 2 new.", 0)
    assert sorted(Article.objects.values_list("title", "article_state", "origin")) == [
        ("One & two", "received", "feed"),
        ("Three", "received", "feed"),
    ]
    assert {str(day) for day in Article.objects.values_list("published_on", flat=True)} == {"2024-03-05"}
    assert polled(feed).last_result == "2 entries: nothing new."
    assert Article.objects.count() == 2


@pytest.mark.parametrize("form", TYPES)
def test_a_day_that_has_not_come_is_no_day(site: Site, form):
    site.pages = {"/feed": Page(form(site, ("/a", "One")).replace("2024", "2999"), type=TYPES[form])}
    polled(Feed.objects.create(url=site.url("/feed")))
    assert Article.objects.get().published_on is None


@pytest.mark.parametrize("day", ["0000-00-00T00:00:00Z", "0000-01-01", "9999-12-31T23:59:59-23:59"])
def test_a_day_that_no_calendar_has_is_no_day_and_the_others_are_received(site: Site, day):
    site.pages = {"/feed": Page(rss(site, ("/a", "One"), ("/b", "Two")).replace(DAY, day, 1))}
    assert polled(Feed.objects.create(url=site.url("/feed"))).last_result == "2 entries: 2 new."
    assert set(Article.objects.values_list("title", "published_on")) == {("One", None), ("Two", date(2024, 3, 5))}


@pytest.mark.parametrize("form", TYPES)
@pytest.mark.parametrize("written", ["&#xD800;", "&#55296;", "&#x110000;"])
def test_a_title_with_half_a_character_is_kept_without_it(site: Site, form, written):
    half = "\ud800" if form is json_feed else written
    site.pages = {"/feed": Page(form(site, ("/a", f"One{half}"), ("/b", "Two")), type=TYPES[form])}
    assert polled(Feed.objects.create(url=site.url("/feed"))).last_result == "2 entries: 2 new."
    assert {title.rstrip("?\ufffd") for title in Article.objects.values_list("title", flat=True)} == {"One", "Two"}


def test_a_feed_that_keeps_the_reader_busy_is_given_up(site: Site, monkeypatch):
    monkeypatch.setattr(apart, "SECONDS", 0.5)
    site.pages = {"/feed": Page(rss(site, ("/a", "One")).replace("<item>", "<a>" * 400_000))}
    feed = polled(Feed.objects.create(url=site.url("/feed")))
    assert feed.last_result == "Failed: The feed could not be read within 0.5 seconds."


def test_a_title_of_brackets_takes_no_time():
    listed = {"version": "https://jsonfeed.org/version/1.1", "title": "<" * 1_000_000, "items": []}
    read = partial(read_feed, url="", content_type="application/json")
    assert apart.run(read, json.dumps(listed).encode()).title == "<" * 200


def test_whatever_fails_is_a_failure_of_the_feed_with_its_reason(site: Site, monkeypatch):
    monkeypatch.setattr(apart, "run", lambda *_given: 1 // 0)
    site.pages = {"/feed": Page(rss(site, ("/a", "One")))}
    feed = polled(Feed.objects.create(url=site.url("/feed")))
    assert (feed.n_failures, feed.last_result) == (1, "Failed: ZeroDivisionError: integer division or modulo by zero")
    assert feed.next_poll_at > timezone.now() + timedelta(minutes=feed.interval_minutes)


def test_a_feed_with_a_tag_is_asked_with_it(site: Site):
    first = Page(rss(site, ("/a", "One")), headers={"ETag": '"7"', "Last-Modified": DAY})
    site.pages = {"/feed": lambda visit: Page(status=304) if visit.headers["If-None-Match"] == '"7"' else first}
    feed = polled(polled(Feed.objects.create(url=site.url("/feed"))))
    assert feed.last_result == "Nothing new: the site says that it has not changed."
    assert site.visits[-1].headers["If-Modified-Since"] == DAY


def test_a_feed_that_says_unchanged_before_it_was_ever_read_has_failed(site: Site):
    site.pages = {"/feed": Page(status=304)}
    feed = polled(Feed.objects.create(url=site.url("/feed")))
    assert (feed.n_failures, feed.last_result) == (1, "Failed: The feed's address answers 304 (Not Modified).")


def test_an_updated_entry_has_its_address_asked_again(site: Site, talks):
    site.pages = {"/feed": Page(rss(site, ("/a", "One"))), "/a": Page(LAYOUTS["both"]())}
    feed = polled(Feed.objects.create(url=site.url("/feed")))
    fetch_article(Article.objects.get().pk)
    site.pages = {"/feed": Page(rss(site, ("/a", "One, corrected"))), "/a": Page(LAYOUTS["both"]() + "<p>More.</p>")}
    assert polled(feed).last_result == "1 entry: 1 updated."
    assert Article.objects.get().due_at is not None


def test_a_failing_feed_is_asked_less_and_less_and_paused_with_its_reason(site: Site):
    site.pages = {"/feed": Page("oops", status=500)}
    feed = Feed.objects.create(url=site.url("/feed"), interval_minutes=30)
    pauses = []
    for _ in range(MOST_FAILURES):
        feed = polled(feed)
        pauses.append(round((feed.next_poll_at - timezone.now()) / timedelta(minutes=1)))
    assert pauses[:4] == [60, 120, 240, 480]
    assert max(pauses) == 24 * 60
    assert (feed.feed_state, feed.n_failures) == ("paused", MOST_FAILURES)
    assert "10 times in a row" in feed.reason
    assert "500 (Internal Server Error)" in feed.reason
    n_visits = len(site.visits)
    polled(feed)
    assert len(site.visits) == n_visits
    site.pages = {"/feed": Page(rss(site, ("/a", "One")))}
    resume_feed(feed)
    assert (polled(feed).feed_state, feed.reason, feed.n_failures) == ("active", "", 0)


@pytest.mark.django_db(transaction=True)  # from another connection
@pytest.mark.parametrize("status", [200, 304, 500])
def test_a_feed_that_somebody_pauses_while_it_is_asked_stays_paused(site: Site, status: int):
    feed = Feed.objects.create(url=site.url("/feed"))

    def while_it_answers(visit: Visit) -> Page:
        pause_feed(feed, reason="Paused by ada.")
        connection.close()
        return Page(rss(site, ("/a", "One")) if status == 200 else "", status=status)

    site.pages = {"/feed": while_it_answers}
    assert (polled(feed).feed_state, feed.reason) == ("paused", "Paused by ada.")


@pytest.mark.django_db(transaction=True)  # threads have connections of their own
def test_two_clocks_and_three_deliveries_ask_a_feed_once(site: Site):
    site.pages = {"/feed": Page(rss(site, *((f"/{n}", f"Story {n}") for n in range(30))))}
    feed = Feed.objects.create(url=site.url("/feed"))

    def poll() -> None:
        poll_feed(feed.pk)
        connection.close()

    threads = [threading.Thread(target=poll) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    poll_feed(feed.pk)
    assert site.paths().count("/feed") == 1
    assert (Article.objects.count(), FeedEntry.objects.count()) == (30, 30)


def test_with_a_long_backlog_feeds_wait_and_people_do_not(site: Site, talks, settings):
    settings.FEED_BACKLOG = 1
    site.pages = {"/feed": Page(rss(site, ("/a", "One"), ("/b", "Two")))}
    feed = polled(Feed.objects.create(url=site.url("/feed")))
    assert polled(feed).last_result == "Not asked: more than 1 articles of feeds wait to be read."
    assert submit_address(site.url("/c"), negotiations=[talks.negotiation], origin=Origin.PERSON).is_new


def test_a_feed_in_this_machine_is_not_asked(settings):
    feed = polled(Feed.objects.create(url="http://127.0.0.1:1/feed"))
    assert "not on the public internet" in feed.reason


CHANNEL = "<rss version='2.0'><channel><title>&b;</title></channel></rss>"
BOMB = f"<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]>{CHANNEL}"
STOLEN = f"<!DOCTYPE x [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>{CHANNEL}"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (BOMB.encode(), "declares entities"),
        (STOLEN.encode(), "declares entities"),
        (f"<?xml version='1.0' encoding='utf-16'?>{BOMB}".encode("utf-16"), "declares entities"),
        (b"<html><body>Not a feed</body></html>", "neither RSS nor Atom"),
        (b"", "neither RSS nor Atom"),
        (b"{", "not JSON"),
        (b'{"items": []}', "no JSON Feed"),
        (b"[" * 100_000, "neither RSS nor Atom"),
        (b'{"a":' * 100_000, "not JSON"),
    ],
)
def test_what_is_no_feed_is_refused(body, sentence):
    with pytest.raises(FeedUnreadable, match=sentence):
        read_feed(body, url="https://news.example/feed", content_type="")


def test_entries_that_lead_nowhere_are_left_out(site: Site):
    broken = (
        '{"version": "https://jsonfeed.org/version/1", "items": [7, {"id": 1}, {"url": "file:///etc/passwd"}, null]}'
    )
    assert read_feed(broken.encode(), url="", content_type="application/json").entries == []
