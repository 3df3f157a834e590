"""Fields that are made of several columns: what crf.yaml may say of them."""

from __future__ import annotations

import pytest

from onespec.engine.findings import Findings
from onespec.engine.spec.crf import read_forms
from onespec.engine.spec.made_fields import in_order, made_of_what

CRF = """forms:
  f:
    label: F
    file: f.csv
    encoding: utf-8
    subject: S
    key: S
    fields:
      S: {label: S, type: text}
      A: {label: A, type: text}
      B: {label: B, type: text}
      C: {label: C, type: code, codelist: RACE}
      D: {label: D, type: date, format: YYYY-MM-DD}
"""
BOXES = "type: code, codelist: RACE, checkboxes: {A: WHITE, B: ASIAN}"


def read(folder, *fields: str):
    more = "".join(f"      {name}: {{label: X, {said}}}\n" for name, said in zip("XYZ", fields, strict=False))
    (folder / "crf.yaml").write_text(CRF + more, encoding="utf-8")
    findings = Findings()
    forms = read_forms(folder, findings)
    return forms["f"], [f.text() for f in findings]


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("type: text, first_of: [A, B]", "The first filled one of the raw A and B."),
        ("type: date, date_of: {day: B, year: A, month: S}", "The date of the raw A (year), S (month) and B (day)."),
        (f"{BOXES}, ticked: 1", "The one that is ticked of the raw A (WHITE) and B (ASIAN)."),
        (
            f"{BOXES}, ticked: 1, several: MULTIPLE",
            "The one that is ticked of the raw A (WHITE) and B (ASIAN); MULTIPLE where several are.",
        ),
        (
            "type: text, other_of: {list: C, term: OTHER, text: A}",
            "The answer of the raw C; where it is OTHER, the text of the raw A.",
        ),
    ],
)
def test_how_a_field_is_made(tmp_path, field, said):
    form, findings = read(tmp_path, field)
    assert (findings, made_of_what(form.fields["X"])) == ([], said)
    assert "X" not in form.columns


def test_one_may_be_made_of_another(tmp_path):
    form, findings = read(tmp_path, "type: text, first_of: [Y, B]", "type: text, first_of: [A, S]")
    assert findings == []
    assert [f.name for f in in_order(form)] == ["Y", "X"]
    assert (form.behind("X"), form.columns_of("X")) == (["X", "Y", "B", "A", "S"], ["B", "A", "S"])


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("type: text, first_of: [A, BB]", "SPEC-FIELD  crf.yaml:2: Form 'f' has no field 'BB'. Fix: Did you mean 'B'?"),
        (
            "type: text, first_of: [A, C]",
            "SPEC-TYPE  crf.yaml:14, X: Field X is a text, and C, of which it may be the value, is a code RACE. "
            "Fix: Give both the same type and codelist.",
        ),
        (
            "type: text, first_of: [A, A]",
            "SPEC-TWICE  crf.yaml:14, X: Field X is made of A twice. Fix: Name another column, or leave it out.",
        ),
        (
            "type: text, first_of: [A, B], case: upper",
            "SPEC-TYPE  crf.yaml:14, X: 'case' of field X belongs to a column, and the field is made of A and B. "
            "Fix: Write it at the columns.",
        ),
        (
            "type: text, first_of: [A, X]",
            "SPEC-CIRCLE  crf.yaml:14, X: Field X is made of itself. Fix: Name columns of the file.",
        ),
        (
            f"{BOXES}, ticked: 1, first_of: [A, B]",
            "SPEC-TWICE  crf.yaml:14, X: Field X is made in two ways, 'first_of' and 'checkboxes'. "
            "Fix: Leave one of them.",
        ),
        (
            "type: date, date_of: {year: A, day: B}",
            "SPEC-MISSING  crf.yaml:14, X: 'date_of' of field X names no month. "
            "Fix: Write 'date_of: {year: YY, month: MM, day: DD}'.",
        ),
        (
            "type: date, date_of: {year: A, mnth: B}",
            "SPEC-KEY  crf.yaml:14: 'mnth' is no part of a date. Fix: Did you mean 'month'?",
        ),
        (
            "type: text, date_of: {year: A}",
            "SPEC-TYPE  crf.yaml:14, X: 'date_of' of field X makes no text. Fix: Write 'type: date'.",
        ),
        (
            "type: date, date_of: {year: D}",
            "SPEC-TYPE  crf.yaml:14, X: D, of which field X is made, is a date. Fix: Write 'type: text' there.",
        ),
        (
            BOXES,
            "SPEC-MISSING  crf.yaml:14, X: Field X does not say what a ticked checkbox holds. "
            "Fix: Add 'ticked: \"1\"', and 'unticked:' for what one that is not ticked holds.",
        ),
        (
            f"{BOXES}, ticked: [1, X], unticked: [0, x]",
            "SPEC-TWICE  crf.yaml:14, X: 'x' stands for ticked and unticked in field X. Fix: Remove one.",
        ),
        (
            "type: text, ticked: 1",
            "SPEC-MISSING  crf.yaml:14, X: Field X has 'ticked' and no 'checkboxes'. "
            "Fix: Add 'checkboxes: {COLUMN: TERM}'.",
        ),
        (
            "type: text, other_of: {list: C, text: A}",
            "SPEC-MISSING  crf.yaml:14, X: 'other_of' of field X has no 'term'. "
            "Fix: Write 'other_of: {list: FIELD, term: OTHER, text: FIELD}'.",
        ),
        (
            "type: text, other_of: {list: D, term: OTHER, text: A}",
            "SPEC-TYPE  crf.yaml:14, X: 'list' of field X is D, a date. Fix: Name a field of type code or text.",
        ),
    ],
)
def test_what_cannot_be_made(tmp_path, field, said):
    assert [line for line in read(tmp_path, field)[1] if line.startswith("STOP")] == [f"STOP  {said}"]


def test_a_column_that_is_not_submitted_makes_no_field(tmp_path):
    said = read(tmp_path, "type: text, first_of: [A, Y]", "type: text, not_submitted: no data")[1]
    assert said == [
        "STOP  SPEC-USE  crf.yaml:14, X: Y is declared not submitted, and field X is made of it. "
        "Fix: Remove 'not_submitted'."
    ]


@pytest.mark.parametrize(
    "said",
    [
        "type: code, codelist: NY, checkboxes: {MONITOR: YES}, ticked: ok",
        "type: text, other_of: {list: SERIOUS, term: YES, text: MONITOR}",
    ],
)
def test_a_term_is_one_of_the_codelist(other, said):
    box = f"      BOX: {{label: Serious, {said}}}\n      SERIOUS: {{label"
    other.replace("spec/crf.yaml", "      SERIOUS: {label", box)
    assert [line for line in other.faults() if "SPEC-CONSTANT" in line] == [
        "STOP  SPEC-CONSTANT  crf.yaml:40, events.BOX: There is no term 'YES' in codelist NY. Fix: Did you mean 'Y'?"
    ]
