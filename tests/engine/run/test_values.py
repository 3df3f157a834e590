"""How each verb gives a variable its values: joins, one-of lists, groups, tables; seen on the other study."""

from __future__ import annotations

import numpy as np
import pytest

AE, DM, EX = "spec/sdtm/ae.yaml", "spec/sdtm/dm.yaml", "spec/sdtm/ex.yaml"
HEAD = """from onespec.engine.columns import number, text
from onespec.engine.contract import Column, Group, Many, PerGroup, Report, Subject
from onespec.engine.registry import method

"""
METHODS = {
    "how_many": """@method("The number of {rows}.")
def how_many(rows: Many, group: Group) -> Column:
    return number(rows.count(rows.column != "")[group])
""",
    "largest": """@method("The largest of {numbers}.")
def largest(numbers: Many) -> PerGroup:
    return numbers.greatest(numbers.column)
""",
    "told": """@method("{value}, which is told.")
def told(value: Column, report: Report) -> Column:
    report.query("AGE-UNKNOWN", "Told.", "Nothing.", value != "", value)
    return value
""",
    "constants": """@method("{constant}, {count} and {more}.")
def constants(constant: str, count: int, more: list[float], subject: Subject) -> Column:
    return text(f"{constant} {count} {more}", len(subject))
""",
}


def describe(other, line: str, file: str = AE) -> None:
    """Describe AELLT (of AE) or RACE (of DM) as ``line``; a method that it names is the study's own."""
    name, path = "AELLT" if file == AE else "RACE", other.folder / file
    other.append("spec/methods.py", HEAD + "".join(code for method, code in METHODS.items() if method in line))
    path.write_text(
        "".join(
            f"  {name}: {line}\n" if row.strip().startswith(f"{name}:") else f"{row}\n"
            for row in path.read_text().splitlines()
        )
    )


def derive(other, line: str, file: str = AE) -> list:
    describe(other, line, file)
    return other.evaluated().column(*(("AE", "AELLT") if file == AE else ("DM", "RACE"))).tolist()


# Events stand in the file as 101-1, 201-1, 201-2; inhalers as 101 (2 puffs), 101 (4), 102 (2), 201 (2).


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("{collected: events.EVENT}", ["hoarse voice", "oral thrush", "asthma attack"]),  # along the source
        ("{collected: enrol.CENTRE}", ["S1", "S2", "S2"]),  # by subject
        ("{predecessor: DM.SEX}", ["M", "F", "F"]),
        ("{assigned: study.sponsor_study}", ["ASTH-02", "ASTH-02", "ASTH-02"]),
        ("{protocol: fixed}", ["fixed", "fixed", "fixed"]),
        ("{not_available: not collected}", ["", "", ""]),
        ("{assigned: arms.ARM, match: {ARMCD: DM.ARMCD}}", ["Inhaled corticosteroid"] * 3),
        ("{assigned: arms.ARM, match: {ARMCD: AETERM}}", ["", "", ""]),
        ("{protocol: arms.ARM, match: {ARMCD: DM.ARMCD}}", ["Inhaled corticosteroid"] * 3),
        (
            "{derived: concatenate, with: {parts: [AESPID, DM.SITEID, events.EVENT]}}",
            ["1-S1-hoarse voice", "1-S2-oral thrush", "2-S2-asthma attack"],
        ),
        ("{derived: first_filled, with: {values: [events.EVENT]}}", ["hoarse voice", "oral thrush", "asthma attack"]),
    ],
)
def test_the_verbs(other, line, values):
    assert derive(other, line) == values


# Events began on 2021-01-10, in 2021-01 on an unknown day, on 2021-01-20.
DATED = "SITE,FROM,TO,SAID\nS1,,2021-01-09,before\nS1,2021-01-10,,after\nS2,,2021-01-20,early\nS2,2021-01-21,,late\n"


