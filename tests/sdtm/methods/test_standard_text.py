import re

import pytest

from onespec.engine.columns import text
from onespec.engine.contract import Report
from onespec.engine.frames import table_of
from onespec.sdtm.methods._factors import explain_factor
from onespec.sdtm.methods.standard_text import standard_text

FACTORS = table_of(
    [
        {"LBTESTCD": "CREAT", "FROM": "mg/dL", "TO": "umol/L", "FACTOR": "88.4", "DECIMALS": "1"},
        {"LBTESTCD": "", "FROM": "g/dL", "TO": "g/L", "FACTOR": "10", "DECIMALS": ""},
    ]
)


def convert(value, from_, to, test):
    report = Report()
    return standard_text(text([value]), text([from_]), text([to]), text([test]), FACTORS, report)[0], report.entries


@pytest.mark.parametrize(
    ("value", "from_", "to", "test", "expected"),
    [
        ("0.1", "mg/dL", "umol/L", "CREAT", "8.8"),
        ("0.5", "mg/dL", "umol/L", "CREAT", "44.2"),
        ("<0.5", "mg/dL", "umol/L", "CREAT", "<44.2"),
        (">=10", "mg/dL", "umol/L", "CREAT", ">=884"),
        ("12.35", "g/dL", "g/L", "HGB", "123.5"),
        ("5.10", "mmol/L", "mmol/L", "GLUC", "5.10"),
        ("<0.50", "mmol/L", "mmol/L", "GLUC", "<0.50"),
        ("< 0.5", "mmol/L", "mmol/L", "GLUC", "<0.5"),
        (".5", "mmol/L", "mmol/L", "GLUC", "0.5"),
        ("+5.0", "mmol/L", "mmol/L", "GLUC", "5.0"),
        ("<= .5", "mg/dL", "umol/L", "CREAT", "<=44.2"),
        ("100", "mmol/L", "mmol/L", "GLUC", "100"),
        ("NEGATIVE", "", "mmol/L", "GLUC", "NEGATIVE"),
        ("2+", "", "", "PROT", "2+"),
        ("", "mg/dL", "umol/L", "CREAT", ""),
    ],
)
def test_standard_text(value, from_, to, test, expected):
    assert convert(value, from_, to, test) == (expected, [])


def test_a_unit_without_a_factor_is_asked_for():
    value, [(level, rule, _, _, rows, values)] = convert("5", "mg/dL", "mmol/L", "GLUC")
    assert (value, level, rule, list(rows), list(values)) == ("", "query", "UNIT-FACTOR", [0], ["5 mg/dL"])


@pytest.mark.parametrize(
    "value", ["12,5", "12.5*", "~12.5", "12.5 H", "1,200", "10 900", "1.2E1", "12.5-13", "<12,5", "12. 5", "12.5g/dL"]
)
def test_digits_that_are_no_number_do_not_cross_a_conversion(value):
    assert convert(value, "mmol/L", "mmol/L", "GLUC") == (value, [])
    assert convert("HEMOLYSED", "mg/dL", "umol/L", "CREAT") == ("HEMOLYSED", [])
    got, [(level, rule, _, _, rows, values)] = convert(value, "mg/dL", "umol/L", "CREAT")
    assert (got, level, rule, list(rows), list(values)) == ("", "query", "UNIT-NUMBER", [0], [value])


def test_the_first_other_column_names_the_test():
    rows = [
        {"LBTESTCD": "HGB", "FROM": "g/dL", "TO": "g/L", "FACTOR": "10", "DECIMALS": "", "SOURCE": "SI", "BY": "MK"}
    ]
    given = (text([each]) for each in ("12.3", "g/dL", "g/L", "HGB"))
    assert standard_text(*given, table_of(rows), Report()).tolist() == ["123"]


def test_two_factors_for_the_same_are_a_fault_of_the_table():
    rows = [{"TEST": "GLUC", "SPEC": s, "FROM": "a", "TO": "b", "FACTOR": s, "DECIMALS": ""} for s in ("1", "2")]
    with pytest.raises(
        ValueError, match="table units has two rows with other factors or decimals for GLUC from a to b"
    ):
        standard_text(*(text([each]) for each in ("1", "a", "b", "GLUC")), table_of(rows, "units"), Report())


