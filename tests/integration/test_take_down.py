"""A text that must go by law goes, and a tombstone stays; whatever else is recorded stays as it was."""

from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from positions import history, review, snapshots, take_down, webhooks
from positions.api.endpoints import freezing
from positions.ingestion import ArticleRefused, SourceText, store_article, store_excerpt
from positions.models import (
    Article,
    Decision,
    Event,
    Finding,
    PendingStatement,
    Position,
    Snapshot,
    Statement,
    TakeDown,
    Webhook,
)
from positions.queries.comparing.matrices import MatrixQuestion
from positions.queries.curating.workload import workload
from positions.statements import CodedStatement, code_statement
from positions.vocabulary import Act, Attribution, Comparison, DecisionKind, EventKind, Extent, Stance
from positions.webhooks.sending import signed
from tests.api.asking import ask
from tests.api.posting import bearer
from tests.suggestions import suggest
from tests.world import RiverTalks, freeze, may_look, river_talks, say, signed_in


@pytest.fixture
def accepted(talks: RiverTalks) -> Statement:
    """One of two statements in an article was accepted; the other waits."""
    first, _ = suggest(talks, ["The quota stays.", "No dam will stand here."])
    review.accept_statement(first, by=talks.by)
    return first


def bury(talks: RiverTalks, article: Article) -> take_down.TakenDown:
    return take_down.take_down_article(article, reason="Order of the Northport court.", by=talks.by)


def test_text_and_quotes_go_and_hash_reason_and_who_stay(talks, accepted):
    sha256 = accepted.article.sha256
    done = bury(talks, accepted.article)
    article = Article.objects.get()
    assert (article.text, article.sha256) == ("", sha256)
    assert (article.taken_down_by, article.taken_down_reason) == (talks.by, "Order of the Northport court.")
    assert set(Statement.objects.values_list("quote", "explanation")) == {("", "")}
    assert set(Finding.objects.values_list("explanation", flat=True)) == {""}
    assert done.n_quotes == 2


def test_a_source_without_text_has_nothing_to_take_down(talks):
    data_set = Article.objects.create(title="Stances of forty states", extent=Extent.SOURCE.value)
    with pytest.raises(take_down.NothingToTakeDown, match="has no text"):
        bury(talks, data_set)


def test_positions_stay_and_the_talks_are_told(talks, accepted):
    before = Position.objects.get()
    done = bury(talks, accepted.article)
    assert Position.objects.get() == before
    (notice,) = done.notices
    assert (notice.revision.negotiation, notice.revision.kind) == (talks.negotiation, "taken_down")
    assert notice.revision.committed_by == talks.by
    assert notice.article == accepted.article


def test_talks_that_come_to_code_in_it_meanwhile_are_never_left_untold(talks, accepted, monkeypatch):
    others = river_talks(by=talks.by, slug="lake-talks")
    lock = history.lock

    def code_first(negotiation):
        lock(negotiation)
        store_statement(others, accepted.article)

    monkeypatch.setattr(history, "lock", code_first)
    with pytest.raises(history.TalksBusy):
        bury(talks, accepted.article)
    assert Article.objects.get(pk=accepted.article.pk).taken_down_at is None
    assert not TakeDown.objects.exists()


def store_statement(talks: RiverTalks, article: Article) -> None:
    quote = "The quota stays."
    start = article.text.index(quote)
    coded = CodedStatement(
        article=article,
        party=talks.northland,
        target=talks.water_share,
        stance=Stance.SUPPORTS,
        act=Act.DECLARATION,
        attribution=Attribution.QUOTED,
        quote=quote,
        start=start,
        end=start + len(quote),
        said_on=date(2024, 3, 5),
    )
    code_statement(coded, coder=talks.by)


def test_copies_of_the_quotes_go_from_findings_decisions_and_snapshots(talks, accepted):
    other = suggest(talks, ["The quota stays."], day=6)[0]
    waiting = PendingStatement.objects.exclude(statement=other).get().statement
    review.reject_statement(waiting, by=talks.by, reason="“No dam will stand here.” is irony.")
    question = MatrixQuestion(valid_on=date(2024, 3, 7))
    kept, as_made = freeze(talks, question=question), freeze(talks, question=question).sha256
    assert "The quota stays." in kept.body
    bury(talks, accepted.article)
    kept.refresh_from_db()
    assert "The quota stays." not in kept.body
    assert (kept.sha256_as_made, kept.words_removed_at is None) == (as_made, False)
    assert Decision.objects.get(decision="reject").reason == "“[words taken down]” is irony."
    quotes = Finding.objects.order_by("pk").values_list("coding__quote", flat=True)
    assert list(quotes) == ["", "", "The quota stays."]
    assert set(Finding.objects.values_list("coding__act", flat=True)) == {"declaration"}
    assert freeze(talks, question=question).sha256 != as_made


