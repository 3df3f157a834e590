"""Vital signs of another study, from the export to define.xml: other units, units not collected, tests not done."""

from __future__ import annotations

import pytest
from support import StudyCopy, values_of

from onespec.cli.main import main

FORM = """
  vitals:
    label: {en: Vital Signs}
    file: vitals.csv
    encoding: utf-8
    subject: PATIENT
    key: [PATIENT, MEASURED]
    page: 7
    fields:
      PATIENT:  {label: {en: Patient}, type: text}
      MEASURED: {label: {en: Date}, type: date, format: [DD/MM/YYYY]}
      TEMP:     {label: {en: Temperature}, type: result}
      UNIT:     {label: {en: Unit of temperature}, type: code, codelist: VSRESU}
      TEMPYN:   {label: {en: Temperature measured}, type: code, codelist: NY}
      WHY:      {label: {en: Reason not measured}, type: text}
      PULSE:    {label: {en: Pulse}, type: result}
      PULSEYN:  {label: {en: Pulse measured}, type: code, codelist: NY, page: 8}
"""
ROWS = """PATIENT,MEASURED,TEMP,UNIT,TEMPYN,WHY,PULSE,PULSEYN
101,05/01/2021,98.6,F,yes,,,
101,06/01/2021,97.7,,yes,,,no
102,05/01/2021,36.95,,yes,,64,
102,06/01/2021,60,,yes,,64,yes
201,05/01/2021,,,no,thermometer broken,70,no
"""
VS = """
dataset: VS
keys: [STUDYID, USUBJID, VSTESTCD, VSDTC]
records:
  - gather: {from: vitals, tests: vs_tests}
  - gather_not_done:
      {from: vitals, tests: vs_tests, status: DONE, not_done: "N", why: WHY, set: {VSORRESU: "", VSSTRESU: ""}}
variables:
  STUDYID:  {predecessor: DM.STUDYID}
  DOMAIN:   {assigned: VS}
  USUBJID:  {predecessor: DM.USUBJID}
  VSSEQ:    {derived: sequence, with: {by: [VSTESTCD, VSDTC]}}
  VSTESTCD: {assigned: vs_tests.VSTESTCD}
  VSTEST:   {assigned: vs_tests.VSTEST}
  VSORRES:  {collected: vitals.RESULT}
  VSORRESU: {derived: unit_by_size, with: {value: VSORRES, test: VSTESTCD, units: vs_sizes, collected: vitals.UNIT}}
  VSSTRESC:
    derived: standard_text
    with: {value: VSORRES, from: VSORRESU, to: VSSTRESU, test: VSTESTCD, factors: vs_units}
  VSSTRESN: {derived: numeric_value, with: {value: VSSTRESC}}
  VSSTRESU: {assigned: vs_tests.UNIT}
  VSSTAT:   {collected: vitals.STATUS}
  VSREASND: {collected: vitals.REASON}
  VSLOBXFL: {not_available: not flagged}
  VISITNUM: {not_available: no visits}
  VSDTC:    {collected: vitals.MEASURED}
tables:
  vs_tests:
    - {FORM: vitals, FIELD: TEMP,  VSTESTCD: TEMP,  VSTEST: Temperature, UNIT: C, DONE: TEMPYN, WHY: WHY}
    - {FORM: vitals, FIELD: PULSE, VSTESTCD: PULSE, VSTEST: Pulse Rate, UNIT: beats/min, DONE: PULSEYN, WHY: ""}
  vs_sizes:
    - {VSTESTCD: TEMP, UNIT: C, FROM: "30", TO: "45"}
    - {VSTESTCD: TEMP, UNIT: F, FROM: "86", TO: "113"}
    - {VSTESTCD: PULSE, UNIT: beats/min, FROM: "", TO: ""}
  vs_units:
    - {VSTESTCD: TEMP, FROM: F, TO: C, FACTOR: 5/9, OFFSET: -160/9, DECIMALS: "1"}
codelists:
  VSTESTCD: {nci: C66741, terms: [TEMP, PULSE]}
  VSTEST: {nci: C67153, terms: [Temperature, Pulse Rate]}
  VSRESU: {nci: C66770, terms: [C, F, beats/min]}
  ND: {nci: C66789, terms: [NOT DONE]}
"""


@pytest.fixture
def study(other) -> StudyCopy:
    other.append("spec/crf.yaml", FORM)
    other.append("spec/sdtm/vs.yaml", VS)
    other.append("raw/vitals.csv", ROWS)
    return other


@pytest.fixture
def built(study) -> StudyCopy:
    assert study.build() == 0
    return study


