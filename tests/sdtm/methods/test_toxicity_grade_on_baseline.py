"""The rules for a baseline, and the tables of CTCAE 5.0 and 6.0 as they ship, held against cases written by hand."""

import numpy as np
import pytest

from onespec.engine.columns import number, text
from onespec.engine.contract import Report
from onespec.engine.frames import table_of
from onespec.engine.spec.standards import tables_of_dictionaries
from onespec.sdtm.methods._grades import Baseline, LabResult, Rules, explain_baseline_rule
from onespec.sdtm.methods.toxicity_grade_on_baseline import toxicity_grade_on_baseline
from onespec.sdtm.methods.toxicity_term_on_baseline import toxicity_term_on_baseline


def ctcae(version):
    return table_of(tables_of_dictionaries({"CTCAE": version})["standard.ctcae"], "standard.ctcae")


CTCAE = {version: ctcae(version) for version in ("5.0", "6.0")}
SPEC = dict.fromkeys(("WBC", "NEUT", "LYM", "HGB", "PLAT"), "BLOOD") | {
    "INR": "PLASMA",
    "PROT": "URINE",
    "PROTEXR": "URINE",
}
UNIT = {
    "HGB": "g/L",
    "ALB": "g/L",
    "GLUC": "mmol/L",
    "K": "mmol/L",
    "SODIUM": "mmol/L",
    "INR": "RATIO",
    "PROT": "",
    "PROTEXR": "g/day",
}


def given(value, test, low, high, base, side, version, direction):
    unit = UNIT.get(test, "10^9/L" if SPEC.get(test) == "BLOOD" else "U/L")
    result = LabResult(text([value]), number([low]), number([high]), text([unit]))
    keys = {"TESTCD": test, "SPEC": SPEC.get(test, "SERUM"), **({"DIRECTION": direction} if direction else {})}
    rules = Rules(list(keys), [text([key]) for key in keys.values()], CTCAE[version], 8)
    return result, Baseline(number([base]), text([side])), rules


def grade(value, test, low=np.nan, high=np.nan, base=np.nan, side="", version="5.0", direction=""):
    report = Report()
    found = toxicity_grade_on_baseline(*given(value, test, low, high, base, side, version, direction), report)
    return found[0] + "".join(f" {entry.rule}" for entry in report.entries)


def both(*case, **named):
    """The grades by version 5.0 and 6.0."""
    return [grade(*case, **named, version=version) for version in ("5.0", "6.0")]


@pytest.mark.parametrize(
    ("value", "test", "low", "high", "expected"),
    [
        ("0.7", "NEUT", 1.8, 6.3, ["3", "2"]),
        ("1.8", "NEUT", 1.8, 6.3, ["0", "0"]),
        ("1.7", "NEUT", 1.8, 6.3, ["1", "0"]),
        ("1.5", "NEUT", 1.8, 6.3, ["1", "0"]),
        ("1.49", "NEUT", 1.8, 6.3, ["2", "1"]),
        ("1", "NEUT", 1.8, 6.3, ["2", "1"]),
        ("0.5", "NEUT", 1.8, 6.3, ["3", "2"]),
        ("0.49", "NEUT", 1.8, 6.3, ["4", "3"]),
        ("0.1", "NEUT", 1.8, 6.3, ["4", "3"]),
        ("0.09", "NEUT", 1.8, 6.3, ["4", "4"]),
        ("124", "PLAT", 125, 350, ["1", "1"]),
        ("75", "PLAT", 125, 350, ["1", "1"]),
        ("74", "PLAT", 125, 350, ["2", "2"]),
        ("49", "PLAT", 125, 350, ["3", "3"]),
        ("24", "PLAT", 125, 350, ["4", "3"]),
        ("9", "PLAT", 125, 350, ["4", "4"]),
        ("100", "HGB", 130, 175, ["1", "1"]),
        ("99", "HGB", 130, 175, ["2", "2"]),
        ("79", "HGB", 130, 175, ["3", "3"]),
        ("196", "HGB", 130, 175, ["2", "2"]),
        ("2.9", "WBC", 3.5, 9.5, ["2", "2"]),
        ("0.9", "WBC", 3.5, 9.5, ["4", "4"]),
        ("101", "WBC", 3.5, 9.5, ["3", "3"]),
        ("0.4", "LYM", 1.1, 3.2, ["3", "0"]),  # 6.0 has no term for low lymphocytes
        ("4.1", "LYM", 1.1, 3.2, ["2", "2"]),
        ("29", "ALB", 40, 55, ["2", "2"]),
        ("14", "GLUC", 3.9, 6.1, ["0", "3"]),
        ("2.9", "GLUC", 3.9, 6.1, ["2", "2"]),
        ("5.6", "K", 3.5, 5.3, ["2", "2"]),
        ("2.9", "K", 3.5, 5.3, ["3", "3"]),
        ("124", "SODIUM", 137, 147, ["3", "3"]),
        ("2+", "PROT", np.nan, np.nan, ["2", ""]),  # nothing is known of 6.0
        ("1", "PROTEXR", np.nan, 0.15, ["2", ""]),
        ("3.5", "PROTEXR", np.nan, 0.15, ["3", ""]),
    ],
)
def test_the_tables_by_version(value, test, low, high, expected):
    assert both(value, test, low, high) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [("1.2", "0"), ("1.21", "1"), ("1.5", "1"), ("1.51", "2"), ("2.5", "2"), ("2.51", "3")]
)
def test_inr_is_absolute(value, expected):
    """Not a multiple of the upper limit: with 2.0 as limit the grades are the same."""
    assert both(value, "INR", 0.8, 1.2) == both(value, "INR", 0.8, 2.0) == both(value, "INR") == [expected] * 2


