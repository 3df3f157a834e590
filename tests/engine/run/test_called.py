"""Cells that the study calls otherwise than the export: built, accounted and told in define.xml."""

from __future__ import annotations

import csv

from support import values_of

CRF, DOSES, EVENTS = "spec/crf.yaml", "raw/inhaler.csv", "raw/events.csv"


def test_cells_as_the_study_calls_them(other):
    for patient in ("\n101,", "\n201,1,", "\n201,2,"):
        other.replace(EVENTS, patient, f"\nCN-{patient.strip()}")
    other.replace(DOSES, "Placebo,2,06/01/2021,UN/02/2021", 'Placebo,"1.002,5",06/01/2021,n.d.')
    other.replace(
        CRF,
        "PATIENT: {label: {en: Patient}, type: text, page: 9}",
        'PATIENT: {label: {en: Patient}, type: text, page: 9, part: {separator: "-", number: 2}}',
    )
    other.replace(CRF, "label: {en: Event}, type: text", "label: {en: Event}, type: text, case: upper")
    other.replace(CRF, "{en: Dose}, type: number", '{en: Dose}, type: number, decimal: ",", grouping: "."')
    other.replace(CRF, "label: {en: Last use}", "label: {en: Last use}, missing: [n.d.]")
    other.replace(EVENTS, "10/01/2021,no", "UK/01/21,no")
    other.replace(
        CRF,
        "type: date, format: [DD/MM/YYYY], page: 9",
        "type: date, format: [DD/MM/YYYY, DD/MM/YY], century: 1950, unknown_parts: [UK], page: 9",
    )
    assert other.build() == 0
    events, doses = values_of(other.out / "sdtm/ae.xpt"), values_of(other.out / "sdtm/ex.xpt")
    assert events.count("-101,") == 1 and "HOARSE VOICE" in events and "hoarse voice" not in events
    assert "1002.5" in doses and "n.d." not in doses
    with (other.out / "reports" / "accounting.csv").open(encoding="utf-8-sig", newline="") as file:
        last = [line for line in csv.DictReader(file) if line["field"] == "LAST"]
    assert [(line["filled"], line["carried"], line["used"], line["balance"]) for line in last] == [("4", "3", "1", "0")]
    told = (other.out / "reports" / "accounting.json").read_text(encoding="utf-8")
    assert told.count('"marker of a missing value": 1') == 1
    define = (other.out / "sdtm" / "define.xml").read_text(encoding="utf-8")
    assert define.count("Of the raw EVENT: the text is put in upper case.") == 1
    assert define.count("Of the raw LAST: n.d. is read as missing.") == 1
    assert "a year of two digits is one of 1950 to 2049; UK in place of a part of the date is read as unknown" in define
    assert "2021-01-20" in events and events.count(",2021-01,") == 2
    assert "is the decimal mark and" in define
