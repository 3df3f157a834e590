import numpy as np
from breathing import add_breathing

from onespec.engine.columns import text
from onespec.engine.contract import Report
from onespec.engine.frames import Frame
from onespec.engine.groups import Many
from onespec.engine.xpt.reader import read_xpt
from onespec.sdtm.methods._visits import Register
from onespec.sdtm.methods.visit_number import visit_number

SCHEDULE = Frame(
    {"VISIT": text(["SCREENING", "DAY 1", "DAY 22", "UNSCHEDULED 1"]), "VISITNUM": text(["1", "2", "3", ""])}
)


def numbers(visit, group, register, dates_of_records=None, schedule=SCHEDULE):
    groups, visits, dates = zip(*register, strict=True)
    report = Report()
    out = visit_number(
        [text(visit)],
        schedule,
        Register(Many(text(visits), np.array(groups), 2), Many(text(dates), np.array(groups), 2)),
        np.array(group),
        report,
        None if dates_of_records is None else text(dates_of_records),
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


SAME = [
    (0, "DAY 1", "2025-08-04"),
    (0, "UNSCHEDULED", "2025-08-10"),
    (0, "DAY 22", "2025-08-25"),
    (0, "UNSCHEDULED", "2025-09-01"),
    (1, "DAY 1", "2025-08-04"),
    (1, "UNSCHEDULED", "2025-08-30"),
]


def test_of_several_visits_of_one_name_it_is_the_one_nearest_to_the_date():
    dates = ["2025-08-10", "2025-09-01T08:30", "2025-08-09", "2025-08-21", "2025-08-22", "2026-01-01", "", "2025-08"]
    out, entries = numbers(["UNSCHEDULED"] * 8, [0] * 6 + [1] * 2, SAME, dates)
    assert out == [2.01, 3.01, 2.01, 2.01, 3.01, 3.01, 2.01, 2.01]
    assert entries == []


def test_without_a_date_several_visits_of_one_name_have_no_number_and_are_asked_about():
    for dates in (None, ["", "2025", "2025-08", ""]):
        out, entries = numbers(["UNSCHEDULED"] * 3 + ["DAY 22"], [0] * 4, SAME, dates)
        assert np.isnan(out[:3]).all() and out[3] == 3
        assert entries == [("VISIT-SEVERAL", [0])]


def test_a_visit_that_stands_twice_on_one_day_is_one_visit():
    register = [(0, "DAY 1", "2025-08-04"), (0, "U", "2025-08-10"), (0, "U", "2025-08-10"), (0, "V", "2025-08-11")]
    assert numbers(["U", "V"], [0, 0], register) == ([2.01, 2.02], [])


def test_numbers_stay_before_the_next_one_of_the_schedule():
    days = [f"2025-08-{day:02}" for day in range(5, 17)]
    register = [(0, "DAY 1", "2025-08-04"), *((0, f"U{n}", day) for n, day in enumerate(days))]
    close = Frame({"VISIT": text(["DAY 1", "DAY 2"]), "VISITNUM": text(["2", "2.1"])})
    assert numbers([f"U{n}" for n in range(12)], [0] * 12, register, schedule=close)[0] == [
        2.001, 2.002, 2.003, 2.004, 2.005, 2.006, 2.007, 2.008, 2.009, 2.01, 2.011, 2.012
    ]  # fmt: skip
    many = [(0, "DAY 1", "2025-08-04"), *((0, f"U{n}", "2025-08-05") for n in range(100))]
    out, _ = numbers([f"U{n}" for n in range(100)], [0] * 100, many)
    assert (out[0], out[98], out[99]) == (2.001, 2.099, 2.1)
    assert numbers([f"U{n}" for n in range(99)], [0] * 99, many[:100])[0][-1] == 2.99


def test_records_of_two_unscheduled_visits_of_one_name_stand_at_two_visits(other):
    visits = [("SCREENING", "04/01"), ("UNSCHEDULED", "10/01"), ("WEEK 2", "18/01"), ("UNSCHEDULED", "25/01")]
    rows = [f"101,{visit},{day}/2021,{400 + n},\n" for n, (visit, day) in enumerate([*visits, ("WEEK 4", "01/02")])]
    step = "  - gather: {from: breathing, tests: flow}\n  - gather: {from: breathing, where: {PEF: '1'}, tests: volume}"
    study = add_breathing(other, "".join(rows), step)
    assert study.build() == 0
    _, records = read_xpt(study.out / "sdtm" / "re.xpt")
    assert records[["REORRES", "VISITNUM", "VISIT"]].to_numpy().tolist() == [
        ["400", 1, "SCREENING"],
        ["401", 1.01, "UNSCHEDULED 1.01"],
        ["402", 2, "WEEK 2"],
        ["403", 2.01, "UNSCHEDULED 2.01"],
        ["404", 3, "WEEK 4"],
    ]
