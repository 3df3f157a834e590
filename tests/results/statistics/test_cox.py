"""The hazard ratio of two groups, held against R and statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from statsmodels.duration.hazard_regression import PHReg
from survival_data import AML, LUNG

from onespec.results.statistics.cox import cox


def test_lung_of_r():
    """R 4.2.2, survival 3.5-3: `coxph(Surv(time, status) ~ sex, lung)`, whose steps end at 1e-9."""
    efron = cox(LUNG.times, LUNG.events, LUNG.groups == 2)
    assert (efron.ratio, efron.lower, efron.upper) == pytest.approx(
        (0.5880028186, 0.4237178304, 0.8159848132), abs=5e-9
    )
    assert cox(LUNG.times, LUNG.events, LUNG.groups == 2, "breslow").ratio == pytest.approx(0.5883715902, abs=5e-9)


def test_without_ties_both_ways_agree():
    """The worked example, solved by hand: 2 = 2x/(2x+2) + x/(x+2) + x/(x+1) gives x = (1 + sqrt(17)) / 2."""
    for ties in ("efron", "breslow"):
        found = cox([1, 2, 3, 4], [True] * 4, [True, False, True, False], ties)
        assert found.ratio == pytest.approx((1 + 17**0.5) / 2)
        assert (found.lower, found.upper) == pytest.approx((0.225, 29.1), abs=0.05)


def test_the_other_group_against_this_one_is_the_inverse():
    one = cox(AML.times, AML.events, AML.groups == "not")
    other = cox(AML.times, AML.events, AML.groups == "maintained")
    assert one.ratio * other.ratio == pytest.approx(1)
    assert (one.lower * other.upper, one.std_error, one.p_value) == pytest.approx((1, other.std_error, other.p_value))


@pytest.mark.parametrize(
    ("events", "of_group"),
    [
        ([True] * 4, [True] * 4),  # nobody to compare with
        ([False] * 4, [True, True, False, False]),  # no event
        ([True, True, False, False], [True, True, False, False]),  # of one group only
        ([True] * 4, [True, True, False, False]),  # of the others only when none of the group was left
    ],
)
def test_where_no_ratio_is_finite(events, of_group):
    assert cox([1, 2, 3, 4], events, of_group) is None


def test_ties_that_do_not_exist():
    with pytest.raises(ValueError, match="no ties 'exact'; there are efron, breslow"):
        cox([1], [True], [True], "exact")


@pytest.mark.parametrize("ties", ["efron", "breslow"])
@given(given=st.lists(st.tuples(st.integers(1, 15), st.booleans(), st.booleans()), min_size=6, max_size=60))
def test_statsmodels_finds_the_same(ties, given):
    times, events, of_group = (np.array(of) for of in zip(*given, strict=True))
    found = cox(times, events, of_group, ties)
    assume(found is not None)
    other = PHReg(times, of_group.astype(float)[:, None], status=events.astype(int), ties=ties).fit(disp=0)
    assert np.log(found.ratio) == pytest.approx(other.params[0], abs=1e-4)
    assert found.std_error == pytest.approx(other.bse[0], rel=1e-3)
