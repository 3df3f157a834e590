"""Classes of subjects, counted by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from onespec.submission.sharing.register import QuasiSet, Sharing
from onespec.submission.sharing.risk import compare, reach, risk_of

BEFORE = pd.DataFrame({"SEX": list("FFFMM"), "AGE": [30, 30, 41, 50, 92]})
AFTER = pd.DataFrame({"SEX": list("FFFMM"), "AGE": [30, 30, 41, 90, 90]})


def test_k_uniques_and_the_risk_of_the_smallest_and_the_mean_class():
    """F 30 twice, F 41, M 50, M 92: classes of 2, 1, 1, 1."""
    risk = risk_of(BEFORE, ["SEX", "AGE"])
    assert (risk.k, risk.classes, risk.uniques, risk.highest) == (1, 4, 3, 1)
    assert risk.mean == pytest.approx((2 * 0.5 + 3) / 5) and risk.bands == (3, 2, 0, 0, 0)


def test_one_variable():
    risk = risk_of(BEFORE, ["SEX"])
    assert (risk.k, risk.classes, risk.uniques, risk.highest, risk.mean) == (2, 2, 0, 0.5, pytest.approx(0.4))


def test_a_blank_is_a_value():
    assert risk_of(pd.DataFrame({"RACE": ["", "", "ASIAN"], "AGE": [float("nan")] * 3}), ["RACE", "AGE"]).k == 1


def test_before_and_after_and_a_variable_that_is_not_shared():
    sharing = Sharing(risk={"both": QuasiSet("both", ("SEX", "AGE")), "age": QuasiSet("age", ("AGE",))})
    both, age = compare(BEFORE, AFTER, sharing)
    assert (both.before.uniques, both.after.uniques, both.after.k) == (3, 1, 1)
    (_, gone) = compare(BEFORE, AFTER.drop(columns="AGE"), sharing)
    assert (gone.after.k, gone.after.classes, age.before.k) == (5, 1, 1)


def test_how_many_sets_reach_eleven_is_counted():
    many = pd.DataFrame({"SEX": list("FM") * 12, "SITE": ["A"] * 24, "AGE": range(24)})
    sharing = Sharing(risk={"all": QuasiSet("all", ("SEX", "SITE", "AGE"))})
    found = reach(many, many, compare(many, many, sharing))
    assert [(r.size, r.sets, r.after) for r in found] == [(1, 3, 2), (2, 3, 1), (3, 1, 0)]


def test_without_declared_sets_the_usual_ones_grow():
    assert [each.variables for each in compare(BEFORE, AFTER, Sharing())] == [("SEX",), ("SEX", "AGE")]
