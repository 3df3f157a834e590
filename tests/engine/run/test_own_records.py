"""Methods that look at all records of their own dataset, of the phases that ``where`` can meet."""

from __future__ import annotations

import pytest

from onespec.engine.days import iso_date
from onespec.engine.xpt.reader import read_xpt

ADEV = """dataset: ADEV
label: First Events
class: BDS
structure: One record per subject, parameter and event
keys: [STUDYID, USUBJID, PARAMCD, ADT, SRCSEQ]
records:
  - read: {from: AE, set: {PARAMCD: EVENT, PARAM: Event}}
  - read: {from: ADEV, where: {PARAMCD: EVENT, ADT: {EQ: ADEV.first}}, set: {PARAMCD: FIRST, PARAM: First Event}}
variables:
  STUDYID: {predecessor: [AE.STUDYID, ADEV.STUDYID]}
  USUBJID: {predecessor: [AE.USUBJID, ADEV.USUBJID]}
  PARAMCD: {codelist: none}
  PARAM:   {codelist: none}
  AVALC:   {predecessor: AE.AETERM}
  SRCSEQ:  {predecessor: AE.AESEQ}
  ADT:     {derived: impute_date_first_day, with: {date: AE.AESTDTC}}
  FIRSTDT: {label: Date of First Event, type: sasdate, derived: latest_date, with: {dates: [first]}}
helpers:
  first: {derived: first_date, with: {date: ADEV.ADT, where: {PARAMCD: EVENT}}, type: sasdate}
"""


@pytest.fixture
def study(other):
    other.append("spec/adam/adev.yaml", ADEV)
    return other


def test_records_are_made_of_a_summary_of_earlier_ones(study):
    study.replace(
        "spec/adam/adev.yaml",
        "  STUDYID: {predecessor: [AE.STUDYID, ADEV.STUDYID]}\n  USUBJID: {predecessor: [AE.USUBJID, ADEV.USUBJID]}\n",
        "  STUDYID: {predecessor: ADSL.STUDYID}\n  USUBJID: {predecessor: ADSL.USUBJID}\n",
    )
    assert study.faults() == []
    assert study.build() == 0
    rows = read_xpt(study.out / "adam/adev.xpt")[1]
    found = rows[["USUBJID", "PARAMCD", "FIRSTDT"]].assign(FIRSTDT=rows.FIRSTDT.map(iso_date))
    assert found.to_csv(index=False, header=False, lineterminator="\n") == (
        "ASTH-02-S1-101,EVENT,2021-01-10\n"
        "ASTH-02-S1-101,FIRST,2021-01-10\n"
        "ASTH-02-S2-201,EVENT,2021-01-01\n"
        "ASTH-02-S2-201,EVENT,2021-01-01\n"
        "ASTH-02-S2-201,FIRST,2021-01-01\n"
    )


def test_without_the_condition_it_is_a_circle(study):
    study.replace("spec/adam/adev.yaml", "{date: ADEV.ADT, where: {PARAMCD: EVENT}}", "{date: ADEV.ADT}")
    assert any("SPEC-CIRCLE" in fault for fault in study.faults())