def test_a_table_whose_rows_hold_for_a_time(other):
    (other.spec / "tables" / "dated.csv").write_text(DATED, encoding="utf-8")
    line = "{assigned: dated.SAID, match: {SITE: DM.SITEID, FROM..TO: AESTDTC}}"
    assert derive(other, line) == ["after", "", "early"]
    listed = "{derived: collected_or_listed, with: {collected: AEREL, table: dated, column: SAID, "
    other.replace(AE, line, listed + "keys: [SITE, FROM..TO], values: [DM.SITEID, AESTDTC]}}")
    assert other.evaluated().column("AE", "AELLT").tolist() == ["after", "", "early"]


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("{derived: how_many, with: {rows: EX.EXTRT}}", ["2", "1", "1"]),  # same subject
        ("{derived: how_many, with: {rows: EX.EXTRT, where: {EXDOSE: {GT: 2}}}}", ["1", "0", "0"]),
        ("{derived: how_many, with: {rows: EX.EXTRT, where: {EXDOSE: {GT: 2}, EXTRT: PLACEBO}}}", ["0", "0", "0"]),
        # A condition that names a column: of the subject, of the record itself, of what the record is read from.
        ("{derived: how_many, with: {rows: EX.EXTRT, where: {EXSTDTC: {GT: DM.RFSTDTC}}}}", ["1", "0", "0"]),
        ("{derived: how_many, with: {rows: EX.EXTRT, where: {EXSTDTC: {GT: enrol.CONSENT}}}}", ["2", "1", "1"]),
        ("{derived: how_many, with: {rows: EX.EXTRT, where: {EXENDTC: {GT: EX.EXSTDTC}}}}", ["2", "1", "1"]),
        ("{derived: how_many, with: {rows: EX.EXTRT, where: {EXENDTC: {LE: EX.EXSTDTC}}}}", ["0", "0", "0"]),
        ("{derived: how_many, with: {rows: EX.EXTRT, where: {EXENDTC: inhaler.FIRST}}}", ["0", "0", "0"]),
        ("{derived: how_many, with: {rows: EX.EXTRT, where: {EXDOSE: {GE: inhaler.PUFFS}}}}", ["2", "1", "1"]),
        ("{derived: how_many, with: {rows: events.NO, where: {NO: {LT: events.NO}}}}", ["0", "0", "0"]),
        ("{derived: how_many, with: {rows: EX.EXTRT, match: {AESPID: EXSEQ}}}", ["1", "1", "0"]),  # and the same number
        ("{derived: how_many, with: {rows: events.EVENT, match: {AESPID: NO}}}", ["1", "1", "1"]),
        ("{derived: how_many, with: {rows: events.EVENT, match: {AESER: SERIOUS}}}", ["1", "1", "1"]),
        ("{derived: how_many, with: {rows: DM.RFPENDTC}}", ["0", "0", "0"]),  # blanks only
        ("{derived: largest, with: {numbers: EX.EXDOSE}}", ["4", "2", "2"]),
        ("{derived: largest, with: {numbers: EX.EXDOSE, where: {EXDOSE: {GT: 2}}}}", ["4", "", ""]),
    ],
)
def test_all_rows_of_another_dataset(other, line, values):
    assert derive(other, line) == values


def test_rows_of_another_dataset_seen_from_one_row_a_subject(other):
    """Subject 102 has no event; subjects' rows never mix."""
    assert derive(other, "{derived: how_many, with: {rows: AE.AETERM}, codelist: none}", DM) == ["1", "0", "2"]


def test_constants_are_typed_and_the_subject_is_given(other):
    assert (
        derive(other, '{derived: constants, with: {constant: "010", count: "3", more: ["0.5", "1"]}}')[0]
        == "010 3 [0.5, 1.0]"
    )


def test_a_method_tells_of_its_records_with_the_raw_rows_behind_them(other):
    other.replace("raw/events.csv", "oral thrush", "")
    describe(other, "{derived: told, with: {value: AETERM}}")
    part = other.evaluated()
    assert [f.text() for f in part.ledgers["AE"].findings] == [
        "QUERY AGE-UNKNOWN  events.csv row 1, AELLT [subject 101]: Told. The value is 'hoarse voice'. Fix: Nothing.",
        "QUERY AGE-UNKNOWN  events.csv row 3, AELLT [subject 201]: Told. The value is 'asthma attack'. Fix: Nothing.",
    ]


