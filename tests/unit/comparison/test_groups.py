"""Who stands together, how well, and who can't be said to stand anywhere."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from positions.comparison.all_pairs import PairAgreement
from positions.comparison.groups import group_parties
from positions.comparison.scores import score_sums
from positions.vocabulary import Method


def pair(left: str, right: str, score: float | None) -> PairAgreement:
    sums = (
        {"compared": 0, "agreed": 0, "weighed": 1} if score is None else {"compared": 1, "agreed": score, "weighed": 1}
    )
    counts = (0 if score is None else 1, 1)
    return PairAgreement(left, right, score_sums(**sums, counts=counts, method=Method.CITY_BLOCK))


def grouped(scores: dict[str, float | None]):
    """Groups of parties with names of one letter: {"ab": 0.9, …}."""
    pairs = [pair(*names, score) for names, score in scores.items()]
    return group_parties(pairs, parties=sorted(set("".join(scores))))


def test_two_camps():
    found = grouped({"ab": 0.9, "cd": 0.8, "ac": 0.1, "ad": 0.2, "bc": 0.1, "bd": 0.0})
    assert [(group.parties, group.cohesion, group.n_pairs) for group in found.groups] == [
        (["a", "b"], pytest.approx(0.9), 1),
        (["c", "d"], pytest.approx(0.8), 1),
    ]
    assert found.left_out == []


def test_the_largest_group_comes_first_then_the_alphabet_decides():
    within = {"ab": 0.9, "cd": 0.95, "ce": 0.95, "de": 0.95, "fg": 0.99}
    apart = {f"{one}{other}": 0.0 for one, other in combinations("abcdefg", 2) if f"{one}{other}" not in within}
    assert ["".join(group.parties) for group in grouped(within | apart).groups] == ["cde", "ab", "fg"]


def test_the_cut_is_at_six_tenths():
    assert [group.parties for group in grouped({"ab": 0.6}).groups] == [["a", "b"]]
    assert [group.parties for group in grouped({"ab": 0.599}).groups] == [["a"], ["b"]]


def test_rounding_does_not_part_whom_the_cut_holds_together():
    three = {"ab": 0.9, "ac": 0.9, "bc": 0.9}
    found = grouped({**three, "ad": 0.6, "bd": 0.6, "cd": 0.6})
    assert [group.parties for group in found.groups] == [["a", "b", "c", "d"]]


def test_linkage_is_by_the_average():
    # c agrees with a and b by 0.55 on average: not enough, though it agrees with a by 0.7.
    assert [g.parties for g in grouped({"ab": 0.9, "ac": 0.7, "bc": 0.4}).groups] == [["a", "b"], ["c"]]
    assert [g.parties for g in grouped({"ab": 0.9, "ac": 0.7, "bc": 0.5}).groups] == [["a", "b", "c"]]


def test_of_equal_scores_the_alphabet_decides_who_stands_together():
    # docs/comparison.md: the party in the middle agrees with both others alike.
    assert [g.parties for g in grouped({"ab": 0.8, "bc": 0.8, "ac": 0.1}).groups] == [["a", "b"], ["c"]]
    assert [g.parties for g in grouped({"cb": 0.8, "ab": 0.8, "ac": 0.1}).groups] == [["a", "b"], ["c"]]
    assert [g.parties for g in grouped({"bc": 0.8, "ac": 0.8, "ab": 0.1}).groups] == [["a", "c"], ["b"]]


def test_cohesion_is_the_mean_of_the_pairs_within_and_none_for_one_alone():
    alone, *_ = reversed(grouped({"ab": 0.9, "ac": 0.1, "bc": 0.3}).groups)
    assert (alone.parties, alone.cohesion, alone.n_pairs) == (["c"], None, 0)
    (together,) = grouped({"ab": 0.9, "ac": 0.7, "bc": 0.8}).groups
    assert together.cohesion == pytest.approx(0.8)


def test_parties_without_any_score_are_left_out_and_listed():
    found = grouped({"ab": 0.9, "ac": None, "bc": None, "ad": None, "bd": None, "cd": None})
    assert ([group.parties for group in found.groups], found.left_out) == ([["a", "b"]], ["c", "d"])


def test_no_score_at_all_makes_no_group():
    found = grouped({"ab": None})
    assert (found.groups, found.left_out) == ([], ["a", "b"])
    assert group_parties([], parties=[]).groups == []


def test_what_is_known_between_two_groups_decides():
    # b and c have nothing in common; a and c agree by as much as a group needs.
    (together,) = grouped({"ab": 0.9, "ac": 0.6, "bc": None}).groups
    assert (together.parties, together.n_pairs) == (["a", "b", "c"], 2)
    assert together.cohesion == pytest.approx(0.75)
    assert [g.parties for g in grouped({"ab": 0.9, "ac": 0.59, "bc": None}).groups] == [["a", "b"], ["c"]]


def test_not_knowing_joins_nobody_however_well_others_agree():
    found = grouped({"ab": 0.9, "cd": 0.9, "ac": None, "ad": None, "bc": None, "bd": None})
    assert [(group.parties, group.n_pairs) for group in found.groups] == [(["a", "b"], 1), (["c", "d"], 1)]


def test_not_knowing_parts_nobody_however_badly_others_agree():
    three = {"ab": 0.9, "ac": 0.7, "bc": None}
    together = grouped(three).groups
    apart = grouped({**three, "ad": 0.0, "bd": 0.0, "cd": 0.0}).groups
    assert [group.parties for group in together] == [["a", "b", "c"]]
    assert [group.parties for group in apart] == [["a", "b", "c"], ["d"]]


scores = st.one_of(st.none(), st.floats(0, 1))


@given(st.lists(scores, min_size=10, max_size=10), st.permutations(range(10)), st.permutations("abcde"))
def test_groups_part_the_parties_whatever_their_order(drawn: list[float | None], order: list[int], names: list[str]):
    pairs = [pair(*two, score) for two, score in zip(combinations("abcde", 2), drawn, strict=True)]
    found = group_parties(pairs, parties="abcde")
    members = [party for group in found.groups for party in group.parties]
    assert sorted([*members, *found.left_out]) == list("abcde")
    again = group_parties([pairs[place] for place in order], parties=names)
    assert again.groups == found.groups
    assert sorted(again.left_out) == found.left_out
    assert all(group.cohesion is None or 0 <= group.cohesion <= 1 for group in found.groups)


@given(st.lists(scores, min_size=15, max_size=15))
def test_whoever_stands_together_is_held_together_by_scores(drawn: list[float | None]):
    of = dict(zip(combinations("abcdef", 2), drawn, strict=True))
    found = group_parties([pair(*two, score) for two, score in of.items()], parties="abcdef")
    for group in found.groups:
        reached = {group.parties[0]}
        for _ in group.parties:
            reached |= {b for a in reached for b in group.parties if of.get((min(a, b), max(a, b))) is not None}
        assert reached == set(group.parties)
