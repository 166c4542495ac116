"""Addresses that are asked: every outcome a state that people see, once a host, and never what a site forbids."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from positions.ingestion import fetch_article, retry_article, submit_address, submit_text
from positions.ingestion.outcomes import PAUSES
from positions.ingestion.store import SourceText, store_excerpt
from positions.models import Article, ExtractionRun, SiteRules
from positions.vocabulary import Origin
from tests.layouts import BODY, LAYOUTS, NO_ARTICLES
from tests.site import Page, Site, Visit, listening
from tests.world import RiverTalks

pytestmark = pytest.mark.django_db
NO_ROBOTS = "The site's robots.txt, which comes first, can't be had:"
ARTICLE = Page(LAYOUTS["both"](), headers={"ETag": '"1"'})


def submit(url: str, talks: RiverTalks, *, origin: Origin = Origin.PERSON) -> Article:
    return submit_address(url, negotiations=[talks.negotiation], origin=origin, submitter=talks.by).article


def fetched(url: str, talks: RiverTalks) -> Article:
    article = submit(url, talks)
    fetch_article(article.pk)
    article.refresh_from_db()
    return article


def test_an_article_is_fetched_and_queued_for_its_talks(site: Site, talks):
    site.pages = {"/dam": ARTICLE}
    article = fetched(site.url("/dam"), talks)
    assert (article.article_state, article.extent, article.due_at) == ("fetched", "full", None)
    assert (article.title, article.author, article.language, str(article.published_on)) == (
        "Northland stands by its dam", "Ada Holm", "en", "2024-03-05",
    )  # fmt: skip
    assert ExtractionRun.objects.get().article == article
    assert site.paths() == ["/robots.txt", "/dam"]


@pytest.mark.parametrize(
    ("page", "state", "reason"),
    [
        (Page("gone", status=410), "failed", "410 (Gone)"),
        (Page("no", status=403), "failed", "403 (Forbidden)"),
        (Page(status=304), "failed", "304 (Not Modified)"),
        (Page("later", status=503), "waiting", "503 (Service Unavailable)"),
        (Page("later", status=429, headers={"Retry-After": "7200"}), "waiting", "429 (Too Many Requests)"),
        (Page(b"%PDF", type="application/pdf"), "failed", "application/pdf"),
        (Page(status=302, headers={"Location": "http://169.254.169.254/"}), "failed", "not on the public internet"),
        *((Page(html), "skipped", reason) for html, reason in NO_ARTICLES.values()),
    ],
)
def test_each_outcome_is_a_state_with_its_reason(site: Site, talks, page, state, reason):
    site.pages = {"/dam": page}
    article = fetched(site.url("/dam"), talks)
    assert (article.article_state, article.text) == (state, "")
    assert reason in article.reason
    assert (article.retry_at is not None) == (article.due_at is not None) == (state == "waiting")
    assert ExtractionRun.objects.count() == 0


def test_a_site_that_says_when_is_asked_then(site: Site, talks):
    site.pages = {"/dam": Page("later", status=429, headers={"Retry-After": "7200"})}
    article = fetched(site.url("/dam"), talks)
    assert timedelta(minutes=110) < article.retry_at - timezone.now() < timedelta(minutes=130)


def test_a_site_that_never_answers_is_given_up_and_can_be_tried_again(site: Site, talks):
    site.pages = {"/dam": Page("later", status=500)}
    article = submit(site.url("/dam"), talks)
    for _ in range(len(PAUSES) + 1):
        Article.objects.update(due_at=timezone.now())
        fetch_article(article.pk)
    article.refresh_from_db()
    assert (article.article_state, article.due_at) == ("failed", None)
    assert f"asked {len(PAUSES) + 1} times" in article.reason
    site.pages = {"/dam": ARTICLE}
    assert retry_article(article)
    fetch_article(article.pk)
    article.refresh_from_db()
    assert (article.article_state, article.reason) == ("fetched", "")


def test_what_robots_are_asked_not_to_fetch_is_not_fetched_not_even_by_a_redirect(site: Site, talks):
    rules = "User-agent: Parley\nDisallow: /private/*.html$\n"
    site.pages = {"/robots.txt": Page(rules, type="text/plain"), "/private/a.html": ARTICLE}
    site.pages["/public"] = Page(status=301, headers={"Location": "/private/a.html"})
    for path in ("/private/a.html", "/public"):
        article = fetched(site.url(path), talks)
        assert (article.article_state, "robots.txt" in article.reason) == ("skipped", True)
    assert site.paths() == ["/robots.txt", "/public"]


@pytest.mark.parametrize(
    ("page", "state", "reason"),
    [
        (Page("oops", status=500), "waiting", "The site's robots.txt answers 500"),
        (Page("x", headers={"Content-Encoding": "gzip"}), "waiting", f"{NO_ROBOTS} The answer ends in the middle"),
        (Page("#" * 700_000), "failed", f"{NO_ROBOTS} The answer is larger than 600,000 bytes"),
        (
            Page(status=302, headers={"Location": "/robots.txt"}),
            "failed",
            f"{NO_ROBOTS} The address sends on to others",
        ),
    ],
)
def test_while_robots_txt_is_broken_nothing_is_fetched(site: Site, talks, page, state, reason):
    site.pages = {"/robots.txt": page, "/dam": ARTICLE}
    article = fetched(site.url("/dam"), talks)
    assert (article.article_state, article.reason[: len(reason)]) == (state, reason)
    assert set(site.paths()) == {"/robots.txt"}


def test_a_pause_that_a_site_asks_for_is_kept(site: Site, talks):
    site.pages = {"/robots.txt": Page("User-agent: *\nCrawl-delay: 30\n"), "/a": ARTICLE, "/b": ARTICLE}
    first, second = submit(site.url("/a"), talks), submit(site.url("/b"), talks)
    done = fetch_article(first.pk)
    assert done.read == [first.pk]
    assert timedelta(seconds=20) < done.again_at - timezone.now() <= timedelta(seconds=30)
    SiteRules.objects.update(next_request_at=timezone.now())
    fetch_article(second.pk)
    assert site.paths() == ["/robots.txt", "/a", "/b"]


@pytest.mark.django_db(transaction=True)  # threads have connections of their own
def test_one_host_is_asked_one_at_a_time_people_before_feeds(site: Site, talks):
    now, most = [], []

    def slowly(visit: Visit) -> Page:
        now.append(visit.path)
        most.append(len(now))
        threading.Event().wait(0.02)
        now.remove(visit.path)
        return Page(LAYOUTS["both"]().replace("Tuesday", f"the day {visit.path}"))

    paths = [f"/{n}" for n in range(6)]
    site.pages = dict.fromkeys(paths, slowly)
    feeds = [submit(site.url(path), talks, origin=Origin.FEED) for path in paths[:4]]
    people = [submit(site.url(path), talks) for path in paths[4:]]

    def ask(article: Article) -> None:
        fetch_article(article.pk)
        connection.close()

    threads = [threading.Thread(target=ask, args=(article,)) for article in (*feeds, *people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) == 1
    assert site.paths() == ["/robots.txt", "/4", "/5", "/0", "/1", "/2", "/3"]
    assert set(Article.objects.values_list("article_state", flat=True)) == {"fetched"}


def test_the_same_text_under_two_addresses_is_stored_and_read_once(site: Site, talks):
    site.pages = {"/a": ARTICLE, "/b": ARTICLE}
    first, second = fetched(site.url("/a"), talks), fetched(site.url("/b"), talks)
    assert (second.article_state, second.duplicate_of, second.text) == ("skipped", first, "")
    assert ExtractionRun.objects.count() == 1


def test_an_unchanged_article_is_asked_for_with_conditions_and_kept(site: Site, talks):
    site.pages = {"/dam": lambda v: Page(status=304) if v.headers["If-None-Match"] == '"1"' else ARTICLE}
    first = fetched(site.url("/dam"), talks)
    again = fetched(site.url("/dam?utm_source=x"), talks)
    assert (again, again.due_at, Article.objects.count()) == (first, None, 1)
    assert site.paths() == ["/robots.txt", "/dam", "/dam"]


def test_an_updated_article_becomes_a_new_version_with_runs_of_its_own(site: Site, talks):
    site.pages = {"/dam": ARTICLE}
    first = fetched(site.url("/dam"), talks)
    site.pages = {"/dam": Page(LAYOUTS["both"]().replace("will not accept", "will accept"))}
    fetched(site.url("/dam"), talks)
    second = Article.objects.get(previous=first)
    assert "will accept" in second.text
    assert "will not accept" in Article.objects.get(pk=first.pk).text
    assert (second.near_duplicate_group, second.url) == (first.pk, first.url)
    assert [run.article for run in ExtractionRun.objects.order_by("id")] == [first, second]


def test_a_failure_takes_nothing_from_an_article_that_was_read(site: Site, talks):
    site.pages = {"/dam": ARTICLE}
    fetched(site.url("/dam"), talks)
    site.pages = {"/dam": Page("gone", status=404)}
    again = fetched(site.url("/dam"), talks)
    assert (again.article_state, again.due_at, again.text != "") == ("fetched", None, True)


def test_the_full_text_after_an_excerpt_is_its_next_version(site: Site, talks):
    site.pages = {"/dam": ARTICLE}
    excerpt = store_excerpt(SourceText(text=BODY[0], url=site.url("/dam")))
    full = fetched(site.url("/dam"), talks)
    assert (full.previous, full.extent) == (excerpt, "full")


def test_a_text_that_is_submitted_while_its_address_waits_is_that_article(site: Site, talks):
    waiting = submit(site.url("/dam"), talks)
    source = SourceText(text=" ".join(BODY), url=site.url("/dam"))
    stored = submit_text(source, negotiations=[talks.negotiation], origin=Origin.PERSON)
    assert (stored.article, stored.article.article_state) == (waiting, "fetched")
    assert fetch_article(waiting.pk).read == []


def test_this_machine_is_never_asked(talks, settings):
    with listening() as listener:
        article = fetched(f"http://{listener.host}/", talks)
    assert (article.article_state, listener.n_connections) == ("failed", 0)
    assert "not on the public internet" in article.reason