def test_only_decisions_that_have_words_of_it_are_written_again(talks, accepted):
    waiting = PendingStatement.objects.get().statement
    review.reject_statement(waiting, by=talks.by, reason="“No dam will stand here.” is irony.")
    with CaptureQueriesContext(connection) as queries:
        bury(talks, accepted.article)
    assert sum(query["sql"].startswith('UPDATE "positions_decision"') for query in queries) == 1


def test_a_snapshot_that_loses_words_twice_keeps_the_hash_with_which_it_was_made(talks, accepted):
    other = suggest(talks, ["No dam, ever."], day=6, target="dam")[0]
    review.accept_statement(other, by=talks.by)
    kept = freeze(talks, question=MatrixQuestion(valid_on=date(2024, 3, 7)))
    as_made = kept.sha256
    assert "No dam, ever." in kept.body
    for article in (accepted.article, other.article):
        bury(talks, article)
        kept.refresh_from_db()
        assert kept.sha256_as_made == as_made != kept.sha256
    assert "No dam, ever." not in kept.body


def test_a_snapshot_that_lost_words_still_comes_out_the_same(talks, accepted):
    question = MatrixQuestion(valid_on=date(2024, 3, 7))
    kept, untouched = (
        freeze(talks, question=question),
        freeze(talks, question=MatrixQuestion(valid_on=date(2024, 3, 1))),
    )
    bury(talks, accepted.article)
    address = f"/api/v1/snapshots/{kept.uuid}/"
    said, verified = Client().get(address).json(), Client().get(f"{address}verify/").json()
    assert said["sha256_as_made"] == kept.sha256 != said["sha256"]
    assert verified["is_equal"], verified["differences"]
    untouched.refresh_from_db()
    assert untouched.words_removed_at is None


def test_a_snapshot_of_an_answer_from_before_a_take_down_keeps_no_words_of_it(talks, accepted):
    computed = freezing.freeze(talks.negotiation, Comparison.MATRIX, {"valid_on": "2024-03-07"})
    bury(talks, accepted.article)
    kept = snapshots.make_snapshot(talks.negotiation, computed, by=talks.by)
    assert "The quota stays." not in kept.body
    assert Client().get(f"/api/v1/snapshots/{kept.uuid}/verify/").json()["is_equal"]


@pytest.fixture
def hook(talks: RiverTalks) -> Webhook:
    asked = webhooks.NewWebhook(address="https://example.org/told", events=[EventKind.STANCE_CHANGED])
    return webhooks.make_webhook(asked, owner=talks.by)


def evidence_told() -> list[tuple[str, int]]:
    """Of every event: the quote, and how many characters it says that it has."""
    pieces = [piece for event in Event.objects.order_by("pk") for piece in event.data["evidence"]]
    return [(piece["quote"], piece["end"] - piece["start"]) for piece in pieces]


def test_what_was_told_already_loses_the_words_and_is_sent_again_without_them(hook, talks, accepted):
    review.accept_statement(suggest(talks, ["No dam at all."], stance=Stance.SUPPORTS, day=7)[0], by=talks.by)
    webhooks.announce_changes(talks.negotiation.pk)
    assert evidence_told() == [("The quota stays.", 16), ("No dam at all.", 14)]
    bury(talks, accepted.article)
    assert evidence_told() == [("", 0), ("No dam at all.", 14)]
    first, second = (signed(hook, event, at=timezone.now())[0] for event in Event.objects.order_by("pk"))
    assert (b"The quota stays." in first, b"No dam at all." in second) == (False, True)


def test_what_is_told_only_after_a_take_down_has_no_words_of_it(hook, talks, accepted):
    bury(talks, accepted.article)
    webhooks.announce_changes(talks.negotiation.pk)
    assert evidence_told() == [("", 0)]


def test_the_database_lets_snapshots_and_decisions_lose_nothing_else(talks, accepted):
    kept, decision = freeze(talks), Decision.objects.get()
    for change in (
        lambda: Snapshot.objects.filter(pk=kept.pk).update(revision=7),
        lambda: Decision.objects.filter(pk=decision.pk).update(reason="Other."),
    ):
        with pytest.raises(DatabaseError, match="only changes by losing the words"), transaction.atomic():
            change()


def test_what_waited_waits_no_more_and_is_not_decided(talks, accepted):
    waiting = PendingStatement.objects.get().statement
    bury(talks, accepted.article)
    assert not PendingStatement.objects.exists()
    with pytest.raises(review.ArticleTakenDown, match="taken down"):
        review.decide(waiting, review.Choice(decision=DecisionKind.ACCEPT), by=talks.by)
    assert waiting.decisions.count() == 0


def test_a_program_sees_what_was_taken_down_and_is_not_given_it_to_decide(talks, accepted):
    program = bearer(may_look(User.objects.create_user("grace", is_staff=True)))
    other = suggest(talks, ["The quota stays."], day=6)[0]
    bury(talks, accepted.article)
    article = ask(program, f"/api/v1/articles/{accepted.article.uuid}/")
    waiting = ask(program, "/api/v1/statements/", decision="pending")["results"]
    known = ask(program, "/api/v1/statements/", article=accepted.article.uuid)["results"]
    assert [one["id"] for one in waiting] == [str(other.uuid)]
    assert waiting[0]["taken_down_at"] is None
    assert {one["taken_down_at"] for one in known} == {article["taken_down_at"]} != {None}
    assert sorted(one["decision"] for one in known) == ["accept", "pending"]


