import numpy as np

from onespec.adam.methods.trial_status import Known, trial_status
from onespec.engine.columns import number, text
from onespec.engine.contract import Many, Report


def test_ongoing_completed_discontinued():
    reason = Many(text(["COMPLETED", "DEATH", "", "DEATH"]), np.array([0, 1, 2, 4]), 5)
    status = trial_status(reason, number([1000, 1000, 1000, 1000, np.nan]), "COMPLETED", np.arange(5))
    assert list(status) == ["COMPLETED", "DISCONTINUED", "ONGOING", "ONGOING", ""]


def test_who_died_is_not_ongoing_although_no_end_is_recorded():
    """Deaths on day 1100, and after the last date that counts (1962-12-31 is day 1095)."""
    report = Report()
    reason = Many(text(["DEATH"]), np.array([1]), 4)
    known = Known(until="1962-12-31", death=number([1090, 1090, 1100, np.nan]))
    status = trial_status(reason, number(1000, 4), "COMPLETED", np.arange(4), known, report)
    assert list(status) == ["", "DISCONTINUED", "ONGOING", "ONGOING"]
    assert [(e.level, e.rule, list(e.rows)) for e in report.entries] == [("query", "ADAM-STATUS", [0])]


def test_what_began_after_the_last_date_that_counts_is_not_ongoing():
    reason = Many(text([]), np.array([], int), 2)
    status = trial_status(reason, number([1095, 1096]), "COMPLETED", np.arange(2), Known(until="1962-12-31"))
    assert list(status) == ["ONGOING", ""]


def test_an_end_without_a_date_is_an_end_and_one_after_the_last_date_is_none_yet():
    reason = Many(text(["DEATH", "DEATH", "DEATH", "COMPLETED"]), np.arange(4), 4)
    dates = Many(text(["", "1963-01-01", "1962", "1962-12-31T10:00"]), np.arange(4), 4)
    known = Known(until="1962-12-31", ended_on=dates)
    status = trial_status(reason, number(1000, 4), "COMPLETED", np.arange(4), known)
    assert list(status) == ["DISCONTINUED", "ONGOING", "DISCONTINUED", "COMPLETED"]
