import numpy as np

from onespec.adam.methods.value_at_baseline import value_at_baseline
from onespec.engine.columns import number, text
from onespec.engine.contract import Report

SUBJECT = text(["A", "A", "A", "B", "B"])


def test_a_number_of_the_flagged_record_stands_on_all_records_of_its_group():
    by, flag = [text(["X", "X", "Y", "X", "X"])], text(["", "Y", "", "Y", "N"])
    found = value_at_baseline(number([1, 2, 3, 4, 5]), flag, by, SUBJECT, Report()).tolist()
    assert np.array_equal(found, [2, 2, np.nan, 4, 4], equal_nan=True)


def test_a_text_and_a_missing_number_are_taken_as_they_are():
    flag = text(["Y", "", "", "Y", ""])
    assert value_at_baseline(text(["<3", "4", "5", "", "6"]), flag, [], SUBJECT, Report()).tolist() == [
        *["<3"] * 3,
        *[""] * 2,
    ]
    assert value_at_baseline(number([np.nan, 4, 5, 7, 6]), flag, [], SUBJECT, Report()).tolist()[3:] == [7, 7]


def test_two_baselines_are_told_and_none_is_chosen():
    report = Report()
    flag = text(["Y", "Y", "", "Y", ""])
    found = value_at_baseline(number([1, 2, 3, 4, 5]), flag, [], SUBJECT, report).tolist()
    assert np.array_equal(found, [np.nan] * 3 + [4, 4], equal_nan=True)
    assert [(t.level, t.rule, t.rows.tolist()) for t in report.entries] == [("query", "ADAM-BASELINE", [0, 1])]


def test_a_type_of_baseline_has_its_own():
    by = [text(["FIRST", "FIRST", "LAST", "FIRST", "LAST"])]
    found = value_at_baseline(number([1, 2, 3, 4, 5]), text(["Y", "", "Y", "", "Y"]), by, SUBJECT, Report()).tolist()
    assert np.array_equal(found, [1, 1, 3, np.nan, 5], equal_nan=True)


def test_no_records():
    assert len(value_at_baseline(number([]), text([]), [], text([]), Report())) == 0
