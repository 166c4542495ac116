"""What is said of an article is corrected, and every answer of before still says what it said."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from positions import correction, history, review, take_down
from positions.ingestion import SourceText, store_excerpt, store_source, submit_address
from positions.models import Article, Evidence, FormerWording, PendingStatement, Position, Revision, Statement
from positions.queries.curating.corrections import find_resting
from positions.statements import store_found
from positions.vocabulary import Attribution, Origin, RevisionKind, Stance
from tests.api.asking import COMPARISON, RIVER, ask, n_queries
from tests.suggestions import run_on, suggest, suggestion
from tests.world import RiverTalks, freeze, hold, river_talks, say, write_article

FIRST = "2024-01-01T00:00:00Z"
MARCH_6, MARCH_9 = date(2024, 3, 6), date(2024, 3, 9)
# Every address whose answer at two times quotes evidence.
QUOTING = [
    (COMPARISON, {"evidence": "all"}),
    (COMPARISON, {"evidence": "first"}),
    (COMPARISON, {"evidence": "all", "stance": "opposes"}),
    (f"{COMPARISON}changes/", {"evidence": "all", "from_valid_on": "2024-01-01", "from_known_at": FIRST}),
    (f"{COMPARISON}contradictions/", {}),
    (f"{RIVER}proposals/league-draft/responses/", {"evidence": "all"}),
    ("/api/v1/positions/", {"negotiation": "river-talks", "evidence": "all"}),
]  # fmt: skip


def correct(article: Article, by: Any, *, reason: str = "The site's own archive.", **said: Any) -> correction.Corrected:
    """With another title, outlet or day; what is not named stays."""
    now = Article.objects.get(pk=article.pk)
    known = {name: getattr(now, name) for name in ("title", "outlet", "published_on")}
    wording = correction.Wording(**known | said)
    seen = now.former_wordings.count()
    return correction.correct_article(now, wording, reason=reason, by=by, n_seen=seen)


@pytest.fixture
def quoted(talks: RiverTalks) -> Article:
    """An article that proves three positions, two of them contradicting each other."""
    first = say(talks, talks.northland, talks.dam, Stance.OPPOSES, date(2024, 3, 5))
    review.accept_statement(first, by=talks.by)
    for target, stance in ((talks.dam, Stance.SUPPORTS), (talks.league_draft, Stance.OPPOSES)):
        review.accept_statement(again(talks, first, target, stance), by=talks.by)
    return first.article


def again(talks: RiverTalks, first: Statement, target: Any, stance: Stance, *, said_on: date = MARCH_6) -> Statement:
    """The same words, coded for something else too, on the day after."""
    values = {
        name: getattr(first, name) for name in ("article", "party", "act", "attribution", "quote", "start", "end")
    }
    return Statement.objects.create(
        **values, target=target, stance=stance.value, salience="unspecified", said_on=said_on, coder=talks.by
    )


def asked_then() -> list[Any]:
    """Every question at both times, as known now."""
    known_at = Revision.objects.latest("number").committed_at.isoformat()

    times = {"valid_on": "2024-03-10", "known_at": known_at}
    ends = {f"to_{name}": value for name, value in times.items()}
    return [(address, asked | (ends if address.endswith("changes/") else times)) for address, asked in QUOTING]


def bytes_of(client: Client, questions: list[Any]) -> list[bytes]:
    answers = [client.get(address, asked) for address, asked in questions]
    assert {answer.status_code for answer in answers} == {200}
    return [answer.content for answer in answers]


def test_an_answer_of_before_stays_the_same_byte_for_byte(talks, quoted, client):
    questions = asked_then()
    before = bytes_of(client, questions)
    assert all(b'"Minister digs in"' in answer for answer in before)
    correct(quoted, talks.by, title="Minister gives way", outlet="Herald", published_on=MARCH_9)
    between = asked_then()
    middle = bytes_of(client, between)
    correct(quoted, talks.by, title="Minister wavers", published_on=None)
    assert bytes_of(client, questions) == before
    assert bytes_of(client, between) == middle
    for answer in middle:
        assert b'"Minister gives way"' in answer
        assert b'"outlet":"Herald","published_on":"2024-03-09"' in answer.replace(b": ", b":").replace(b", ", b",")
    for answer in bytes_of(client, asked_then()):
        assert b'"Minister wavers"' in answer
        assert b"Minister gives way" not in answer


def test_a_day_that_is_given_to_an_undated_article_was_not_known_before(talks, client):
    statement = suggest(talks, ["The quota stays."])[0]
    Article.objects.update(published_on=None)
    review.amend_statement(statement, by=talks.by, amendment=review.Amendment(said_on=MARCH_6))
    before = asked_then()[0]
    correct(statement.article, talks.by, published_on=MARCH_6)
    assert b'"published_on":null' in client.get(*before).content
    assert b'"published_on":"2024-03-06"' in client.get(COMPARISON, {"evidence": "all"}).content


def test_a_snapshot_of_before_still_comes_out_the_same(talks, quoted, client):
    kept = freeze(talks)
    correct(quoted, talks.by, title="Minister gives way", published_on=MARCH_9)
    assert Client().get(f"/api/v1/snapshots/{kept.uuid}/verify/").json()["is_equal"]


def test_the_answer_without_known_at_changes_and_so_does_its_tag(talks, quoted, client):
    first = client.get(COMPARISON, {"evidence": "all"})
    correct(quoted, talks.by, outlet="Herald")
    second = client.get(COMPARISON, {"evidence": "all"}, headers={"if-none-match": first["ETag"]})
    assert second.status_code == 200
    assert second.json()["revision"] == first.json()["revision"] + 1
    assert second["ETag"] != first["ETag"]
    assert ask(client, "/api/v1/statements/")["results"][0]["article"]["outlet"] == "Herald"


def test_a_correction_takes_no_question_another_query(talks, quoted, client):
    counts = [n_queries(client, address, **asked) for address, asked in asked_then()]
    correct(quoted, talks.by, outlet="Herald")
    assert [n_queries(client, address, **asked) for address, asked in asked_then()] == counts


def test_every_talks_that_quote_it_are_told_at_one_instant_and_no_others(talks, quoted, client):
    names = ("dam-talks", "silent-talks", "talks-whose-history-quotes-it")
    others, silent, former = (river_talks(by=talks.by, slug=slug) for slug in names)
    review.accept_statement(again(talks, quoted.statements.first(), others.dam, Stance.OPPOSES), by=talks.by)
    again(talks, quoted.statements.first(), silent.dam, Stance.OPPOSES)
    taken_back = again(talks, quoted.statements.first(), former.dam, Stance.OPPOSES)
    review.accept_statement(taken_back, by=talks.by)
    review.undo_decision(taken_back, by=talks.by)
    revisions = correct(quoted, talks.by, outlet="Herald").revisions
    assert [one.negotiation for one in revisions] == [talks.negotiation, others.negotiation, former.negotiation]
    was = FormerWording.objects.get()
    assert {revision.committed_at for revision in revisions} == {was.until}
    assert (was.outlet, was.title, was.corrected_by) == ("Northport Courier", "Minister digs in", talks.by)
    told = ask(client, "/api/v1/changes/", negotiation="dam-talks")["results"][-1]
    assert (told["kind"], told["article"], told["recorded"]) == (RevisionKind.CORRECTED.value, str(quoted.uuid), [])
    assert b"Correction: title, outlet or day of an article" in client.get(f"{RIVER}changes.atom").content


def test_talks_that_come_to_quote_it_meanwhile_are_never_left_untold(talks, quoted, monkeypatch):
    others = river_talks(by=talks.by, slug="lake-talks")
    lock = history.lock

    def quote_first(negotiation):
        lock(negotiation)
        monkeypatch.setattr(history, "lock", lock)
        review.accept_statement(again(talks, quoted.statements.first(), others.dam, Stance.OPPOSES), by=talks.by)

    monkeypatch.setattr(history, "lock", quote_first)
    with pytest.raises(history.TalksBusy):
        correct(quoted, talks.by, outlet="Herald")
    assert Article.objects.get().outlet == "Northport Courier"


def test_an_answer_of_now_says_it_of_what_is_evidence_no_longer_too(talks, client):
    first = say(talks, talks.northland, talks.dam, Stance.OPPOSES, MARCH_6)
    second = say(talks, talks.northland, talks.dam, Stance.SUPPORTS, MARCH_6, quote="We will build it.")
    for statement in (first, second):
        review.accept_statement(statement, by=talks.by)
    assert not Evidence.objects.filter(statement=first, superseded_at=None).exists()
    known_at = Revision.objects.latest("number").committed_at.isoformat()
    correct(first.article, talks.by, outlet="Herald")
    asked = f"{COMPARISON}contradictions/"
    outlets = [
        ask(client, asked, **times)["contradictions"][0]["first"]["evidence"]["article"]["outlet"]
        for times in ({}, {"known_at": known_at})
    ]
    assert outlets == ["Herald", "Northport Courier"]


def test_talks_with_an_accepted_prediction_of_it_are_told(talks, client):
    guess = say(talks, talks.northland, talks.dam, Stance.OPPOSES, MARCH_6, attribution=Attribution.PREDICTED)
    review.accept_statement(guess, by=talks.by)
    correct(guess.article, talks.by, outlet="Herald")
    assert ask(client, "/api/v1/changes/")["results"][-1]["article"] == str(guess.article.uuid)


def test_what_waits_and_has_its_day_from_the_article_follows_it(talks):
    follows, named = suggest(talks, ["The quota stays.", "No dam will stand here."], day=5)
    store_found(named.runs.get(), [suggestion(named.article.text, "Nobody answered.", said_on=date(2024, 3, 1))])
    undone = suggest(talks, ["No dam, ever."], day=7)[0]
    review.reject_statement(named, by=talks.by)
    by_hand = again(talks, follows, talks.dam, Stance.OPPOSES, said_on=follows.said_on)
    assert correct(follows.article, talks.by, outlet="Herald").n_followed == 0
    done = correct(follows.article, talks.by, published_on=MARCH_9)
    days = dict(Statement.objects.values_list("pk", "said_on"))
    own_day = Statement.objects.get(quote="Nobody answered.").pk
    assert done.n_followed == 1
    assert days == {
        follows.pk: MARCH_9, named.pk: date(2024, 3, 5), own_day: date(2024, 3, 1), undone.pk: date(2024, 3, 7),
        by_hand.pk: date(2024, 3, 5),
    }  # fmt: skip


def test_what_follows_is_queued_by_what_is_recorded_on_its_new_day(talks):
    hold(talks, talks.northland, talks.water_share, Stance.SUPPORTS, date(2024, 3, 8))
    waiting = suggest(talks, ["The quota stays."], day=5)[0]
    before = PendingStatement.objects.get()
    correct(waiting.article, talks.by, published_on=MARCH_9)
    after = PendingStatement.objects.get()
    assert (before.urgency, after.urgency) == (4, 2)
    assert after.waiting_since == before.waiting_since


def test_what_waits_of_an_undated_article_gets_the_day_and_loses_it_again(talks):
    article = write_article("Nobody answered. The quota stays.", published_on=None)
    store_found(run_on(article, talks), [suggestion(article.text, "The quota stays.")])
    assert Statement.objects.get().is_undated
    correct(article, talks.by, published_on=MARCH_9)
    assert Statement.objects.get().said_on == MARCH_9
    correct(article, talks.by, published_on=None)
    assert Statement.objects.get().is_undated


def test_a_run_that_began_before_stores_the_day_as_it_is_then(talks):
    article = write_article("Nobody answered. The quota stays.")
    run = run_on(article, talks)
    assert run.article.published_on == date(2024, 3, 5)
    correct(article, talks.by, published_on=MARCH_9)
    store_found(run, [suggestion(article.text, "The quota stays.")])
    assert Statement.objects.get().said_on == MARCH_9


def test_what_was_decided_stays_and_is_told(talks):
    first, second, third = suggest(talks, ["The quota stays.", "No dam here.", "It is ours."], day=5)
    review.accept_statement(first, by=talks.by)
    review.reject_statement(second, by=talks.by)
    another_day = review.Amendment(target="dam", said_on=date(2024, 3, 2))
    review.amend_statement(third, by=talks.by, amendment=another_day)
    proofs = list(Evidence.objects.values_list("pk", "said_on", "recorded_at"))
    article = correct(first.article, talks.by, published_on=MARCH_9).article
    assert list(Evidence.objects.values_list("pk", "said_on", "recorded_at")) == proofs
    resting = find_resting(article)
    assert list(resting.days) == [date(2024, 3, 5)]
    assert list(resting.statements) == [first]
    assert list(resting.positions) == [Position.objects.get(target=talks.water_share)]
    review.undo_decision(first, by=talks.by)
    review.amend_statement(first, by=talks.by, amendment=review.Amendment(said_on=MARCH_9))
    resting = find_resting(article)
    assert (list(resting.statements), list(resting.positions)) == ([], [])


def test_what_was_accepted_as_of_an_undated_article_s_arrival_is_told_once_it_has_a_day(talks):
    article = write_article("Nobody answered. The quota stays.", published_on=None)
    store_found(run_on(article, talks), [suggestion(article.text, "The quota stays.")])
    statement = Statement.objects.get()
    review.accept_statement(statement, by=talks.by)
    resting = find_resting(correct(article, talks.by, published_on=MARCH_9).article)
    assert (list(resting.days), list(resting.statements)) == ([article.day], [statement])
    assert list(resting.positions) == [Position.objects.get()]


def test_nothing_rests_on_a_day_that_the_article_has_again(talks):
    (statement,) = suggest(talks, ["The quota stays."], day=5)
    review.accept_statement(statement, by=talks.by)
    correct(statement.article, talks.by, published_on=MARCH_9)
    resting = find_resting(correct(statement.article, talks.by, published_on=date(2024, 3, 5)).article)
    assert (list(resting.statements), list(resting.positions)) == ([], [])


def test_a_position_that_two_statements_of_the_article_prove_is_told_once(talks):
    for statement in (found := suggest(talks, ["The quota stays.", "It stays."], day=5)):
        review.accept_statement(statement, by=talks.by)
    resting = find_resting(correct(found[0].article, talks.by, published_on=MARCH_9).article)
    assert (list(resting.statements), len(resting.positions)) == (found, 1)


@pytest.mark.parametrize(
    ("said", "reason", "sentence"),
    [
        ({"published_on": date(2999, 3, 5)}, "x", "Nothing can have been published on that day"),
        ({"published_on": timezone.now().date() + timedelta(days=2)}, "x", "Nothing can have been published"),
        ({"published_on": date(26, 3, 5)}, "x", "Nothing can have been published on that day"),
        ({"outlet": "Herald"}, "  ", "Say why it is corrected"),
        ({}, "x", "Nothing differs"),
    ],
)
def test_what_can_not_be_is_refused(talks, quoted, said, reason, sentence):
    known = {name: getattr(quoted, name) for name in ("title", "outlet", "published_on")}
    with pytest.raises(correction.CorrectionRefused, match=sentence):
        correction.correct_article(quoted, correction.Wording(**known | said), reason=reason, by=talks.by, n_seen=0)
    assert not FormerWording.objects.exists()


def test_nobody_corrects_unseen_what_somebody_else_corrected(talks, quoted):
    correct(quoted, talks.by, outlet="Herald")
    correct(quoted, talks.by, outlet="Observer", reason="  The paper wrote to us.\n")
    wording = correction.Wording(title=quoted.title, outlet="Gazette", published_on=quoted.published_on)
    with pytest.raises(correction.CorrectionRefused, match=r"ada corrected it meanwhile: The paper wrote to us\. Look"):
        correction.correct_article(quoted, wording, reason="x", by=talks.by, n_seen=0)
    assert Article.objects.get().outlet == "Observer"


def test_an_address_that_was_not_read_yet_is_not_corrected(talks):
    stored = submit_address("https://example.org/new", negotiations=[], origin=Origin.PERSON)
    with pytest.raises(correction.CorrectionRefused, match="Its text is not here yet"):
        correct(stored.article, talks.by, title="New")


def test_the_same_text_again_undoes_no_correction(talks, quoted):
    correct(quoted, talks.by, title="Minister gives way", outlet="Herald", published_on=MARCH_9)
    again_ = write_article(quoted.text)
    assert (again_.pk, again_.title, again_.outlet, again_.published_on) == (
        quoted.pk, "Minister gives way", "Herald", MARCH_9,
    )  # fmt: skip


@pytest.mark.parametrize("store", [store_excerpt, store_source])
def test_a_source_under_its_former_title_is_the_one_that_was_corrected(talks, store):
    said = SourceText(text="Never." if store is store_excerpt else "", title="A speech", outlet="Courier")
    first = store(said)
    correct(first, talks.by, title="The speech at Northport", outlet="Herald")
    assert store(said) == first
    assert (Article.objects.count(), Article.objects.get().title) == (1, "The speech at Northport")


def test_a_quotation_gets_no_title_under_which_it_is_stored_too(talks):
    first = store_excerpt(SourceText(text="Never.", title="A speech"))
    store_excerpt(SourceText(text="Never.", title="A letter"))
    with pytest.raises(correction.CorrectionRefused, match="stored under that title already"):
        correct(first, talks.by, title="A letter")
    assert not FormerWording.objects.exists()


def test_a_take_down_leaves_former_titles_and_takes_quotes_out_of_the_reasons(talks, quoted, client):
    reason = "The archive has “The quota stays as it is.” in it."
    wording = correction.Wording(title="Minister gives way", outlet="Herald", published_on=MARCH_9)
    correction.correct_article(quoted, wording, reason=reason, by=talks.by, n_seen=0)
    known_at = FormerWording.objects.get().until - timedelta(microseconds=1)
    take_down.take_down_article(quoted, reason="Order.", by=talks.by)
    former = FormerWording.objects.get()
    assert (former.title, former.reason) == ("Minister digs in", "The archive has “[words taken down]” in it.")
    then = client.get(COMPARISON, {"evidence": "all", "known_at": known_at.isoformat()}).content
    assert (b"Minister digs in" in then, b"The quota stays" in then) == (True, False)
    correct(quoted, talks.by, title="An article")
    assert Article.objects.get().title == "An article"


def test_the_database_keeps_what_was_said_and_lets_no_other_day_change(talks, quoted):
    correct(quoted, talks.by, outlet="Herald")
    waiting = suggest(talks, ["The quota stays."], day=7)[0]
    for change in (
        lambda: FormerWording.objects.update(outlet="Gazette"),
        lambda: FormerWording.objects.all().delete(),
        lambda: Statement.objects.filter(article=quoted).update(said_on=date(2024, 3, 5)),
        lambda: Statement.objects.filter(pk=waiting.pk).update(said_on=date(2024, 3, 8)),
        lambda: Statement.objects.filter(pk=waiting.pk).update(said_on=date(2024, 3, 7), speaker="Kim"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
