import numpy as np

from onespec.engine.columns import text
from onespec.engine.contract import Report, Selection
from onespec.engine.frames import Frame
from onespec.sdtm.records.elements import Start, elements


def chosen(cls, name, rows, *columns, **more):
    frame = Frame(
        {n: text(list(v)) for n, v in zip(("SUBJECT", *columns), zip(*rows, strict=True), strict=False)}
        if rows
        else {n: text([]) for n in ("SUBJECT", *columns)}
    )
    return cls(name=name, frame=frame, position=np.arange(len(rows)), **more)


def passed(subjects, stops=(), report=None):
    """Elements of subjects (number, consent, first dose, last dose, end of study) and of their decisions to stop."""
    subjects = chosen(Selection, "DM", subjects, "CONSENT", "FIRST", "LAST", "END")

    def start(source, date, days, code):
        return Start(
            name=source.name, frame=source.frame, position=source.position, set={"ETCD": code}, date=date, days=days
        )

    stops = chosen(Selection, "stop", list(stops), "STOP")
    starts = [
        start(subjects, "CONSENT", 0, "SCRN"),
        start(subjects, "FIRST", 0, "TRT"),
        start(stops, "STOP", 1, "FU"),
        start(subjects, "LAST", 1, "FU"),
    ]
    made = elements(subjects, starts, "END", report or Report())
    return [
        (s, *v)
        for s, v in zip(made.subject, Frame(made.values).only(["ETCD", "SESTDTC", "SEENDTC"]).rows(), strict=True)
    ], made


def test_elements_follow_one_another_without_gap():
    rows, made = passed(
        [
            ("01", "2025-07-20T11:00", "2025-08-04T10:00", "2026-01-02", "2026-06-01"),
            ("02", "2025-09-01", "", "", "2025-09-10"),
        ],
        [("01", "2026-01-31")],
    )
    assert rows == [
        ("01", "SCRN", "2025-07-20T11:00", "2025-08-04T10:00"),
        ("01", "TRT", "2025-08-04T10:00", "2026-02-01"),
        ("01", "FU", "2026-02-01", "2026-06-01"),
        ("02", "SCRN", "2025-09-01", "2025-09-10"),
    ]
    assert list(made.position) == [0, 0, 0, 1]


def test_an_element_begins_on_the_latest_of_its_dates():
    rows, _ = passed([("01", "2025-07-20", "2025-08-04", "2026-01-20", "")], [("01", "2026-01-15")])
    assert rows[1:] == [("01", "TRT", "2025-08-04", "2026-01-21"), ("01", "FU", "2026-01-21", "")]


def test_an_element_needs_all_its_dates():
    assert [r[1] for r in passed([("01", "2025-07-20", "2025-08-04", "2026-01-02", "")])[0]] == ["SCRN", "TRT"]
    assert [r[1] for r in passed([("01", "2025-07-20", "", "", "")], [("01", "2025-08-01")])[0]] == ["SCRN"]


def test_nothing_begins_the_day_after_the_end():
    rows, _ = passed([("01", "2025-07-20", "2025-08-04", "2026-01-02", "2026-01-31")], [("01", "2026-01-31")])
    assert rows[-1] == ("01", "TRT", "2025-08-04", "2026-01-31")


def test_a_partial_date_is_not_moved():
    rows, _ = passed([("01", "2025-07", "2025-08-04", "2026-01-02", "")], [("01", "2026-02")])
    assert rows == [
        ("01", "SCRN", "2025-07", "2025-08-04"),
        ("01", "TRT", "2025-08-04", "2026-02"),
        ("01", "FU", "2026-02", ""),
    ]


def test_an_end_before_the_last_start_is_left_blank():
    assert passed([("01", "2025-07-20", "2025-08-04", "2025-08-04", "2025-08-01")])[0][-1] == (
        "01",
        "TRT",
        "2025-08-04",
        "",
    )


def test_an_element_that_a_later_one_overtakes_does_not_occur():
    report = Report()
    rows, _ = passed([("01", "2025-08-05", "2025-08-04", "2025-08-04", "")], report=report)
    assert rows == [("01", "TRT", "2025-08-04", "")]
    [(level, rule, message, _, at, values)] = report.entries
    assert (level, rule, list(at), values[0]) == ("query", "ELEMENT-OVERTAKEN", [0], "2025-08-05")
    assert message == "The element SCRN would begin after a later one; it makes no record."


def test_a_subject_without_dates_has_no_element():
    assert passed([("01", "", "", "", "")])[0] == []
    assert passed([])[0] == []


def test_a_partial_date_that_may_be_the_latest_is_asked_about():
    report = Report()
    rows, _ = passed(
        [
            ("01", "2025-07-20", "2025-08-04", "2026-01-20", ""),
            ("02", "2025-07-20", "2025-08-04", "2026-01-20", ""),
            ("03", "2025-07-20", "2025-08-04", "2026-01-20", ""),
            ("04", "2025-07-20", "2025-08-04", "2026-01-31", ""),
        ],
        [("01", "2026-01"), ("02", "2026-02"), ("03", "2025-12"), ("04", "2026-01")],
        report,
    )
    assert [row[2] for row in rows if row[1] == "FU"] == ["2026-01-21", "2026-02", "2026-01-21", "2026-02-01"]
    assert [(entry[1], list(entry[4]), entry[5][0]) for entry in report.entries] == [
        ("ELEMENT-PARTIAL", [0], "2026-01")
    ]
