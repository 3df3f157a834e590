import numpy as np

from onespec.adam.records.dose_of_cycle import Performed, dose_of_cycle
from onespec.engine.contract import Report, Selection
from onespec.engine.frames import table_of

FREQUENCIES = table_of([{"FREQUENCY": "ONCE", "A_DAY": ""}, {"FREQUENCY": "BID", "A_DAY": "2"}])
COLUMNS = ["VISITNUM", "ECOCCUR", "ECDOSE", "ECDOSFRQ", "ECSTDTC", "ECENDTC"]
PERFORMED = Performed("ECDOSE", "ECDOSFRQ", "ECSTDTC", "ECENDTC", "ECOCCUR", "VISITNUM")


def doses(select, rows, report=None, until="2025-12-31"):
    made = dose_of_cycle(select(Selection, "EC", rows, COLUMNS), PERFORMED, FREQUENCIES, until, report or Report())
    return list(zip(made.subject.tolist(), made.position.tolist(), made.values["AVAL"].tolist(), strict=True))


def test_infusions_tablets_and_what_was_not_given(select):
    rows = [
        ("A", 2, "Y", 200.0, "ONCE", "2025-08-01T09:00", "2025-08-01T11:00"),
        ("A", 3, "N", np.nan, "", "", ""),
        ("B", 2, "Y", 1500.0, "BID", "2025-08-01", "2025-08-05"),
        ("B", 2, "Y", 1000.0, "BID", "2025-08-08", "2025-08-08"),
        ("B", 2, "N", np.nan, "", "", ""),
    ]
    report = Report()
    assert doses(select, rows, report) == [("A", 0, 200), ("A", 1, 0), ("B", 2, 17_000)]
    assert report.entries == []


def test_nothing_after_the_last_day_counts(select):
    rows = [
        ("A", 2, "Y", 100.0, "BID", "2025-12-29", "2026-01-11"),
        ("A", 3, "Y", 100.0, "BID", "2026-01-19", "2026-02-01"),
        ("A", 3, "N", np.nan, "", "", ""),
        ("B", 2, "Y", 100.0, "ONCE", "2026-01-01", "2026-01-01"),
    ]
    assert doses(select, rows) == [("A", 0, 600), ("A", 2, 0)]  # nothing is known of B before the end


def test_what_cannot_be_told_is_left_out_and_asked_for(select):
    rows = [
        ("A", 2, "Y", 100.0, "BID", "2025-08-01", "2025-08"),
        ("A", 2, "Y", 100.0, "ONCE", "2025-08-20", ""),
        ("A", 3, "Y", np.nan, "ONCE", "2025-09-01", ""),
        ("A", 4, "Y", 100.0, "TID", "2025-09-01", "2025-09-02"),
        ("A", 5, "Y", 100.0, "BID", "2025-10-05", "2025-10-01"),
        ("A", 6, "Y", 100.0, "ONCE", "2025-11", ""),
    ]
    report = Report()
    found = doses(select, rows, report)
    np.testing.assert_array_equal([f[2] for f in found], [100, np.nan, np.nan, np.nan, 100])
    assert [(e.rule, list(e.rows)) for e in report.entries] == [("ADAM-DOSE", [0, 2, 3]), ("ADAM-DOSE", [4])]


def test_the_days_are_those_on_which_something_was_given(select):
    rows = [
        ("A", 2, "Y", 100.0, "BID", "1960-01-05", "1960-01-09"),
        ("A", 2, "Y", 100.0, "BID", "1960-01-02", "1960-01-03"),
        ("A", 3, "N", np.nan, "", "", ""),
        ("A", 4, "Y", 100.0, "ONCE", "1960-01-20", ""),
    ]
    made = dose_of_cycle(select(Selection, "EC", rows, COLUMNS), PERFORMED, FREQUENCIES, "2025-12-31", Report())
    np.testing.assert_array_equal(made.values["ASTDT"].to_numpy(), [1, np.nan, 19])
    np.testing.assert_array_equal(made.values["AENDT"].to_numpy(), [8, np.nan, 19])
    assert made.values["ASTDTF"].tolist() == ["", "", ""]


def test_a_day_that_is_not_known_is_flagged(select):
    rows = [("A", 2, "Y", 100.0, "ONCE", "1960-02", ""), ("A", 3, "Y", 100.0, "ONCE", "1960-03", "")]
    rows.append(("A", 3, "Y", 100.0, "ONCE", "1960-03-01", ""))
    made = dose_of_cycle(select(Selection, "EC", rows, COLUMNS), PERFORMED, FREQUENCIES, "2025-12-31", Report())
    assert (made.values["ASTDT"].tolist(), made.values["ASTDTF"].tolist()) == ([31, 60], ["D", ""])
