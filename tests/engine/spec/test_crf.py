"""crf.yaml: what is wrong, word for word."""

from __future__ import annotations

import pytest

CRF = "spec/crf.yaml"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            "subject: PATIENT\n    key: [PATIENT, FIRST]",
            "subject: PATIENTS\n    key: [PATIENT, FIRST]",
            "STOP  SPEC-FIELD  crf.yaml:15: Form 'inhaler' has no field 'PATIENTS'. Fix: Did you mean 'PATIENT'?",
        ),
        (
            "    file: inhaler.csv\n",
            "",
            "STOP  SPEC-MISSING  crf.yaml:15: Form 'inhaler' has no 'file'. Fix: Add 'file:'.",
        ),
        (
            "file: inhaler.csv\n    encoding: utf-8\n",
            "file: inhaler.csv\n    encoding: latin0\n",
            "STOP  SPEC-FORMAT  crf.yaml:15: Form 'inhaler' declares encoding 'latin0'. "
            "Fix: Known: utf-8, utf-8-sig, gb18030, gbk, cp1252, shift_jis and the others that Python has for texts.",
        ),
        (
            "    key: [PATIENT, FIRST]\n",
            "",
            "STOP  SPEC-MISSING  crf.yaml:15: Form 'inhaler' has no 'key'. "
            "Fix: Name the fields that identify a row: 'key: [...]'.",
        ),
        (
            "type: number, min: 0",
            "type: number, test: DRUG, min: 0",
            "STOP  SPEC-TYPE  crf.yaml:24, PUFFS: 'test' and 'answers' of field PUFFS belong to a result, not to a "
            "number. Fix: Write 'type: result', or leave them out.",
        ),
        (
            "type: number, min: 0",
            "type: number, translated: DRUG, min: 0",
            "STOP  SPEC-MISSING  crf.yaml:24, PUFFS: Field PUFFS has 'translated' and no 'translation'. "
            "Fix: Write 'translation: FIELD', or leave it out.",
        ),
        (
            "type: number, min: 0",
            "type: result, test: DRUG",
            "STOP  SPEC-MISSING  crf.yaml:24, PUFFS: Field PUFFS has one of 'test' and 'answers'; each needs "
            "the other. Fix: Write 'test: FIELD' and 'answers: {test: CODELIST}'.",
        ),
        (
            "type: number, min: 0",
            "type: result, test: DRUGS, answers: {ICS: NY}",
            "STOP  SPEC-FIELD  crf.yaml:15: Form 'inhaler' has no field 'DRUGS'. Fix: Did you mean 'DRUG'?",
        ),
        (
            "type: number, min: 0",
            "type: result, test: DRUG, answers: {ICS: NYN}",
            "STOP  SPEC-CODELIST  crf.yaml:24, inhaler.PUFFS: There is no codelist 'NYN'. Fix: Did you mean 'NY'?",
        ),
        (
            "type: number, min: 0",
            "type: result, test: DRUG, answers: {Budesonide 2: NY}",
            "STOP  SPEC-TABLE  crf.yaml:24, inhaler.PUFFS: 'answers' names the test 'Budesonide 2', which stands in no "
            "table of the study. Fix: Write the test as the form and the table of tests name it.",
        ),
        (
            "type: number, min: 0",
            "type: numeric, min: 0",
            "STOP  SPEC-TYPE  crf.yaml:24: Field PUFFS has type 'numeric'. Fix: Did you mean 'number'?",
        ),
        (
            "type: number, min: 0",
            "min: 0",
            "STOP  SPEC-MISSING  crf.yaml:24: Field PUFFS has no 'type'. Fix: Add 'type:'.",
        ),
        (
            "type: number, min: 0",
            "type: number, min: nil",
            "STOP  SPEC-CONSTANT  crf.yaml:24, PUFFS: 'min' of field PUFFS is a number and never 'nil'. "
            "Fix: Write a number.",
        ),
        (
            "Date of consent}, type: date, format: [DD/MM/YYYY]",
            "Date of consent}, type: date",
            "STOP  SPEC-MISSING  crf.yaml:11: Date field CONSENT declares no format. Fix: Add 'format: [YYYY-MM-DD]'.",
        ),
        (
            "Date of consent}, type: date, format: [DD/MM/YYYY]",
            "Date of consent}, type: date, format: [dd/mm/yyyy]",
            "STOP  SPEC-FORMAT  crf.yaml:11, CONSENT: Date field CONSENT has the format 'dd/mm/yyyy': "
            "'dd' stands for nothing. "
            "Fix: Build it of YYYY, YY, MM, M, DD, D, MON and MONTH, such as YYYY-MM-DD; "
            "of date and time YYYY-MM-DDTHH:MM.",
        ),
        (
            "{label: {en: Preferred term}, type: text",
            "{label: {en: Preferred term}, type: text, translation: TERM_EN",
            "STOP  SPEC-FIELD  crf.yaml:27: Form 'events' has no field 'TERM_EN'. Fix: Did you mean 'TERM'?",
        ),
        (
            "codelist: NY, page: 9",
            "codelist: NY, unknown: note, page: 9",
            "STOP  SPEC-LEVEL  crf.yaml:40, SERIOUS: 'note' is no level. Fix: Write stop or query.",
        ),
        (
            "{label: {en: Start}, type: date",
            "{label: {en: Start}, time: TERM, type: date",
            "STOP  SPEC-TYPE  crf.yaml:39, BEGAN: 'time' of field BEGAN joins a date and a time, not a date and a "
            "text. Fix: Correct the types.",
        ),
        (
            "codelist: NY, page: 9",
            "page: 9",
            "STOP  SPEC-CODELIST  crf.yaml:40: Coded field events.SERIOUS names no codelist. "
            "Fix: Add 'codelist: NAME'.",
        ),
        (
            "codelist: NY, page: 9",
            "codelist: NY, pages: 9",
            "STOP  SPEC-KEY  crf.yaml:40: 'pages' is not an entry of a field. Fix: Did you mean 'page'?",
        ),
        (
            "{label: {en: Preferred term}",
            "{label: [Preferred term]",
            "STOP  SPEC-TYPE  crf.yaml:37: 'label' must be a mapping (name: value). Fix: Write one name a line.",
        ),
        (
            "forms:\n",
            "forms:\n  extra: text\n",
            "STOP  SPEC-TYPE  crf.yaml:2: Form 'extra' must be a mapping. Fix: Give file, subject, key and fields.",
        ),
        (
            "not_submitted: no study data",
            "page: 9",
            "STOP  SPEC-UNUSED  crf.yaml:41, events.MONITOR: events.MONITOR is used by no dataset. "
            "Fix: Map it, or add 'not_submitted: reason'.",
        ),
        (
            "{label: {en: Event}, type: text, page: 9}",
            "{label: {en: Event}, type: text, page: 9, not_submitted: no}",
            "STOP  SPEC-USE  crf.yaml:36, events.EVENT: events.EVENT is used, and declared not submitted. "
            "Fix: Remove 'not_submitted'.",
        ),
    ],
)
def test_a_fault_of_crf_yaml(other, old, new, line):
    other.replace(CRF, old, new)
    assert other.faults() == [line]


