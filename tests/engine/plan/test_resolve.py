"""References, parameters and constants: what is wrong, word for word."""

from __future__ import annotations

import pytest

AE, ADSL, DM, EX = "spec/sdtm/ae.yaml", "spec/adam/adsl.yaml", "spec/sdtm/dm.yaml", "spec/sdtm/ex.yaml"
TERM = "  AETERM:  {collected: events.EVENT}"
DAY = "{derived: study_day, with: {date: AESTDTC, reference: DM.RFSTDTC}}"
FIRST = "RFSTDTC:  {derived: earliest, with: {date: EX.EXSTDTC}}"
UNUSED = (
    "STOP  SPEC-UNUSED  crf.yaml:36, events.EVENT: events.EVENT is used by no dataset. "
    "Fix: Map it, or add 'not_submitted: reason'."
)
SEVERAL = (
    "has several rows a subject and no record step of AE reads it. "
    "Fix: Use a method that takes all rows (earliest, latest, first_value ...), or read it in a record step."
)


@pytest.mark.parametrize(
    ("file", "old", "new", "lines"),
    [
        (
            AE,
            TERM,
            "  AETERM:  {collected: events.EVNT}",
            [
                UNUSED,
                "STOP  SPEC-FIELD  sdtm/ae.yaml:11, AETERM: There is no field 'EVNT' in form events. "
                "Fix: Did you mean 'EVENT'?",
            ],
        ),
        (
            AE,
            TERM,
            "  AETERM:  {collected: event.EVENT}",
            [
                UNUSED,
                (
                    "STOP  SPEC-REFERENCE  sdtm/ae.yaml:11, AETERM: 'collected' names event.EVENT. "
                    "There is no form 'event'. Fix: Did you mean 'events'?"
                ),
            ],
        ),
        (
            AE,
            TERM,
            "  AETERM:  {collected: DM.SEX}",
            [
                UNUSED,
                (
                    "STOP  SPEC-REFERENCE  sdtm/ae.yaml:11, AETERM: 'collected' names DM.SEX. There is no form 'DM'. "
                    "Fix: Known: enrol, events, inhaler, peak_flow."
                ),
            ],
        ),
        (
            AE,
            TERM,
            "  AETERM:  {collected: [events.EVENT, enrol.CENTRE]}",
            [
                "STOP  SPEC-REFERENCE  sdtm/ae.yaml:11, AETERM: "
                "In a list each reference is to a source that AE reads; "
                "enrol.CENTRE is not, and would reach no record. "
                "Fix: Name fields of the sources in 'records:', or a single reference."
            ],
        ),
        (
            AE,
            TERM,
            "  AETERM:  {collected: ''}",
            [
                UNUSED,
                "STOP  SPEC-REFERENCE  sdtm/ae.yaml:11, AETERM: 'collected' names nothing. "
                "Fix: Name where the value comes from.",
            ],
        ),
        (
            AE,
            TERM,
            "  AETERM:  {predecessor: AE.AESPID}",
            [
                UNUSED,
                "STOP  SPEC-REFERENCE  sdtm/ae.yaml:11, AETERM: AETERM cannot be copied from its own dataset. "
                "Fix: Name another dataset.",
            ],
        ),
        (
            AE,
            TERM,
            "  AETERM:  {predecessor: EX.EXTRT}",
            [UNUSED, f"STOP  SPEC-JOIN  sdtm/ae.yaml:11, AETERM: EX.EXTRT {SEVERAL}"],
        ),
        (
            AE,
            TERM,
            "  AETERM:  {assigned: the_arms.ARM}",
            [
                UNUSED,
                "STOP  SPEC-TABLE  sdtm/ae.yaml:11, AETERM: There is no table 'the_arms'. Fix: Did you mean 'arms'?",
            ],
        ),
        (
            AE,
            TERM,
            "  AETERM:  {assigned: arm.ARM}",
            [UNUSED, "STOP  SPEC-TABLE  sdtm/ae.yaml:11, AETERM: There is no table 'arm'. Fix: Did you mean 'arms'?"],
        ),
        (
            AE,
            TERM,
            "  AETERM:  {protocol: arm.ARM}",
            [UNUSED, "STOP  SPEC-TABLE  sdtm/ae.yaml:11, AETERM: There is no table 'arm'. Fix: Did you mean 'arms'?"],
        ),
        (
            AE,
            TERM,
            "  AETERM:  {assigned: arms.ARM}",
            [
                UNUSED,
                "STOP  SPEC-TABLE  sdtm/ae.yaml:11, AETERM: No record step of AE links its rows to table arms. "
                "Fix: Add 'match: {COLUMN: reference}'.",
            ],
        ),
        (
            AE,
            TERM,
            "  AETERM:  {assigned: arms.NAME, match: {CODE: DM.ARMCD}}",
            [
                UNUSED,
                "STOP  SPEC-TABLE  sdtm/ae.yaml:11, AETERM: There is no column 'CODE' in table arms. "
                "Fix: Known: ARM, ARMCD.",
                "STOP  SPEC-TABLE  sdtm/ae.yaml:11, AETERM: There is no column 'NAME' in table arms. "
                "Fix: Known: ARM, ARMCD.",
            ],
        ),
        (
            AE,
            TERM,
            "  AETERM:  {assigned: arms.ARM, match: {ARM..TO: DM.AGE}}",
            [
                UNUSED,
                "STOP  SPEC-TABLE  sdtm/ae.yaml:11, AETERM: There is no column 'TO' in table arms. "
                "Fix: Known: ARM, ARMCD.",
            ],
        ),
        (
            AE,
            TERM,
            "  AETERM:  {assigned: arms.ARM, match: {ARM..ARMCD: DM.AGE}}",
            [
                UNUSED,
                "STOP  SPEC-TABLE  sdtm/ae.yaml:11, AETERM: ARM..ARMCD of table arms holds 'ICS' beside other kinds of "
                "values. Fix: Write numbers, or dates (YYYY-MM-DD).",
            ],
        ),
        (
            "spec/tables/arms.csv",
            "PBO,Placebo",
            "PBO,Placebo\nICS,Inhaled steroid",
            [
                f"STOP  SPEC-TABLE  sdtm/dm.yaml:{line}, {variable}: Rows 1 and 3 of table arms match alike "
                "(ARMCD=ICS) and have 'Inhaled corticosteroid' and 'Inhaled steroid' in ARM. Fix: Name a column "
                "that tells them apart under 'match:' (FROM..TO: a date or age between two columns), close the range "
                "of one of them, or remove it."
                for line, variable in ((25, "ARM"), (27, "ACTARM"))
            ],
        ),
        (
            DM,
            "AGEU:     {assigned: YEARS}",
            "AGEU:     {assigned: YEAR}",
            [
                "STOP  SPEC-CONSTANT  sdtm/dm.yaml:21, AGEU: 'YEAR' is no term of codelist AGEU, which DM.AGEU has. "
                "Fix: Did you mean 'YEARS'?"
            ],
        ),
        (
            DM,
            "AGE:      {derived: age_at, with: {birth: BRTHDTC, date: RFICDTC}}",
            "AGE:      {assigned: old}",
            ["STOP  SPEC-CONSTANT  sdtm/dm.yaml:20, AGE: DM.AGE is a number and never 'old'. Fix: Write a number."],
        ),
        (
            DM,
            "derived: age_at",
            "derived: age_on",
            ["STOP  SPEC-METHOD  sdtm/dm.yaml:20, AGE: There is no method 'age_on'. Fix: Did you mean 'age_at'?"],
        ),
        (
            DM,
            "derived: age_at",
            "derived: bmi",
            [
                "STOP  SPEC-METHOD  sdtm/dm.yaml:20, AGE: There is no method 'bmi'. "
                "Fix: onespec list methods lists them."
            ],
        ),
        (
            AE,
            DAY,
            DAY.replace("date:", "data:"),
            [
                "STOP  SPEC-PARAMETER  sdtm/ae.yaml:16, AESTDY: study_day has no parameter 'data'. "
                "Fix: Did you mean 'date'?",
                "STOP  SPEC-PARAMETER  sdtm/ae.yaml:16, AESTDY: study_day needs the parameter 'date'. "
                "Fix: Add 'date:'.",
            ],
        ),
        (
            AE,
            DAY,
            DAY.replace("AESTDTC", "{a: b}"),
            [
                "STOP  SPEC-PARAMETER  sdtm/ae.yaml:16, AESTDY: 'date' of study_day must be one text. "
                "Fix: Write one value."
            ],
        ),
        (
            AE,
            DAY,
            DAY.replace("AESTDTC", "AESTDT"),
            [
                "STOP  SPEC-VARIABLE  sdtm/ae.yaml:16, AESTDY: There is no variable 'AESTDT' in AE. "
                "Fix: Did you mean 'AESTDTC'?"
            ],
        ),
        (
            AE,
            DAY,
            DAY.replace("DM.RFSTDTC", "EX.EXSTDTC"),
            [f"STOP  SPEC-JOIN  sdtm/ae.yaml:16, AESTDY: EX.EXSTDTC {SEVERAL}"],
        ),
        (
            AE,
            DAY,
            DAY.replace("DM.RFSTDTC", "DN.RFSTDTC"),
            [
                "STOP  SPEC-REFERENCE  sdtm/ae.yaml:16, AESTDY: There is no form or dataset 'DN'. "
                "Fix: Did you mean 'DM'?"
            ],
        ),
        (
            AE,
            DAY,
            DAY[:-2] + ", match: [AESPID]}}",
            [
                "STOP  SPEC-METHOD  sdtm/ae.yaml:16, AESTDY: study_day takes no rows of another dataset, so 'where' "
                "and 'match' have no meaning. Fix: Remove them."
            ],
        ),
        (
            DM,
            FIRST,
            FIRST[:-2] + ", where: {EXTRTT: BUDESONIDE}}}",
            [
                "STOP  SPEC-VARIABLE  sdtm/dm.yaml:10, RFSTDTC: There is no variable 'EXTRTT' in EX. "
                "Fix: Did you mean 'EXTRT'?"
            ],
        ),
        (
            DM,
            FIRST,
            FIRST[:-2] + ", where: {EXTRT: BUDESONID}}}",
            [
                "STOP  SPEC-CONSTANT  sdtm/dm.yaml:10, RFSTDTC: "
                "'BUDESONID' is no term of codelist PRODUCT, which EX.EXTRT has. Fix: Did you mean 'BUDESONIDE'?"
            ],
        ),
        (
            DM,
            FIRST,
            FIRST[:-2] + ", where: {EXDOSE: {GT: high}}}}",
            [
                "STOP  SPEC-CONSTANT  sdtm/dm.yaml:10, RFSTDTC: EX.EXDOSE is a number and never 'high'. "
                "Fix: Write a number."
            ],
        ),
        (
            DM,
            FIRST,
            FIRST[:-2] + ", match: {SITEID: EXSITE}}}",
            [
                "STOP  SPEC-VARIABLE  sdtm/dm.yaml:10, RFSTDTC: There is no variable 'EXSITE' in EX. "
                "Fix: Did you mean 'EXSEQ'?"
            ],
        ),
        (
            AE,
            "dictionary: MEDDRA}\n  AEB",
            "dictionary: MEDDAR}\n  AEB",
            [
                "STOP  SPEC-DICTIONARY  sdtm/ae.yaml:12, AEDECOD: There is no dictionary 'MEDDAR' in study.yaml. "
                "Fix: Did you mean 'MEDDRA'?"
            ],
        ),
    ],
)
def test_a_reference_that_leads_nowhere(other, file, old, new, lines):
    other.replace(file, old, new)
    assert other.faults() == lines


