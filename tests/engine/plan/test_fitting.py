"""Specifications that no data could make right: `check` finds what only the build found, word for word."""

from __future__ import annotations

import pytest

AE, DM, EX, ADSL = "spec/sdtm/ae.yaml", "spec/sdtm/dm.yaml", "spec/sdtm/ex.yaml", "spec/adam/adsl.yaml"
CRF, CODELISTS, ARMS = "spec/crf.yaml", "spec/codelists.yaml", "spec/tables/arms.csv"


@pytest.mark.parametrize(
    ("edits", "fault"),
    [
        pytest.param(
            [(ARMS, "ICS,", "ICSS,")],
            "SPEC-CONSTANT  sdtm/dm.yaml:25, ARM: 'ICSS' is no term of codelist ARMCD, which DM.ARMCD "
            "has (table arms, row 2, column ARMCD). Fix: Did you mean 'ICS'?",
            id="link: table key cell misspelt",
        ),
        pytest.param(
            [
                (
                    DM,
                    "ARM:      {protocol: arms.ARM, match: {ARMCD: ARMCD}}",
                    "ARM:      {protocol: arms.ARM, match: {ARM: ARMCD}}",
                )
            ],
            "SPEC-CONSTANT  sdtm/dm.yaml:25, ARM: 'Inhaled corticosteroid' is no term of codelist "
            "ARMCD, which DM.ARMCD has (table arms, row 2, column ARM). Fix: Known: ICS, PBO.",
            id="link: match of the wrong column type (decode)",
        ),
        pytest.param(
            [(DM, "match: {ARMCD: ARMCD}}\n  ACTARMCD", "match: {ARMCD: SEX}}\n  ACTARMCD")],
            "SPEC-CONSTANT  sdtm/dm.yaml:25, ARM: 'ICS' is no term of codelist SEX, which DM.SEX has "
            "(table arms, row 2, column ARMCD). Fix: Known: F, M.",
            id="link: match of a constant var",
        ),
        pytest.param(
            [
                (
                    ARMS,
                    "ARMCD,ARM\nICS,Inhaled corticosteroid\nPBO,Placebo",
                    "ARMCD,FROM,TO,ARM\nICS,1,5,Inhaled corticosteroid\nPBO,6,9,Placebo",
                ),
                (
                    DM,
                    "ARM:      {protocol: arms.ARM, match: {ARMCD: ARMCD}}",
                    "ARM:      {protocol: arms.ARM, match: {FROM..TO: ARMCD}}",
                ),
            ],
            "SPEC-SOURCE  sdtm/dm.yaml:25, ARM: FROM and TO hold numbers, and DM.ARMCD is a text: it "
            "lies between none (table arms). Fix: Name a column that holds numbers.",
            id="link: range against text",
        ),
        pytest.param(
            [
                (
                    ARMS,
                    "ARMCD,ARM\nICS,Inhaled corticosteroid\nPBO,Placebo",
                    "ARMCD,FROM,TO,ARM\nICS,2021-01-01,2021-12-31,Inhaled corticosteroid\nPBO,2022-01-01,,Placebo",
                ),
                (
                    DM,
                    "ARM:      {protocol: arms.ARM, match: {ARMCD: ARMCD}}",
                    "ARM:      {protocol: arms.ARM, match: {FROM..TO: AGE}}",
                ),
            ],
            "SPEC-SOURCE  sdtm/dm.yaml:25, ARM: FROM and TO hold dates, and DM.AGE is a number: it "
            "lies between none (table arms). Fix: Name a column that holds dates.",
            id="link: dates against number",
        ),
        pytest.param(
            [
                (ARMS, "ICS,", "ICS,"),
                (
                    DM,
                    "ARM:      {protocol: arms.ARM, match: {ARMCD: ARMCD}}",
                    "ARM:      {protocol: arms.ARM, match: {ARMCD: AGE}}",
                ),
            ],
            "SPEC-CONSTANT  sdtm/dm.yaml:25, ARM: DM.AGE is a number and never 'ICS' (table arms, row "
            "2, column ARMCD). Fix: Write a number.",
            id="link: text cells against a number",
        ),
        pytest.param(
            [(AE, "read: {from: events}", "read: {from: events, set: {AESER: YES}}")],
            "SPEC-CONSTANT  sdtm/ae.yaml:4, AESER: 'YES' is no term of codelist NY, which AE.AESER "
            "has. Fix: Did you mean 'Y'?",
            id="term: set constant",
        ),
        pytest.param(
            [(EX, "EXDOSU:  {assigned: PUFF}", "EXDOSU:  {assigned: PUFFS}")],
            "SPEC-CONSTANT  sdtm/ex.yaml:12, EXDOSU: 'PUFFS' is no term of codelist UNIT, which "
            "EX.EXDOSU has. Fix: Did you mean 'PUFF'?",
            id="term: assigned constant",
        ),
        pytest.param(
            [
                (
                    ARMS,
                    "ARMCD,ARM\nICS,Inhaled corticosteroid\nPBO,Placebo",
                    "ARMCD,ARM,UNIT\nICS,Inhaled corticosteroid,YEAR\nPBO,Placebo,YEARS",
                ),
                (DM, "AGEU:     {assigned: YEARS}", "AGEU:     {assigned: arms.UNIT, match: {ARMCD: ARMCD}}"),
            ],
            "SPEC-CONSTANT  sdtm/dm.yaml:21, AGEU: 'YEAR' is no term of codelist AGEU, which DM.AGEU "
            "has (table arms, row 2, column UNIT). Fix: Did you mean 'YEARS'?",
            id="term: table column",
        ),
        pytest.param(
            [
                (
                    CRF,
                    "SERIOUS: {label: {en: Serious}, type: code, codelist: NY",
                    "SERIOUS: {label: {en: Serious}, type: code, codelist: PRODUCT",
                )
            ],
            "SPEC-SOURCE  sdtm/ae.yaml:14, AESER: AESER is collected from events.SERIOUS, which may be "
            "'BUDESONIDE' (and 1 more): no term of its codelist NY. Fix: Write 'codelist: PRODUCT' at "
            "the variable, or NY at the field; or leave the rows out.",
            id="term: collected field with another codelist",
        ),
        pytest.param(
            [(ADSL, "SEX:     {predecessor: DM.SEX}", "SEX:     {predecessor: DM.ARMCD}")],
            "SPEC-SOURCE  adam/adsl.yaml:15, SEX: SEX is copied from DM.ARMCD, which may be 'ICS' (and "
            "1 more): no term of its codelist SEX. Fix: Copy another variable, name another codelist, "
            "or leave the records out.",
            id="term: predecessor with another codelist",
        ),
        pytest.param(
            [
                (
                    AE,
                    "  AEENDTC: {not_available: not collected}",
                    "  AEENDTC: {not_available: not collected}\nsupplemental:\n  AEQ: {label: Q, assigned: "
                    "MAYBE, codelist: NY}",
                )
            ],
            "SPEC-CONSTANT  sdtm/ae.yaml:31, AEQ: 'MAYBE' is no term of codelist NY, which AE.AEQ has. "
            "Fix: Known: N, Y.",
            id="term: supplemental assigned",
        ),
        pytest.param(
            [
                (EX, "  EXENDTC:", "  EXLOC: {assigned: ORAL, codelist: none, label: x, type: text}\n  EXENDTC:"),
                (
                    EX,
                    "records:",
                    "value_level:\n  EXDOSU: {by: EXTRT, codelists: {BUDESONIDE: AGEU, PLACEBO: UNIT}}\nrecords:",
                ),
                (EX, "EXDOSU:  {assigned: PUFF}", "EXDOSU:  {assigned: PUFF, codelist: none}"),
            ],
            "SPEC-CONSTANT  sdtm/ex.yaml:14, EXDOSU: 'PUFF' is no term of codelist AGEU, which EXDOSU "
            "has where EXTRT is 'BUDESONIDE'. Fix: Known: YEARS.",
            id="term: value level codelist",
        ),
        pytest.param(
            [
                (
                    EX,
                    "records:",
                    "value_level:\n  EXDOSU: {by: EXTRT, codelists: {BUDESONID: UNIT, PLACEBO: UNIT}}\nrecords:",
                ),
                (EX, "EXDOSU:  {assigned: PUFF}", "EXDOSU:  {assigned: PUFF, codelist: none}"),
            ],
            "SPEC-CONSTANT  sdtm/ex.yaml:14, EXDOSU: 'BUDESONID' is no term of codelist PRODUCT, which "
            "EX.EXTRT has. Fix: Did you mean 'BUDESONIDE'?",
            id="term: value level by a value that is none",
        ),
        pytest.param(
            [
                (EX, "records:", "value_level:\n  EXDOSU: {by: EXTRT, codelists: {PLACEBO: UNIT}}\nrecords:"),
                (EX, "EXDOSU:  {assigned: PUFF}", "EXDOSU:  {assigned: PUFFX, codelist: none}"),
            ],
            "SPEC-CONSTANT  sdtm/ex.yaml:14, EXDOSU: 'PUFFX' is no term of codelist UNIT, which EXDOSU "
            "has where EXTRT is 'PLACEBO'. Fix: Did you mean 'PUFF'?",
            id="term: value level missing a value",
        ),
        pytest.param(
            [
                (EX, "EXDOSE:  {collected: inhaler.PUFFS}", "EXDOSE:  {assigned: two}"),
                (
                    CRF,
                    "PUFFS:   {label: {en: Dose}, type: number, min: 0",
                    "PUFFS:   {label: {en: Dose}, not_submitted: x, type: number, min: 0",
                ),
            ],
            "SPEC-CONSTANT  sdtm/ex.yaml:11, EXDOSE: EX.EXDOSE is a number and never 'two'. Fix: Write a number.",
            id="type: text constant for a number",
        ),
        pytest.param(
            [(EX, "read: {from: inhaler}", "read: {from: inhaler, set: {EXDOSE: two}}")],
            "SPEC-CONSTANT  sdtm/ex.yaml:4, EXDOSE: EX.EXDOSE is a number and never 'two'. Fix: Write a number.",
            id="type: set text for a number",
        ),
        pytest.param(
            [
                (EX, "EXDOSE:  {collected: inhaler.PUFFS}", "EXDOSE:  {collected: inhaler.DRUG}"),
                (
                    CRF,
                    "PUFFS:   {label: {en: Dose}, type: number, min: 0",
                    "PUFFS:   {label: {en: Dose}, not_submitted: x, type: number, min: 0",
                ),
            ],
            "SPEC-SOURCE  sdtm/ex.yaml:11, EXDOSE: EXDOSE is a number, and inhaler.DRUG is "
            "'BUDESONIDE', say. Fix: Name a source that holds numbers, or derive the number with a "
            "method.",
            id="type: coded field to a number",
        ),
        pytest.param(
            [
                (EX, "EXDOSE:  {collected: inhaler.PUFFS}", "EXDOSE:  {collected: inhaler.FIRST}"),
                (
                    CRF,
                    "PUFFS:   {label: {en: Dose}, type: number, min: 0",
                    "PUFFS:   {label: {en: Dose}, not_submitted: x, type: number, min: 0",
                ),
            ],
            "SPEC-SOURCE  sdtm/ex.yaml:11, EXDOSE: EXDOSE is a number, and inhaler.FIRST is a date of "
            "ISO 8601. Fix: Derive it: sas_date makes the number of a date.",
            id="type: date field to a number",
        ),
        pytest.param(
            [(AE, "AESTDTC: {collected: events.BEGAN}", "AESTDTC: {collected: events.NO}")],
            "SPEC-SOURCE  sdtm/ae.yaml:15, AESTDTC: AESTDTC is a date of ISO 8601, and events.NO is a "
            "field of type 'number'. Fix: Give the field 'type: date' and its format.",
            id="type: number field in a date variable",
        ),
        pytest.param(
            [
                (
                    CRF,
                    "BEGAN:   {label: {en: Start}, type: date, format: [DD/MM/YYYY]",
                    "BEGAN:   {label: {en: Start}, type: text",
                )
            ],
            "SPEC-SOURCE  sdtm/ae.yaml:15, AESTDTC: AESTDTC is a date of ISO 8601, and events.BEGAN is "
            "a field of type 'text'. Fix: Give the field 'type: date' and its format.",
            id="type: text field in a date variable",
        ),
        pytest.param(
            [(AE, "AEENDTC: {not_available: not collected}", "AEENDTC: {assigned: ONGOING}")],
            "SPEC-CONSTANT  sdtm/ae.yaml:29, AEENDTC: AE.AEENDTC is a date of ISO 8601 and never "
            "'ONGOING'. Fix: Write YYYY-MM-DD, or a column: DATASET.VARIABLE.",
            id="type: constant in a date variable",
        ),
        pytest.param(
            [(AE, "with: {date: AESTDTC, reference: DM.RFSTDTC}", "with: {date: AETERM, reference: DM.RFSTDTC}")],
            "SPEC-SOURCE  sdtm/ae.yaml:16, AESTDY: 'date' of study_day takes dates of ISO 8601, and "
            "AE.AETERM is a text. Fix: Name a column that holds dates of ISO 8601.",
            id="type: text to a date method",
        ),
        pytest.param(
            [(AE, "with: {date: AESTDTC, reference: DM.RFSTDTC}", "with: {date: AESTDTC, reference: DM.AGE}")],
            "SPEC-SOURCE  sdtm/ae.yaml:16, AESTDY: 'reference' of study_day takes dates of ISO 8601, "
            "and DM.AGE is a number. Fix: Name a column that holds dates of ISO 8601.",
            id="type: number to a date method",
        ),
        pytest.param(
            [
                (
                    DM,
                    "RFSTDTC:  {derived: earliest, with: {date: EX.EXSTDTC}}",
                    "RFSTDTC:  {derived: earliest, with: {date: EX.EXTRT}}",
                )
            ],
            "SPEC-SOURCE  sdtm/dm.yaml:10, RFSTDTC: 'date' of earliest takes dates of ISO 8601, and "
            "EX.EXTRT is a text. Fix: Name a column that holds dates of ISO 8601.",
            id="type: many text to a date method",
        ),
        pytest.param(
            [(EX, "EXDOSE:  {collected: inhaler.PUFFS}", "EXDOSE:  {collected: inhaler.PUFFS, codelist: NY}")],
            "SPEC-CODELIST  sdtm/ex.yaml:11, EXDOSE: EXDOSE is a number, and codelist NY has the term "
            "'N'. Fix: Name a codelist of numbers, or write 'codelist: none'.",
            id="type: number var with codelist of texts",
        ),
        pytest.param(
            [(CODELISTS, "PRODUCT:\n  name: Product", "PRODUCT:\n  type: integer\n  name: Product")],
            "SPEC-TYPE  codelists.yaml:18: Codelist PRODUCT has the type integer and the term "
            "'BUDESONIDE'. Fix: Write 'type: text', or a number.",
            id="type: codelist integer with a text term",
        ),
        pytest.param(
            [(DM, "SEX:      {collected: enrol.GENDER}", "SEX:      {collected: enrol.GENDER, format: DATE9.}")],
            "SPEC-FORMAT  sdtm/dm.yaml:22, SEX: 'DATE9.' is no display format for SEX, which is a "
            "text. Fix: Write it as $20.",
            id="type: variable format on a text",
        ),
        pytest.param(
            [(EX, "EXTRT:   {collected: inhaler.DRUG, codelist: PRODUCT}", "EXTRT:   {assigned: " + "X" * 201 + "}")],
            "SPEC-CONSTANT  sdtm/ex.yaml:10, EXTRT: A text for EXTRT has 201 bytes, and a transport "
            "file holds 200. Fix: Shorten it, or give the variable 'parts:'.",
            id="length: constant > 200",
        ),
        pytest.param(
            [
                (
                    EX,
                    "EXDOSFRM: {assigned: AEROSOL}",
                    "EXDOSFRM: {assigned: AEROSOL}\n  EXLOC: {assigned: Mün, codelist: none}",
                )
            ],
            "SPEC-CONSTANT  sdtm/ex.yaml:14, EXLOC: 'Mün' is not ASCII, as all that the English "
            "edition holds. Fix: Write it in ASCII.",
            id="ascii: constant",
        ),
        pytest.param(
            [(ARMS, "Inhaled corticosteroid", "Inhaled corticostéroid")],
            "SPEC-CONSTANT  sdtm/dm.yaml:25, ARM: 'Inhaled corticostéroid' is not ASCII, as all that "
            "the English edition holds (table arms, row 2, column ARM). Fix: Write it in ASCII.",
            id="ascii: table cell",
        ),
        pytest.param(
            [
                (
                    DM,
                    "COUNTRY:  {assigned: SWE}",
                    "COUNTRY:  {derived: collected_or_listed, with: {collected: SITEID, table: arms, column: "
                    "ARMS, keys: [ARMCD], values: [ARMCD]}, codelist: none}",
                )
            ],
            "SPEC-TABLE  sdtm/dm.yaml:30, COUNTRY: There is no column 'ARMS' in table arms. Fix: Did you mean 'ARM'?",
            id="table: column of a method table",
        ),
        pytest.param(
            [
                (
                    DM,
                    "COUNTRY:  {assigned: SWE}",
                    "COUNTRY:  {derived: collected_or_listed, with: {collected: SITEID, table: arms, column: "
                    "ARM, keys: [ARMCD, ARM], values: [ARMCD]}, codelist: none}",
                )
            ],
            "SPEC-PARAMETER  sdtm/dm.yaml:30, COUNTRY: collected_or_listed has 2 'keys' and 1 "
            "'values'. Fix: Write one value for each column.",
            id="table: keys and values of unequal number",
        ),
        pytest.param(
            [
                (
                    EX,
                    "EXDOSE:  {collected: inhaler.PUFFS}",
                    "EXDOSE:  {derived: convert_unit, with: {value: inhaler.PUFFS, from: EXDOSU, to: EXDOSU, "
                    "test: EXTRT, factors: units}}",
                ),
                ("spec/tables/units.csv", "", "TEST,FROM,TO,FACTR,DECIMALS\nA,PUFF,PUFF,1,\n"),
            ],
            "SPEC-TABLE  sdtm/ex.yaml:11, EXDOSE: There is no column 'FACTOR' in table units. Fix: Did "
            "you mean 'FACTR'?",
            id="table: method table lacks a column",
        ),
        pytest.param(
            [
                (
                    EX,
                    "EXDOSE:  {collected: inhaler.PUFFS}",
                    "EXDOSE:  {derived: convert_unit, with: {value: inhaler.PUFFS, from: EXDOSU, to: EXDOSU, "
                    "test: EXTRT, factors: units}}",
                ),
                ("spec/tables/units.csv", "", "TEST,FROM,TO,FACTOR,DECIMALS\nPLACEBO,PUFF,PUFF,x,\n"),
            ],
            "SPEC-TABLE  sdtm/ex.yaml:11, EXDOSE: Row 1 of table units: FACTOR is 'x', neither a "
            "number nor a quotient such as 5/9. Fix: Correct the table: convert_unit cannot use it.",
            id="table: factor is no number",
        ),
        pytest.param(
            [
                (
                    AE,
                    "  AEENDTC: {not_available: not collected}",
                    "  AEENDTC: {not_available: not collected}\nsupplemental:\n  AETERM: {label: Q, assigned: MAYBE}",
                )
            ],
            "SPEC-TWICE  sdtm/ae.yaml:31: AETERM stands under 'variables:' and under 'supplemental:'. "
            "Fix: Remove one, or rename the qualifier.",
            id="name under variables and supplemental",
        ),
    ],
)
def test_what_cannot_be_is_told_at_check(other, edits, fault):
    for file, old, new in edits:
        if old:
            other.replace(file, old, new)
        else:
            other.append(file, new)
    assert f"STOP  {fault}" in other.faults()
