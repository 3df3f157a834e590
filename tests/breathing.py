"""A findings dataset for the other study: breathing tests (RE) of a form with two of them and a register of visits."""

from __future__ import annotations

from support import StudyCopy

CRF = """\
  breathing:
    label: {en: Breathing tests}
    file: breathing.csv
    encoding: utf-8
    subject: PATIENT
    key: [PATIENT, VISIT, MEASURED]
    fields:
      PATIENT:  {label: {en: Patient}, type: text, page: 6}
      VISIT:    {label: {en: Visit}, type: text, page: 6}
      MEASURED: {label: {en: Date}, type: date, format: [DD/MM/YYYY], page: 6}
      PEF:      {label: {en: Peak flow (L/min)}, type: result, page: 6}
      FEV1:     {label: {en: Forced expiratory volume (L)}, type: result, page: 6}
"""
RE = """\
dataset: RE
keys: [STUDYID, USUBJID, RETESTCD, REDTC, VISITNUM]
records:
{steps}
tables:
  planned_visits:
    - {VISIT: SCREENING, VISITNUM: 1}
    - {VISIT: WEEK 2, VISITNUM: 2}
    - {VISIT: WEEK 4, VISITNUM: 3}
  flow:
    - {FORM: breathing, FIELD: PEF, RETESTCD: PEF, RETEST: Peak Expiratory Flow, UNIT: L/min}
  volume:
    - {FORM: breathing, FIELD: FEV1, RETESTCD: FEV1, RETEST: Forced Expiratory Volume in 1 Second, UNIT: L}
  breathing_tests:
    - {FIELD: PEF, RETESTCD: PEF, RETEST: Peak Expiratory Flow, UNIT: L/min}
    - {FIELD: FEV1, RETESTCD: FEV1, RETEST: Forced Expiratory Volume in 1 Second, UNIT: L}
variables:
  STUDYID:  {predecessor: DM.STUDYID}
  DOMAIN:   {assigned: RE}
  USUBJID:  {predecessor: DM.USUBJID}
  RESEQ:    {derived: sequence, with: {by: [RETESTCD, REDTC]}}
  RETESTCD: {assigned: breathing_tests.RETESTCD, match: {FIELD: FIELD}, codelist: none}
  RETEST:   {assigned: breathing_tests.RETEST, match: {FIELD: FIELD}, codelist: none}
  REORRES:  {collected: breathing.RESULT}
  REORRESU: {assigned: breathing_tests.UNIT, match: {FIELD: FIELD}, codelist: none}
  RESTRESC: {collected: breathing.RESULT}
  RESTRESN: {derived: numeric_value, with: {value: RESTRESC}}
  RESTRESU: {assigned: breathing_tests.UNIT, match: {FIELD: FIELD}, codelist: none}
  RELOBXFL: {not_available: not needed here}
  VISITNUM: {derived: visit_number, with: {
    visit: [breathing.VISIT], schedule: planned_visits, visits: breathing.VISIT, dates: breathing.MEASURED,
    date: REDTC}}
  VISIT:    {derived: visit_name, with: {visit: [breathing.VISIT], number: VISITNUM, schedule: planned_visits}}
  REDTC:    {collected: breathing.MEASURED}
  REDY:     {derived: study_day, with: {date: REDTC, reference: DM.RFSTDTC}}
"""
BOTH = "  - gather: {from: breathing, tests: flow}\n  - gather: {from: breathing, tests: volume}"


def add_breathing(study: StudyCopy, rows: str, steps: str = BOTH) -> StudyCopy:
    """Add the form with these ``rows`` (PATIENT,VISIT,MEASURED,PEF,FEV1) and the dataset with these record steps."""
    study.append("spec/crf.yaml", CRF)
    (study.spec / "sdtm" / "re.yaml").write_text(RE.replace("{steps}", steps), encoding="utf-8")
    (study.raw / "breathing.csv").write_text("PATIENT,VISIT,MEASURED,PEF,FEV1\n" + rows, encoding="utf-8")
    return study
