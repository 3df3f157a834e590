"""Conditions and constants: what they may be held against, word for word."""

from __future__ import annotations

import shutil

import pytest
from support import SHIPPED, StudyCopy

METHODS = """from onespec.engine.contract import Group, Many, PerGroup
from onespec.engine.registry import method

@method("How many {rows}.")
def how_many(rows: Many, group: Group) -> PerGroup:
    return rows.count()
"""
AE = "spec/sdtm/ae.yaml"


def faults(other, line: str) -> list[str]:
    """What is wrong when AELLT is described as ``line``, without its place."""
    other.append("spec/methods.py", METHODS if "how_many" in line else "")
    other.replace(AE, "  AELLT: {not_available: the coding house returned preferred terms only}", f"  AELLT: {line}")
    parts = [f.partition(", AELLT: ") for f in other.faults()]
    return [f"{place.split()[1]} {said}" for place, _, said in parts]


@pytest.mark.parametrize(
    ("where", "fault"),
    [
        (
            "{EXSTDTC: {GE: DM.RFSTDT}}",
            "SPEC-VARIABLE There is no variable 'RFSTDT' in DM. Fix: Did you mean 'RFSTDTC'?",
        ),
        (
            "{EXSTDTC: {GE: enrol.CONSNT}}",
            "SPEC-FIELD There is no field 'CONSNT' in form enrol. Fix: Did you mean 'CONSENT'?",
        ),
        (
            "{EXSTDTC: {GE: DMM.RFSTDTC}}",
            "SPEC-CONSTANT EX.EXSTDTC is a date of ISO 8601 and never 'DMM.RFSTDTC'. "
            "Fix: Write YYYY-MM-DD, or a column: DATASET.VARIABLE.",
        ),
        (
            "{EXSTDTC: {GE: 05JAN2021}}",
            "SPEC-CONSTANT EX.EXSTDTC is a date of ISO 8601 and never '05JAN2021'. "
            "Fix: Write YYYY-MM-DD, or a column: DATASET.VARIABLE.",
        ),
        (
            "{EXSTDTC: {GE: AE.AESTDTC}}",
            "SPEC-JOIN AE.AESTDTC has several rows a subject, and the records of EX do not stand on them. Fix: Name a "
            "column of EX, of what its records are read from, or of a dataset with one record a subject.",
        ),
        (
            "{EXSTDTC: {IN: [DM.RFSTDTC, 2021-01-05]}}",
            "SPEC-WHERE A list of IN holds constants; DM.RFSTDTC is a column. "
            "Fix: Compare with one column: EQ, NE, LT, LE, GT or GE.",
        ),
        (
            "{EXDOSE: {GT: DM.RFSTDTC}}",
            "SPEC-WHERE EX.EXDOSE is a number and DM.RFSTDTC is a date of ISO 8601. Fix: Compare columns of one type.",
        ),
        (
            "{EXSTDTC: {GT: ADSL.TRTSDT}}",
            "SPEC-WHERE EX.EXSTDTC is a date of ISO 8601 and ADSL.TRTSDT is a SAS date. "
            "Fix: Compare columns of one type.",
        ),
        (
            "{EXTRT: {GT: DM.ARM}}",
            "SPEC-WHERE EX.EXTRT is a text, and texts are not before or after one another. "
            "Fix: Use EQ or NE, or compare numbers or dates.",
        ),
        (
            "{EXDOSU: PUFFS}",
            "SPEC-CONSTANT 'PUFFS' is no term of codelist UNIT, which EX.EXDOSU has. Fix: Did you mean 'PUFF'?",
        ),
    ],
)
def test_a_condition_that_cannot_be_meant(other, where, fault):
    assert faults(other, f"{{derived: how_many, with: {{rows: EX.EXTRT, where: {where}}}}}") == [fault]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (
            "{assigned: DM.SEX}",
            "SPEC-CONSTANT AELLT is given the constant 'DM.SEX', and DM.SEX is a column. "
            "Fix: Copy it with 'predecessor: DM.SEX'.",
        ),
        (
            "{assigned: events.NO}",
            "SPEC-CONSTANT AELLT is given the constant 'events.NO', and events.NO is a column. "
            "Fix: Copy it with 'collected: events.NO'.",
        ),
        (
            "{protocol: events.NO}",
            "SPEC-CONSTANT AELLT is given the constant 'events.NO', and events.NO is a column. "
            "Fix: Copy it with 'collected: events.NO'.",
        ),
        (
            "{collected: [events.TERM, events.EVENT]}",
            "SPEC-REFERENCE A list names one column of each source, and events.TERM, events.EVENT are two of events. "
            "Fix: For the first that is filled, write "
            "'{derived: first_filled, with: {values: [events.TERM, events.EVENT]}}'.",
        ),
    ],
)
def test_a_constant_or_list_that_cannot_be_meant(other, line, fault):
    assert faults(other, line) == [fault]


