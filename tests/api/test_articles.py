"""`articles/`: submitted once, committed before the answer, and an address that goes on answering."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client

from positions.ingestion import queue_extraction
from positions.models import Article, ExtractionRun
from positions.statements import extract_article
from positions.vocabulary import Scope
from tests.api.asking import ask, n_queries, refused
from tests.api.posting import bearer, post, posted, refused_post
from tests.world import RiverTalks, river_talks

ARTICLES = "/api/v1/articles/"
SHORT = "Northland rejects the upper dam. Southland said on Monday that it supports the League's draft of March."
TEXT = {"text": SHORT, "title": "No dam", "url": "https://news.example/no-dam", "published_on": "2024-03-05"}


@pytest.fixture
def program(talks: RiverTalks) -> Client:
    return bearer(User.objects.create_user("feeder"), scopes=[Scope.SUBMIT])


@pytest.fixture
def staff(curator: User) -> Client:
    return bearer(curator, scopes=[Scope.READ, Scope.SUBMIT])


def submit(client: Client, body: object, *, status: int = 202) -> dict:
    return posted(client, ARTICLES, body, status=status)


def test_a_text_is_stored_with_a_run_for_all_active_talks(program: Client, talks: RiverTalks):
    answer = submit(program, TEXT)
    assert (answer["state"], answer["title"], answer["extent"]) == ("fetched", "No dam", "full")
    assert [(run["negotiation"], run["run_state"]) for run in answer["runs"]] == [("river-talks", "queued")]
    stored = Article.objects.get(uuid=answer["id"])
    assert (stored.text, stored.published_on, stored.origin) == (SHORT, date(2024, 3, 5), "program")


def test_its_address_goes_on_answering_until_it_is_extracted(program: Client, talks: RiverTalks):
    response = post(program, ARTICLES, TEXT)
    assert response["Location"] == response.json()["address"]
    extract_article(Article.objects.get().pk)
    answer = ask(program, response["Location"])
    assert (answer["state"], answer["runs"][0]["run_state"]) == ("extracted", "done")
    run = ask(program, f"/api/v1/extraction-runs/{answer['runs'][0]['id']}/")
    assert (run["article"], run["n_statements"] > 0, run["finished_at"] is not None) == (answer["id"], True, True)


def test_an_address_waits_to_be_fetched(program: Client, talks: RiverTalks):
    answer = submit(program, {"url": "https://news.example/dam", "title": "The dam"})
    assert (answer["state"], answer["extent"], answer["runs"]) == ("received", "unread", [])
    assert Article.objects.get().due_at is not None


def test_what_is_said_of_an_address_is_kept_until_its_page_says_otherwise(program: Client, talks: RiverTalks):
    said = {"url": "https://news.example/dam", "title": "The dam", "outlet": "Daily", "author": "Bo Lind"}
    submit(program, said)
    assert {name: getattr(Article.objects.get(), name) for name in said} == said


def test_what_is_known_is_not_stored_again(program: Client, talks: RiverTalks):
    first = submit(program, TEXT)
    assert submit(program, {**TEXT, "text": f"  {SHORT}\n"})["id"] == first["id"]
    address = submit(program, {"url": "https://news.example/dam?id=1"})
    for again in ("http://news.example/dam/?utm_source=x&id=1#top", "https://NEWS.example/dam?id=1&fbclid=9"):
        assert submit(program, {"url": again})["id"] == address["id"]
    assert submit(program, {"url": "https://news.example/dam?id=2"})["id"] != address["id"]
    assert ExtractionRun.objects.count() == 1


def test_the_same_text_under_another_address_is_a_duplicate_that_says_of_what(program: Client, talks: RiverTalks):
    first = submit(program, TEXT)
    second = submit(program, {**TEXT, "url": "https://other.example/copied"})
    assert second["id"] != first["id"]
    assert (second["state"], second["duplicate_of"], second["runs"]) == ("skipped", first["id"], [])
    assert "the same text is stored already" in second["reason"].lower()
    assert ask(program, second["address"])["duplicate_of"] == first["id"]
    assert submit(program, {**TEXT, "url": "https://other.example/copied"})["id"] == second["id"]


def test_another_text_of_the_same_address_is_its_next_version(staff: Client, talks: RiverTalks):
    first = submit(staff, TEXT)
    second = submit(staff, {**TEXT, "text": SHORT.replace("rejects", "accepts") + " The talks go on."})
    assert (second["previous"], ask(staff, first["address"])["next"]) == (first["id"], second["id"])
    assert [(c["before"], c["after"]) for c in second["changes"]] == [
        ("Northland rejects the upper dam.", "Northland accepts the upper dam."),
        ("", "The talks go on."),
    ]
    assert ask(staff, first["address"])["text"] == SHORT


def test_a_duplicate_that_gets_a_text_of_its_own_is_one_no_longer(program: Client, talks: RiverTalks):
    first = submit(program, TEXT)
    copied = {**TEXT, "url": "https://other.example/copied"}
    second = submit(program, copied)
    again = submit(program, {**copied, "text": f"{SHORT} The talks go on."})
    assert (again["id"], again["duplicate_of"], again["previous"]) == (second["id"], None, None)
    assert [run["negotiation"] for run in again["runs"]] == ["river-talks"]
    third = submit(program, {**copied, "text": f"{SHORT} The talks are over."})
    assert (third["previous"], ask(program, first["address"])["next"]) == (second["id"], None)


def test_a_known_text_with_an_address_of_something_else_is_followed_at_the_article_that_has_it(program: Client, talks):
    first = submit(program, TEXT)
    other = submit(program, {**TEXT, "url": "https://other.example/a", "text": f"{SHORT} The talks go on."})
    copy = submit(program, {**TEXT, "url": "https://other.example/b"})
    assert submit(program, {**TEXT, "url": other["url"]})["id"] == first["id"]
    assert submit(program, {**TEXT, "url": copy["url"], "text": f"{SHORT} The talks go on."})["id"] == other["id"]


def test_only_the_talks_that_are_named_get_a_run(program: Client, curator: User):
    river_talks(by=curator, slug="lake-talks")
    assert [run["negotiation"] for run in submit(program, {**TEXT, "negotiations": ["lake-talks"]})["runs"]] == [
        "lake-talks"
    ]
    both = submit(program, {**TEXT, "negotiations": ["lake-talks", "river-talks"]})
    assert sorted(run["negotiation"] for run in both["runs"]) == ["lake-talks", "river-talks"]


def test_talks_that_have_ended_are_read_for_only_when_they_are_named(program: Client, talks: RiverTalks):
    type(talks.negotiation).objects.update(ended_on=date(2024, 6, 1))
    assert submit(program, TEXT)["runs"] == []
    assert len(submit(program, {**TEXT, "negotiations": ["river-talks"]})["runs"]) == 1


@pytest.mark.parametrize(
    ("body", "kind", "name"),
    [
        ({}, "missing-field", "url"),
        ({"title": "No text"}, "missing-field", "url"),
        ({"url": "ftp://example.org/a"}, "bad-value", "url"),
        ({"url": "example.org/a"}, "bad-value", "url"),
        ({"url": "https://user:secret@example.org/"}, "bad-value", "url"),
        ({"url": f"https://example.org/{'x' * 2000}"}, "bad-value", "url"),
        ({"text": "   \n\u200b"}, "bad-value", "text"),
        ({"text": "a\x00b"}, "bad-character", "text"),
        ({"text": "<html><body><p>No dam will be built.</p></body></html>"}, "bad-value", "text"),
        ({"text": "A text.", "url": "not an address"}, "bad-value", "url"),
        ({"text": "A text.", "title": "a\x00b"}, "bad-character", "title"),
        ({"text": 7}, "bad-value", "text"),
        ({"text": "A text.", "published_on": "March"}, "bad-value", "published_on"),
        ({"text": "A text.", "published_on": "2999-01-01"}, "bad-value", "published_on"),
        ({"text": "A text.", "negotiations": ["river-talk"]}, "unknown-talks", "negotiations[0]"),
        ({"text": "A text.", "negotiations": []}, "bad-value", "negotiations"),
        ({"text": "A text.", "txt": "x"}, "unknown-field", "txt"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_stored_nowhere(program: Client, body, kind, name):
    problem = refused_post(program, ARTICLES, body)
    assert (problem["status"], problem["type"], problem["errors"][0]["parameter"]) == (
        400,
        f"/docs/problems/{kind}",
        name,
    )
    assert Article.objects.count() == 0


def test_a_body_full_of_what_can_not_be_stored_is_told_its_first_faults(program: Client, talks: RiverTalks):
    told = refused_post(program, ARTICLES, {"negotiations": ["\0"] * 9_000, "title": "\0"})["errors"]
    assert [fault["parameter"] for fault in told] == [f"negotiations[{place}]" for place in range(100)]


@pytest.mark.parametrize("body", [{}, {"text": ""}, {"url": "", "text": ""}])
def test_neither_an_address_nor_a_text_is_told_as_that(program: Client, body):
    told = "There is neither an address nor a text: give `url` or `text`."
    assert refused_post(program, ARTICLES, body)["detail"] == told


def test_an_article_too_long_to_be_one_is_refused(program: Client):
    assert refused_post(program, ARTICLES, {"text": "x" * 7_000_000})["status"] == 413
    assert refused_post(program, ARTICLES, {"text": "x" * 1_000_001})["status"] == 400


@pytest.mark.parametrize("scopes", [[Scope.READ], [Scope.CURATE]])
def test_submitting_needs_its_scope(client: Client, talks: RiverTalks, scopes):
    assert refused_post(client, ARTICLES, TEXT)["status"] == 401
    assert refused_post(bearer(talks.by, scopes=scopes), ARTICLES, TEXT)["status"] == 403
    assert Article.objects.count() == 0


def test_a_text_is_shown_to_staff_alone(client: Client, program: Client, staff: Client, talks: RiverTalks):
    address = submit(program, TEXT)["address"]
    assert [ask(who, address)["text"] for who in (client, program, staff)] == [None, None, SHORT]


def test_what_is_not_read_yet_is_not_for_the_public(client: Client, program: Client):
    address = submit(program, {"url": "https://news.example/dam"})["address"]
    assert ask(program, address)["state"] == "received"
    assert refused(client, address)["type"] == "/docs/problems/unknown-article"


def test_runs_for_drafts_are_for_staff(client: Client, program: Client, staff: Client, talks: RiverTalks):
    draft = river_talks(by=talks.by, slug="secret-talks").negotiation
    type(draft).objects.filter(pk=draft.pk).update(is_published=False)
    answer = submit(program, TEXT)
    queue_extraction(Article.objects.get(), negotiations=[draft])
    assert [run["negotiation"] for run in ask(client, answer["address"])["runs"]] == ["river-talks"]
    assert len(ask(staff, answer["address"])["runs"]) == 2
    secret = ExtractionRun.objects.get(negotiation=draft).uuid
    assert refused(client, f"/api/v1/extraction-runs/{secret}/")["status"] == 404
    assert refused_post(program, ARTICLES, {**TEXT, "negotiations": ["secret-talks"]})["status"] == 400


def test_an_article_takes_as_many_queries_with_one_run_as_with_three(client: Client, curator: User, program: Client):
    # What the answer hangs on; the article with its neighbours; its runs.
    address = submit(program, TEXT)["address"]
    with_one = n_queries(client, address)
    others = [river_talks(by=curator, slug=slug).negotiation for slug in ("lake-talks", "sea-talks")]
    queue_extraction(Article.objects.get(), negotiations=others)
    assert with_one == n_queries(client, address) == 3


def test_the_list_shows_each_reader_what_they_may_see(client: Client, program: Client, talks: RiverTalks):
    read = submit(program, TEXT)["id"]
    waiting = submit(program, {"url": "https://news.example/dam"})["id"]
    assert [found["id"] for found in ask(client, ARTICLES)["results"]] == [read]
    assert [found["id"] for found in ask(program, ARTICLES)["results"]] == [waiting, read]
    assert [found["id"] for found in ask(program, ARTICLES, state="received")["results"]] == [waiting]
    assert [found["id"] for found in ask(program, ARTICLES, q="dam", ordering="received")["results"]] == [read]
    assert {found["text"] for found in ask(bearer(talks.by), ARTICLES)["results"]} == {None}


def test_the_list_comes_in_pages(program: Client):
    submitted = [submit(program, {"url": f"https://news.example/{n}"})["id"] for n in range(3)]
    first = ask(program, ARTICLES, page_size=2)
    assert [found["id"] for found in first["results"]] == submitted[:0:-1]
    assert [found["id"] for found in ask(program, first["next"])["results"]] == submitted[:1]
    assert refused(program, ARTICLES, state="lost")["errors"][0]["nearest"] != []


def test_the_list_takes_as_many_queries_with_one_article_as_with_four(client: Client, program: Client):
    # What the answer hangs on; the page; its articles with their neighbours; their runs.
    submit(program, TEXT)
    with_one = n_queries(client, ARTICLES)
    for number in range(3):
        submit(program, {"text": f"{SHORT} And more, number {number}."})
    assert with_one == n_queries(client, ARTICLES) == 4


def test_an_unchanged_article_is_not_sent_again(client: Client, program: Client):
    address = submit(program, TEXT)["address"]
    tag = client.get(address)["ETag"]
    assert client.get(address, headers={"if-none-match": tag}).status_code == 304
    extract_article(Article.objects.get().pk)
    assert client.get(address, headers={"if-none-match": tag}).json()["state"] == "extracted"


def test_a_program_sees_what_it_sent_itself_and_nothing_else_that_is_not_public(program: Client, talks: RiverTalks):
    other = bearer(User.objects.create_user("other"), scopes=[Scope.SUBMIT])
    sent = submit(program, {"url": "https://news.example/dam"})
    assert refused(other, sent["address"])["type"] == "/docs/problems/unknown-article"
    assert (ask(other, ARTICLES)["results"], len(ask(program, ARTICLES)["results"])) == ([], 1)
    assert submit(other, {"url": "https://news.example/dam"})["id"] == sent["id"]  # now it is theirs too
    assert ask(other, sent["address"])["id"] == sent["id"]
    assert [row["id"] for row in ask(other, ARTICLES)["results"]] == [sent["id"]]


def test_two_programs_tags_of_one_list_differ(program: Client, talks: RiverTalks):
    other = bearer(User.objects.create_user("other"), scopes=[Scope.SUBMIT])
    assert program.get(ARTICLES)["ETag"] != other.get(ARTICLES)["ETag"]


def test_what_was_sent_is_answered_as_a_record_whatever_table_is_asked_for(program: Client, talks: RiverTalks):
    assert refused_post(program, f"{ARTICLES}?format=csv", TEXT)["type"] == "/docs/problems/unknown-choice"
    assert not Article.objects.exists()
