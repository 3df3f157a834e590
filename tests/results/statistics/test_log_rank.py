"""The log-rank test, held against R and statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import survdiff
from survival_data import AML, LUNG

from onespec.results.statistics.log_rank import log_rank


def test_lung_of_r():
    """R 4.2.2, survival 3.5-3: `survdiff(Surv(time, status) ~ sex, lung)`."""
    found = log_rank(LUNG.times, LUNG.events, LUNG.groups)
    assert found.chi_square == pytest.approx(10.3267419549, abs=1e-10)
    assert found.p_value == pytest.approx(0.0013111645, abs=1e-10)
    assert (found.groups, found.degrees) == ((1, 2), 1)
    assert found.observed.tolist() == [112, 53] and found.expected.sum() == pytest.approx(165)


def test_the_worked_example():
    found = log_rank([1, 2, 3, 4], [True] * 4, ["a", "a", "b", "b"])
    assert found.chi_square == pytest.approx(2.882, abs=5e-4)
    assert found.p_value == pytest.approx(0.0896, abs=5e-5)


@pytest.mark.parametrize(
    ("times", "events", "groups"),
    [
        ([1, 2, 3], [True] * 3, ["a"] * 3),  # one group
        ([1, 2, 3], [False] * 3, ["a", "b", "b"]),  # no event
        ([1, 2, 3], [False, True, True], ["a", "b", "b"]),  # when it happened only one group was left
        ([], [], []),
    ],
)
def test_what_cannot_be_tested(times, events, groups):
    assert log_rank(times, events, groups) is None


def test_a_group_for_each_subject():
    with pytest.raises(ValueError, match="2 times, 1 groups"):
        log_rank([1, 2], [True, True], ["a"])


def test_names_of_groups_do_not_matter():
    one = log_rank(AML.times, AML.events, AML.groups)
    other = log_rank(AML.times, AML.events, np.where(AML.groups == "not", 0, 1))
    assert one.chi_square == pytest.approx(other.chi_square)


@given(st.lists(st.tuples(st.integers(1, 12), st.booleans(), st.integers(0, 2)), min_size=6, max_size=40))
def test_statsmodels_finds_the_same(given):
    times, events, groups = (np.array(of) for of in zip(*given, strict=True))
    found = log_rank(times, events, groups)
    if found is None or found.degrees < len(set(groups)) - 1:
        return  # statsmodels inverts a matrix that has no inverse
    chi_square, p_value = survdiff(times, events, groups)
    assert (found.chi_square, found.p_value) == pytest.approx((chi_square, p_value), rel=1e-6, abs=1e-9)