def test_a_list_of_a_parameter_names_one_column_of_each_source(other):
    (fault,) = faults(other, "{derived: numeric_value, with: {value: [events.TERM, events.EVENT]}}")
    assert fault.startswith("SPEC-REFERENCE A list names one column of each source")


VALUES = """dataset: ADEV
label: Events
class: BDS
structure: One record per subject and parameter
keys: [STUDYID, USUBJID, PARAMCD]
records:
  - read: {from: ADSL, where: {SAFFL: "Y"}, set: {PARAMCD: ANY, PARAM: Any Event, AVALC: "Y"}}
  - read: {from: ADSL, set: {PARAMCD: WHO, PARAM: Who, AVALC: M}}
  - read: {from: ADEV, where: {PARAMCD: ANY, AVALC: "Y"}, set: {PARAMCD: NONE, PARAM: No Event, AVALC: "N"}}
variables:
  STUDYID: {predecessor: ADSL.STUDYID}
  USUBJID: {predecessor: ADSL.USUBJID}
value_level:
  AVALC: {by: PARAMCD, codelists: {ANY: NY, NONE: NY, WHO: SEX}}
"""


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("", "", ""),
        (
            'PARAMCD: ANY, AVALC: "Y"}, set',
            "PARAMCD: ANY, AVALC: M}, set",
            "adev.yaml:9: 'M' is no term of codelist NY, which ADEV.AVALC has. Fix: Known: N, Y.",
        ),
        (
            'PARAMCD: ANY, AVALC: "Y"}, set',
            "AVALC: {IN: [M, YY]}}, set",
            "adev.yaml:9: 'YY' is no term of codelist NY or SEX, which ADEV.AVALC has. Fix: Did you mean 'Y'?",
        ),
        (
            "where: {PARAMCD: ANY,",
            "where: {PARAMCD: ANNY,",
            "adev.yaml:9: ADEV.PARAMCD is never 'ANNY'. Fix: Did you mean 'ANY'?",
        ),
        (
            'AVALC: "N"}',
            "AVALC: F}",
            "adev.yaml:9, AVALC: 'F' is no term of codelist NY, which ADEV.AVALC has. Fix: Known: N, Y.",
        ),
        ("{ANY: NY", "{ANYY: NY", "adev.yaml:7, AVALC: ADEV.PARAMCD is never 'ANYY'. Fix: Did you mean 'ANY'?"),
    ],
)
def test_a_term_that_cannot_occur(other, old, new, fault):
    other.append("spec/adam/adev.yaml", VALUES.replace(old, new) if old else VALUES)
    found = [f.partition("STOP  SPEC-CONSTANT  adam/")[2] for f in other.faults()]
    assert found == ([fault] if fault else [])


@pytest.mark.parametrize("verb", ["assigned", "protocol"])
def test_cells_of_a_table_are_held_against_the_variable_that_they_fill(other, verb):
    other.append("spec/tables/units.csv", "SERIOUS,WORD\nY,Y\nN,MAYBE\n")
    other.replace(
        AE,
        "  AESER:   {collected: events.SERIOUS}",
        f"  AESER: {{{verb}: units.WORD, match: {{SERIOUS: events.SERIOUS}}}}",
    )
    assert other.faults() == [
        "STOP  SPEC-CONSTANT  sdtm/ae.yaml:14, AESER: 'MAYBE' is no term of codelist NY, which AE.AESER has "
        "(table units, row 3, column WORD). Fix: Known: N, Y."
    ]


@pytest.mark.parametrize("verb", ["assigned", "protocol"])
def test_a_variable_that_a_table_fills_has_the_values_of_the_table(other, verb):
    """The table has Inhaled corticosteroid and Placebo."""
    coder = "  AELLT: {not_available: the coding house returned preferred terms only}"
    other.replace(AE, coder, f"  AELLT: {{{verb}: arms.ARM, match: {{ARMCD: DM.ARMCD}}}}")
    wanted = VALUES.replace('{from: ADSL, where: {SAFFL: "Y"},', "{from: AE, where: {AELLT: WANTED},")
    other.append("spec/adam/adev.yaml", wanted.replace("WANTED", "Inhaled steroid"))
    (fault,) = other.faults()
    assert "adev.yaml:7: AE.AELLT is never 'Inhaled steroid'." in fault
    other.replace("spec/adam/adev.yaml", "Inhaled steroid", "Inhaled corticosteroid")
    assert other.faults() == []


