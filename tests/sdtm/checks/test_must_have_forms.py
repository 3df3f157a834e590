from onespec.engine.contract import Report
from onespec.engine.frames import table_of
from onespec.sdtm.checks.must_have_forms import Recorded, must_have_forms

from .given import messages, rows, selection

DUE = table_of(
    [
        {"VISIT": "WEEK 1", "DATASET": "LB", "CATEGORY": "CHEMISTRY"},
        {"VISIT": "WEEK 1", "DATASET": "VS", "CATEGORY": ""},
        {"VISIT": "WEEK 2", "DATASET": "VS", "CATEGORY": ""},
    ]
)


def asked(visits, laboratory, vitals):
    source = selection({"SUBJECT": [s for s, _ in visits], "VISIT": [v for _, v in visits]}, name="SV")
    samples = {n: [r[i] for r in laboratory] for i, n in enumerate(("SUBJECT", "VISIT", "CAT"))}
    signs = {n: [r[i] for r in vitals] for i, n in enumerate(("SUBJECT", "VISIT"))}
    records = [
        selection(samples, Recorded, name="LB", visit="VISIT", category="CAT"),
        selection(signs, Recorded, name="VS", visit="VISIT"),
    ]
    report = Report()
    must_have_forms(source, "VISIT", DUE, records, report)
    return report


def test_what_is_due_at_a_visit_and_is_not_there():
    report = asked(
        [("1", "WEEK 1"), ("2", "WEEK 1"), ("2", "WEEK 2"), ("2", "WEEK 3")],
        [("1", "WEEK 1", "CHEMISTRY"), ("2", "WEEK 1", "HEMATOLOGY")],
        [("1", "WEEK 1"), ("2", "WEEK 1")],
    )
    assert messages(report) == [
        "The visit took place, and LB has no record of CHEMISTRY for it.",
        "The visit took place, and VS has no record for it.",
    ]
    assert rows(report) == [1, 2]


def test_a_form_of_another_subject_or_visit_does_not_count():
    assert rows(asked([("1", "WEEK 2")], [], [("2", "WEEK 2"), ("1", "WEEK 1")])) == [0]


def test_a_dataset_that_is_due_and_of_which_no_records_are_named_is_asked_for():
    report = Report()
    must_have_forms(selection({"VISIT": ["WEEK 2"]}, name="SV"), "VISIT", DUE, [], report)
    assert messages(report) == ["The visit took place, and VS has no record for it."]
