import numpy as np

from onespec.engine.columns import text
from onespec.engine.contract import Report, Selection
from onespec.engine.frames import Frame
from onespec.sdtm.checks.must_not_be import must_not_be


def source(*values):
    frame = Frame({"SUBJECT": text(["01"] * len(values)), "END": text(list(values))})
    return Selection("AE", frame, np.arange(len(values)))


def test_each_record_that_the_selection_takes_is_asked_about():
    report = Report()
    must_not_be(source("2026-03-01", "2026-03-02"), "END", "It goes on and has an end.", report)
    [(level, rule, message, fix, rows, values)] = report.entries
    assert (level, rule, message) == ("query", "CHECK-CONTRADICTION", "It goes on and has an end.")
    assert (fix, rows.tolist(), values.tolist()) == (
        "Ask the site which is right.",
        [0, 1],
        ["2026-03-01", "2026-03-02"],
    )


def test_no_record_no_query_and_the_study_may_say_what_to_do():
    report = Report()
    must_not_be(source(), "END", "m", report)
    assert report.entries == []
    must_not_be(source("x"), "END", "m", report, "Ask for the end.")
    assert report.entries[0].fix == "Ask for the end."