def test_cells_of_a_table_are_held_against_the_column_that_they_meet(other):
    other.append("spec/tables/units.csv", "SERIOUS,WORD\nYES,Y\nN,N\n")
    other.replace(
        AE,
        "  AESER:   {collected: events.SERIOUS}",
        "  AESER: {assigned: units.WORD, match: {SERIOUS: events.SERIOUS}}",
    )
    assert other.faults() == [
        "STOP  SPEC-CONSTANT  sdtm/ae.yaml:14, AESER: 'YES' is no term of codelist NY, which events.SERIOUS has "
        "(table units, row 2, column SERIOUS). Fix: Did you mean 'Y'?"
    ]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (
            "{derived: first_in_order, with: {values: [AESER], order: [Y, NO]}}",
            "SPEC-CONSTANT 'order' of first_in_order is 'NO', which AE.AESER never is. Fix: Did you mean 'N'?",
        ),
        ("{derived: value_when_present, with: {value: YES, present: AESTDTC}}", ""),  # AELLT has no codelist
        ("{derived: rank_in, with: {value: AESEQ, order: ['1', '2.0']}}", ""),
        (
            "{derived: rank_in, with: {value: AESEQ, order: ['1', TWO]}}",
            "SPEC-CONSTANT AE.AESEQ is a number and never 'TWO'. Fix: Write a number.",
        ),
    ],
)
def test_a_constant_parameter_meets_what_can_occur(other, line, fault):
    assert faults(other, line) == ([fault] if fault else [])


def test_a_constant_parameter_that_becomes_a_coded_variable(other):
    other.replace(
        AE, "{collected: events.SERIOUS}", "{derived: value_when_present, with: {value: YES, present: AESTDTC}}"
    )
    other.replace("spec/crf.yaml", "type: code, codelist: NY", "type: code, codelist: NY, not_submitted: of no use")
    assert other.faults() == [
        "STOP  SPEC-CONSTANT  sdtm/ae.yaml:14, AESER: 'value' of value_when_present is 'YES', which AE.AESER never is. "
        "Fix: Did you mean 'Y'?"
    ]


def test_cells_of_a_table_that_a_method_takes_meet_what_can_occur(other):
    other.append("spec/tables/worse.csv", "SERIOUS,WORD\nYES,bad\nN,good\n")
    listed = "collected: AETERM, table: worse, column: WORD, keys: [SERIOUS], values: [AESER]"
    line = f"{{derived: collected_or_listed, with: {{{listed}}}}}"
    assert faults(other, line) == [
        "SPEC-CONSTANT 'YES' is compared with AE.AESER, which it never is (table worse, row 2, column SERIOUS). "
        "Fix: Did you mean 'Y'?"
    ]


@pytest.mark.parametrize(
    ("file", "cells", "method"),
    [
        (
            "words.csv",
            "AETERM,WORD\nA,yes\nB,N\n",
            "collected_or_listed, with: {collected: AETERM, table: words, "
            "column: WORD, keys: [AETERM], values: [AETERM]}",
        ),
        (
            "sizes.csv",
            "TEST,FROM,TO,UNIT\nA,0,9,yes\n,,,N\n",
            "unit_by_size, with: {value: AESPID, test: AETERM, units: sizes}",
        ),
    ],
)
def test_cells_of_a_table_that_a_method_gives_are_held_against_the_variable(other, file, cells, method):
    other.append(f"spec/tables/{file}", cells)
    column = "WORD" if "WORD" in cells else "UNIT"
    assert faults(other, f"{{derived: {method}, codelist: NY}}") == [
        "SPEC-CONSTANT 'yes' is no term of codelist NY, which AE.AELLT has "
        f"(table {file.removesuffix('.csv')}, row 2, column {column}). Fix: Did you mean 'Y'?"
    ]


def test_a_misspelt_test_of_a_table_of_limits_is_one_stop(other):
    other.append("spec/tables/limits.csv", "TEST,UNIT,LOW,HIGH\nBudesonid,PUFF,0,8\nPLACEBO,PUFFS,0,8\n")
    check = "  - must_be_plausible: {from: EX, test: EXTRT, value: EXDOSE, unit: EXDOSU, limits: limits}\n"
    other.append("spec/checks.yaml", f"checks:\n{check}{check}")
    assert [f.partition(": ")[2] for f in other.faults()] == [
        "'Budesonid' is compared with EX.EXTRT, which it never is (table limits, row 2, column TEST). "
        "Fix: Did you mean 'BUDESONIDE'?",
        "'PUFFS' is compared with EX.EXDOSU, which it never is (table limits, row 3, column UNIT). "
        "Fix: Did you mean 'PUFF'?",
    ]


