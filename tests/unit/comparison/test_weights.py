"""How much a target counts between two parties, and which targets give way to others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.comparison.holdings import Holding, WeighedTarget
from positions.comparison.weights import draws_red_line, salience_of, targets_weighed, weight_between
from positions.vocabulary import Method, Salience, Stance
from tests.unit.comparison.what_is_held import FAMILY, PLAIN, SLUGS, says, targets


def cares(salience: Salience = Salience.UNSPECIFIED, number: float | None = None) -> Holding:
    return says(Stance.SUPPORTS, salience, number)


@pytest.mark.parametrize(
    ("side", "salience"),
    [
        (cares(Salience.LOW), 1),
        (cares(Salience.MEDIUM), 2),
        (cares(Salience.UNSPECIFIED), 2),
        (cares(Salience.HIGH), 3),
        (cares(Salience.RED_LINE), 4),
        (cares(number=0.4), 1.6),
        (cares(number=0), 0),
        (cares(number=1), 4),
        (cares(Salience.RED_LINE, number=0.25), 1),
        (None, 2),
    ],
)
def test_a_number_goes_before_the_word_and_no_position_counts_as_nothing_said(side: Holding | None, salience: float):
    assert salience_of(side) == pytest.approx(salience)


def test_a_weight_is_the_mean_of_both_sides():
    table = [
        (cares(Salience.RED_LINE), cares(Salience.LOW), 2.5),
        (cares(Salience.RED_LINE), None, 3),
        (cares(Salience.HIGH), cares(number=0.5), 2.5),
        (None, None, 2),
    ]
    for left, right, weight in table:
        assert weight_between(left, right) == weight_between(right, left) == weight
        assert weight_between(left, right, method=Method.BINARY) == weight
        assert weight_between(left, right, method=Method.EQUAL_WEIGHTS) == 1


@pytest.mark.parametrize(
    ("side", "draws"),
    [
        (cares(Salience.RED_LINE), True),
        (cares(Salience.HIGH), False),
        (cares(number=1), True),
        (cares(number=0.99), False),
        (cares(Salience.RED_LINE, number=0.5), True),
        (None, False),
    ],
)
def test_a_red_line_is_the_word_or_a_salience_of_one(side: Holding | None, draws: bool):
    assert draws_red_line(side) is draws


@pytest.mark.parametrize(
    ("compared", "weighed"),
    [
        # Nothing is known: the narrowest issues wait, and the draft.
        ("", "fish crossing draft"),
        # The narrowest that is known is weighed, wider ones give way.
        ("water dam fish", "fish crossing draft"),
        ("water dam", "dam crossing draft"),
        # A wider issue that alone is known stands for its parts.
        ("water", "water crossing draft"),
        ("border", "fish border draft"),
        # A proposal that is known stands for its terms, known or not; a part that is no term of it is weighed.
        ("draft fish border", "crossing draft"),
        ("draft", "crossing draft"),
        ("draft crossing border", "crossing draft"),
        ("draft water", "water crossing draft"),
    ],
)
def test_nothing_is_weighed_twice(compared: str, weighed: str):
    assert targets_weighed(FAMILY, compared=compared.split()) == set(weighed.split())


def test_what_has_no_wider_issue_and_no_proposal_is_always_weighed():
    assert targets_weighed(PLAIN, compared=["dam"]) == set(SLUGS)


def test_wider_issues_and_terms_that_are_not_asked_for_have_no_effect():
    alone = [WeighedTarget("fish", ancestors=("dam", "water")), WeighedTarget("draft", terms=("border",))]
    assert targets_weighed(alone, compared=["fish", "draft"]) == {"fish", "draft"}


def test_a_wider_issue_gives_way_though_the_one_between_is_not_asked_for():
    without_dam = [target for target in FAMILY if target.slug in {"water", "fish"}]
    assert targets_weighed(without_dam, compared=["water", "fish"]) == {"fish"}


@given(targets, st.sets(st.sampled_from(SLUGS)))
def test_an_issue_and_a_wider_one_are_never_both_weighed_nor_a_known_proposal_and_its_terms(asked, compared):
    weighed = targets_weighed(asked, compared=compared)
    for target in asked:
        if target.slug in weighed:
            assert weighed.isdisjoint(target.ancestors)
            assert target.slug not in compared or weighed.isdisjoint(target.terms)


@given(targets, st.sets(st.sampled_from(SLUGS), min_size=1))
def test_something_known_is_weighed_wherever_anything_is_known(asked, compared):
    assert targets_weighed(asked, compared=compared) & compared
