import numpy as np

from onespec.engine.columns import number, text
from onespec.engine.contract import Report, Selection
from onespec.engine.frames import Frame
from onespec.sdtm.records.gather import gather

TESTS = Frame(
    {
        "FORM": text(["urine", "chem", "chem", ""]),
        "FIELD": text(["PRO", "ALT", "AST", "PH"]),
        "TESTCD": text(["PROT", "ALT", "AST", "PH"]),
    },
    name="lb_tests",
)


def chem(**columns):
    return Selection("chem", Frame(columns), np.arange(len(columns["SUBJECT"])))


def test_one_record_for_each_answered_field_in_the_order_of_rows_then_table():
    made = gather(
        chem(SUBJECT=text(["01", "02"]), AST=text(["18", "<5"]), ALT=text(["21", ""]), PH=number([6.5, np.nan])),
        TESTS,
        Report(),
    )
    assert list(zip(made.subject, made.values["FIELD"], made.values["RESULT"], strict=True)) == [
        ("01", "ALT", "21"),
        ("01", "AST", "18"),
        ("01", "PH", "6.5"),
        ("02", "AST", "<5"),
    ]
    assert list(made.position) == [0, 0, 0, 1]
    assert (made.table, list(made.table_position)) == ("lb_tests", [1, 2, 3, 2])
    assert list(made.fields["RESULT"]) == ["ALT", "AST", "PH", "AST"]


def test_a_row_without_any_answer_is_reported():
    report = Report()
    made = gather(
        chem(SUBJECT=text(["01", "02"]), AST=text(["18", ""]), ALT=text(["", ""]), PH=number([np.nan, np.nan])),
        TESTS,
        report,
    )
    assert list(made.subject) == ["01"]
    [(level, rule, message, *_, rows, _)] = report.entries
    assert (level, rule, list(rows)) == ("query", "ROW-EMPTY", [1])
    assert message == "The row of chem has no result in any of its tests; no record is made."


def test_no_rows_give_no_records():
    made = gather(chem(SUBJECT=text([]), AST=text([]), ALT=text([]), PH=number([])), TESTS, Report())
    assert len(made) == 0 and list(made.values) == ["FIELD", "RESULT"]
