import numpy as np
import pytest

from onespec.engine.columns import number, text
from onespec.engine.contract import Report, Selection
from onespec.engine.frames import Frame
from onespec.sdtm.checks.near_planned_dose import Difference, GivenDose, PlannedDose, Size, near_planned_dose

BLANK = float("nan")


def told(dose, planned=130, size=1.5, beyond=10, up_to=None, cycle="C1"):
    report = Report()
    given = Selection("EC", Frame({"SUBJECT": text(["01"]), "V": text(["C1"]), "D": number([dose])}), np.arange(1))
    due = Frame({"SUBJECT": text(["01"]), "VISIT": text([cycle]), "PLAN": number([planned])})
    planned_doses = PlannedDose("EC", due, np.arange(1), dose="PLAN", match=["VISIT"])
    sizes = Frame({"SUBJECT": text(["01"]), "VISIT": text(["C1"]), "M2": number([size])})
    by = Size("VS", sizes, np.arange(1), value="M2", match=["VISIT"])
    near_planned_dose(given, GivenDose("D", ["V"]), planned_doses, by, Difference(beyond, up_to), report)
    return [e.message for e in report.entries]


@pytest.mark.parametrize(
    ("dose", "message"),
    [
        (195, ""),
        (214.5, ""),  # 10% more
        (175.5, ""),  # 10% less
        (214.6, "The dose is 10.1% above the planned one, 195."),
        (150, "The dose is 23.1% below the planned one, 195."),
        (0, "The dose is 100.0% below the planned one, 195."),
        (BLANK, ""),
    ],
)
def test_more_than_ten_percent(dose, message):
    assert told(dose) == ([message] if message else [])


def test_two_checks_share_the_doses():
    assert [bool(told(d, up_to=25)) for d in (195, 220, 243.75, 244)] == [False, True, True, False]
    assert [bool(told(d, beyond=25)) for d in (195, 220, 243.75, 244)] == [False, False, False, True]


@pytest.mark.parametrize("what", [{"planned": BLANK}, {"size": BLANK}, {"planned": 0}, {"cycle": "C2"}])
def test_without_a_planned_dose_nothing_is_looked_at(what):
    assert told(500, **what) == []
