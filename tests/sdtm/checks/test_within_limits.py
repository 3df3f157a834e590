import numpy as np
import pandas as pd
import pytest
from support import SHIPPED, read_findings

from onespec.engine.columns import number, text
from onespec.engine.contract import Report, Selection
from onespec.engine.frames import Frame, table_of
from onespec.engine.groups import PerSubject
from onespec.sdtm.checks.within_limits import Criteria, ResultColumns, within_limits

COLUMNS = ("CRITERION", "REQUIREMENT", "DATASET", "TEST", "OF", "UNIT", "IS", "ULN", "LIMIT")
LIMITS = table_of(
    [
        dict(zip(COLUMNS, row, strict=True))
        for row in (
            ("IN1", "A at least 75", "XX", "A", "", "u", "GE", "", "75"),
            ("IN2", "B at most 3 x ULN, or 5 with metastases", "XX", "B", "", "", "LE", "3", ""),
            ("IN2", "B at most 3 x ULN, or 5 with metastases", "XX", "B", "Y", "", "LE", "5", ""),
            ("IN3", "C at most 2, or D at most ULN + 4", "XX", "C", "", "", "LE", "", "2"),
            ("IN3", "C at most 2, or D at most ULN + 4", "XX", "D", "", "", "LE", "1", "4"),
            ("IN4", "E below 2+", "XX", "E", "", "", "IN", "", "NEGATIVE; 1+"),
            ("EX1", "F below 140", "XX", "F", "", "", "LT", "", "140"),
            ("EX1", "G below 90", "XX", "G", "", "", "LT", "", "90"),
            ("IN1", "A of another dataset", "YY", "A", "", "", "GE", "", "1000"),
        )
    ]
)


def queries(*records, until="2026-03-10", of="", excused="", limits=LIMITS):
    """Row and requirement of each query about records (test, value, date, unit, upper limit) of one subject."""
    report = Report()
    tests, values, dates, units, high = zip(
        *((*r, *("2026-03-02", "u", 10)[len(r) - 2 :]) for r in records), strict=True
    )
    frame = Frame(
        {
            "SUBJECT": text(["01"] * len(tests)),
            "TEST": text(list(tests)),
            "RES": text(list(values)),
            "DTC": text(list(dates)),
            "U": text(list(units)),
            "HI": number(list(high)),
        }
    )
    of, excused = (PerSubject(text(["01"]), text([answer])) for answer in (of, excused))
    until = text([until] * len(tests) if isinstance(until, str) else until)
    source, columns = Selection("XX", frame, np.arange(len(frame))), ResultColumns("TEST", "RES", "DTC", "U", "HI")
    within_limits(source, columns, until, "enrolment", Criteria(limits, of, excused), report)
    return [(int(row), entry[2].partition("does not meet ")[2]) for entry in report.entries for row in entry[4]]


A, B, C, E = (
    "IN1: A at least 75.",
    "IN2: B at most 3 x ULN, or 5 with metastases.",
    "IN3: C at most 2, or D at most ULN + 4.",
    "IN4: E below 2+.",
)


@pytest.mark.parametrize(
    ("record", "query"),
    [
        (("A", "75"), ""),
        (("A", "74.9"), A),
        (("A", "<75"), A),
        (("A", "<80"), ""),
        (("A", ">10"), ""),
        (("A", "clotted"), ""),
        (("A", ""), ""),
        (("A", "74", "2026-03-02", "other unit"), ""),
        (("B", "30"), ""),
        (("B", "30.1"), B),
        (("B", "99", "2026-03-02", "u", np.nan), ""),
        (("E", "1+"), ""),
        (("E", "2+"), E),
        (("E", "3"), E),
        (("Z", "1"), ""),
    ],
)
def test_one_result(record, query):
    assert queries(record) == ([(0, query)] if query else [])


def test_a_row_for_some_subjects_only():
    assert queries(("B", "50"), of="Y") == []
    assert queries(("B", "50.1"), of="Y") == [(0, B)]
    assert queries(("B", "50"), of="N") == [(0, B)]


