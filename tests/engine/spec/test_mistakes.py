"""Mistakes of a beginner, one at a time: `check` names each, with its place and its fix."""

from __future__ import annotations

import pytest

from onespec.cli.main import main

# File, what stands there, the mistake, and what is said of it.
MISTAKES = [
    (
        "sdtm/ae.yaml",
        "AETERM:  {collected: events.EVENT}",
        "AETERM:  {collected: events.EVNT}",
        "sdtm/ae.yaml:11, AETERM: There is no field 'EVNT' in form events. Fix: Did you mean 'EVENT'?",
    ),
    ("sdtm/ae.yaml", "events.EVENT", "event.EVENT", "There is no form 'event'. Fix: Did you mean 'events'?"),
    (
        "sdtm/ae.yaml",
        "AETERM:",
        "AETRM:",
        "AE.AETRM is not in the standard and lacks a label or type. Fix: Did you mean 'AETERM'?",
    ),
    (
        "sdtm/ae.yaml",
        "collected: events.EVENT",
        "colected: events.EVENT",
        "'colected' is not an entry of variable AETERM. Fix: Did you mean 'collected'?",
    ),
    (
        "sdtm/ae.yaml",
        "events.EVENT}",
        "events.EVENT",
        "sdtm/ae.yaml:12: This is not YAML: did not find expected ',' or '}'. Fix: Look at indentation, brackets",
    ),
    (
        "sdtm/ae.yaml",
        "  AETERM:  {collected: events.EVENT}\n",
        "",
        "which the standard says is required. Fix: Add 'AETERM:' with its origin",
    ),
    (
        "sdtm/ae.yaml",
        "derived: study_day",
        "derived: studyday",
        "There is no method 'studyday'. Fix: Did you mean 'study_day'?",
    ),
    (
        "sdtm/ae.yaml",
        "reference: DM.RFSTDTC",
        "ref: DM.RFSTDTC",
        "study_day has no parameter 'ref'. Fix: Did you mean 'reference'?",
    ),
    ("sdtm/ae.yaml", "DM.RFSTDTC", "DM.RFSTDT", "There is no variable 'RFSTDT' in DM. Fix: Did you mean 'RFSTDTC'?"),
    ("sdtm/ae.yaml", "dataset: AE", "dataset: XX", "There is no SDTMIG dataset 'XX'. Fix: Did you mean 'EX'?"),
    (
        "sdtm/ae.yaml",
        "- read: {from: events}",
        "- reed: {from: events}",
        "There is no record operation 'reed'. Fix: Did you mean 'read'?",
    ),
    (
        "sdtm/ae.yaml",
        "{from: events}",
        "{from: evnts}",
        "There is no form or dataset 'evnts'. Fix: Did you mean 'events'?",
    ),
    ("sdtm/ae.yaml", "AESPID]\n", "AESPIDD]\n", "There is no variable 'AESPIDD' in AE. Fix: Did you mean 'AESPID'?"),
    ("sdtm/ae.yaml", "records:", "record:", "'record' is not an entry of a dataset. Fix: Did you mean 'records'?"),
    (
        "sdtm/ae.yaml",
        "AESTDTC: {collected: events.BEGAN}",
        "AESTDTC: {collected: events.NO}",
        "events.BEGAN is used by no dataset. Fix: Map it, or add 'not_submitted: reason'.",
    ),
    (
        "sdtm/dm.yaml",
        "{assigned: YEARS}",
        "{assigned: YEAR}",
        "'YEAR' is no term of codelist AGEU, which DM.AGEU has. Fix: Did you mean 'YEARS'?",
    ),
    (
        "sdtm/dm.yaml",
        "enrol.GENDER",
        "enrol.CENTRE",
        "enrol.GENDER is used by no dataset. Fix: Map it, or add 'not_submitted: reason'.",
    ),
    ("crf.yaml", "codelist: SEX", "codelist: SEXX", "There is no codelist 'SEXX'. Fix: Did you mean 'SEX'?"),
    ("crf.yaml", "type: date", "type: dates", "Field CONSENT has type 'dates'. Fix: Did you mean 'date'?"),
    (
        "crf.yaml",
        "DD/MM/YYYY",
        "dd/mm/yyyy",
        "'dd' stands for nothing. Fix: Build it of YYYY, YY, MM, M, DD, D, MON and MONTH",
    ),
    ("crf.yaml", "key: [PATIENT]", "key: [PATENT]", "Form 'enrol' has no field 'PATENT'. Fix: Did you mean 'PATIENT'?"),
    (
        "crf.yaml",
        "subject: PATIENT",
        "subject: PATIENTS",
        "Form 'enrol' has no field 'PATIENTS'. Fix: Did you mean 'PATIENT'?",
    ),
    (
        "crf.yaml",
        "encoding: utf-8",
        "encoding: utf8x",
        "Form 'enrol' declares encoding 'utf8x'. Fix: Known: utf-8, utf-8-sig",
    ),
    ("crf.yaml", "    file: enrol.csv\n", "", "Form 'enrol' has no 'file'. Fix: Add 'file:'."),
    ("codelists.yaml", "C66731", "C6673", "has no codelist C6673. Fix: Is it C66731 'Sex'?"),
    (
        "codelists.yaml",
        "M: male",
        "MALE: male",
        "'MALE' is no term of SEX (C66731), which is not extensible. Fix: Known: F, INTERSEX, M, U.",
    ),
    (
        "codelists.yaml",
        "M: male, F: female",
        "M: male, F: male",
        "In codelist SEX the answer 'male' means both M and F. Fix: Remove one.",
    ),
    (
        "study.yaml",
        "subjects: enrol",
        "subjects: enroll",
        "The register of subjects 'enroll' is not a form of crf.yaml. Fix: Did you mean 'enrol'?",
    ),
    (
        "study.yaml",
        "ct: 2025-03-28",
        "ct: 28-03-2025",
        "the terminology sdtm 28-03-2025 does not ship. Fix: Declare a date that ships",
    ),
    (
        "study.yaml",
        "2021-03-01T00:00:00",
        "01.03.2021",
        "'created' is not a date and time: '01.03.2021'. Fix: Write YYYY-MM-DDThh:mm:ss.",
    ),
    (
        "study.yaml",
        "sponsor_study: ",
        "sponsor_studdy: ",
        "study.yaml has no value 'sponsor_study'. Fix: Did you mean 'sponsor_studdy'?",
    ),
    (
        "adam/adsl.yaml",
        "dataset: ADSL",
        "dataset: ADSL\n\tclass: X",
        "adam/adsl.yaml:2: This is not YAML: found a tab character that violates indentation. Fix: Look at indentation",
    ),
]


@pytest.mark.parametrize(("file", "right", "wrong", "said"), MISTAKES, ids=lambda text: text.strip()[:24])
def test_a_mistake_is_named_with_its_fix(file, right, wrong, said, other, capsys):
    path = other.folder / "spec" / file
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    assert main(["check", "--study", str(other.folder / "spec")]) == 1
    lines = [line for line in capsys.readouterr().err.splitlines() if said in line]
    assert lines and all(line.startswith("STOP ") for line in lines)
