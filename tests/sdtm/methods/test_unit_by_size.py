import re

import pytest

from onespec.engine.columns import text
from onespec.engine.contract import Report
from onespec.engine.frames import table_of
from onespec.sdtm.methods.unit_by_size import explain_band, unit_by_size

ROWS = [
    {"LBTESTCD": "HGB", "UNIT": "g/dL", "FROM": "3", "TO": "25", "SOURCE": "laboratory manual"},
    {"LBTESTCD": "HGB", "UNIT": "g/L", "FROM": "25", "TO": "", "SOURCE": "laboratory manual"},
    {"LBTESTCD": "CREAT", "UNIT": "mg/dL", "FROM": "", "TO": "20", "SOURCE": ""},
    {"LBTESTCD": "CREAT", "UNIT": "umol/L", "FROM": "25", "TO": "2000", "SOURCE": ""},
    {"LBTESTCD": "ALT", "UNIT": "U/L", "FROM": "", "TO": "", "SOURCE": ""},
]
UNITS = table_of(ROWS, "lb_sizes")


@pytest.mark.parametrize(
    ("test", "value", "expected"),
    [
        ("HGB", "13", "g/dL"),
        ("HGB", "3", "g/dL"),
        ("HGB", "130.5", "g/L"),
        ("HGB", ">300", "g/L"),
        ("HGB", ">25", "g/L"),  # greater than 25: not 25 itself, which both have
        ("CREAT", "<0.2", "mg/dL"),
        ("CREAT", "88", "umol/L"),
        ("ALT", "<5", "U/L"),
        ("ALT", "31", "U/L"),
    ],
)
def test_the_one_row_that_has_the_result_gives_the_unit(test, value, expected):
    report = Report()
    assert unit_by_size(text([value]), text([test]), UNITS, report).tolist() == [expected]
    assert report.entries == []


@pytest.mark.parametrize(
    ("test", "value"),
    [
        ("HGB", "2.9"),  # no row
        ("CREAT", "22"),
        ("HGB", "25"),  # two rows
        ("HGB", ">=25"),
        ("HGB", "<5"),  # 2 is in no row
        ("HGB", ">20"),
        ("CREAT", "<30"),
    ],
)
def test_a_size_that_does_not_tell_the_unit_is_asked_about(test, value):
    report = Report()
    assert unit_by_size(text([value]), text([test]), UNITS, report).tolist() == [""]
    assert [(e.level, e.rule, e.rows.tolist(), e.values[0]) for e in report.entries] == [
        ("query", "UNIT-SIZE", [0], value)
    ]


def test_a_collected_unit_counts_whatever_the_size():
    report = Report()
    given = text(["13", "22", "130"]), text(["HGB", "CREAT", "HGB"])
    assert unit_by_size(*given, UNITS, report, text(["g/L", "mmol/L", ""])).tolist() == ["g/L", "mmol/L", "g/L"]
    assert report.entries == []


def test_words_and_tests_without_rows_have_no_unit():
    report = Report()
    given = text(["POSITIVE", "", "12,5", "5"]), text(["HGB", "HGB", "HGB", "PH"])
    assert unit_by_size(*given, UNITS, report).tolist() == ["", "", "", ""]
    assert report.entries == []


def test_a_row_for_any_test_serves_those_without_their_own():
    units = table_of([*ROWS, {"LBTESTCD": "", "UNIT": "mmol/L", "FROM": "", "TO": "500", "SOURCE": ""}])
    given = text(["5", "600", "2"]), text(["GLUC", "GLUC", "HGB"])
    assert unit_by_size(*given, units, Report()).tolist() == ["mmol/L", "", ""]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"FROM": "low"}, "row 1 of table lb_sizes: FROM is 'low', which is no number"),
        ({"FROM": "30"}, "row 1 of table lb_sizes: FROM 30 is greater than TO 25"),
    ],
)
def test_ends_that_cannot_be_are_a_fault_of_the_table(cells, said):
    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        unit_by_size(text(["5"]), text(["HGB"]), table_of([ROWS[0] | cells], "lb_sizes"), Report())


def test_the_explanation_names_the_rows():
    values, tests, own = (
        text(c)
        for c in (
            ["13", "25", "22", "13", "LOW", "5"],
            ["HGB", "HGB", "CREAT", "HGB", "HGB", "PH"],
            ["", "", "", "g/L", "", ""],
        )
    )
    assert explain_band(values, tests, UNITS, Report(), own) == [
        "Table lb_sizes, row 1 (3 to 25).",
        "Table lb_sizes, row 1 (3 to 25) and row 2 (25 to any).",
        "Table lb_sizes, no row has 22 of CREAT.",
        "It was collected.",
        "",
        "Table lb_sizes, no row has 5 of PH.",
    ]
