"""ADaM datasets of occurrences (OCCDS 1.1): class OCCDS, and ADAE for adverse events; dates as SAS numbers."""

from __future__ import annotations

import pytest
from lxml import etree

from onespec import open as open_study
from onespec.engine.days import iso_date
from onespec.engine.xpt.reader import read_xpt

ADAE = """dataset: ADAE
label: Adverse Events Analysis Dataset
class: ADAE
structure: One record per subject and adverse event
keys: [STUDYID, USUBJID, ASTDT, AESEQ]
records:
  - read: {from: AE}
variables:
  STUDYID: {predecessor: AE.STUDYID}
  USUBJID: {predecessor: AE.USUBJID}
  AESEQ:   {predecessor: AE.AESEQ}
  AETERM:  {predecessor: AE.AETERM}
  AEDECOD: {predecessor: AE.AEDECOD, dictionary: MEDDRA}
  AESTDTC: {predecessor: AE.AESTDTC}
  ASTDT:   {derived: impute_date_first_day, with: {date: AESTDTC}}
  ASTDTM:  {derived: product_of, with: {values: [ASTDT, 86400]}}
  ASTTM:   {assigned: 30600}
  ASTDTF:  {derived: date_imputation_flag, with: {date: AESTDTC}, codelist: none}
  AENDT:   {not_available: not collected}
  AENDY:   {not_available: not collected}
  ASTDY:   {derived: analysis_day, with: {date: ASTDT, reference: ADSL.TRTSDT}}
  AESER:   {predecessor: AE.AESER}
  AEREL:   {predecessor: AE.AEREL}
  TRTEMFL: {codelist: none, derived: value_when_present, with: {value: Y, present: AESTDTC}}
  TRTA:    {label: Actual Treatment, predecessor: ADSL.TRT01A}
"""


@pytest.fixture
def adae(other):
    other.append("spec/adam/adae.yaml", ADAE)
    assert other.faults() == []
    return other


LABELS = {
    "AETERM": "Reported Term for the Adverse Event",
    "AESTDTC": "Start Date/Time of Adverse Event",  # copied: as SDTM has it
    "ASTDT": "Analysis Start Date",
    "ASTDTF": "Analysis Start Date Imputation Flag",
    "TRTEMFL": "Treatment Emergent Analysis Flag",
}
FORMATS = {"ASTDT": "DATE9.", "ASTDTM": "DATETIME20.", "ASTTM": "TIME8.", "ASTDY": "", "AESTDTC": ""}


def test_the_file(adae):
    assert adae.build() == 0
    header, rows = read_xpt(adae.out / "adam/adae.xpt")
    found = {v.name: v for v in header.variables}
    assert {n: found[n].label for n in LABELS} == LABELS
    assert {n: found[n].format for n in FORMATS} == FORMATS
    assert [found[n].type for n in ("ASTDT", "ASTTM", "ASTDTM", "AESTDTC")] == ["Num", "Num", "Num", "Char"]
    assert [iso_date(day) for day in rows.ASTDT] == ["2021-01-10", "2021-01-01", "2021-01-20"]
    assert rows.ASTDTF.tolist() == ["", "D", ""]
    assert rows.AESEQ.tolist() == [1, 2, 1]  # sorted by the keys: the start before the number


def test_the_define(adae):
    assert adae.build() == 0
    define = etree.parse(adae.out / "adam/define.xml")
    group = next(g for g in define.iter("{*}ItemGroupDef") if g.get("Name") == "ADAE")
    assert [(e.tag.rpartition("}")[2], e.get("Name")) for e in group.iter("{*}Class", "{*}SubClass")] == [
        ("Class", "OCCURRENCE DATA STRUCTURE"),
        ("SubClass", "ADVERSE EVENT"),
    ]
    keys = {i.get("KeySequence"): i.get("ItemOID") for i in group.iter("{*}ItemRef") if i.get("KeySequence")}
    assert [keys[k].rpartition(".")[2] for k in "1234"] == ["STUDYID", "USUBJID", "ASTDT", "AESEQ"]
    item = next(i for i in define.iter("{*}ItemDef") if i.get("OID") == "IT.ADAE.ASTDT")
    assert dict(item.attrib) == {
        "OID": "IT.ADAE.ASTDT",
        "Name": "ASTDT",
        "SASFieldName": "ASTDT",
        "DataType": "integer",
        "Length": "5",
        "{http://www.cdisc.org/ns/def/v2.1}DisplayFormat": "DATE9.",
    }


def test_what_adae_requires_and_occds_does_not(adae):
    adae.replace("spec/adam/adae.yaml", "  AENDT:   {not_available: not collected}\n", "")
    assert adae.faults() == [
        "STOP  SPEC-CORE  adam/adae.yaml:1, AENDT: ADAE lacks AENDT (Analysis End Date), which the standard says is "
        "required. Fix: Add 'AENDT:' with its origin, or '{not_available: reason}'."
    ]
    adae.replace("spec/adam/adae.yaml", "class: ADAE", "class: OCCDS")
    assert adae.faults() == []
    assert adae.build() == 0
    define = etree.parse(adae.out / "adam/define.xml")
    group = next(g for g in define.iter("{*}ItemGroupDef") if g.get("Name") == "ADAE")
    assert [e.get("Name") for e in group.iter("{*}Class", "{*}SubClass")] == ["OCCURRENCE DATA STRUCTURE"]


def test_an_explanation_shows_dates_and_times_as_iso_8601(adae):
    study = open_study(adae.spec, adae.raw, adae.out)
    told = study.explain("ADAE", {"AETERM": "hoarse voice"}, ["ASTDT", "ASTDTM", "ASTTM"]).text()
    for said in ("ASTDT = 2021-01-10", "ASTDTM = 2021-01-10T00:00:00", "ASTTM = 08:30:00"):
        assert said in told
