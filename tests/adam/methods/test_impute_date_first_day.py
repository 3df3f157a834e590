import numpy as np

from onespec.adam.methods.impute_date_first_day import impute_date_first_day
from onespec.engine.columns import text
from onespec.engine.contract import Report


def test_a_missing_day_is_the_first_of_its_month():
    report = Report()
    dates = impute_date_first_day(text(["1960-01", "1960-02", "1960-01-05", ""]), report)
    np.testing.assert_array_equal(dates, [0, 31, 4, np.nan])
    assert report.entries == []


def test_without_a_month_the_date_is_missing_and_asked_for():
    report = Report()
    assert impute_date_first_day(text(["1960", "1960-01"]), report).isna().tolist() == [True, False]
    assert [(e[0], e[1], list(e[4])) for e in report.entries] == [("query", "ADAM-DATE", [0])]
