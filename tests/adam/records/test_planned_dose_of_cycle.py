import numpy as np

from onespec.adam.records.planned_dose_of_cycle import Begun, Measured, Plan, planned_dose_of_cycle
from onespec.engine.contract import Report, Selection


def planned(select, rows, begun=(), basis=(), report=None, **plan):
    plan = Plan(**{"dose": "ECDOSE", "cycle": "VISITNUM", "a_day": 2.0, "days": 14, "until": "2025-12-31"} | plan)
    made = planned_dose_of_cycle(
        select(Selection, "EC", rows, ["VISITNUM", "ECDOSE"]),
        plan,
        select(Begun, "EC", list(begun), ["VISITNUM", "ECSTDTC"], start="ECSTDTC", cycle="VISITNUM"),
        select(Measured, "VS", list(basis), ["VISITNUM", "VSSTRESN"], value="VSSTRESN", cycle="VISITNUM"),
        report or Report(),
    )
    return list(zip(made.subject.tolist(), made.position.tolist(), made.values["AVAL"].tolist(), strict=True))


def test_the_basis_is_that_of_the_cycle_else_the_latest_earlier_one(select):
    rows = [("A", 2.0, 100.0), ("A", 3.0, 100.0), ("A", 5.0, 100.0), ("B", 2.0, 100.0)]
    basis = [("A", 3.0, 1.5), ("A", 2.0, 2.0), ("A", 6.0, 9.0), ("B", 1.0, 1.0), ("C", 2.0, 7.0)]
    assert planned(select, rows, basis=basis, a_day=1.0, days=1) == [
        ("A", 0, 200),
        ("A", 1, 150),
        ("A", 2, 150),
        ("B", 3, 100),
    ]


def test_without_a_basis_there_is_a_query_and_no_record(select):
    report = Report()
    rows = [("A", 2.0, 100.0), ("A", 3.0, 100.0), ("B", 2.0, 100.0)]
    assert planned(select, rows, basis=[("A", 3.0, 1.5), ("B", 2.0, np.nan)], report=report) == [("A", 1, 4200)]
    assert [(e.rule, list(e.rows)) for e in report.entries] == [("ADAM-PLAN", [0, 2])]


def test_a_cycle_that_runs_on_the_last_day_is_planned_to_then(select):
    rows = [("A", 2.0, 100.0), ("A", 3.0, 100.0), ("A", 4.0, 100.0), ("A", 5.0, 100.0)]
    begun = [("A", 2.0, "2025-12-31"), ("A", 2.0, "2025-12-29"), ("A", 3.0, "2026-01-01"), ("A", 4.0, "2025-12-01")]
    assert planned(select, rows, begun, [("A", 1.0, 1.0)]) == [("A", 0, 600), ("A", 2, 2800), ("A", 3, 2800)]


def test_a_cycle_with_two_planned_doses(select):
    report = Report()
    rows = [("A", 2.0, np.nan), ("A", 2.0, 100.0), ("A", 2.0, 100.0), ("A", 2.0, 75.0)]
    assert planned(select, rows, basis=[("A", 2.0, 1.0)], report=report) == [("A", 1, 2800)]
    assert [(e.rule, list(e.rows)) for e in report.entries] == [("ADAM-PLAN", [3])]


def test_no_records(select):
    assert planned(select, []) == []
    assert planned(select, [("A", 2.0, 100.0)]) == []
