"""The reference work is the same each time, and as large as it says."""

from collections import defaultdict

import pytest

from tests.benchmarks.reference import Sizes, Version, versions


def overlap(one: Version, other: Version) -> bool:
    """In both times."""
    valid = (one.valid_to is None or other.valid_from < one.valid_to) and (
        other.valid_to is None or one.valid_from < other.valid_to
    )
    recorded = (one.superseded_at is None or other.recorded_at < one.superseded_at) and (
        other.superseded_at is None or one.recorded_at < other.superseded_at
    )
    return valid and recorded


def test_the_same_sizes_and_seed_give_the_same_rows():
    sizes = Sizes(n_parties=3, n_issues=4, n_versions=6)
    assert list(versions(sizes)) == list(versions(sizes))


def test_another_seed_gives_other_rows():
    one, other = (list(versions(Sizes(n_parties=2, n_issues=2, n_versions=4, seed=seed))) for seed in (1, 2))
    assert one != other


@pytest.mark.parametrize("n_versions", [1, 2, 3, 4, 7, 50])
def test_every_place_has_as_many_versions_as_asked_for(n_versions):
    sizes = Sizes(n_parties=2, n_issues=3, n_versions=n_versions)
    rows = list(versions(sizes))
    assert len(rows) == sizes.n_rows == 6 * n_versions


@pytest.mark.parametrize("n_versions", [5, 50])
def test_no_two_versions_of_a_place_overlap_in_both_times(n_versions):
    places = defaultdict(list)
    for version in versions(Sizes(n_parties=2, n_issues=2, n_versions=n_versions)):
        assert not any(overlap(version, earlier) for earlier in places[version.party, version.issue])
        places[version.party, version.issue].append(version)


@pytest.mark.parametrize("n_versions", [5, 50, 500])
def test_periods_are_forward(n_versions):
    for version in versions(Sizes(n_parties=2, n_issues=1, n_versions=n_versions)):
        assert version.valid_to is None or version.valid_from < version.valid_to
        assert version.superseded_at is None or version.recorded_at < version.superseded_at
