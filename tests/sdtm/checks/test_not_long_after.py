import pytest

from onespec.engine.contract import Report
from onespec.sdtm.checks.not_long_after import Earlier, not_long_after

from .given import rows, selection


def asked(date, limits, days, subjects=None):
    earlier = selection({"SUBJECT": subjects or ["1"] * len(limits), "AT": limits}, Earlier, name="RS", date="AT")
    report = Report()
    not_long_after(selection({"DATE": [date]}), "DATE", earlier, "Too late.", report, days)
    return report


@pytest.mark.parametrize(
    ("date", "limits", "days", "wrong"),
    [
        ("2021-01-11", ["2021-01-01"], 10, False),
        ("2021-01-12", ["2021-01-01"], 10, True),
        ("2021-01-12", ["2021-06-01", "2021-01-01"], 10, True),  # the first one counts
        ("2021-01-12", ["", "2021-06-01"], 10, False),
        ("2021-01-12", [], 10, False),
        ("2021-01", ["2021-01-01"], 10, False),  # it may be early in the month
        ("2021-02", ["2021-01-01"], 10, True),
        ("2021-02-10", ["2021-01"], 10, False),  # up to 2021-01-31
        ("2021-02-11", ["2021-01"], 10, True),
        ("", ["2021-01-01"], 10, False),
        ("2021-01-02", ["2021-01-01"], 0, True),
    ],
)
def test_days_after_the_first_date(date, limits, days, wrong):
    assert rows(asked(date, limits, days)) == ([0] if wrong else [])


def test_of_the_same_subject_only():
    assert rows(asked("2021-01-12", ["2021-01-01"], 0, ["2"])) == []


def test_the_first_date_comes_into_question_too():
    ((beside,),) = asked("2021-01-12", ["2021-06-01", "2021-01-01"], 10).against
    assert (beside.selection.name, beside.column, list(beside.rows)) == ("RS", "AT", [1])
