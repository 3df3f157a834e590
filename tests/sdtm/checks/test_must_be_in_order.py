import pytest

from onespec.engine.contract import Report
from onespec.engine.frames import table_of
from onespec.sdtm.checks.must_be_in_order import must_be_in_order

from .given import messages, rows, selection

SCHEDULE = table_of(
    [
        {"VISIT": "C1", "VISITDY": "1", "WINDOW_FROM": ""},
        {"VISIT": "C2", "VISITDY": "22", "WINDOW_FROM": "C1"},
        {"VISIT": "C3", "VISITDY": "43", "WINDOW_FROM": "C2"},
        {"VISIT": "W6", "VISITDY": "43", "WINDOW_FROM": ""},
        {"VISIT": "END", "VISITDY": "", "WINDOW_FROM": ""},
    ]
)


def order(numbers, dates, schedule=None):
    names = {1: "C1", 2: "C2", 3: "W6", 4: "C3", 9: "END"}
    report = Report()
    columns = {"NUM": numbers, "DATE": dates, "VISIT": [names.get(n, "") for n in numbers]}
    must_be_in_order(selection(columns), "NUM", "DATE", "VISIT", report, schedule)
    return report


@pytest.mark.parametrize(
    ("numbers", "dates", "wrong"),
    [
        ([1, 2], ["2021-01-05", "2021-01-04"], [1]),
        ([2, 1], ["2021-01-04", "2021-01-05"], [0]),
        ([1, 2], ["2021-01-05", "2021-01-05"], []),
        ([1, 2], ["2021-01-05", "2021-01"], []),  # it may be later in the month
        ([1, 2], ["2021-02", "2021-01-31"], [1]),
        ([1, 2], ["", "2021-01-04"], []),
        ([None, 2], ["2021-01-05", "2021-01-04"], []),
        ([1, 1], ["2021-01-05", "2021-01-04"], []),
        ([1, 2, 4], ["2021-01-05", "2021-01-06", "2021-01-04"], [2]),
    ],
)
def test_dates_in_the_order_of_visits(numbers, dates, wrong):
    assert rows(order(numbers, dates)) == wrong


def test_the_message_names_the_later_of_the_visits_before():
    report = order([1, 2, 4], ["2021-01-05", "2021-01-06", "2021-01-04"])
    assert messages(report) == ["C3 on 2021-01-04 is before C2 on 2021-01-06."]
    assert list(report.against[0][0]) == [1]


def test_cycles_and_assessments_have_each_their_order():
    """Cycle 3 is put off; the assessment of week 6 and the end, which has no planned day, are not compared with it."""
    numbers, dates = [1, 2, 3, 4, 9], ["2021-01-01", "2021-03-01", "2021-02-12", "2021-03-22", "2021-02-20"]
    assert rows(order(numbers, dates, SCHEDULE)) == []
    assert rows(order(numbers, dates)) == [2, 4]
    assert rows(order([2, 4], ["2021-03-01", "2021-02-22"], SCHEDULE)) == [1]
