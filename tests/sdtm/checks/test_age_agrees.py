import numpy as np

from onespec.engine.columns import number, text
from onespec.engine.contract import Report, Selection
from onespec.engine.frames import Frame
from onespec.sdtm.checks.age_agrees import age_agrees


def test_ages_that_the_dates_contradict():
    report = Report()
    frame = Frame(
        {
            "SUBJECT": text(["01", "02", "03"]),
            "AGE": number([59, 60, 61]),
            "BIRTH": text(["1965-08-04", "1965-08-04", "1965"]),
            "CONSENT": text(["2025-08-03"] * 3),
        }
    )
    age_agrees(Selection("DM", frame, np.arange(3)), "AGE", "BIRTH", "CONSENT", report)
    assert [(e[1], list(e[4])) for e in report.entries] == [("CHECK-AGE", [1])]