@pytest.mark.parametrize(
    ("value", "base", "side", "expected"),
    [
        ("40", 30, "NORMAL", ["0", "0"]),
        ("41", 30, "NORMAL", ["1", "1"]),
        ("120", 30, "NORMAL", ["1", "1"]),
        ("121", 30, "NORMAL", ["2", "2"]),
        ("201", 30, "NORMAL", ["3", "3"]),
        ("801", 30, "NORMAL", ["4", "4"]),
        ("41", 3, "LOW", ["1", "1"]),  # less than normal is not abnormal here
        ("79", 80, "HIGH", ["0", "0"]),
        ("80", 80, "HIGH", ["0", "1"]),  # 1.0 x baseline
        ("119", 80, "HIGH", ["0", "1"]),
        ("120", 80, "HIGH", ["1", "1"]),  # 1.5 x baseline
        ("121", 80, "HIGH", ["1", "2"]),
        ("161", 80, "HIGH", ["1", "3"]),
        ("241", 80, "HIGH", ["2", "3"]),
        ("321", 80, "HIGH", ["2", "4"]),
        ("401", 80, "HIGH", ["3", "4"]),
        ("1601", 80, "HIGH", ["4", "4"]),
    ],
)
def test_transaminases_by_the_baseline(value, base, side, expected):
    for test in ("ALT", "AST"):
        assert both(value, test, 9, 40, base, side) == expected


@pytest.mark.parametrize(
    ("test", "value", "base", "side", "expected"),
    [
        ("ALP", "75", 60, "NORMAL", ["1", "1"]),
        ("ALP", "700", 60, "NORMAL", ["4", "1"]),
        ("ALP", "61", 60, "HIGH", ["0", "1"]),
        ("ALP", "60", 60, "HIGH", ["0", "0"]),
        ("ALP", "120", 60, "HIGH", ["1", "1"]),
        ("GGT", "120", 60, "HIGH", ["1", "2"]),
        ("GGT", "60", 60, "HIGH", ["0", "1"]),
        ("GGT", "601", 60, "HIGH", ["3", "4"]),
        ("BILI", "60", 60, "HIGH", ["0", "1"]),
        ("BILI", "61", 60, "HIGH", ["1", "1"]),
        ("BILI", "151", 60, "HIGH", ["2", "3"]),
        ("BILI", "181", 60, "HIGH", ["3", "3"]),
    ],
)
def test_other_terms_by_the_baseline(test, value, base, side, expected):
    assert both(value, test, np.nan, 30, base, side) == expected


@pytest.mark.parametrize(
    ("value", "base", "side", "expected"),
    [
        ("100", 60, "NORMAL", ["2", "1"]),  # 1.5 x baseline is 90; the upper limit 97
        ("91", 60, "NORMAL", ["2", "0"]),
        ("90", 60, "NORMAL", ["0", "0"]),
        ("181", 60, "NORMAL", ["3", "2"]),
        ("61", 40, "LOW", ["2", "2"]),
        ("121", 40, "LOW", ["3", "3"]),
        ("583", 60, "NORMAL", ["4", "4"]),
        ("146", np.nan, "", ["2", "2"]),  # 1.5 x 97 is 145.5
    ],
)
def test_creatinine(value, base, side, expected):
    assert both(value, "CREAT", 57, 97, base, side) == expected


