"""Times to an event, summarised."""

from __future__ import annotations

import pytest
from analysed import NAN, cell, in_chinese, made_source, printed
from survival_data import AML, LUNG

from onespec.results.methods._survival import Times
from onespec.results.methods.survival_summary import survival_summary

TIMES = Times("AVAL", "CNSR")


def of(data):
    times, censored = data.times.astype(float).tolist(), (~data.events).astype(float).tolist()
    return made_source(range(1, len(times) + 1), [str(g) for g in data.groups], AVAL=times, CNSR=censored)


def test_lung_of_r():
    """R 4.2.2, survival 3.5-3, log-log; men and women."""
    found = printed(survival_summary(of(LUNG), TIMES, "days", [180, 365]))
    assert [line for line in found if "quartile" not in line[0]] == [
        ["Subjects", "138", "90"],
        ["  Subjects with event", "112 (81.2%)", "53 (58.9%)"],
        ["  Censored subjects", "26 (18.8%)", "37 (41.1%)"],
        ["Median (95% CI), days", "270.0 (210.0, 306.0)", "426.0 (345.0, 524.0)"],
        ["Rate without event, % (95% CI)"],
        ["  180 days", "64.4 (55.8, 71.8)", "84.2 (74.8, 90.4)"],
        ["  365 days", "33.6 (25.3, 42.1)", "52.6 (40.4, 63.5)"],
        ["Number at risk"],
        ["  180 days", "89", "71"],
        ["  365 days", "35", "30"],
    ]


def test_quartiles_of_all_of_lung_in_r():
    columns = {"AVAL": LUNG.times.astype(float).tolist(), "CNSR": (1.0 - LUNG.events).tolist()}
    source = made_source(range(1, 229), ["All"] * 228, **columns)
    assert printed(survival_summary(source, TIMES, "days"))[3:] == [
        ["Median (95% CI), days", "310.0 (284.0, 361.0)"],
        ["First quartile (95% CI), days", "170.0 (144.0, 194.0)"],
        ["Third quartile (95% CI), days", "550.0 (457.0, 643.0)"],
    ]


def test_the_interval_is_that_which_is_asked_for():
    """R: aml, maintained, median 31; log 18-NA, plain 18-48."""
    medians = {i: printed(survival_summary(of(AML), TIMES, "weeks", None, i))[3] for i in ("log", "plain")}
    assert medians["log"][1] == "31.0 (18.0, NE)" and medians["plain"][1] == "31.0 (18.0, 48.0)"


def test_times_in_another_unit():
    source = made_source([1, 2], ["A", "A"], AVAL=[30.4375, 91.3125], CNSR=[0.0, 0.0])
    found = survival_summary(source, Times("AVAL", "CNSR", 30.4375), "months", [2])
    assert printed(found)[3] == ["Median (95% CI), months", "2.0 (1.0, NE)"]
    assert printed(found)[7][0] == "  2 months" and in_chinese(found)[7] == "2 月"


def test_who_is_left_out_is_counted():
    source = made_source([1, 2, 4], AVAL=[5.0, NAN, 7.0], CNSR=[1.0, NAN, 0.0])
    found = printed(survival_summary(source, TIMES, "days"))
    assert found[:3] == [
        ["Subjects", "1", "1"],
        ["Without a time", "1", "0"],
        ["  Subjects with event", "0", "1 (100.0%)"],
    ]


def test_statistics_stand_on_their_records():
    source = made_source([2, 1, 4], AVAL=[5.0, 9.0, 7.0], CNSR=[1.0, 0.0, 0.0])
    result = survival_summary(source, TIMES, "days", [6])
    assert cell(result, 1, 0).stats[0].on.rows == (2,)
    assert cell(result, 3, 0).stats[0].on.rows == (1, 2)
    risk = cell(result, 9, 0).stats[0]
    assert (risk.name, risk.value, risk.on.rows) == ("n.risk", 1.0, (2,))


def test_nobody_is_under_observation_any_more():
    source = made_source([1], ["A"], AVAL=[5.0], CNSR=[1.0])
    found = printed(survival_summary(source, TIMES, "days", [9]))
    assert found[3][1] == "NE (NE, NE)" and found[7] == ["  9 days", "NE (NE, NE)"] and found[9] == ["  9 days", "0"]


@pytest.mark.parametrize(
    ("of", "columns", "said"),
    [
        ([1, 1], {"AVAL": [1.0, 2.0], "CNSR": [0.0, 0.0]}, "subject S1 has 2 records of AVAL"),
        ([1], {"AVAL": [1.0], "CNSR": [NAN]}, "a record has AVAL and no CNSR"),
        ([1], {"AVAL": [-1.0], "CNSR": [0.0]}, "missing, infinite or negative"),
    ],
)
def test_what_is_refused(of, columns, said):
    with pytest.raises(ValueError, match=said):
        survival_summary(made_source(of, **columns), TIMES, "days")