USUAL = """from typing import Annotated

from onespec.engine.columns import blanks
from onespec.engine.contract import Column, Usual
from onespec.engine.registry import method

@method("The day of {date}.")
def day_of(text: Column, date: Annotated[Column | None, Usual(("--DTC", "--STDTC"))] = None) -> Column:
    return blanks(len(text)) if date is None else date
"""


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("{derived: day_of, with: {text: AETERM}}", ["2021-01-10", "2021-01", "2021-01-20"]),  # AE has no AEDTC
        ("{derived: day_of, with: {text: AETERM, date: AETERM}}", ["hoarse voice", "oral thrush", "asthma attack"]),
    ],
)
def test_the_usual_variable_is_taken_when_a_parameter_is_left_out(other, line, values):
    other.append("spec/methods.py", USUAL)
    other.replace(AE, "  AELLT: {not_available: the coding house returned preferred terms only}", f"  AELLT: {line}")
    assert other.evaluated().column("AE", "AELLT").tolist() == values


CHECK = """from typing import Annotated

from onespec.engine.contract import Name, Report, Selection, TermOf
from onespec.engine.registry import check

@check("{drug} of {source} is {wanted}.", reports=("CHECK-DRUG",))
def drug_is(
    source: Selection, wanted: Annotated[str, TermOf("drug")], report: Report, drug: Name = "EXTRT"
) -> None:
    pass
"""


@pytest.mark.parametrize("drug", ["", ", drug: EXTRT"])
def test_a_constant_meets_the_column_that_is_taken_when_its_name_is_left_out(other, drug):
    other.append("spec/methods.py", CHECK)
    one = f"  - drug_is: {{from: EX, wanted: %s{drug}}}\n"
    other.append("spec/checks.yaml", "checks:\n" + one % "BUDESONIDE" + one % "BUDESONID")
    assert [f.partition(": ")[2] for f in other.faults()] == [
        "'wanted' of drug_is is 'BUDESONID', which EX.EXTRT never is. Fix: Did you mean 'BUDESONIDE'?"
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        (
            "adam/adrs.yaml",
            "node_location: Y",
            "node_location: Y\n      new: NEWW\n      node_test: LPERPP",
            [
                "'new' of derived_response is 'NEWW', which TR.TRGRPID never is. Fix: Did you mean 'NEW'?",
                "'node_test' of derived_response is 'LPERPP', which TR.TRTESTCD never is. Fix: Did you mean 'LPERP'?",
            ],
        ),
        (
            "adam/adrs.yaml",
            "progression: PD",
            "progression: PDD\n      not_evaluable: NOE",
            [
                "'not_evaluable' of counted_assessment is 'NOE', which ADRS.AVALC never is. Fix: Did you mean 'NE'?",
                "'progression' of counted_assessment is 'PDD', which ADRS.AVALC never is. Fix: Did you mean 'PD'?",
            ],
        ),
        (
            "adam/adrs.yaml",
            "order: [CR, PR, SD, NON-CR/NON-PD, NE, PD]",
            "order: [CR, PR, SD, NON-CR, NE, PD]",
            [
                "'order' of counted_assessment is 'NON-CR', which ADRS.AVALC never is. "
                "Fix: Did you mean 'NON-CR/NON-PD'?"
            ],
        ),
        (
            "adam/adsl.yaml",
            "sources: [SV.SVSTDTC,",
            "sources: [SV.SVSTDT,",
            [
                "'sources' of source_of_latest is 'SV.SVSTDT', which ADSL.LSTALVSR never is. "
                "Fix: Did you mean 'SV.SVSTDTC'?"
            ],
        ),
    ],
)
def test_a_misspelt_term_of_the_shipped_study(tmp_path, file, old, new, fault):
    shutil.copytree(SHIPPED, tmp_path / "spec")
    study = StudyCopy(tmp_path)
    study.replace(f"spec/{file}", old, new)
    assert ["'" + f.partition("'")[2] for f in study.faults()] == fault


def test_a_method_of_all_records_takes_no_column_of_one_step(other):
    assert faults(other, "{derived: sequence, with: {by: [events.NO]}}") == [
        "SPEC-REFERENCE sequence looks at all records of AE together, and events.NO stands beside those of one step. "
        "Fix: Give the value to a variable of AE, and name that."
    ]
