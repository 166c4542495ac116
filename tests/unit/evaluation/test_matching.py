"""What counts as right: keys once an article, alternatives, optional codings, false publications."""

from positions.evaluation.figures import intervals, totals
from positions.evaluation.gold import GoldStatement
from positions.evaluation.matching import score_article
from positions.extraction.contract import ExtractedStatement
from positions.vocabulary import Act, Attribution, Stance

TEXT = "North rejects the levy. South wants the levy."


def gold(
    party="north", targets=("levy",), stance=Stance.OPPOSES, *, is_optional=False, attribution=Attribution.REPORTED
):
    return GoldStatement(
        party=party, targets=targets, stance=stance, act=Act.DECLARATION, attribution=attribution, start=0, end=23,
        is_optional=is_optional,
    )  # fmt: skip


def found(party="north", target="levy", stance=Stance.OPPOSES, attribution=Attribution.REPORTED):
    return ExtractedStatement(
        party=party, target=target, stance=stance, act=Act.DECLARATION, attribution=attribution, quote=TEXT[:23],
        start=0, end=23, confidence=0.9, explanation="",
    )  # fmt: skip


def figures(coded, machine):
    return totals([score_article(TEXT, coded, machine)])


def test_a_key_counts_once_however_often_it_is_said():
    key = figures([gold()], [found(), found()])["party_target_stance"]

    assert (key["precision"], key["recall"], key["predicted"]) == (1.0, 1.0, 1)


def test_any_alternative_target_is_right_and_another_stance_is_not():
    scores = figures([gold(targets=("tax", "levy"))], [found(stance=Stance.SUPPORTS)])

    assert (scores["party_target_stance"]["matched"], scores["party_target"]["matched"]) == (0, 1)
    assert figures([gold(targets=("tax", "levy"))], [found()])["party_target_stance"]["f1"] == 1.0


def test_an_optional_coding_costs_nothing_found_or_missed():
    assert figures([gold(is_optional=True), gold("south")], [found(), found("south")])["party_target_stance"]["f1"] == 1
    assert figures([gold(is_optional=True), gold("south")], [found("south")])["party_target_stance"]["f1"] == 1


def test_a_prediction_given_as_a_stated_word_is_a_false_publication():
    coded = [gold(attribution=Attribution.PREDICTED)]

    assert figures(coded, [found()])["false_publications"] == 1
    assert figures(coded, [found(attribution=Attribution.PREDICTED)])["false_publications"] == 0
    assert figures(coded, [found(attribution=Attribution.PREDICTED)])["attribution_right"] == 1.0


def test_nothing_found_is_zero_and_no_division_fails():
    scores = [score_article(TEXT, [gold()], []), score_article(TEXT, [], [])]

    assert totals(scores)["party_target_stance"]["f1"] == 0.0
    assert totals(scores)["attribution_right"] is None
    assert intervals(scores)["f1"] == (0.0, 0.0)
