"""A finished part of a dataset: its order, and what is checked in it."""

from __future__ import annotations

import numpy as np
import pytest

from onespec.engine.run.finish import finish

AE, DM, EX = "spec/sdtm/ae.yaml", "spec/sdtm/dm.yaml", "spec/sdtm/ex.yaml"


def finished(other, name: str):
    part = other.evaluated()
    entry = finish(part, part.plan.dataset(name))
    return entry, [f.text() for f in entry.ledger.findings]


def test_records_sort_by_subject_and_keys(other):
    entry, findings = finished(other, "AE")
    assert list(entry.sorted(["SUBJECT", "AEDECOD"]).rows()) == [
        ("101", "Dysphonia"),
        ("201", "Asthma"),
        ("201", "Oral candidiasis"),
    ]
    assert findings == []


def test_blanks_sort_first_and_numbers_as_numbers(other):
    other.replace(EX, "keys: [STUDYID, USUBJID, EXTRT, EXSTDTC]", "keys: [STUDYID, USUBJID, EXDOSE]")
    other.append("raw/inhaler.csv", "101,Budesonide,10,01/03/2021,02/03/2021\n101,Budesonide,,05/03/2021,06/03/2021\n")
    entry, _ = finished(other, "EX")
    assert np.array_equal(entry.sorted(["EXDOSE"])["EXDOSE"][:4], [np.nan, 2, 4, 10], equal_nan=True)


@pytest.mark.parametrize(
    ("file", "old", "new", "dataset", "line"),
    [
        (
            EX,
            "EXDOSU:  {assigned: PUFF}",
            "EXDOSU:  {collected: inhaler.LAST}",
            "EX",
            "STOP  VALUE-CODE  inhaler.csv row 1, EXDOSU [subject 101]: The value is no term of codelist UNIT. "
            "The value is '2021-02-01'. "
            "Fix: Correct the value; if it is right and the codelist is extensible, add the term to codelists.yaml.",
        ),
        (
            "raw/events.csv",
            "hoarse voice",
            "x" * 201,
            "AE",
            "STOP  VALUE-LENGTH  events.csv row 1, AETERM [subject 101]: "
            "The text is longer than 200 bytes, the most that a transport file holds. "
            f"The value is '{'x' * 201}'. Fix: Shorten the translation, "
            "or give the SDTM variable 'parts: 2' or more (SDTMIG 3.4, section 4.5.3.2).",
        ),
        (
            "raw/events.csv",
            "hoarse voice",
            "声音嘶哑",
            "AE",
            "STOP  VALUE-ASCII  events.csv row 1, AETERM [subject 101]: The English edition holds plain ASCII only. "
            "The value is '声音嘶哑'. "
            "Fix: Have the text translated, map the answer in codelists.yaml, "
            "or give its field 'replace:' in crf.yaml.",
        ),
        (
            "raw/events.csv",
            "hoarse voice",
            "",
            "AE",
            "STOP  VALUE-REQUIRED  events.csv row 1, AETERM [subject 101]: AETERM is required and blank. "
            "Fix: Correct the source, or what derives it.",
        ),
        (
            AE,
            "keys: [STUDYID, USUBJID, AEDECOD, AESTDTC, AESPID]",
            "keys: [STUDYID, USUBJID]",
            "AE",
            "QUERY KEY-DUPLICATE  events.csv row 3, USUBJID [subject 201]: A second record of AE has the same keys; "
            "both are carried. "
            "The value is 'ASTH-02 / ASTH-02-S2-201'. "
            "Fix: Ask the site which record is right, or complete the keys in the specification.",
        ),
    ],
)
def test_what_is_checked_in_a_dataset(other, file, old, new, dataset, line):
    other.replace(file, old, new)
    entry, findings = finished(other, dataset)
    assert findings[:1] == [line]


def test_a_text_of_200_bytes_is_held(other):
    other.replace("raw/events.csv", "hoarse voice", "x" * 200)
    assert finished(other, "AE")[1] == []


def test_what_is_not_available_may_be_blank_though_required(other):
    other.replace(DM, "COUNTRY:  {assigned: SWE}", "COUNTRY:  {not_available: not collected}")
    assert finished(other, "DM")[1] == []


def test_one_finding_a_record(other):
    for term in ("hoarse voice", "oral thrush"):
        other.replace("raw/events.csv", term, "")
    assert [line.split()[3:6] for line in finished(other, "AE")[1]] == [
        ["row", "1,", "AETERM"],
        ["row", "2,", "AETERM"],
    ]