UNITS = [
    {"TEST": "TEMP", "FROM": "F", "TO": "C", "FACTOR": "5/9", "OFFSET": "-160/9", "DECIMALS": "1"},
    {"TEST": "TEMP", "FROM": "C", "TO": "F", "FACTOR": "1.8", "OFFSET": "32", "DECIMALS": ""},
    {"TEST": "", "FROM": "mg", "TO": "g", "FACTOR": "1/1000", "OFFSET": "", "DECIMALS": ""},
]


@pytest.mark.parametrize(
    ("value", "from_", "to", "expected"),
    [
        ("98.6", "F", "C", "37"),
        ("100", "F", "C", "37.8"),  # 37.777...
        ("<98.6", "F", "C", "<37"),
        (">= 32", "F", "C", ">=0"),
        ("-40", "F", "C", "-40"),
        ("31.95", "F", "C", "0"),  # -0.02777...: no minus before a zero
        ("30.11", "F", "C", "-1.1"),  # -1.05 exactly: a half goes away from zero
        ("37", "C", "F", "98.6"),
        ("-17.8", "C", "F", "-0.04"),
        ("2", "mg", "g", "0.002"),
        ("98.60", "F", "F", "98.60"),
    ],
)
def test_an_offset_is_added_to_the_product(value, from_, to, expected):
    given = (text([each]) for each in (value, from_, to, "TEMP"))
    assert standard_text(*given, table_of(UNITS), Report()).tolist() == [expected]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"FACTOR": "-1"}, "row 1 of table units: FACTOR is -1; a factor is greater than 0, so that '<' stays '<'"),
        ({"FACTOR": "0"}, "row 1 of table units: FACTOR is 0; a factor is greater than 0, so that '<' stays '<'"),
        ({"FACTOR": ""}, "row 1 of table units: FACTOR is '', neither a number nor a quotient such as 5/9"),
        ({"OFFSET": "1/0"}, "row 1 of table units: OFFSET is '1/0', neither a number nor a quotient such as 5/9"),
        ({"DECIMALS": ""}, "row 1 of table units: its results have no end in decimals; give it DECIMALS"),
        ({"DECIMALS": "-1"}, "row 1 of table units: DECIMALS is '-1', not a whole number"),
    ],
)
def test_a_row_that_is_no_conversion_is_a_fault_of_the_table(cells, said):
    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        standard_text(*(text([e]) for e in ("1", "F", "C", "TEMP")), table_of([UNITS[0] | cells], "units"), Report())


def test_the_explanation_tells_the_offset():
    given = (text(c) for c in (["98.6", "100", "37"], ["F", "F", "C"], ["C", "C", "F"], ["TEMP"] * 3))
    assert explain_factor(*given, table_of(UNITS, "units"), Report()) == [
        "Table units, row 1: TEST TEMP, from F to C, factor 5/9, offset -160/9: 98.6 x 5/9 - 160/9 = 37, "
        "rounded to 1 decimals.",
        "Table units, row 1: TEST TEMP, from F to C, factor 5/9, offset -160/9: 100 x 5/9 - 160/9 = 37.8, "
        "rounded to 1 decimals.",
        "Table units, row 2: TEST TEMP, from C to F, factor 1.8, offset 32: 37 x 1.8 + 32 = 98.6.",
    ]


def test_the_explanation_names_the_row_of_the_table_and_the_product():
    factors = table_of(
        [
            {"TEST": "HGB", "FROM": "g/dL", "TO": "g/L", "FACTOR": "10", "DECIMALS": "0"},
            {"TEST": "", "FROM": "mg", "TO": "g", "FACTOR": "0.001", "DECIMALS": ""},
        ],
        "units",
    )
    values, units, to, tests = (
        text(list(c))
        for c in (
            ["11.25", "<5", "5", "POSITIVE", "3"],
            ["g/dL", "mg", "g/L", "mg", "oz"],
            ["g/L", "g", "g/L", "g", "g"],
            ["HGB", "PROT", "HGB", "PROT", "PROT"],
        )
    )
    assert explain_factor(values, units, to, tests, factors, Report()) == [
        "Table units, row 1: TEST HGB, from g/dL to g/L, factor 10: 11.25 x 10 = 112.5, rounded to 0 decimals.",
        "Table units, row 2: TEST any, from mg to g, factor 0.001: 5 x 0.001 = 0.005.",
        "",
        "",
        "Table units has no row for PROT from oz to g.",
    ]
