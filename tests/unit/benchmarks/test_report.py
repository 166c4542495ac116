"""The figures of a benchmark are computed as they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.benchmarks.report import Figures, Missing, Round, figures, markdown, percentile, ratios

TIMES = st.lists(st.floats(min_value=0, max_value=1e6), min_size=1, max_size=200)


def measured(what: str, who: str, *, per_second: float, cpu: float) -> Figures:
    return Figures(what, who, 10, per_second, 2.0, 2.0, 3.0, 4.0, cpu / 2, cpu / 2, 500.0)


@pytest.mark.parametrize(("share", "expected"), [(0.5, 50), (0.95, 95), (0.99, 99), (1, 100), (0.001, 1)])
def test_a_percentile_of_one_to_a_hundred_is_its_own_number(share, expected):
    assert percentile(list(range(100, 0, -1)), share) == expected


def test_the_middle_of_three_is_the_second_and_of_one_it_is_itself():
    assert percentile([30.0, 10.0, 20.0], 0.5) == 20.0
    assert percentile([7.0], 0.99) == 7.0


@pytest.mark.parametrize(("values", "share"), [([], 0.5), ([1.0], 0.0), ([1.0], 1.1)])
def test_a_percentile_of_nothing_or_outside_the_range_is_refused(values, share):
    with pytest.raises(ValueError, match="percentile"):
        percentile(values, share)


@given(TIMES, st.floats(min_value=0.01, max_value=1))
def test_at_least_its_share_of_the_values_is_no_larger_and_no_smaller_value_will_do(times, share):
    found = percentile(times, share)
    assert sum(time <= found for time in times) >= share * len(times) - 1e-9
    assert sum(time < found for time in times) < share * len(times) + 1e-9


def test_rounds_come_together_with_the_middle_rate_and_cpu_a_request():
    rounds = [
        Round([1.0, 2.0], per_second=10.0, web_seconds=0.004, database_seconds=0.002, n_bytes=2_000),
        Round([3.0], per_second=1.0, web_seconds=0.002, database_seconds=0.001, n_bytes=1_000),
        Round([4.0], per_second=8.0, web_seconds=0.002, database_seconds=0.001, n_bytes=1_000),
    ]
    found = figures("matrix", "parley", rounds, alone=1.5)
    assert (found.n, found.per_second, found.p50, found.p99) == (4, 8.0, 2.0, 4.0)
    assert (found.web_cpu, found.database_cpu, found.kilobytes) == pytest.approx((2.0, 1.0, 1.0))


def test_a_ratio_is_given_where_both_sides_were_measured():
    ours = measured("matrix without evidence", "parley", per_second=150.0, cpu=10.0)
    theirs = measured("matrix", "datasette", per_second=50.0, cpu=40.0)
    assert ratios([ours, theirs]) == [{"what": "the matrix beside Datasette", "rate": 3.0, "cpu": 4.0, "aim": 3.0}]
    assert ratios([ours]) == []


def test_the_page_lists_what_was_not_measured():
    circumstances = {"at": "today", "machine": "2 cores", "load": "Nothing else ran.", "work": "tiny", "how": "Once."}
    found = [measured("matrix without evidence", "parley", per_second=150.0, cpu=10.0)]
    missing = [Missing("unchanged (304)", "parley", "answers carry no ETag")]
    page = markdown([{"circumstances": circumstances, "figures": found, "missing": missing}])
    assert "| matrix without evidence | parley | 150.0 | 2.0 | 2.0 | 3.0 | 4.0 | 5.0 | 5.0 | 500 |" in page
    assert "- unchanged (304) (parley) of tiny: answers carry no ETag" in page
