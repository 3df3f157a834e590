"""A number of each subject, summarised."""

from __future__ import annotations

import pytest
from analysed import NAN, cell, in_chinese, made_source, printed

from onespec.results.methods.summary import summary


def test_lines_of_a_summary():
    source = made_source([1, 2, 3, 4, 5], AGE=[50.0, 61.0, 70.0, 44.0, NAN])
    result = summary(source, "AGE")
    assert printed(result) == [
        ["  n", "3", "1"],
        ["  Mean (SD)", "60.3 (10.02)", "44.0 (-)"],
        ["  Median", "61.0", "44.0"],
        ["  Q1, Q3", "50.0, 70.0", "44.0, 44.0"],
        ["  Min, Max", "50, 70", "44, 44"],
        ["  Missing", "0", "2"],
    ]
    assert in_chinese(result)[:3] == ["例数", "均值（标准差）", "中位数"]


def test_each_statistic_stands_on_the_records_with_a_value():
    result = summary(made_source([2, 1, 4, 5], V=[1.0, NAN, 3.0, 4.0]), "V")
    mean = cell(result, 1, 0).stats[0]
    assert (mean.name, mean.value, mean.on.dataset, mean.on.rows) == ("mean", 1.0, "DS", (1,))
    missing = cell(result, 5, 0).stats[0]
    assert (missing.value, missing.on.dataset, missing.on.rows) == (2.0, "ADSL", (101, 103))


def test_decimals_are_those_of_all_columns():
    source = made_source([1, 4], V=[1.25, 2.0])
    assert printed(summary(source, "V"))[4] == ["  Min, Max", "1.25, 1.25", "2.00, 2.00"]
    assert printed(summary(source, "V", decimals=0))[4] == ["  Min, Max", "1, 1", "2, 2"]


def test_a_column_without_values():
    source = made_source([1], V=[5.0])
    assert [line[2] for line in printed(summary(source, "V"))] == ["0", "-", "-", "-", "-", "3"]


def test_without_a_missing_value_there_is_no_line_for_it():
    assert len(summary(made_source([1, 2], ["A", "A"], V=[1.0, 2.0]), "V").lines) == 5


def test_a_subject_with_two_values_is_refused():
    with pytest.raises(ValueError, match="DS: subject S2 has 2 records of V; where: chooses one"):
        summary(made_source([1, 2, 2], V=[1.0, 2.0, 3.0]), "V")
    assert summary(made_source([1, 2, 2], V=[1.0, 2.0, NAN]), "V").lines
