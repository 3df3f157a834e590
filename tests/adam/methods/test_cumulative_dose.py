import numpy as np

from onespec.adam.methods.cumulative_dose import Exposure, cumulative_dose
from onespec.engine.columns import number, text
from onespec.engine.contract import Many, Report
from onespec.engine.frames import table_of

FREQUENCIES = table_of([{"FREQUENCY": "ONCE", "A_DAY": ""}, {"FREQUENCY": "BID", "A_DAY": "2"}])


def cumulative(rows, report):
    """The doses of two subjects, 0 and 1, of rows of subject, dose, frequency, start and end."""
    group, dose, *texts = zip(*rows, strict=True)
    exposure = Exposure(*(Many(column, np.array(group), 2) for column in (number(dose), *map(text, texts))))
    return cumulative_dose(exposure, FREQUENCIES, "2025-12-31", np.array([0, 1]), report).tolist()


def test_infusions_and_tablets():
    report = Report()
    rows = [
        (0, 220, "ONCE", "2025-08-01T09:00", "2025-08-01T11:00"),
        (0, 200, "ONCE", "2025-12-31T09:00", ""),
        (0, 200, "ONCE", "2026-01-01", ""),  # after the end
        (1, 1500, "BID", "2025-08-01", "2025-08-14"),
        (1, 1000, "BID", "2025-08-22", "2025-08-22"),
    ]
    assert cumulative(rows, report) == [420, 1500 * 2 * 14 + 1000 * 2]
    assert report.entries == []


def test_a_dose_whose_days_or_frequency_are_not_known_is_asked_for():
    report = Report()
    rows = [
        (0, 220, "ONCE", "2025-08-01", ""),
        (1, 1500, "BID", "2025-08-01", "2025-08"),
        (1, 900, "QID", "2025-08-01", "2025-08-02"),
        (0, np.nan, "ONCE", "", ""),
    ]
    np.testing.assert_array_equal(cumulative(rows, report), [220, np.nan])
    assert [(e[1], list(e[4])) for e in report.entries] == [("ADAM-DOSE", [1])]


def test_a_start_without_a_day_is_the_first_day_of_its_month():
    report = Report()
    rows = [
        (0, 220, "ONCE", "2025-12", ""),
        (0, 200, "ONCE", "2026-01", ""),
        (1, 100, "ONCE", "2025-12-01", ""),
        (1, 50, "ONCE", "2025", ""),
        (1, 1500, "BID", "2025-12", "2025-12-14"),
    ]
    assert cumulative(rows, report) == [220, 100]
    assert [(e[1], list(e[4])) for e in report.entries] == [("ADAM-DOSE", [1])]


def test_no_day_after_the_last_date_counts():
    """Tablets from 29 December to 11 January, the cut on 31 December: three days of them."""
    report = Report()
    assert cumulative([(0, 1500, "BID", "2025-12-29", "2026-01-11")], report)[0] == 1500 * 2 * 3
    assert report.entries == []


def test_a_dose_that_ends_before_it_starts_is_left_out_and_asked_for():
    report = Report()
    rows = [
        (0, 1500, "BID", "2025-08-14", "2025-08-01"),
        (0, 1000, "BID", "2025-09-01", "2025-09-02"),
        (1, 220, "ONCE", "2025-08-02", "2025-08-01"),
    ]
    np.testing.assert_array_equal(cumulative(rows, report), [4000, np.nan])
    assert [(e[1], e[2], list(e[4])) for e in report.entries] == [
        ("ADAM-DOSE", "A dose is left out of the cumulative dose: it ends before it starts.", [0, 1])
    ]