def test_a_limit_counts_to_a_number_of_significant_digits():
    assert grade("33.3", "ALT", high=22.2, base=22.2 * 1.5, side="HIGH", version="6.0") == "1"
    assert grade("66.6", "ALT", high=22.2, base=20, side="NORMAL") == "1"  # 3 x 22.2 in binary is a little more
    assert grade("66.60000001", "ALT", high=22.2, base=20, side="NORMAL") == "1"
    assert grade("66.61", "ALT", high=22.2, base=20, side="NORMAL") == "2"


def test_without_a_baseline_the_limits_of_normal_decide():
    assert both("121", "ALT", 9, 40) == ["2", "2"]


def test_a_baseline_that_is_known_in_part_decides_only_where_it_makes_no_difference():
    assert grade("121", "ALT", 9, 40, side="HIGH") == " GRADE-OPEN"  # >1000 at the baseline, say
    assert grade("121", "ALT", 9, 40, base=80) == " GRADE-OPEN"  # 2 or 1
    assert grade("30", "ALT", 9, 40, base=80) == "0"


def test_a_missing_limit_leaves_the_absolute_grades():
    assert grade("0.9", "NEUT") == "3"
    assert grade("1.6", "NEUT") == " GRADE-OPEN"
    assert grade("1.6", "NEUT", version="6.0") == "0"
    assert grade("41", "ALT") == " GRADE-OPEN"


def test_the_directions_apart_and_together():
    case = ("5.6", "K", 3.5, 5.3)
    assert [grade(*case, direction=direction) for direction in ("LOW", "HIGH", "")] == ["0", "2", "2"]
    assert grade("0.9", "CREAT", 57, 97, direction="LOW") == ""  # no rule of that direction


def test_bounds_and_other_units():
    assert grade("<0.5", "NEUT", 1.8, 6.3) == "4"
    assert grade("<2", "NEUT", 1.8, 6.3) == " GRADE-OPEN"
    unit = LabResult(text(["1"]), number([1.8]), number([6.3]), text(["/uL"]))
    report = Report()
    rules = Rules(["TESTCD", "SPEC"], [text(["NEUT"]), text(["BLOOD"])], CTCAE["5.0"], 8)
    assert toxicity_grade_on_baseline(unit, Baseline(number([1]), text([""])), rules, report).tolist() == [""]
    assert [entry.rule for entry in report.entries] == ["GRADE-UNIT"]


@pytest.mark.parametrize(
    ("test", "value", "expected"),
    [
        *[("SYSBP", value, g) for value, g in (("119", "0"), ("120", "1"), ("139.5", "1"), ("140", "2"), ("160", "3"))],
        *[("DIABP", value, g) for value, g in (("79", "0"), ("80", "1"), ("89.5", "1"), ("90", "2"), ("100", "3"))],
    ],
)
def test_blood_pressure(test, value, expected):
    result = LabResult(text([value]), number([np.nan]), number([np.nan]), text(["mmHg"]))
    none = Baseline(number([np.nan]), text([""]))
    rules = Rules(["TESTCD"], [text([test])], CTCAE["5.0"], 8)
    assert toxicity_grade_on_baseline(result, none, rules, Report()).tolist() == [expected]


def test_the_term_and_the_rule_are_told():
    case = given("121", "ALT", 9, 40, 80, "HIGH", "6.0", "")
    assert toxicity_term_on_baseline(*case).tolist() == ["Alanine aminotransferase increased"]
    (told,) = explain_baseline_rule(*case)
    assert told.endswith("Alanine aminotransferase increased, as 121 is greater than 120.")
    assert toxicity_term_on_baseline(*given("30", "PLAT", 125, 350, 200, "NORMAL", "6.0", "")).tolist() == [
        "Thrombocytopenia"
    ]


def test_tables_have_unique_rules():
    for table in CTCAE.values():
        assert len(table.first_of(*table.columns)) == len(table)
        assert {*table["BASELINE"]} <= {"", "HIGH", "NOT HIGH", "LOW", "NOT LOW"}
