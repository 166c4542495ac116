"""All pairs at once score as each pair alone does, to the last digit, and fast."""

import random
import time

import pytest
from hypothesis import given, settings

from positions.comparison import sheets
from positions.comparison.all_pairs import score_pairs
from positions.comparison.holdings import Holding, Holdings, WeighedTarget
from positions.comparison.scores import score_pair
from positions.vocabulary import Method, Salience, Stance
from tests.unit.comparison.what_is_held import FAMILY, says, tables, targets

BUDGET_SECONDS = 0.05


@settings(deadline=None)
@given(tables, targets)
def test_every_pair_scores_as_it_does_alone(held: dict[str, Holdings], asked):
    found = score_pairs(held, targets=asked, methods=list(Method))
    for method in Method:
        for pair in found[method]:
            alone = score_pair(held[pair.left], held[pair.right], targets=asked, method=method)
            assert pair.agreement == alone


def test_wider_issues_and_terms_that_are_not_asked_for_have_no_effect():
    asked = [target for target in FAMILY if target.slug not in {"water", "border"}]
    held = drawn(8, asked)
    (pairs,) = score_pairs(held, targets=asked, methods=[Method.CITY_BLOCK]).values()
    for pair in pairs:
        assert pair.agreement == score_pair(held[pair.left], held[pair.right], targets=asked)


@pytest.mark.parametrize("cells", [1, 7, 20])
def test_the_size_of_a_batch_changes_nothing(monkeypatch: pytest.MonkeyPatch, cells: int):
    held = drawn(8, FAMILY)
    whole = score_pairs(held, targets=FAMILY, methods=[Method.CITY_BLOCK])
    monkeypatch.setattr(sheets, "CELLS_AT_ONCE", cells)
    assert score_pairs(held, targets=FAMILY, methods=[Method.CITY_BLOCK]) == whole


def test_pairs_come_in_the_order_of_the_parties():
    held: dict[str, Holdings] = {"c": {}, "a": {}, "b": {}}
    (pairs,) = score_pairs(held, targets=FAMILY, methods=[Method.BINARY]).values()
    assert [(pair.left, pair.right) for pair in pairs] == [("c", "a"), ("c", "b"), ("a", "b")]


@pytest.mark.parametrize("held", [{}, {"a": {}}])
def test_fewer_than_two_parties_make_no_pair(held: dict[str, Holdings]):
    assert score_pairs(held, targets=FAMILY, methods=[Method.CITY_BLOCK]) == {Method.CITY_BLOCK: []}


def test_without_targets_no_pair_has_a_score():
    ((pair,),) = score_pairs({"a": {}, "b": {}}, targets=[], methods=[Method.CITY_BLOCK]).values()
    assert (pair.agreement.score, pair.agreement.n_targets) == (None, 0)


def test_forty_parties_on_fifty_targets_take_less_than_fifty_milliseconds():
    asked = [WeighedTarget(f"target-{n}") for n in range(50)]
    held = drawn(40, asked)

    def seconds() -> float:
        start = time.process_time()
        score_pairs(held, targets=asked, methods=[Method.CITY_BLOCK])
        return time.process_time() - start

    assert min(seconds() for _ in range(5)) < BUDGET_SECONDS


def drawn(n_parties: int, asked) -> dict[str, dict[str, Holding]]:
    """Four in five places held; drawn with a seed, so always the same."""
    draw = random.Random(20240201)
    return {
        f"party-{n}": {
            target.slug: says(
                draw.choice(list(Stance)), draw.choice(list(Salience)), draw.choice([None, draw.random()])
            )
            for target in asked
            if draw.random() < 0.8
        }
        for n in range(n_parties)
    }
