import numpy as np
import pytest

from onespec.engine.columns import text
from onespec.engine.contract import Report, Selection
from onespec.engine.frames import Frame
from onespec.sdtm.checks.not_after import not_after


@pytest.mark.parametrize(
    ("date", "limit", "late"),
    [
        ("2025-08-05", "2025-08-04", True),
        ("2025-08-04T10:00", "2025-08-04", False),
        ("2025-09", "2025-08-04", True),
        ("2025-08", "2025-08-04", False),
        ("2025-08-31", "2025-08", False),
        ("2025-09-01", "2025-08", True),
        ("", "2025-08-04", False),
        ("2025-08-05", "", False),
    ],
)
def test_dates_certainly_after_the_limit(date, limit, late):
    report = Report()
    source = Selection("EX", Frame({"SUBJECT": text(["01"]), "D": text([date])}), np.arange(1))
    not_after(source, "D", text([limit]), "death", report)
    assert [(e[1], e[2]) for e in report.entries] == [("CHECK-AFTER", "EX.D is after the death.")] * late