def test_a_text_in_a_number_is_a_stop_and_never_a_missing_value(other):
    other.replace(
        EX,
        "EXDOSE:  {collected: inhaler.PUFFS}",
        "EXDOSE:  {collected: inhaler.PUFFS}\n  EXVAMT:  {derived: first_filled, with: {values: [EXTRT]}}",
    )
    part = other.evaluated()
    assert np.isnan(part.column("EX", "EXVAMT")).all()
    assert part.ledgers["EX"].findings[0].text() == (
        "STOP  VALUE-NUMBER  inhaler.csv row 1, EXVAMT [subject 101]: EXVAMT is a number and cannot hold the value. "
        "The value is 'BUDESONIDE'. "
        "Fix: Make the variable a character one, or derive the number with a method."
    )


TWO_FORMS = """dataset: FA
keys: [STUDYID, USUBJID, FAOBJ, FAORRES]
records:
  - read: {from: events, set: {FATESTCD: OCCUR}}
  - read: {from: inhaler, where: {PUFFS: {GT: 2}}}
variables:
  STUDYID:  {predecessor: DM.STUDYID}
  DOMAIN:   {assigned: FA}
  USUBJID:  {predecessor: DM.USUBJID}
  FASEQ:    {derived: sequence, with: {by: [FAORRES]}}
  FATESTCD: {assigned: DOSE, codelist: none}
  FATEST:   {assigned: Finding, codelist: none}
  FAOBJ:    {collected: [events.EVENT, inhaler.DRUG]}
  FAORRES:  {collected: [inhaler.PUFFS, events.NO]}
  FASTRESC: {not_available: not needed}
  VISITNUM: {not_available: no visits}
  FADTC:    {derived: concatenate, with: {parts: [[events.BEGAN, inhaler.FIRST], enrol.CENTRE]}}
"""


def two_forms(other):
    other.append("spec/sdtm/fa.yaml", TWO_FORMS)
    return other.evaluated()


def test_each_row_takes_the_field_of_its_own_form(other):
    part = two_forms(other)
    assert part.column("FA", "FAOBJ").tolist() == ["hoarse voice", "oral thrush", "asthma attack", "BUDESONIDE"]
    assert part.column("FA", "FAORRES").tolist() == ["1", "1", "2", "4"]
    assert part.column("FA", "FADTC").tolist() == ["2021-01-10-S1", "2021-01-S2", "2021-01-20-S2", "2021-02-02-S1"]


def test_what_a_step_sets_goes_before_the_verb(other):
    assert two_forms(other).column("FA", "FATESTCD").tolist() == ["OCCUR", "OCCUR", "OCCUR", "DOSE"]


def test_the_sequence_counts_over_the_rows_of_all_steps(other):
    """Subject 101: an event with 1, a dose with 4; subject 201: events with 1 and 2."""
    part = two_forms(other)
    assert part.column("FA", "FASEQ").tolist() == [1, 1, 2, 2]
    assert part.subjects("FA").tolist() == ["101", "201", "201", "101"]


def test_a_dataset_reads_its_own_earlier_records(other):
    other.replace(
        AE,
        "  - read: {from: events}",
        "  - read: {from: events}\n  - read: {from: AE, where: {AESER: Y}, set: {AETERM: again}}",
    )
    part = other.evaluated()
    assert part.column("AE", "AETERM").tolist() == ["hoarse voice", "oral thrush", "asthma attack", "again"]
    assert part.subjects("AE").tolist()[-1] == "201"
    assert part.column("AE", "USUBJID").tolist()[-1] == "ASTH-02-S2-201"
    assert part.column("AE", "AESEQ").tolist() == [1, 3, 2, 1]  # its AEDECOD is blank: it stands on no form
