import pytest

from onespec.engine.columns import text
from onespec.engine.contract import Report
from onespec.sdtm.methods.reference_indicator import reference_indicator


def indicate(value, low, high, normal=""):
    report = Report()
    out = reference_indicator(text([value]), text([low]), text([high]), report, text([normal]))[0]
    return out, [e[1] for e in report.entries]


@pytest.mark.parametrize(
    ("value", "low", "high", "expected"),
    [
        ("3.4", "3.5", "9.5", "LOW"),
        ("3.5", "3.5", "9.5", "NORMAL"),
        ("9.5", "3.5", "9.5", "NORMAL"),
        ("9.6", "3.5", "9.5", "HIGH"),
        ("4", "", "5", "NORMAL"),
        ("6", "", "5", "HIGH"),
        ("6", "5", "", "NORMAL"),
        ("4", "5", "", "LOW"),
        ("4", "", "", ""),
        ("", "3.5", "9.5", ""),
        ("<3.5", "3.5", "9.5", "LOW"),
        ("<0.5", "", "5", "NORMAL"),
        ("<0.5", "0", "5", "NORMAL"),
        (">1000", "", "400", "HIGH"),
        (">400", "", "400", "HIGH"),
        (">90", "60", "", "NORMAL"),
    ],
)
def test_indicator(value, low, high, expected):
    assert indicate(value, low, high) == (expected, [])


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        ("<=3.5", "3.5", "9.5"),
        ("<5", "3.5", "9.5"),
        ("<10", "", "5"),
        (">100", "0", "400"),
        (">=400", "", "400"),
        (">5", "60", ""),
    ],
)
def test_a_comparator_that_leaves_it_open_is_asked_for(value, low, high):
    assert indicate(value, low, high) == ("", ["RANGE-OPEN"])


def test_qualitative_values():
    assert indicate("NEGATIVE", "", "", "NEGATIVE") == ("NORMAL", [])
    assert indicate("NOT DETECTED", "", "", "NEGATIVE; NOT DETECTED") == ("NORMAL", [])
    assert indicate("POSITIVE", "", "", "NEGATIVE") == ("ABNORMAL", [])
    assert indicate("POSITIVE", "", "") == ("", [])
