import numpy as np

from onespec.engine.columns import number, text
from onespec.engine.contract import Report, Selection
from onespec.engine.frames import Frame, table_of
from onespec.sdtm.records.gather_not_done import gather_not_done

TESTS = table_of(
    [
        {"FORM": "vitals", "FIELD": "TEMP", "TESTCD": "TEMP", "STATUS": "TEMPYN", "REASON": "TEMPWHY"},
        {"FORM": "vitals", "FIELD": "SYS", "TESTCD": "SYSBP", "STATUS": "BPYN", "REASON": ""},
        {"FORM": "vitals", "FIELD": "DIA", "TESTCD": "DIABP", "STATUS": "BPYN", "REASON": ""},
        {"FORM": "vitals", "FIELD": "HR", "TESTCD": "HR", "STATUS": "", "REASON": ""},
        {"FORM": "labs", "FIELD": "ALT", "TESTCD": "ALT", "STATUS": "ALTYN", "REASON": ""},
    ],
    "vs_tests",
)


def vitals(*rows: dict[str, str]) -> Selection:
    names = ("SUBJECT", "TEMP", "TEMPYN", "TEMPWHY", "SYS", "DIA", "BPYN")
    columns = {n: text([row.get(n, "") for row in rows]) for n in names}
    columns["HR"] = number([np.nan] * len(rows))
    return Selection("vitals", Frame(columns), np.arange(len(rows)))


def made(selection: Selection) -> tuple[list[tuple], list[tuple]]:
    report = Report()
    rows = gather_not_done(selection, TESTS, "STATUS", report, "N", "REASON")
    values = (rows.values[name] for name in ("FIELD", "STATUS", "REASON"))
    told = [(e.rule, e.rows.tolist(), column) for e, column in zip(report.entries, report.columns, strict=True)]
    return list(zip(rows.subject, *values, rows.table_position, strict=True)), told


def test_one_record_for_each_test_that_was_not_done_in_the_order_of_rows_then_table():
    rows = vitals(
        {"SUBJECT": "01", "BPYN": "N", "TEMPYN": "N", "TEMPWHY": "broken"},
        {"SUBJECT": "02", "BPYN": "Y", "SYS": "120", "TEMPYN": "N"},
        {"SUBJECT": "03"},
    )
    assert made(rows) == (
        [
            ("01", "TEMP", "NOT DONE", "broken", 0),
            ("01", "SYS", "NOT DONE", "", 1),
            ("01", "DIA", "NOT DONE", "", 2),
            ("02", "TEMP", "NOT DONE", "", 0),
        ],
        [],
    )


def test_a_result_beside_not_done_is_asked_about_and_stays_a_result():
    rows = vitals({"SUBJECT": "01", "BPYN": "N", "SYS": "120"})
    assert made(rows) == ([("01", "DIA", "NOT DONE", "", 2)], [("RESULT-NOT-DONE", [0], "BPYN")])


def test_a_status_that_says_done_has_a_result_of_one_of_its_tests():
    rows = vitals({"SUBJECT": "01", "BPYN": "Y", "DIA": "80"}, {"SUBJECT": "02", "BPYN": "Y", "TEMPYN": "UNKNOWN"})
    assert made(rows) == ([], [("RESULT-BLANK", [1], "TEMPYN"), ("RESULT-BLANK", [1], "BPYN")])


def test_a_reason_of_nothing_is_asked_about():
    rows = vitals({"SUBJECT": "01", "TEMP": "36.6", "TEMPYN": "Y", "TEMPWHY": "broken"}, {"TEMPWHY": "asleep"})
    assert made(rows) == ([], [("REASON-ALONE", [0, 1], "TEMPWHY")])


def test_the_answer_that_means_it_is_not_done_is_the_term_when_left_out():
    rows = gather_not_done(vitals({"SUBJECT": "01", "TEMPYN": "NOT DONE"}), TESTS, "STATUS", Report())
    assert rows.values["STATUS"].tolist() == ["NOT DONE"]
    assert rows.values["REASON"].tolist() == [""]
    assert [column.tolist() for column in rows.fields.values()] == [["TEMPYN"], [""]]


def test_no_rows_give_no_records():
    rows = gather_not_done(vitals(), TESTS, "STATUS", Report())
    assert len(rows) == 0 and list(rows.values) == ["FIELD", "STATUS", "REASON"]
