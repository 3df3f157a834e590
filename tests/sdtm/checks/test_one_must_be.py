import numpy as np

from onespec.engine.columns import text
from onespec.engine.contract import Report, Selection
from onespec.engine.frames import Frame
from onespec.sdtm.checks.one_must_be import one_must_be


def test_records_in_which_none_holds():
    report = Report()
    frame = Frame({"SUBJECT": text(["01"] * 3), "A": text(["Y", "N", ""]), "B": text(["N", "Y", "N"])})
    one_must_be(Selection("AE", frame, np.arange(3)), ["A", "B"], "Y", report)
    assert [(e[1], e[2], list(e[4])) for e in report.entries] == [
        ("CHECK-ONE", "None of A, B is Y in the record of AE.", [2])
    ]
