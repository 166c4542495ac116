"""What blocks: opposed, with a red line on at least one side; and what each block costs."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from positions.comparison import sheets
from positions.comparison.blocking import blocking_issues, blocking_targets
from positions.comparison.holdings import Holdings, WeighedTarget
from positions.comparison.scores import score_pair
from positions.vocabulary import Method, Salience, Stance
from tests.unit.comparison.what_is_held import PLAIN, SLUGS, holdings, on, says, tables, targets

TARGETS = [WeighedTarget(slug) for slug in ("water", "dam", "fish")]
YES, NO = says(Stance.SUPPORTS), says(Stance.OPPOSES)
NEVER = says(Stance.OPPOSES, Salience.RED_LINE)


def between(left: Holdings, right: Holdings, asked=TARGETS):
    return blocking_targets(("northland", left), ("southland", right), targets=asked)


def test_opposed_with_a_red_line_blocks():
    (block,) = between({"water": NEVER, "dam": NO, "fish": YES}, {"water": YES, "dam": YES, "fish": YES})
    # 2 of 7 with it; 2 of 4 without.
    assert (block.target, block.red_line, block.gain) == ("water", ["northland"], pytest.approx(2 / 4 - 2 / 7))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (NO, YES),  # opposed without a red line
        (NEVER, NEVER),  # a red line that both have drawn on the same side
        (NEVER, says(Stance.CONDITIONAL)),
        (NEVER, says(Stance.UNDECIDED)),
        (NEVER, None),
    ],
)
def test_what_does_not_block(left, right):
    assert between({"water": left}, {} if right is None else {"water": right}) == []


def test_both_may_have_drawn_a_red_line_in_word_or_number():
    right = {"water": says(Stance.SUPPORTS, number=1)}
    (block,) = between({"water": NEVER}, right)
    assert block.red_line == ["northland", "southland"]


def test_half_a_scale_apart_blocks_too():
    left, right = on(0), says(Stance.SUPPORTS, Salience.RED_LINE)
    assert between({"water": left}, {"water": right}) == []  # not on one scale
    far = {"water": on(50, stance=Stance.CONDITIONAL)}
    assert [b.target for b in blocking_targets(("a", {"water": red(0)}), ("b", far), targets=TARGETS)] == ["water"]
    assert [issue.target for issue in blocking_issues({"a": {"water": red(0)}, "b": far}, targets=TARGETS)] == ["water"]


def red(point: float):
    return type(NEVER)(Stance.UNSPECIFIED, Salience.RED_LINE, None, on(point).scale)


def test_where_nothing_else_can_be_compared_there_is_no_gain():
    (block,) = between({"water": NEVER}, {"water": YES})
    assert block.gain is None


def test_a_block_that_is_not_weighed_is_shown_and_gains_nothing():
    asked = [WeighedTarget("draft", terms=("water",)), WeighedTarget("water")]
    (block,) = between({"draft": YES, "water": NEVER}, {"draft": YES, "water": YES}, asked)
    assert (block.target, block.gain) == ("water", 0)


def test_what_gains_something_comes_before_what_gains_nothing():
    asked = [WeighedTarget("draft", terms=("dam",)), WeighedTarget("dam"), WeighedTarget("water")]
    held = {"draft": YES, "dam": YES, "water": YES}
    blocks = between({**held, "dam": NEVER, "water": NEVER}, held, asked)
    assert [(block.target, block.gain) for block in blocks] == [("water", pytest.approx(1 - 2 / 5)), ("dam", 0)]


def test_issues_are_ranked_by_the_sum_of_gains_with_the_pairs_that_they_block():
    held = {
        "a": {"water": NEVER, "dam": NEVER, "fish": YES},
        "b": {"water": YES, "dam": YES, "fish": YES},
        "c": {"water": NO, "dam": YES, "fish": YES},
    }
    issues = blocking_issues(held, targets=TARGETS)
    assert [(issue.target, issue.n_pairs) for issue in issues] == [("dam", 2), ("water", 1)]
    assert [(pair.left, pair.right) for pair in issues[0].pairs] == [("a", "c"), ("a", "b")]
    assert issues[0].total_gain == pytest.approx(sum(pair.gain for pair in issues[0].pairs))


def test_one_large_gain_ranks_before_many_small_ones():
    """The dam stands between one pair and nothing else does; the water between two that differ on all else."""
    shrug = says(Stance.OPPOSES, Salience.LOW)
    held = {
        "a": {"water": NEVER, "dam": NO, "fish": shrug},
        "b": {"water": YES, "dam": YES, "fish": YES},
        "c": {"water": YES, "dam": YES, "fish": YES},
        "d": {"draft": NEVER, "crossing": YES},
        "e": {"draft": YES, "crossing": YES},
    }
    issues = blocking_issues(held, targets=PLAIN)
    assert [(issue.target, issue.n_pairs) for issue in issues] == [("draft", 1), ("water", 2)]


def test_only_pairs_of_the_parties_asked_for():
    held = {"a": {"water": NEVER}, "b": {"water": YES}, "c": {"water": YES}}
    (issue,) = blocking_issues(held, targets=TARGETS, parties=["c"])
    assert [(pair.left, pair.right) for pair in issue.pairs] == [("a", "c")]
    assert blocking_issues({"b": YES_TO_ALL, "c": YES_TO_ALL}, targets=TARGETS, parties=["c"]) == []


@pytest.mark.parametrize("cells", [1, 7])
def test_the_size_of_a_batch_changes_no_issue(monkeypatch: pytest.MonkeyPatch, cells: int):
    held = {name: {"water": NEVER if number % 2 else YES, "dam": YES} for number, name in enumerate("abcdef")}
    whole = blocking_issues(held, targets=TARGETS, parties=["c", "f"])
    monkeypatch.setattr(sheets, "CELLS_AT_ONCE", cells)
    assert blocking_issues(held, targets=TARGETS, parties=["c", "f"]) == whole
    assert whole[0].n_pairs == 5


YES_TO_ALL = dict.fromkeys(("water", "dam", "fish"), YES)


@given(holdings, holdings, st.sampled_from(Method))
def test_a_gain_is_the_score_without_the_target_minus_the_score(left: Holdings, right: Holdings, method: Method):
    before = score_pair(left, right, targets=PLAIN, method=method).score
    for block in blocking_targets(("a", left), ("b", right), targets=PLAIN, method=method):
        rest = [target for target in PLAIN if target.slug != block.target]
        after = score_pair(left, right, targets=rest, method=method).score
        assert (block.gain is None) is (before is None or after is None)
        assert block.gain is None or block.gain == pytest.approx(after - before, abs=1e-9)


@settings(deadline=None)
@given(tables, targets, st.sampled_from(Method))
def test_all_pairs_at_once_block_as_each_does_alone(held: dict[str, Holdings], asked, method: Method):
    found = {
        (issue.target, pair.left, pair.right): (pair.red_line, pair.gain)
        for issue in blocking_issues(held, targets=asked, method=method)
        for pair in issue.pairs
    }
    alone = {
        (block.target, left[0], right[0]): (block.red_line, block.gain)
        for left, right in combinations(held.items(), 2)
        for block in blocking_targets(left, right, targets=asked, method=method)
    }
    assert found == alone


@given(holdings, holdings)
def test_blocking_does_not_hang_on_the_side(left: Holdings, right: Holdings):
    one = blocking_targets(("a", left), ("b", right), targets=PLAIN)
    other = blocking_targets(("b", right), ("a", left), targets=PLAIN)
    assert [(b.target, set(b.red_line), b.gain) for b in one] == [(b.target, set(b.red_line), b.gain) for b in other]
    assert {b.target for b in one} <= set(SLUGS)
