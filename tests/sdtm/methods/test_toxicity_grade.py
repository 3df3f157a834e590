import pytest

from onespec.engine.columns import number, text
from onespec.engine.contract import Report
from onespec.engine.frames import Frame, table_of
from onespec.sdtm.methods._grades import LabResult, explain_rule
from onespec.sdtm.methods.toxicity_grade import toxicity_grade

COLUMNS = ["TEST", "SPEC", "UNIT", "TERM", "GRADE", "IS", "LLN", "ULN", "LIMIT"]
GRADES = table_of(
    [
        dict(zip(COLUMNS, row, strict=True))
        for row in (
            ("POT", "SERUM", "mmol/L", "Low potassium", "1", "LT", "1", "", ""),
            ("POT", "SERUM", "mmol/L", "Low potassium", "3", "LT", "", "", "3"),
            ("POT", "SERUM", "mmol/L", "Low potassium", "4", "LT", "", "", "2.5"),
            ("POT", "SERUM", "mmol/L", "High potassium", "1", "GT", "", "1", ""),
            ("POT", "SERUM", "mmol/L", "High potassium", "2", "GT", "", "", "5.5"),
            ("POT", "SERUM", "mmol/L", "High potassium", "4", "GT", "", "", "7"),
            ("ENZ", "", "", "Enzyme increased", "1", "GT", "", "1", ""),
            ("ENZ", "", "", "Enzyme increased", "2", "GT", "", "1.5", ""),
            ("ENZ", "", "", "Enzyme increased", "3", "GT", "", "3", ""),
            ("HB", "", "g/L", "Too much", "1", "GT", "", "1", ""),
            ("HB", "", "g/L", "Too much", "2", "GT", "", "1", "20"),
            ("EXC", "", "", "Excretion", "1", "GE", "", "1", ""),
            ("EXC", "", "", "Excretion", "2", "GE", "", "", "1"),
            ("DIP", "", "", "", "0", "EQ", "", "", "NEGATIVE"),
            ("DIP", "", "", "Excretion", "2", "EQ", "", "", "2+"),
        )
    ],
    "grades",
)


def grade(value, test, low="", high="", unit="mmol/L", spec="SERUM", grades=GRADES):
    report = Report()
    out = toxicity_grade(
        LabResult(text([value]), number([low or "nan"]), number([high or "nan"]), text([unit])),
        ["TEST", "SPEC"],
        [text([test]), text([spec])],
        grades,
        report,
    )
    return out[0], [e[1] for e in report.entries]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2.4", "4"),
        ("2.5", "3"),
        ("2.9", "3"),
        ("3", "1"),
        ("3.4", "1"),
        ("3.5", "0"),
        ("5.3", "0"),
        ("5.4", "1"),
        ("5.5", "1"),
        ("5.6", "2"),
        ("7", "2"),
        ("7.1", "4"),
        ("<2.5", "4"),
        ("<=2.4", "4"),
        (">7", "4"),
        (">=7.1", "4"),
        ("> 7", "4"),
    ],
)
def test_both_directions(value, expected):
    assert grade(value, "POT", "3.5", "5.3") == (expected, [])


@pytest.mark.parametrize("value", ["<3", "<=2.5", "<5", ">3.2", ">5.5", ">=7", "NEGATIVE", "2+"])
def test_a_result_that_leaves_the_grade_open_is_asked_for(value):
    assert grade(value, "POT", "3.5", "5.3") == ("", ["GRADE-OPEN"])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("22.2", "0"),
        ("22.3", "1"),
        ("33.3", "1"),
        ("33.4", "2"),
        ("66.6", "2"),
        ("66.7", "3"),  # 1.5 x 22.2 is 33.3, not 33.29...
        ("<5", "0"),
        ("<22.2", "0"),
        ("<=22.2", "0"),
        (">66.6", "3"),
        (">100", "3"),
    ],
)
def test_multiples_of_the_upper_limit_compare_as_decimals(value, expected):
    assert grade(value, "ENZ", "", "22.2", "U/L", "") == (expected, [])


def test_a_limit_that_is_not_known_matters_only_where_it_decides():
    assert grade("2.7", "POT") == ("3", [])  # below 3 whatever the lower limit is
    assert grade("3.3", "POT", "", "5.3") == ("", ["GRADE-OPEN"])
    assert grade("6", "POT", "", "5.3") == ("2", [])  # the lower limit could only give grade 1
    assert grade("30", "ENZ", unit="U/L") == ("", ["GRADE-OPEN"])


