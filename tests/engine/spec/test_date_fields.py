"""Dates of crf.yaml: what their formats and limits may be."""

from __future__ import annotations

import pytest

from onespec.engine.findings import Findings
from onespec.engine.spec.crf import read_forms
from onespec.engine.spec.model import Values

EVERY = "every_form: {{encoding: utf-8, subject: X, {every}}}\n"
FORM = "forms: {{f: {{label: F, file: f.csv, key: X, {form} fields: {fields}}}}}\n"
FIELDS = "{{X: {{label: X, type: text}}, Y: {{label: Y, {field}}}}}"


def read(folder, field: str, form: str = "", every: str = ""):
    text = EVERY.format(every=every) + FORM.format(form=form, fields=FIELDS.format(field=field))
    (folder / "crf.yaml").write_text(text, encoding="utf-8")
    findings = Findings()
    values = Values({"data_cut": "2027-10-31", "dose": "10 mg"})
    forms = read_forms(folder, findings, values)
    return forms["f"].fields["Y"], [f.text() for f in findings], values.used


DATE = "type: date, format: YYYY-MM-DD"


@pytest.mark.parametrize(
    ("field", "form", "every", "limits"),
    [
        (f"{DATE}, earliest: 1900, latest: 2026-06", "", "", ("1900", "2026-06")),
        (DATE, "earliest: 2020-01-01,", "latest: study.data_cut", ("2020-01-01", "2027-10-31")),
        (f"{DATE}, earliest: 1900", "earliest: 2020-01-01,", "", ("1900", "")),
        ("type: text", "", "earliest: 2020-01-01", ("", "")),
    ],
)
def test_the_nearest_limit_counts(tmp_path, field, form, every, limits):
    read_field, findings, used = read(tmp_path, field, form, every)
    assert (read_field.earliest, read_field.latest, findings) == (*limits, [])
    assert used == ({"data_cut"} if every.startswith("latest") else set())


@pytest.mark.parametrize(
    ("field", "form", "said"),
    [
        (
            "type: date",
            "",
            "STOP  SPEC-MISSING  crf.yaml:2: Date field Y declares no format. Fix: Add 'format: [YYYY-MM-DD]'.",
        ),
        (
            "type: time, format: 'MM:SS'",
            "",
            "STOP  SPEC-FORMAT  crf.yaml:2, Y: Time field Y has the format 'MM:SS': it has a part of a time of day, "
            "and not the greater one before it. Fix: Build it of HH, H, MM, SS and AM, such as HH:MM or HH:MM AM.",
        ),
        (
            "type: text, latest: 2020",
            "",
            "STOP  SPEC-TYPE  crf.yaml:2, Y: 'earliest' and 'latest' of field Y belong to a date, not to a text. "
            "Fix: Leave them out.",
        ),
        (
            f"{DATE}, latest: 31/10/2027",
            "",
            "STOP  SPEC-CONSTANT  crf.yaml:2, Y: 'latest' of field Y is a date and never '31/10/2027'. "
            "Fix: Write a date of ISO 8601, such as 1900-01-01.",
        ),
        (
            f"{DATE}, latest: study.data_cutt",
            "",
            "STOP  SPEC-VALUE  crf.yaml:2: study.yaml has no value 'data_cutt'. Fix: Did you mean 'data_cut'?",
        ),
        (
            DATE,
            "latest: study.dose,",
            "STOP  SPEC-CONSTANT  crf.yaml:2: 'latest' is a date and never 'study.dose (10 mg)'. "
            "Fix: Write a date of ISO 8601, such as 1900-01-01.",
        ),
        (
            f"{DATE}, earliest: 2027-01-01, latest: 2026",
            "",
            "STOP  SPEC-CONSTANT  crf.yaml:2, Y: No date lies between 'earliest' and 'latest' of field Y. "
            "Fix: Correct one of them.",
        ),
    ],
)
def test_what_a_date_may_not_declare(tmp_path, field, form, said):
    assert read(tmp_path, field, form)[1] == [said]
