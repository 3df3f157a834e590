import numpy as np

from onespec.engine.columns import text
from onespec.engine.contract import Report, Selection
from onespec.engine.frames import Frame
from onespec.sdtm.checks.none_may_be import none_may_be


def test_records_in_which_one_holds():
    report = Report()
    frame = Frame({"SUBJECT": text(["01"] * 3), "A": text(["Y", "N", ""]), "B": text(["N", "N", "Y"])})
    none_may_be(Selection("AE", frame, np.arange(3)), ["A", "B"], "Y", report)
    assert [(e[1], e[2], list(e[4])) for e in report.entries] == [
        ("CHECK-NONE", "One of A, B is Y in the record of AE.", [0, 2])
    ]
