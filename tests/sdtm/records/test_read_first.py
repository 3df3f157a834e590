import numpy as np
import pandas as pd

from onespec.engine.columns import Report, Selection, text
from onespec.sdtm.records.read_first import read_first


def lesions(*rows):
    subject, lesion, day, organ = zip(*rows)
    return Selection("scan", pd.DataFrame({"SUBJECT": text(subject), "NO": text(lesion), "DAT": text(day), "ORGAN": text(organ)}), np.arange(len(rows)))


def test_first_row_of_each_lesion():
    source = lesions(("01", "N1", "2025-11-02", ""), ("01", "N1", "2025-10-01", ""), ("02", "N1", "", ""), ("02", "N1", "2025-12-01", ""),
                     ("01", "N2", "2025-11-02", ""))
    made = read_first(source, ["NO"], "DAT", Report())
    assert list(made.position) == [1, 3, 4]
    assert list(made.subject) == ["01", "02", "01"]


def test_later_rows_that_say_something_else_are_asked_for():
    report = Report()
    source = lesions(("01", "T1", "2025-11-02", "LUNG"), ("01", "T1", "2025-10-01", "LIVER"), ("01", "T1", "2025-12-01", "LIVER"),
                     ("01", "T1", "2026-01-01", ""), ("02", "T1", "2025-12-01", "BONE"))
    read_first(source, ["NO"], "DAT", report, ["ORGAN"])
    [(level, rule, message, _, rows, values)] = report.entries
    assert (level, rule, list(rows), values[0]) == ("query", "NOT-THE-SAME", [0], "LUNG")
    assert message == "ORGAN is not what the subject's first row of the same NO says; the first row counts."
