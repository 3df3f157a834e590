import numpy as np
import pytest

from onespec.engine.columns import text
from onespec.engine.contract import Report, Selection
from onespec.engine.frames import Frame
from onespec.sdtm.checks.not_before import not_before


@pytest.mark.parametrize(
    ("date", "limit", "early"),
    [
        ("2025-08-03", "2025-08-04T10:00", True),
        ("2025-08-04", "2025-08-04T10:00", False),
        ("2025-07", "2025-08-04", True),
        ("2025-08", "2025-08-04", False),
        ("2025-08-03", "2025-08", False),
        ("", "2025-08-04", False),
        ("2025-08-03", "", False),
    ],
)
def test_dates_certainly_before_the_limit(date, limit, early):
    report = Report()
    source = Selection("AE", Frame({"SUBJECT": text(["01"]), "D": text([date])}), np.arange(1))
    not_before(source, "D", text([limit]), "informed consent", report)
    assert [(e[1], e[2]) for e in report.entries] == [("CHECK-BEFORE", "AE.D is before the informed consent.")] * early
