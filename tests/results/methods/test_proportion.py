"""A proportion with its exact interval."""

from __future__ import annotations

import pytest
from analysed import cell, made_source, printed

from onespec.results.methods.proportion import proportion


def test_of_29_subjects_9():
    """R 4.2.2, `binom.test(9, 29)`: 0.1528459396 to 0.5083233538."""
    values = ["Y"] * 9 + ["N"] * 18
    result = proportion(made_source(range(1, 28), ["A"] * 29, V=values), "V", "Y")
    assert printed(result) == [["  n (%)", "9 (31.0%)"], ["  95% CI (%)", "15.3, 50.8"]]
    estimate, low, high = cell(result, 1, 0).stats
    assert [s.name for s in (estimate, low, high)] == ["estimate", "conf.low", "conf.high"]
    assert (estimate.value, low.value, high.value) == pytest.approx((900 / 29, 15.28459396, 50.83233538))
    assert estimate.on.dataset == "ADSL" and len(estimate.on.rows) == 29


def test_nobody_responds_and_nobody_is_there():
    result = proportion(made_source([1], ["A"] * 10 + ["B"], V=["N"]), "V", "Y")
    assert printed(result) == [["  n (%)", "0", "0"], ["  95% CI (%)", "0.0, 30.8", "0.0, 97.5"]]
    assert printed(proportion(made_source([], [], V=[]), "V", "Y")) == [["  n (%)"], ["  95% CI (%)"]]
