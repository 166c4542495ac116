"""Both lanes together: agreement is surer, what one alone finds is kept and marked, a prediction is one to both."""

from dataclasses import replace

import pytest

from positions.extraction.account import DOUBTFUL
from positions.extraction.both import (
    DISAGREE,
    DOUBTED,
    ELSEWHERE,
    FOUND_BY_BOTH,
    ONLY_MODEL,
    ONLY_RULES,
    UNSHARED,
    BothExtractor,
    put_together,
)
from positions.extraction.contract import ExtractedStatement, ModelBusy
from positions.extraction.llm import LlmExtractor
from positions.vocabulary import Act, Attribution, Stance
from tests.model_server import ModelServer, coded, fails, finds, reviews
from tests.unit.extraction.conftest import CATALOG, SOURCE

ONE = ExtractedStatement(
    party="northland",
    target="steel-tariffs",
    stance=Stance.SUPPORTS,
    act=Act.DECLARATION,
    attribution=Attribution.REPORTED,
    quote="keeps its tariffs",
    start=10,
    end=27,
    confidence=0.6,
    explanation="a reason",
)


def test_what_both_find_is_surer_than_either_and_coded_as_the_model_codes_it():
    by_model = replace(ONE, start=5, act=Act.REJECTION, confidence=0.8)
    (both,) = put_together([ONE], [by_model])
    assert (both.start, both.act) == (5, Act.REJECTION)
    assert both.confidence == pytest.approx(0.92)
    assert both.explanation.startswith(FOUND_BY_BOTH)


def test_what_the_model_finds_alone_is_kept_and_marked():
    (found,) = put_together([], [ONE])
    assert found.explanation.startswith(ONLY_MODEL)
    assert found.confidence == ONE.confidence


def test_what_the_rules_find_alone_is_kept_and_marked_and_hardly_believed():
    (found,) = put_together([ONE], [])
    assert found.explanation.startswith(ONLY_RULES)
    assert found.confidence == pytest.approx(ONE.confidence * UNSHARED)


def test_the_same_found_in_other_words_is_two_statements_and_surer():
    elsewhere = replace(ONE, start=50, end=60, confidence=0.5)
    first, second = put_together([ONE], [elsewhere])
    assert [s.explanation.split("; ")[:2] for s in (first, second)] == [
        [ONLY_RULES, ELSEWHERE],
        [ONLY_MODEL, ELSEWHERE],
    ]
    assert [s.confidence for s in (first, second)] == [0.8, 0.8]


def test_lanes_that_disagree_are_both_kept_and_both_doubted():
    against = replace(ONE, stance=Stance.OPPOSES)
    found = put_together([against], [ONE])
    assert all(DISAGREE in s.explanation for s in found)
    by_stance = {s.stance: s.confidence for s in found}
    assert by_stance[Stance.SUPPORTS] == pytest.approx(ONE.confidence * DOUBTED)
    assert by_stance[Stance.OPPOSES] == pytest.approx(ONE.confidence * UNSHARED * DOUBTED)


@pytest.mark.parametrize("lane", [0, 1])
def test_a_prediction_to_one_lane_is_never_published_by_the_other(lane):
    lanes = [[ONE], [ONE]]
    lanes[lane] = [replace(ONE, attribution=Attribution.PREDICTED)]
    (both,) = put_together(*lanes)
    assert both.attribution is Attribution.PREDICTED


def test_what_one_lane_has_elsewhere_does_not_outweigh_that_it_objects_here():
    against_here, same_elsewhere = replace(ONE, stance=Stance.OPPOSES), replace(ONE, start=50, end=60)
    found = put_together([against_here, same_elsewhere], [ONE])
    (here,) = (s for s in found if s.start == ONE.start and s.stance is Stance.SUPPORTS)
    assert here.confidence == pytest.approx(ONE.confidence * DOUBTED)


def test_what_is_a_prediction_wherever_the_model_has_it_is_one_where_only_the_rules_do():
    elsewhere = replace(ONE, start=50, end=60, attribution=Attribution.PREDICTED)
    first, second = put_together([ONE], [elsewhere])
    assert first.attribution is second.attribution is Attribution.PREDICTED
    by_model, by_rules = put_together([elsewhere], [ONE])
    assert (by_model.attribution, by_rules.attribution) == (Attribution.REPORTED, Attribution.PREDICTED)
    stated = replace(ONE, start=70, end=80)
    assert put_together([ONE], [elsewhere, stated])[0].attribution is Attribution.REPORTED


def test_both_read_one_article(extractor):
    text = "Northland rejects the carbon levy. A mood of quiet hope lay over the fishing rights of Southland."
    by_model = coded("quiet hope lay over the fishing rights", "southland", "fishing-rights", "undecided")
    levy = coded("Northland rejects the carbon levy", "northland", "carbon-levy", "opposes")
    with ModelServer(finds(by_model, levy), reviews()) as server:
        both = BothExtractor(server.settings(), rules=extractor)
        found = both.read(text, catalog=CATALOG, source=SOURCE)
    marks = {(s.target, s.explanation.split(";")[0]) for s in found.statements}
    assert {("carbon-levy", FOUND_BY_BOTH), ("fishing-rights", ONLY_MODEL)} <= marks
    assert found.account.n_calls == 2


def test_what_the_model_doubts_is_kept_and_surer_where_the_rules_found_it_too(extractor):
    text = "Northland rejects the carbon levy. A mood of quiet hope lay over the fishing rights of Southland."
    doubted = {"certainty": "doubtful"}
    hope = coded("quiet hope lay over the fishing rights", "southland", "fishing-rights", "undecided", **doubted)
    levy = coded("Northland rejects the carbon levy", "northland", "carbon-levy", "opposes", **doubted)
    answers = finds(hope, levy), reviews()
    with ModelServer(*answers) as server:
        both = BothExtractor(server.settings(), rules=extractor)
        found = both.extract(text, catalog=CATALOG, source=SOURCE)
    sure = {s.target: s.confidence for s in found if not s.explanation.startswith(ONLY_RULES)}
    assert sure["fishing-rights"] < 0.3 < sure["carbon-levy"]
    with ModelServer(*answers) as server:
        both = BothExtractor(server.settings(), rules=extractor, min_confidence=0.3)
        left = both.read(text, catalog=CATALOG, source=SOURCE)
    assert left.account.dropped == {DOUBTFUL: len(found) - len(left.statements)}
    assert "carbon-levy" in {s.target for s in left.statements}


def test_a_language_that_the_rules_do_not_read_is_left_to_the_model(extractor):
    text = "Nordland lehnt den Abbau seiner Stahlzölle ab, sagte Handelsministerin Ada Holm am Sonntag in Nordhafen."
    steel = coded("lehnt den Abbau seiner Stahlzölle ab", "northland", "steel-tariffs", "supports")
    with ModelServer(finds(steel), reviews()) as server:
        both = BothExtractor(server.settings(), rules=extractor)
        assert len(both.extract(text, catalog=CATALOG, source=SOURCE)) == 1


def test_without_the_model_both_fails_and_does_not_pretend(extractor):
    with ModelServer(fails(429, "later", headers={"retry-after": "999"})) as server:
        both = BothExtractor(server.settings(), rules=extractor, llm=LlmExtractor(server.settings()))
        with pytest.raises(ModelBusy):
            both.extract("Northland rejects the carbon levy.", catalog=CATALOG, source=SOURCE)
