import numpy as np

from onespec.adam.methods.sas_date import sas_date
from onespec.engine.columns import text
from onespec.engine.contract import Report


def test_days_since_1960():
    report = Report()
    dates = sas_date(text(["1960-01-01", "1959-12-31", "2024-02-29", "2025-08-03T09:30", ""]), report)
    np.testing.assert_array_equal(dates, [0, -1, 23435, 23956, np.nan])
    assert report.entries == []


def test_a_partial_date_is_missing_and_asked_for():
    report = Report()
    assert sas_date(text(["2025-08", "2025", "2025-08-03"]), report).isna().tolist() == [True, True, False]
    [(level, rule, _, _, rows, values)] = report.entries
    assert (level, rule, list(rows), values[0]) == ("query", "ADAM-DATE", [0, 1], "2025-08")
