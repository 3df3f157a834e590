"""Checks between records: where their findings say that the fault lies."""

from __future__ import annotations

import pytest
from support import read_findings, run_build

CHECKS = """checks:
  - must_exist: {from: AE, match: [AESPID], counterpart: {from: EX, where: {EXDOSE: {GT: 2}}, match: [EXSEQ]}}
  - must_exist:
      {from: inhaler, match: [DRUG], counterpart: {from: events, match: [TERM]}, message: Nothing happened., fix: Ask.}
"""


def test_a_check_names_the_raw_row_of_a_record_and_of_a_form(other):
    other.append("spec/checks.yaml", CHECKS)
    assert other.build() == 0
    assert [f.text() for f in other.queries if f.rule == "CHECK-EXIST"] == [
        "QUERY CHECK-EXIST  events.csv row 1, AESPID [subject 101]: "
        "AE has a record without its counterpart in EX (same subject and AESPID). "
        "The value is '1'. Fix: Ask the site for the missing record.",
        "QUERY CHECK-EXIST  events.csv row 2, AESPID [subject 201]: "
        "AE has a record without its counterpart in EX (same subject and AESPID). "
        "The value is '1'. Fix: Ask the site for the missing record.",
        "QUERY CHECK-EXIST  events.csv row 3, AESPID [subject 201]: "
        "AE has a record without its counterpart in EX (same subject and AESPID). "
        "The value is '2'. Fix: Ask the site for the missing record.",
        "QUERY CHECK-EXIST  inhaler.csv row 1, DRUG [subject 101]: Nothing happened. The value is 'BUDESONIDE'. "
        "Fix: Ask.",
        "QUERY CHECK-EXIST  inhaler.csv row 3, DRUG [subject 102]: Nothing happened. The value is 'PLACEBO'. Fix: Ask.",
        "QUERY CHECK-EXIST  inhaler.csv row 4, DRUG [subject 201]: Nothing happened. The value is 'BUDESONIDE'. "
        "Fix: Ask.",
    ]


def test_a_study_raises_a_check_to_a_stop(other, capsys):
    other.append("spec/checks.yaml", CHECKS)
    other.append("spec/study.yaml", "levels:\n  CHECK-EXIST: stop\n")
    assert other.build() == 1
    assert "6 stops, 1 query. The outputs stay as they were." in capsys.readouterr().err


def test_a_changed_check_is_run_again(other):
    other.append("spec/checks.yaml", CHECKS)
    assert other.build() == 0
    other.replace("spec/checks.yaml", "{GT: 2}", "{GT: 1}")
    assert other.build() == 0
    assert [(f.subject, f.value) for f in other.queries if f.column == "AESPID"] == [("201", "2")]


def test_the_findings_do_not_depend_on_the_parts(other, tmp_path):
    other.append("spec/checks.yaml", CHECKS)
    assert other.build() == 0
    assert run_build(other.spec, other.raw, tmp_path / "single", "--part-rows", "1") == 0
    assert read_findings(tmp_path / "single" / "reports" / "queries.csv") == other.queries


DATES = """checks:
  - not_before: {from: AE, date: AESTDTC, limit: DM.RFICDTC, meaning: informed consent}
  - not_before: {from: EX, date: EXSTDTC, limit: DM.RFICDTC, meaning: informed consent}
  - not_before: {from: ADSL, date: TRTSDT, limit: DM.RFICDTC, meaning: informed consent}
  - age_agrees: {from: DM, age: AGE, birth: BRTHDTC, date: RFICDTC}
"""


def test_one_wrong_date_is_one_query_with_what_it_reaches(other, tmp_path):
    """The consent of 201 is a month late: before it are two events, the first dose, and that dose as ADSL counts it."""
    other.append("spec/checks.yaml", DATES)
    other.replace("raw/enrol.csv", "07/01/2021", "07/02/2021")
    assert other.build() == 0
    assert [f.text() for f in other.queries if f.subject == "201"] == [
        "QUERY CHECK-BEFORE  enrol.csv row 3, CONSENT [subject 201]: "
        "ADSL.TRTSDT is before the informed consent. AE.AESTDTC is before the informed consent (2 times). "
        "EX.EXSTDTC is before the informed consent. The value is '07/02/2021'. "
        "4 findings: ADSL 1, AE 2, EX 1; events.csv rows 2, 3; inhaler.csv row 4. "
        "Fix: Ask the site which date is right."
    ]
    for number, rows in enumerate(("1", "8", "1000")):
        assert run_build(other.spec, other.raw, tmp_path / str(number), "--part-rows", rows) == 0
        assert read_findings(tmp_path / str(number) / "reports" / "queries.csv") == other.queries


