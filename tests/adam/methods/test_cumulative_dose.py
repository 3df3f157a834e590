import numpy as np
import pandas as pd

from onespec.adam.methods.cumulative_dose import Exposure, cumulative_dose
from onespec.engine.columns import number, text
from onespec.engine.contract import Report

FREQUENCIES = pd.DataFrame({"FREQUENCY": ["ONCE", "BID"], "A_DAY": ["", "2"]}, dtype="str")


def cumulative(rows, report):
    group, dose, frequency, start, end = zip(*rows, strict=True)
    index = list(group)
    exposure = Exposure(
        dose=number(list(dose)).set_axis(index),
        frequency=text(list(frequency)).set_axis(index),
        start=text(list(start)).set_axis(index),
        end=text(list(end)).set_axis(index),
    )
    return cumulative_dose(exposure, FREQUENCIES, "2025-12-31", pd.Series([1, 2]), report)


def test_infusions_and_tablets():
    report = Report()
    rows = [
        (1, 220, "ONCE", "2025-08-01T09:00", "2025-08-01T11:00"),
        (1, 200, "ONCE", "2025-12-31T09:00", ""),
        (1, 200, "ONCE", "2026-01-01", ""),  # after the end
        (2, 1500, "BID", "2025-08-01", "2025-08-14"),
        (2, 1000, "BID", "2025-08-22", "2025-08-22"),
    ]
    assert cumulative(rows, report).to_dict() == {1: 420, 2: 1500 * 2 * 14 + 1000 * 2}
    assert report.entries == []


def test_a_dose_whose_days_or_frequency_are_not_known_is_asked_for():
    report = Report()
    rows = [
        (1, 220, "ONCE", "2025-08-01", ""),
        (2, 1500, "BID", "2025-08-01", "2025-08"),
        (2, 900, "QID", "2025-08-01", "2025-08-02"),
        (1, np.nan, "ONCE", "", ""),
    ]
    assert cumulative(rows, report).replace(np.nan, None).to_dict() == {1: 220, 2: None}
    assert [(e[1], list(e[4])) for e in report.entries] == [("ADAM-DOSE", [1])]


def test_a_start_without_a_day_is_the_first_day_of_its_month():
    report = Report()
    rows = [
        (1, 220, "ONCE", "2025-12", ""),
        (1, 200, "ONCE", "2026-01", ""),
        (2, 100, "ONCE", "2025-12-01", ""),
        (2, 50, "ONCE", "2025", ""),
        (2, 1500, "BID", "2025-12", "2025-12-14"),
    ]
    assert cumulative(rows, report).to_dict() == {1: 220, 2: 100}
    assert [(e[1], list(e[4])) for e in report.entries] == [("ADAM-DOSE", [1])]