@pytest.mark.parametrize(("value", "expected"), [("175", "0"), ("175.1", "1"), ("195", "1"), ("196", "2")])
def test_a_limit_may_be_a_distance_from_the_upper_limit(value, expected):
    assert grade(value, "HB", "130", "175", "g/L") == (expected, [])


@pytest.mark.parametrize(
    ("value", "expected"),
    [("0.14", "0"), ("0.15", "1"), ("0.999", "1"), ("1", "2"), (">=1", "2"), (">1", "2"), ("<0.15", "0")],
)
def test_at_least(value, expected):
    assert grade(value, "EXC", "", "0.15") == (expected, [])


def test_a_bound_on_the_limit_of_at_least_is_open():
    assert grade("<=0.15", "EXC", "", "0.15") == ("", ["GRADE-OPEN"])


@pytest.mark.parametrize(
    ("value", "expected"),
    [("NEGATIVE", ("0", [])), ("2+", ("2", [])), ("POSITIVE", ("", ["GRADE-OPEN"])), ("0.3", ("", ["GRADE-OPEN"]))],
)
def test_qualitative_results_are_those_that_the_table_lists(value, expected):
    assert grade(value, "DIP", unit="") == expected


def test_no_rule_no_grade():
    assert grade("5", "AFP") == ("", [])
    assert grade("5", "POT", spec="URINE") == ("", [])
    assert grade("", "POT", "3.5", "5.3") == ("", [])
    assert grade("5", "POT", "3.5", "5.3", unit="mg/dL") == ("", ["GRADE-UNIT"])


def test_rows_keep_their_places():
    results = LabResult(
        text(["6", "40", "6", ""]),
        number([3.5] * 4),
        number([5.3, 22.2, 5.3, 5.3]),
        text(["mmol/L", "U/L", "mmol/L", "mmol/L"]),
    )
    out = toxicity_grade(results, ["TEST"], [text(["POT", "ENZ", "POT", "POT"])], GRADES, Report())
    assert list(out) == ["2", "2", "2", ""]


def test_a_table_with_an_unknown_comparison_is_refused():
    with pytest.raises(ValueError, match="IS is BELOW"):
        grade("5", "POT", grades=Frame({**dict(GRADES.items()), "IS": text("BELOW", len(GRADES))}))


def test_the_row_that_gives_the_grade_is_told():
    value, test = ["2.9", "30.1", "2+", "4", "<3", "", "5"], ["POT", "ENZ", "DIP", "POT", "POT", "POT", "AFP"]
    results = LabResult(text(value), number([3.5] * 7), number([20.06] * 7), text(["mmol/L"] * 7))
    assert explain_rule(results, ["TEST"], [text(test)], GRADES) == [
        "Table grades, row 2: Low potassium, as 2.9 is less than 3.",
        "Table grades, row 8: Enzyme increased, as 30.1 is greater than 30.09.",
        "Table grades, row 15: Excretion, as the result is 2+.",
        "No rule of table grades holds.",
        "The rules of the test leave it open.",
        "",
        "Table grades has no rule for it.",
    ]


@pytest.mark.parametrize(("age", "expected"), [("17", "1"), ("18", "2"), ("64.5", "2"), ("65", "0"), ("", "0")])
def test_rules_may_hold_for_a_band_of_ages(age, expected):
    columns = ["TEST", "FROM", "TO", *COLUMNS[2:]]
    rows = [
        ("ENZ", "", "17", "", "Enzyme increased", "1", "GT", "", "1", ""),
        ("ENZ", "18", "64.5", "", "Enzyme increased", "2", "GT", "", "1", ""),
        ("ENZ", "", "", "", "Enzyme increased", "3", "GT", "", "9", ""),
    ]
    grades = table_of([dict(zip(columns, row, strict=True)) for row in rows], "grades")
    result = LabResult(text(["50"]), number([0.0]), number([40.0]), text(["U/L"]))
    values = [text(["ENZ"]), number([float(age or "nan")])]
    assert toxicity_grade(result, ["TEST", "FROM..TO"], values, grades, Report()).tolist() == [expected]
