"""Codelists and long tables: what they hold, and what is wrong with them."""

from __future__ import annotations

import pytest

from onespec.engine.contract import Codelist, Term
from onespec.engine.findings import Findings
from onespec.engine.spec.codelists import read_tables

LISTS = "spec/codelists.yaml"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            'N: "no"',
            'N: ["no", "YES"]',
            "STOP  SPEC-ANSWER  codelists.yaml:6: In codelist NY the answer 'yes' means both N and Y. Fix: Remove one.",
        ),
        (
            ", terms: [YEARS]",
            "",
            "STOP  SPEC-MISSING  codelists.yaml:7: Codelist AGEU has no terms. Fix: Add 'terms:'.",
        ),
        (
            "  name: Product\n",
            "  names: Product\n",
            "STOP  SPEC-KEY  codelists.yaml:15: 'names' is not an entry of a codelist. Fix: Did you mean 'name'?",
        ),
        (
            "  nci: C66731\n",
            "  nci: C66731\n  type: number\n",
            "STOP  SPEC-TYPE  codelists.yaml:3: 'type' of codelist SEX is 'number'. Fix: Known: text, integer, float.",
        ),
        (
            "  name: Product\n",
            "  name: Product\n  standard: sdmt\n",
            "STOP  SPEC-TYPE  codelists.yaml:16: 'standard' of codelist PRODUCT is 'sdmt'. Fix: Known: sdtm, adam.",
        ),
        (
            "  nci: C66731\n",
            "  nci: C66731\n  sas_format: SEX2.\n",
            "STOP  SPEC-FORMAT  codelists.yaml:3: 'SEX2.' of codelist SEX is no name of a SAS format. Fix: Write "
            "letters, digits and underscores, 32 at most, no digit at the end; $ before that of a text.",
        ),
        (
            "[PUFF, L/min]",
            "[PUFF, L/min, PUFF]",
            "STOP  SPEC-TWICE  codelists.yaml:8: 'PUFF' stands twice (first on line 8). Fix: Remove one.",
        ),
        (
            "SEX:\n",
            "LIST: x\nSEX:\n",
            "STOP  SPEC-TYPE  codelists.yaml:1: Codelist LIST must be a mapping. Fix: Give name and terms.",
        ),
        (
            "SEX:\n",
            "LIST: {terms: {A: {}}}\nSEX:\n",
            "STOP  SPEC-UNUSED  codelists.yaml:1: Codelist LIST is defined and not used. Fix: Use it, or remove it.",
        ),
    ],
)
def test_a_fault_of_codelists_yaml(other, old, new, line):
    other.replace(LISTS, old, new)
    assert other.faults() == [line]


def test_answers_are_the_terms_and_what_the_crf_says_in_any_case():
    terms = {"Y": Term("Y", "Yes", "", ("yes", "是"), 1), "N": Term("N", "No", "", ("No",), 2)}
    assert Codelist("NY", "", "", "", False, "text", terms).answers == {
        "y": "Y",
        "yes": "Y",
        "是": "Y",
        "n": "N",
        "no": "N",
    }


def table(folder, data: bytes) -> tuple[dict, list[str]]:
    (folder / "tables").mkdir()
    (folder / "tables" / "units.csv").write_bytes(data)
    findings = Findings()
    return read_tables(folder, findings), [f.text() for f in findings]


def test_a_table_is_text_without_blanks_around_it_and_without_blank_rows(tmp_path):
    assert table(tmp_path, "\ufeffUNIT,FACTOR\n g/L ,010\n\n,NO\n".encode()) == (
        {"units": [{"UNIT": "g/L", "FACTOR": "010"}, {"UNIT": "", "FACTOR": "NO"}]},
        [],
    )


def test_a_cell_may_hold_a_comma_and_a_line_break(tmp_path):
    assert table(tmp_path, b'A,B\n"one, two","three\nfour"\n') == (
        {"units": [{"A": "one, two", "B": "three\nfour"}]},
        [],
    )


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (
            b"A,B\n1,2,3\n",
            "STOP  SPEC-TABLE  tables/units.csv:2: The row has 3 cells, the header 2. Fix: Add or remove cells.",
        ),
        (b"A,A\n1,2\n", "STOP  SPEC-TABLE  tables/units.csv:1: The column 'A' stands twice. Fix: Rename one."),
        (b"A,\n1,2\n", "STOP  SPEC-TABLE  tables/units.csv:1: A column has no name. Fix: Name it."),
        (b"A,B\n1,\xff\n", "STOP  SPEC-ENCODING  tables/units.csv: Byte 6 is not UTF-8. Fix: Save the table as UTF-8."),
    ],
)
def test_a_table_that_is_none(tmp_path, data, line):
    assert table(tmp_path, data)[1] == [line]


def test_a_table_that_nothing_uses(other):
    other.append("spec/tables/more.csv", "A,B\n1,2\n")
    assert other.faults() == [
        "STOP  SPEC-UNUSED  tables/more.csv:1: Table more is not used. Fix: Use it, or remove it."
    ]


def test_a_table_of_a_dataset(other):
    other.append("spec/sdtm/ae.yaml", "tables:\n  list: x\n")
    assert other.faults() == [
        "STOP  SPEC-TABLE  sdtm/ae.yaml:31: Table list must be a list of rows. "
        "Fix: Write '- {COLUMN: value, ...}' a line."
    ]
