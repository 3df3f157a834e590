import numpy as np

from onespec.engine.columns import text
from onespec.engine.contract import Report, Selection
from onespec.engine.frames import Frame, table_of
from onespec.sdtm.records.read_tests import read_tests

TESTS = table_of(
    [
        {"FORM": "chem", "FIELD": "ALT", "TESTCD": "ALT"},
        {"FORM": "lab", "FIELD": "谷丙转氨酶", "TESTCD": "ALT"},
        {"FORM": "lab", "FIELD": "HBsAg", "TESTCD": "HBSAG"},
    ],
    "lb_tests",
)


def lab(*rows):
    subject, item, value = zip(*rows, strict=True)
    frame = Frame({"SUBJECT": text(subject), "ITEM": text(item), "VALUE": text(value)})
    return Selection("lab", frame, np.arange(len(frame)))


def test_each_row_is_linked_to_its_test():
    report = Report()
    made = read_tests(lab(("01", "HBsAg", "阴性"), ("01", "谷丙转氨酶", "21")), TESTS, "ITEM", "VALUE", report)
    assert list(made.values["FIELD"]) == ["HBsAg", "谷丙转氨酶"]
    assert list(made.values["RESULT"]) == ["阴性", "21"]
    assert (made.table, list(made.table_position), list(made.position)) == ("lb_tests", [2, 1], [0, 1])
    assert list(made.fields["RESULT"]) == ["VALUE", "VALUE"]
    assert report.entries == []


def test_an_unknown_test_stops_and_a_blank_result_is_asked_for():
    report = Report()
    made = read_tests(
        lab(("01", "ALT", "21"), ("01", "HBsAg", ""), ("02", "HBsAg", "+"), ("02", "", "")),
        TESTS,
        "ITEM",
        "VALUE",
        report,
    )
    assert list(made.position) == [2]
    assert [(level, rule, list(rows)) for level, rule, _, _, rows, _ in report.entries] == [
        ("stop", "TEST-UNKNOWN", [0]),
        ("query", "RESULT-BLANK", [1]),
    ]
