import numpy as np

from onespec.adam.methods.flag_any_up_to import flag_any_up_to
from onespec.engine.columns import text
from onespec.engine.contract import Many, Report


def flags(dates: list[str], groups: list[int], subjects: int) -> tuple[list[str], Report]:
    report, of = Report(("ADAM-DATE",)), Many(text(dates), np.array(groups, int), subjects)
    return flag_any_up_to(of, "2027-10-31", np.arange(subjects), report).tolist(), report


def test_one_record_up_to_the_date_is_enough():
    dates = ["2027-10-31T09:00", "2027-11-01", "2027-11-01", "2027-10-30", "2027-10", "2027-11", "2027", "2028"]
    found, report = flags(dates, [0, 1, 2, 2, 3, 4, 5, 6], 7)
    assert found == ["Y", "N", "Y", "Y", "N", "Y", "N"] and not report.entries


def test_a_record_without_a_date_counts_and_is_asked_for_where_no_other_decides():
    """An enrolment without a date is an enrolment."""
    found, report = flags(["", "", "2027-10-30", "", "2027-11-01"], [0, 1, 1, 2, 2], 4)
    assert found == ["Y", "Y", "Y", "N"]
    assert [(entry.rule, entry.level, entry.rows.tolist()) for entry in report.entries] == [
        ("ADAM-DATE", "query", [0, 2])
    ]


def test_no_records_at_all():
    assert flags([], [], 1)[0] == ["N"]
