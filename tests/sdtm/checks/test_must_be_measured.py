import numpy as np
import pytest
from support import read_findings

from onespec.engine.columns import text
from onespec.engine.contract import Report, Selection
from onespec.engine.frames import Frame, table_of
from onespec.engine.groups import PerSubject
from onespec.sdtm.checks.must_be_measured import Asked, Results, must_be_measured

COLUMNS = ("CRITERION", "REQUIREMENT", "DATASET", "TEST", "OF", "UNIT", "DAYS")
LIMITS = table_of(
    [
        dict(zip(COLUMNS, row, strict=True))
        for row in (
            ("IN1", "A at least 75", "LB", "A", "", "u", "7"),
            ("IN2", "C at most 2, or D at most ULN + 4", "LB", "C", "", "", "7"),
            ("IN2", "C at most 2, or D at most ULN + 4", "LB", "D", "", "", "7"),
            ("IN3", "E, of women", "LB", "E", "F", "", "28"),
            ("IN4", "B at any time", "LB", "B", "", "", ""),
            ("IN5", "of another dataset", "EG", "Q", "", "", "7"),
        )
    ]
)
FULL = [("A", "80", "u", "2026-03-08"), ("C", "1", "", "2026-03-08")]


def queries(records, until="2026-03-10", of="M", excused="", subjects=("01",)):
    """Row and message of each query about subjects of whom the first has results (test, value, unit, date)."""
    tests, values, units, dates = zip(*records, strict=True) if records else ((), (), (), ())
    frame = Frame(
        {
            "SUBJECT": text(["01"] * len(tests)),
            "TEST": text(list(tests)),
            "RES": text(list(values)),
            "U": text(list(units)),
            "DTC": text(list(dates)),
        }
    )
    results = Results("LB", frame, np.arange(len(frame)), test="TEST", value="RES", date="DTC", unit="U")
    source = Frame({"SUBJECT": text(list(subjects)), "ENRDAT": text([until] * len(subjects))})
    all_ = text(sorted({*subjects}))
    of_, excused_ = (PerSubject(all_, text([x] * len(all_))) for x in (of, excused))
    report = Report()
    must_be_measured(
        Selection("IE", source, np.arange(len(source))),
        source["ENRDAT"],
        "enrolment",
        results,
        Asked("ENRDAT", LIMITS, of_, excused_),
        report,
    )
    return [(int(row), entry.message.partition(" enrolment for ")[2]) for entry in report.entries for row in entry.rows]


def test_what_is_measured_in_time_is_not_asked_for():
    assert queries(FULL) == []


@pytest.mark.parametrize(
    ("date", "lacks"),
    [
        ("2026-03-02", True),  # the eighth day before
        ("2026-03-03", False),  # the seventh
        ("2026-03-10T23:59", False),
        ("2026-03-11", True),
        ("2026-03", False),  # it may lie in the seven days
        ("2026-02", True),
        ("2026", False),
        ("", True),
    ],
)
def test_the_days_that_count(date, lacks):
    assert queries([("A", "80", "u", date), FULL[1]]) == [(0, "IN1.")] * lacks


def test_a_result_that_is_blank_or_in_another_unit_is_none():
    assert queries([("A", "", "u", "2026-03-08"), FULL[1]]) == [(0, "IN1.")]
    assert queries([("A", "80", "v", "2026-03-08"), FULL[1]]) == [(0, "IN1.")]


def test_one_of_the_alternatives_is_enough():
    assert queries([FULL[0], ("D", "9", "", "2026-03-08")]) == []


def test_one_query_a_subject_and_number_of_days_names_all_criteria():
    assert queries([]) == [(0, "IN1, IN2.")]
    assert queries([], of="F") == [(0, "IN1, IN2."), (0, "IN3.")]
    assert queries(FULL, subjects=("01", "02", "02")) == [(1, "IN1, IN2.")]  # 02 has no result at all


def test_the_message_names_days_and_meaning():
    report = Report()
    nothing = Frame({n: text([]) for n in ("SUBJECT", "T", "R", "D")})
    source = Selection("IE", Frame({"SUBJECT": text(["01"]), "ENRDAT": text(["2026-03-10"])}), np.arange(1))
    asked = Asked("ENRDAT", LIMITS.take([0]))
    until = text(["2026-03-10"])
    must_be_measured(
        source, until, "enrolment", Results("LB", nothing, np.arange(0), test="T", value="R", date="D"), asked, report
    )
    [told] = report.entries
    assert (told.rule, told.message) == ("CHECK-MEASURED", "No result within the 7 days up to the enrolment for IN1.")
    assert told.values.tolist() == ["2026-03-10"]


def test_nobody_asks_of_a_subject_who_was_not_enrolled_or_whose_criterion_is_named():
    assert queries([], until="") == queries([], until="2026-03") == []
    assert queries([], excused="IN1") == [(0, "IN2.")]


def test_the_subjects_whose_screening_sample_is_older_than_a_week(built):
    """Of 29 enrolled subjects 21 have no sample in the week before; the others' is of that week."""
    asked = [f for f in read_findings(built / "reports" / "queries.csv") if f.rule == "CHECK-MEASURED"]
    every = ", ".join(f"INCL10{letter}" for letter in "ABCDEFGHIJ")
    assert {f.message for f in asked} == {f"No result within the 7 days up to the enrolment for {every}."}
    assert (len(asked), {f.file for f in asked}, {f.column for f in asked}) == (21, {"eligibility.xlsx"}, {"DSSTDTC"})
    assert (asked[0].subject, asked[0].value) == ("01001", "2025-08-05")  # its sample is of 2025-07-26
