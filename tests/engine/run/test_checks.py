"""Checks between records: where their findings say that the fault lies."""

from __future__ import annotations

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