def test_a_decision_of_before_can_still_be_undone(talks, accepted):
    bury(talks, accepted.article)
    review.undo_decision(accepted, by=talks.by)
    assert not Position.objects.known().exists()
    assert not PendingStatement.objects.exists()


def test_what_nobody_can_decide_waits_in_no_list_and_no_count(talks, accepted, admin_client):
    other = suggest(talks, ["The quota stays."], day=6)[0]
    bury(talks, accepted.article)
    review.undo_decision(accepted, by=talks.by)
    listed = {
        asked: {row.pk for row in admin_client.get(f"/admin/positions/statement/{asked}").context["cl"].result_list}
        for asked in ("", "?decision=decided", "?decision=all")
    }
    assert listed[""] == {other.pk}
    assert listed["?decision=decided"] == set()
    assert listed["?decision=all"] == set(Statement.objects.values_list("pk", flat=True))
    assert workload(now=timezone.now()).n_pending_statements == 1


def test_the_same_text_again_finds_the_tombstone(talks, accepted):
    text = accepted.article.text
    bury(talks, accepted.article)
    stored = store_article(SourceText(text=text))
    assert (stored.is_new, stored.article.text) == (False, "")


def test_a_tombstone_has_a_reason_and_comes_once(talks, accepted):
    with pytest.raises(take_down.ReasonMissing):
        take_down.take_down_article(accepted.article, reason="  ", by=talks.by)
    bury(talks, accepted.article)
    with pytest.raises(take_down.AlreadyTakenDown):
        bury(talks, accepted.article)


@pytest.mark.parametrize(
    "change",
    [
        {"text": ""},
        {"text": "Something else."},
        {"taken_down_reason": "x"},
        {"text": "x", "taken_down_reason": "x"},
    ],
    ids=str,
)
def test_the_database_lets_no_text_go_without_a_whole_tombstone(talks, accepted, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        Article.objects.update(**change)


def test_the_database_lets_no_quote_go_and_no_tombstone_change(talks, accepted):
    with pytest.raises(DatabaseError), transaction.atomic():
        Statement.objects.update(quote="", explanation="")
    bury(talks, accepted.article)
    for change in ({"taken_down_reason": "another"}, {"text": "It is back."}, {"taken_down_at": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Article.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Statement.objects.update(stance="supports")


def test_an_administrator_takes_down_by_a_form_that_says_what_goes(talks, accepted):
    client = signed_in(User.objects.create_superuser("grace"))
    address = reverse("admin:desk_take_down", args=[accepted.article.uuid])
    page = client.post(address, {"reason": "A court's order."}).content.decode()
    assert "This field is required." in page
    page = client.post(address, {"reason": "A court's order.", "is_meant": "on"}).content.decode()
    assert "Taken down, with 2 quotes." in page
    assert accepted.article.sha256 in page
    again = client.post(address, {"reason": "A court's order.", "is_meant": "on"}).content.decode()
    assert "already" in again
    desk = client.get(reverse("admin:desk"), {"statement": str(accepted.uuid)})
    assert "The quota stays" not in desk.content.decode()
    assert Decision.objects.count() == 1


def test_one_quote_is_told_as_one(talks):
    article = say(talks, talks.southland, talks.dam, Stance.SUPPORTS, date(2024, 3, 1)).article
    client = signed_in(User.objects.create_superuser("grace"))
    address = reverse("admin:desk_take_down", args=[article.uuid])
    page = client.post(address, {"reason": "A court's order.", "is_meant": "on"}).content.decode()
    assert "Taken down, with 1 quote." in page


def test_only_administrators_take_down(talks, accepted):
    client = signed_in(User.objects.create_user("ken", is_staff=True))
    address = reverse("admin:desk_take_down", args=[accepted.article.uuid])
    assert client.post(address, {"reason": "x", "is_meant": "on"}).status_code == 403
    assert Article.objects.get().text


def test_articles_of_no_talks_can_go_too(talks):
    article = store_article(SourceText(text="Nothing was coded here.")).article
    assert bury(talks, article).notices == ()


def test_other_articles_stay(talks, accepted):
    other = say(talks, talks.southland, talks.dam, Stance.SUPPORTS, date(2024, 3, 1))
    bury(talks, accepted.article)
    other.refresh_from_db()
    assert other.quote


def test_a_quotation_that_was_taken_down_is_not_stored_again(talks):
    quotation = SourceText(text="We shall build it.", title="Speech at Northport")
    bury(talks, store_excerpt(quotation))
    with pytest.raises(ArticleRefused, match=r"was taken down on .*; it is not stored again"):
        store_excerpt(quotation)
