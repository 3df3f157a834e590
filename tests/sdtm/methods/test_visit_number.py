import numpy as np

from onespec.engine.columns import text
from onespec.engine.contract import Report
from onespec.engine.frames import Frame
from onespec.engine.groups import Many
from onespec.sdtm.methods.visit_number import visit_number

SCHEDULE = Frame(
    {"VISIT": text(["SCREENING", "DAY 1", "DAY 22", "UNSCHEDULED 1"]), "VISITNUM": text(["1", "2", "3", ""])}
)


def numbers(visit, group, register):
    groups, visits, dates = zip(*register, strict=True)
    report = Report()
    out = visit_number(
        [text(visit)],
        SCHEDULE,
        Many(text(visits), np.array(groups), 2),
        Many(text(dates), np.array(groups), 2),
        np.array(group),
        report,
    )
    return list(out), [(e[1], list(e[4])) for e in report.entries]


def test_scheduled_visits_have_the_number_of_the_schedule():
    assert numbers(["DAY 22", "SCREENING", ""], [0, 0, 0], [(0, "DAY 22", "")])[0][:2] == [3, 1]


def test_unscheduled_visits_follow_the_last_scheduled_one():
    register = [
        (0, "UNSCHEDULED 2", "2025-08-20"),
        (0, "SCREENING", "2025-07-28"),
        (0, "DAY 1", "2025-08-04"),
        (0, "UNSCHEDULED 1", "2025-08-10"),
        (0, "DAY 22", "2025-08-25"),
        (0, "UNSCHEDULED 3", "2025-08-25"),
        (1, "UNSCHEDULED 1", "2025-08-01"),
        (1, "SCREENING", "2025-08-02"),
    ]
    visit = ["UNSCHEDULED 1", "UNSCHEDULED 2", "UNSCHEDULED 2", "UNSCHEDULED 3", "UNSCHEDULED 1"]
    assert numbers(visit, [0, 0, 0, 0, 1], register) == ([2.01, 2.02, 2.02, 3.01, 0.01], [])


def test_a_visit_out_of_order_does_not_set_the_number_back():
    register = [(0, "DAY 22", "2025-08-25"), (0, "DAY 1", "2025-08-26"), (0, "UNSCHEDULED 1", "2025-08-27")]
    assert numbers(["UNSCHEDULED 1"], [0], register)[0] == [3.01]


def test_a_partial_date_of_a_scheduled_visit_is_its_last_possible_day():
    register = [
        (0, "DAY 1", "2025-08-04"),
        (0, "DAY 22", "2026-02"),
        (0, "UNSCHEDULED 1", "2026-02-27"),
        (0, "UNSCHEDULED 2", "2026-02-28"),
    ]
    assert numbers(["UNSCHEDULED 1", "UNSCHEDULED 2"], [0, 0], register)[0] == [2.01, 3.01]


def test_unscheduled_visits_of_one_day_keep_the_order_of_their_rows():
    register = [(0, "DAY 1", "2025-08-04"), (0, "UNSCHEDULED 2", "2025-08-10"), (0, "UNSCHEDULED 1", "2025-08-10")]
    assert numbers(["UNSCHEDULED 1", "UNSCHEDULED 2"], [0, 0], register)[0] == [2.02, 2.01]


def test_a_partial_date_of_an_unscheduled_visit_is_its_last_possible_day_and_asked_about():
    register = [
        (0, "UNSCHEDULED 1", "2025-08"),
        (0, "DAY 1", "2025-08-04"),
        (0, "UNSCHEDULED 2", "2025-08-30"),
        (0, "DAY 22", "2025-09-01"),
    ]
    assert numbers(["UNSCHEDULED 1", "DAY 1", "UNSCHEDULED 1", "UNSCHEDULED 2"], [0] * 4, register) == (
        [2.02, 2, 2.02, 2.01],
        [("VISIT-DATE", [0])],
    )


def test_an_unscheduled_visit_without_a_date_comes_last_and_is_asked_about():
    register = [
        (0, "UNSCHEDULED 1", ""),
        (0, "DAY 1", "2025-08-04"),
        (0, "UNSCHEDULED 2", "2025-08-10"),
        (0, "DAY 22", ""),
    ]
    assert numbers(["UNSCHEDULED 2", "UNSCHEDULED 1", "DAY 22"], [0] * 3, register) == (
        [2.01, 2.02, 3],
        [("VISIT-DATE", [1])],
    )


def test_an_unscheduled_visit_that_is_not_in_the_register_has_no_number():
    out, entries = numbers(
        ["UNSCHEDULED 1", "DAY 1", "UNSCHEDULED 1", ""], [0] * 4, [(0, "DAY 1", "2025-08-04"), (0, "", "2025-08-05")]
    )
    assert np.isnan(out[0]) and out[1] == 2 and np.isnan(out[3])
    assert entries == [("VISIT-UNPLACED", [0])]