def test_one_wrong_cell_of_many_records_is_asked_about_itself(other):
    """The first dose of 201 is before its consent, as a dose and as the first day of ADSL."""
    other.append("spec/checks.yaml", DATES)
    other.replace("raw/inhaler.csv", "201,Budesonide,2,08/01/2021", "201,Budesonide,2,08/01/2020")
    assert other.build() == 0
    assert [(f.file, f.row, f.column, f.value, f.count, f.reached) for f in other.queries if f.subject == "201"] == [
        ("inhaler.csv", 4, "FIRST", "08/01/2020", 2, "ADSL 1, EX 1; inhaler.csv row 4")
    ]


def test_a_check_reads_numeric_dates(other):
    other.append("spec/checks.yaml", "checks:\n")
    other.append(
        "spec/checks.yaml", "  - not_after: {from: EX, date: EXENDTC, limit: ADSL.TRTSDT, meaning: first dose}\n"
    )
    other.append("spec/checks.yaml", "  - month_known: {from: ADSL, date: TRTEDT, meaning: last dose}\n")
    other.append(
        "spec/checks.yaml", "  - must_be_known: {from: EX, shown: EXTRT, value: ADSL.TRTEDT, meaning: last dose}\n"
    )
    assert other.build() == 0
    [found] = [f for f in other.queries if f.subject == "102"]  # 2021-02 is no analysis date
    assert found.place == "inhaler.csv row 3, LAST"
    assert found.message == (
        "The date is not complete, so the analysis date is missing. "
        "The month of the last dose is not known, so an analysis cannot use the date. "
        "EX.EXENDTC is after the first dose. "
        "EX has a record of this subject, whose last dose is not known."
    )
    later = [(f.file, f.row, f.column, f.value, f.count) for f in other.queries if f.subject == "101"]
    assert later == [("inhaler.csv", 1, "FIRST", "05/01/2021", 2)]  # both doses end after the first has begun


def test_what_must_be_known_may_be_of_the_record_itself(other):
    """Of two doses of one subject the one without an end is asked about, and no other."""
    other.append(
        "spec/checks.yaml",
        "checks:\n  - must_be_known: {from: EX, shown: EXTRT, value: EX.EXENDTC, meaning: end of the dose}\n",
    )
    other.replace("raw/inhaler.csv", "4,02/02/2021,20/02/2021", "4,02/02/2021,")
    assert other.build() == 0
    assert [(f.file, f.row, f.subject) for f in other.queries if "end of the dose" in f.message] == [
        ("inhaler.csv", 2, "101")
    ]


@pytest.mark.parametrize(
    ("check", "said"),
    [
        (
            "not_before: {from: AE, date: AETERM, limit: DM.RFICDTC, meaning: consent}",
            "'date' needs a date; AE.AETERM is a text. Fix: Name a column of AE that holds a date.",
        ),
        (
            "not_after: {from: ADSL, date: AGE, limit: DM.RFICDTC, meaning: consent}",
            "'date' needs a date; ADSL.AGE is a number. Fix: Name a column of ADSL that holds a date.",
        ),
        (
            "not_after: {from: events, date: EVENT, limit: DM.RFICDTC, meaning: consent}",
            "'date' needs a date; events.EVENT is a text. Fix: Name a column of events that holds a date.",
        ),
        (
            "not_after: {from: AE, date: AESTDTC, limit: DM.SEX, meaning: consent}",
            "'limit' needs a date; DM.SEX is a text. Fix: Name a column of DM that holds a date.",
        ),
        (
            "month_known: {from: EX, date: EXDOSE, meaning: dose}",
            "'date' needs a date; EX.EXDOSE is a number. Fix: Name a column of EX that holds a date.",
        ),
    ],
)
def test_a_date_of_a_check_is_a_date(other, check, said):
    other.append("spec/checks.yaml", f"checks:\n  - {check}\n")
    assert other.faults() == [f"STOP  SPEC-PARAMETER  checks.yaml:2: {said}"]
