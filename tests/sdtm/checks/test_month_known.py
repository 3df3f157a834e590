import numpy as np

from onespec.engine.columns import text
from onespec.engine.contract import Report, Selection
from onespec.engine.frames import Frame
from onespec.sdtm.checks.month_known import month_known


def test_dates_without_a_month():
    report = Report()
    dates = text(["2026-03-01", "2026-03", "2026", "", "2026-03-01T08:00"])
    source = Selection("CM", Frame({"SUBJECT": text(list("12345")), "CMSTDTC": dates}), np.arange(5))
    month_known(source, "CMSTDTC", "later therapy", report)
    [(level, rule, message, _, rows, values)] = report.entries
    assert (level, rule, list(rows), list(values)) == ("query", "CHECK-MONTH", [2, 3], list(dates))
    assert message == "The month of the later therapy is not known, so an analysis cannot use the date."
