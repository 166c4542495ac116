"""How much trees and entailment model count beside each other is learnt from what people coded."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.evaluation.blending import CodedPair, fit_blends
from positions.extraction.blend import Blend

ODDS = st.floats(-8, 8)
CHANCE = st.floats(0.001, 0.999)


def pairs(n: int, *, does_model_know: bool) -> list[CodedPair]:
    """Pairs of which the trees know nothing, and the model all or nothing."""
    draw = random.Random(1)
    found = []
    for number in range(n):
        is_said, is_against = number % 2 == 0, number % 4 == 0
        known = draw.gauss(2.0 if is_said else -2.0, 1.5), draw.gauss(2.0 if is_against else -2.0, 1.5)
        read = known if does_model_know else (draw.gauss(0, 2), draw.gauss(0, 2))
        trees = draw.uniform(0.2, 0.8), draw.uniform(0.2, 0.8)
        found.append(CodedPair(*trees, *read, is_said, is_against, 1.0))
    return found


@pytest.mark.parametrize("name", ["said", "against"])
def test_a_model_that_knows_counts_and_one_that_guesses_does_not(name):
    knows = fit_blends(pairs(600, does_model_know=True))[name]
    guesses = fit_blends(pairs(600, does_model_know=False))[name]
    assert knows[1] > 1
    assert abs(guesses[1]) < 0.15


def test_pairs_that_are_told_apart_without_a_fault_give_finite_shares():
    perfect = [CodedPair(0.9, 0.9, 5, 5, True, True, 1.0), CodedPair(0.1, 0.1, -5, -5, False, False, 1.0)]
    assert np.isfinite(fit_blends(perfect)["said"]).all()


def test_nothing_coded_leaves_the_trees_alone():
    assert fit_blends([]) == {"said": [1.0, 0.0, 0.0], "against": [1.0, 0.0, 0.0]}


@given(CHANCE, ODDS, ODDS)
def test_the_surer_the_model_the_surer_the_blend(trees, low, high):
    low, high = sorted((low, high))
    blend = Blend(0.9, 0.5, 0.3)
    given_low, given_high = blend.probabilities([trees, trees], np.array([low, high]))
    assert 0 <= given_low <= given_high <= 1


@given(CHANCE, ODDS)
def test_a_model_without_a_share_changes_nothing(trees, read):
    found = Blend(1.0, 0.0, 0.0).probabilities([trees], np.array([read]))[0]
    assert found == pytest.approx(trees, abs=1e-6)
