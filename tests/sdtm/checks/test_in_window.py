import numpy as np
import pytest

from onespec.engine.columns import text
from onespec.engine.contract import Report, Selection
from onespec.engine.frames import Frame, table_of
from onespec.engine.groups import PerSubject
from onespec.sdtm.checks.in_window import Outside, PlannedDay, in_window

COLUMNS = ("VISIT", "VISITDY", "WINDOW_BEFORE", "WINDOW_AFTER", "WINDOW_FROM")
SCHEDULE = table_of(
    [
        dict(zip(COLUMNS, row, strict=True))
        for row in (
            ("SCREENING", "-7", "21", "6", ""),
            ("CYCLE 1", "1", "0", "0", ""),
            ("CYCLE 2", "22", "3", "3", "CYCLE 1"),
            ("CYCLE 3", "43", "3", "3", "CYCLE 2"),
            ("WEEK 6", "43", "7", "7", ""),
            ("END", "", "", "", ""),
        )
    ]
)


def queries(*visits, first="2026-03-10T09:30", schedule=SCHEDULE, outside=None):
    """The messages about visits (name, date) of one subject."""
    report = Report()
    names, dates = zip(*visits, strict=True)
    frame = Frame({"SUBJECT": text(["01"] * len(visits)), "VISIT": text(list(names)), "DTC": text(list(dates))})
    in_window(
        Selection("SV", frame, np.arange(len(visits))),
        PlannedDay("VISIT", "DTC"),
        PerSubject(text(["01"]), text([first])),
        schedule,
        outside or Outside(),
        report,
    )
    return [(int(entry[4][0]), entry[2]) for entry in report.entries]


@pytest.mark.parametrize(
    ("visit", "date", "window"),
    [
        ("SCREENING", "2026-02-09", "2026-02-10 to 2026-03-09"),
        ("SCREENING", "2026-02-10", ""),
        ("SCREENING", "2026-03-09", ""),  # day -28 to day -1
        ("SCREENING", "2026-03-10", "2026-02-10 to 2026-03-09"),
        ("WEEK 6", "2026-04-13", "2026-04-14 to 2026-04-28"),
        ("WEEK 6", "2026-04-14", ""),
        ("WEEK 6", "2026-04-28", ""),  # day 43 is 2026-04-21
        ("WEEK 6", "2026-04-29T08:00", "2026-04-14 to 2026-04-28"),
        ("WEEK 6", "2026-04", ""),
        ("WEEK 6", "2026-05", "2026-04-14 to 2026-04-28"),
        ("WEEK 6", "", ""),
        ("END", "2026-12-01", ""),
        ("UNSCHEDULED 1.01", "2026-12-01", ""),
    ],
)
def test_windows_from_the_first_dose(visit, date, window):
    expected = f"The visit {visit} on {date} is outside its window, {window} (counted from day 1)."
    assert queries((visit, date)) == ([(0, expected)] if window else [])


def test_a_visit_counted_from_another_one():
    """A week's delay of cycle 2 is one query; cycle 3 follows it."""
    assert queries(("CYCLE 1", "2026-03-10"), ("CYCLE 2", "2026-04-07"), ("CYCLE 3", "2026-04-28")) == [
        (1, "The visit CYCLE 2 on 2026-04-07 is outside its window, 2026-03-28 to 2026-04-03 (counted from CYCLE 1).")
    ]
    assert queries(("CYCLE 2", "2026-04-02"), ("CYCLE 3", "2026-04-27"), ("CYCLE 1", "2026-03-10")) == [
        (1, "The visit CYCLE 3 on 2026-04-27 is outside its window, 2026-04-20 to 2026-04-26 (counted from CYCLE 2).")
    ]


def test_a_visit_without_date_is_stepped_over():
    assert queries(("CYCLE 1", "2026-03-11"), ("CYCLE 2", ""), ("CYCLE 3", "2026-04-28")) == [
        (0, "The visit CYCLE 1 on 2026-03-11 is outside its window, 2026-03-10 to 2026-03-10 (counted from day 1)."),
        (2, "The visit CYCLE 3 on 2026-04-28 is outside its window, 2026-04-19 to 2026-04-25 (counted from CYCLE 1)."),
    ]
    assert queries(("CYCLE 3", "2026-04-24")) == []  # from the first dose: day 43 is 2026-04-21


