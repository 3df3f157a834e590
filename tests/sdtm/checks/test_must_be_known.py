import numpy as np

from onespec.engine.columns import text
from onespec.engine.contract import Report, Selection
from onespec.engine.frames import Frame
from onespec.sdtm.checks.must_be_known import must_be_known


def test_subjects_of_whom_the_value_is_not_known():
    report = Report()
    source = Selection(
        "AE", Frame({"SUBJECT": text(["01", "02", "03"]), "AETERM": text(["A", "B", "C"])}), np.arange(3)
    )
    must_be_known(source, "AETERM", text(["2025-08-04", "", ""]), "date of death", report)
    [(level, rule, message, _, rows, values)] = report.entries
    assert (level, rule, list(rows), list(values)) == ("query", "CHECK-KNOWN", [1, 2], ["A", "B", "C"])
    assert message == "AE has a record of this subject, whose date of death is not known."