def test_one_faulty_reference_is_one_finding_however_often_it_is_met(other):
    """The rows, the variables and the graph all look at the where clause of a step."""
    other.replace(AE, "read: {from: events}", "read: {from: events, where: {SERIUS: Y}}")
    assert other.faults() == [
        "STOP  SPEC-FIELD  sdtm/ae.yaml:4: There is no field 'SERIUS' in form events. Fix: Did you mean 'SERIOUS'?"
    ]


def test_records_of_subjects_and_of_the_study_cannot_name_each_other(other):
    other.append(
        "spec/sdtm/ta.yaml",
        """dataset: TA
keys: [STUDYID, ARMCD]
records:
  - rows: {table: arms}
variables:
  STUDYID:  {protocol: study.sponsor_study}
  DOMAIN:   {assigned: TA}
  ARMCD:    {assigned: arms.ARMCD}
  ARM:      {predecessor: DM.ARM}
  TAETORD:  {assigned: 1}
  ETCD:     {assigned: TREAT}
  ELEMENT:  {not_available: none}
  TABRANCH: {not_available: none}
  TATRANS:  {not_available: none}
  EPOCH:    {not_available: none}
""",
    )
    assert other.faults() == [
        "STOP  SPEC-REFERENCE  sdtm/ta.yaml:9, ARM: TA holds records of the study as a whole and DM records of "
        "subjects: neither can name the other. "
        "Fix: Take the value from study.yaml or a table."
    ]