def test_the_time_of_a_date_that_is_used_is_read(other):
    """The form's reason for what is not submitted does not hold for it, and it may have none of its own."""
    other.replace(
        CRF, "type: date, format: [DD/MM/YYYY], page: 9}", "type: date, format: [DD/MM/YYYY], time: AT, page: 9}"
    )
    other.replace(
        CRF,
        "    subject: PATIENT\n    key: [PATIENT, NO]\n",
        "    subject: PATIENT\n    key: [PATIENT, NO]\n    not_submitted: later\n",
    )
    other.replace(CRF, "      SERIOUS: {", "      AT: {label: Time, type: time}\n      SERIOUS: {")
    events = (other.raw / "events.csv").read_text(encoding="utf-8").splitlines()
    times = ["AT", "7:25", "", "18:05"]
    (other.raw / "events.csv").write_text(
        "".join(f"{a},{b}\n" for a, b in zip(events, times, strict=True)), encoding="utf-8"
    )
    assert other.evaluated().column("AE", "AESTDTC").tolist() == ["2021-01-10T07:25", "2021-01", "2021-01-20T18:05"]
    other.replace(CRF, "AT: {label: Time, type: time}", "AT: {label: Time, type: time, not_submitted: later}")
    assert other.faults() == [
        "STOP  SPEC-USE  crf.yaml:41, events.AT: events.AT is used, and declared not submitted. "
        "Fix: Remove 'not_submitted'."
    ]
