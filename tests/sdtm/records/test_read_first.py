import numpy as np

from onespec.engine.columns import text
from onespec.engine.contract import Report, Selection
from onespec.engine.frames import Frame
from onespec.sdtm.records.read_first import PlannedVisit, Visits, read_first

SCHEDULE = Frame({"VISIT": text(["SCREENING", "WEEK 6", "WEEK 12"]), "VISITNUM": text(["1", "4", "6"])})


def selection(cls, name, columns, rows, **more):
    frame = Frame({c: text(v) for c, v in zip(columns, zip(*rows, strict=True), strict=True)})
    return cls(name=name, frame=frame, position=np.arange(len(rows)), **more)


def first(*rows, taken=(("01", "SCREENING", "2025-08-01"),), report=None, same=None):
    source = selection(Selection, "scan", ["SUBJECT", "NO", "VISIT", "DAT", "ORGAN"], rows)
    visits = selection(Visits, "visits", ["SUBJECT", "VISIT", "DATE"], taken, visit="VISIT", date="DATE")
    return read_first(source, ["NO"], PlannedVisit("VISIT", SCHEDULE, visits), "DAT", report or Report(), same)


def test_first_row_of_each_lesion():
    made = first(
        ("01", "N1", "WEEK 12", "2025-11-02", ""),
        ("01", "N1", "WEEK 6", "2025-10-01", ""),
        ("02", "N1", "WEEK 6", "", ""),
        ("02", "N1", "WEEK 6", "2025-10-03", ""),
        ("01", "N2", "WEEK 12", "2025-11-02", ""),
    )
    assert list(made.position) == [1, 3, 4]
    assert list(made.subject) == ["01", "02", "01"]


def test_a_first_scan_without_a_date_is_still_the_first():
    assert list(first(("01", "T1", "WEEK 6", "2025-10-01", ""), ("01", "T1", "SCREENING", "", "LIVER")).position) == [1]


def test_an_unscheduled_visit_stands_where_its_date_places_it():
    rows = ("01", "N1", "WEEK 12", "2025-11-02", ""), ("01", "N1", "UNSCHEDULED 1", "2025-10-20", "")
    placed = [("01", "WEEK 6", "2025-10-01"), ("01", "UNSCHEDULED 1", "2025-10-20"), ("01", "WEEK 12", "2025-11-02")]
    assert list(first(*rows, taken=placed).position) == [1]
    assert list(first(*rows, taken=placed[:1]).position) == [0]


def test_later_rows_that_say_something_else_are_asked_for():
    report = Report()
    first(
        ("01", "T1", "WEEK 6", "2025-11-02", "LUNG"),
        ("01", "T1", "SCREENING", "2025-10-01", "LIVER"),
        ("01", "T1", "WEEK 12", "2025-12-01", "LIVER"),
        ("01", "T1", "WEEK 12", "2026-01-01", ""),
        ("02", "T1", "WEEK 12", "2025-12-01", "BONE"),
        report=report,
        same=["ORGAN"],
    )
    [(level, rule, message, _, rows, values)] = report.entries
    assert (level, rule, list(rows), values[0]) == ("query", "NOT-THE-SAME", [0], "LUNG")
    assert message == "ORGAN is not what the subject's first row of the same NO says; the first row counts."