def test_without_a_first_dose_nothing_is_late():
    assert queries(("SCREENING", "2026-01-01"), first="") == []
    assert queries(("SCREENING", "2026-01-01"), first="2026-03") == []


def test_a_schedule_without_the_column():
    assert queries(("CYCLE 3", "2026-04-28"), schedule=SCHEDULE.only(COLUMNS[:-1])) == [
        (0, "The visit CYCLE 3 on 2026-04-28 is outside its window, 2026-04-18 to 2026-04-24 (counted from day 1).")
    ]


def scheduled(**columns):
    """A schedule of one visit, day 22 of the subject, with other columns."""
    row = {"VISIT": "WEEK 4", "VISITDY": "22", "WINDOW_BEFORE": "", "WINDOW_AFTER": "", **columns}
    return table_of([{"VISIT": "CYCLE 1", "VISITDY": "1", "WINDOW_BEFORE": "", "WINDOW_AFTER": ""} | row])


@pytest.mark.parametrize(
    ("before", "after", "date", "window"),
    [
        ("3", "", "2026-03-27", "not before 2026-03-28"),
        ("3", "", "2026-12-31", ""),
        ("", "3", "2026-04-04", "not after 2026-04-03"),
        ("", "3", "2026-01-01", ""),
        ("", "", "2026-12-31", ""),
    ],
)
def test_a_window_that_is_open_on_one_side(before, after, date, window):
    found = queries(("WEEK 4", date), schedule=scheduled(WINDOW_BEFORE=before, WINDOW_AFTER=after))
    said = f"The visit WEEK 4 on {date} is outside its window, {window} (counted from day 1)."
    assert found == ([(0, said)] if window else [])


@pytest.mark.parametrize(("date", "late"), [("2026-04-17", False), ("2026-04-18", True), ("2026-03-27", True)])
def test_a_delay_that_the_protocol_allows_is_no_query(date, late):
    """Day 22 is 2026-03-31; 3 days of window and 14 of delay end on 2026-04-17, and nothing may come earlier."""
    schedule = scheduled(WINDOW_BEFORE="3", WINDOW_AFTER="3", DELAY_ALLOWED="14")
    assert [row for row, _ in queries(("WEEK 4", date), schedule=schedule)] == [0] * late


def test_one_query_a_visit_and_subject():
    """Two records of one visit, as of a visit on two days."""
    found = queries(("WEEK 6", "2026-06-01"), ("WEEK 6", "2026-06-02"), ("SCREENING", "2026-01-01"))
    assert [row for row, _ in found] == [0, 2]
    assert [row for row, _ in queries(("WEEK 6", "2026-04-21"), ("WEEK 6", "2026-06-02"))] == [1]


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"VISITDY": "22a"}, "VISITDY of WEEK 4 is '22a', which is no number of days"),
        ({"WINDOW_AFTER": "±3"}, "WINDOW_AFTER of WEEK 4 is '±3', which is no number of days"),
        ({"DELAY_ALLOWED": "two weeks"}, "DELAY_ALLOWED of WEEK 4 is 'two weeks', which is no number of days"),
        ({"WINDOW_FROM": "CYCLE 9"}, "WINDOW_FROM is CYCLE 9, which is no VISIT of the table"),
    ],
)
def test_a_schedule_that_says_no_days(columns, said):
    with pytest.raises(ValueError) as raised:
        queries(("WEEK 4", "2026-03-31"), schedule=scheduled(**columns))
    assert str(raised.value) == said


@pytest.mark.parametrize(
    ("date", "days"),
    [("2026-04-28", 0), ("2026-04-29", 1), ("2026-05-05", 7), ("2026-05-06", 8), ("2026-04-07", 7), ("2026-04-06", 8)],
)
def test_two_checks_share_the_visits_by_how_far_they_are_outside(date, days):
    near, far = (queries(("WEEK 6", date), outside=how) for how in (Outside(up_to=7), Outside(beyond=7)))
    assert (len(near), len(far)) == (0 < days <= 7, days > 7)
    assert len(queries(("WEEK 6", date))) == (days > 0)