def test_its_records(built):
    header, *rows = values_of(built.out / "sdtm" / "vs.xpt").splitlines()
    assert header.split(",")[6:13] == ["VSORRES", "VSORRESU", "VSSTRESC", "VSSTRESN", "VSSTRESU", "VSSTAT", "VSREASND"]
    assert [row.removeprefix("ASTH-02,VS,ASTH-02-") for row in rows] == [
        "S1-101,1,PULSE,Pulse Rate,,,,,,NOT DONE,,,,2021-01-06",
        "S1-101,2,TEMP,Temperature,98.6,F,37,37,C,,,,,2021-01-05",
        "S1-101,3,TEMP,Temperature,97.7,F,36.5,36.5,C,,,,,2021-01-06",
        "S1-102,1,PULSE,Pulse Rate,64,beats/min,64,64,beats/min,,,,,2021-01-05",
        "S1-102,2,PULSE,Pulse Rate,64,beats/min,64,64,beats/min,,,,,2021-01-06",
        "S1-102,3,TEMP,Temperature,36.95,C,36.95,36.95,C,,,,,2021-01-05",
        "S1-102,4,TEMP,Temperature,60,,,,C,,,,,2021-01-06",
        "S2-201,1,PULSE,Pulse Rate,70,beats/min,70,70,beats/min,,,,,2021-01-05",
        "S2-201,2,TEMP,Temperature,,,,,,NOT DONE,thermometer broken,,,2021-01-05",
    ]


def test_what_is_asked(built):
    assert [(q.rule, q.row, q.column, q.value) for q in built.queries if q.dataset == "VS"] == [
        ("UNIT-SIZE", 4, "VSORRESU", "60"),
        ("UNIT-FACTOR", 4, "VSSTRESC", "60 "),
        ("RESULT-NOT-DONE", 5, "PULSEYN", "N"),
    ]


def test_every_cell_of_the_form_is_accounted_for(built):
    accounting = (built.out / "reports" / "accounting.csv").read_text(encoding="utf-8-sig").splitlines()
    header = accounting[0].split(",")
    rows = [dict(zip(header, line.split(","), strict=False)) for line in accounting if line.startswith("vitals,")]
    assert {r["field"]: (r["filled"], r["carried"], r["used"], r["refused"]) for r in rows} == {
        "PATIENT": ("5", "0", "5", "0"),
        "MEASURED": ("5", "5", "0", "0"),
        "TEMP": ("4", "4", "0", "0"),
        "UNIT": ("1", "0", "1", "0"),
        "TEMPYN": ("5", "1", "4", "0"),
        "WHY": ("1", "1", "0", "0"),
        "PULSE": ("3", "3", "0", "0"),
        "PULSEYN": ("3", "1", "2", "0"),
    }


def test_define_tells_the_conversion_the_bands_and_the_tests_not_done(built):
    define = (built.out / "sdtm" / "define.xml").read_text(encoding="utf-8")
    for text in (
        "the offset stated there (if any) is added, and the sum is rounded half up",
        "VSTESTCD between whose FROM and TO (both included, a blank is an open end) the number in VSORRES lies.",
        'One record, with a blank result, for each row of the CRF form "Vital Signs" and each of its items that is '
        'blank and of which CRF field "Temperature measured" (page 7) and CRF field "Pulse measured" (page 8) says N. '
        'CRF field "Reason not measured" (page 7) says why not.',
    ):
        assert text in define


def test_explain_tells_the_cell_behind_not_done(built, capsys):
    places = "--study", str(built.spec), "--raw", str(built.raw), "--out", str(built.out)
    asked = ["explain", "VS", "--where", "VSSTAT=NOT DONE", "--variable", "VSSTAT,VSREASND", "--most", "2", *places]
    assert main(asked) == 0
    told = capsys.readouterr().out.split("Record of VS: ")[1:]
    assert [each.partition("VSSTAT = ")[2].rstrip().splitlines() for each in told] == [
        [
            "NOT DONE",
            '  Collected: vitals.csv, row 2, column PULSEYN: "no", an answer of codelist NY.',
            "VSREASND = blank",
            "  Blank: nothing of vitals.REASON belongs to this record.",
        ],
        [
            "NOT DONE",
            '  Collected: vitals.csv, row 5, column TEMPYN: "no", an answer of codelist NY.',
            "VSREASND = thermometer broken",
            '  Collected: vitals.csv, row 5, column WHY: "thermometer broken".',
        ],
    ]


STEP = "sdtm/vs.yaml:6: "


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "DONE: PULSEYN",
            "DONE: PULSYN",
            f"SPEC-FIELD  {STEP}There is no field 'PULSYN' in form vitals (table vs_tests, row 3, column DONE). "
            "Fix: Did you mean 'PULSEYN'?",
        ),
        (
            'not_done: "N"',
            "not_done: No",
            f"SPEC-CONSTANT  {STEP}'No' is no term of codelist NY, which vitals.PULSEYN has "
            "(table vs_tests, row 3, column DONE). Fix: Did you mean 'N'?",
        ),
        (
            "status: DONE",
            "status: DON",
            f"SPEC-TABLE  {STEP}There is no column 'DON' in table vs_tests. Fix: Did you mean 'DONE'?",
        ),
        (
            ", why: WHY",
            "",
            "SPEC-FIELD  sdtm/vs.yaml:23, VSREASND: There is no field 'REASON' in form vitals. "
            "Fix: Known: MEASURED, PATIENT, PULSE, PULSEYN, TEMP, TEMPYN, UNIT, WHY.",
        ),
        (
            "  VSREASND: {collected: vitals.REASON}\n",
            "",
            f"SPEC-UNUSED  {STEP}gather_not_done reads REASON of vitals, and no variable of VS takes it. "
            "Fix: Give it to a variable: {collected: vitals.REASON}.",
        ),
    ],
)
def test_mistakes_are_told_at_check(study, old, new, fault):
    study.replace("spec/sdtm/vs.yaml", old, new)
    assert f"STOP  {fault}" in study.faults()