def test_one_of_the_alternatives_is_enough():
    assert queries(("C", "2.1"), ("D", "14")) == []
    assert queries(("D", "14.1"), ("C", "2")) == []
    assert queries(("D", "14.1"), ("C", "2.1")) == [(1, C)]  # one query, at the result of the table's first row
    assert queries(("D", "14.1")) == [(0, C)]


def test_each_requirement_of_a_criterion_must_be_met():
    assert queries(("F", "140"), ("G", "89")) == [(0, "EX1: F below 140.")]
    assert queries(("F", "150"), ("G", "90")) == [(0, "EX1: F below 140."), (1, "EX1: G below 90.")]


def test_the_last_result_up_to_the_day_counts():
    assert queries(("A", "74", "2026-03-05"), ("A", "80", "2026-03-01")) == [(0, A)]
    assert queries(("A", "74", "2026-03-01"), ("A", "80", "2026-03-10T23:00")) == []
    assert queries(("A", "80", "2026-03-09"), ("A", "74", "2026-03-11")) == []
    assert queries(("A", "80", "2026-03-09"), ("A", "74", "2026-03")) == []  # it may be after the day
    assert queries(("A", "74", "2026-03-09"), ("A", "", "2026-03-10")) == [(0, A)]


def test_nobody_asks_of_a_subject_who_was_not_enrolled_or_whose_criterion_is_named():
    assert (
        queries(("A", "74"), until="")
        == queries(("A", "74"), until="2026-03")
        == queries(("A", "74"), excused="IN1")
        == []
    )
    assert queries(("A", "74"), excused="IN2") == [(0, A)]


def test_a_comparison_that_does_not_exist():
    with pytest.raises(ValueError, match="IS is AT, not one of LT, LE, GT, GE, IN"):
        queries(("A", "74"), limits=Frame({**dict(LIMITS.items()), "IS": text("AT", len(LIMITS))}))


def test_the_shipped_table_names_criteria_tests_and_units_that_exist():
    """A row about a criterion, test or unit that does not exist would look at nothing, unseen."""
    folder = SHIPPED / "tables"
    limits, criteria, lab, status = (
        pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)
        for name in ("eligibility_limits", "criteria", "lb_tests", "rs_tests")
    )
    assert {*limits["CRITERION"]} <= {*criteria["IETESTCD"]}
    of_lab = {*zip(lab["LBTESTCD"], lab["STDU"], strict=True)} | {(test, "") for test in lab["LBTESTCD"]}
    known = {
        "LB": of_lab,
        "RS": {(test, "") for test in status["RSTESTCD"]},
        "EG": {("QTCFAG", "ms")},
        "VS": {("SYSBP", "mmHg"), ("DIABP", "mmHg"), ("TEMP", "C")},
    }
    assert [
        row
        for row in zip(limits["DATASET"], limits["TEST"], limits["UNIT"], strict=True)
        if row[1:] not in known[row[0]]
    ] == []


def test_the_two_subjects_who_were_enrolled_with_ecog_2(built):
    asked = [f for f in read_findings(built / "reports" / "queries.csv") if f.rule == "CHECK-LIMIT"]
    assert [(f.file, f.row, f.subject, f.value) for f in asked] == [
        ("ecog.csv", 1, "01001", "2"),
        ("ecog.csv", 115, "01021", "2"),
    ]
    assert {f.message for f in asked} == {
        "The last result up to the enrolment does not meet INCL07: ECOG performance status 0 or 1."
    }


def test_the_last_day_may_be_that_of_each_record():
    """The first result is before the day of its own record, the second after it."""
    records = ("A", "74", "2026-03-02"), ("A", "80", "2026-03-04")
    assert queries(*records, until=["2026-03-03", "2026-03-03"]) == [(0, A)]
    assert queries(*records, until=["2026-03-03", "2026-03-05"]) == []
